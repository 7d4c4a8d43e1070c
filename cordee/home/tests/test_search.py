"""The search box: however a name is typed, within one's own sight, and the gestures beside the people."""

import pytest
from django.urls import reverse

from cordee.home.tests.asking import HTMX, MOST_QUERIES, ask, links_of, text_of
from cordee.people.actions import give_ground, seal_dossier
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from tests import factories


def search(who, query):
    return factories.visit(who).get(reverse("search"), {"q": query})


def found(who, query):
    return [result.label for result in search(who, query).context["results"] if result.icon == "person"]


def share(person, by, member, partitions=7):
    with acting_in(by.context()):
        give_ground(person, member=member, kind="follows", partitions=partitions, by=by)


@pytest.mark.parametrize(
    ("query", "first_names", "usage_name"),
    [
        ("mistral", "Aubépine", "Mistral"),
        ("aubép", "Aubépine", "Mistral"),
        ("AUBEPINE mistral", "Aubépine", "Mistral"),
        ("Mistral, Aubépine", "Aubépine", "Mistral"),
        ("istra", "Aubépine", "Mistral"),
        ("Mistrall", "Aubépine", "Mistral"),
        ("Obépine", "Aubépine", "Mistral"),
        ("rochefoucauld", "Marie-Ange", "de La Rochefoucauld-Montbazon"),
        ("montbazon marie", "Marie-Ange", "de La Rochefoucauld-Montbazon"),
        ("d'arc", "Jeanne", "d’Arc"),
        ("lefevre", "Élodie", "Lefebvre"),
        ("Muhammad", "Mohamed", "Benali"),
        ("nguyen", "Thị", "Nguyễn"),
        ("العربي", "محمد", "العربي"),
        ("Öm", "Ömer", "Yılmaz"),
    ],
)
def test_a_name_is_found_however_it_is_typed(house, query, first_names, usage_name):
    person = factories.person(house.referent, first_names=first_names, usage_name=usage_name)
    factories.person(house.referent, first_names="Zélie", usage_name="Quatremer")

    assert found(house.colleague, query) == [person.full_name]


def test_the_names_of_before_and_of_every_day_are_found_too(house):
    person = factories.person(
        house.referent, first_names="Rose", usage_name="Zéphyr", birth_name="Mistral", alias="Aubépine"
    )

    for query in ("mistral", "aubepine", "rose", "zephyr"):
        assert found(house.colleague, query) == [person.full_name]


def test_a_name_only_alike_says_why_it_is_shown(house):
    factories.person(house.referent, first_names="Élodie", usage_name="Lefebvre")

    assert "se prononce de la même façon" in text_of(search(house.colleague, "Lefaivre"))


# --- Within one's own sight ---------------------------------------------------------------------------


def test_another_house_finds_nobody(house, stranger):
    factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")

    assert found(stranger, "mistral") == []


def test_by_caseload_a_counsellor_finds_those_a_ground_opens(db):
    house = factories.house(sharing="caseload")
    opened = factories.person(house.colleague, first_names="Aubépine", usage_name="Mistral")
    factories.person(house.colleague, first_names="Rose", usage_name="Mistral")
    share(opened, house.colleague, house.referent.member)

    assert found(house.referent, "mistral") == ["Aubépine Mistral"]
    assert found(house.secretary, "mistral") == ["Aubépine Mistral", "Rose Mistral"]


def test_a_sealed_dossier_is_found_by_its_own_team_only(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)

    assert found(house.colleague, "mistral") == found(house.secretary, "mistral") == []
    assert found(house.referent, "mistral") == found(house.coordinator, "mistral") == ["Aubépine Mistral"]


def test_a_dossier_opened_by_another_house_is_found_with_its_house(house, stranger):
    person = factories.person(stranger, first_names="Aubépine", usage_name="Mistral")
    share(person, stranger, house.referent.member)

    assert found(house.referent, "mistral") == ["Aubépine Mistral"]
    assert "Une autre maison" in text_of(search(house.referent, "mistral"))
    assert found(house.colleague, "mistral") == []


def test_a_workshop_leader_finds_a_first_name_and_an_initial(house):
    person = factories.person(house.referent, first_names="Aubépine", usage_name="Mistral", birth="1984")
    share(person, house.referent, house.workshop_leader.member, 5)

    answer = search(house.workshop_leader, "aubepine")

    assert found(house.workshop_leader, "aubepine") == ["Aubépine M."]
    assert "Mistral" not in answer.content.decode() and "1984" not in answer.content.decode()


@pytest.mark.parametrize("who", ["director", "admin", "nurse"])
def test_a_function_without_that_dossier_finds_nobody(house, who):
    factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")

    assert found(house.team[who], "mistral") == []


# --- The page, the fragment, what is typed ---------------------------------------------------------------


def test_the_box_is_answered_with_a_fragment_and_the_address_with_a_page(house):
    factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")
    client = factories.visit(house.referent)

    box = client.get(reverse("search"), {"q": "mis"}, headers=HTMX)
    page = client.get(reverse("search"), {"q": "mis"})

    assert "<html" not in box.content.decode() and "Aubépine Mistral" in text_of(box)
    assert "<html" in page.content.decode() and "Aubépine Mistral" in text_of(page)


@pytest.mark.parametrize("people", [1, 30])
def test_a_search_costs_the_same_for_one_or_many(house, people):
    for number in range(people):
        factories.person(house.referent, first_names=f"Aubépine {number}", usage_name="Mistral")

    answer, asked = ask(house.colleague, reverse("search"), {"q": "mistral"}, **HTMX)

    assert len(answer.context["results"]) == min(people, 12)
    assert len(asked) <= MOST_QUERIES - 2, "\n\n".join(asked)


def test_the_terms_are_logged_without_being_readable(house):
    search(house.referent, "Mistral")

    with acting_in(house.referent.context()):
        line = AccessLog.objects.get(what="search")
    assert "mistral" not in line.detail.lower() and len(line.detail) == 24


@pytest.mark.parametrize(
    "query", ["", "   ", "\0", "%", "_", "'", '"; DROP', "a" * 100_000, "🙂", "\u202e", "é" * 81]
)
def test_anything_may_be_typed(house, query):
    factories.person(house.referent)

    assert search(house.referent, query).status_code == 200


def test_nobody_found_offers_to_open_a_dossier_at_that_name(house):
    answer = search(house.referent, "Aubépine Mistral")
    opened = reverse("new_person") + "?nom=Aub%C3%A9pine+Mistral"

    assert "Personne de ce nom parmi les dossiers qui vous sont ouverts" in text_of(answer)
    assert opened in links_of(answer)
    assert 'value="Aubépine Mistral"' in factories.visit(house.referent).get(opened).content.decode()
    assert reverse("new_person") not in str(links_of(search(house.nurse, "Aubépine Mistral")))


@pytest.mark.parametrize(
    ("query", "who", "address"),
    [
        ("nouveau", "referent", "new_person"),
        ("nouv dos", "secretary", "new_person"),
        ("orientation", "coordinator", "new_referral"),
        ("ma journée", "nurse", "my_day"),
        ("JOURNEE", "nurse", "my_day"),
    ],
)
def test_gestures_and_pages_are_found_by_their_words(house, query, who, address):
    assert reverse(address) in links_of(search(house.team[who], query))


def test_a_gesture_outside_one_s_function_is_not_offered(house):
    results = search(house.nurse, "nouveau").context["results"]

    assert reverse("new_person") not in [result.url for result in results]
