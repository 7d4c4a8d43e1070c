"""Defects planted in the appointments, in what they are about and in the calendar feeds (see tests/planted.py)."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from cordee.appointments import feed
from cordee.appointments.models import (
    Appointment,
    AppointmentQuerySet,
    CalendarFeed,
    FeedQuerySet,
    HealthMatter,
)
from cordee.kernel.partitions import Partition
from cordee.plumbing.policies import BY_NOBODY
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql
from tests.rows import Spot, make_row
from tests.worlds import World

TOKEN = "une-adresse-secrete"


def feed_guard(world: World) -> list[str]:
    """An address that is revoked, or whose owner left, reads nothing; one in service reads hours and nothing else."""
    actor = next(one for one in world.actors if "counsellor" in one.roles or "coordinator" in one.roles)
    found = []
    with mock.patch.object(feed, "actor_of_member", lambda organisation, member: actor):
        for revoked in (False, True):
            row = CalendarFeed(
                organisation=actor.organisation,
                member=actor.member,
                digest=feed.digest_of(f"{TOKEN}{revoked}"),
            )
            row.revoked_at = row.made_at if revoked else None
            with reading(world):
                row.save(force_insert=True)
                answers = feed.owner_of(f"{TOKEN}{revoked}") is not None
            if answers is revoked:
                found.append(f"calendar address: revoked {revoked}, answers {answers}")
    spot = Spot(world.persons[0].organisation, world.persons[0], actor.member, world.houses[0][2])
    shown = feed.written(
        [make_row(Appointment, spot, using=world.using)], actor, lambda row: "https://ici.invalid/"
    )
    if b"Canari" in shown or b"SUMMARY:Rendez-vous" not in shown:
        found.append("calendar address: says more than hours")
    return found


@contextmanager
def reading(world: World) -> Iterator[None]:
    """The rows of feeds, on the connection of the world."""
    with mock.patch.object(CalendarFeed, "objects", CalendarFeed.objects.db_manager(world.using)):
        yield


DEFECTS = [
    Defect(
        "a seal ignored by the policy of appointments",
        policy_without("appointments_appointment", SEALED),
        locks_on("appointments.Appointment"),
        "appointments.Appointment",
    ),
    Defect(
        "appointments shown to everybody of the house by the door of the jobs",
        policy_without("appointments_appointment", f" AND {BY_NOBODY}"),
        locks_on("appointments.Appointment"),
        "appointments.Appointment",
    ),
    Defect(
        "appointments read without the identity",
        patched(AppointmentQuerySet, "partition", Partition.WORKING),
        locks_on("appointments.Appointment"),
        "appointments.Appointment",
    ),
    Defect(
        "what a meeting of health is about read by the whole house",
        patched(HealthMatter, "PARTITIONS", (Partition.SOCIAL,)),
        locks_on("appointments.HealthMatter"),
        "appointments.HealthMatter",
    ),
    Defect(
        "a policy of what protected meetings are about dropped",
        sql("DROP POLICY reading ON appointments_protectedmatter"),
        catalogue_guard,
        "appointments_protectedmatter",
    ),
    Defect(
        "a seal ignored by the policy of rhythms",
        policy_without("appointments_series", SEALED),
        locks_on("appointments.Series"),
        "appointments.Series",
    ),
    Defect(
        "a revoked calendar address that still answers",
        patched(FeedQuerySet, "live", lambda self: self),
        feed_guard,
        "calendar address: revoked True, answers True",
    ),
]
