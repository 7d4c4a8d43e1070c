"""The way in of any file: its size, the antivirus, then the child that opens and cleans it.

clean = check(upload)       # an UploadedFile; raises FileRefused
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings

from cordee.plumbing.files import antivirus, naming
from cordee.plumbing.files.kinds import Clean
from cordee.plumbing.files.limits import MEGABYTE, MOST_CLEAN, WALL_SECONDS
from cordee.plumbing.files.refusals import SENTENCES, FileRefused

log = logging.getLogger("cordee.files")
CHILD = Path(__file__).with_name("child.py")
AT_ONCE = BoundedSemaphore(2)  # children of one server process: a rush of files must not take the machine


def most_bytes() -> int:
    return int(settings.FILE_MEGABYTES * MEGABYTE)


def check(upload: Any) -> Clean:
    """An uploaded file that may be kept, cleaned. Raises FileRefused, which names it."""
    name = naming.stem(upload.name or "")
    if upload.size > most_bytes():
        raise FileRefused("too_big", name, most=settings.FILE_MEGABYTES)
    upload.seek(0)
    return check_bytes(upload.read(), name=upload.name or "", declared=upload.content_type or "")


def check_bytes(content: bytes, *, name: str = "", declared: str = "") -> Clean:
    shown = naming.stem(name)
    if len(content) > most_bytes():
        raise FileRefused("too_big", shown, most=settings.FILE_MEGABYTES)
    if not content:
        raise FileRefused("empty", shown)
    _ask_antivirus(content, shown)
    told, cleaned = _opened_apart(content, naming.extension(name), declared)
    if code := told.get("refused", ""):
        raise FileRefused(code if code in SENTENCES else "damaged", shown, most=settings.FILE_MEGABYTES)
    return Clean(cleaned, told["media"], told["extension"])


def _ask_antivirus(content: bytes, name: str) -> None:
    try:
        antivirus.scan(content)
    except antivirus.Infected as found:
        log.warning("a file was refused by the antivirus: %s", found)
        raise FileRefused("infected", name) from None
    except antivirus.Unreachable as error:
        log.error("the antivirus does not answer: %s", error)
        raise FileRefused("unchecked", name) from None


def _opened_apart(content: bytes, extension: str, declared: str) -> tuple[dict[str, str], bytes]:
    """What the child says; a child that died says why it did."""
    argument = declared.encode("ascii", "replace").decode().replace("\0", "")[:100]
    command = [sys.executable, "-I", str(CHILD), extension.replace("\0", ""), argument]
    try:
        with AT_ONCE:
            ran = subprocess.run(  # noqa: S603 - our own file, by our own Python
                command, input=content, capture_output=True, timeout=WALL_SECONDS, env={"LANG": "C.UTF-8"}
            )
    except subprocess.TimeoutExpired:
        return {"refused": "slow"}, b""
    if ran.returncode:
        return {"refused": _why_it_died(ran)}, b""
    head, _end, cleaned = ran.stdout.partition(b"\n")
    try:
        told = json.loads(head)
    except ValueError:
        return {"refused": "damaged"}, b""
    return (told, cleaned) if len(cleaned) <= MOST_CLEAN else ({"refused": "too_big"}, b"")


def _why_it_died(ran: subprocess.CompletedProcess[bytes]) -> str:
    """Ended by a limit of its own, or by a fault of a library: the last line tells, never the content."""
    last = ran.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
    log.warning("a file ended the process that opened it (%s): %s", ran.returncode, last)
    if "MemoryError" in last or "bad_alloc" in last:
        return "bomb"
    return "slow" if ran.returncode in (-24, -9) else "damaged"  # SIGXCPU, SIGKILL
