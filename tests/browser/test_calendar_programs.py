"""Calendar programs subscribe to the address of an agenda, not libraries: vdirsyncer fetches it as a program on a phone
or a desk would, and follows what changes; khal shows the week, in the hours of the place."""

import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.browser.test_agenda import booking_page, fill

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (shutil.which("vdirsyncer") and shutil.which("khal")),
        reason="apt-get install -y --no-install-recommends khal vdirsyncer",
    ),
]

SYNC = """[general]
status_path = "{folder}/status/"

[pair agenda]
a = "kept"
b = "address"
collections = null
conflict_resolution = "b wins"

[storage kept]
type = "filesystem"
path = "{folder}/agenda/"
fileext = ".ics"

[storage address]
type = "http"
url = "{address}"
"""
SHOW = """[calendars]
[[agenda]]
path = {folder}/agenda/

[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %d/%m/
longdateformat = %d/%m/%Y
datetimeformat = %d/%m/ %H:%M
longdatetimeformat = %d/%m/%Y %H:%M

[sqlite]
path = {folder}/khal.db
"""


class Programs:
    """A subscriber, with a folder of its own."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        (folder / "agenda").mkdir()
        for name, text in (("sync", SYNC), ("show", SHOW)):
            (folder / name).write_text(text.format(folder=folder, address=address))
        self.run("vdirsyncer", "-c", str(folder / "sync"), "discover")

    def run(self, *command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, env=None, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sync(self) -> None:
        self.run("vdirsyncer", "-c", str(self.folder / "sync"), "sync")

    def shown(self, day: str) -> str:
        return self.run(
            "khal", "-c", str(self.folder / "show"), "list", "--format", "{start-time}-{end-time} {title}|{location}|{description}", day, "1d",
        )  # fmt: skip


def both_sides_of_a_change() -> tuple[date, date]:
    """Days in standard and in summer time, within the year: the feed says the coming thirteen months."""
    today = timezone.localdate()
    after = today + timedelta(days=20)
    return tuple(
        next(
            day
            for day in (after + timedelta(days=n) for n in range(380))
            if day.month == month and day.day == 11
        )
        for month in (1, 7)
    )  # type: ignore[return-value]


def test_a_meeting_is_shown_moved_and_gone_and_nobody_is_named(open_page, tmp_path):
    page = open_page()
    booking_page(page)
    name, new = page.locator(".file-of a").first.inner_text(), page.url
    days = [f"{day:%d/%m/%Y}" for day in both_sides_of_a_change()]
    for day in days:
        page.goto(new)
        fill(page, day, "7h30", "Porte verte")
        page.get_by_role("button", name="Prendre ce rendez-vous").click()
        page.wait_for_url("**/rendez-vous/*-*")
    meeting = page.url
    page.goto("/compte/calendrier")
    page.get_by_role("button", name="adresse").first.click()
    programs = Programs(tmp_path, page.locator("#adresse").input_value())

    programs.sync()
    for day in days:
        assert "07:30-08:30 Rendez-vous||" in programs.shown(day), programs.shown(day)
    kept = "".join(path.read_text() for path in tmp_path.glob("agenda/*.ics"))
    assert kept.count("BEGIN:VEVENT") > 2
    for word in (*name.split(), "Porte verte"):
        assert word not in kept

    page.goto(f"{meeting}/changer")
    page.get_by_label("Heure").fill("8h15")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(meeting)
    programs.sync()
    assert "08:15-09:15 Rendez-vous||" in programs.shown(days[1])

    page.get_by_role("link", name="Annuler, excuser").click()
    page.get_by_text("annulé par nous").click()
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(meeting)
    programs.sync()
    assert "Rendez-vous" not in programs.shown(days[1])
