"""Who can help: each criterion on its own, and the page that shows them."""

import pytest
from django.urls import reverse

from cordee.assessments.diagnosis import helping as of_barrier
from cordee.assessments.diagnosis.section import shared_themes
from cordee.home.tests.asking import MOST_QUERIES, ask
from cordee.kernel.communes import Nearness
from cordee.partners import vocabulary
from cordee.partners.actions import add_partner, add_site, close_partner
from cordee.partners.enums import Match
from cordee.partners.fetch import places_of
from cordee.partners.helping import Sought, who_can_help
from cordee.partners.linking import name_referent
from cordee.partners.offering import add_service
from cordee.partners.rules import Reach, match_need, match_place, match_public
from cordee.plumbing.context import acting_in
from tests import factories

CARE, LINK = "sante--acces-aux-soins", "remobilisation--lien-social"
PLACES = [
    (Reach(places=["57672"]), "57672", "thionville", Match.MET),
    (Reach(towns=["thionville"]), "", "thionville", Match.MET),
    (Reach(territory="yutz et thionville"), "57672", "thionville", Match.MET),
    (Reach(territory="thionvillette"), "57672", "thionville", Match.UNKNOWN),
    (Reach(zones=["57"]), "57672", "thionville", Match.MET),
    (Reach(zones=["971"]), "97105", "basse terre", Match.MET),
    (Reach(zones=["2A"]), "2A004", "ajaccio", Match.MET),
    (Reach(zones=["france"]), "", "thionville", Match.MET),
    (Reach(zones=["54", "57463"]), "57672", "thionville", Match.NOT_MET),
    (Reach(zones=["57463"]), "", "thionville", Match.UNKNOWN),
    (Reach(zones=["245701362"]), "57672", "thionville", Match.UNKNOWN),
    (Reach(places=["57463"], towns=["metz"]), "57672", "thionville", Match.UNKNOWN),
    (Reach(), "57672", "thionville", Match.UNKNOWN),
]


@pytest.mark.parametrize(("reach", "insee", "town", "match"), PLACES)
def test_where_a_service_is_given_and_for_whom(reach, insee, town, match):
    assert match_place(reach, insee=insee, town=town) == match


@pytest.mark.parametrize(
    ("group", "match"), [("245701362", Match.MET), ("200039865", Match.NOT_MET), ("", Match.UNKNOWN)]
)
def test_a_zone_that_is_a_group_of_communes(group, match):
    reach = Reach(zones=["245701362"])

    assert match_place(reach, insee="57672", town="thionville", group=group) == match


@pytest.mark.parametrize(
    ("publics", "match"),
    [
        (["tous-publics"], Match.MET),
        (["jeunes"], Match.MET),
        (["seniors"], Match.NOT_MET),
        ([], Match.UNKNOWN),
    ],
)
def test_for_which_public(publics, match):
    assert match_public(publics, "jeunes") == match


def test_for_which_need():
    assert match_need([CARE], [CARE, LINK]) == Match.MET
    assert match_need([LINK], [CARE]) == Match.NOT_MET
    assert match_need([], [CARE]) == Match.UNKNOWN


@pytest.fixture
def by(house):
    with acting_in(house.colleague.context()):
        yield house.colleague


def names(answers):
    return [one.partner.name for one in answers]


def test_services_are_grouped_by_what_is_known_of_them(by):
    for name, town, themes, publics in (
        ("Sûr", "Thionville", [CARE], ["tous-publics"]),
        ("Muet", "Thionville", [], []),
        ("Autre public", "Thionville", [CARE], ["seniors"]),
        ("Autre besoin", "Thionville", [LINK], ["tous-publics"]),
        ("Antenne", "Metz", [CARE], ["jeunes"]),
        ("Fermé", "Thionville", [CARE], ["tous-publics"]),
    ):
        partner = add_partner(by=by, name=name, town=town)
        add_service(partner, by=by, name="Accueil", themes=themes, publics=publics)
        if name == "Antenne":
            add_site(partner, by=by, name="Permanence", town="Thionville")
            name_referent(partner, by=by, name="Mme Aulne", phone="01 99 00 00 42", from_on=by.today)
        if name == "Fermé":
            close_partner(partner, by=by, seen=1, on=by.today)

    found = who_can_help(by, Sought("sante", "Thionville", "jeunes"), places_of(by))

    assert names(found.sure) == ["Antenne", "Sûr"]
    assert names(found.to_check) == ["Muet"]
    assert names(found.elsewhere) == ["Autre public"]
    assert (found.sure[0].whom, found.sure[0].call) == ("Mme Aulne", "01\u00a099\u00a000\u00a000\u00a042")
    assert [one.match for one in found.to_check[0].criteria] == [Match.UNKNOWN, Match.UNKNOWN, Match.MET]


