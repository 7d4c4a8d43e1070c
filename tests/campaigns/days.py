"""The stories of the browser on other days: the demonstration and what people read of it change with the day.

« 1er décembre » is not written like « 2 décembre », nobody may be late on a Monday, who comes first in a list depends
on when the list was made. The server, its worker, PostgreSQL and the tests live on the day drawn; the browser does
not, which nothing depends on. It takes a C compiler (shifted_clock.c), and Linux.
"""

import os
import random
import shutil
import subprocess
import sys
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from gestures.checks import find_browser
from tests.campaigns.lasting import tries_of

ROOT = Path(__file__).resolve().parent.parent.parent
FURTHEST = 800  # days ahead: a leap day is among them more often than not
STORIES = ("do", "test", "-n", "2", "-q", "-rfE", "tests/browser")  # what Python is given
OURS = ("CORDEE_TEST", "CORDEE_STATE", "DATABASE_", "PYTEST_")  # variables of this process's own database
DAY = 86_400  # seconds
ASIDE = """#!/bin/sh
unset LD_PRELOAD SHIFT_SECONDS
exec {browser} "$@"
"""


def run(
    *, seconds: float, chance: random.Random, least: int = 1, stories: Sequence[str] = STORIES
) -> tuple[int, list[str]]:
    """How many days were lived, and what failed on each.

    stories: the arguments of the Python that lives each day. Raises RuntimeError where nothing compiles C.
    """
    tries, faults = 0, []
    with TemporaryDirectory(prefix="cordee-days-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL may run under an account of its own
        shifted = clock(Path(folder))
        for _number in tries_of(seconds, least=least):
            tries += 1
            day = draw(chance, date.today())
            faults += [f"{day:%a %Y-%m-%d}: {line}" for line in failures(live(day, shifted, stories))]
    return tries, faults


def clock(folder: Path) -> dict[str, str]:
    """The variables under which programs read another clock, their browser excepted; needs SHIFT_SECONDS."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise RuntimeError("Cette campagne demande un compilateur C : apt install gcc libc6-dev")
    library, browser = folder / "shifted_clock.so", folder / "browser"
    source = Path(__file__).with_name("shifted_clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source)], check=True)
    browser.write_text(ASIDE.format(browser=find_browser() or "chromium"))
    browser.chmod(0o755)
    return {"LD_PRELOAD": str(library), "CORDEE_CHROMIUM": str(browser)}


def draw(chance: random.Random, today: date) -> date:
    """A day to come: one out of two is the first or the last of a month, or one when clocks change."""
    day = today + timedelta(chance.randint(1, FURTHEST))
    last = day.replace(day=monthrange(day.year, day.month)[1])
    sunday = last - timedelta((last.weekday() + 1) % 7)
    singled = [day.replace(day=1), last, sunday if sunday.month in (3, 10) else last]
    return max(chance.choice([day, day, day, *singled]), today + timedelta(1))


def live(day: date, shifted: dict[str, str], stories: Sequence[str]) -> str:
    """What pytest printed that day."""
    ahead = str((day - date.today()).days * DAY)
    given = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    ran = subprocess.run(
        [sys.executable, *stories],
        cwd=ROOT,
        env=given | shifted | {"SHIFT_SECONDS": ahead},
        capture_output=True,
        text=True,
    )
    return ran.stdout if ran.returncode in (0, 1) else f"FAILED to run\n{ran.stdout}{ran.stderr}"


def failures(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith(("FAILED", "ERROR"))]
