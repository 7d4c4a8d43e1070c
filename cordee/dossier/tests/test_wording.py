"""The words of the house: kept when they are neutral, refused with why, and back to Cordée's when emptied."""

import pytest

from cordee.dossier.messages import NEUTRAL_TEXTS
from cordee.dossier.rules import LONGEST_TEXT, PHONE, betrays
from cordee.dossier.tests.test_messages import person  # noqa: F401 - a fixture
from cordee.dossier.wording import TextsForm, texts_of, word_texts
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.plumbing.context import acting_in
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/envois/textes"
OURS = "Coucou, rappelez-nous au {téléphone} quand vous pouvez."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OURS, ""),
        ("Bonjour, à demain 14 h ! Nous sommes au 2e étage.", ""),
        ("Votre bail est prêt.", ""),
        ("Votre RSA est renouvelé.", "RSA"),
        ("Rendez-vous au centre d’addictologie.", "addictologie"),
        ("Apportez l’avis de la MDPH", "MDPH"),
        ("L’Hôpital de jour vous attend.", "Hôpital"),
        ("La Passerelle vous attend.", "Passerelle"),
        ("Bonjour Mme Dupont, appelez-nous.", "Pas de nom"),
        ("Bonjour madame, appelez-nous.", ""),
        ("Rendez-vous le 12/03.", "Pas de date"),
        ("Rendez-vous le 3 mars.", "Pas de date"),
        ("Rendez-vous le … à … .", ""),
        ("Appelez le 06 12 34 56 78.", "Pas de numéro"),
        ("Écrivez à moi@exemple.invalid", "Pas de numéro"),
        ("Voyez https://exemple.invalid", "Pas de numéro"),
        ("Bonjour {prénom}", "Une seule chose"),
        ("Bonjour {téléphone", "Une seule chose"),
        ("a" * LONGEST_TEXT, ""),
        ("a" * (LONGEST_TEXT + 1), "court"),
    ],
)
def test_what_says_too_much_is_refused_with_why(text, said):
    found = betrays(text, names=("La Passerelle",))

    assert said in found
    assert bool(found) is bool(said)


def test_the_texts_of_cordee_are_neutral_themselves():
    for _code, _label, subject, text in NEUTRAL_TEXTS:
        assert betrays(str(subject)) == ""
        assert betrays(str(text).replace("%(phone)s", PHONE)) == ""


def words(house, **said):
    kept = {
        text.code: (text.subject, text.text)
        for text in texts_of(house.organisation, house.organisation.today)
    }
    return {code: said.get(code, kept[code]) for code in TextsForm.CODES}


def test_a_message_starts_from_the_words_of_the_house(house, person, visit):  # noqa: F811
    house.organisation.phone = "01 99 00 00 42"
    house.organisation.save(update_fields=["phone"])
    with acting_in(house.coordinator.context()):
        word_texts(by=house.coordinator, said=words(house, call_back=("Un mot", OURS)))

    page = (
        visit(house.referent).get(f"/personnes/{person.pk}/messages/ecrire?modele=call_back").content.decode()
    )
    assert "Coucou, rappelez-nous au 01 99 00 00 42 quand" in page
    assert 'value="Un mot"' in page
    other = factories.house(name="Autre maison")
    assert not any(
        text.is_own
        for text in texts_of(other.organisation, other.organisation.today)
        if text.code == "call_back"
    )


def test_an_emptied_text_is_cordee_s_again(house):
    with acting_in(house.coordinator.context()):
        word_texts(by=house.coordinator, said=words(house, call_back=("Un mot", OURS)))
        word_texts(by=house.coordinator, said=words(house, call_back=("", "")))

    found = {text.code: text for text in texts_of(house.organisation, house.organisation.today)}
    assert (found["call_back"].is_own, found["call_back"].subject) == (False, "Merci de nous rappeler")


def test_others_may_not(house):
    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        word_texts(by=house.referent, said=words(house))
    with acting_in(house.coordinator.context()), pytest.raises(BadInput):
        word_texts(by=house.coordinator, said=words(house, papers=("", "Votre RSA")))


def test_the_page_is_one_of_the_settings(house, visit):
    shown = visit(house.coordinator).get(ADDRESS).content.decode()

    assert '<a href="/reglages" aria-current="page">' in shown


def test_the_page_keeps_what_was_typed_and_says_why(house, visit):
    sent = {"text_call_back": "La Passerelle vous attend.", "subject_call_back": "Bonjour"}
    answer = visit(house.coordinator).post(ADDRESS, sent)

    assert answer.status_code == 422
    assert "en dit trop" in answer.content.decode()
    assert "La Passerelle vous attend." in answer.content.decode()
    assert visit(house.coordinator).post(ADDRESS, {"text_call_back": OURS}).status_code == 302
    assert OURS in visit(house.director).get(ADDRESS).content.decode()


@pytest.mark.parametrize("address", [ADDRESS, "/personnes/{pk}/messages/ecrire?modele=call_back"])
def test_the_pages_cost_what_others_do(house, person, address):  # noqa: F811
    _answer, asked = asking(house.coordinator, address.format(pk=person.pk))

    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
