"""How a link to sign reaches the person: neutral words, their wishes, a means that is safe, nothing from a sealed dossier."""

import pytest
from django.urls import reverse

from cordee.dossier.fetch import letter_of
from cordee.dossier.messages import Way
from cordee.engagements import actions
from cordee.engagements.models import SigningLink
from cordee.engagements.remote import letters
from cordee.engagements.tests.factories import in_house, proposed, somebody
from cordee.engagements.tests.test_links import PREFIX, given, opened, rows
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.people.actions import seal_dossier
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message

MAIL = Way(None, "mail", "Courriel", "elle@exemple.invalid")


@pytest.fixture
def person(house):
    return somebody(house)


def test_the_message_is_neutral_and_the_house_does_not_read_its_link(house, person):
    contract = proposed(house, person)
    link, token = given(house, contract, person, way=MAIL)

    with acting_in(house.referent.context()):
        message = Message.objects.get(pk=link.message_id)
        letter, read = open_letter(message), letter_of(message)
    assert PREFIX + token in letter.text
    assert reverse("sign_link", args=["x"]) == "/lien/x"  # an address is read too
    assert token not in read.text and "(lien personnel)" in read.text
    for word in ("contrat", "sign", "RSA", person.first_names, house.organisation.name):
        assert word.lower() not in letter.text.replace(PREFIX + token, "").lower()


def test_a_protected_contact_is_written_to_only_where_it_is_said_safe(house, person):
    contract = proposed(house, person)
    with acting_in(house.referent.context()):
        Person.objects.filter(pk=person.pk).update(has_protected_contact=True)

    with pytest.raises(BadInput) as refused:
        given(house, contract, person, way=MAIL)
    assert refused.value.field == "is_safe"
    assert rows(house, SigningLink, contract=contract) == []

    given(house, contract, person, way=MAIL, is_safe=True)
    given(house, contract, person)  # copied: nothing is sent


def test_who_asked_not_to_be_written_to_is_not(house, person):
    contract = proposed(house, person)
    with acting_in(house.referent.context()):
        Person.objects.filter(pk=person.pk).update(preferred_channel="none")

    with pytest.raises(NotAllowed):
        given(house, contract, person, way=MAIL)
    assert given(house, contract, person)


def test_a_sealed_dossier_gives_no_link_and_opens_none(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    with acting_in(house.coordinator.context()):
        seal_dossier(
            person, by=house.coordinator, reason="Sa cousine travaille ici", on=house.coordinator.today
        )

    with pytest.raises(NotAllowed, match="scellé"):
        given(house, contract, person)
    assert opened(token) is None


def test_what_waits_to_leave_is_stopped_with_its_link(house, person):
    contract = proposed(house, person)
    link, _token = given(house, contract, person, way=MAIL)
    other, _token = given(house, contract, person, way=MAIL)

    with acting_in(house.referent.context()):
        first, second = (Message.objects.get(pk=one.message_id) for one in (link, other))
        assert (first.state, letters.no_longer_serves(second)) == ("cancelled", "")
    in_house(house.referent, actions.take_back_contract, contract, person)
    with acting_in(house.referent.context()):
        assert letters.no_longer_serves(second) == "past"
