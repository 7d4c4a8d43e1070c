"""The people list: which lists for whom, what a line says, the filters, the orders, page after page."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db.models import Q
from django.urls import reverse

from cordee.accounts.models import Site
from cordee.dossier.actions import mark_contact
from cordee.home import listing
from cordee.home.tests.asking import MOST_QUERIES, ask, links_of, text_of
from cordee.pathways.actions import move_pathway, record_admission, suspend_pathway
from cordee.pathways.models import Pathway
from cordee.people.actions import give_ground, seal_dossier
from cordee.people.models import Person
from cordee.plumbing.context import acting_in
from tests import factories

PEOPLE = "people"


def followed(house, count=1, **identity):
    """People followed by the referent, each on a pathway."""
    people = [factories.person(house.referent, **identity) for _ in range(count)]
    for person in people:
        factories.pathway(house, person)
    return people


def page(who, **asked):
    return factories.visit(who).get(reverse(PEOPLE), asked)


def names(answer):
    return [line.name for line in answer.context["page"].lines]


@pytest.mark.parametrize("people", [1, 20])
@pytest.mark.parametrize("view", ["mes", "maison", "dossiers", "partages"])
def test_a_list_costs_the_same_for_one_line_or_many(house, people, view):
    followed(house, people)

    answer, asked = ask(house.referent, reverse(PEOPLE), {"vue": view, "etape": "accueil"})

    assert len(names(answer)) == people
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def views_of(answer):
    """The lists offered; a tab of another domain (« Leurs contrats ») has an address of its own."""
    return [tab.url.split("=")[1] for tab in answer.context["tabs"] if "=" in tab.url]


def test_each_function_has_its_own_lists(house):
    lists = {who: views_of(page(house.team[who])) for who in TEAM_LISTS}

    assert lists == TEAM_LISTS


TEAM_LISTS = {
    "referent": ["mes", "maison", "dossiers", "partages"],
    "coordinator": ["maison", "dossiers", "mes", "partages"],
    "coach": ["mes", "maison", "dossiers", "partages"],
    "secretary": ["maison", "dossiers"],
    "workshop_leader": ["partages"],
    "nurse": ["partages"],
}


@pytest.mark.parametrize("who", ["director", "admin"])
def test_a_function_that_opens_no_dossier_has_no_list(house, who):
    assert page(house.team[who]).status_code == 403


def test_by_caseload_a_counsellor_has_no_list_of_the_house(db):
    house = factories.house(sharing="caseload")
    factories.person(house.colleague)

    answer = page(house.referent, vue="dossiers")

    assert views_of(answer) == ["mes", "partages"]
    assert answer.context["view"] == "mes" and names(answer) == []


def test_mine_are_those_i_am_the_referent_of(house):
    followed(house, first_names="Aubépine", usage_name="Mistral")

    assert names(page(house.referent)) == ["Aubépine Mistral"]
    assert names(page(house.colleague)) == []
    assert names(page(house.colleague, vue="maison")) == ["Aubépine Mistral"]


def test_a_place_in_a_circle_puts_the_person_on_one_s_own_list(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    with acting_in(house.referent.context()):
        give_ground(person, member=house.nurse.member, kind="follows", partitions=9, by=house.referent)

    assert names(page(house.nurse)) == ["Aubépine Mistral"]


def test_a_dossier_shared_by_another_house_names_it(house, stranger):
    person = factories.person(stranger, first_names="Aubépine", usage_name="Mistral")
    with acting_in(stranger.context()):
        give_ground(person, organisation=house.organisation, kind="shared", partitions=7, by=stranger)

    answer = page(house.referent, vue="partages")

    assert names(answer) == ["Aubépine Mistral"] and "Une autre maison" in text_of(answer)
    assert names(page(house.referent, vue="dossiers")) == []


def test_a_workshop_leader_reads_a_first_name_and_an_initial(house):
    person = factories.person(
        house.referent, first_names="Aubépine Rose", usage_name="Mistral", birth="1984-03-12"
    )
    with acting_in(house.referent.context()):
        give_ground(
            person, member=house.workshop_leader.member, kind="follows", partitions=5, by=house.referent
        )

    answer = page(house.workshop_leader)

    assert names(answer) == ["Aubépine M."]
    assert "Mistral" not in answer.content.decode() and "1984" not in answer.content.decode()


def test_a_sealed_dossier_leaves_every_list_of_the_others(house):
    (person,) = followed(house)
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)

    assert names(page(house.colleague, vue="maison")) == names(page(house.colleague, vue="dossiers")) == []
    assert names(page(house.coordinator, vue="partages")) == [person.full_name]


# --- Filters ----------------------------------------------------------------------------------------


def test_filters_narrow_the_list_and_stay_when_one_changes_list(house):
    entered, waiting = followed(house, 2)
    with acting_in(house.coordinator.context()):
        pathway = Pathway.objects.get(person=entered)
        day = house.coordinator.today
        record_admission(pathway, by=house.coordinator, decision="admis", decided_on=day, effective_from=None,
                         authority="", version=pathway.version)  # fmt: skip
        pathway.refresh_from_db()
        move_pathway(pathway, by=house.coordinator, move="entrer", on=day, version=pathway.version)

    answer = page(house.referent, vue="maison", etape="jardin")

    assert names(answer) == [entered.full_name]
    assert [chip.label for chip in answer.context["chips"]] == ["Étape\u202f: Jardin"]
    assert names(page(house.referent, vue="maison", etape="accueil")) == [waiting.full_name]
    assert '<input type="hidden" name="vue" value="maison"' in answer.content.decode()


def test_filters_by_referent_site_and_state(house):
    mine, hers = followed(house, 2)
    with acting_in(house.referent.context()):
        pathway = Pathway.objects.get(person=hers)
        suspend_pathway(
            pathway, by=house.referent, on=house.referent.today, reason="essai", version=pathway.version
        )
        Pathway.objects.filter(person=mine).update(site=house.site)
    other = Site.objects.create(organisation=house.organisation, name="Annexe", town="Exempleville")
    who, site = str(house.referent.member.pk), str(house.site.pk)

    assert names(page(house.colleague, vue="maison", referent=who, site=site)) == [mine.full_name]
    assert names(page(house.colleague, vue="maison", site=str(other.pk))) == []
    assert names(page(house.colleague, vue="maison", etat="suspendu")) == [hers.full_name]
    assert names(page(house.colleague, vue="maison", referent=str(house.colleague.member.pk))) == []


def test_a_chip_takes_its_filter_away_and_leaves_the_others(house):
    followed(house)
    answer = page(house.referent, vue="maison", etape="accueil", etat="suspendu", ordre="contact")

    first, second = answer.context["chips"]

    assert first.remove_url == "?" + urlencode({"vue": "maison", "etat": "suspendu", "ordre": "contact"})
    assert second.remove_url == "?" + urlencode({"vue": "maison", "etape": "accueil", "ordre": "contact"})
    assert answer.context["clear_url"] == "?vue=maison"


def test_no_answer_to_the_filters_offers_to_take_them_away(house):
    answer = page(house.referent, vue="maison", etat="termine")

    assert "Personne ne répond à ces filtres" in text_of(answer)
    assert "?vue=maison" in links_of(answer)


FORGED = [
    {"vue": "tout"},
    {"vue": "maison", "programme": "pas-un-identifiant"},
    {"vue": "maison", "programme": "00000000-0000-0000-0000-000000000000", "etape": "x' OR 1=1"},
    {"vue": "maison", "referent": "\0", "site": "é" * 5000},
    {"etat": "vendu", "ordre": "taille"},
    {"apres": "n’importe quoi"},
    {"apres": "\0" * 80},
    {"apres": "00000000-0000-0000-0000-000000000000" * 2 + "\0\0mistral"},
    {"apres": "00000000-0000-0000-0000-000000000000" * 2 + "99999-99-99", "ordre": "contact"},
    {"apres": "00000000-0000-0000-0000-000000000000" * 2 + "2026-02-31", "ordre": "arrivee"},
]


@pytest.mark.parametrize("asked", FORGED)
def test_a_forged_address_shows_a_list_never_an_error(house, asked):
    (person,) = followed(house, usage_name="Zorro")

    answer = page(house.referent, **asked)

    assert answer.status_code == 200
    assert names(answer) == [person.full_name]


# --- Orders, pages, count ----------------------------------------------------------------------------


def walk(who, **asked):
    """Every line, page after page, following the links of the page itself."""
    seen, address = [], f"{reverse(PEOPLE)}?{urlencode(asked)}"
    client = factories.visit(who)
    while address:
        answer = client.get(address)
        seen += [(line.name, line.programme) for line in answer.context["page"].lines]
        follow = answer.context["next_url"]
        address = f"{reverse(PEOPLE)}{follow}" if follow else ""
    return seen


@pytest.mark.parametrize("view", ["mes", "maison", "dossiers", "partages"])
@pytest.mark.parametrize("order", ["nom", "contact", "arrivee"])
def test_pages_follow_one_another_without_a_gap_or_a_repeat(house, view, order, monkeypatch):
    """Homonyms, people never met, people of one day: what a cursor could lose."""
    monkeypatch.setattr(listing, "PAGE", 3)
    people = followed(house, 4, first_names="Camille", usage_name="Exemple")
    people += followed(house, 4)
    with acting_in(house.referent.context()):
        for number, person in enumerate(people[::2]):
            mark_contact(person, day=house.referent.today - timedelta(days=number % 2))

    seen = walk(house.referent, vue=view, ordre=order)

    assert sorted(name for name, _programme in seen) == sorted(person.full_name for person in people)


def test_two_pathways_of_one_person_are_two_lines_even_across_pages(house, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 1)
    (person,) = followed(house)
    other = factories.programme(house.organisation, second_programme())
    factories.pathway(house, person, version=other)

    seen = walk(house.referent, vue="mes")

    assert len(seen) == 2 and {programme for _name, programme in seen} == {"Bief", "Verger"}


def second_programme():
    text = (Path(factories.__file__).parent / "programme.toml").read_text()
    return text.replace('"atelier-du-bief"', '"verger"').replace(
        'short_label = "Bief"', 'short_label = "Verger"'
    )


def test_names_are_in_french_order_whatever_their_accents_and_case(house):
    for name in ("Zola", "élan", "Eland", "Écho", "de Luca"):
        followed(house, first_names="A", usage_name=name)

    assert [line.split(" ", 1)[1] for line in names(page(house.referent))] == [
        "de Luca", "Écho", "élan", "Eland", "Zola",
    ]  # fmt: skip


def test_the_longest_without_news_come_first(house):
    long_ago, recent, never = followed(house, 3)
    with acting_in(house.referent.context()):
        mark_contact(long_ago, day=house.referent.today - timedelta(days=50))
        mark_contact(recent, day=house.referent.today)

    seen = names(page(house.referent, ordre="contact"))

    assert seen == [long_ago.full_name, recent.full_name, never.full_name]


def test_a_count_is_honest_beyond_what_was_counted(house, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_UP_TO", 2)
    followed(house, 2)
    assert "2 personnes" in text_of(page(house.referent, vue="dossiers"))

    followed(house, 1)

    assert "plus de 2 personnes" in text_of(page(house.referent, vue="dossiers"))


def test_a_line_says_the_stage_the_last_contact_and_what_is_next(house):
    (person,) = followed(house)
    with acting_in(house.referent.context()):
        mark_contact(person, day=house.referent.today - timedelta(days=1))

    words = text_of(page(house.referent))

    assert "Accueil" in words and "hier" in words and "Prendre des nouvelles" in words


def test_the_keyboard_finds_each_line(house):
    followed(house, 3)

    assert page(house.referent).content.decode().count("data-item") == 3


def test_one_may_open_a_dossier_from_the_list_when_it_is_one_s_function(house):
    assert reverse("new_person") in links_of(page(house.referent))
    assert reverse("new_person") not in links_of(page(house.workshop_leader))


def test_an_empty_list_says_what_it_is_for(house):
    assert "Personne ici pour l’instant" in text_of(page(house.referent))
    assert "autour desquelles vous avez une place" in text_of(page(house.nurse))


def test_visible_to_is_enough_without_the_policies(house, stranger):
    """What the application alone would show to a stranger: nothing (the policies are asked in tests/)."""
    followed(house)
    wanted = listing.Wanted(view="maison")

    with acting_in(house.referent.context()):
        assert not listing.pathways(stranger, wanted).exists()
        assert not Person.objects.filter(
            Q(pk__in=listing.people(stranger, listing.Wanted(view="partages")))
        ).exists()
