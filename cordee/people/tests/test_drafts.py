"""Drafts: kept as one types, sealed, given back to their author alone, dropped once sent."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cordee.home.tests.asking import HTMX, text_of
from cordee.kernel.errors import BadInput
from cordee.people import drafts
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import Draft
from tests import factories

TYPED = "means=phone&text=Venue+ce+matin&_once=cle&csrfmiddlewaretoken=jeton"


@pytest.fixture
def person(house):
    return factories.person(house.referent)


@pytest.fixture
def by(house, acting):
    acting(house.referent)
    return house.referent


def keep(by, person, typed=TYPED, form="contact"):
    drafts.save_draft(by, form, person, QueryDict(typed))


def test_a_draft_comes_back_without_its_keys(by, person):
    keep(by, person)

    assert drafts.draft_of(by, "contact", person) == {"means": "phone", "text": "Venue ce matin"}


def test_a_draft_says_since_when_it_waits(by, person):
    keep(by, person)
    begun = timezone.now() - timedelta(hours=2)
    first = drafts.resumed(by, "contact", person).started_at
    keep(by, person, "text=Venue+ce+matin,+souriante")

    resumed = drafts.resumed(by, "contact", person)

    assert resumed.started_at == first > begun
    assert resumed.typed["text"] == "Venue ce matin, souriante"
    assert Draft.objects.count() == 1


def test_several_values_of_one_field_stay_several(by):
    keep(by, None, "needs=liens&needs=projet&text=x", form="orientation")

    assert drafts.draft_of(by, "orientation", None)["needs"] == ["liens", "projet"]


def test_an_emptied_form_keeps_nothing(by, person):
    keep(by, person)

    keep(by, person, "means=&text=++")

    assert not drafts.resumed(by, "contact", person) and not Draft.objects.exists()


def test_a_draft_is_of_one_form_about_one_person(by, person, house):
    keep(by, person)

    assert not drafts.resumed(by, "note", person)
    assert not drafts.resumed(by, "contact", factories.person(house.referent))


def test_nobody_else_reads_a_draft(by, person, house, acting):
    keep(by, person)

    acting(house.colleague)

    assert not drafts.resumed(house.colleague, "contact", person)
    assert not Draft.objects.exists()


def test_what_is_typed_is_not_readable_in_the_table(by, person):
    keep(by, person)

    assert b"Venue" not in bytes(Draft.objects.get().sealed)


def test_a_draft_moved_to_another_row_cannot_be_opened(by, person, house):
    keep(by, person)
    other = factories.person(house.referent)
    keep(by, other, "text=autre")
    mine = Draft.objects.get(person=person)
    Draft.objects.filter(person=other).update(sealed=mine.sealed)

    assert not drafts.resumed(by, "contact", other)


def test_a_draft_has_a_size(by, person):
    with pytest.raises(BadInput):
        keep(by, person, "text=" + "a" * drafts.LARGEST)


def test_two_tabs_that_begin_at_once_keep_one_draft(by, person, monkeypatch):
    """The second did not see the first one's row when it looked."""
    keep(by, person, "text=premier")
    find, looked = drafts._find, []

    def blind_once(*asked):
        looked.append(asked)
        return None if len(looked) == 1 else find(*asked)

    monkeypatch.setattr(drafts, "_find", blind_once)
    keep(by, person, "text=second")

    assert Draft.objects.count() == 1
    assert drafts.draft_of(by, "contact", person) == {"text": "second"}


def test_the_draft_of_a_destroyed_key_is_nothing(by, person):
    keep(by, person)
    Draft.objects.update(sealed=b"\x01".ljust(60, b"x"))

    assert not drafts.resumed(by, "contact", person)


# --- The address, and the page that takes it back -----------------------------------------------------


def post(who, name, args, typed):
    return factories.visit(who).post(reverse(name, args=args), typed, headers={"X-Draft": "1"})


def test_a_contact_begun_is_taken_back_by_its_page_with_its_hour(house, person):
    post(house.referent, "person_draft", [person.pk, "contact"], {"means": "home", "text": "Café partagé"})

    page = factories.visit(house.referent).get(reverse("contact", args=[person.pk]))

    assert "Brouillon repris, commencé le" in text_of(page) and "Repartir de zéro" in text_of(page)
    assert page.context["form"]["text"].value() == "Café partagé"
    assert 'value="home" id="id_means_2" checked' in page.content.decode()


def test_starting_afresh_shows_an_empty_form_and_loses_nothing_yet(house, person):
    post(house.referent, "person_draft", [person.pk, "contact"], {"text": "Café partagé"})
    client = factories.visit(house.referent)

    fresh = client.get(reverse("contact", args=[person.pk]), {"vide": ""})
    again = client.get(reverse("contact", args=[person.pk]), headers=HTMX)

    assert "Café" not in fresh.content.decode() and "Brouillon repris" not in text_of(fresh)
    assert "Café partagé" in again.content.decode()


def test_sending_drops_the_draft(house, person):
    post(house.referent, "person_draft", [person.pk, "note"], {"text": "Un mot"})
    factories.visit(house.referent).post(
        reverse("new_note", args=[person.pk]),
        {"text": "Un mot, complet", "day": "hier", "sector": "social", "audience": "house"},
    )

    with acting_in(house.referent.context()):
        assert not Draft.objects.exists()


def test_a_new_dossier_begun_is_taken_back(house):
    post(house.secretary, "draft", ["new-person"], {"first_names": "Aubépine"})

    page = factories.visit(house.secretary).get(reverse("new_person"))

    assert page.context["form"]["first_names"].value() == "Aubépine" and "Brouillon repris" in text_of(page)


@pytest.mark.parametrize(
    ("form", "typed", "status"),
    [
        ("contact", {"text": "a" * 2_000_000}, 413),
        ("x" * 81, {"text": "a"}, 404),
        ("contact", {"text": "nul\0"}, 204),
        ("contact", {}, 204),
    ],
)
def test_the_address_takes_anything(house, person, form, typed, status):
    assert post(house.referent, "person_draft", [person.pk, form], typed).status_code == status


def test_a_draft_about_somebody_hidden_is_refused(stranger, person):
    assert post(stranger, "person_draft", [person.pk, "contact"], {"text": "a"}).status_code == 404


def test_a_draft_is_not_read_by_its_address(house, person):
    assert (
        factories.visit(house.referent).get(reverse("person_draft", args=[person.pk, "contact"])).status_code
        == 405
    )
