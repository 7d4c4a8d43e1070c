"""The contracts of the house are found where one looks: beside people, on one's day, from a deadline."""

import pytest

from cordee.accounts.enums import Role
from cordee.engagements.remote import opening
from cordee.engagements.tests.factories import proposed, somebody
from cordee.engagements.tests.test_links import given, opened
from cordee.home.tests.asking import links_of, text_of
from tests.factories import actor, visit


def test_from_people_and_from_ones_day(house):
    client = visit(house.referent)

    assert "/contrats" in links_of(client.get("/personnes/"))
    assert "/contrats?voir=a-signer&miens=1" in links_of(client.get("/"))
    page = client.get("/contrats")
    assert "/personnes/" in links_of(page)
    assert 'aria-current="page"' in page.content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.DIRECTOR])
def test_not_by_those_who_may_not_read_the_list(house, role):
    client = visit(actor(house.organisation, role))

    for address in ("/", "/personnes/"):
        assert not any(link.startswith("/contrats") for link in links_of(client.get(address)))


def test_a_deadline_of_a_contract_leads_to_it(house):
    person = somebody(house)
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    opening.talk_first(opened(token), words="")

    page = visit(house.referent).get("/")

    assert f"/personnes/{person.pk}/contrats/{contract.pk}" in links_of(page)
    assert "Parler du contrat avec elle" in text_of(page)
