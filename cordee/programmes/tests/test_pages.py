"""The pages of programmes: read by everyone of the house, loaded by some, never an error page."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.programmes import shipped
from cordee.programmes.actions import load_definition, load_shipped_for
from cordee.programmes.models import Programme
from cordee.programmes.tests.test_loader import SIXTH

LOAD = "/programmes/charger"


@pytest.fixture
def loaded(house, acting):
    acting(house.coordinator)
    load_shipped_for(house.organisation, shipped.codes())
    return house


def test_the_list_shows_what_the_house_offers_in_a_fixed_number_of_queries(
    loaded, visit, django_assert_max_num_queries
):
    client = visit(loaded.referent)
    client.get("/programmes/")

    with django_assert_max_num_queries(12):
        answer = client.get("/programmes/")

    assert answer.status_code == 200
    assert "Pré-insertion professionnelle" in answer.content.decode()
    assert "Charger une définition" not in answer.content.decode()
    assert "Charger une définition" in visit(loaded.coordinator).get("/programmes/").content.decode()


def test_an_empty_house_learns_what_a_programme_is(house, visit):
    Programme.objects.filter(organisation=house.organisation).update(is_active=False)

    assert "sans une ligne de code" in visit(house.coordinator).get("/programmes/").content.decode()


@pytest.mark.parametrize("code", shipped.codes())
def test_each_programme_has_a_page_in_words_with_its_sources(loaded, visit, code):
    answer = visit(loaded.secretary).get(f"/programmes/{code}")
    text = answer.content.decode()

    assert answer.status_code == 200
    definition = (
        Programme.objects.get(code=code, organisation=loaded.organisation).versions.first().definition
    )
    for thing in (*definition.stages, *definition.exits, *definition.entry.channels):
        assert thing.label.replace("'", "&#x27;") in text, thing.label
    assert definition.header.source in text


def test_strangers_and_unknown_codes_get_the_same_answer(loaded, stranger, visit):
    for address in (
        "/programmes/cheval-bleu-pre-insertion",
        "/programmes/cheval-bleu-pre-insertion/definition.toml",
    ):
        assert visit(stranger).get(address).status_code == 404
        assert visit(None).get(address).status_code == 302
    assert visit(loaded.referent).get("/programmes/nulle-part").status_code == 404


@pytest.mark.parametrize("day", ["2026-01-01", "01/01/2026", "demain", "9999-99-99", "%00", "1" * 500])
def test_any_day_in_the_address_is_answered(loaded, visit, day):
    assert visit(loaded.referent).get(f"/programmes/calvados-aps?le={day}").status_code == 200


def test_an_older_version_is_shown_at_its_day(house, acting, visit):
    acting(house.coordinator)
    load_definition(SIXTH, organisation=house.organisation)
    later = SIXTH.replace("2024-01-01", "2025-01-01").replace("À quai", "Au bord du quai")
    load_definition(later, organisation=house.organisation)

    now = visit(house.referent).get("/programmes/gens-du-chantier").content.decode()
    before = visit(house.referent).get("/programmes/gens-du-chantier?le=2024-06-01").content.decode()

    assert "Au bord du quai" in now and "Les versions" in now
    assert "Au bord du quai" not in before and "À quai" in before


def test_the_text_goes_out_as_it_came_in(loaded, visit):
    answer = visit(loaded.referent).get("/programmes/calvados-aps/definition.toml")

    assert answer.content.decode() == shipped.text("calvados-aps")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"].startswith("application/toml")


def test_loading_starts_from_a_programme_of_the_house(loaded, visit):
    answer = visit(loaded.coordinator).get(f"{LOAD}?depuis=calvados-aps")

    assert answer.context["form"].initial["text"] == shipped.text("calvados-aps")
    assert visit(loaded.coordinator).get(f"{LOAD}?depuis=nulle-part").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("director", 200), ("admin", 200), ("referent", 403)]
)
def test_only_some_roles_see_the_loading_page(house, visit, who, status):
    assert visit(getattr(house, who)).get(LOAD).status_code == status


@pytest.mark.parametrize("as_file", [True, False])
def test_a_definition_is_loaded_by_text_or_by_file(house, visit, as_file):
    sent = {"file": SimpleUploadedFile("x.toml", SIXTH.encode())} if as_file else {"text": SIXTH}

    answer = visit(house.coordinator).post(LOAD, sent)

    assert (answer.status_code, answer["Location"]) == (302, "/programmes/gens-du-chantier")
    assert Programme.objects.filter(organisation=house.organisation, code="gens-du-chantier").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "vide"),
        ("Bonjour", "pas du TOML"),
        (SIXTH.replace("age_within", "age_witin"), "age_within"),
        (SIXTH.replace('to = "mer"', 'to = "mere"'), "Ligne"),
        ("a = 1\x00", "signe invisible"),
        ("é" * 1_000_001, "trop long"),
    ],
)
def test_a_faulty_text_is_explained_and_kept_on_the_page(house, visit, text, says):
    answer = visit(house.coordinator).post(LOAD, {"text": text})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert answer.context["form"]["text"].value() == text.replace("\x00", "")
    assert not Programme.objects.filter(code="gens-du-chantier").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\xff\xfe\x00", "UTF-8"), (b"", "vide"), (b"x" * 50_000_000, "trop longue"), (b"PK\x03\x04", "TOML")],
)
def test_a_faulty_file_is_explained_quickly(house, visit, content, says):
    start = time.monotonic()

    answer = visit(house.coordinator).post(LOAD, {"file": SimpleUploadedFile("x.toml", content)})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert time.monotonic() - start < 60
