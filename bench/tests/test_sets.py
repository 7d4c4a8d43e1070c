"""A tiny set, made in files: whole, the same again, and what is sealed in it opens with the person's key."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from bench.generate import SHAPES, Made, generate
from bench.houses import KEY
from bench.sets import TINY, master_key
from bench.shapes import (
    CONTRACT_TEXT,
    DIAGNOSIS_ENTRY,
    HEALTH_DIAGNOSIS_ENTRY,
    HEALTH_SITUATION,
    MATTER,
    PERSON_KEY,
    SITTING,
    SITTING_ITEM,
    SITUATION,
)
from cordee.engagements.texts import digest_of, read
from cordee.plumbing.crypto import unseal

SEED, TODAY = 7, date(2026, 11, 27)


def made_in(folder: Path) -> Made:
    folder.mkdir()
    return generate(TINY, seed=SEED, today=TODAY, folder=folder)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_in(tmp_path_factory.mktemp("bench") / "first")


def rows_of(made: Made, table: str) -> list[dict[str, str]]:
    columns = SHAPES[table].columns
    lines = b"".join(made.blocks(table)).decode().splitlines()
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def keys_of(made: Made) -> dict[str, bytes]:
    """The key of each person of the set, unwrapped as an instance does."""
    houses = {
        row["organisation_id"]: unseal(
            master_key(SEED), sealed_in(row["wrapped"]), f"organisation|{row['organisation_id']}"
        )
        for row in rows_of(made, KEY.table)
    }
    return {
        row["person_id"]: unseal(
            houses[row["organisation_id"]], sealed_in(row["wrapped"]), f"person|{row['person_id']}"
        )
        for row in rows_of(made, PERSON_KEY.table)
    }


def sealed_in(column: str) -> bytes:
    return bytes.fromhex(column.removeprefix("\\\\x"))


def test_each_table_of_a_set_is_filled(tiny: Made) -> None:
    empty = [table for table in SHAPES if not tiny.rows(table)]

    assert empty == []


def test_the_same_seed_makes_the_same_rows(tiny: Made, tmp_path: Path) -> None:
    again = made_in(tmp_path / "again")

    for table in SHAPES:
        assert b"".join(again.blocks(table)) == b"".join(tiny.blocks(table)), table


def test_appointments_are_in_proportion_and_end_after_they_begin(tiny: Made) -> None:
    rows = rows_of(tiny, "appointments_appointment")
    known = [row for row in rows if row["status"] != "unknown"]

    assert TINY.people < len(rows) < 8 * TINY.people
    assert all(row["starts_at"] < row["ends_at"] for row in rows)
    assert all(row["settled_on"] <= TODAY.isoformat() for row in known)
    assert 0.5 < sum(row["status"] == "seen" for row in known) / len(known) < 0.9
    assert any(row["starts_at"] > TODAY.isoformat() for row in rows)


def test_a_signed_contract_opens_and_its_digest_holds(tiny: Made) -> None:
    keys, table = keys_of(tiny), CONTRACT_TEXT.table
    frozen = [row for row in rows_of(tiny, table) if row["digest"]]

    assert len(frozen) > TINY.people / 4
    for row in frozen:
        bound = f"{table}|sealed_text|{row['id']}|{row['person_id']}|1"
        kept = unseal(keys[row["person_id"]], sealed_in(row["sealed_text"]), bound).decode()
        assert digest_of(read(kept)) == row["digest"] == hashlib.sha256(kept.encode()).hexdigest()
        assert "@" not in kept


def test_words_of_a_meeting_open_with_the_key_of_the_person(tiny: Made) -> None:
    keys, table = keys_of(tiny), MATTER.table
    sealed = [row for row in rows_of(tiny, table) if row["sealed_text"] != "\\N"]

    assert sealed
    for row in sealed:
        bound = f"{table}|sealed_text|{row['id']}|{row['person_id']}|1"
        assert unseal(keys[row["person_id"]], sealed_in(row["sealed_text"]), bound)


def test_a_situation_under_way_keeps_its_notes_with_the_key_of_the_person(tiny: Made) -> None:
    keys, table = keys_of(tiny), SITTING_ITEM.table
    rows = rows_of(tiny, table)
    sealed = [row for row in rows if row["sealed_notes"] != "\\N"]

    assert len(sealed) > len(rows) / 3
    for row in sealed:
        bound = f"{table}|sealed_notes|{row['id']}|{row['person_id']}|1"
        assert unseal(keys[row["person_id"]], sealed_in(row["sealed_notes"]), bound)


def test_a_board_has_a_sitting_of_today_and_one_under_way(tiny: Made) -> None:
    sittings = rows_of(tiny, SITTING.table)
    boards = {row["board_id"] for row in sittings}

    assert len(boards) == TINY.organisations
    for board in boards:
        states = {row["state"]: row["day"] for row in sittings if row["board_id"] == board}
        assert set(states) == {"closed", "open", "convened"}
        assert states["closed"] < states["open"] < states["convened"] == TODAY.isoformat()


def test_what_is_known_and_the_diagnosis_open_with_the_key_of_the_person(tiny: Made) -> None:
    keys = keys_of(tiny)
    for shape in (SITUATION, HEALTH_SITUATION, DIAGNOSIS_ENTRY, HEALTH_DIAGNOSIS_ENTRY):
        for row in rows_of(tiny, shape.table):
            if row["sealed_text"] != "\\N":
                bound = f"{shape.table}|sealed_text|{row['id']}|{row['person_id']}|1"
                assert unseal(keys[row["person_id"]], sealed_in(row["sealed_text"]), bound)
    assert len(rows_of(tiny, SITUATION.table)) > TINY.people
