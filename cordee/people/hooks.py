"""What upper domains ask to be told: something happened to a person, a person's name changed.

`dossier` writes the fact, `pathways` copies the new sort key. Declared by them when they start.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from cordee.kernel.partitions import Partition
from cordee.kernel.registry import Registry

HAPPENED: Registry[Callable[..., Any]] = Registry("suite d’un fait")
HAPPENED_TOGETHER: Registry[Callable[..., Any]] = Registry("suite de faits écrits ensemble")
TAKEN_BACK: Registry[Callable[[Sequence[UUID]], dict[UUID, str]]] = Registry("suite d’un import annulé")
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


def happened_together(
    kind: str, told: Sequence[tuple[UUID, date, Mapping[str, Any]]], *, organisation: UUID, by: Any
) -> None:
    """The same thing happened to many people, each (person, day, codes): an import."""
    for listener in HAPPENED_TOGETHER.values() if told else ():
        listener(kind, told, organisation=organisation, by=by)


def taken_back(people: Sequence[UUID]) -> dict[UUID, str]:
    """People brought in by mistake are about to be removed: what upper domains hold of them goes, or says why not."""
    kept: dict[UUID, str] = {}
    for listener in TAKEN_BACK.values():
        kept |= listener(people)
    return kept


def renamed(person: Any) -> None:
    for listener in RENAMED.values():
        listener(person)
