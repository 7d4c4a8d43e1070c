"""The pages of relays and exchanges: what each reader sees, what is written from them, in how many statements."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cordee.accounts.enums import Role
from cordee.dossier.models import Deadline
from cordee.goals.actions import GoalWanted
from cordee.goals.tests.factories import goal, step
from cordee.home.tests.asking import ask, text_of
from cordee.kernel.partitions import Partition
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.plumbing.printing.tests.read_pdf import read_pdf
from cordee.plumbing.printing.tests.read_pdf import text_of as text_of_pdf
from cordee.relays import fetch
from cordee.relays.links import SENT
from cordee.relays.models import Exchange, Relay
from cordee.relays.tests.factories import (
    NEED,
    again,
    agreement,
    followed,
    letters,
    partner_of,
    prepared,
    sent,
)
from tests import factories

MOST_QUERIES = 8
DAY = timedelta(days=1)


@pytest.fixture
def person(house):
    return followed(house, first_names="Zibeline", usage_name="Secret")


@pytest.fixture
def client(house):
    return factories.visit(house.referent)


def address(name, person, *more, **query):
    found = reverse(name, args=[person.pk, *more])
    return f"{found}?{urlencode(query)}" if query else found


def page(client, url):
    return client.get(url).content.decode()


# The tab and the list


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_tab_asks_as_little_for_one_relay_as_for_twelve(house, person, how_many):
    for _turn in range(how_many):
        sent(house, person)
    answer, asked = ask(house.referent, address("person_relays", person))

    assert text_of(answer).count(NEED) == how_many
    assert len(asked) <= MOST_QUERIES


def test_who_does_not_read_daily_life_sees_no_relay_of_it(house, person):
    sent(house, person)
    answer, _asked = ask(
        factories.actor(house.organisation, Role.JOB_COACH), address("person_relays", person)
    )

    assert NEED not in text_of(answer)


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_list_of_the_house_asks_as_little_for_one_as_for_twelve(house, person, how_many):
    partner = partner_of(house)
    for _turn in range(how_many):
        sent(house, person, partner=partner)
    answer, asked = ask(house.referent, reverse("relays"))

    assert text_of(answer).count(NEED) == how_many
    assert len(asked) <= MOST_QUERIES


def test_the_list_is_read_by_state_partner_and_lateness(house, person, client):
    partner = partner_of(house)
    old = sent(house, person, partner=partner, need="Ancien besoin")
    sent(house, person, need="Besoin récent")
    with acting_in(house.referent.context()):
        long_ago = house.referent.today - 40 * DAY
        Relay.objects.filter(pk=old.pk).update(sent_on=long_ago, state_since=long_ago)
    late, theirs = (
        page(client, reverse("relays") + "?retard=1"),
        page(client, f"{reverse('relays')}?partenaire={partner.pk}"),
    )

    for shown in (late, theirs):
        assert "Ancien besoin" in shown and "Besoin récent" not in shown
    assert "À relancer" in late
    assert "Ancien besoin" not in page(client, reverse("relays") + "?voir=prepared")
    for nonsense in ("?voir=rien&partenaire=rien&rang=x&pour=rien", "?rang=-1"):
        assert client.get(reverse("relays") + nonsense).status_code == 200


def test_each_figure_opens_its_rows(house, person, client):
    partner = partner_of(house)
    sent(house, person, partner=partner)
    prepared(house, person)
    shown = page(client, reverse("relay_figures"))

    assert "1 relais envoyé" in shown and f"partenaire={partner.pk}" in shown
    assert NEED in page(client, f"{reverse('relays')}?voir=all&partenaire={partner.pk}")


def test_the_page_of_a_partner_counts_what_is_under_way(house, person, client):
    partner = partner_of(house)
    sent(house, person, partner=partner)
    shown = page(client, reverse("partner", args=[partner.pk]))

    assert "1 relais en cours avec eux" in shown and "Orienter quelqu’un ici" in shown


def test_from_a_partner_to_a_person(house, person, client):
    partner = partner_of(house)
    shown = page(client, f"{reverse('orient')}?partenaire={partner.pk}&q=zibel")

    assert f"{address('new_relay', person)}?partenaire={partner.pk}" in shown


# Written


def typed(**more):
    return {
        "dimension": "droits", "need": NEED, "words": "Utile.", "own_words": "", "items": ["name"], "reach": "through",
        "name": "M. Ailleurs", "function": "", "email": "", "in_charge": "", **more,
    }  # fmt: skip


def test_prepared_read_again_agreed_to_and_sent(house, person, client):
    partner = partner_of(house)
    where = address("new_relay", person, partenaire=str(partner.pk))
    assert "Mme Diallo" in page(client, where)
    made = client.post(where, typed(name="", referent=str(partner.referent.pk)))
    shown = page(client, made["Location"])
    assert "Tel que le partenaire le lira" in shown and "Zibeline Secret" in shown
    with acting_in(house.referent.context()):
        relay = Relay.objects.get()
    send = {
        "day": house.referent.today.strftime("%d/%m/%Y"),
        "means": "spoken",
        "proof": "",
        "channel": "mail",
    }
    answer = client.post(address("send_relay", person, relay.pk), send, follow=True)

    assert "Le courriel ne nomme personne" in answer.content.decode()
    assert len(letters(house, SENT)) == 1


def test_without_consent_the_page_says_the_rule_and_keeps_what_was_typed(house, person, client):
    relay = prepared(house, person)
    tomorrow = (house.referent.today + DAY).strftime("%d/%m/%Y")
    answer = client.post(
        address("send_relay", person, relay.pk),
        {"day": tomorrow, "means": "spoken", "proof": "Mot gardé", "channel": "mail"},
    )

    assert answer.status_code == 422 and "Mot gardé" in answer.content.decode()
    old = (house.referent.today - 100 * DAY).strftime("%d/%m/%Y")
    answer = client.post(
        address("send_relay", person, relay.pk),
        {"day": old, "means": "spoken", "proof": "Mot gardé", "channel": "mail"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "DPO-03" in text and "L1110-4" in text and "Mot gardé" in text
    assert again(relay, house.referent).state == "prepared"


def test_somebody_who_is_not_in_the_directory(house, person, client):
    where = address("new_relay", person, hors="1")
    missing = client.post(where, typed(structure=""))
    assert missing.status_code == 422 and "son nom" in missing.content.decode()
    assert client.post(where, typed(structure="Le café des voisins")).status_code == 302


def test_a_barrier_leads_to_the_choice_of_a_partner(house, person, client):
    answer = client.post(
        address("new_relay", person, frein="mobilite", pour="mobilite", besoin="Avancer"), {}
    )

    assert answer.status_code == 302
    shown = page(client, answer["Location"])
    assert 'name="besoin" value="Avancer"' in shown and 'name="frein" value="mobilite"' in shown


def test_a_relay_of_care_is_opened_under_the_name_of_its_part(house, person, client):
    relay = sent(house, person, dimension="soins", leaving=agreement(house.referent, named=Partition.HEALTH))
    assert client.get(address("relay", person, relay.pk)).status_code == 200
    assert factories.visit(house.colleague).get(address("relay", person, relay.pk)).status_code == 404
    with acting_in(house.referent.context()):
        assert AccessLog.objects.filter(what="partition.health", detail="relays").count() == 1


def test_on_paper_what_was_sent(house, person, client):
    relay = sent(house, person, kind="sheet")
    answer = client.get(address("relay_paper", person, relay.pk))
    content = b"".join(answer) if answer.streaming else answer.content
    words = text_of_pdf(content)

    assert read_pdf(content).is_tagged
    assert "Fiche de relais" in words and "Zibeline Secret" in words and NEED in words
    assert client.get(address("relay_paper", person, prepared(house, person).pk)).status_code == 404


def test_one_relay_is_read_in_few_statements(house, person):
    relay = sent(house, person, partner=partner_of(house))
    answer, asked = ask(house.referent, address("relay", person, relay.pk))

    assert "Ce qui a été envoyé" in text_of(answer)
    assert len(asked) <= MOST_QUERIES


# Exchanges


def exchange(house, **more):
    today = house.referent.today
    return {
        "day": today.strftime("%d/%m/%Y"), "place": "Mairie", "part": "social", "members": [str(house.referent.member.pk)],
        "others": "Mme Voisin, bailleur", "presence": "told", "wish": "Qu’on l’appelle avant", "words": "Un échéancier est possible",
        "conclusions": "On se revoit", "what-0": "Préparer la demande", "member-0": str(house.referent.member.pk),
        "who-0": "", "due_on-0": (today + 5 * DAY).strftime("%d/%m/%Y"), "what-1": "Envoyer l’échéancier", "who-1": "le bailleur",
        **more,
    }  # fmt: skip


def held(house, person, client, **more):
    answer = client.post(reverse("new_exchange", args=[person.pk]), exchange(house, **more))
    assert answer.status_code == 302, answer.content.decode()
    with acting_in(house.referent.context()):
        return answer["Location"], Exchange.objects.first()


def test_an_exchange_says_who_was_there_and_who_does_what(house, person, client):
    where, row = held(house, person, client)
    shown = page(client, where)

    for words in (
        "Mme Voisin, bailleur",
        "Qu’on l’appelle avant",
        "Préparer la demande",
        "le bailleur",
        "a été informée",
    ):
        assert words in shown
    assert b"Voisin" not in bytes(row.sealed_text)
    with acting_in(house.referent.context()):
        waiting = Deadline.objects.get(kind="exchange_task", closed_on=None)
        assert waiting.in_charge_id == house.referent.member.pk and "demande" not in waiting.label


def test_a_task_done_leaves_the_day_and_comes_back(house, person, client):
    where, row = held(house, person, client)
    with acting_in(house.referent.context()):
        task = fetch.exchange_for(
            house.referent, fetch.person_for(house.referent, person.pk), row.pk
        ).said.tasks[0]
    url = reverse("do_exchange_task", args=[person.pk, row.pk, task.pk])
    for done, waiting in (("1", 0), ("0", 1)):
        client.post(url, {"fait": done})
        with acting_in(house.referent.context()):
            assert Deadline.objects.filter(kind="exchange_task", closed_on=None).count() == waiting
    assert client.post(reverse("withdraw_exchange", args=[person.pk, row.pk])).status_code == 302
    assert client.get(where).status_code == 404
    with acting_in(house.referent.context()):
        assert not Deadline.objects.filter(kind="exchange_task", closed_on=None).exists()


def test_an_exchange_said_otherwise_is_not_written_over(house, person, client):
    _where, row = held(house, person, client)
    url = reverse("change_exchange", args=[person.pk, row.pk])
    said = exchange(house, conclusions="Autrement", seen="1")
    del said["part"]
    assert client.post(url, said).status_code == 302
    again_ = client.post(url, said)

    assert again_.status_code == 422 and "collègue" in again_.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"words": "", "conclusions": "", "what-0": "", "what-1": ""}, {"members": [], "others": ""}]
)
def test_an_empty_exchange_is_refused_with_words(house, person, client, wrong):
    answer = client.post(reverse("new_exchange", args=[person.pk]), exchange(house, **wrong))

    assert answer.status_code == 422
    with acting_in(house.referent.context()):
        assert not Exchange.objects.exists()


@pytest.mark.parametrize("left", [{"who-1": "le bailleur"}, {"due_on-1": "24/12/2026"}])
def test_a_task_without_its_what_is_asked_and_stays_open(house, person, client, left):
    """Who and when, typed before what: nothing of it is dropped in silence."""
    answer = client.post(
        reverse("new_exchange", args=[person.pk]), exchange(house, **({"what-1": "", "who-1": ""} | left))
    )

    shown = answer.content.decode()
    assert answer.status_code == 422 and "Écrivez ce qui est à faire" in shown
    assert next(iter(left.values())) in shown
    assert shown.count("Une autre suite") == 1  # of three, the first and the one begun stand open


def test_an_exchange_of_another_part_is_not_read(house, person, client):
    where, _row = held(house, person, client)

    assert factories.visit(factories.actor(house.organisation, Role.JOB_COACH)).get(where).status_code == 404


def test_a_step_that_a_partner_does_leads_there_with_its_words(house, person, client):
    made = goal(house, person, GoalWanted(axis="sortir", words="Sortir"))
    done_by = step(house, person, made, who="partner", words="Voir la ludothèque")
    shown = page(client, reverse("goal", args=[person.pk, "social", made.pk]))

    assert "ludoth%C3%A8que" not in shown and f"etape={done_by.pk}" in shown
    assert "Voir la ludothèque" in page(client, address("new_relay", person, hors="1", etape=str(done_by.pk)))
    assert client.get(address("new_relay", person, hors="1", etape="rien", comme="rien")).status_code == 200


def test_one_looks_elsewhere_with_the_same_need(house, person, client):
    relay = sent(house, person)
    shown = page(client, address("new_relay", person, hors="1", comme=str(relay.pk)))

    assert NEED in shown and 'value="droits" selected' in shown
