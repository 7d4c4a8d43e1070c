"""The hours of a step: what it may carry, and what somebody says became of them, week by week."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.goals.counted import Carried, carried_by, said_weeks, written_weeks
from cordee.goals.enums import Who
from cordee.goals.models import BaseGoal, is_sealed_whole
from cordee.kernel.errors import BadInput, StaleState
from cordee.kernel.hours import monday_of
from cordee.kernel.typed_hours import MOST_HOURS

Said = Mapping[date, tuple[int, int]]


def check_hours(goal: BaseGoal, wanted: Any, *, kind: str) -> None:
    """May a step carry these hours? Raises BadInput."""
    if wanted.minutes is None:
        return
    if is_sealed_whole(goal.partition):
        raise BadInput("hours", _("Les heures de soins ou de protection ne se comptent pas."))
    if wanted.minutes == 0:
        raise BadInput("hours", _("Laissez vide\u202f: une étape sans heures n’en compte aucune."))
    if wanted.who == Who.PROFESSIONAL:
        raise BadInput(
            "hours",
            _("Ce que fait un professionnel ne compte pas pour elle\u202f: un rendez-vous compte déjà."),
        )
    if not kind:
        raise BadInput("kind", _("Dites la nature de cette activité\u202f: ses heures comptent."))
    if not wanted.is_weekly and wanted.from_on is None and wanted.due_on is None:
        raise BadInput("due_on", _("Dites quel jour\u202f: ces heures comptent dans sa semaine."))
    if wanted.from_on is not None and wanted.due_on is not None and wanted.from_on > wanted.due_on:
        raise BadInput("from_on", _("Ces heures commenceraient après la fin de l’étape."))


def check_said(step: Carried, said: Said, *, today: date) -> None:
    """May this be said of these weeks? Raises BadInput (field: done-Monday, justified-Monday)."""
    first = monday_of(step.start) if step.start else None
    for monday, (done, justified) in said.items():
        where = monday.isoformat()
        if monday != monday_of(monday) or first is None or monday < first:
            raise BadInput(f"done-{where}", _("Cette semaine vient avant le début de l’activité."))
        if monday > today:
            raise BadInput(f"done-{where}", _("Cette semaine n’a pas commencé."))
        if done + justified > MOST_HOURS * 60:
            raise BadInput(
                f"done-{where}",
                _("Plus de %(most)s heures\u202f: vérifiez ce nombre.") % {"most": MOST_HOURS},
            )
        if justified > max(0, step.minutes - done):
            raise BadInput(
                f"justified-{where}", _("Faites et justifiées dépassent ce qui était prévu cette semaine-là.")
            )


def keep_said(kept: Any, said: Said, *, seen: int, by: Actor) -> tuple[int, int]:
    """Write what was said of some weeks in a step held for update; what is said of no hours at all is kept too.

    Returns the minutes (done, justified) of the weeks that changed. Raises BadInput, StaleState.
    """
    step = carried_by(kept)
    if step is None:
        raise StaleState(_("Cette étape ne compte plus d’heures."))
    check_said(step, said, today=by.today)
    before = said_weeks(kept)
    changed = {monday: one for monday, one in said.items() if before.get(monday) != one}
    if not changed:
        return 0, 0
    if kept.version != seen:
        raise StaleState(
            _("Un collègue a changé cette étape pendant que vous écriviez\u202f: regardez, puis enregistrez.")
        )
    kept.weeks = written_weeks(before | changed)
    kept.version += 1
    kept.save(update_fields=["weeks", "version"])
    return sum(done for done, _justified in changed.values()), sum(one for _done, one in changed.values())
