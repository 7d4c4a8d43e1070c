"""The agenda of the territory: today's meetings, this week's, those passed with what they became, rhythms that go on.

What was met leaves no second contact: past meetings that were kept stand on days when a contact is already told.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Member, Organisation, Place, zone
from cordee.appointments.access import can, themes_for
from cordee.appointments.actions import Outcome, Wanted, When, Where, settle_appointment, write_appointments
from cordee.appointments.fetch import person_with_key
from cordee.appointments.matters import About
from cordee.appointments.models import Appointment, Series
from cordee.appointments.recurring import days_of, horizon
from cordee.appointments.rhythms import times_on
from cordee.dossier.models import Fact
from cordee.kernel.wall_clock import instant_at
from cordee.pathways.models import CirclePlace, Pathway
from cordee.plumbing.context import acting_in
from demo.situations import followed_in

MOST_EACH = 7  # people of each referent who have an appointment
# (days from today, hour, minutes, where, theme, with whom, to prepare)
ASKED: tuple[tuple[int, time, int, str, str, str, str], ...] = (
    (0, time(9, 30), 60, "office", "project", "person", "Relire ensemble la fiche de poste."),
    (
        0,
        time(11),
        45,
        "work",
        "work_relations",
        "employer",
        "Point avec le tuteur, en présence de la personne.",
    ),
    (0, time(14), 60, "home", "housing", "person", "Apporter le courrier du bailleur."),
    (0, time(16, 30), 30, "phone", "rights", "person", ""),
    (1, time(10), 60, "office", "review", "person", "Bilan des trois mois."),
    (2, time(9), 45, "neutral", "social", "family", "Au café de la place, avec sa sœur."),
    (2, time(15), 60, "office", "job_search", "person", "Préparer deux candidatures."),
    (3, time(13, 30), 30, "video", "training", "establishment", "Réunion avec l’organisme de formation."),
    (6, time(10, 30), 60, "office", "budget", "person", ""),
    (9, time(14), 60, "office", "project", "person", ""),
)
PASSED: tuple[tuple[int, time, str, Outcome], ...] = (
    (-1, time(15), "office", Outcome("unknown")),
    (-3, time(10), "office", Outcome("no_show")),
    (-4, time(14), "home", Outcome("excused", reason="childcare", is_legitimate=True)),
    (-8, time(9), "phone", Outcome("revoked")),
    (-10, time(11), "office", Outcome("no_show", reason="transport", is_legitimate=True)),
)


def book(house: Organisation, rng: Random, now: datetime) -> int:
    """The appointments of a house, in its own context. Returns how many."""
    today, made = now.astimezone(zone(house.time_zone)).date(), 0
    rooms = list(Place.objects.filter(organisation=house, closed_on=None).order_by("name"))
    for actor, pathways in _by_referent(house, today):
        with acting_in(actor.context(because="demo")):
            made += Diary(actor, rooms, rng, today).fill(pathways)
    return made


def _by_referent(house: Organisation, today: date) -> Iterator[tuple[Actor, list[Pathway]]]:
    followed: dict[Any, list[Pathway]] = {}
    for pathway in followed_in(house):
        if pathway.referent is not None:
            followed.setdefault(pathway.referent, []).append(pathway)
    for member, pathways in followed.items():
        actor = actor_for(member.user_id, member.pk, today)
        if actor is not None and can(actor, "appointment:book"):
            yield actor, pathways


class Diary:
    """One member's own."""

    def __init__(self, actor: Actor, rooms: list[Place], rng: Random, today: date) -> None:
        self.actor, self.rooms, self.rng, self.today = actor, rooms, rng, today
        self.zone = zone(actor.organisation.time_zone)

    def fill(self, pathways: list[Pathway]) -> int:
        chosen = self.rng.sample(pathways, min(MOST_EACH, len(pathways)))
        people = [person_with_key(self.actor, pathway.person_id) for pathway in chosen]
        for rank, asked in enumerate(self.rng.sample(ASKED, min(len(ASKED), len(people) + 3))):
            self._write(people[rank % len(people)], *asked)
        for rank, passed in enumerate([PASSED[0], *self.rng.sample(PASSED[1:], 2)][: len(people)]):
            self._passed(people[-1 - rank], *passed)
        self._kept(people)
        if len(people) > 1:
            self._rhythm(people[1])
        return Appointment.objects.filter(member=self.actor.member).count()

    def _there(self, days: int) -> Actor:
        """Whoever books did so some days before."""
        return replace(
            self.actor, today=min(self.today, self.today + timedelta(days=days)) - timedelta(days=2)
        )

    def _write(
        self, person: Any, days: int, at: time, minutes: int, kind: str, theme: str, who: str, words: str
    ) -> Appointment:
        open_theme = theme if theme in themes_for(self.actor, person) else ""
        about = About(open_theme, who, words) if open_theme else About()
        when = When(self.today + timedelta(days=days), at, minutes)
        wanted = Wanted(
            when, self._where(kind), self.actor.member, about, colleague=self._beside(person, days)
        )
        start = instant_at(when.day, at, self.zone)
        (row,) = write_appointments(
            person, wanted, [(start, start + timedelta(minutes=minutes))], by=self._there(days)
        )
        return row

    def _beside(self, person: Any, days: int) -> Member | None:
        """Every third meeting to come is held with a colleague around the person."""
        if days < 1 or days % 3:
            return None
        around = CirclePlace.objects.filter(person=person.pk, until_on=None).exclude(member=self.actor.member)
        for place in around.select_related("member").order_by("pk"):
            member = place.member
            if member is None or member.organisation_id != self.actor.organisation.pk:
                continue
            held = actor_for(member.user_id, member.pk, self.today)
            if held is not None and can(held, "appointment:see"):
                return member
        return None

    def _where(self, kind: str) -> Where:
        room = self.rng.choice(self.rooms) if kind == "office" and self.rooms else None
        return Where(kind, room, "Brasserie du marché, salle du fond" if kind == "neutral" else "")

    def _passed(self, person: Any, days: int, at: time, kind: str, outcome: Outcome) -> None:
        row = self._write(person, days, at, 45, kind, "", "", "")
        if outcome.status != "unknown":
            there = replace(self.actor, today=self.today + timedelta(days=days))
            settle_appointment(row, person, by=there, outcome=outcome, version=1)

    def _kept(self, people: list[Any]) -> None:
        """Meetings that were kept, on the days of contacts already told."""
        told = Fact.objects.filter(
            person__in=[person.pk for person in people], kind="contact_noted", by=self.actor.member,
            day__lt=self.today, day__gt=self.today - timedelta(days=60),
        )  # fmt: skip
        for rank, fact in enumerate(told.order_by("-day", "-pk")[:5]):
            start = instant_at(fact.day, time(9 + rank), self.zone)
            kind = fact.codes.get("means", "office")
            Appointment(
                organisation_id=fact.organisation_id, person_id=fact.person_id, member=self.actor.member,
                starts_at=start, ends_at=start + timedelta(minutes=60), status="seen", settled_on=fact.day,
                place_kind=kind if kind in ("office", "work", "home", "neutral", "phone", "video") else "office",
                settled_by=self.actor.member, booked_by=self.actor.member, booked_at=start - timedelta(days=6),
                late_minutes=10 if rank == 1 else None, author_organisation=self.actor.organisation,
            ).save(force_insert=True)  # fmt: skip

    def _rhythm(self, person: Any) -> None:
        """Every second week, for as long as it lasts."""
        first = self.today + timedelta(days=self.rng.randint(4, 8))
        first += timedelta(days=(7 - first.weekday()) % 7 if first.weekday() > 4 else 0)
        until = horizon(first, self.today, None)
        when = When(first, time(17), 45)
        series = Series(
            organisation_id=person.organisation_id, person_id=person.pk, first_on=first, at=when.at, every=2,
            unit="week", minutes=45, written_until=until, booked_by=self.actor.member,
        )  # fmt: skip
        series.save(force_insert=True)
        days = days_of(first, every=2, unit="week", until=until)
        wanted = Wanted(when, self._where("office"), self.actor.member)
        write_appointments(
            person, wanted, times_on(days, when, self.actor.organisation), by=self._there(0), series=series
        )
