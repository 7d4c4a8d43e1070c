"""Whom one looks for comes along in the directory, up to the relay; and a partner that closes with relays under way."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.dossier.models import Deadline
from cordee.home.tests.asking import ask, links_of, text_of
from cordee.kernel import communes
from cordee.kernel.communes import Commune, Communes
from cordee.kernel.names import search_key
from cordee.kernel.partitions import Partition
from cordee.partners.actions import add_site, close_partner, reopen_partner
from cordee.partners.offering import add_service
from cordee.people.actions import add_contact, protect_contact
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.relays.models import Relay
from cordee.relays.tests.factories import NEED, agreement, followed, partner_of, prepared, sent
from tests import factories

MOST_QUERIES = 8
HERE, BESIDE, NEIGHBOUR = "57672", "57757", "57463"


@pytest.fixture(autouse=True)
def table(monkeypatch):
    """Two communes that share their group, and one of the same département."""
    rows = [
        Commune(HERE, "Thionville", ("57100",), "", "G1", "57", "44"),
        Commune(BESIDE, "Yutz", ("57970",), "", "G1", "57", "44"),
        Commune(NEIGHBOUR, "Metz", ("57000",), "", "G2", "57", "44"),
    ]
    made = Communes(
        {row.code: row for row in rows},
        {search_key(row.name): [row] for row in rows},
        {"G1": "CA Portes de France", "G2": "Metz Métropole"},
    )
    monkeypatch.setattr(communes, "communes", lambda: made)


@pytest.fixture
def person(house):
    person = followed(house, first_names="Zibeline", usage_name="Secret")
    with acting_in(house.referent.context()):
        address = "3 rue du Pont, 57970 Yutz"
        add_contact(person, by=house.referent, kind="address", value=address, on=house.referent.today)
    return person


@pytest.fixture
def partner(house):
    partner = partner_of(house, town="Metz", insee=NEIGHBOUR)
    with acting_in(house.coordinator.context()):
        add_service(
            partner,
            by=house.coordinator,
            name="Accueil",
            themes=["logement-hebergement--acheter-un-logement"],
        )
    return partner


def pages_for(person, partner):
    asked = f"?personne={person.pk}&frein=logement"
    return [
        reverse("find_help") + f"{asked}&besoin=logement-hebergement",
        reverse("partners") + asked,
        reverse("partner", args=[partner.pk]) + asked,
    ]


def test_the_person_comes_along_up_to_the_relay(house, person, partner):
    for url in pages_for(person, partner):
        answer, _asked = ask(house.referent, url)
        shown = text_of(answer)
        assert "Zibeline Secret , Yutz ·" in shown and "Revenir à son dossier" in shown
    helping, listed, sheet = pages_for(person, partner)
    along = f"?personne={person.pk}&frein=logement"
    for url in (helping, listed):
        assert reverse("partner", args=[partner.pk]) + along in links_of(ask(house.referent, url)[0])
    relay = next(one for one in links_of(ask(house.referent, sheet)[0]) if "relais/nouveau" in one)
    assert f"partenaire={partner.pk}" in relay and "pour=logement" in relay

    form = text_of(ask(house.referent, relay)[0])
    assert "Vers CCAS de Valmont" in form and "Qui suit la réponse" in form


def test_how_near_is_said_from_the_commune_of_the_person(house, person, partner):
    helping, listed, _sheet = pages_for(person, partner)
    for url in (helping, listed, reverse("partners") + "?pres=Yutz"):
        assert "même département" in text_of(ask(house.referent, url)[0])
    with acting_in(house.coordinator.context()):
        add_site(partner, by=house.coordinator, name="Permanence", town="Thionville", insee=HERE)
    for url in (helping, listed):
        assert "même intercommunalité (CA Portes de France)" in text_of(ask(house.referent, url)[0])
    assert "proximité inconnue" in text_of(ask(house.referent, reverse("partners") + "?pres=Nullepart")[0])
    assert "proximité" not in text_of(ask(house.referent, reverse("partners"))[0])


def test_a_list_costs_no_more_for_somebody(house, person, partner):
    for number in range(12):
        partner_of(house, f"Partenaire {number}", town="Yutz", insee=BESIDE)
    for url in pages_for(person, partner):
        _answer, asked = ask(house.referent, url)
        assert len(asked) <= MOST_QUERIES, url


def test_a_protected_person_has_no_commune_here(house, person, partner):
    by = house.referent
    with acting_in(by.context()):
        protect_contact(person, by=by, on=by.today)
        person.refresh_from_db()
        add_contact(
            person, by=by, kind="address", value="Chez une amie, 57100 Thionville", on=by.today, is_safe=True
        )
    shown = text_of(ask(by, pages_for(person, partner)[0])[0])

    assert "Zibeline Secret ·" in shown and "Thionville" not in shown and "Yutz" not in shown
    assert "la proximité n’est pas connue" in shown


def test_hidden_absent_or_made_up_the_page_is_for_nobody(house, person, partner):
    theirs = followed(factories.house(name="Ailleurs"), first_names="Quetzal")
    for named in (theirs.pk, "0", "x" * 90):
        for url in pages_for(person, partner):
            shown = text_of(ask(house.referent, url.replace(str(person.pk), str(named)))[0])
            assert "Revenir à son dossier" not in shown and "Quetzal" not in shown


def test_who_does_not_orient_looks_for_nobody(house, person, partner):
    for url in pages_for(person, partner):
        assert "Zibeline" not in text_of(ask(house.secretary, url)[0])


def test_looking_for_somebody_is_a_reading(house, person, partner):
    ask(house.referent, pages_for(person, partner)[0])
    with acting_in(house.referent.context()):
        assert AccessLog.objects.filter(person_id=person.pk, detail="partners").count() == 2  # asked twice


def test_the_person_stays_after_a_call_is_noted_and_is_in_no_export(house, person, partner):
    client, along = factories.visit(house.referent), f"?personne={person.pk}"
    sheet = client.get(reverse("partner", args=[partner.pk]) + along).content.decode()
    note = f"{reverse('note_partner_contact', args=[partner.pk])}{along}"
    assert f'action="{note}"' in sheet
    today = house.referent.today
    said = {"means": "phone", "on": f"{today:%d/%m/%Y}", "words": "Deux semaines."}
    assert client.post(note, said)["Location"].endswith(along)

    listed = client.get(reverse("partners") + along).content.decode()
    assert all(str(person.pk) not in one for one in re.findall(r'href="(/tableaux/[^"]+)"', listed))


# A partner that closes


def closed(house, partner, **said):
    with acting_in(house.coordinator.context()):
        partner.refresh_from_db()
        close_partner(partner, by=house.coordinator, seen=partner.version, on=house.coordinator.today, **said)


def deadline(house, relay):
    with acting_in(house.referent.context()):
        return Deadline.objects.get(thing_id=relay.pk, closed_on=None)


def test_a_relay_says_that_its_partner_closed_and_whom_to_turn_to(house, person, partner):
    relay, other = sent(house, person, partner=partner), partner_of(house, "La Mairie")
    ready = prepared(house, person, partner=partner, need="Pas encore parti")
    closed(house, partner, turn_to=other, words="le mardi")
    shown, _asked = ask(house.referent, reverse("relay", args=[person.pk, relay.pk]))
    text = text_of(shown)

    assert "Ce partenaire est fermé depuis le" in text and "La Mairie" in text and "le mardi" in text
    assert "le lien sert encore à répondre" in text and NEED in text
    again = next(one for one in links_of(shown) if f"comme={relay.pk}&partenaire={other.pk}" in one)
    assert "Vers La Mairie" in text_of(ask(house.referent, again)[0])
    unsent = text_of(ask(house.referent, reverse("relay", args=[person.pk, ready.pk]))[0])
    assert "Rien n’est parti" in unsent and "Pas encore parti" in unsent and "Elle est d’accord" not in unsent


def test_the_lists_say_which_partner_closed(house, person, partner):
    sent(house, person, partner=partner)
    addresses = [reverse("person_relays", args=[person.pk]), reverse("relays")]
    assert all("Partenaire fermé" not in text_of(ask(house.referent, url)[0]) for url in addresses)
    closed(house, partner)

    for url in addresses:
        answer, asked = ask(house.referent, url)
        assert "Partenaire fermé" in text_of(answer) and len(asked) <= MOST_QUERIES


def test_nothing_is_begun_towards_a_partner_that_closed(house, person, partner):
    closed(house, partner)
    url = f"{reverse('new_relay', args=[person.pk])}?partenaire={partner.pk}&besoin=Un+appel"
    shown = ask(house.referent, url)[0]

    assert "CCAS de Valmont est fermé depuis le" in text_of(shown) and "Vers quel partenaire" in text_of(
        shown
    )
    assert 'value="Un appel"' in shown.content.decode()


def test_a_partner_closed_while_somebody_writes_keeps_their_words(house, person, partner):
    closed(house, partner)
    where = f"{reverse('new_relay', args=[person.pk])}?partenaire={partner.pk}"
    sent_form = {
        "dimension": "droits", "need": "Un premier rendez-vous", "words": "Disponible le mardi matin",
        "items": ["name"], "reach": "through", "referent": "autre", "name": "Mme Diallo",
    }  # fmt: skip

    answer = factories.visit(house.referent).post(where, sent_form)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Disponible le mardi matin" in shown and "fermé" in text_of(answer)
    with acting_in(house.referent.context()):
        assert not Relay.objects.exists()


def test_no_partner_chosen_is_said(house, person, partner):
    shown = text_of(ask(house.referent, f"{reverse('new_relay', args=[person.pk])}?partenaire=")[0])

    assert "Choisissez un partenaire." in shown


def test_what_is_not_taken_back_is_folded_and_said(house, person, partner):
    relay = sent(house, person, partner=partner)

    shown = ask(house.referent, reverse("relay", args=[person.pk, relay.pk]))[0].content.decode()

    folded = shown.partition("Y mettre fin</summary>")[2].partition("</details>")[0]
    assert "Cela ne se reprend pas." in folded
    assert shown.count(reverse("withdraw_relay", args=[person.pk, relay.pk])) == folded.count(
        reverse("withdraw_relay", args=[person.pk, relay.pk])
    )


def test_opened_again_each_relay_waits_as_before(house, person, partner):
    relay = sent(house, person, partner=partner)
    care = sent(
        house,
        person,
        partner=partner,
        dimension="soins",
        leaving=agreement(house.referent, named=Partition.HEALTH),
    )
    long_ago = house.referent.today - timedelta(days=3)
    with acting_in(house.referent.context()):
        Relay.objects.filter(pk=relay.pk).update(state_since=long_ago, sent_on=long_ago)
    before = deadline(house, care).due_on
    closed(house, partner)
    assert "a fermé" in deadline(house, relay).label
    with acting_in(house.coordinator.context()):
        partner.refresh_from_db()
        reopen_partner(partner, by=house.coordinator)

    assert deadline(house, relay).label == "Un relais attend une réponse"
    assert deadline(house, relay).due_on == long_ago + timedelta(days=30)
    assert deadline(house, care).due_on == before
