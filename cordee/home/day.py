"""My day: the appointments, what is late, what comes this week, who has heard nothing from us, what is new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.appointments import fetch as agenda
from cordee.appointments.access import can as may_see
from cordee.appointments.panels import Line, bounds_of_mine, mine_of
from cordee.dossier.models import Deadline
from cordee.home.gestures import REFERRAL, gestures_of, is_silence
from cordee.pathways.models import Pathway
from cordee.people.access import name_of
from cordee.people.models import Person
from cordee.plumbing.prepared import planned_each_time, prepared
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Definition
from cordee.referrals.models import Referral
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge, DeadlineRow, PersonCard
from cordee.ui.wording import ago_words

MOST = 60  # deadlines read for a day: beyond, the list of people is the tool
MOST_NEW = 8
NEW_DAYS = 14
OVERSEERS = ("coordinator",)


@dataclass(frozen=True)
class Part:
    """A part of the day: what is late, what is today… code: its place on the page."""

    code: str
    title: str
    rows: list[DeadlineRow]
    lead: str = ""


@dataclass
class Day:
    """What the page shows. appointments: of today; to_settle: those passed of which nobody said what became of them.
    more: there are deadlines beyond those read."""

    appointments: Sequence[Line] = ()
    to_settle: Sequence[Line] = ()
    late: list[DeadlineRow] = field(default_factory=list)
    today: list[DeadlineRow] = field(default_factory=list)
    soon: list[DeadlineRow] = field(default_factory=list)
    silent: list[DeadlineRow] = field(default_factory=list)
    new: list[PersonCard] = field(default_factory=list)
    more: bool = False

    @property
    def parts(self) -> list[Part]:
        """The parts that hold something, the most pressing first."""
        every = [
            Part("retard", _("En retard"), self.late),
            Part("jour", _("Aujourd’hui"), self.today),
            Part("bientot", _("Bientôt"), self.soon),
            Part(
                "silence",
                _("Sans nouvelles"),
                self.silent,
                _("Personne de l’équipe n’a noté d’échange depuis un moment."),
            ),
        ]
        return [part for part in every if part.rows]

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.new or self.appointments or self.to_settle)


def day_of(actor: Actor) -> Day:
    """Six queries at most: the deadlines, the pathways newly followed, the appointments, the people of all three, the
    orientations the deadlines wait for, those nobody has answered."""
    day = Day()
    rows, opened = speaking(actor), newly_followed(actor, actor.today - timedelta(days=NEW_DAYS))
    day.more = len(rows) > MOST
    booked = agenda.day_of(actor, *bounds_of_mine(actor)) if may_see(actor, "appointment:see") else []
    people = people_of([*rows, *opened, *booked], actor)
    mine = mine_of(actor, booked, people)
    day.appointments, day.to_settle = mine.today, mine.to_settle
    oriented = oriented_by(rows, actor)
    for row in rows[:MOST]:
        row.person = people.get(row.person_id)
        row.oriented = oriented.get(row.thing_id, "")  # type: ignore[attr-defined]
        _place(day, row, actor)
    day.new = [*new_referrals(actor), *new_people(opened, people, actor)]
    return day


@prepared
def speaking(actor: Actor) -> QuerySet[Deadline]:
    """The open deadlines whose time to be shown has come: mine, and for the coordination those of nobody.

    Each with `version_id`, the version of the programme its pathway is pinned to.
    """
    mine = Q(in_charge=actor.member)
    if actor.has_role(*OVERSEERS):
        mine |= Q(in_charge=None, organisation=actor.organisation)
    version = Pathway.objects.filter(pk=OuterRef("pathway_id")).values("programme_version")[:1]
    return (
        Deadline.objects.standing()
        .filter(mine)
        .visible_to(actor)
        .speaking_on(actor.today)
        .annotate(version_id=Subquery(version))
        .order_by("due_on", "pk")[: MOST + 1]
    )


def people_of(rows: Iterable[Any], actor: Actor) -> dict[Any, Person]:
    """The people of these rows, fetched apart: joined, PostgreSQL would read everybody for sixty rows."""
    wanted = sorted({row.person_id for row in rows if row.person_id})
    return {person.pk: person for person in people_among(actor, wanted)} if wanted else {}


@prepared
def people_among(actor: Actor, wanted: list[UUID]) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).filter(pk__in=wanted)


def oriented_by(rows: Iterable[Any], actor: Actor) -> dict[Any, str]:
    """Who is oriented, by the orientation a deadline waits for."""
    wanted = sorted({row.thing_id for row in rows if row.thing_kind == REFERRAL and not row.person_id})
    return {row.pk: row.full_name for row in referrals_among(actor, wanted)} if wanted else {}


@planned_each_time
def referrals_among(actor: Actor, wanted: list[UUID]) -> QuerySet[Referral]:
    return Referral.objects.visible_to(actor).filter(pk__in=wanted)


def _place(day: Day, row: Any, actor: Actor) -> None:
    definition = definition_of(row.version_id) if row.version_id else None
    shown = day_row(row, actor, definition)
    if is_silence(row, definition):
        day.silent.append(shown)
    elif row.late_on <= actor.today:
        day.late.append(shown)
    elif row.due_on <= actor.today:
        day.today.append(shown)
    else:
        day.soon.append(shown)


def day_row(row: Any, actor: Actor, definition: Definition | None) -> DeadlineRow:
    """A deadline in somebody's day: whom it is about first, then what, by when, with its gestures."""
    person, url, said = "", "", ""
    if row.person is not None:
        person, url = name_of(actor, row.person), address("person", row.person_id)
        said = heard_words(row.person, actor) if is_silence(row, definition) else ""
    elif row.thing_kind == REFERRAL:
        person, url = row.oriented, address("referral", row.thing_id)
    return DeadlineRow(
        title=row.label,
        due=row.due_on,
        today=actor.today,
        warn_on=row.warn_on,
        late_on=row.late_on,
        said=said,
        url="" if person else url,
        person=person,
        person_url=url if person else "",
        why=row.postponed_reason,
        actions=gestures_of(row, actor, definition),
    )


