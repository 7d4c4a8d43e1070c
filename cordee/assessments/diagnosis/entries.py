"""What is said of a theme, whatever the table it is kept in, and how it is sealed."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from cordee.assessments.diagnosis.models import BaseEntry
from cordee.assessments.models import is_sealed_whole
from cordee.people.keys import seal_text, unseal_text

TEXTS = ("words", "strengths", "limits", "watch")


@dataclass(frozen=True)
class Entry:
    """words: of the person, or what is said; strengths, limits, watch: atouts, limites, points de vigilance."""

    level: int = 0
    evolution: str = ""
    is_barrier: bool = False
    situations: tuple[str, ...] = ()
    words: str = ""
    strengths: str = ""
    limits: str = ""
    watch: str = ""

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Entry()


def hold(row: BaseEntry, entry: Entry, key: bytes) -> None:
    """Put what is said in a row: words sealed, and the rest with them where the part is restricted."""
    said = asdict(entry)
    if not is_sealed_whole(row.partition):
        row.level, row.evolution = entry.level, entry.evolution
        row.is_barrier, row.situations = entry.is_barrier, list(entry.situations)
        said = {name: said[name] for name in TEXTS}
    kept = {name: value for name, value in said.items() if value}
    text = json.dumps(kept, ensure_ascii=False) if kept else ""
    row.sealed_text = seal_text(key, row, "sealed_text", row.person_id, text) if text else None


def entry_of(row: BaseEntry, key: bytes) -> Entry:
    """What a row says. Raises crypto.Unreadable when the key was destroyed."""
    text = unseal_text(key, row, "sealed_text", row.person_id)
    kept: dict[str, Any] = json.loads(text) if text else {}
    kept["situations"] = tuple(kept.get("situations", ()))
    if is_sealed_whole(row.partition):
        return Entry(**kept)
    return replace(
        Entry(**kept),
        level=row.level,
        evolution=row.evolution,
        is_barrier=row.is_barrier,
        situations=tuple(row.situations),
    )
