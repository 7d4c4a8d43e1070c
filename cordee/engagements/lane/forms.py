"""Forms of the social lane: they parse and explain, the actions write."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.engagements.forms import GestureForm
from cordee.engagements.lane.enums import Ground
from cordee.kernel.words import capital
from cordee.ui.forms import FrenchDateField


def _grounds() -> list[tuple[str, Any]]:
    return [("", _("Choisir…")), *((one.value, capital(str(one.label))) for one in Ground if one.value)]


class LaneForm(GestureForm):
    """Why twelve months: without one of the grounds of the text, the rule answers."""

    ground = forms.ChoiceField(
        label=_("Motif"),
        required=False,
        choices=_grounds,
        help_text=_("Un motif de santé n’est jamais précisé."),
    )


class LaneReviewForm(GestureForm):
    on = FrenchDateField(label=_("Réexaminée le"), allow="past")
