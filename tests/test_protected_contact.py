"""A protected address stays nowhere in clear: no row, no history, no orientation, no log (T1)."""

import pytest
from django.db import connections

from cordee.kernel.errors import NotAllowed
from cordee.people.actions import add_contact, protect_contact, reveal_contact
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.referrals.actions import Opening, convert_referral, take_referral
from tests import factories
from tests.worlds import unguarded

CANARY = "0199000042"
MAIL = "canari-cache@exemple.invalid"


def places_in_clear(text: str) -> list[str]:
    """Every table of the database in which a text can be read, history included."""
    found = []
    with unguarded() as using, connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relispartition"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_once_protected_an_address_is_in_no_table_in_clear(committed):
    house = factories.house()
    by = house.referent
    with acting_in(by.context()):
        referral = take_referral(
            by=by, received_on=by.today, first_names="Alix", phone=CANARY, email=MAIL,
            programme=house.version.programme, channel="voisins",
        )  # fmt: skip
        opening = Opening(house.version, by.today, referent=by.member, reason="essai", words="un jardin")
        pathway = convert_referral(referral, by=by, version=referral.version, opening=opening)
    assert places_in_clear(CANARY) and places_in_clear(MAIL)

    with acting_in(by.context()):
        person = Person.objects.get(pk=pathway.person_id)
        protect_contact(person, by=by, on=by.today)
        add_contact(person, by=by, kind="address", value=f"12 rue {CANARY}", on=by.today)

    assert places_in_clear(CANARY) == []
    assert places_in_clear(MAIL) == []


@pytest.mark.parametrize(("who", "sees"), [("referent", True), ("coordinator", True), ("secretary", False)])
def test_a_protected_address_is_revealed_with_a_reason_and_leaves_a_line(house, who, sees):
    person = factories.person(house.referent)
    reader = house.team[who]
    with acting_in(house.referent.context()):
        protect_contact(person, by=house.referent, on=house.referent.today)
        add_contact(person, by=house.referent, kind="phone", value=CANARY, on=house.referent.today)

    with acting_in(reader.context()):
        if not sees:
            with pytest.raises(NotAllowed):
                reveal_contact(person, by=reader, reason="un rendez-vous")
            return
        shown = reveal_contact(person, by=reader, reason="un rendez-vous")
        line = AccessLog.objects.get(what="contact.revealed")

    assert [value for _kind, value in shown] == [CANARY]
    assert (line.person_id, line.member_id, line.detail) == (person.pk, reader.member.pk, "un rendez-vous")
    assert CANARY not in line.detail
