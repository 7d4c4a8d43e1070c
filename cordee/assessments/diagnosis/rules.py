"""What diagnoses say once put one after the other: when one may be closed, what is open, how far one has come.

Plain values. No rule makes a figure of a person: distances are said theme by theme, in words (EA-04, DIA-02).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from cordee.assessments.diagnosis.vocabularies import (
    BETTER,
    LIFTED,
    NOT_BROACHED,
    STABLE,
    WORSE,
)
from cordee.kernel.verdict import Severity, Verdict
from cordee.kernel.words import french_list
from cordee.kernel.words import sentence as _

DIA_01 = "Le Cheval Bleu, présentation publique (atouts, limites, points de vigilance)"
DIA_03 = "PDIP 71, présentation publique (les envies d’abord)"


@dataclass(frozen=True)
class Seen:
    """What one diagnosis says of one theme, on a day."""

    day: date
    level: int = NOT_BROACHED
    evolution: str = ""
    is_barrier: bool = False
    watch: str = ""


@dataclass(frozen=True)
class Barrier:
    """A difficulty opened on a day, open until it is lifted. is_watched: what stays to be kept an eye on."""

    opened_on: date
    lifted_on: date | None = None
    is_watched: bool = False


def closing_asks(missing: Sequence[str], *, has_strength: bool) -> list[Verdict]:
    """What closing meets: the questions the programme holds to, and at least one strength.

    missing: labels of the questions left empty that the programme says closing needs (DIA-03).
    A diagnosis without a strength is closed, with a word about it (DIA-01).
    """
    found = []
    if missing:
        said = _("Avant de clore, il faut\u202f: {what}.", what=french_list(list(missing)))
        found.append(Verdict(False, "DIA-03", Severity.REFUSE, said, DIA_03))
    if not has_strength:
        said = _(
            "Aucun atout n’est noté\u202f: un diagnostic qui ne dit que des difficultés ne dit pas tout."
        )
        found.append(Verdict(False, "DIA-01", Severity.WARN, said, DIA_01))
    return found


def barriers_of(history: Iterable[Seen]) -> list[Barrier]:
    """The barriers of one theme over time, the oldest first. history: in the order of days.

    A diagnosis that does not speak of it leaves it open. Lifted, or no longer said to be one by a diagnosis that
    speaks of the theme, it ends that day; lifted with a watch point, it stays one to keep an eye on.
    """
    found: list[Barrier] = []
    opened: date | None = None
    for seen in history:
        ends = seen.evolution == LIFTED or (not seen.is_barrier and seen.level != NOT_BROACHED)
        if opened is None and seen.is_barrier and seen.evolution != LIFTED:
            opened = seen.day
        elif opened is not None and ends:
            found.append(Barrier(opened, seen.day, bool(seen.watch)))
            opened = None
    if opened is not None:
        found.append(Barrier(opened))
    return found


def travelled(then: Seen, now: Seen) -> str:
    """How a theme went between two diagnoses: what was said of it, else what the levels say; nothing when one of the
    two did not speak of it."""
    if now.evolution:
        return now.evolution
    if NOT_BROACHED in (then.level, now.level):
        return ""
    if now.level == then.level:
        return STABLE
    return BETTER if now.level < then.level else WORSE
