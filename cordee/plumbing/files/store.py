"""Sealed blobs in MEDIA_ROOT, under names drawn at random: `ab/cd/abcd…`, readable by the server alone.

A blob is written wholly beside, then renamed, before the row that names it: a row kept never lacks its file. When the
transaction is undone the blob stays, named by nobody, until the sweep (`papers.sweeping`) takes it.
"""

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cordee.plumbing.crypto import Unreadable, seal, unseal

NAME_BYTES = 16
NAME = re.compile(r"[0-9a-f]{32}")
PARTIAL = ".partial"


class Missing(Unreadable):
    """The blob is no longer there."""


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def path_of(name: str) -> Path:
    """Raises ValueError for a name that is not one of ours: nothing else may be named."""
    if not NAME.fullmatch(name):
        raise ValueError("not the name of a blob")
    return root() / name[:2] / name[2:4] / name


def keep(content: bytes, key: bytes, bound_to: str) -> str:
    """Seal a content and write it for good. Returns the name to keep in its row."""
    name = secrets.token_hex(NAME_BYTES)
    target = path_of(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(name + PARTIAL)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as out:
            out.write(seal(key, content, bound_to))
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _settle(target.parent)
    return name


def _settle(folder: Path) -> None:
    """The folders themselves reach the disk: a name is a line of a folder."""
    for one in (folder, folder.parent, root()):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read(name: str, key: bytes, bound_to: str) -> bytes:
    """Raises Unreadable: its key was destroyed, it is another row's, or it is gone (Missing)."""
    try:
        sealed = path_of(name).read_bytes()
    except (FileNotFoundError, ValueError):
        raise Missing(bound_to) from None
    return unseal(key, sealed, bound_to)


def erase(name: str) -> None:
    """For good. A blob already gone is no fault: a sweep may be cut and begin again."""
    path_of(name).unlink(missing_ok=True)


def names() -> Iterator[tuple[str, float]]:
    """(name, when it was written) of every blob and of every draft left by a cut."""
    for path in root().glob("??/??/*"):
        name = path.name.removesuffix(PARTIAL)
        if NAME.fullmatch(name):
            try:
                yield path.name, path.stat().st_mtime
            except FileNotFoundError:
                continue


def drop(file_name: str) -> None:
    """Erase a blob or a draft, by what `names` gave."""
    path = path_of(file_name.removesuffix(PARTIAL))
    path.with_name(file_name).unlink(missing_ok=True)
