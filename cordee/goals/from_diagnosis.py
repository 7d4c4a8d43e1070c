"""From a barrier of the diagnosis to a goal, in one gesture: the axis its theme leads to."""

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.assessments.diagnosis.hooks import BarrierGesture
from cordee.assessments.diagnosis.section import form_of
from cordee.goals.access import may_write
from cordee.goals.actions import GoalWanted, section_of
from cordee.goals.section import goals_of_programme
from cordee.kernel.errors import BadInput
from cordee.programmes.cached import definition_of


def goal_of_theme(pathway: Any, theme: str, *, on: date) -> GoalWanted:
    """The goal a barrier leads to, by the axis its theme belongs to. Raises BadInput when no axis does."""
    section = section_of(pathway.programme_version_id)
    axis, label = section.axis_for(theme), _label(pathway.programme_version_id, theme)
    if axis is None or not label:
        said = _("Ce dispositif n’a pas d’axe pour ce frein\u202f: posez un objectif libre.")
        raise BadInput("theme", said)
    words = _("Avancer sur\u202f: %(theme)s") % {"theme": label[:1].lower() + label[1:]}
    return GoalWanted(axis=axis.code, words=words, theme=theme, set_on=on)


def _label(version_id: UUID, theme: str) -> str:
    form = form_of(definition_of(version_id))
    found = form.theme(theme) if form else None
    return found.label if found else ""


def gesture(actor: Any, person: Any, *, pathway: UUID, version: UUID, theme: str) -> BarrierGesture | None:
    """« En faire un objectif », for those who may set one in the part the theme leads to."""
    section = goals_of_programme(definition_of(version))
    axis = section.axis_for(theme) if section else None
    if axis is None or not may_write(actor, person, axis.partition, "goal:set"):
        return None
    url = reverse("goal_from_barrier", args=[person.pk])
    return BarrierGesture(_("En faire un objectif"), url, {"pathway": str(pathway), "theme": theme})
