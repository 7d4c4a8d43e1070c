"""The lanes under the names of the house, each one of the three of the law (RSA-05): a dated setting."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.accounts.actor import Actor
from cordee.accounts.models import OrganisationSetting
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.pathways.views import gone_to
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.referrals.decisions import panels
from cordee.referrals.decisions.access import ROLES, can_for, reason_against
from cordee.referrals.decisions.enums import Lane
from cordee.referrals.decisions.fetch import LANES_SETTING, HouseLane, lanes_of
from cordee.referrals.decisions.rules import decides
from cordee.ui.forms import CordeeForm

MOST = 8


class LanesForm(CordeeForm):
    """A name and the lane of the law it stands for, on each line; a line without a name is left out."""

    def __init__(self, *args: Any, lanes: list[HouseLane], **kwargs: Any) -> None:
        kept: dict[str, str] = {}
        for rank, lane in enumerate(lanes[:MOST], start=1):
            kept |= {f"name_{rank}": lane.label, f"lane_{rank}": lane.lane}
        super().__init__(*args, initial=kept, **kwargs)

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """(name, lane) of each line, as fields."""
        return [(self[f"name_{rank}"], self[f"lane_{rank}"]) for rank in range(1, MOST + 1)]

    @property
    def named(self) -> list[tuple[str, str]]:
        """(name, lane) of each line that has a name."""
        kept = self.cleaned_data
        every = [(kept.get(f"name_{rank}", ""), kept.get(f"lane_{rank}", "")) for rank in range(1, MOST + 1)]
        return [(name, lane) for name, lane in every if name]


def line_fields() -> dict[str, forms.Field]:
    """The two fields of each line."""
    choices = [(lane.value, str(lane.label).capitalize()) for lane in Lane]
    found: dict[str, forms.Field] = {}
    for rank in range(1, MOST + 1):
        found[f"name_{rank}"] = forms.CharField(label=gettext_lazy("Nom"), required=False, max_length=80)
        found[f"lane_{rank}"] = forms.ChoiceField(label=gettext_lazy("Voie de la loi"), choices=choices)
    return found


LanesForm.base_fields.update(line_fields())


@transaction.atomic
def name_lanes(*, by: Actor, named: list[tuple[str, str]]) -> OrganisationSetting:
    """Give the house's own names to the lanes, from today on; decisions taken keep the name of their day.

    Raises NotAllowed, BadInput.
    """
    if not can_for(by, "orientation:decide", by.organisation.pk):
        raise NotAllowed(reason_against(by, "orientation:decide"))
    names = [name.casefold() for name, _lane in named]
    if not named:
        raise BadInput("name_1", _("Gardez au moins une voie."))
    if len(set(names)) != len(names):
        raise BadInput(
            "", _("Deux voies portent le même nom\u202f: on ne saurait plus laquelle est choisie.")
        )
    value = [{"label": name, "lane": lane} for name, lane in named]
    access_log.record(by, what=f"house.{LANES_SETTING}", detail=str(value))
    return OrganisationSetting.objects.create(
        organisation=by.organisation, key=LANES_SETTING, value=value, valid_from=by.today, set_by=by.member
    )


@page(roles=ROLES["orientation:decide"], writes=True)
def house_lanes(request: HttpRequest) -> HttpResponse:
    """The names the house gives to the lanes."""
    actor = request.actor  # type: ignore[attr-defined]
    if not decides(actor.organisation.kind):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = LanesForm(sent, lanes=lanes_of(actor.organisation, actor.today))
    if form.is_valid() and named(form, actor):
        messages.success(request, _("Les noms des voies sont enregistrés."))
        return gone_to(request, reverse("decisions"))
    context = {"form": form, "crumbs": panels.crumbs_of_list(_("Nos voies"))}
    return render(request, "referrals/decisions/lanes.html", context, status=422 if form.is_bound else 200)


def named(form: LanesForm, actor: Any) -> bool:
    try:
        name_lanes(by=actor, named=form.named)
    except BadInput as error:
        form.add_error(error.field or None, error.message)
        return False
    return True
