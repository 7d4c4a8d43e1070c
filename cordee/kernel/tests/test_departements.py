"""What a postcode says, and the clock of each département."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordee.kernel.departements import CLOCKS, DEPARTEMENTS, clock_of, departement_of


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("71400", "71"), ("01000", "01"), ("75013", "75"), ("97410", "974"), ("97600", "976"), ("98800", "988"),
        ("20000", ""), ("97900", ""), ("98000", ""), ("00100", ""), ("96000", ""), ("7140", ""), ("714000", ""), ("", ""), ("abcde", ""),
    ],
)  # fmt: skip
def test_a_postcode_says_its_departement(postcode, code):
    assert departement_of(postcode) == code


def test_the_hexagon_lives_by_one_clock():
    assert {clock_of(code) for code in DEPARTEMENTS if code not in CLOCKS} == {"Europe/Paris"}
    assert clock_of("") == "Europe/Paris"


@pytest.mark.parametrize("code", CLOCKS)
def test_overseas_clocks_are_known_to_the_machine(code):
    winter = datetime(2026, 12, 1, tzinfo=UTC).astimezone(ZoneInfo(clock_of(code))).utcoffset()

    assert code in DEPARTEMENTS
    assert winter != timedelta(hours=1)


def test_every_departement_is_there():
    assert len(DEPARTEMENTS) == 96 + 5 + 6  # and the collectivities overseas
