"""Defects planted in what goes out of the house: a consent not asked, a link that outlives it, a page that says too much.

The guard plays the whole story of a partner without an account, and says what they should not have seen.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from cordee.doors.tests.factories import visitor
from cordee.kernel.errors import CordeeError
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import Verdict
from cordee.partners.whom import WHOM
from cordee.people.actions import add_contact, protect_contact
from cordee.plumbing.context import acting_in
from cordee.relays import actions, answering, composing, door, fetch, from_elsewhere, links
from cordee.relays.models import BaseRelay, HealthRelay
from cordee.relays.tests.factories import (
    again,
    agreement,
    come_in,
    followed,
    letters,
    link_of,
    prepared,
    sent,
)
from tests import factories
from tests.planted import SEALED, Defect, catalogue_guard, locks_on, patched, policy_without, sql

SECRET = "Zibeline"
PASSES = Verdict(True, "")


def relays_guard(world: Any = None) -> list[str]:
    """What left, or could be read, that should not have."""
    with transaction.atomic():
        found = list(complaints(factories.house(name="Maison aux relais")))
        transaction.set_rollback(True)
    return found


def complaints(house: factories.House) -> Iterator[str]:
    person = followed(house, first_names=SECRET, usage_name="Secret")
    by = house.referent
    for said, relay, leaving in (
        ("a relay leaves without an agreement", prepared(house, person), agreement(by, means="")),
        ("care leaves without being named", prepared(house, person, dimension="soins"), agreement(by)),
    ):
        with transaction.atomic(), acting_in(by.context()):
            try:
                actions.send_relay(relay, fetch.person_for(by, person.pk), leaving, by=by)
                yield said
            except CordeeError:
                pass
            transaction.set_rollback(True)
    yield from in_the_directory(house, person)
    relay = sent(house, person)
    if any(SECRET in letter.text + letter.subject for letter in letters(house, links.SENT)):
        yield "the mail names the person"
    yield from at_the_door(house, person, relay)


def in_the_directory(house: factories.House, person: Any) -> Iterator[str]:
    """Somebody protected, for whom one looks there; and who may."""
    by, said = house.referent, {WHOM: str(person.pk)}
    with transaction.atomic():
        with acting_in(by.context()):
            protect_contact(person, by=by, on=by.today)
            person.refresh_from_db()
            add_contact(person, by=by, kind="address", value="57100 Thionville", on=by.today, is_safe=True)
            found = from_elsewhere.whom(by, said)
        if found is None or found.town:
            yield "the directory says where somebody protected lives"
        with acting_in(house.secretary.context()):
            if from_elsewhere.whom(house.secretary, said) is not None:
                yield "the directory names somebody to who does not orient"
        transaction.set_rollback(True)


def at_the_door(house: factories.House, person: Any, relay: Any) -> Iterator[str]:
    link, client, by = link_of(house), visitor(), house.referent
    if SECRET in client.get(link).content.decode():
        yield "a link opens without a code"
    come_in(client, house, link)
    if SECRET in visitor("192.0.2.9").get(link).content.decode():
        yield "a forwarded link opens without a code"
    if again(relay, by).read_at is None:
        yield "nothing says that it was read"
    with acting_in(by.context()):
        answering.withdraw_relay(relay, fetch.person_for(by, person.pk), by=by, by_person=True)
    if SECRET in client.get(link).content.decode():
        yield "a link opens after the agreement was withdrawn"
    if again(relay, by).sealed_sent is not None:
        yield "what left is kept after the agreement was withdrawn"


def unread(relay: BaseRelay, typed: str) -> bool:
    """Lets in without a receipt."""
    return True


DEFECTS = [
    Defect(
        "an agreement not asked",
        patched(actions, "agreed", lambda consent, *, today: PASSES),
        relays_guard,
        "without an agreement",
    ),
    Defect(
        "care that leaves unnamed",
        patched(composing, "stays_in", lambda chosen, named: PASSES),
        relays_guard,
        "care leaves",
    ),
    Defect(
        "a link that asks for no code",
        patched(door, "is_recognised", lambda request, relay: True),
        relays_guard,
        "without a code",
    ),
    Defect(
        "the commune of somebody protected in the directory",
        patched(from_elsewhere, "_is_hidden", lambda person: False),
        relays_guard,
        "where somebody protected lives",
    ),
    Defect(
        "somebody named in the directory to whoever reads it",
        patched(from_elsewhere, "may_write", lambda actor, person, part, action: True),
        relays_guard,
        "to who does not orient",
    ),
    Defect("a reading nobody is told of", patched(links, "try_code", unread), relays_guard, "was read"),
    Defect(
        "relays of care read by the whole house",
        patched(HealthRelay, "PARTITIONS", (Partition.SOCIAL,)),
        locks_on("relays.HealthRelay"),
        "relays.HealthRelay",
    ),
    Defect(
        "a policy of protected relays dropped",
        sql("DROP POLICY reading ON relays_protectedrelay"),
        catalogue_guard,
        "relays_protectedrelay",
    ),
    Defect(
        "a seal ignored by the policy of relays",
        policy_without("relays_relay", SEALED),
        locks_on("relays.Relay"),
        "relays.Relay",
    ),
    Defect(
        "a seal ignored by the policy of exchanges",
        policy_without("relays_exchange", SEALED),
        locks_on("relays.Exchange"),
        "relays.Exchange",
    ),
]
