"""What is done with a partner: who may, what is refused, what is kept."""

from datetime import timedelta

import pytest

from cordee.kernel.errors import BadInput, NotAllowed
from cordee.partners import fetch
from cordee.partners.actions import (
    ChangedMeanwhile,
    add_partner,
    add_site,
    change_partner,
    close_partner,
    reopen_partner,
)
from cordee.partners.agreeing import add_agreement, change_agreement, end_agreement
from cordee.partners.enums import AgreementState, LinkState
from cordee.partners.linking import (
    change_referent,
    end_referent,
    name_referent,
    note_contact,
    withdraw_contact,
)
from cordee.partners.models import Partner
from cordee.partners.offering import add_service, change_service, end_service
from cordee.partners.words import read_words
from cordee.plumbing.context import acting_in
from cordee.plumbing.house_key import organisation_key

THEME = "sante--addictions"


@pytest.fixture
def by(house):
    with acting_in(house.colleague.context()):
        yield house.colleague


@pytest.fixture
def partner(by):
    return add_partner(by=by, name="CCAS de la ville", town="Exempleville", phone="01 99 00 00 42")


def test_a_name_is_enough(by):
    made = add_partner(by=by, name="  Le Relais ")

    assert (made.name, made.version, made.organisation_id) == ("Le Relais", 1, by.organisation.pk)
    assert made.search_key == " le relais "


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "L"}, "name"),
        ({"siret": "123"}, "siret"),
        ({"phone": "12 34 5"}, "phone"),
        ({"opening_hours": "quand on peut"}, "opening_hours"),
        ({"kinds": ["PERSONNE"]}, "kinds"),
        ({"domains": ["rien"]}, "domains"),
        ({"networks": ["rien"]}, "networks"),
        ({"postcode": "5710"}, "postcode"),
        ({"insee": "57"}, "insee"),
        ({"website": "javascript://x"}, "website"),
        ({"website": f"https://{'x' * 200}.fr"}, "website"),
        ({"town": "x" * 101}, "town"),
    ],
)
def test_what_cannot_be_right_is_told_beside_its_field(by, said, field):
    assert add_partner(by=by, name="Le Relais")
    with pytest.raises(BadInput) as refused:
        add_partner(by=by, **({"name": "Le Relais"} | said))

    assert refused.value.field == field
    assert Partner.objects.count() == 1


GESTURES = {
    "add": lambda partner, by: add_partner(by=by, name="Un autre"),
    "change": lambda partner, by: change_partner(partner, by=by, seen=1, name="Un autre"),
    "contact": lambda partner, by: note_contact(partner, by=by, on=by.today, means="phone"),
    "referent": lambda partner, by: name_referent(partner, by=by, name="Mme Aulne", from_on=by.today),
    "agreement": lambda partner, by: add_agreement(partner, by=by, kind="convention"),
    "service": lambda partner, by: add_service(partner, by=by, name="Accueil"),
    "site": lambda partner, by: add_site(partner, by=by, name="Antenne"),
    "close": lambda partner, by: close_partner(partner, by=by, seen=1, on=by.today),
}


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES)
def test_who_only_reads_writes_nothing(house, partner, gesture):
    for who in ("director", "nurse"):
        with acting_in(house.team[who].context()), pytest.raises(NotAllowed, match="revient"):
            gesture(partner, house.team[who])
    with acting_in(house.secretary.context()):
        assert gesture(partner, house.secretary)


def test_a_stranger_sees_nothing(house, stranger, partner):
    assert Partner.objects.visible_to(house.colleague).count() == 1
    with acting_in(stranger.context()):
        assert not Partner.objects.exists()


def test_two_people_change_it_at_once_and_both_keep_their_words(by, partner):
    assert change_partner(partner, by=by, seen=1, name="CCAS de la ville", phone="115")

    with pytest.raises(ChangedMeanwhile) as met:
        change_partner(partner, by=by, seen=1, name="CCAS de la ville", phone="3919")

    assert met.value.names == ["phone"]
    partner.refresh_from_db()
    assert (partner.phone, partner.version) == ("115", 2)
    assert not change_partner(partner, by=by, seen=1, phone="115")
    assert change_partner(partner, by=by, seen=2, phone="3919")


def test_a_partner_does_not_close_on_a_day_to_come(by, partner):
    with pytest.raises(BadInput, match="pas encore venu"):
        close_partner(partner, by=by, seen=partner.version, on=by.today + timedelta(days=1))
    partner.refresh_from_db()
    assert not partner.is_closed


def test_a_partner_that_closes_keeps_its_history_and_says_where_to_turn(by, partner):
    other = add_partner(by=by, name="Maison des solidarités")
    note_contact(partner, by=by, on=by.today, means="phone")

    closed = close_partner(
        partner, by=by, seen=partner.version, on=by.today, turn_to=other, words="au premier"
    )

    assert fetch.page_of(by, fetch.Wanted()).rows == [other]
    assert fetch.page_of(by, fetch.Wanted(standing=fetch.CLOSED)).rows == [closed]
    sheet = fetch.sheet_of(by, partner.pk)
    assert (sheet.partner.turn_to, len(sheet.contacts)) == (other, 1)
    with pytest.raises(BadInput, match="encore ouverte"):
        close_partner(other, by=by, seen=other.version, on=by.today, turn_to=closed)
    reopened = reopen_partner(closed, by=by)
    assert (reopened.closed_on, reopened.turn_to, reopened.turn_to_words) == (None, None, "")


