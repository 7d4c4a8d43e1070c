"""Hours of activity, week by week: planned, done, justified. Pure values; nothing is a score.

- Spell      some minutes of a day, of a kind (an appointment, a workshop, a stage…), and how they stand
- Week       what they make together, weighted as the house decided
- Target     how many hours are asked of somebody in a week, and why that many
- said       the week in words

Planned: everything that was set for that week, whatever became of it. Done: what took place. Justified: what did not,
for a reason that is recognised, or because the service called it off: it is not held against anybody. Source: CT
L5411-6 II 3° (RSA-12), R5411-15 (RSA-13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from cordee.kernel.words import sentence as _

WHOLE = 100  # a weight, in hundredths
HEAVIEST = 200


class Standing(StrEnum):
    PLANNED, DONE, JUSTIFIED = "planned", "done", "justified"


@dataclass(frozen=True, slots=True)
class Spell:
    """kind: the code of a source. minutes: unweighted."""

    day: date
    minutes: int
    kind: str
    standing: Standing = Standing.PLANNED


@dataclass(frozen=True)
class Week:
    """Weighted minutes of a week, Monday to Sunday. by_kind: planned, done and justified of each source."""

    monday: date
    planned: int = 0
    done: int = 0
    justified: int = 0
    by_kind: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def counted(self) -> int:
        """What stands for the week: done, and justified."""
        return self.done + self.justified

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Target:
    """minutes: asked in a week; 0 when nothing is. reason: why, in a sentence; source: the text."""

    minutes: int
    reason: str = ""
    source: str = ""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weighed(minutes: int, weight: int) -> int:
    """weight: in hundredths, 0 to 200; half a minute counts for one."""
    return (minutes * weight + WHOLE // 2) // WHOLE


def week_of(monday: date, spells: Iterable[Spell], weights: Mapping[str, int] | None = None) -> Week:
    """What a week holds. weights: by kind; 100 for the kinds the house did not weigh."""
    known, sums = weights or {}, dict[str, list[int]]()
    for spell in spells:
        if monday_of(spell.day) != monday:
            continue
        minutes = weighed(spell.minutes, known.get(spell.kind, WHOLE))
        own = sums.setdefault(spell.kind, [0, 0, 0])
        own[0] += minutes
        own[1] += minutes if spell.standing is Standing.DONE else 0
        own[2] += minutes if spell.standing is Standing.JUSTIFIED else 0
    planned, done, justified = (sum(own[place] for own in sums.values()) for place in range(3))
    return Week(monday, planned, done, justified, {kind: (a, b, c) for kind, (a, b, c) in sums.items()})


def weeks_of(
    first: date, last: date, spells: Sequence[Spell], weights: Mapping[str, int] | None = None
) -> list[Week]:
    """Every week from that of `first` to that of `last`, in order, empty ones too."""
    found, monday = [], monday_of(first)
    while monday <= last:
        found.append(week_of(monday, spells, weights))
        monday += timedelta(days=7)
    return found


def hours_words(minutes: int) -> str:
    """« 12 h », « 1 h 30 », « 45 min », « 0 h »."""
    hours, rest = divmod(minutes, 60)
    if not hours and rest:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"


def said(week: Week, target: Target | None, *, today: date) -> str:
    """The week in words: what is set, what took place, what is left; a number never stands alone, nobody is blamed."""
    parts = [_parts(week)]
    if target is not None and target.minutes:
        parts.append(_against(week, target, today))
    elif target is not None:
        parts.append(_("Aucune heure n’est demandée\u202f: {reason}.", reason=target.reason))
    return " ".join(part for part in parts if part)


def _parts(week: Week) -> str:
    if not week.planned:
        return _("Rien n’est noté cette semaine-là.")
    told = [_("{n} prévues", n=hours_words(week.planned)), _("{n} faites", n=hours_words(week.done))]
    if week.justified:
        told.append(_("{n} justifiées", n=hours_words(week.justified)))
    return f"{', '.join(told)}."


def _against(week: Week, target: Target, today: date) -> str:
    wanted, left = hours_words(target.minutes), target.minutes - week.counted
    if left <= 0:
        return _("Les {wanted} sont là.", wanted=wanted)
    if week.sunday < today:
        return _("{left} de moins que les {wanted} de référence.", left=hours_words(left), wanted=wanted)
    to_come = max(0, week.planned - week.counted)
    if to_come >= left:
        return _("Ce qui est prévu mène aux {wanted}.", wanted=wanted)
    return _(
        "Avec ce qui est prévu, {left} restent à trouver pour arriver à {wanted}.",
        left=hours_words(left - to_come), wanted=wanted,
    )  # fmt: skip
