"""The public page of the house, written by its coordination: form, preview, published or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.access import LEADERS
from cordee.doors import actions, fetch
from cordee.doors.fetch import Front
from cordee.doors.forms import PageForm, attempt
from cordee.doors.public import shown
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb


@page(roles=LEADERS, writes=True)
def change_page(request: HttpRequest) -> HttpResponse:
    """Write the page, publish it or take it back."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PageForm(request.POST or None, instance=fetch.own_page(actor))
    if request.method == "POST" and attempt(form, lambda: actions.change_page(by=actor, **form.cleaned_data)):
        messages.success(request, said_after(form.cleaned_data["is_published"]))
        return redirect("public_page")
    context = {
        "form": form,
        "house": actor.organisation,
        "page": fetch.own_page(actor),
        "crumbs": [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Page publique"))],
    }
    return render(request, "doors/change_page.html", context, status=422 if form.errors else 200)


def said_after(is_published: bool) -> str:
    return _("La page est publiée.") if is_published else _("Enregistré. La page n’est pas publiée.")


@page(roles=LEADERS)
def preview(request: HttpRequest) -> HttpResponse:
    """The page as anybody would see it, published or not."""
    actor = request.actor  # type: ignore[attr-defined]
    return shown(request, Front(actor.organisation, fetch.own_page(actor)))
