"""A short run of each campaign, and the proof that each can find something."""

import os
import random
import shutil
import sys
from dataclasses import replace
from datetime import date, timedelta
from xml.sax.saxutils import escape

import pytest

from cordee.doors import arriving, tokens, tracking
from cordee.engagements.remote import public
from cordee.kernel.errors import BadInput
from cordee.referrals.importing.kind import ORIENTATIONS
from cordee.spreadsheets.registry import IMPORTS
from tests import factories
from tests.campaigns import attack, days, exports, files, imports, outbox, races, tables
from tests.campaigns.known import CAMPAIGNS
from tests.campaigns.lasting import found_in
from tests.campaigns.links import altered, links_of


def test_a_short_attack_finds_nothing(committed):
    tries, faults = attack.run(seconds=6, chance=random.Random(7), least=11)

    assert tries > 10
    assert not faults


def test_the_attack_bites_when_the_canary_sings(committed, monkeypatch):
    """With the other house's name shown in an answer, the campaign says so."""
    monkeypatch.setattr(attack, "CANARY", "<!doctype html>")

    assert found_in(attack.run, "sang", seconds=4, chance=random.Random(7))


def test_the_attack_bites_when_a_forwarded_link_opens_without_a_code(committed, monkeypatch):
    monkeypatch.setattr(tracking, "is_recognised", lambda request, follow: True)

    assert found_in(
        attack.run,
        "the canary sang",
        "links changed",
        seconds=8,
        chance=random.Random(7),
        only="/suivi/<str:token>/retirer",
    )


def test_the_attack_bites_when_a_link_to_sign_asks_nothing(committed, monkeypatch):
    monkeypatch.setattr(public, "is_recognised", lambda request, link: True)

    assert found_in(
        attack.run, "the canary sang", "links changed", seconds=8, chance=random.Random(7), only="/lien/"
    )


def test_the_attack_bites_when_looking_at_a_link_confirms_it(committed, monkeypatch):
    """Mail programs look at every link of a mail before its reader does."""
    chance = random.Random(7)
    victim = factories.house(name="Maison des liens")
    links = links_of(victim, words="Canari")
    assert links.faults() == []

    arriving.confirm_arrival(tokens.read_token(tokens.CONFIRM, links.waiting))

    assert links.faults() != []
    assert {altered(links.waiting, chance) for _time in range(40)} - {links.waiting}


def test_a_short_race_finds_nothing(committed):
    tries, faults = races.run(seconds=4, chance=random.Random(7), least=4)

    assert tries > 3
    assert not faults


def test_the_race_bites_when_an_end_is_ignored(committed, monkeypatch):
    monkeypatch.setattr(races, "end_grounds", lambda person, thing_id: 0)

    assert found_in(races.run, "", seconds=3, chance=random.Random(7))


def test_a_short_rain_of_files_finds_nothing():
    tries, faults = files.run(seconds=6, chance=random.Random(7), least=4)

    assert tries > 3
    assert not faults


def test_the_rain_of_files_bites_when_nothing_is_cleaned(monkeypatch):
    monkeypatch.setattr(
        files.checking,
        "_opened_apart",
        lambda content, *said: ({"media": "application/pdf", "extension": "pdf"}, content),
    )

    assert found_in(files.run, "kept with", seconds=1, chance=random.Random(7))


def test_a_short_run_of_messages_loses_and_doubles_nothing(committed):
    written, faults = outbox.run(seconds=10, chance=random.Random(7), most=150)

    assert written == 150
    assert not faults


def test_the_messages_bite_when_nothing_is_noted_before_handing_over(committed, monkeypatch):
    """A worker that writes nothing down before it hands a message over doubles those it was killed on.

    The server takes each message, then keeps its answer for longer than a worker lives after its first: whatever the
    machine does meanwhile, that message has arrived and is not known to have.
    """
    monkeypatch.setenv("CORDEE_CARELESS", "1")
    monkeypatch.setattr(outbox.Office, "behave", lambda self, step, to: 2.0 if step == "body" else None)

    # Twice, or once more for each death.
    assert found_in(outbox.run, ": arrived ", seconds=10, chance=random.Random(7), most=10)


def test_a_short_rain_of_tables_finds_nothing(committed):
    tries, faults = imports.run(seconds=8, chance=random.Random(7), deaths=False, least=4)

    assert tries > 3
    assert not faults


def test_a_short_rain_of_orientations_finds_nothing(committed, monkeypatch):
    """The same, of orientations alone, each through the pages."""
    makers = (tables.sound_orientations, tables.odd_orientations, tables.mutated_orientations)
    monkeypatch.setattr(tables, "MAKERS", makers)
    monkeypatch.setattr(imports, "PAGES_EVERY", 1)

    tries, faults = imports.run(seconds=6, chance=random.Random(11), deaths=False, least=4)

    assert tries > 3
    assert not faults


