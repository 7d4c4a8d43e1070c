"""The one compiler of a process, another process for a long paper, and what is done when no font has a sign."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings

from cordee.plumbing.printing import apart

STYLES = Path(__file__).parent / "styles"
STANDARD: Final = "ua-1"
UNKNOWN_SIGN = "□"
MOST_TRIES = 8
# Never meant to be seen; line feeds and tabs are.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
REFUSED = re.compile(r"the text `\"((?:[^\"\\]|\\.)+)\"` could not be displayed")
# As typst writes a text in its messages: \u{1f600}, \t, \".
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|.)")
PRINTABLE = frozenset(map(chr, range(0x7F)))

LONG = 50_000  # signs of what is printed: a letter has 3,000, sixty situations on a page each 400,000
LONGEST_WAIT = 60.0  # seconds

_one_at_a_time = threading.Lock()
_one_apart = threading.Lock()


class _Refused(Exception):
    """What typst says of it."""


class PrintingFault(Exception):
    """The template itself is wrong, or what it makes could not be read by everybody."""


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Print a paper. Raises PrintingFault, with what typst says and where.

    template: a file of ours; data: read there as `data` (see the house style).
    """
    source = template.read_bytes()
    written = json.dumps(_without_unseen(data), ensure_ascii=False)
    for _try in range(MOST_TRIES):
        try:
            return _compiled(source, written)
        except _Refused as error:
            unknown = _refused_signs(str(error))
            if not unknown:
                raise PrintingFault(f"{template.name}: {error}") from None
            written = "".join(UNKNOWN_SIGN if sign in unknown else sign for sign in written)
    raise PrintingFault(f"{template.name}: signs that no font has")


def missing_signs(text: str) -> set[str]:
    """The signs of a text that would be printed □."""
    found: set[str] = set()
    for _try in range(MOST_TRIES):
        kept = "".join(sign for sign in _clean(text) if sign not in found)
        try:
            _compiled(SHOW_ALONE, json.dumps({"text": kept}, ensure_ascii=False))
        except _Refused as error:
            found |= _refused_signs(str(error))
        else:
            break
    return found


SHOW_ALONE = b"""#import "/house.typ": *
#show: paper.with(title: "-", house: "", footer: "")
#words(data.text)
"""


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in _font_folders()])
    return typst.Compiler(root=str(STYLES), font_paths=fonts, ignore_system_fonts=True)


def _font_folders() -> list[Path]:
    """Ours where front-end packages could be installed; without it, papers take the one typst comes with."""
    folder = settings.BUILD / "static" / "ui" / "fonts"
    return [folder] if folder.is_dir() else []


def _compiled(source: bytes, data: str) -> bytes:
    """Raises _Refused, PrintingFault."""
    if len(data) > LONG:
        return _compiled_apart(source, data)
    try:
        with _one_at_a_time:
            made = _compiler().compile(
                input=source, format="pdf", sys_inputs={"data": data}, pdf_standards=[STANDARD]
            )
    except typst.TypstError as error:
        raise _Refused(error.diagnostic) from None
    if not isinstance(made, bytes):
        raise PrintingFault("typst gave no document")
    return made


def _compiled_apart(source: bytes, data: str) -> bytes:
    order = {
        "source": source.decode(), "data": data, "root": str(STYLES), "standard": STANDARD,
        "fonts": [str(folder) for folder in _font_folders()],
    }  # fmt: skip
    try:
        with _one_apart:
            ran = subprocess.run(  # noqa: S603 - our own file, by our own Python
                [sys.executable, "-I", apart.__file__], input=json.dumps(order).encode(), capture_output=True,
                timeout=LONGEST_WAIT, env={"LANG": "C.UTF-8"},
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PrintingFault("too long to print") from None
    if ran.returncode == apart.REFUSED:
        raise _Refused(ran.stdout.decode())
    if ran.returncode or not ran.stdout.startswith(b"%PDF"):
        raise PrintingFault(ran.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200])
    return ran.stdout


def _without_unseen(value: Any) -> Any:
    """The same data, its texts without the signs that are not meant to be seen."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return {str(key): _without_unseen(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_unseen(one) for one in value]
    return value


def _clean(text: str) -> str:
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _refused_signs(diagnostic: str) -> set[str]:
    """The signs typst says no font has; an empty set when it complains of something else."""
    refused = "".join(REFUSED.findall(diagnostic))
    return set(ESCAPED.sub(lambda code: chr(int(code[1], 16)) if code[1] else "", refused)) - PRINTABLE
