"""Waits, moves, and the number of SMS a text makes: both sides of each bound."""

from datetime import UTC, datetime, timedelta

import pytest

from cordee.plumbing.outbox.enums import State
from cordee.plumbing.outbox.rules import GIVE_UP_AFTER, MOVES, next_try, plainer, sms_parts

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 1), (2, 5), (3, 15), (6, 120), (7, 240), (8, 240), (400, 240)]
)
def test_waits_grow(attempts, minutes):
    assert next_try(attempts, first=NOW, now=NOW) == NOW + timedelta(minutes=minutes)


def test_one_gives_up_after_four_days_and_not_before():
    second = timedelta(seconds=1)

    assert next_try(30, first=NOW, now=NOW + GIVE_UP_AFTER - second) is not None
    assert next_try(30, first=NOW, now=NOW + GIVE_UP_AFTER) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("ê" * 134, 2),
        ("ê" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_how_many_sms_a_text_makes(text, parts):
    assert sms_parts(text) == parts


def test_french_typography_does_not_double_the_price():
    told = plainer("L’atelier « Espace Vie »\u202f: venez dès que possible, c’est prêt… œuvre à façon")

    assert told == "L'atelier \"Espace Vie\" : venez dès que possible, c'est pret... oeuvre à facon"
    assert sms_parts(told) == 1


def test_every_state_is_known_and_an_uncertain_message_never_leaves_by_itself():
    known = set(State.values)

    assert set(MOVES) == known
    assert {state for froms in MOVES.values() for state in froms} <= known
    assert "unknown" not in MOVES["sending"]
    assert not {"sent", "cancelled", "bounced"} & set(MOVES["queued"])