def test_the_rain_of_orientations_bites_when_their_day_is_not_read(committed, monkeypatch):
    """A line whose day is refused is left aside: a sound table would then bring fewer than it has."""
    day = next(column for column in ORIENTATIONS.columns if column.code == "received_on")

    def refuse(cell, reading):
        raise BadInput("", "no")

    columns = tuple(replace(one, clean=refuse) if one is day else one for one in ORIENTATIONS.columns)
    monkeypatch.setitem(IMPORTS._items, "orientations", replace(ORIENTATIONS, columns=columns))
    monkeypatch.setattr(tables, "MAKERS", (tables.sound_orientations,))
    monkeypatch.setattr(imports, "PAGES_EVERY", 1)

    assert found_in(imports.run, "made,", seconds=3, chance=random.Random(11), deaths=False)


def test_the_rain_of_tables_bites_when_a_line_is_lost(committed, monkeypatch):
    """A reader that takes the last line of a table for a total."""
    whole = imports.table_in

    def careless(workbook, columns):
        table = whole(workbook, columns)
        del table.lines[-1]
        return table

    monkeypatch.setattr(imports, "table_in", careless)

    assert found_in(imports.run, "lines read of", seconds=3, chance=random.Random(7), deaths=False)


def test_the_rain_of_tables_bites_when_an_error_is_let_through(committed, monkeypatch):
    monkeypatch.setattr(imports, "Unreadable", LookupError)

    assert found_in(imports.run, "Unreadable", seconds=4, chance=random.Random(7), deaths=False)


def test_an_import_whose_worker_dies_is_whole_or_absent(committed):
    house = imports.factories.house(name="Maison des pannes")

    assert not imports.one_killed(house, random.Random(7), deaths=2)


def test_the_deaths_bite_when_an_import_is_written_in_parts(committed, monkeypatch):
    monkeypatch.setenv("CORDEE_CARELESS", "1")
    house = imports.factories.house(name="Maison des pannes")

    fault = imports.one_killed(house, random.Random(7), deaths=0)

    assert "in part" in fault


opened_by_office = pytest.mark.skipif(exports.office() is None, reason=exports.MISSING)


@opened_by_office
def test_every_cell_taken_out_shows_in_libreoffice(committed):
    cells, faults = exports.run(seconds=0, chance=random.Random(7))

    assert cells > 1_000
    assert not faults


@opened_by_office
def test_the_exports_bite_when_a_text_is_written_as_a_formula_or_a_sign_is_lost(committed, monkeypatch):
    monkeypatch.setattr(exports, "lists", lambda house: iter(()))
    monkeypatch.setattr("cordee.spreadsheets.writers._harmless", lambda cell: cell)
    monkeypatch.setattr("cordee.spreadsheets.writers._xml", lambda text: escape(text.replace("\u200d", "")))

    _cells, faults = exports.run(seconds=0, chance=random.Random(7))

    assert any("cellules.csv" in fault and "'=1+1" in fault for fault in faults)
    assert any("cellules.ods" in fault and "famille" in fault for fault in faults)


def test_without_libreoffice_one_is_told_the_line_to_type(monkeypatch):
    monkeypatch.setattr(exports.shutil, "which", lambda name: None)

    assert exports.run(seconds=0, chance=random.Random(7)) == (0, [exports.MISSING])


compiled_here = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="another clock takes Linux and a C compiler"
)


def a_day_told(tmp_path, is_right):
    """What the days are given to live: one test, which asks what the line says of the day it sees."""
    told = tmp_path / "test_a_day.py"
    told.write_text(f"from datetime import date\n\n\ndef test_it():\n    assert {is_right}\n")
    alone = ["-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "-c", os.devnull]
    return ["-m", "pytest", "-q", "-rfE", *alone, f"--rootdir={tmp_path}", str(told)]


@compiled_here
def test_days_are_lived_on_another_clock(tmp_path):
    later = f"date.today() > date({date.today():%Y, %-m, %-d})"

    assert days.run(seconds=0, chance=random.Random(7), least=3, stories=a_day_told(tmp_path, later)) == (
        3,
        [],
    )


@compiled_here
def test_the_days_bite_when_something_holds_on_some_days_only(tmp_path):
    only_today = f"date.today() == date({date.today():%Y, %-m, %-d})"

    tries, faults = days.run(
        seconds=0, chance=random.Random(7), least=2, stories=a_day_told(tmp_path, only_today)
    )

    assert (tries, len(faults)) == (2, 2)
    assert all("test_it" in fault for fault in faults)


def test_one_day_out_of_two_is_the_first_or_the_last_of_its_month():
    drawn = {days.draw(random.Random(seed), date(2027, 1, 15)) for seed in range(200)}

    assert date(2027, 1, 15) < min(drawn)
    assert sum((day + timedelta(1)).day == 1 or day.day == 1 for day in drawn) > len(drawn) / 4
    assert any(day.month in (3, 10) and day.day > 24 and day.weekday() == 6 for day in drawn)


@pytest.mark.parametrize("name", ["attack", "days", "exports", "files", "imports", "outbox", "races"])
def test_every_campaign_is_listed(name):
    assert name in CAMPAIGNS
