"""Forms of the minutes: they parse and explain, the actions write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.commissions.forms import RoomForm
from cordee.commissions.minutes.actions import LONGEST_WORDS


class WordsForm(RoomForm):
    """Words added to what was decided, of the whole sitting or of a situation."""

    words = forms.CharField(
        label=_("Ce qu’il y a à ajouter"),
        widget=forms.Textarea({"rows": 10}),
        max_length=LONGEST_WORDS,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CorrectionForm(RoomForm):
    """What was wrong, and what is right."""

    words = forms.CharField(
        label=_("Ce qui est à corriger"),
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST_WORDS,
        help_text=_(
            "Dites ce qui était écrit et ce qu’il faut lire. Le texte approuvé reste au-dessus, entier."
        ),
    )
