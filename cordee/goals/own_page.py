"""« Mon projet »: what the person takes home, in easy French. Short sentences, one idea each, a sign beside it.

Open parts only: the paper lies on a table at home, where others read it. What touches health or protection stays out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cordee.goals.enums import GoalState, Outcome, StepState, Who
from cordee.goals.fetch import ToldGoal, ToldProject, ToldStep
from cordee.kernel.words import french_day
from cordee.plumbing.printing import pdf

DONE = StepState.DONE.value
TEMPLATE = Path(__file__).with_name("printed") / "own_page.typ"


@dataclass(frozen=True)
class OwnStep:
    """A step: what, who, by when. sign: its pictogram; is_done: it is crossed with a tick."""

    words: str
    who: str
    when: str
    sign: str
    is_done: bool


@dataclass(frozen=True)
class OwnGoal:
    """A goal as it is said to the person. words: theirs; plain: the catalogue's, in easy French."""

    words: str
    plain: str
    sign: str
    when: str
    steps: Sequence[OwnStep]


@dataclass(frozen=True)
class OwnPage:
    """What is printed. life, career: the person's own words. won: what was reached or kept. referent: who helps."""

    name: str
    life: str
    career: str
    goals: Sequence[OwnGoal]
    won: Sequence[str]
    house: str
    today: date


def own_page_of(
    actor: Any, person: Any, projects: dict[str, ToldProject], goals: Sequence[ToldGoal]
) -> OwnPage:
    return OwnPage(
        person.first_names,
        projects["life"].words if "life" in projects else "",
        projects["career"].words if "career" in projects else "",
        [_goal(one) for one in goals if one.row.is_open],
        [said for one in goals if (said := _won(one))],
        str(actor.organisation),
        actor.today,
    )


def _goal(told: ToldGoal) -> OwnGoal:
    line = told.section.line(told.said.line)
    plain = line.plain or line.label if line else ""
    words = told.said.words or plain
    shown = [step for step in told.steps if step.row.is_open or step.row.state == DONE]
    return OwnGoal(
        words,
        plain if plain != words else "",
        told.axis.pictogram if told.axis else "flag",
        _("Pour le %(day)s.") % {"day": french_day(told.row.target_on)} if told.row.target_on else "",
        [_step(step) for step in sorted(shown, key=lambda one: one.row.state == DONE)],
    )


def _step(told: ToldStep) -> OwnStep:
    row, is_done = told.row, told.row.state == DONE
    who = {
        Who.PERSON.value: _("Je le fais."),
        Who.PROFESSIONAL.value: _("%(who)s m’aide.") % {"who": row.in_charge_name or _("Un professionnel")},
        Who.PARTNER.value: _("%(who)s m’aide.") % {"who": told.said.partner or _("Un partenaire")},
    }[row.who]
    when = _("Pour le %(day)s.") % {"day": french_day(row.due_on)} if row.due_on and not is_done else ""
    sign = "check-circle" if is_done else "person" if row.who == Who.PERSON else "people"
    return OwnStep(told.label, _("C’est fait.") if is_done else who, when, sign, is_done)


def _won(told: ToldGoal) -> str:
    """What went well: a goal reached, or what one keeps."""
    if told.row.state == GoalState.REACHED:
        return _("J’ai réussi\u202f: %(goal)s") % {"goal": told.label}
    last = told.reviews[0].row.outcome if told.reviews else ""
    if told.row.is_open and last == Outcome.MAINTAINED:
        return _("Je tiens bon\u202f: %(goal)s") % {"goal": told.label}
    return ""


def printed(own: OwnPage) -> bytes:
    """The same as a tagged PDF, read aloud as it is read."""
    return pdf(TEMPLATE, printed_data(own))


def printed_data(own: OwnPage) -> dict[str, Any]:
    return {
        "title": _("Mon projet"),
        "name": own.name,
        "house": own.house,
        "footer": french_day(own.today),
        "life": own.life,
        "career": own.career,
        "titles": {
            "life": _("Ce que je veux dans ma vie"),
            "career": _("Ce que je veux pour mon travail"),
            "won": _("Ce que j’ai réussi"),
            "rights": _("Ce papier est à moi"),
        },
        "goals": [
            {
                "words": goal.words,
                "lines": [line for line in (goal.plain, goal.when) if line],
                "steps": [
                    {"words": step.words, "lines": [line for line in (step.who, step.when) if line]}
                    for step in goal.steps
                ],
            }
            for goal in own.goals
        ],
        "nothing": _("Je n’ai pas encore d’objectif. J’en parle avec la personne qui m’accompagne."),
        "won": list(own.won),
        "rights": [
            _("Je peux le garder."),
            _("Je peux le montrer à qui je veux."),
            _("Je peux changer d’avis. Je le dis, et on change le papier."),
        ],
    }
