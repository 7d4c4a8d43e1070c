import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.spreadsheets.named import proper, split


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("DUPONT", "Dupont"), ("dupont", "Dupont"), ("Le Goff", "Le Goff"), ("JEAN-MARIE", "Jean-Marie"), ("jean - marie", "Jean-Marie"),
        ("D'ARC", "D’Arc"), ("DE LA TOUR", "De La Tour"), ("VAN DER BERG", "Van der Berg"), ("ÉLODIE", "Élodie"), ("McDonald", "McDonald"),
        ("  DUPONT  ", "Dupont"), ("Mme DUPONT", "Dupont"), ("", ""), (None, ""), ("O’NEILL", "O’Neill"), ("MCDONALD", "McDonald"),
    ],
)  # fmt: skip
def test_capitals_given_back(cell, expected):
    assert proper(cell) == expected


@pytest.mark.parametrize(
    ("cell", "first", "usage", "birth", "guessed"),
    [
        ("DUPONT Jean-Marie", "Jean-Marie", "Dupont", "", False), ("Jean DUPONT", "Jean", "Dupont", "", False),
        ("Mme Marie-Anne Le Goff née Martin", "Marie-Anne", "Le Goff", "Martin", True), ("M. Jean DUPONT", "Jean", "Dupont", "", False),
        ("Dupont, Jean", "Jean", "Dupont", "", False), ("DE LA TOUR Anne", "Anne", "De La Tour", "", False),
        ("Anne de LA TOUR", "Anne", "de La Tour", "", False), ("LE GOFF (née MARTIN) Anne", "Anne", "Le Goff", "Martin", False),
        ("Jean Dupont", "Jean", "Dupont", "", True), ("DUPONT JEAN", "Jean", "Dupont", "", True), ("EL AMRANI SAMIRA", "Samira", "El Amrani", "", True),
        ("Samira", "Samira", "", "", True), ("", "", "", "", False), ("Marie MARTIN épouse LE GOFF", "Marie", "Le Goff", "Martin", False),
        ("Jean-Pierre BEN AHMED", "Jean-Pierre", "Ben Ahmed", "", False), ("DUPONT-MOREL Léa Rose", "Léa Rose", "Dupont-Morel", "", False),
    ],
)  # fmt: skip
def test_names_in_one_column(cell, first, usage, birth, guessed):
    found = split(cell)

    assert (found.first_names, found.usage_name, found.birth_name) == (first, usage, birth)
    assert found.is_guessed == guessed


@given(st.text(max_size=60))
def test_any_text_is_split_without_losing_a_letter(typed):
    found = split(typed)
    kept = f"{found.first_names}{found.usage_name}{found.birth_name}"

    assert len(proper(typed)) <= 2 * len(typed) + 1
    if typed.isalpha():
        assert kept.lower() == proper(typed).lower()
