"""The pages of a contract signed from home, as browsers meet them: the colleague's, and the person's."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.assessments.tests.test_pages import words
from cordee.doors.tests.factories import visitor
from cordee.engagements import actions
from cordee.engagements.models import Signature, SigningLink
from cordee.engagements.remote.rules import TRIES
from cordee.engagements.tests.factories import DRAWING, again, in_house, proposed, sign, somebody
from cordee.engagements.tests.test_links import given
from cordee.engagements.tests.test_signing import protect
from cordee.home.tests.asking import ask as asking
from cordee.people.actions import add_contact
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.printing.tests.read_pdf import read_pdf
from tests.factories import visit

MOST_QUERIES = 8
BIRTH = {"born": "12/03/1984"}


@pytest.fixture
def person(house):
    return somebody(house)


@pytest.fixture
def browser(house):
    return visit(house.referent)


def give_page(person, contract):
    return reverse("give_signing_link", args=[person.pk, contract.pk])


def at(token, name="sign_link"):
    return reverse(name, args=[token])


def entered(token, client=None):
    """A browser that has answered the question."""
    client = client or visitor()
    assert client.post(at(token, "sign_link_prove"), BIRTH).status_code == 302
    return client


def digest_in(page):
    return re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())[1]


def mailbox(house, person):
    who = house.referent
    add_contact(person, by=who, kind="email", value="elle@exemple.invalid", on=who.today)
    return ContactPoint.objects.get(person=person)


def test_a_link_copied_is_shown_once_and_signed_from_another_browser(house, person, browser):
    contract = proposed(house, person)
    assert "Signer à distance" in words(browser.get(reverse("contract", args=[person.pk, contract.pk])))
    page = browser.post(give_page(person, contract), {"capacity": "person", "way": "given", "days": "14"})
    token = re.search(r'value="http://testserver/lien/([^"]+)"', page.content.decode())[1]
    assert token not in browser.get(give_page(person, contract)).content.decode()

    client = visitor()
    question = client.get(at(token))
    assert question.status_code == 200
    for secret in (person.first_names, "Trouver une garde", house.organisation.name):
        assert secret not in question.content.decode()
    client = entered(token, client)
    shown = client.get(at(token))
    said = words(shown)
    for told in ("Trouver une garde", "Venir aux rendez-vous", "15 h d’activité par semaine"):
        assert told in said
    assert (shown["Cache-Control"], shown["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert shown["Referrer-Policy"] == "same-origin"

    sent = {"digest": digest_in(shown), "name": person.full_name, "agrees": "on", "drawing": DRAWING}
    assert client.post(at(token, "sign_link_sign"), sent).status_code == 302
    assert "C’est signé" in words(client.get(at(token)))
    copy = client.get(at(token, "sign_link_copy"))
    assert read_pdf(copy.content).standard == "1"

    of_house = words(browser.get(reverse("contract", args=[person.pk, contract.pk])))
    assert "par le lien reçu" in of_house and "Signé" in of_house and "ouvert le" in of_house
    assert "Reprendre ce lien" not in of_house


def test_it_works_without_a_script_and_says_what_is_missing(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    client = entered(token)
    digest = digest_in(client.get(at(token)))

    refused = client.post(at(token, "sign_link_sign"), {"digest": digest, "name": "Camille Autrement"})
    assert refused.status_code == 422
    assert 'value="Camille Autrement"' in refused.content.decode()
    assert "Cochez la case" in words(refused) or "comme il est sur le texte" in words(refused)

    sent = {"digest": digest, "name": person.full_name, "agrees": "on"}
    assert client.post(at(token, "sign_link_sign"), sent).status_code == 302
    with acting_in(house.referent.context()):
        assert Signature.objects.get(version__contract=contract).sealed_drawing is None


def test_nothing_is_done_before_the_question(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    known = entered(token)
    digest = digest_in(known.get(at(token)))
    stranger = visitor("192.0.2.99")

    sent = {"digest": digest, "name": person.full_name, "agrees": "on"}
    assert stranger.post(at(token, "sign_link_sign"), sent).status_code == 404
    assert stranger.post(at(token, "sign_link_talk"), {"words": "x"}).status_code == 404
    assert stranger.get(at(token, "sign_link_copy")).status_code == 404
    with acting_in(house.referent.context()):
        assert not Signature.objects.filter(version__contract=contract).exists()


def test_a_colleague_signed_in_opens_and_signs_nothing(house, person, browser):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)

    assert browser.get(at(token)).status_code == 403
    assert browser.post(at(token, "sign_link_prove"), BIRTH).status_code == 403
    with acting_in(house.referent.context()):
        assert SigningLink.objects.get(contract=contract).opened_at is None


def test_leaving_in_a_hurry_forgets_and_shows_something_else(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    client = entered(token)
    assert "Trouver une garde" in words(client.get(at(token)))

    assert client.get(at(token, "sign_link_leave"))["Location"].startswith("https://meteo")
    assert "Trouver une garde" not in words(client.get(at(token)))


def test_every_dead_link_gets_the_same_answer(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    _other, _ = given(house, contract, person)
    client = visitor()

    answers = {client.get(at(one)).content for one in (token, "nimporte", token[:-3], token.swapcase())}
    assert len(answers) == 1
    assert client.get(at(token)).status_code == 404


def test_wrong_dates_are_counted_and_one_address_is_slowed_down(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    client = visitor("192.0.2.55")
    assert client.post(at(token, "sign_link_prove"), {"born": "n’importe"}).status_code == 422
    for left in range(TRIES - 1, 0, -1):
        page = client.post(at(token, "sign_link_prove"), {"born": "13/03/1984"})
        assert f"Il reste {left} essai" in words(page)
    assert client.post(at(token, "sign_link_prove"), {"born": "13/03/1984"}).status_code == 404
    assert client.post(at(token, "sign_link_prove"), BIRTH).status_code == 404

    statuses = []
    for _number in range(5):
        _link, token = given(house, contract, person)
        statuses += [
            client.post(at(token, "sign_link_prove"), {"born": "13/03/1984"}).status_code for _try in range(4)
        ]
    assert 429 in statuses


def test_they_ask_to_talk_first(house, person, browser):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    client = entered(token)

    assert client.post(at(token, "sign_link_talk"), {"words": "Le mardi est difficile"}).status_code == 302
    assert "on vous rappelle" in words(client.get(at(token)))
    page = words(browser.get(reverse("contract", args=[person.pk, contract.pk])))
    assert "Veut en parler" in page and "Le mardi est difficile" in page
    assert client.post(at(token, "sign_link_talk"), {"words": "x" * 1_001}).status_code == 422


def test_a_text_taken_back_is_said_so(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    client = entered(token)
    digest = digest_in(client.get(at(token)))
    in_house(house.referent, actions.take_back_contract, contract, person)

    sent = {"digest": digest, "name": person.full_name, "agrees": "on"}
    assert client.post(at(token, "sign_link_sign"), sent).status_code == 302
    page = words(client.get(at(token)))
    assert "rien n’est signé" in page and "Ce texte a été repris" in page
    assert "Trouver une garde" not in page
    assert client.get(at(token, "sign_link_copy")).status_code == 404


def test_a_link_is_taken_back_from_the_page_of_the_contract(house, person, browser):
    contract = proposed(house, person)
    link, token = given(house, contract, person)
    own = reverse("contract", args=[person.pk, contract.pk])
    assert "Reprendre ce lien" in words(browser.get(own))

    browser.post(reverse("withdraw_signing_link", args=[person.pk, contract.pk, link.pk]))

    assert visitor().get(at(token)).status_code == 404
    page = words(browser.get(own))
    assert "Repris" in page and "Reprendre ce lien" not in page


def test_it_is_written_to_the_person(house, person, browser):
    contract = proposed(house, person)
    with acting_in(house.referent.context()):
        point = mailbox(house, person)
    page = words(browser.get(give_page(person, contract)))
    assert "elle@exemple.invalid" in page and "(lien personnel)" in page

    sent = {"capacity": "person", "way": str(point.pk), "days": "7"}
    assert browser.post(give_page(person, contract), sent).status_code == 302
    with acting_in(house.referent.context()):
        link = SigningLink.objects.get(contract=contract)
        assert Message.objects.get(pk=link.message_id).purpose == "contract_link"
    assert link.by == "mail"


def test_a_guardian_has_their_own_link_copied(house, browser):
    someone = somebody(house)
    protect(house, someone, "tutelle")
    contract = proposed(house, someone)
    with acting_in(house.referent.context()):
        point = mailbox(house, someone)

    refused = browser.post(
        give_page(someone, contract), {"capacity": "guardian", "way": str(point.pk), "days": "7"}
    )
    assert refused.status_code == 422
    page = browser.post(give_page(someone, contract), {"capacity": "guardian", "way": "given", "days": "7"})
    token = re.search(r'value="http://testserver/lien/([^"]+)"', page.content.decode())[1]
    assert "votre propre nom" in words(entered(token).get(at(token)))


def test_a_protected_contact_asks_whether_the_means_is_safe(house, person, browser):
    contract = proposed(house, person)
    with acting_in(house.referent.context()):
        point = mailbox(house, person)
        Person.objects.filter(pk=person.pk).update(has_protected_contact=True)
    assert "coordonnées sont protégées" in words(browser.get(give_page(person, contract)))

    sent = {"capacity": "person", "way": str(point.pk), "days": "7"}
    assert browser.post(give_page(person, contract), sent).status_code == 422
    assert browser.post(give_page(person, contract), sent | {"is_safe": "on"}).status_code == 302


def test_a_birth_known_in_part_is_said_before_anything_is_chosen(house, browser):
    someone = somebody(house, birth="1984")
    contract = proposed(house, someone)

    page = words(browser.get(give_page(someone, contract)))

    assert "date de naissance n’est pas connue en entier" in page and "Donner le lien" not in page


def test_each_page_costs_a_fixed_number_of_statements(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "house")
    for _number in range(4):
        _link, token = given(house, contract, person)
    for url in (give_page(person, contract), reverse("contract", args=[person.pk, contract.pk])):
        answer, found = asking(house.referent, url)
        assert answer.status_code == 200
        assert len(found) <= MOST_QUERIES, "\n".join(one[:170] + " … " + one[-120:] for one in found)
    client = entered(token)
    client.get(at(token))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(at(token)).status_code == 200
    told = [
        query["sql"]
        for query in captured.captured_queries
        if query["sql"].startswith("SELECT") and "set_config" not in query["sql"]
    ]
    assert len(told) <= MOST_QUERIES + 1, told  # and the session of somebody without an account
    assert again(house, contract).status == "proposed"


def test_who_must_sign_comes_chosen(house, browser):
    young = somebody(house, birth=f"{house.referent.today.year - 16}-01-01")
    contract = proposed(house, young)

    page = browser.get(give_page(young, contract)).content.decode()

    (chosen,) = re.findall(r'<input[^>]*name="capacity"[^>]*checked[^>]*>', page)
    assert 'value="parent"' in chosen
