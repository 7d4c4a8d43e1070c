"""Contents nobody names any more: undone transactions, machines stopped in the middle. `./do manage sweep_files`.

Never a content younger than a day: the transaction that names it may not be over.
"""

import time
from dataclasses import dataclass

from cordee.papers.keeping import sweep_removed
from cordee.papers.models import Blob
from cordee.plumbing.files import store

OLD_ENOUGH = 24 * 3600  # seconds
TOGETHER = 500


@dataclass(frozen=True)
class Swept:
    """removed: contents of papers removed; orphans: contents nobody names; missing: lines without their content."""

    removed: int
    orphans: int
    missing: int


def sweep(*, now: float | None = None) -> Swept:
    removed = 0
    while erased := sweep_removed():
        removed += erased
    return Swept(removed, sweep_orphans(now or time.time()), len(missing()))


def sweep_orphans(now: float) -> int:
    old = [name for name, written in store.names() if now - written > OLD_ENOUGH]
    orphans = 0
    for start in range(0, len(old), TOGETHER):
        some = old[start : start + TOGETHER]
        known = set(Blob.objects.filter(pk__in=some).values_list("pk", flat=True))
        for name in some:
            if name not in known:
                store.drop(name)
                orphans += 1
    return orphans


def missing() -> list[str]:
    """Names whose content is not on disk: a restoration that left the files out."""
    return [name for name in Blob.objects.values_list("pk", flat=True) if not store.path_of(name).exists()]
