"""The settings of a house: identity, sites and places; sharing, dated, never wider than the default."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.accounts.actions.house import adjust_role, choose_sharing, found_organisation, save_site
from cordee.accounts.enums import OrganisationKind, Sharing
from cordee.accounts.house import places_of
from cordee.accounts.models import Organisation, OrganisationSetting, Place, Site
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import Partition
from tests import factories

DAY = timedelta(days=1)
WHY = "Décidé en réunion d’équipe."


@pytest.fixture
def today():
    return factories.today()


@pytest.fixture(autouse=True)
def coordinated(request, acting):
    if "house" in request.fixturenames:
        acting(request.getfixturevalue("house").coordinator)


def test_sharing_changes_from_its_day(house, today):
    choose_sharing(by=house.coordinator, mode=Sharing.CASELOAD, valid_from=today, reason=WHY)
    choose_sharing(by=house.coordinator, mode=Sharing.OPEN_TEAM, valid_from=today + DAY, reason=WHY)

    assert factories.fresh(house.referent.member).house is None
    assert factories.fresh(house.coordinator.member).house == house.organisation.pk


@pytest.mark.parametrize("who", ["admin", "referent", "secretary"])
def test_who_may_not_choose(house, today, who):
    with pytest.raises(NotAllowed):
        choose_sharing(by=getattr(house, who), mode=Sharing.CASELOAD, valid_from=today, reason=WHY)


def test_the_past_is_not_rewritten(house, today):
    with pytest.raises(BadInput):
        choose_sharing(by=house.coordinator, mode=Sharing.CASELOAD, valid_from=today - DAY, reason=WHY)


def test_narrowing_a_role_takes_effect_and_spares_the_others(house, today):
    adjust_role(
        by=house.coordinator, role="counsellor", kept={"house": ["identity"]}, valid_from=today, reason=WHY
    )
    adjust_role(by=house.coordinator, role="secretary", kept={"house": []}, valid_from=today, reason=WHY)

    assert factories.fresh(house.referent.member).rights.house == Partition.IDENTITY
    assert factories.fresh(house.secretary.member).rights.house == Partition(0)
    assert factories.fresh(house.coach.member).rights.house == house.coach.rights.house


def test_narrowing_cannot_come_before_a_change_already_planned(house, today):
    adjust_role(
        by=house.coordinator, role="secretary", kept={"house": []}, valid_from=today + 5 * DAY, reason=WHY
    )

    with pytest.raises(BadInput) as refusal:
        adjust_role(by=house.coordinator, role="counsellor", kept={}, valid_from=today, reason=WHY)

    assert refusal.value.field == "valid_from"


def test_the_page_says_what_each_role_opens_here(house, visit, today):
    adjust_role(
        by=house.coordinator, role="counsellor", kept={"house": ["identity"]}, valid_from=today, reason=WHY
    )

    page = visit(house.director).get("/reglages/partage").content.decode()

    assert "Dans tous les dossiers de la maison\u202f: identité et coordonnées." in page
    assert "ajusté" in page
    assert WHY in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": "non"}, "Dites-en un peu plus"),
        ({"mode": "anarchy"}, "n’est plus proposé"),
        ({"valid_from": "01/01/2020"}, "déjà passée"),
        ({"valid_from": "un jour"}, "n’est pas comprise"),
        ({"reason": "x" * 501}, "trop long"),
    ],
)
def test_a_choice_typed_wrong_is_explained_and_kept(house, visit, today, typed, words):
    right = {"mode": "caseload", "valid_from": f"{today:%d/%m/%Y}", "reason": WHY}

    answer = visit(house.coordinator).post("/reglages/partage", right | typed)

    assert words in answer.content.decode()
    assert OrganisationSetting.objects.filter(key="sharing", value="caseload").count() == 0


def test_narrowing_by_the_page_keeps_what_is_ticked(house, visit, today):
    answer = visit(house.director).post(
        "/reglages/partage/counsellor",
        {
            "house": ["identity"],
            "following": ["identity", "social"],
            "valid_from": f"{today:%d/%m/%Y}",
            "reason": WHY,
        },
    )

    assert answer.url == "/reglages/partage"
    assert factories.fresh(house.referent.member).rights.house == Partition.IDENTITY
    assert factories.fresh(house.referent.member).rights.following == Partition.IDENTITY | Partition.SOCIAL


def test_what_the_default_does_not_open_cannot_be_ticked(house, visit, today):
    answer = visit(house.director).post(
        "/reglages/partage/secretary",
        {"house": ["health"], "valid_from": f"{today:%d/%m/%Y}", "reason": WHY},
    )

    assert "n’est plus proposé" in answer.content.decode()


@pytest.mark.parametrize("role", ["empereur", "director", "statistician", "..", "%00"])
def test_a_role_that_opens_nothing_or_does_not_exist_has_no_page(house, visit, role):
    assert visit(house.coordinator).get(f"/reglages/partage/{role}").status_code == 404


def test_the_organisation_is_described(house, visit):
    typed = {"name": "Nouveau nom", "postcode": "71300", "directions": "Au bout du quai\nà gauche"}

    visit(house.coordinator).post("/reglages/organisation", typed)

    house.organisation.refresh_from_db()
    assert (house.organisation.name, house.organisation.postcode) == ("Nouveau nom", "71300")


@pytest.mark.parametrize(
    ("typed", "department", "clock"),
    [
        ({"postcode": "71300"}, "71", "Europe/Paris"),
        ({"postcode": "97410"}, "974", "Indian/Reunion"),
        ({"postcode": "71300", "department": "2A"}, "2A", "Europe/Paris"),
        ({"department": "973"}, "973", "America/Cayenne"),
        ({}, "", "Europe/Paris"),
    ],
)
def test_a_house_lives_by_the_clock_of_its_departement(house, visit, typed, department, clock):
    visit(house.coordinator).post("/reglages/organisation", {"name": "Ici", "school_zone": "B"} | typed)

    made = Organisation.objects.get(pk=house.organisation.pk)
    assert (made.department, made.time_zone, made.school_zone) == (department, clock, "B")


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"department": "20"},
        {"school_zone": "D"},
        {"name": "x" * 201},
        {"postcode": "7130"},
        {"postcode": "7130\0"},
        {"email": "x"},
    ],
)
def test_an_organisation_typed_wrong_is_refused_and_the_header_keeps_its_name(house, visit, typed):
    answer = visit(house.coordinator).post("/reglages/organisation", {"name": "Autre nom"} | typed)

    assert answer.status_code == 200
    assert answer.context["organisation_name"] == house.organisation.name
    assert Organisation.objects.get(pk=house.organisation.pk).name == house.organisation.name


def test_days_are_those_of_the_house_while_a_page_is_made(house, visit, monkeypatch):
    seen = []
    found = places_of
    monkeypatch.setattr(
        "cordee.accounts.house.places_of",
        lambda actor: seen.append(timezone.get_current_timezone_name()) or found(actor),
    )
    client = visit(house.coordinator)

    client.get("/reglages/lieux")
    Organisation.objects.filter(pk=house.organisation.pk).update(time_zone="Indian/Reunion")
    client.get("/reglages/lieux")

    assert seen == ["Europe/Paris", "Indian/Reunion"]
    assert timezone.get_current_timezone_name() == "Europe/Paris"


def test_sites_and_places_are_added_renamed_closed_and_reopened(house, visit):
    client = visit(house.admin)
    client.post("/reglages/lieux/sites/nouveau", {"name": "Antenne nord", "town": "Exempleville"})
    site = Site.objects.get(name="Antenne nord")
    client.post("/reglages/lieux/nouveau", {"name": "Salle bleue", "site": str(site.pk)})
    place = Place.objects.get(name="Salle bleue")

    client.post(f"/reglages/lieux/{place.pk}", {"name": "Salle verte", "site": ""})
    client.post(f"/reglages/lieux/sites/{site.pk}/fermer")
    closed = client.get("/reglages/lieux").content.decode()
    client.post(f"/reglages/lieux/sites/{site.pk}/fermer", {"reopen": "1"})

    place.refresh_from_db()
    site.refresh_from_db()
    assert (place.name, place.site) == ("Salle verte", None)
    assert "Fermés" in closed
    assert site.closed_on is None
    assert place.organisation == house.organisation


def test_a_place_of_a_closed_site_is_not_lost(house, visit):
    Place.objects.create(organisation=house.organisation, site=house.site, name="Salle oubliée")
    client = visit(house.coordinator)

    client.post(f"/reglages/lieux/sites/{house.site.pk}/fermer")

    assert "Salle oubliée" in client.get("/reglages/lieux").content.decode()


def test_the_sites_of_another_house_do_not_exist(house, stranger, visit):
    theirs = Site.objects.create(organisation=stranger.organisation, name="Ailleurs")
    room = Place.objects.create(organisation=stranger.organisation, name="Salle d’ailleurs")
    client = visit(house.coordinator)

    assert client.get(f"/reglages/lieux/sites/{theirs.pk}").status_code == 404
    assert client.post(f"/reglages/lieux/sites/{theirs.pk}/fermer").status_code == 404
    assert client.post(f"/reglages/lieux/{room.pk}/fermer").status_code == 404
    answer = client.post("/reglages/lieux/nouveau", {"name": "Chez nous", "site": str(theirs.pk)})
    assert "n’est plus proposé" in answer.content.decode()


def test_whoever_may_not_change_a_place_is_refused(house):
    with pytest.raises(NotAllowed):
        save_site(Site(), by=house.referent, values={"name": "x"})


def test_two_houses_do_not_share_a_code(db):
    found_organisation(name="L’Escale", kind=OrganisationKind.ASSOCIATION, town="Mâcon")

    with pytest.raises(BadInput):
        found_organisation(name="L’Escale", kind=OrganisationKind.ASSOCIATION, town="Mâcon")
    with pytest.raises(BadInput):
        found_organisation(name="Là-bas", kind=OrganisationKind.ASSOCIATION, town="", department="999")
    with pytest.raises(BadInput):
        found_organisation(name="😀", kind=OrganisationKind.ASSOCIATION, town="")


def test_a_house_without_a_site_is_told_what_they_are_for(db, visit):
    alone = factories.actor(factories.organisation("Sans lieu"), "coordinator")

    assert "Aucun site pour l’instant" in visit(alone).get("/reglages/lieux").content.decode()
