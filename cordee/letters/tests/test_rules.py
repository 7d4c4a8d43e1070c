"""Fields and blanks in a text: what is put, what is missing, what is not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.letters.catalogue import GROUPS, PARTS, shipped
from cordee.letters.merging import FIELDS, labels
from cordee.letters.rules import faults_in, left_to_fill, merge, plain, to_fill

KNOWN = ["prénom", "référent", "aujourd’hui"]
VALUES = {"prenom": "Amina", "referent": "", "aujourd’hui": "29 novembre 2026"}


@pytest.mark.parametrize(
    ("text", "merged", "missing", "blanks"),
    [
        ("Bonjour {prénom},", "Bonjour Amina,", (), ()),
        ("Bonjour { PRENOM },", "Bonjour Amina,", (), ()),
        ("Le {aujourd'hui}", "Le 29 novembre 2026", (), ()),
        ("Avec {référent}", "Avec [à compléter : référent]", ("référent",), ()),
        (
            "Avec {référent}, {référent}",
            "Avec [à compléter : référent], [à compléter : référent]",
            ("référent",),
            (),
        ),
        ("{? jour et heure}", "[à compléter : jour et heure]", (), ("jour et heure",)),
        ("{inconnu}", "[à compléter : inconnu]", ("inconnu",), ()),
        ("sans champ", "sans champ", (), ()),
        ("", "", (), ()),
    ],
)
def test_fields_take_their_value_and_what_is_unknown_stands_to_be_filled(text, merged, missing, blanks):
    found = merge(text, VALUES)

    assert (found.text, found.missing, found.blanks) == (merged, missing, blanks)


def test_a_value_that_looks_like_a_field_is_not_read_again():
    assert merge("{prénom}", {"prenom": "{référent}"}).text == "{référent}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bonjour {prénom}, {? jour}", []),
        ("Bonjour {prenom}", []),
        ("Bonjour {prénon}", ["pensiez-vous à {prénom}"]),
        ("Bonjour {jour du marché}", ["écrivez «\u202f{? jour du marché}\u202f»"]),
        ("Bonjour {prénom", ["accolade"]),
        ("Bonjour prénom}", ["accolade"]),
        ("Bonjour {{prénom}}", ["accolade"]),
        ("Bonjour {? }", ["dites après"]),
        ("Bonjour {}", ["n’est pas un champ"]),
    ],
)
def test_what_is_not_understood_is_said(text, said):
    found = faults_in(text, KNOWN)

    assert len(found) == len(said)
    assert all(part in one for part, one in zip(said, found, strict=True))


@given(st.lists(st.sampled_from(["jour", "lieu", "heure exacte"]), max_size=5))
def test_what_is_left_to_fill_is_found_once_each_in_order(blanks):
    text = " puis ".join(to_fill(one) for one in blanks)

    assert left_to_fill(text) == tuple(dict.fromkeys(blanks))


@given(st.text(max_size=60))
def test_any_text_is_merged_or_said_wrong_never_lost(text):
    found = merge(text, {})

    if "{" not in text:
        assert found.text == text
    assert isinstance(faults_in(text, KNOWN), list)


def test_the_letters_shipped_are_understood():
    for letter in shipped():
        assert letter.group in GROUPS and letter.part in PARTS and letter.label and letter.about
        assert faults_in(letter.title, labels()) == [] and faults_in(letter.body, labels()) == []
    assert len({letter.code for letter in shipped()}) == len(shipped())


def test_no_two_fields_read_the_same():
    assert len({plain(field.label) for field in FIELDS.values()}) == len(FIELDS)
