"""The partner's link: no account, a code, what was sent and nothing else; answers, receipts, withdrawal, throttling."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.doors.tests.factories import visitor
from cordee.dossier.models import Deadline, Fact
from cordee.papers.actions import Described, add_paper
from cordee.people.models import Seal
from cordee.plumbing.context import acting_in
from cordee.relays import answering, fetch, links
from cordee.relays.links import CODE, SENT
from cordee.relays.tests.factories import (
    NEED,
    again,
    code_of,
    come_in,
    followed,
    letters,
    link_of,
    partner_of,
    sent,
)

DAY = timedelta(days=1)


@pytest.fixture
def person(house):
    return followed(house, first_names="Zibeline", usage_name="Secret")


@pytest.fixture
def relay(house, person):
    return sent(house, person, partner=partner_of(house))


@pytest.fixture
def client():
    return visitor()


def body(answer):
    return answer.content.decode()


def test_before_the_code_nobody_is_named_and_nothing_written(house, relay, client):
    answer = client.get(link_of(house))

    assert answer.status_code == 200 and "d…@ccas.invalid" in body(answer)
    for word in ("Zibeline", "Secret", NEED, "Diallo", house.organisation.name):
        assert word not in body(answer)
    assert again(relay, house.referent).read_at is None


def test_after_the_code_what_was_sent_and_nothing_else(house, relay, client):
    answer = come_in(client, house, link_of(house))

    assert "Zibeline Secret" in body(answer) and NEED in body(answer)
    assert "01 99 00 00 42" not in body(answer)
    assert answer["Cache-Control"] and "no-store" in answer["Cache-Control"]
    kept = again(relay, house.referent)
    assert kept.state == "read" and kept.read_at is not None


def test_another_browser_asks_for_another_code(house, relay, client):
    link = link_of(house)
    come_in(client, house, link)

    assert "Zibeline" not in body(visitor("192.0.2.9").get(link))


def test_a_wrong_code_five_times_and_the_right_one_no_longer_serves(house, relay, client):
    link = link_of(house)
    client.post(f"{link}/code", {"envoyer": "1"})
    right = code_of(house)
    wrong = "000000" if right != "000000" else "111111"
    statuses = [client.post(f"{link}/code", {"code": wrong}).status_code for _time in range(5)]

    assert statuses == [422] * 5
    assert client.post(f"{link}/code", {"code": right}).status_code == 422
    assert again(relay, house.referent).read_at is None


def test_a_code_serves_once_and_for_a_while(house, relay, client):
    link = link_of(house)
    client.post(f"{link}/code", {"envoyer": "1"})
    code = code_of(house)
    later = again(relay, house.referent).code_until + timedelta(seconds=1)
    with mock.patch("cordee.relays.links.timezone.now", return_value=later):
        assert client.post(f"{link}/code", {"code": code}).status_code == 422
    assert client.post(f"{link}/code", {"code": code}).status_code == 302
    assert visitor("192.0.2.9").post(f"{link}/code", {"code": code}).status_code == 422


def test_codes_are_slowed_down(house, relay, client):
    link = link_of(house)
    answers = [client.post(f"{link}/code", {"envoyer": "1"}) for _time in range(9)]

    assert len(letters(house, CODE)) == 6
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 3
    assert "réessayez dans une heure" in body(answers[-1])


def test_the_page_says_when_a_code_has_left_and_when_it_no_longer_serves(house, relay, client):
    link = link_of(house)
    before = body(client.get(link))
    client.post(f"{link}/code", {"envoyer": "1"})
    sent = body(client.get(link))
    later = again(relay, house.referent).code_until + timedelta(seconds=1)
    with mock.patch("cordee.relays.links.timezone.now", return_value=later):
        after = body(client.get(link))

    assert "est parti à" in sent and "Renvoyer un code" in sent
    for page in (before, after):
        assert "est parti à" not in page and "Recevoir le code" in page
    assert "Écrivez les six chiffres" in body(client.post(f"{link}/code", {"code": " "}))


def test_the_partner_answers_several_times(house, relay, client):
    link = link_of(house)
    come_in(client, house, link)
    missing = client.post(f"{link}/reponse", {"answer": "needs_more", "words": ""})
    assert missing.status_code == 422 and again(relay, house.referent).state == "read"
    client.post(f"{link}/reponse", {"answer": "needs_more", "words": "Il nous faut le bail."})
    assert again(relay, house.referent).state == "needs_more"
    answer = client.post(f"{link}/reponse", {"answer": "accepted", "words": "Lundi 10 h"}, follow=True)

    assert "Il nous faut le bail." in body(answer) and "Lundi 10 h" in body(answer)
    assert again(relay, house.referent).state == "accepted"
    with acting_in(house.referent.context()):
        assert list(Fact.objects.filter(kind="relay_answered").order_by("pk").values_list("codes__answer", flat=True)) == [
            "needs_more", "accepted",
        ]  # fmt: skip
        waiting = Deadline.objects.get(thing_id=relay.pk, closed_on=None)
    assert waiting.due_on == house.referent.today + 30 * DAY


def test_without_the_code_no_answer_is_taken(house, relay, client):
    answer = client.post(f"{link_of(house)}/reponse", {"answer": "accepted", "words": ""})

    assert answer.status_code == 404 and again(relay, house.referent).state == "sent"


def withdrawn(house, person, relay):
    with acting_in(house.referent.context()):
        answering.withdraw_relay(
            relay, fetch.person_for(house.referent, person.pk), by=house.referent, by_person=True
        )


def test_once_the_agreement_is_withdrawn_the_link_opens_nothing_at_once(house, person, relay, client):
    link = link_of(house)
    come_in(client, house, link)
    withdrawn(house, person, relay)
    answers = [
        client.get(link),
        client.post(f"{link}/reponse", {"answer": "accepted"}),
        client.get(f"{link}/papiers/0"),
    ]

    assert [one.status_code for one in answers] == [410] * 3
    assert not [one for one in answers if "Zibeline" in body(one) or NEED in body(one)]


@pytest.mark.parametrize(("after", "status"), [(0, 200), (1, 410)])
def test_the_link_lives_until_the_last_day_of_the_agreement(house, relay, client, after, status):
    day = relay.consent_until + after * DAY
    with mock.patch(
        "cordee.accounts.models.Organisation.today", new_callable=mock.PropertyMock, return_value=day
    ):
        assert client.get(link_of(house)).status_code == status


def test_a_link_made_up_is_not_even_looked_for(house, relay, client, django_assert_num_queries):
    for made_up in ("abc", "x" * 500, link_of(house).removeprefix("/partage/")[:-3]):
        assert links.read_link(made_up) is None
        answer = client.get(f"/partage/{made_up}")
        assert answer.status_code == 404 and "n’ouvre rien" in body(answer)


def test_the_link_before_no_longer_serves(house, person, relay, client):
    first = link_of(house)
    come_in(client, house, first)
    client.post(f"{first}/reponse", {"answer": "needs_more", "words": "Le bail"})
    with acting_in(house.referent.context()):
        by = house.referent
        answering.complete_relay(relay, fetch.person_for(by, person.pk), by=by, words="Voici.")

    assert client.get(first).status_code == 410
    assert len(letters(house, SENT)) == 2
    assert "Voici." in body(come_in(client, house, link_of(house)))


def test_the_answer_about_a_sealed_dossier_is_not_lost(house, person, relay, client):
    with acting_in(house.coordinator.context()):
        Seal(organisation=house.organisation, person_id=person.pk, reason="essai").save(force_insert=True)
    link = link_of(house)
    come_in(client, house, link)
    assert client.post(f"{link}/reponse", {"answer": "accepted", "words": "Oui"}).status_code == 302

    with acting_in(house.referent.context()):  # who follows them reads it on the page of the relay
        kept = type(relay).objects.filter(pk=relay.pk).first()
    assert kept is not None and kept.state == "accepted"


def test_a_paper_chosen_is_given_and_no_other(house, person, client):
    by = house.referent
    with acting_in(by.context()):
        chosen, other = (
            add_paper(
                person,
                by=by,
                upload=SimpleUploadedFile(f"{name}.txt", name.encode(), "text/plain"),
                described=Described(kind="residence", label=name),
            )
            for name in ("Bail", "Quittance")
        )
    assert other
    sent(house, person, papers=(("social", str(chosen.pk)),))
    link = link_of(house)
    page = body(come_in(client, house, link))

    assert "Bail" in page and "Quittance" not in page
    given = client.get(f"{link}/papiers/0")
    assert b"".join(given).decode() == "Bail" if given.streaming else given.content == b"Bail"
    assert client.get(f"{link}/papiers/1").status_code == 404
    assert visitor("192.0.2.9").get(f"{link}/papiers/0").status_code == 404


def test_the_page_has_no_name_in_its_address(house, relay):
    assert not re.search("zibeline|secret", link_of(house), re.I)
