"""One situation before a sitting: what is to be said of it, who presents it, who is invited for it alone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.team import at_work
from cordee.commissions import agenda, fetch, inviting, panels, reading, sealing
from cordee.commissions.access import MEMBERS, ROLES, can
from cordee.commissions.forms import GuestForm, ItemForm
from cordee.commissions.models import ItemGuest, Sitting, SittingItem
from cordee.commissions.sitting_views import crumbs_of, here, site_of
from cordee.kernel.errors import BadInput, StaleState
from cordee.people.access import name_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.wording import day_words, hour_words

PROPOSERS = ROLES["item:propose"]


@page(roles=MEMBERS)
def item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """A situation; for the team, the forms to prepare it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    return _shown(request, actor, found, row)


@page(roles=PROPOSERS, only_writes=True)
def change_item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Its time, who presents it, what is to be said."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    accounts = at_work(actor)
    form = _item_form(request.POST, row, accounts, "")
    if form.is_valid():
        kept = form.cleaned_data
        presenter = next((one for one in accounts if str(one.pk) == kept["presenter"]), None)
        try:
            agenda.change_item(
                row,
                by=actor,
                version=kept["version"],
                minutes=kept["minutes"],
                presenter=presenter,
                presenter_name=kept["presenter_name"],
                person_heard=kept["person_heard"],
                notes=kept["notes"],
            )
        except (BadInput, StaleState) as error:
            form.take(error)
        else:
            messages.success(request, _("Situation préparée."))
            return HttpResponseRedirect(f"{here(found)}#situation-{row.pk}")
    return _shown(request, actor, found, row, form=form)


def _item_form(data: Any, row: SittingItem, accounts: Any, notes: str) -> ItemForm:
    initial = {
        "minutes": row.minutes,
        "presenter": str(row.presenter_id or ""),
        "presenter_name": row.presenter_name,
        "person_heard": row.person_heard,
        "notes": notes,
        "version": row.version,
    }
    form = ItemForm(data, initial=initial, auto_id="situation_%s")
    form.choose("presenter", [("", _("Personne de la maison")), *_named(accounts)])
    return form


def _named(accounts: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), one.display_name) for one in accounts]


def _guest_form(data: Any, accounts: Any, today: Any) -> GuestForm:
    form = GuestForm(data, today=today, auto_id="invite_%s")
    form.choose("account", [("", _("Aucun")), *_named(accounts)])
    return form


def _told_of(guest: ItemGuest, sitting: Sitting) -> Iterator[str]:
    """Where they come from, how they know of it, whether they have read it."""
    if guest.structure:
        yield guest.structure
    if guest.member_id is not None:
        yield _("lit depuis son compte, de la convocation à la séance")
    if guest.sent_at is not None:
        yield _("invitation envoyée le %s") % day_words(guest.sent_at, "j F")
    elif guest.member_id is None and not guest.email:
        yield _("sans courriel : à prévenir autrement")
    elif sitting.may_be_prepared:
        yield _("son invitation partira avec la convocation")
    if guest.read_at is not None:
        moment = {"day": day_words(guest.read_at, "j F"), "hour": hour_words(guest.read_at)}
        yield _("a ouvert cette situation le %(day)s à %(hour)s") % moment


def _shown(
    request: HttpRequest,
    actor: Any,
    found: Sitting,
    row: SittingItem,
    form: ItemForm | None = None,
    guest_form: GuestForm | None = None,
) -> HttpResponse:
    known = reading.known_of(actor, [row])
    person = known.people.get(row.person_id) if row.person_id else None
    access_log.record(
        actor,
        what="commission.item",
        person=row.person_id,
        holder=found.organisation_id if row.person_id else None,
        detail=str(row.pk),
    )
    key = sealing.key_for(row, person)
    notes = sealing.read(row, "sealed_notes", key=key)
    name = name_of(actor, person) if person else known.name(row)
    prepares = can(actor, "item:propose") and found.may_be_prepared and row.is_on_agenda
    guests, standing, accounts = reading.beside(actor, row, with_accounts=prepares)
    theirs = form is not None and bool(form.errors)
    context = {
        "sitting": found,
        "row": row,
        "person": person,
        "name": name,
        "kind": panels.kind_words(row),
        "notes": notes,
        "may_read_dossier": person is not None and can(actor, "commission:see"),
        "prepares": prepares,
        "form": form or (_item_form(None, row, accounts, notes) if prepares else None),
        "kept_notes": notes if theirs else "",
        "guests": [(one, " · ".join(_told_of(one, found))) for one in guests],
        "guest_form": guest_form or (_guest_form(None, accounts, actor.today) if prepares else None),
        "may_take_off": can(actor, "item:propose") and found.is_coming and row.is_on_agenda,
        "decided": [panels.told_decision(one, key) for one in standing],
        "crumbs": crumbs_of(actor, found, (name, "")),
    }
    refused = theirs or guest_form is not None
    return render(request, "commissions/item.html", context, status=422 if refused else 200)


@page(roles=PROPOSERS, only_writes=True)
def invite_guest(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Somebody for this situation alone."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    accounts = at_work(actor)
    form = _guest_form(request.POST, accounts, actor.today)
    if form.is_valid():
        kept = form.cleaned_data
        member = next((one for one in accounts if str(one.pk) == kept["account"]), None)
        try:
            inviting.invite_guest(
                row,
                by=actor,
                name=kept["name"],
                structure=kept["structure"],
                email=kept["email"],
                member=member,
                consent_on=kept["consent_on"],
                site=site_of(request),
            )
        except (BadInput, StaleState) as error:
            form.take(error)
        else:
            messages.success(request, _("Invitation notée, pour cette situation seulement."))
            return HttpResponseRedirect(reverse("item", args=[found.pk, row.pk]))
    return _shown(request, actor, found, row, guest_form=form)


@page(roles=PROPOSERS, only_writes=True)
def remove_guest(request: HttpRequest, pk: UUID, item: UUID, guest: UUID) -> HttpResponse:
    """They no longer come: their link and their access end at once."""
    actor = request.actor  # type: ignore[attr-defined]
    found = fetch.sitting_for(actor, pk)
    row = fetch.item_for(actor, found, item)
    inviting.remove_guest(fetch.guest_for(actor, row, guest), by=actor)
    messages.success(request, _("Invitation retirée."))
    return HttpResponseRedirect(reverse("item", args=[found.pk, row.pk]))