def test_what_is_met_comes_first_then_what_is_near(by):
    for name, town, insee, publics in (
        ("Ailleurs", "Caen", "14118", ["tous-publics"]),
        ("Chef-lieu", "Metz", "57463", ["tous-publics"]),
        ("Ici", "Thionville", "57672", ["tous-publics"]),
        ("Ici, à vérifier", "Thionville", "57672", []),
        ("Sans lieu", "", "", ["tous-publics"]),
    ):
        partner = add_partner(by=by, name=name, town=town, insee=insee)
        add_service(partner, by=by, name="Accueil", themes=[CARE], publics=publics)

    found = who_can_help(by, Sought(CARE, "Thionville", "jeunes"), places_of(by))

    assert names(found.sure) == ["Ici"]
    assert names(found.to_check) == ["Ici, à vérifier", "Chef-lieu", "Ailleurs", "Sans lieu"]
    assert found.to_check[-1].near == Nearness.UNKNOWN
    assert {one.partner.name: one.near_words for one in (*found.sure, *found.to_check)}[
        "Chef-lieu"
    ] == "même département"
    assert who_can_help(by, Sought(CARE), {}).sure[0].near_words == ""


def test_a_town_nobody_knows_is_said(by):
    partner = add_partner(by=by, name="Ici", town="Thionville", insee="57672")
    add_service(partner, by=by, name="Accueil", themes=[CARE], publics=["tous-publics"])
    client = factories.visit(by)

    page = client.get(
        reverse("find_help"), {"besoin": CARE, "commune": "Nulle-Part-les-Oies"}
    ).content.decode()

    assert "On ne sait pas quelle commune" in page and "proximité inconnue" in page
    assert "Nulle-Part-les-Oies" in page
    known = client.get(reverse("find_help"), {"besoin": CARE, "commune": "Thionville"}).content.decode()
    assert "On ne sait pas" not in known and "dans la commune" in known


def test_the_page_shows_each_criterion_and_no_score(by):
    for number in range(30):
        partner = add_partner(by=by, name=f"Relais {number}", town="Thionville")
        add_service(partner, by=by, name="Accueil", themes=[CARE], publics=["tous-publics"])
    client = factories.visit(by)
    answer, asked = ask(by, reverse("find_help"), {"besoin": CARE, "public": "jeunes"})
    assert len(asked) <= MOST_QUERIES

    page = answer.content.decode()
    assert page.count("Relais ") == 30
    assert "Accès aux soins" in page
    assert (
        "Aucun partenaire connu" in client.get(reverse("find_help"), {"besoin": "mobilite"}).content.decode()
    )
    unasked = client.get(reverse("find_help")).content.decode()
    assert "Choisissez un besoin" in unasked
    everything = client.get(
        reverse("find_help"), {"besoin": "", "commune": "", "public": ""}
    ).content.decode()
    assert "Tout ce qui est proposé" in everything
    assert "Choisissez un besoin" not in everything
    assert client.get(reverse("find_help"), {"besoin": "rien", "commune": "Nullepart"}).status_code == 200


def test_every_shared_theme_of_a_diagnosis_leads_to_a_need():
    assert set(of_barrier.NEEDS) >= set(shared_themes())
    assert all(vocabulary.need_label(need) for need in of_barrier.NEEDS.values())


def test_a_barrier_leads_to_who_can_help_and_the_person_comes_along(house):
    where = {"pathway": None, "version": None}
    person = factories.person(house.colleague)
    link = of_barrier.gesture(house.colleague, person, theme="logement", **where)

    assert link.is_link
    assert (
        link.url == f"{reverse('find_help')}?personne={person.pk}&frein=logement&besoin=logement-hebergement"
    )
    assert of_barrier.gesture(house.colleague, person, theme="zut", **where).url.endswith("&frein=zut")
    assert of_barrier.gesture(house.admin, person, theme="logement", **where) is None
