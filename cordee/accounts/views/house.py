"""The settings of a house: its identity, its sites and places, how its dossiers are shared."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts import access, hooks, house
from cordee.accounts.actions import house as gestures
from cordee.accounts.enums import Role
from cordee.accounts.forms.house import AdjustForm, OrganisationForm, PlaceForm, SharingForm, SiteForm
from cordee.accounts.models import Place, Site
from cordee.accounts.proof import proof_required
from cordee.accounts.rules import MATRIX, opens_dossiers, widest
from cordee.accounts.views import done, posted
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb


def crumbs(*last: Crumb) -> list[Crumb]:
    return [Crumb(_("Réglages"), reverse("settings")), *last]


@page(roles=access.MANAGERS)
def settings(request: HttpRequest) -> HttpResponse:
    """Everything that can be set, each with what it is for."""
    return render(request, "accounts/settings.html", {"pages": hooks.settings_for(request.actor)})  # type: ignore[attr-defined]


@page(roles=access.LEADERS, writes=True)
def organisation(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    form = OrganisationForm(posted(request), instance=house.fresh(actor.organisation))
    if request.method == "POST" and form.is_valid():
        gestures.describe_organisation(actor.organisation, by=actor, values=form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return redirect("settings_organisation")
    return render(
        request, "accounts/organisation.html", {"form": form, "crumbs": crumbs(Crumb(_("Organisation")))}
    )


@page(roles=access.MANAGERS)
def places(request: HttpRequest) -> HttpResponse:
    """Sites with their places, then places of no site, then what is closed."""
    context = {"places": house.places_of(request.actor), "crumbs": crumbs(Crumb(_("Sites et lieux")))}  # type: ignore[attr-defined]
    return render(request, "accounts/places.html", context)


@page(roles=access.MANAGERS, writes=True)
def site(request: HttpRequest, site_id: UUID | None = None) -> HttpResponse:
    """Add a site, or change it."""
    actor = request.actor  # type: ignore[attr-defined]
    thing = house.site_or_404(actor, site_id) if site_id else Site()
    form = SiteForm(posted(request), instance=thing)
    if request.method == "POST" and form.is_valid():
        gestures.save_site(thing, by=actor, values=form.cleaned_data)
        return saved(request)
    return place_page(request, form, thing, _("Un site"))


@page(roles=access.MANAGERS, writes=True)
def place(request: HttpRequest, place_id: UUID | None = None) -> HttpResponse:
    """Add a place, or change it."""
    actor = request.actor  # type: ignore[attr-defined]
    thing = house.place_or_404(actor, place_id) if place_id else Place()
    form = PlaceForm(posted(request), instance=thing, organisation=actor.organisation)
    if request.method == "POST" and form.is_valid():
        gestures.save_place(thing, by=actor, values=form.cleaned_data)
        return saved(request)
    return place_page(request, form, thing, _("Un lieu"))


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("C’est enregistré."))
    return redirect("places")


def place_page(request: HttpRequest, form: Any, thing: Site | Place, label: str) -> HttpResponse:
    is_new = thing._state.adding
    kind = "site" if isinstance(thing, Site) else "place"
    context = {
        "form": form,
        "thing": thing,
        "is_new": is_new,
        "kind": kind,
        "close_url": "" if is_new else reverse(f"close_{kind}", args=[thing.pk]),
        "crumbs": crumbs(
            Crumb(_("Sites et lieux"), reverse("places")), Crumb(label if is_new else thing.name)
        ),
    }
    return render(request, "accounts/place.html", context)


@page(roles=access.MANAGERS, only_writes=True)
def close_site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    return close_or_reopen(request, house.site_or_404(request.actor, site_id))  # type: ignore[attr-defined]


@page(roles=access.MANAGERS, only_writes=True)
def close_place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    return close_or_reopen(request, house.place_or_404(request.actor, place_id))  # type: ignore[attr-defined]


def close_or_reopen(request: HttpRequest, thing: Site | Place) -> HttpResponse:
    """Nothing is erased: what is closed is no longer offered, and may be opened again."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.POST.get("reopen"):
        gestures.reopen(thing, by=actor)
        messages.success(request, _("« %s » est de nouveau proposé.") % thing)
    else:
        gestures.close(thing, by=actor, on=actor.today)
        messages.success(request, _("« %s » n’est plus proposé. Ce qui s’y est passé garde son nom.") % thing)
    return redirect("places")


@page(roles=access.LEADERS, writes=True)
@proof_required
def sharing(request: HttpRequest) -> HttpResponse:
    """Open team or by persons followed; what each role sees, in words."""
    actor = request.actor  # type: ignore[attr-defined]
    form = SharingForm(
        posted(request), initial={"mode": actor.sharing, "valid_from": actor.today}, today=actor.today
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if done(form, lambda: gestures.choose_sharing(
            by=actor, mode=form.chosen(), valid_from=chosen["valid_from"], reason=chosen["reason"]
        )):  # fmt: skip
            messages.success(request, _("Votre choix est enregistré."))
            return redirect("sharing")
    context = {
        "form": form,
        "roles": house.rights_by_role(actor),
        "choices": house.choices_of(actor),
        "today": actor.today,
        "crumbs": crumbs(Crumb(_("Partage des dossiers"))),
    }
    return render(request, "accounts/sharing.html", context)


@page(roles=access.LEADERS, writes=True)
@proof_required
def adjust(request: HttpRequest, role: str) -> HttpResponse:
    """What one role opens here: less than by default, or some more with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    if role not in MATRIX or not opens_dossiers(role):
        raise Http404
    rights = MATRIX[role]
    form = AdjustForm(
        posted(request),
        today=actor.today,
        house=widest(role),
        usual=rights.house,
        following=rights.following,
        initial={"valid_from": actor.today, **house.kept_by(actor, role)},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        if done(form, lambda: gestures.adjust_role(
            by=actor, role=role, kept=form.kept(), valid_from=chosen["valid_from"], reason=chosen["reason"]
        )):  # fmt: skip
            messages.success(request, _("Votre choix est enregistré."))
            return redirect("sharing")
    label = Role(role).label
    trail = crumbs(Crumb(_("Partage des dossiers"), reverse("sharing")), Crumb(str(label).capitalize()))
    return render(request, "accounts/adjust.html", {"form": form, "label": label, "crumbs": trail})