def heard_words(person: Any, actor: Actor) -> str:
    """« Dernier échange il y a 3 mois », rather than a delay that only we count."""
    if person.last_contact_on is None:
        return _("Aucun échange noté")
    return _("Dernier échange %(when)s") % {"when": ago_words(person.last_contact_on, actor.today)}


def new_referrals(actor: Actor) -> list[PersonCard]:
    """Orientations nobody has looked at yet, the oldest first."""
    if not actor.rights.intake:
        return []
    return [
        PersonCard(
            name=row.full_name,
            url=address("referral", row.pk),
            meta=row.structure or _("sans structure indiquée"),
            next=_("reçue %(when)s") % {"when": ago_words(row.received_on, actor.today)},
            badge=Badge(_("Orientation"), "info"),
        )
        for row in unanswered(actor)
    ]


@prepared
def unanswered(actor: Actor) -> QuerySet[Referral]:
    waiting = Referral.objects.visible_to(actor).filter(state="received")
    return waiting.order_by("received_on", "pk")[:MOST_NEW]


@prepared
def newly_followed(actor: Actor, since: date) -> QuerySet[Pathway]:
    """The pathways whose referent one has just become."""
    pathways = Pathway.objects.running().filter(referent=actor.member, opened_on__gte=since).visible_to(actor)
    return pathways.order_by("-opened_on", "pk")[:MOST_NEW]


def new_people(pathways: Iterable[Pathway], people: dict[UUID, Person], actor: Actor) -> list[PersonCard]:
    """Those one follows since a few days."""
    return [
        PersonCard(
            name=name_of(actor, people[row.person_id]),
            url=address("person", row.person_id),
            meta=definition_of(row.programme_version_id).label,
            next=_("ouvert %(when)s") % {"when": ago_words(row.opened_on, actor.today)},
        )
        for row in pathways
        if row.person_id in people
    ]
