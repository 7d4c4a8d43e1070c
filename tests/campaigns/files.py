"""Mutated PDFs, pictures, documents and texts are sent through the way in: each is kept or refused with a sentence,
in a child whose memory and time are limited; what is kept is of a type we know and holds nothing that runs."""

import random

from cordee.plumbing.files import checking
from cordee.plumbing.files.kinds import TYPES
from cordee.plumbing.files.refusals import FileRefused
from cordee.plumbing.files.tests import samples
from tests.campaigns.lasting import tries_of

KNOWN = {kind.media for kind in TYPES}
RUNS = (b"/JavaScript", b"/Launch", b"vbaProject", b"<script")
SPLICED = (
    b"\0",
    b"\xff" * 8,
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"<script>",
    b"/JS (x)",
    b"\x89PNG\r\n\x1a\n",
    b"endobj",
    b"stream\n",
    b"9999999999",
)


def seeds() -> list[tuple[str, bytes]]:
    """(name, content) of a file of each kind, good and bad."""
    found = [(f"x.{kind}", samples.office(kind)) for kind in ("docx", "xlsx", "odt", "ods")]
    found += [
        ("x.jpg", samples.picture()),
        ("x.png", samples.picture("PNG")),
        ("x.webp", samples.picture("WEBP")),
    ]
    found += [
        ("x.pdf", samples.pdf(pages=3)),
        ("x.pdf", samples.pdf(active=True)),
        ("x.txt", "Un mot, « été ».".encode()),
    ]
    return [*found, ("x.xlsx", samples.locked_workbook()), ("x.png", samples.huge_png())]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, doubled, or replaced by what readers look for."""
    changed = bytearray(content)
    for _time in range(chance.randint(0, 12)):
        at = chance.randrange(len(changed) or 1)
        way = chance.randrange(5)
        if way == 0 and changed:
            changed[at] = chance.randrange(256)
        elif way == 1:
            del changed[at : at + chance.randrange(40)]
        elif way == 2:
            changed[at:at] = changed[at : at + chance.randrange(400)]
        elif way == 3:
            changed[at:at] = chance.choice(SPLICED)
        else:
            del changed[at:]
    return bytes(changed)


def run(*, seconds: float, chance: random.Random, least: int = 0) -> tuple[int, list[str]]:
    """(files sent, faults found). A fault names the kind; the seed plays it again."""
    known, tries, faults = seeds(), 0, []
    for tries in tries_of(seconds, least=least):
        name, content = chance.choice(known)
        if fault := one(name, mutated(content, chance)):
            faults.append(f"try {tries}, {name}: {fault}")
    return tries, faults


def one(name: str, content: bytes) -> str:
    """What was wrong with the answer, or nothing."""
    try:
        clean = checking.check_bytes(content, name=name)
    except FileRefused as refused:
        return "" if refused.message else "refused without a sentence"
    except Exception as error:  # noqa: BLE001 - any exception that reaches here is what the campaign looks for
        return repr(error)[:300]
    if clean.media not in KNOWN:
        return f"kept as {clean.media}"
    found = [word.decode() for word in RUNS if word in clean.content]
    return f"kept with {found}" if found and clean.extension != "txt" else ""
