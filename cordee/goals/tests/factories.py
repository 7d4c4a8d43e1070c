"""Goals for the tests, on the section of tests/programme.toml."""

from typing import Any

from cordee.assessments.fetch import person_with_key
from cordee.goals.actions import GoalWanted, set_goal
from cordee.goals.stepping import StepWanted, add_step
from cordee.kernel.partitions import Partition
from cordee.people.models import Ground
from cordee.plumbing.context import acting_in
from tests import factories

BUS = GoalWanted(axis="bouger", line="bus", words="Aller au marché sans attendre ma sœur")


def followed(house: factories.House) -> Any:
    """Somebody on a running pathway, who says so: `person.pathway`."""
    person = factories.person(house.referent)
    person.pathway = factories.pathway(house, person)
    return person


def seen_by(actor: Any, person: Any) -> Any:
    return person_with_key(actor, person.pk)


def goal(
    house: factories.House, person: Any, wanted: GoalWanted = BUS, *, by: Any = None, **more: Any
) -> Any:
    who = by or house.referent
    with acting_in(who.context()):
        return set_goal(seen_by(who, person), person.pathway, wanted, by=who, **more)


def step(
    house: factories.House, person: Any, of: Any, *, by: Any = None, on: Any = None, **wanted: Any
) -> Any:
    who = by or house.referent
    wanted.setdefault("words", "Prendre le bus ensemble, une fois")
    with acting_in(who.context()):
        return add_step(of, seen_by(who, person), StepWanted(**wanted), by=who, on=on)


def open_health(house: factories.House, person: Any) -> None:
    """The referent follows the health of this person, with her agreement."""
    _open(house, house.referent, person, Partition.HEALTH | Partition.PROTECTED)


def open_work_to(house: factories.House, actor: Any, person: Any) -> None:
    """A colleague around the person, for the path to work."""
    _open(house, actor, person, Partition.IDENTITY | Partition.EMPLOYMENT)


def _open(house: factories.House, actor: Any, person: Any, parts: Partition) -> None:
    with acting_in(house.coordinator.context()):
        Ground(
            organisation=house.organisation,
            person=person,
            member=actor.member,
            kind="shared",
            partitions=int(parts),
        ).save(force_insert=True)
