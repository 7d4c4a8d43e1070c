"""Hours a week, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.kernel.errors import BadInput
from cordee.kernel.typed_hours import MOST_HOURS, parse_hours, shown_hours


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("15", 900),
        ("15h", 900),
        ("15 h", 900),
        ("15\u202fh", 900),
        ("15H30", 930),
        ("15h30", 930),
        ("15 h 30", 930),
        ("15:30", 930),
        ("15h5", 905),
        ("15h30 min", 930),
        ("15 heures", 900),
        ("15 heures 30", 930),
        ("15,5", 930),
        ("15.5", 930),
        ("15,25 h", 915),
        ("15,50", 930),
        ("0", 0),
        ("0h", 0),
        ("zéro", 0),
        ("aucune", 0),
        ("quinze", 900),
        ("Quinze heures", 900),
        ("quinze heures et demie", 930),
        ("quinze heures trente", 930),
        ("vingt", 1200),
        ("vingt et une heures", 1260),
        ("vingt-cinq", 1500),
        ("dix-sept", 1020),
        ("une heure et quart", 75),
        ("20 heures par semaine", 1200),
        ("15h30/semaine", 930),
        ("60", 3600),
        ("1h30", 90),
        ("soixante", 3600),
    ],
)
def test_hours_are_understood_as_people_write_them(typed, minutes):
    assert parse_hours(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "beaucoup", "15h75", "-3", "15h30h", "15,5,5", "1/2", "quinze ou vingt", "61", "60h01", "999",
        "quinze heures et plus", "²", "١٥ heures et", "x" * 200, "15;30", "vingt dix", "trente quinze",
    ],
)  # fmt: skip
def test_what_is_not_hours_says_how_to_write_them(typed):
    with pytest.raises(BadInput) as refusal:
        parse_hours(typed)

    assert refusal.value.field == "hours"
    assert refusal.value.message


def test_the_refusal_shows_what_was_typed():
    with pytest.raises(BadInput, match="«\u202fbeaucoup\u202f»"):
        parse_hours("beaucoup")


@given(st.integers(min_value=0, max_value=MOST_HOURS * 60))
def test_what_is_shown_is_understood_again(minutes):
    assert parse_hours(shown_hours(minutes)) == minutes


@given(st.text(max_size=50))
def test_anything_typed_is_a_number_or_a_sentence(text):
    try:
        assert 0 <= parse_hours(text) <= MOST_HOURS * 60
    except BadInput as refusal:
        assert refusal.message
