"""Pages that write: a meeting booked, moved, said to be over. What was typed comes back whatever is refused."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts.models import zone
from cordee.appointments import actions, asking, fetch, rhythms, telling
from cordee.appointments.access import BOOKERS, can, reason_against, themes_for
from cordee.appointments.clashing import Clashing
from cordee.appointments.enums import Status
from cordee.appointments.forms import AppointmentForm, OutcomeForm, first_values
from cordee.appointments.views import TAB, back_to, told_of, why_not_book
from cordee.dossier.actions import Contact, write_note
from cordee.dossier.messages import why_not_write
from cordee.dossier.views import is_part, opened_from
from cordee.kernel.errors import BadInput, CordeeError, NotAllowed, RuleBroken, StaleState
from cordee.people import drafts
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page

BOOK = "appointment"


@page(roles=BOOKERS, writes=True)
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Book a meeting, once or on a rhythm."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_key(actor, pk)
    if why_not := why_not_book(actor, person):
        raise NotAllowed(why_not)
    resumed = drafts.NOTHING
    if request.method == "POST":
        form = form_for(actor, person, request.POST)
        if form.is_valid() and (row := booked(request, person, form)):
            drafts.drop_draft(actor, BOOK, person)
            return back_to(request, row)
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, BOOK, person)
        day = asking.day_of(request, actor.today)
        initial = first_values(day, asking.hour_of(request), actor.member) | resumed.typed
        form = form_for(actor, person, None, initial=initial)
        access_log.record(actor, what="appointments.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, _("Nouveau rendez-vous")),
        "form": form,
        "resumed": resumed,
        "action": reverse("book_appointment", args=[person.pk]),
        "draft_url": reverse("person_draft", args=[person.pk, BOOK]),
        "why_not_tell": form.why_not_tell,
    }
    return render(request, "appointments/book.html", context, status=status_of(form))


def status_of(form: AppointmentForm) -> int:
    return 409 if form.clashes else 422 if form.is_bound else 200


def form_for(actor: Any, person: Any, data: Any, **more: Any) -> AppointmentForm:
    team, places = fetch.team_and_places(actor)
    tells = can(actor, "appointment:tell")
    why_not = why_not_write(person) if tells else ""
    return AppointmentForm(
        data,
        team=team,
        places=places,
        themes=themes_for(actor, person),
        may_tell=tells and not why_not,
        why_not_tell=why_not,
        asks_safety=person.has_protected_contact,
        today=actor.today,
        **more,
    )


def booked(request: HttpRequest, person: Any, form: AppointmentForm) -> Any:
    """The appointment, or None: what prevents it stands on the form."""
    actor = request.actor  # type: ignore[attr-defined]
    rhythm, despite = form.rhythm_wanted(), form.cleaned_data["despite"]
    made: list[Any] = []

    def write() -> None:
        if rhythm is None:
            made.append(actions.book_appointment(person, by=actor, wanted=form.wanted(), despite=despite))
        else:
            made.extend(
                rhythms.book_rhythm(person, by=actor, wanted=form.wanted(), rhythm=rhythm, despite=despite)
            )

    if not tried(form, write):
        return None
    text = ngettext("Le rendez-vous est pris.", "Les %(n)s rendez-vous sont pris.", len(made))
    messages.success(request, text % {"n": len(made)} if len(made) > 1 else text)
    tell(request, telling.BOOKED, made[0], person, wanted=form.cleaned_data.get("tells_now", False))
    return made[0]


def tried(form: Any, write: Any) -> bool:
    """Write; or put on the form what prevents it, and give back what was typed."""
    try:
        write()
    except Clashing as clash:
        form.clashes = clash.said
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except StaleState as error:
        form.is_stale = True
        form.add_error(None, error.message)
    else:
        return True
    return False


def tell(request: HttpRequest, purpose: str, row: Any, person: Any, *, wanted: bool) -> None:
    """Write to the person when it was asked; what prevents it is said, the appointment stands."""
    if not wanted:
        return
    try:
        message = telling.tell_person(purpose, row, person, by=request.actor)  # type: ignore[attr-defined]
    except (NotAllowed, BadInput, RuleBroken) as error:
        messages.warning(request, _("La personne n’est pas prévenue\u202f: %(why)s") % {"why": error.message})
        return
    here = zone(request.actor.organisation.time_zone)  # type: ignore[attr-defined]
    at = message.due_at.astimezone(here)
    if message.due_at > timezone.now():
        text = _("Le message partira à ses heures, le %(day)s à %(hour)s.")
        messages.info(
            request, text % {"day": f"{at:%d/%m/%Y}", "hour": f"{at.hour}\u00a0h\u00a0{at.minute:02d}"}
        )
    else:
        messages.info(request, _("Le message part maintenant."))


@page(roles=BOOKERS, writes=True)
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another time, another place, somebody else; this one, or all the following."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.appointment_for(actor, pk)
    person = fetch.person_with_key(actor, row.person_id)
    if why_not := why_not_book(actor, person):
        raise NotAllowed(why_not)
    about, where = told_of(actor, person, row)
    repeats = row.series_id is not None
    if request.method == "POST":
        form = form_for(actor, person, request.POST, is_change=True, repeats=repeats)
        if form.is_valid() and moved(request, row, person, form):
            return back_to(request, row)
        refresh(form, actor, pk)
    else:
        access_log.record(
            actor,
            what="appointment.opened",
            person=person.pk,
            holder=person.organisation_id,
            detail=str(row.pk),
        )
        form = form_for(
            actor, person, None, is_change=True, repeats=repeats, initial=as_it_is(row, about, where, actor)
        )
    context = {
        **around(actor, person, TAB, _("Changer le rendez-vous")),
        "form": form,
        "row": row,
        "action": reverse("move_appointment", args=[row.pk]),
        "why_not_tell": form.why_not_tell,
    }
    return render(request, "appointments/move.html", context, status=status_of(form))


def refresh(form: Any, actor: Any, pk: UUID) -> None:
    """Told that a colleague changed it, one may send again what one typed."""
    if form.is_stale:
        form.data = form.data.copy()
        form.data["version"] = str(fetch.appointment_for(actor, pk).version)


def as_it_is(row: Any, about: Any, where: str, actor: Any) -> dict[str, Any]:
    """The appointment as the form shows it again."""
    start = row.starts_at.astimezone(zone(actor.organisation.time_zone))
    return {
        "day": start.date(), "at": start.time(), "minutes": row.minutes, "member": str(row.member_id),
        "colleague": str(row.colleague_id or ""), "turn": "second" if start.fold else "", "place_kind": row.place_kind,
        "place": str(row.place_id) if row.place_id else "", "where": where, "theme": about.theme,
        "counterpart": about.counterpart, "words": about.words, "wants_reminder": row.wants_reminder,
        "means_is_safe": row.means_is_safe, "version": row.version, "scope": "one",
    }  # fmt: skip


def moved(request: HttpRequest, row: Any, person: Any, form: AppointmentForm) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    asked = {
        "by": actor,
        "wanted": form.wanted(),
        "version": kept["version"] or 0,
        "despite": kept["despite"],
    }
    is_all = kept.get("scope") == "following"

    def write() -> None:
        (rhythms.move_following if is_all else actions.move_appointment)(row, person, **asked)

    before = (row.starts_at, row.ends_at)
    if not tried(form, write):
        return False
    messages.success(request, _("C’est changé."))
    fresh = fetch.appointment_for(actor, row.pk)
    if (fresh.starts_at, fresh.ends_at) != before or kept.get("tells_now"):
        tell(request, telling.MOVED, fresh, person, wanted=kept.get("tells_now", False))
    return True


@page(roles=BOOKERS, writes=True)
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what became of it; before it begins, call it off."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.appointment_for(actor, pk)
    person = fetch.person_with_key(actor, row.person_id)
    has_begun = row.starts_at <= timezone.now()
    may_tell = can(actor, "appointment:tell") and not why_not_write(person)
    options = {
        "actor": actor,
        "has_begun": has_begun,
        "may_tell": may_tell,
        "repeats": row.series_id is not None,
    }
    if request.method == "POST":
        form = OutcomeForm(request.POST, **options)
        if form.is_valid() and settled(request, row, person, form):
            return HttpResponseRedirect(opened_from(request) or reverse("appointment", args=[row.pk]))
        refresh(form, actor, pk)
    else:
        initial = {
            "status": first_status(row, has_begun),
            "reason": row.reason,
            "version": row.version,
            "scope": "one",
        }
        form = OutcomeForm(initial=initial, **options)
    context = {
        **around(actor, person, TAB, _("Ce qu’il est devenu")),
        "form": form,
        "row": row,
        "day": row.starts_at.astimezone(zone(actor.organisation.time_zone)),
        "has_begun": has_begun,
        "why_not": reason_against(actor, "appointment:settle"),
        "back_url": opened_from(request),
        "is_part": is_part(request),
    }
    template = "appointments/_settle.html" if is_part(request) else "appointments/settle.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def first_status(row: Any, has_begun: bool) -> str:
    if row.status != Status.UNKNOWN:
        return str(row.status)
    return Status.SEEN.value if has_begun else Status.EXCUSED.value


def settled(request: HttpRequest, row: Any, person: Any, form: OutcomeForm) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    kept, outcome = form.cleaned_data, form.outcome()
    text = kept.get("text", "").strip()
    is_all = kept.get("scope") == "following" and outcome.status in (Status.EXCUSED, Status.REVOKED)

    def write() -> None:
        if is_all:
            rhythms.end_rhythm(row, person, by=actor, outcome=outcome)
            return
        actions.settle_appointment(
            row, person, by=actor, outcome=outcome, version=kept["version"], noted=bool(text)
        )
        if text:
            day = row.starts_at.astimezone(zone(actor.organisation.time_zone)).date()
            met = Contact(row.place_kind, "person", row.minutes)
            write_note(person, by=actor, text=text, day=day, sector=kept["sector"], contact=met)

    if not tried(form, write):
        return False
    carry_on(row, person, actor)
    messages.success(request, _("C’est noté."))
    fresh = fetch.appointment_for(actor, row.pk)
    tell(request, telling.OFF, fresh, person, wanted=kept.get("tells_now", False))
    return True


def carry_on(row: Any, person: Any, actor: Any) -> None:
    """A rhythm without an end stays written a year ahead."""
    if row.series is not None:
        row.series.refresh_from_db()
        try:
            rhythms.go_on(row.series, person, by=actor)
        except CordeeError:
            return  # whoever holds it left, or reads the dossier no longer: the rhythm waits for somebody to move it


@page(roles=BOOKERS, only_writes=True)
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Said too fast: nobody knows yet what became of it."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.appointment_for(actor, pk)
    person = fetch.person_with_key(actor, row.person_id)
    try:
        outcome = actions.Outcome(Status.UNKNOWN)
        actions.settle_appointment(row, person, by=actor, outcome=outcome, version=row.version)
        messages.success(request, _("Il est de nouveau à qualifier."))
    except BadInput as error:
        messages.error(request, error.message)
    return back_to(request, row)
