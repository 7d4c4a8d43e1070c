"""What upper domains ask to be told: something happened to a person, a person's name changed.

`dossier` writes the fact, `pathways` copies the new sort key. Declared by them when they start.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from cordee.kernel.partitions import Partition
from cordee.kernel.registry import Registry

HAPPENED: Registry[Callable[..., Any]] = Registry("suite d’un fait")
RENAMED: Registry[Callable[..., Any]] = Registry("suite d’un changement de nom")


def happened(
    person: Any,
    kind: str,
    day: date,
    *,
    by: Any,
    partition: Partition = Partition.IDENTITY,
    codes: dict[str, Any] | None = None,
) -> None:
    """Tell whoever asked that something happened to a person."""
    for listener in HAPPENED.values():
        listener(person=person, kind=kind, day=day, by=by, partition=partition, codes=codes or {})


def renamed(person: Any) -> None:
    for listener in RENAMED.values():
        listener(person)
