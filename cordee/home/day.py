"""My day: the appointments, what is late, what comes this week, who has heard nothing from us, what is new."""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, Trim
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.appointments import fetch as agenda
from cordee.appointments.access import can as may_see
from cordee.appointments.panels import Line, bounds_of_mine, mine_of
from cordee.dossier.models import Deadline
from cordee.home.gestures import REFERRAL, gestures_of, is_silence
from cordee.partners.access import can as may_read
from cordee.partners.fetch import LONGEST_NOTICE, MOST_TO_RENEW, ending
from cordee.partners.models import Agreement, Partner
from cordee.partners.panels import agreement_label
from cordee.partners.rules import notice_day
from cordee.pathways.models import Pathway
from cordee.people.access import name_of
from cordee.people.models import Person
from cordee.plumbing.prepared import prepared
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
    """Five queries at most: the deadlines, the pathways newly followed, the appointments, the people of all three, the
    orientations nobody has answered with the agreements to renew."""
    day = Day()
    rows, opened = speaking(actor), newly_followed(actor, actor.today - timedelta(days=NEW_DAYS))
    day.more = len(rows) > MOST
    booked = agenda.day_of(actor, *bounds_of_mine(actor)) if may_see(actor, "appointment:see") else []
    people = people_of([*rows, *opened, *booked], actor)
    mine = mine_of(actor, booked, people)
    day.appointments, day.to_settle = mine.today, mine.to_settle
    for row in rows[:MOST]:
        row.person = people.get(row.person_id)
        _place(day, row, actor)
    told = told_to(actor)
    for line in told.renewals:
        part = day.today if line.due <= actor.today else day.soon
        insort(part, line, key=attrgetter("due"))
    day.new = [*told.referrals, *new_people(opened, people, actor)]
    return day


@dataclass(frozen=True)
class Told:
    """What the house is told beside the people: orientations nobody has looked at, agreements to renew."""

    referrals: list[PersonCard] = field(default_factory=list)
    renewals: list[DeadlineRow] = field(default_factory=list)


def told_to(actor: Actor) -> Told:
    """One query for both, or none: agreements are for the coordination, which keeps the network."""
    told, today = Told(), actor.today
    keeps = actor.has_role(*OVERSEERS) and may_read(actor, "partner:read")
    rows = beside(actor, today, LONGEST_NOTICE.after(today), keeps) if actor.rights.intake or keeps else []
    for what, pk, *words, on, months in rows:
        if what == REFERRAL:
            told.referrals.append(_new_referral(pk, words, on, actor))
        elif notice_day(on, months) <= today and len(told.renewals) < MOST_TO_RENEW:
            told.renewals.append(_renewal(pk, words, on, actor))
    return told


@prepared
def beside(actor: Actor, today: date, horizon: date, keeps: bool) -> QuerySet[Any, Any]:
    """(what, id, four texts, day, months) of both, each in its order. horizon: no notice begins earlier."""
    received = unanswered(actor) if actor.rights.intake else Referral.objects.none()
    new = received.values_list(
        Value(REFERRAL, TextField()), "pk", "first_names", "usage_name", "structure", Value("", TextField()),
        "received_on", Value(None, SmallIntegerField()),
    )  # fmt: skip
    if not keeps:
        return new
    near = ending(actor, today, horizon).values_list(
        Value("agreement", TextField()), "partner_id", "kind", "label", "partner__name", "partner__short_name", "until",
        "notice_months",
    )  # fmt: skip
    return new.union(near, all=True) if actor.rights.intake else near


def _renewal(pk: UUID, words: Sequence[str], until: date, actor: Actor) -> DeadlineRow:
    kind, label, name, short_name = words
    said = {
        "agreement": agreement_label(Agreement(kind=kind, label=label)),
        "partner": Partner(name=name, short_name=short_name).named,
    }
    return DeadlineRow(
        title=_("%(agreement)s avec %(partner)s\u202f: à renouveler") % said,
        due=until,
        today=actor.today,
        warn_on=actor.today,
        url=address("partner", pk),
    )


def _new_referral(pk: UUID, words: Sequence[str], received_on: date, actor: Actor) -> PersonCard:
    first_names, usage_name, structure, _none = words
    return PersonCard(
        name=Referral(first_names=first_names, usage_name=usage_name).full_name,
        url=address("referral", pk),
        meta=structure or _("sans structure indiquée"),
        next=_("reçue %(when)s") % {"when": ago_words(received_on, actor.today)},
        badge=Badge(_("Orientation"), "info"),
    )


@prepared
def speaking(actor: Actor) -> QuerySet[Deadline]:
    """The open deadlines whose time to be shown has come: mine, and for the coordination those of nobody.

    Each with `version_id`, the version of the programme its pathway is pinned to, and `oriented`, whom the
    orientation it waits for is about while they have no dossier.
    """
    mine = Q(in_charge=actor.member)
    if actor.has_role(*OVERSEERS):
        mine |= Q(in_charge=None, organisation=actor.organisation)
    version = Pathway.objects.filter(pk=OuterRef("pathway_id")).values("programme_version")[:1]
    named = Trim(Concat("first_names", Value(" "), "usage_name"))
    oriented = (
        Referral.objects.visible_to(actor)
        .filter(pk=OuterRef("thing_id"))
        .annotate(named=named)
        .values("named")
    )
    of_nobody = When(thing_kind=REFERRAL, person=None, then=Subquery(oriented[:1]))
    return (
        Deadline.objects.standing()
        .filter(mine)
        .visible_to(actor)
        .speaking_on(actor.today)
        .annotate(version_id=Subquery(version), oriented=Coalesce(Case(of_nobody), Value("")))
        .order_by("due_on", "pk")[: MOST + 1]
    )


def people_of(rows: Iterable[Any], actor: Actor) -> dict[Any, Person]:
    """The people of these rows, fetched apart: joined, PostgreSQL would read everybody for sixty rows."""
    wanted = sorted({row.person_id for row in rows if row.person_id})
    return {person.pk: person for person in people_among(actor, wanted)} if wanted else {}


@prepared
def people_among(actor: Actor, wanted: list[UUID]) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).filter(pk__in=wanted)


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


def unanswered(actor: Actor) -> QuerySet[Referral]:
    """Orientations nobody has looked at yet, the oldest first."""
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
