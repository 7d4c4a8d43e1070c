"""What one does with appointments: book one or a rhythm, move it, call it off, say what became of it.

What a person typed is never lost to a clash: `Clashing` says what is already there, the form comes back as it was,
and `despite` keeps the time all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor, actor_of_member
from cordee.accounts.models import Member, Place, zone
from cordee.appointments import telling
from cordee.appointments.access import can, reason_against, themes_for
from cordee.appointments.clashing import Clashing, Sharing, clashes_of, words_of
from cordee.appointments.enums import Status
from cordee.appointments.matters import About, change_matter, write_matter
from cordee.appointments.models import Appointment, Series
from cordee.appointments.rules import may_be_booked, may_be_settled, says_late
from cordee.dossier.actions import mark_contact, record_fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.wall_clock import explained, instants
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person

LONGEST_WHERE, LONGEST_WORDS = 300, 4_000


@dataclass(frozen=True)
class When:
    """An hour of the house's clocks. is_second: which one, the night it comes twice; None when nobody said."""

    day: date
    at: time
    minutes: int
    is_second: bool | None = None


@dataclass(frozen=True)
class Where:
    kind: str
    place: Place | None = None
    words: str = ""


@dataclass(frozen=True)
class Wanted:
    """An appointment as somebody asks for it."""

    when: When
    where: Where
    member: Member
    about: About = About()
    wants_reminder: bool = False
    means_is_safe: bool = False
    colleague: Member | None = None

    @property
    def holders(self) -> list[Member]:
        return [one for one in (self.member, self.colleague) if one is not None]


# Booking


@transaction.atomic
def book_appointment(person: Person, *, by: Actor, wanted: Wanted, despite: bool = False) -> Appointment:
    """Book a meeting; a past one may be noted. despite: what it clashes with is known.

    person: fetched `with_grounds_of` the actor. Raises NotAllowed, BadInput, Clashing.
    """
    check_wanted(person, wanted, by=by)
    times = [times_of(wanted.when, by)]
    if not despite:
        check_free(person, wanted, times, by=by)
    return write_appointments(person, wanted, times, by=by)[0]


def check_wanted(person: Person, wanted: Wanted, *, by: Actor) -> None:
    """May the actor book this? Raises NotAllowed, BadInput."""
    if not can(by, "appointment:book"):
        raise NotAllowed(reason_against(by, "appointment:book"))
    check_where(wanted.where, by=by)
    if wanted.about.theme and wanted.about.theme not in themes_for(by, person):
        raise BadInput("theme", _("Ce thème touche une partie du dossier qui ne vous est pas ouverte."))
    if len(wanted.about.words) > LONGEST_WORDS:
        raise BadInput("words", _("Ce texte est trop long\u202f: gardez-le pour une note."))
    if wanted.about.words and not wanted.about.theme:
        raise BadInput(
            "theme", _("Dites de quoi on parle\u202f: ces mots iront dans cette partie du dossier.")
        )
    check_holder(person, wanted.member, by=by)
    if wanted.colleague is not None:
        if wanted.colleague.pk == wanted.member.pk:
            raise BadInput("colleague", _("Choisissez quelqu’un d’autre, ou personne."))
        check_holder(person, wanted.colleague, by=by, field="colleague")
    check_reminder(person, wanted, by=by)


def check_where(where: Where, *, by: Actor) -> None:
    if len(where.words) > LONGEST_WHERE:
        raise BadInput("where", _("Gardez cette précision courte\u202f: une adresse, une salle, un lien."))
    if where.place is not None and where.place.organisation_id != by.organisation.pk:
        raise BadInput("place", _("Ce lieu n’est pas de la maison."))


def check_holder(person: Person, member: Member, *, by: Actor, field: str = "member") -> None:
    """Whoever holds a meeting reads the dossier: it would not show in their agenda otherwise."""
    if member.pk == by.member.pk:
        return
    holder = actor_of_member(by.organisation.pk, member.pk)
    if holder is None or not can(holder, "appointment:see"):
        raise BadInput(field, _("Cette personne de l’équipe ne tient pas de rendez-vous."))
    if not Person.objects.visible_to(holder).filter(pk=person.pk).exists():
        raise BadInput(
            field,
            _("%(who)s ne lit pas ce dossier\u202f: ajoutez-la d’abord à l’entourage de la personne.")
            % {"who": member.display_name},
        )


def check_reminder(person: Person, wanted: Wanted, *, by: Actor) -> None:
    if not wanted.wants_reminder:
        return
    if not can(by, "appointment:tell"):
        raise BadInput("wants_reminder", reason_against(by, "appointment:tell"))
    if person.has_protected_contact and not wanted.means_is_safe:
        raise BadInput("means_is_safe", _("Dites que ce moyen est sûr, ou ne rappelez pas par message."))


