"""Find who can help: the need, the town, the public, and what is known of each."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.partners import fetch, vocabulary
from cordee.partners.access import READERS, can
from cordee.partners.forms import needs_grouped, one_of, options
from cordee.partners.helping import MOST, Sought, who_can_help
from cordee.partners.hooks import tabs_at
from cordee.partners.views import crumbs
from cordee.partners.whom import Whom, kept, whom_of
from cordee.plumbing.access import page
from cordee.ui.forms import CordeeForm
from cordee.ui.shapes import Crumb


class HelpForm(CordeeForm):
    """What is looked for, kept in the address."""

    besoin = one_of(lazy("Besoin"))
    commune = forms.CharField(
        label=lazy("Commune"), required=False, max_length=100,
        widget=forms.TextInput({"list": "communes", "autocomplete": "off"}),
    )  # fmt: skip
    public = one_of(lazy("Pour qui"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options(
            self,
            besoin=[("", _("Tous les besoins")), *needs_grouped()],
            public=[("", _("Tout le monde")), *list(vocabulary.listed("publics").items())[1:]],
        )

    @property
    def sought(self) -> Sought:
        """A criterion that no longer exists is left out."""
        self.is_valid()
        kept = self.cleaned_data
        return Sought(kept.get("besoin", ""), kept.get("commune", "").strip(), kept.get("public", ""))


@page(roles=READERS)
def find_help(request: HttpRequest) -> HttpResponse:
    """Who can help for this need, here, for this person's situation; each criterion met, not met or to check."""
    actor = request.actor  # type: ignore[attr-defined]
    places, whom = fetch.places_of(actor), whom_of(request)
    form = HelpForm(_asked(request.GET, whom))
    sought = form.sought
    is_asked = sought != Sought() or "besoin" in request.GET  # « Tous les besoins », chosen, shows them all
    found = who_can_help(actor, sought, places, whom=whom) if is_asked else None
    context = {
        "form": form,
        "sought": sought,
        "need": vocabulary.need_label(sought.need),
        "groups": found.groups if found else [],
        "is_asked": is_asked,
        "is_lost": bool(found and found.is_lost),
        "towns": list(places),
        "whom": whom,
        "kept": kept(whom),
        "is_cut": bool(found and found.is_cut),
        "most": MOST,
        "can_write": can(actor, "partner:write"),
        "tabs": tabs_at("find_help", whom),
        "crumbs": crumbs(Crumb(_("Qui peut aider"))),
    }
    return render(request, "partners/help.html", context)


def _asked(asked: QueryDict, whom: Whom | None) -> QueryDict:
    """What the address says; the commune is that of whom one looks for, as long as none was written."""
    if whom is None or "commune" in asked:
        return asked
    told = asked.copy()
    told["commune"] = whom.town
    return told
