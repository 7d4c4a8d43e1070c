"""No gesture that the tables of rights allow ends in a refusal of the database.

Every role, in both ways of sharing, tries every gesture on a dossier of the house: as nobody in particular,
as the referent, as somebody of the circle. Either the gesture is done, or it answers one of our sentences.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction

from cordee.accounts.enums import Role, Sharing
from cordee.appointments import actions as booking
from cordee.appointments import rhythms
from cordee.appointments.matters import About
from cordee.appointments.rhythms import Rhythm
from cordee.assessments import actions as describing
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import THEMES, Theme
from cordee.assessments.diagnosis import actions as diagnosing
from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.fetch import person_with_key, theme_situation
from cordee.dossier import actions as writing
from cordee.dossier.enums import Sector
from cordee.goals import actions as aiming
from cordee.goals import foreseeing, reviewing, stepping
from cordee.kernel.errors import CordeeError, NotAllowed
from cordee.kernel.partitions import RESTRICTED_PARTITIONS
from cordee.papers import actions as filing
from cordee.papers.access import PLACES
from cordee.papers.actions import Described
from cordee.papers.enums import BELONGS
from cordee.pathways import actions as moving
from cordee.pathways import circle, versions
from cordee.pathways.models import CirclePlace, Pathway
from cordee.people import actions as naming
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.files.kinds import Clean
from cordee.programmes.actions import load_definition
from cordee.referrals import actions as welcoming
from cordee.relays import actions as relaying
from cordee.relays import answering, exchanges
from cordee.relays import fetch as relays
from cordee.relays.contents import ExchangeSaid, Task
from cordee.relays.enums import part_of
from cordee.relays.tests.factories import WANTED, agreement
from tests import factories

EVERY_ROLE = {role.value: role for role in Role}
Gesture = tuple[str, Callable[[], Any]]


@dataclass
class Try:
    """Who tries what on which dossier; other: a colleague who receives things."""

    house: factories.House
    who: Any
    other: Any
    person: Person
    kept: Pathway

    @property
    def on(self):
        return self.who.today

    @property
    def pathway(self):
        return Pathway.objects.select_related("programme_version").get(pk=self.kept.pk)

    def place(self, role: str) -> CirclePlace:
        return CirclePlace.objects.filter(pathway=self.kept, role=role, until_on=None).first()

    def referral(self, **described: Any) -> Any:
        return welcoming.take_referral(
            by=self.who, received_on=self.on, first_names="Alix", channel="voisins", person_agrees=True,
            programme=self.house.version.programme, reason="pourquoi", **described,
        )  # fmt: skip


def on_the_person(at: Try) -> Iterator[Gesture]:
    by, on, person = at.who, at.on, at.person
    yield (
        "identity",
        lambda: naming.change_identity(person, by=by, version=person.version, on=on, first_names="Y"),
    )
    yield (
        "legal protection",
        lambda: naming.change_social_profile(
            person, by=by, legal_protection="tutelle", guardian="UDAF", on=on
        ),
    )
    yield "contact", lambda: naming.add_contact(person, by=by, kind="phone", value="06", on=on)
    yield "protect", lambda: naming.protect_contact(person, by=by, on=on)
    yield (
        "contact of a protected person",
        lambda: naming.add_contact(person, by=by, kind="phone", value="06", on=on),
    )
    yield "reveal", lambda: naming.reveal_contact(person, by=by, reason="un rendez-vous")
    yield "seal", lambda: naming.seal_dossier(person, by=by, reason="essai", on=on)
    yield "lift", lambda: naming.lift_seal(person, by=by, on=on)
    for sector in Sector:
        yield f"note, {sector}", lambda sector=sector: noted(at, sector)
    yield "contact", lambda: noted(at, Sector.EMPLOYMENT, writing.Contact("phone"))

    for kind in ("identity", "caf", "cv", "medical", "justice"):
        yield f"paper, {kind}", lambda kind=kind: papered(at, kind)
    for code in ("", "project", "housing", "care", "protection"):
        yield f"appointment, {code}", lambda code=code: met(at, code)
    for theme in THEMES:
        yield f"situation, {theme.code}", lambda theme=theme: said_of(at, theme)


def relayed(at: Try, dimension: str) -> None:
    """Prepare, send with the agreement that names the part, note an answer, complete, withdraw."""
    by, person = at.who, relays.person_for(at.who, at.person.pk)
    row = relaying.prepare_relay(person, relaying.Towards(dimension), WANTED, by=by)
    named = part_of(dimension) & RESTRICTED_PARTITIONS
    row = relaying.send_relay(row, person, agreement(by, named=named), by=by)
    answering.note_answer(row, person, by=by, answer="needs_more", on=at.on, words="le bail")
    answering.complete_relay(row, person, by=by, words="le voici")
    answering.withdraw_relay(row, person, by=by, by_person=True)


def exchanged(at: Try, part: str) -> None:
    """Note an exchange, say it otherwise, do what follows, take it back."""
    by, person = at.who, relays.person_for(at.who, at.person.pk)
    said = ExchangeSaid(
        others="Mme Voisin", words="un mot", tasks=(Task("", "appeler", "", str(by.member.pk), str(at.on)),)
    )
    row = exchanges.note_exchange(person, exchanges.Held(at.on, part), said, by=by)
    exchanges.change_exchange(row, person, exchanges.Held(at.on, part), said, by=by, seen=1)
    exchanges.withdraw_exchange(row, person, by=by)


def diagnosed(at: Try, code: str) -> None:
    """Begin a diagnosis, write of a theme, close it, open it again."""
    person = person_with_key(at.who, at.person.pk)
    made = diagnosing.begin_diagnosis(person, at.pathway, by=at.who, on=at.on)
    said = {code: diagnosing.Said(Entry(level=2, words="un mot"))}
    diagnosing.write_diagnosis(made, person, by=at.who, said=said)
    diagnosing.write_diagnosis(
        made, person, by=at.who, said={"envies": diagnosing.Said(Entry(words="sortir"))}
    )
    diagnosing.close_diagnosis(made, person, by=at.who)
    diagnosing.reopen_diagnosis(made, person, by=at.who)


def aimed(at: Try, axis: str) -> None:
    """Set a goal, say it otherwise, note a step, do it, review the goal, take it up again."""
    person = person_with_key(at.who, at.person.pk)
    wanted = aiming.GoalWanted(axis=axis, words="un pas")
    goal = aiming.set_goal(person, at.pathway, wanted, by=at.who)
    aiming.change_goal(goal, person, wanted, by=at.who, seen=1)
    step = stepping.add_step(goal, person, stepping.StepWanted(words="y aller"), by=at.who)
    stepping.change_step(step, person, stepping.StepWanted(words="y courir"), by=at.who, seen=1)
    stepping.move_step(step, person, "do", by=at.who)
    stepping.withdraw_step(step, person, by=at.who)
    reviewing.review_goals(person, at.pathway, [reviewing.Reviewed(goal, "reached")], by=at.who, on=at.on)
    aiming.reopen_goal(goal, person, by=at.who)


def foreseen(at: Try, code: str) -> None:
    """Think of a way on, then of another."""
    person = person_with_key(at.who, at.person.pk)
    for words in ("par là", "par ici"):
        foreseeing.foresee(person, at.pathway, {code: foreseeing.Foreseen(words=words)}, by=at.who)


def projected(at: Try, kind: str) -> None:
    person = person_with_key(at.who, at.person.pk)
    foreseeing.write_project(person, at.pathway, by=at.who, kind=kind, words="un jardin", on=at.on)


def met(at: Try, theme: str) -> None:
    """Book a meeting, move it, call it off; note one that took place; a rhythm, moved then ended."""
    person = person_with_key(at.who, at.person.pk)

    def asked(days: int, hour: int = 10) -> booking.Wanted:
        when = booking.When(at.on + timedelta(days=days), time(hour), 30)
        return booking.Wanted(
            when, booking.Where("office"), at.who.member, About(theme, "person", "mot" if theme else "")
        )

    row = booking.book_appointment(person, by=at.who, wanted=asked(3), despite=True)
    row = booking.move_appointment(row, person, by=at.who, wanted=asked(4), version=1, despite=True)
    booking.settle_appointment(row, person, by=at.who, outcome=booking.Outcome("excused"), version=2)
    before = booking.book_appointment(person, by=at.who, wanted=asked(-1), despite=True)
    booking.settle_appointment(before, person, by=at.who, outcome=booking.Outcome("seen"), version=1)
    until = at.on + timedelta(days=30)
    first = rhythms.book_rhythm(person, by=at.who, wanted=asked(5), rhythm=Rhythm(until=until), despite=True)[
        0
    ]
    rhythms.move_following(first, person, by=at.who, wanted=asked(6), version=1, despite=True)
    first.refresh_from_db()
    rhythms.end_rhythm(first, person, by=at.who, outcome=booking.Outcome("revoked"))


def said_of(at: Try, theme: Theme) -> None:
    """Note the first item of a theme, take it back."""
    person = person_with_key(at.who, at.person.pk)
    slot, words = (theme.items[0].code, 0), Answer("known", text="un mot")
    describing.note_situation(person, theme, by=at.who, said={slot: describing.Said(words)})
    shown = theme_situation(at.who, person, theme)[slot].row.pk
    describing.note_situation(person, theme, by=at.who, said={slot: describing.Said(Answer(), shown)})


def papered(at: Try, kind: str) -> None:
    """Add it, describe it again, remove it, bring it back."""
    part = BELONGS[kind]
    if not at.who.roles & PLACES[part]:
        raise NotAllowed("")
    clean = Clean(b"un papier", "text/plain", "txt")
    described = Described(kind=kind, label="Papier", valid_until=at.on)
    paper = filing.keep_paper(at.person, by=at.who, clean=clean, described=described)
    filing.change_paper(paper, by=at.who, version=1, described=described)
    filing.remove_paper(paper, by=at.who)
    filing.bring_paper_back(paper, by=at.who)


def noted(at: Try, sector: str, contact: Any = None) -> None:
    """Write it, then write it again: who wrote a note may correct it."""
    note = writing.write_note(at.person, by=at.who, text="un mot", day=at.on, sector=sector, contact=contact)
    writing.edit_note(note, at.person, by=at.who, text="un autre mot", version=note.version)


def on_the_pathway(at: Try) -> Iterator[Gesture]:
    by, on = at.who, at.on
    for code in ("mobilite", "argent", "sante"):
        yield f"diagnosis, {code}", lambda code=code: diagnosed(at, code)
    for axis in ("sortir", "bouger", "soins"):
        yield f"goal, {axis}", lambda axis=axis: aimed(at, axis)
    for code in ("logement", "emploi", "soins"):
        yield f"orientation, {code}", lambda code=code: foreseen(at, code)
    for dimension in ("droits", "emploi", "soins", "protection"):
        yield f"relay, {dimension}", lambda dimension=dimension: relayed(at, dimension)
    for part in ("social", "employment", "health", "protected"):
        yield f"exchange, {part}", lambda part=part: exchanged(at, part)
    for kind in ("life", "career"):
        yield f"project, {kind}", lambda kind=kind: projected(at, kind)
    yield "words", lambda: moving.write_words(at.pathway, by=by, text="un jardin", on=on)
    yield "admission", lambda: admitted(at)
    yield "move", lambda: [admitted(at), moved(at)]
    yield "suspend and resume", lambda: [suspended(at), resumed(at)]
    yield "join", lambda: joined(at)
    yield "leave", lambda: [joined(at), circle.end_place(at.place("animatrice"), by=by, on=on)]
    yield "referent leaves", lambda: circle.end_place(at.place("referent"), by=by, on=on)
    yield (
        "referent hands over",
        lambda: circle.name_referent(
            at.pathway, at.pathway.programme_version.definition, member=at.other.member, by=by, on=on
        ),
    )
    yield "another version, and back", lambda: taken_to_another_version(at)
    yield "close", lambda: closed(at)
    yield "close and reopen", lambda: [closed(at), reopened(at)]


def taken_to_another_version(at: Try) -> None:
    text = at.house.version.text.replace("valid_from = 2020-01-01", f"valid_from = {at.on}")
    version = load_definition(text, organisation=at.house.organisation)
    stages = {(at.house.version.pk, "accueil"): "accueil"}
    moved_at_once = versions.move_to_version(version, by=at.who, stages=stages)
    if moved_at_once.number:
        assert versions.give_back(moved_at_once.batch, by=at.who) == moved_at_once.number


def admitted(at: Try) -> None:
    moving.record_admission(
        at.pathway, by=at.who, decision="admis", decided_on=at.on, effective_from=None, authority="",
        version=at.pathway.version,
    )  # fmt: skip


def moved(at: Try) -> None:
    moving.move_pathway(at.pathway, by=at.who, move="entrer", on=at.on, version=at.pathway.version)


def suspended(at: Try) -> None:
    moving.suspend_pathway(at.pathway, by=at.who, on=at.on, reason="pause", version=at.pathway.version)


def resumed(at: Try) -> None:
    moving.resume_pathway(at.pathway, by=at.who, on=at.on, version=at.pathway.version)


def joined(at: Try) -> None:
    definition = at.pathway.programme_version.definition
    circle.add_place(at.pathway, definition, role="animatrice", by=at.who, on=at.on, member=at.other.member)


def closed(at: Try) -> None:
    moving.close_pathway(at.pathway, by=at.who, exit_code="emploi", on=at.on, version=at.pathway.version)


def reopened(at: Try) -> None:
    """By caseload, a referent who closed a pathway no longer reads it: the coordination reopens."""
    if not Pathway.objects.filter(pk=at.kept.pk).exists():
        return
    moving.reopen_pathway(at.pathway, by=at.who, on=at.on, version=at.pathway.version)


def of_the_house(at: Try) -> Iterator[Gesture]:
    """What needs no dossier yet."""
    by, on = at.who, at.on
    yield "create", lambda: naming.create_person(by=by, on=on, first_names="Alix")
    yield "create and open for a colleague", lambda: moving.open_pathway(
        naming.create_person(by=by, on=on, first_names="Alix"), by=by, version=at.house.version, on=on,
        referent=at.other.member, words="un jardin", reason="essai",
    )  # fmt: skip
    yield "take down", at.referral
    yield "take down for a colleague", lambda: at.referral(handled_by=at.other.member)
    yield "study", lambda: answered(at, "study")
    yield "refuse", lambda: answered(at, "refuse", refusal_reason="full")
    for referent in (by.member, at.other.member, None):
        yield "welcome", lambda referent=referent: welcomed(at, referent)


def answered(at: Try, move: str, **said: Any) -> None:
    taken = at.referral()
    welcoming.answer_referral(taken, by=at.who, move=move, on=at.on, version=taken.version, **said)


def welcomed(at: Try, referent: Any) -> None:
    taken = at.referral()
    opening = welcoming.Opening(at.house.version, at.on, referent=referent, words="un jardin", reason="essai")
    welcoming.convert_referral(taken, by=at.who, version=taken.version, opening=opening)


def attempt(do: Callable[[], Any]) -> str:
    """What went wrong that nobody foresaw; empty when it was done or answered. Undone in any case."""
    try:
        with transaction.atomic():
            do()
            transaction.set_rollback(True)
    except CordeeError:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0][:90]}"
    return ""


def everybody(sharing: str) -> factories.House:
    team = {"opener": Role.COORDINATOR, "referent": Role.COUNSELLOR, "second": Role.COUNSELLOR, **EVERY_ROLE}
    return factories.house(team=team, sharing=sharing)


FOLLOWING = [Role.COORDINATOR, Role.COUNSELLOR, Role.SOCIAL_WORKER, Role.JOB_COACH]
AROUND = [Role.WORKSHOP_LEADER, Role.TECHNICAL_SUPERVISOR, Role.HEALTH_PROFESSIONAL, Role.SECRETARY]


@pytest.mark.parametrize(
    ("sharing", "place", "roles"),
    [
        (Sharing.OPEN_TEAM, "none", list(Role)),
        (Sharing.CASELOAD, "referent", FOLLOWING),
        (Sharing.CASELOAD, "circle", AROUND),
    ],
)
def test_no_gesture_ends_in_a_refusal_of_the_database(db, sharing, place, roles):
    house, found = everybody(sharing), []
    for role in roles:
        at = dossier(house, house.team[role], place)
        with acting_in(at.who.context()):
            gestures = [*of_the_house(at)]
            if Person.objects.visible_to(at.who).filter(pk=at.person.pk).exists():
                gestures += [*on_the_person(at), *on_the_pathway(at)]
            found += [f"{role}: {name}: {wrong}" for name, do in gestures if (wrong := attempt(do))]

    assert found == []


def dossier(house: factories.House, who: Any, place: str) -> Try:
    """A dossier opened by the coordinator, in which `who` has this place."""
    person = factories.person(house.opener)
    referent = who if place == "referent" else house.referent
    pathway = factories.pathway(house, person, by=house.opener, referent=referent.member)
    if place == "circle":
        with acting_in(house.opener.context()):
            definition = house.version.definition
            circle.add_place(
                pathway,
                definition,
                role="animatrice",
                by=house.opener,
                on=house.opener.today,
                member=who.member,
            )
    return Try(house, who, house.second, person, pathway)
