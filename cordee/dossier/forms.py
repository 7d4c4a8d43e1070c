"""Forms of the thread: a contact in thirty seconds, a note, a deadline put off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.dossier.access import sectors_open_to
from cordee.dossier.actions import LONGEST_NOTE
from cordee.dossier.enums import Audience, Sector, audiences, counterparts, means
from cordee.ui.forms import CordeeForm, FrenchDateField


class TextForm(CordeeForm):
    """What both a note and a contact ask: the day, where it belongs, who may read it."""

    text = forms.CharField(
        label=_("Ce qui s’est dit"),
        widget=forms.Textarea({"rows": 5}),
        max_length=LONGEST_NOTE,
        help_text=_("Des faits et ses mots. La personne peut demander à lire ces lignes."),
    )
    day = FrenchDateField(label=_("Jour"), allow="past")
    sector = forms.ChoiceField(label=_("Cela touche"), choices=Sector.choices)
    audience = forms.ChoiceField(label=_("Lu par"), choices=audiences)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        kwargs.setdefault("today", actor.today)
        initial = {"day": actor.today, "audience": Audience.HOUSE, **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        sectors = [(sector.value, sector.label) for sector in sectors_open_to(actor)]
        self.fields["sector"].choices = sectors  # type: ignore[attr-defined]
        if sectors:
            self.fields["sector"].initial = sectors[0][0]


class NoteForm(TextForm):
    """A note without a contact."""


class ContactForm(TextForm):
    """A contact: how, with whom; the text may stay empty."""

    field_order = ("means", "counterpart", "text", "day", "sector", "audience", "minutes")

    means = forms.ChoiceField(label=_("Comment"), choices=means, widget=forms.RadioSelect)
    counterpart = forms.ChoiceField(label=_("Avec"), choices=counterparts)
    minutes = forms.IntegerField(label=_("Durée (minutes)"), min_value=1, max_value=1440, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["counterpart"].initial = "person"
        self.fields["means"].initial = "phone"


class EditNoteForm(CordeeForm):
    """The text of a note, and the version it was read at."""

    text = forms.CharField(label=_("Texte"), widget=forms.Textarea({"rows": 10}), max_length=LONGEST_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PostponeForm(CordeeForm):
    """Until when a deadline is left aside, and why."""

    until = FrenchDateField(label=_("La revoir le"), allow="future")
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)