def test_a_contact_makes_the_link_alive_and_its_withdrawal_gives_it_back(by, partner):
    long_ago, now = by.today - timedelta(days=800), by.today
    assert partner.link_on(now) == LinkState.UNKNOWN

    note_contact(partner, by=by, on=long_ago, means="meeting")
    assert partner.link_on(now) == LinkState.DORMANT
    late = note_contact(partner, by=by, on=now, means="phone", words="  Point sur les délais. ")
    assert partner.link_on(now) == LinkState.ALIVE
    note_contact(partner, by=by, on=now - timedelta(days=30), means="mail")
    assert partner.last_contact_on == now

    assert read_words(late, key=organisation_key(by.organisation.pk)) == "Point sur les délais."
    assert "délais".encode() not in bytes(late.sealed_words)
    withdraw_contact(late, by=by)
    partner.refresh_from_db()
    assert partner.last_contact_on == now - timedelta(days=30)
    assert partner.version == 1


def test_a_contact_is_not_to_come(by, partner):
    assert note_contact(partner, by=by, on=by.today, means="phone")
    for said in ({"on": by.today + timedelta(days=1), "means": "phone"}, {"on": by.today, "means": "pigeon"}):
        with pytest.raises(BadInput):
            note_contact(partner, by=by, **said)


def test_a_referent_replaced_stays_with_their_days(by, partner):
    first = name_referent(partner, by=by, name="Mme Agathe Aulne", from_on=by.today - timedelta(days=400))
    second = name_referent(
        partner, by=by, name="M. Côme Pinson", from_on=by.today, replaces=first, phone="01 99 00 00 43"
    )

    first.refresh_from_db()
    assert first.until_on == by.today - timedelta(days=1)
    assert fetch.referents_of(by, [partner]) == {partner.pk: [second]}
    assert [one.name for one in fetch.sheet_of(by, partner.pk).referents] == [
        "M. Côme Pinson",
        "Mme Agathe Aulne",
    ]
    assert change_referent(second, by=by, seen=1, name="M. Côme Pinson", from_on=by.today, about="les matins")
    with pytest.raises(BadInput, match="avant le début"):
        end_referent(second, by=by, seen=2, on=by.today - timedelta(days=1))
    assert end_referent(second, by=by, seen=2, on=by.today)


def test_an_agreement_renewed_ends_the_day_before(by, partner):
    old = add_agreement(
        partner,
        by=by,
        kind="convention",
        signed_on=by.today - timedelta(days=300),
        until=by.today + timedelta(days=20),
    )
    assert fetch.to_renew(by) == [old]

    new = add_agreement(partner, by=by, kind="convention", signed_on=by.today, renews=old)

    old.refresh_from_db()
    assert old.ended_on == by.today - timedelta(days=1)
    assert (old.state_on(by.today), new.state_on(by.today)) == (AgreementState.OVER, AgreementState.RUNNING)
    assert fetch.to_renew(by) == []
    with pytest.raises(BadInput, match="signature"):
        end_agreement(new, by=by, seen=1, on=by.today - timedelta(days=1))
    with pytest.raises(BadInput) as refused:
        change_agreement(
            new, by=by, seen=1, kind="convention", signed_on=by.today, until=by.today - timedelta(days=1)
        )
    assert refused.value.field == "until"


def test_a_service_speaks_the_words_of_data_inclusion(by, partner):
    service = add_service(partner, by=by, name="Accueil et soins", themes=[THEME], publics=["tous-publics"])

    assert fetch.page_of(by, fetch.Wanted(need=THEME)).rows == [partner]
    assert fetch.page_of(by, fetch.Wanted(need="sante")).rows == [partner]
    assert fetch.page_of(by, fetch.Wanted(need="mobilite")).rows == []
    for said in (
        {"themes": ["sante"]},
        {"publics": ["tous-publics", "jeunes"]},
        {"kind": "rien"},
        {"fee": "cher"},
    ):
        with pytest.raises(BadInput):
            change_service(service, by=by, seen=1, **({"name": "Accueil et soins"} | said))
    end_service(service, by=by, seen=1, on=by.today)
    assert fetch.page_of(by, fetch.Wanted(need=THEME)).rows == []


def test_what_is_sensitive_is_known_by_kind_by_network_or_by_choice(by, partner):
    assert not partner.is_kept_in
    for said in ({"kinds": ["CSAPA"]}, {"networks": ["csapa"]}, {"is_sensitive": True}):
        assert add_partner(by=by, name="Le Relais", **said).is_kept_in


def test_those_that_look_alike_are_found_before_they_are_written_twice(by, partner):
    assert fetch.alike(by, name="C.C.A.S. de la Ville") == []
    assert fetch.alike(by, name="ccas de la villle") == [partner]
    assert fetch.alike(by, name="Autre chose") == []
    change_partner(partner, by=by, seen=1, siret="13003013300016")
    assert fetch.alike(by, name="Autre chose", siret="13003013300016") == [partner]
