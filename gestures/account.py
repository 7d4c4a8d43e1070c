"""PostgreSQL refuses to run as root: which existing account runs it then.

A bare number will not do ("could not look up effective user ID"): the account must have a passwd entry.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gestures.console import GestureError

PREFERRED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account PostgreSQL drops to."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """The account that will run PostgreSQL, or None when it runs as the current user."""
    if os.geteuid() != 0:
        return None
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise GestureError(
        "PostgreSQL refuse de tourner sous le compte root, et ni « postgres » ni « nobody » n’existent.\n"
        "Créez un compte : useradd --system postgres"
    )


def as_account(account: Account | None) -> dict[str, Any]:
    """The subprocess arguments that start a program under that account."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def give(paths: Iterable[Path], account: Account | None) -> None:
    """Hand files or folders over to the account."""
    if account is not None:
        for path in paths:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)


def private_folder(path: Path, account: Account | None = None) -> Path:
    """A folder only its owner enters. Refuses a link or a folder prepared by somebody else."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    expected = account.uid if account else os.geteuid()
    facts = path.lstat()
    if path.is_symlink() or facts.st_uid not in {expected, os.geteuid()}:
        raise GestureError(f"Le dossier {path} appartient à un autre compte : il n’est pas utilisé.")
    give([path], account)
    path.chmod(0o700)
    return path
