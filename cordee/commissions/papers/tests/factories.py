"""A sitting of today with people before it, for the tests of its papers."""

from typing import Any

from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.tests.test_diagnosis import begun, write
from cordee.commissions import agenda, boards, planning
from cordee.commissions.boards import BoardWanted, HolderWanted, SeatWanted
from cordee.goals.actions import GoalWanted
from cordee.goals.tests.factories import goal
from cordee.pathways.noting import write_words
from cordee.plumbing.context import acting_in
from tests import factories

WORDS = "Je veux travailler dehors, le matin."


def board(house: factories.House, *, member: Any = None, **wanted: Any) -> Any:
    """member: an account who sits."""
    by = house.coordinator
    wanted.setdefault("powers", ("admission", "review", "opinion"))
    holders = [HolderWanted("Nadia Membre", member=member.member)] if member else []
    told = BoardWanted("Commission insertion", "la commission insertion", **wanted)
    with acting_in(by.context()):
        return boards.make_board(told, [SeatWanted("UNAFAM", holders)], by=by, on=by.today)


def sitting(house: factories.House, of: Any) -> Any:
    by = house.coordinator
    with acting_in(by.context()):
        return planning.plan_sitting(of, by=by, day=by.today)


def somebody(
    house: factories.House, first: str = "Zélie", family: str = "Exemplaire", **identity: Any
) -> Any:
    """A person followed, with their words, a goal, a diagnosis that says something."""
    who = house.referent
    person = factories.person(who, first_names=first, usage_name=family, **identity)
    person.pathway = factories.pathway(house, person)
    with acting_in(who.context()):
        write_words(person.pathway, by=who, text=WORDS, on=who.today)
    diagnosis = begun(house, person)
    write(
        house,
        person,
        diagnosis,
        {
            "mobilite": Entry(
                level=4, is_barrier=True, strengths="Prend le bus seule", watch="Se fatigue vite l’après-midi"
            )
        },
    )
    goal(house, person, GoalWanted(axis="bouger", line="bus", words="Aller au marché sans attendre"))
    return person


def on_agenda(house: factories.House, at: Any, person: Any, *, kind: str = "opinion") -> Any:
    by = house.coordinator
    with acting_in(by.context()):
        return agenda.add_by_hand(at, by=by, kind=kind, person=person, pathway=person.pathway)


def convened(house: factories.House, at: Any) -> Any:
    by = house.coordinator
    with acting_in(by.context()):
        at.refresh_from_db()
        planning.convene(at, by=by, version=at.version, site="")
        at.refresh_from_db()
    return at