def times_of(when: When, by: Actor) -> tuple[datetime, datetime]:
    """The instants of an hour of the house's clocks. Raises BadInput: no such hour, too short, too far."""
    here = zone(by.organisation.time_zone)
    found = instants(when.day, when.at, here)
    if not found or len(found) > 1 and when.is_second is None:
        raise BadInput("turn" if found else "at", explained(when.day, when.at, here))
    start = found[-1] if when.is_second else found[0]
    end = start + timedelta(minutes=when.minutes)
    verdict = may_be_booked(start, end, now=timezone.now())
    if not verdict.ok:
        raise BadInput("minutes" if _is_about_length(when.minutes) else "day", verdict.reason)
    return start, end


def _is_about_length(minutes: int) -> bool:
    now = timezone.now()
    return not may_be_booked(now, now + timedelta(minutes=minutes), now=now).ok


def check_free(
    person: Person, wanted: Wanted, times: Sequence[tuple[datetime, datetime]], *, by: Actor,
    leaving: Iterable[UUID] = (),
) -> None:  # fmt: skip
    """Raises Clashing."""
    place = wanted.where.place
    shared = Sharing(person.pk, [one.pk for one in wanted.holders], place.pk if place else None)
    found = clashes_of(by.organisation, shared, times, leaving=leaving)
    if found:
        names = {one.pk: "" if one.pk == by.member.pk else one.display_name for one in wanted.holders}
        raise Clashing(words_of(found, by.organisation, members=names, place=place.name if place else ""))


def write_appointments(
    person: Person, wanted: Wanted, times: Sequence[tuple[datetime, datetime]], *, by: Actor,
    series: Series | None = None, is_told: bool = True,
) -> list[Appointment]:  # fmt: skip
    """The rows, what they are about, and one fact for all of them (is_told)."""
    key, made = key_of(person), []
    for starts_at, ends_at in times:
        row = Appointment(
            organisation_id=person.organisation_id, person_id=person.pk, member=wanted.member,
            colleague=wanted.colleague, series=series,
            starts_at=starts_at, ends_at=ends_at, place_kind=wanted.where.kind, place=wanted.where.place,
            wants_reminder=wanted.wants_reminder, means_is_safe=wanted.means_is_safe,
            booked_by=by.member, author_organisation=by.organisation,
        )  # fmt: skip
        row.sealed_where = _sealed_where(row, wanted.where.words, key)
        row.save(force_insert=True)
        write_matter(row, wanted.about, key=key)
        made.append(row)
    if made and is_told:
        tell(person, "appointment_booked", made[0], by=by, times=len(made))
    return made


def _sealed_where(row: Appointment, words: str, key: bytes) -> bytes | None:
    return seal_text(key, row, "sealed_where", row.person_id, words.strip()) if words.strip() else None


def tell(person: Person, kind: str, row: Appointment, *, by: Actor, **codes: Any) -> None:
    """The fact of what was done, today; when it takes place stands in its codes."""
    at = row.starts_at.astimezone(zone(by.organisation.time_zone))
    told = {"at": at.isoformat(), "place": row.place_kind, **codes}
    record_fact(person=person, kind=kind, day=by.today, by=by, thing=row, codes=told)


# Moving


@transaction.atomic
def move_appointment(
    appointment: Appointment, person: Person, *, by: Actor, wanted: Wanted, version: int, despite: bool = False,
) -> Appointment:  # fmt: skip
    """Give it another time, another place, somebody else, another matter. What was queued about it is withdrawn.

    Raises NotAllowed, BadInput, Clashing, StaleState.
    """
    check_wanted(person, wanted, by=by)
    kept = locked(appointment, version)
    if kept.status != Status.UNKNOWN:
        raise BadInput("day", _("On sait déjà ce que ce rendez-vous est devenu\u202f: prenez-en un autre."))
    times = times_of(wanted.when, by)
    if not despite:
        check_free(person, wanted, [times], by=by, leaving=[kept.pk])
    has_moved = times != (kept.starts_at, kept.ends_at)
    key = key_of(person)
    rewrite(kept, wanted, times, key=key)
    if themes_for(by, person):
        change_matter(kept, wanted.about, key=key)
    if has_moved:
        telling.withdraw(kept, by=by)
        tell(person, "appointment_moved", kept, by=by)
    return kept


