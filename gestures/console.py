"""What the user reads: short French lines, coloured on a terminal, with the time each step took."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

NARROW = "\u202f"


class GestureError(Exception):
    """Something the user can understand and act on; its text is shown as it is, without a traceback."""


def _colours(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def paint(text: str, code: str, stream: TextIO | None = None) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if _colours(stream or sys.stdout) else text


def bold(text: str) -> str:
    return paint(text, "1")


def faint(text: str) -> str:
    return paint(text, "2")


def typeset(text: str) -> str:
    """French spacing: a narrow no-break space before ; : ! ? and inside « »."""
    return re.sub(r" (?=[;:!?»])|(?<=«) ", NARROW, text)


def make_tolerant() -> None:
    """A terminal that cannot write « é » shows a question mark rather than a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace", line_buffering=True)


def say(text: str = "") -> None:
    print(typeset(text), file=sys.stderr)


def warn(text: str) -> None:
    say(paint("  ! ", "33", sys.stderr) + text)


def done(text: str, detail: str = "") -> None:
    say(paint("  ✓ ", "32", sys.stderr) + text + (paint(f"  {detail}", "2", sys.stderr) if detail else ""))


def fail(text: str) -> None:
    first, *rest = text.splitlines() or [""]
    say(paint("  ✗ ", "31", sys.stderr) + first)
    for line in rest:
        say("    " + line)


def seconds(duration: float) -> str:
    """A duration as French people write it: 0,3 s."""
    return f"{duration:.1f}".replace(".", ",") + "\u00a0s"


@contextmanager
def step(text: str) -> Iterator[list[str]]:
    """Show what is being done, then that it is done and how long it took.

    The list yielded may receive words to add to the line once done.
    """
    began = time.monotonic()
    added: list[str] = []
    shown = _colours(sys.stderr)
    if shown:
        sys.stderr.write(typeset(f"  … {text}"))
        sys.stderr.flush()
    try:
        yield added
    except BaseException:
        if shown:
            sys.stderr.write("\n")
        raise
    if shown:
        sys.stderr.write("\r\x1b[K")
    done(" ".join([text, *added]), seconds(time.monotonic() - began))
