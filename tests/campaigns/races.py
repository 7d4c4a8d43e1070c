"""A ground of access ends while its holder reads the dossier: from the end on, no reading succeeds."""

import random
import threading
import time

from django.db import connections
from django.urls import reverse

from cordee.accounts.enums import Sharing
from cordee.people.actions import end_grounds, give_ground
from cordee.people.enums import GroundKind
from cordee.plumbing.context import acting_in
from cordee.plumbing.ids import new_id
from tests import factories
from tests.campaigns.lasting import tries_of


def run(*, seconds: float, chance: random.Random, least: int = 0) -> tuple[int, list[str]]:
    """(readings, stale readings). Readers and the one who ends are different threads, as different people are."""
    house = factories.house(name="Maison des courses", sharing=Sharing.CASELOAD)
    person = factories.person(house.coordinator)
    address = reverse("person", args=[person.pk])
    tries, faults = 0, []
    for _race in tries_of(seconds, least=least):
        thing = new_id()
        with acting_in(house.coordinator.context()):
            give_ground(
                person,
                member=house.colleague.member,
                kind=GroundKind.SHARED,
                by=house.coordinator,
                thing_id=thing,
                partitions=house.colleague.rights.following,
            )
        ended, readings = threading.Event(), []
        reader = threading.Thread(target=read, args=(house.colleague, address, ended, readings))
        reader.start()
        time.sleep(chance.uniform(0.0, 0.05))
        with acting_in(house.coordinator.context()):
            end_grounds(person, thing_id=thing)
        ended.set()
        reader.join()
        tries += len(readings)
        faults += [f"read {status} after the end" for after, status in readings if after and status != 404]
    return tries, faults


def read(who, address: str, ended: threading.Event, readings: list[tuple[bool, int]]) -> None:
    """Read again and again; for each reading, had the ground ended before it was asked?"""
    client = factories.visit(who)
    try:
        while True:
            after = ended.is_set()
            readings.append((after, client.get(address).status_code))
            if after:
                return
    finally:
        connections.close_all()