def rewrite(
    kept: Appointment,
    wanted: Wanted,
    times: tuple[datetime, datetime],
    *,
    key: bytes,
    series: Series | None = None,
) -> None:
    """The row as it is wanted now. series: another rhythm it joins."""
    kept.starts_at, kept.ends_at = times
    kept.colleague = wanted.colleague
    kept.member, kept.place, kept.place_kind = wanted.member, wanted.where.place, wanted.where.kind
    kept.sealed_where = _sealed_where(kept, wanted.where.words, key)
    kept.wants_reminder, kept.means_is_safe = wanted.wants_reminder, wanted.means_is_safe
    kept.series = series or kept.series
    _save(kept, *REWRITTEN)


REWRITTEN = (
    "starts_at", "ends_at", "member", "colleague", "place", "place_kind", "sealed_where", "wants_reminder",
    "means_is_safe", "series",
)  # fmt: skip


def locked(appointment: Appointment, version: int) -> Appointment:
    """The row, held. Raises StaleState when somebody changed it meanwhile."""
    kept: Appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if kept.version != version:
        raise StaleState(
            _(
                "Un collègue a changé ce rendez-vous pendant que vous écriviez\u202f: regardez, puis recommencez."
            )
        )
    return kept


def _save(row: Appointment, *changed: str) -> None:
    row.version, row.changed_at = row.version + 1, timezone.now()
    row.save(update_fields=[*changed, "version", "changed_at"])


# What became of it


@dataclass(frozen=True)
class Outcome:
    """What became of a meeting. is_legitimate: None when nobody judged."""

    status: str
    late_minutes: int | None = None
    reason: str = ""
    is_legitimate: bool | None = None


@transaction.atomic
def settle_appointment(
    appointment: Appointment,
    person: Person,
    *,
    by: Actor,
    outcome: Outcome,
    version: int,
    noted: bool = False,
) -> Appointment:
    """Say what became of it. Seen, it is a contact: the thread, the last contact and the silence watch know.

    noted: a note was written with it, which is the contact already. Raises NotAllowed, BadInput, StaleState.
    """
    if not can(by, "appointment:settle"):
        raise NotAllowed(reason_against(by, "appointment:settle"))
    kept = locked(appointment, version)
    verdict = may_be_settled(outcome.status, starts_at=kept.starts_at, now=timezone.now(), before=kept.status)
    if not verdict.ok:
        raise BadInput("status", verdict.reason)
    if not says_late(outcome.late_minutes).ok:
        raise BadInput("late_minutes", says_late(outcome.late_minutes).reason)
    if outcome.status == kept.status:
        return kept
    _write_outcome(kept, _coherent(outcome), by=by)
    if outcome.status != Status.UNKNOWN:
        telling.withdraw(kept, by=by)
    _tell_outcome(kept, person, by=by, noted=noted)
    return kept


def _coherent(outcome: Outcome) -> Outcome:
    """Minutes late belong to who came, a reason to who did not."""
    if outcome.status == Status.SEEN:
        return replace(outcome, reason="", is_legitimate=None)
    if outcome.status in (Status.EXCUSED, Status.NO_SHOW):
        return replace(outcome, late_minutes=None)
    return Outcome(outcome.status)


def _write_outcome(kept: Appointment, outcome: Outcome, *, by: Actor) -> None:
    is_open = outcome.status == Status.UNKNOWN
    kept.status, kept.late_minutes = outcome.status, outcome.late_minutes
    kept.reason, kept.is_legitimate = outcome.reason, outcome.is_legitimate
    kept.settled_on, kept.settled_by = (None, None) if is_open else (by.today, by.member)
    _save(kept, "status", "late_minutes", "reason", "is_legitimate", "settled_on", "settled_by")


FACT_OF = {
    Status.EXCUSED: "appointment_excused",
    Status.REVOKED: "appointment_revoked",
    Status.NO_SHOW: "appointment_missed",
    Status.UNKNOWN: "appointment_reopened",
}


def _tell_outcome(kept: Appointment, person: Person, *, by: Actor, noted: bool) -> None:
    if kept.status != Status.SEEN:
        legitimate = {} if kept.is_legitimate is None else {"legitimate": kept.is_legitimate}
        tell(person, FACT_OF[Status(kept.status)], kept, by=by, **legitimate)
    elif not noted:
        day = kept.starts_at.astimezone(zone(by.organisation.time_zone)).date()
        codes = {"means": kept.place_kind, "counterpart": "", "appointment": True}
        mark_contact(person, day=day)
        record_fact(person=person, kind="contact_noted", day=day, by=by, thing=kept, codes=codes)


@transaction.atomic
def call_off(appointments: Sequence[Appointment], person: Person, *, by: Actor, outcome: Outcome) -> int:
    """Call off one meeting, or all that is left of a rhythm. Returns how many."""
    done = 0
    for row in appointments:
        if row.status == Status.UNKNOWN:
            settle_appointment(row, person, by=by, outcome=outcome, version=row.version)
            done += 1
    return done
