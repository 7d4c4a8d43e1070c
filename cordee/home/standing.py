"""Where a person stands, on the first page of their file: what the last diagnosis says, what is aimed at and next.

Open parts only: what touches care or protection stays where it is opened on purpose, and read there. No query: all of
it comes along with the person (`brought_along`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cordee.assessments.diagnosis.fetch import Told, last_ones, last_told
from cordee.assessments.diagnosis.panels import barriers_over
from cordee.goals.fetch import ToldGoal, ahead_of, goals_ahead
from cordee.goals.panels import SLUGS, when_badge, who_words
from cordee.kernel.words import capital, french_list
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge

LONGEST = 150  # characters of a text; the rest is one click away
MOST_NAMED = 4


@dataclass(frozen=True)
class Aim:
    """A goal under way. step: what comes next, in words; who does it; when: by when, said when it is near."""

    label: str
    url: str
    step: str
    who: str
    when: Badge | None


@dataclass(frozen=True)
class Standing:
    """What the last diagnosis says, and the goals. day: of the diagnosis; none when there is none to read."""

    day: date | None
    is_open: bool
    url: str
    words: str
    lines: Sequence[tuple[str, str]]
    aims: Sequence[Aim]

    def __bool__(self) -> bool:
        return self.day is not None or bool(self.aims)


def brought_along(actor: Any) -> dict[str, Any]:
    """What a query of people brings so that `standing_of` may speak."""
    return {"told_diagnoses": last_ones(actor), "told_goals": goals_ahead(actor)}


def standing_of(actor: Any, person: Any) -> Standing:
    diagnoses = last_told(person)
    aims = [_aim(actor, person, told) for told in ahead_of(person)]
    if not diagnoses:
        return Standing(None, False, "", "", (), aims)
    last = diagnoses[0]
    url = address("diagnosis", person.pk, last.row.pk)
    return Standing(
        last.row.day,
        not last.row.is_closed,
        url,
        short(last.said("own_words").words),
        _lines(diagnoses),
        aims,
    )


def _lines(diagnoses: Sequence[Told]) -> list[tuple[str, str]]:
    """(what, in words): a strength, the barriers still open, what to keep an eye on."""
    last = diagnoses[0]
    said = [(theme.label, last.said(theme.code)) for theme in last.form.themes]
    strengths = [entry.strengths for _label, entry in said if entry.strengths]
    codes = [theme.code for told in diagnoses for theme in told.form.themes]
    live = [one.label for one in barriers_over(diagnoses, codes) if one.lifted_on is None]
    watched = [f"{label}\u202f: {entry.watch}" for label, entry in said if entry.watch]
    found = [
        (_("Un atout"), short(strengths[0]) if strengths else ""),
        (_("Freins ouverts"), capital(named(live))),
        (_("À garder à l’œil"), short(" · ".join(watched[:2]))),
    ]
    return [(label, words) for label, words in found if words]


def named(labels: Sequence[str]) -> str:
    """« logement, budget, mobilité et 2 autres »: theirs and no figure of the person."""
    first = [label[:1].lower() + label[1:] for label in labels[:MOST_NAMED]]
    left = len(labels) - len(first)
    if left:
        first.append(_("%(n)s autre") % {"n": left} if left == 1 else _("%(n)s autres") % {"n": left})
    return str(french_list(first))


def _aim(actor: Any, person: Any, told: ToldGoal) -> Aim:
    url = address("goal", person.pk, SLUGS[told.part], told.row.pk)
    if not told.steps:
        return Aim(told.label, url, "", "", None)
    step = told.steps[0]
    return Aim(told.label, url, short(step.label), who_words(step), when_badge(step, actor.today))


def short(text: str) -> str:
    """The beginning of a text, at a word's end."""
    words = " ".join(text.split())
    if len(words) <= LONGEST:
        return words
    kept = words[:LONGEST]
    return f"{kept[: kept.rfind(' ') if ' ' in kept else LONGEST].rstrip()}…"
