"""The agenda by day and week, a person's appointments, one in full, one booked."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.models import zone
from cordee.appointments import asking, fetch, panels
from cordee.appointments.access import BOOKERS, SEERS, can, reason_against
from cordee.appointments.forms import WhoForm
from cordee.appointments.holidays import calendar_of
from cordee.appointments.matters import NOTHING, matters_of
from cordee.kernel.wall_clock import bounds_of
from cordee.people.access import name_of
from cordee.people.keys import key_from, unseal_text
from cordee.people.search import find_people
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.crypto import Unreadable
from cordee.ui.shapes import Crumb

TAB = "rendez-vous"
MOST_FOUND = 8


@page(roles=SEERS)
def agenda(request: HttpRequest) -> HttpResponse:
    """Mine, the team's, a place's; a day or a week."""
    actor = request.actor  # type: ignore[attr-defined]
    team, places = fetch.team_and_places(actor)
    asked = asking.asked_of(
        request, actor.today, team={str(one.pk) for one in team}, places={str(one.pk) for one in places}
    )
    days = asked.days
    start, end = bounds_of(days[0], zone(actor.organisation.time_zone), len(days))
    who = actor.member.pk if asked.who == asking.ME else asking.uuid_of(asked.who)
    member = None if asked.place and asked.who == asking.ME else who
    rows = fetch.agenda(actor, start, end, member=member, place=asking.uuid_of(asked.place))
    access_log.record(actor, what="agenda.opened", detail=f"{days[0]} {asked.view}")
    calendar = calendar_of(actor.organisation, days[0], days[-1])
    shown = panels.Shown(
        actor, fetch.people_of(actor, rows), timezone.now(), shows_member=member != actor.member.pk
    )
    book = reverse("book_for") if can(actor, "appointment:book") else ""
    listed = panels.days_of(shown, days, rows, calendar, book=book)
    context = {
        "asked": asked,
        "days": panels.without_empty_ends(listed) if len(days) > 1 else listed,
        "count": len(rows),
        "is_cut": len(rows) == fetch.MOST,
        "team": [(str(one.pk), one.display_name) for one in team if one.pk != actor.member.pk],
        "places": [(str(one.pk), one.name) for one in places],
        "is_week": asked.view == asking.WEEK,
        "first": days[0],
        "last": days[-1],
        "today": actor.today,
        "school_known": calendar.school_known,
        "book_url": book,
        "feed_url": reverse("calendar_feed") if can(actor, "feed:keep") else "",
    }
    return render(request, "appointments/agenda.html", context)


@page(roles=BOOKERS)
def book_for(request: HttpRequest) -> HttpResponse:
    """Whose appointment: a name, then their own page to book."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WhoForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    when = "&".join(f"{name}={request.GET[name]}" for name in ("jour", "heure") if request.GET.get(name))
    found = [
        (name_of(actor, one.person), f"{reverse('book_appointment', args=[one.person.pk])}?{when}")
        for one in find_people(actor, typed, wanted=MOST_FOUND, at_worst=True)
        if one.person.organisation_id == actor.organisation.pk
    ]
    if typed:
        access_log.record_search(actor, typed)
    context = {
        "form": form,
        "found": found,
        "typed": typed,
        "day": asking.day_of(request, actor.today),
        "has_day": "jour" in request.GET,
        "crumbs": [Crumb(_("Agenda"), reverse("agenda")), Crumb(_("Nouveau rendez-vous"))],
    }
    return render(request, "appointments/who.html", context)


@page(roles=SEERS)
def of_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person's appointments, those to come first."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_key(actor, pk)
    access_log.record(actor, what="appointments.opened", person=person.pk, holder=person.organisation_id)
    now = timezone.now()
    rows = fetch.all_of(actor, person)
    shown = panels.Shown(actor, {person.pk: person}, now, shows_member=True, shows_person=False)
    coming = [row for row in rows if row.ends_at > now and row.status == "unknown"]
    past = [row for row in rows if row not in coming]
    context = {
        **around(actor, person, TAB, _("Rendez-vous")),
        "coming": [shown.line(row) for row in reversed(coming)],
        "past": [shown.line(row) for row in past],
        "why_not": why_not_book(actor, person),
        "hours_url": reverse("person_hours", args=[person.pk]) if can(actor, "hours:see") else "",
    }
    return render(request, "appointments/of_person.html", context)


def why_not_book(actor: Any, person: Any) -> str:
    if person.organisation_id != actor.organisation.pk:
        return _("Les rendez-vous se prennent dans la maison qui tient le dossier.")
    return reason_against(actor, "appointment:book")


@page(roles=SEERS)
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One appointment in full: what it is about is read as the part of the dossier it touches."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.appointment_for(actor, pk)
    person = fetch.person_with_key(actor, row.person_id)
    about, where = told_of(actor, person, row)
    access_log.record(
        actor, what="appointment.opened", person=person.pk, holder=person.organisation_id, detail=str(row.pk)
    )
    now = timezone.now()
    shown = panels.Shown(actor, {person.pk: person}, now, shows_member=True)
    context = {
        **around(actor, person, TAB, _("Le rendez-vous")),
        "row": row,
        "line": shown.line(row),
        "day": shown.line(row).start,
        "facts": panels.facts_of(row, about, where, actor),
        "why_not_settle": reason_against(actor, "appointment:settle"),
        "may_move": row.status == "unknown" and not why_not_book(actor, person),
        "may_settle": row.status != "seen",
        "has_begun": row.starts_at <= now,
    }
    return render(request, "appointments/appointment.html", context)


def told_of(actor: Any, person: Any, row: Any) -> tuple[Any, str]:
    """(what it is about, where exactly), as far as they may be read."""
    try:
        key = key_from(person)
        where = unseal_text(key, row, "sealed_where", person.pk)
    except Unreadable:
        return NOTHING, ""
    return matters_of(actor, person, [row], key).get(row.pk, NOTHING), where


def back_to(request: HttpRequest, row: Any) -> HttpResponseRedirect:
    """The page of an appointment just written."""
    return HttpResponseRedirect(reverse("appointment", args=[row.pk]))
