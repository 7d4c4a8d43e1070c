"""The whole territory, drawn from a seed and written in bulk, in one transaction.

Written as the application role, under row-level security, in the system context of each organisation: what
the policies would refuse is refused here too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cordee.accounts.models import Organisation, zone
from cordee.dossier.models import Deadline, Fact, HealthNote, Note, ProtectedNote, WorkingNote
from cordee.pathways.enums import Status
from cordee.pathways.models import AdmissionDecision, CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.keys import organisation_key
from cordee.people.models import ContactPoint, Ground, Person, ProtectedContact, Seal, SocialProfile
from cordee.plumbing.context import acting_in, system_context, widened
from cordee.plumbing.models import PersonKey
from cordee.plumbing.outbox.models import Message
from cordee.referrals.models import LaneChoice, OrientationDecision, Referral
from demo import (
    boards,
    contracts,
    deadlines,
    decisions,
    diagnoses,
    goals,
    imported,
    meetings,
    network,
    papers,
    relays,
    sendings,
    situations,
)
from demo.dossiers import Dossier, Ledger, Writer
from demo.histories import Teller
from demo.hours import Hours, quarterly, worked
from demo.houses import EVERY, FIVE
from demo.identities import Somebody, Townsfolk
from demo.messages import Correspondence
from demo.names import Namer
from demo.orientations import ANSWERED, IN_LINE, STANDING_NOW, WALK_INS, Desk, facts_of
from demo.planning import Project, projects_of, share_moods
from demo.playing import Scribe, Team, reachable
from demo.preparing import prepare
from demo.rhythm import Pulse
from demo.settling import Settled, settle

SEED = "cordée"
# Rows are written in this order: each after those it refers to; seals last, since they hide the rest.
BEFORE_NOTES: tuple[type[Model], ...] = (
    Ground,
    Person,
    PersonKey,
    ContactPoint,
    ProtectedContact,
    SocialProfile,
    Pathway,
    OwnWords,
    StagePeriod,
    AdmissionDecision,
    CirclePlace,
    Referral,
    OrientationDecision,
    LaneChoice,
    Deadline,
    Message,
)
NOTES: tuple[type[Model], ...] = (Note, HealthNote, ProtectedNote, WorkingNote)
BATCH = 2000


def is_loaded() -> bool:
    """One query: is the territory there already?"""
    return Organisation.objects.filter(code=FIVE[0].code).exists()


@transaction.atomic
def load(now: datetime | None = None) -> None:
    """Write everything. now: the instant days are counted back from."""
    now = now or timezone.now()
    hours = Hours(zone("Europe/Paris"), now)
    settled = settle(EVERY, hours.today)
    prepare(settled)
    for house in FIVE:
        here = settled[house.code]
        with acting_in(system_context(here.organisation.pk, because="demo")):
            Territory(here, settled, hours).write()
            papers.hand_in(here.organisation, Random(f"{SEED} papers {house.code}"), now)
            situations.note(here.organisation, Random(f"{SEED} situations {house.code}"), now)
            diagnoses.make(here.organisation, Random(f"{SEED} diagnoses {house.code}"), now)
            goals.make(here.organisation, Random(f"{SEED} goals {house.code}"), now)
            meetings.book(here.organisation, Random(f"{SEED} meetings {house.code}"), now)
            contracts.make(here.organisation, Random(f"{SEED} contracts {house.code}"), now)
    boards.meet(settled)
    sendings.send(settled)
    imported.bring_in(settled)
    network.make(settled, SEED)
    relays.orient(settled, SEED)


@dataclass
class Folk:
    """A person and their pathways, before they are played."""

    somebody: Somebody
    projects: list[Project]

    @property
    def arrived_on(self) -> date:
        return min(project.life.history.opened_on for project in self.projects)


class Territory:
    """One house and its people."""

    def __init__(self, here: Settled, settled: dict[str, Settled], hours: Hours) -> None:
        self.here, self.house, self.hours, self.settled = here, here.house, hours, settled
        self.rng = Random(f"{SEED} {self.house.code}")
        self.namer = Namer(self.rng, {(one.first_name, one.last_name) for one in self.house.team})
        self.townsfolk = Townsfolk(self.house, self.rng, hours.today, self.namer)
        key = organisation_key(here.organisation.pk)
        self.ledger = Ledger(hours, here.organisation.pk, key)
        self.desk = Desk(self.ledger, key, self.rng, self.namer)
        self.scribe = Scribe(self._team(), self.rng, self.namer, here.gone)
        self.sittings = self._sittings()

    def _team(self) -> Team:
        """The professionals of the house, and those of the houses its circles and referents come from."""
        members: dict[str, Writer] = {}
        for other in self.settled.values():
            members = {**other.team, **members}
        leads = {code: other.lead for code, other in self.settled.items()}
        return Team({**members, **self.here.team}, self.here.lead, leads)

    def _sittings(self) -> tuple[date, ...]:
        ago = self.house.commission_days_ago
        return quarterly(worked(self.hours.today - timedelta(days=ago))) if ago is not None else ()

    def write(self) -> None:
        folk = self._folk()
        dossiers = [self._live(one) for one in sorted(folk, key=lambda one: one.arrived_on)]
        self._wait_at_the_desk()
        self._decide(dossiers)
        self._write_to_people(dossiers)
        self._copy_last_contacts(dossiers)
        self._keep_time(dossiers)
        Writing(self.ledger, self.here.organisation.pk).all()

    # who

    def _folk(self) -> list[Folk]:
        """Everybody, with their pathways and the rhythm of each."""
        pulses: dict[str, Pulse] = {}
        projects: list[Project] = []
        for shape in self.house.programmes:
            definition = self.here.versions[shape.code].definition
            teller = Teller(definition, shape.spans, self.hours.today, self.rng, self.sittings)
            pulses[shape.code] = Pulse(definition, self.hours.today, self.rng, shape.every, dict(shape.tied))
            for project in projects_of(self.house, shape, definition, self.rng):
                project.history = teller.tell(project.plan)
                projects.append(project)
        share_moods(projects, pulses, self.rng)
        return list(self._together(projects))

    def _together(self, projects: Iterable[Project]) -> Iterator[Folk]:
        """One person per pathway, but for those who have two."""
        alone: dict[str, list[Folk]] = defaultdict(list)
        folk: list[Folk] = []
        second: list[Project] = []
        left = {shape.code: sum(shape.alongside.values()) for shape in self.house.programmes}
        for project in projects:
            if left[project.shape.code] and not project.cast and project.plan.state in ("open", "suspended"):
                left[project.shape.code] -= 1
                second.append(project)
                continue
            one = Folk(self.townsfolk.draw(project.shape, project.cast), [project])
            folk.append(one)
            if project.plan.state == "open":
                alone[project.shape.code].append(one)
        for project in second:
            self._beside(project, alone).projects.append(project)
        return iter(folk)

    def _beside(self, project: Project, alone: dict[str, list[Folk]]) -> Folk:
        """Somebody already in another programme, who takes up this one as well."""
        wanted = [code for code, number in project.shape.alongside.items() for _one in range(number)]
        waiting = alone[self.rng.choice(wanted)]
        return waiting.pop(self.rng.randrange(len(waiting)))

    # their dossiers

    def _live(self, folk: Folk) -> Dossier:
        first = min(folk.projects, key=lambda project: project.life.history.opened_on)
        by, on = self._welcomed_by(first), folk.arrived_on
        dossier = Dossier(self.ledger, by=by, on=on, gender=folk.somebody.gender, **folk.somebody.identity)
        reachable(dossier, folk.somebody, by=by, on=on)
        for project in sorted(folk.projects, key=lambda one: one.life.history.opened_on):
            self._play(dossier, project, folk.somebody)
        if folk.somebody.is_("sealed"):
            dossier.close_to_house(by=self.here.lead, on=on, reason="Proche d’une collègue.")
        return dossier

    def _welcomed_by(self, project: Project) -> Writer:
        """Who opened the dossier: the referent of the house, or its welcome."""
        referent = self.here.team.get(project.referent)
        known = project.shape.oriented == 1 or project.cast is not None
        if referent and known and "workshop_leader" not in referent.roles:
            return referent
        return self.here.team[self.rng.choice(self.house.welcome)]

    def _play(self, dossier: Dossier, project: Project, somebody: Somebody) -> None:
        shape, version = project.shape, self.here.versions[project.shape.code]
        opened_on = project.life.history.opened_on
        referral = None
        if self.rng.random() < shape.oriented:
            by = self.here.team[self.rng.choice(self.house.welcome)]
            referral = self.desk.accepted(shape, version, somebody, by=by, opened_on=opened_on)
            dossier.tell(
                "referral_received", referral.received_on, by=by, thing=referral, codes=codes_of(referral)
            )
        way = self.scribe.play(
            dossier,
            project,
            version,
            somebody,
            site=self._site(project),
            carrier=self.settled[project.carrier].organisation if project.carrier else None,
            orientation=facts_of(referral) if referral else None,
            referral_id=referral.pk if referral else None,
        )
        if referral:
            referral.person, referral.pathway_id = dossier.person, way.row.pk
            dossier.tell(
                "referral_answered",
                opened_on,
                by=way.opener,
                way=way,
                thing=referral,
                codes={"state": "accepted"},
            )

    def _site(self, project: Project) -> Any:
        """The referent's own site where they have one, else the programme's."""
        referent = self.here.team.get(project.referent)
        if referent and any(one.key == project.referent and one.site for one in self.house.team):
            return referent.member.site
        return self.here.sites.get(project.shape.site)

    # what waits

    def _wait_at_the_desk(self) -> None:
        """Orientations nobody has answered yet, and some that led elsewhere."""
        shapes = self.house.programmes
        desks = [self.here.team[key] for key in self.house.welcome]
        for rank, (state, due_in) in enumerate(STANDING_NOW[: 2 + 4 * len(desks)]):
            shape = shapes[rank % len(shapes)]
            version = self.here.versions[shape.code]
            referral = self.desk.standing(
                shape,
                version,
                self.townsfolk.draw(shape),
                by=desks[rank % len(desks)],
                state=state,
                due_in=due_in,
            )
            for deadline in deadlines.of_referral(referral, version.definition):
                self.ledger.add(deadline)
        for rank, answer in enumerate(ANSWERED):
            shape = shapes[rank % len(shapes)]
            self.desk.answered(
                shape,
                self.here.versions[shape.code],
                self.townsfolk.draw(shape),
                by=self.here.lead,
                answer=answer,
            )
        self._wait_in_line(desks)

    def _wait_in_line(self, desks: list[Writer]) -> None:
        """Those on the waiting list, and those who came to the door this week."""
        shapes = self.house.programmes
        for rank, (state, days_ago, heard) in enumerate(IN_LINE):
            shape = shapes[rank % len(shapes)]
            version = self.here.versions[shape.code]
            referral = self.desk.in_line(
                shape,
                version,
                self.townsfolk.draw(shape),
                by=desks[rank % len(desks)],
                state=state,
                days_ago=days_ago,
                heard=heard,
            )
            for deadline in deadlines.of_referral(referral, version.definition):
                self.ledger.add(deadline)
        for words in WALK_INS:
            version = self.here.versions[shapes[0].code]
            referral = self.desk.walk_in(
                shapes[0], version, self.townsfolk.draw(shapes[0]), by=desks[0], words=words
            )
            for deadline in deadlines.of_referral(referral, version.definition):
                self.ledger.add(deadline)

    def _decide(self, dossiers: list[Dossier]) -> None:
        """The orientation of those a pathway says were oriented, where the house decides."""
        rng = Random(f"{SEED} {self.house.code} orientation")
        decider = decisions.Decider(self.ledger, rng, self.here.lead, self.here.team[self.house.welcome[1]])
        for dossier in dossiers:
            decider.decide(dossier)

    def _keep_time(self, dossiers: list[Dossier]) -> None:
        for deadline in deadlines.of_pathways(self.ledger, dossiers):
            self.ledger.add(deadline)
        for deadline in deadlines.of_orientations(self.ledger, dossiers):
            self.ledger.add(deadline)
        deadlines.leave_some_aside(self.ledger.rows[Deadline], self.hours.today)

    def _write_to_people(self, dossiers: list[Dossier]) -> None:
        """Messages, from chance of their own: the rest of the territory does not depend on them."""
        desks = [who for who in self.here.team.values() if "secretary" in who.roles] or [self.here.lead]
        chance = Random(f"{SEED} messages {self.house.code}")
        mail = Correspondence(self.ledger, chance, self.here.organisation.phone or "01 99 00 00 00")
        for dossier in dossiers:
            if any(way.row.status == Status.OPEN for way in dossier.ways):
                mail.write(dossier, chance.choice(desks))

    def _copy_last_contacts(self, dossiers: list[Dossier]) -> None:
        for dossier in dossiers:
            for way in dossier.ways:
                way.row.last_contact_on = dossier.person.last_contact_on


def codes_of(referral: Referral) -> dict[str, Any]:
    """What the fact of an orientation carries (referrals.actions)."""
    return {
        "channel": referral.channel,
        "structure_kind": referral.structure_kind,
        "named": bool(referral.referrer_name or referral.structure),
    }


@dataclass
class Writing:
    """The rows of a ledger, table after table."""

    ledger: Ledger
    organisation_id: UUID

    def all(self) -> None:
        for model in BEFORE_NOTES:
            self._write(model, self.ledger.rows[model])
        for model in NOTES:
            self._notes(model)
        self._facts()
        self._write(Seal, self.ledger.rows[Seal])

    def _write(self, model: type[Model], rows: list[Any]) -> None:
        model._default_manager.bulk_create(rows, batch_size=BATCH)

    def _notes(self, model: type[Model]) -> None:
        """A note read by its author alone is only accepted from its author."""
        by_author: dict[Any, list[Any]] = defaultdict(list)
        for row in self.ledger.rows[model]:
            by_author[None if row.audience == "house" else row.author].append(row)
        for author, rows in by_author.items():
            context = system_context(self.organisation_id, because="demo")
            with acting_in(widened(context, member=author.pk) if author else context):
                self._write(model, rows)

    def _facts(self) -> None:
        """In the order of days: identifiers sort as they are made."""
        ranks: dict[tuple[Any, date], int] = defaultdict(int)
        numbers: dict[UUID, int] = {}
        rows = []
        for day, _rank, columns in sorted(self.ledger.facts, key=lambda fact: fact[:2]):
            rank = ranks[columns["person_id"], day]
            ranks[columns["person_id"], day] += 1
            of = numbers.setdefault(columns["person_id"], len(numbers)) + day.toordinal()
            rows.append(Fact(at=self.ledger.hours.at(day, rank, of=of), **columns))
        self._write(Fact, rows)
