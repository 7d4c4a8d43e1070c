"""Forms of the thread: a contact in thirty seconds, a note, a deadline put off or done."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.dossier.access import sectors_open_to
from cordee.dossier.actions import LONGEST_NOTE
from cordee.dossier.enums import Audience, Sector, counterparts, means
from cordee.dossier.messages import Way
from cordee.dossier.readers import audience_words, readers_of
from cordee.plumbing.outbox.actions import LONGEST_SUBJECT, LONGEST_TEXT
from cordee.plumbing.outbox.enums import Channel
from cordee.ui.forms import CordeeForm, FrenchDateField

# A working note has no other reader than its author: that is said by its sector, not by its audience.
AUDIENCES = (Audience.HOUSE, Audience.CIRCLE)


class Pills(forms.RadioSelect):
    """A few short choices side by side; what the chosen one means is said under them.

    says: a sentence by value.
    """

    template_name = "dossier/widgets/pills.html"
    says: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(name, value, *args, **kwargs), "says": self.says.get(str(value), "")}


class TextForm(CordeeForm):
    """What both a note and a contact ask: the day, where it belongs, who may read it."""

    text = forms.CharField(
        label=_("Ce qui s’est dit"),
        widget=forms.Textarea({"rows": 4}),
        max_length=LONGEST_NOTE,
        help_text=_("Des faits et ses mots. La personne peut demander à lire ces lignes."),
    )
    day = FrenchDateField(label=_("Jour"), allow="past")
    sector = forms.ChoiceField(label=_("Cela touche"), widget=Pills)
    audience = forms.ChoiceField(label=_("Lue par"), widget=Pills)

    # What never goes with this kind of note.
    without: frozenset[Sector] = frozenset()

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        kwargs.setdefault("today", actor.today)
        sectors = [sector for sector in sectors_open_to(actor) if sector not in self.without]
        initial = {
            "day": actor.today,
            "audience": Audience.HOUSE.value,
            "sector": sectors[0].value if sectors else "",
            **(kwargs.pop("initial", None) or {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self._offer("sector", {sector: readers_of(sector, actor) for sector in sectors})
        self._offer("audience", {audience: audience_words(audience) for audience in AUDIENCES})

    def _offer(self, name: str, says: Mapping[Any, str]) -> None:
        self.fields[name].choices = [(code.value, code.label) for code in says]  # type: ignore[attr-defined]
        self.fields[name].widget.says = {code.value: words for code, words in says.items()}


class NoteForm(TextForm):
    """A note without a contact."""


class ContactForm(TextForm):
    """A contact: how, with whom; the text may stay empty. It is never a working note: somebody was met."""

    without = frozenset({Sector.WORKING})
    field_order = ("means", "counterpart", "text", "day", "minutes", "sector", "audience")

    means = forms.ChoiceField(label=_("Comment"), choices=means, widget=Pills)
    counterpart = forms.ChoiceField(label=_("Avec"), choices=counterparts, widget=Pills)
    minutes = forms.IntegerField(label=_("Durée, en minutes"), min_value=1, max_value=1440, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].widget.attrs.pop("aria-required", None)
        self.fields["counterpart"].initial = "person"
        self.fields["means"].initial = "phone"


class EditNoteForm(CordeeForm):
    """The text of a note, and the version it was read at."""

    text = forms.CharField(label=_("Texte"), widget=forms.Textarea({"rows": 10}), max_length=LONGEST_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


class PostponeForm(CordeeForm):
    """Until when a deadline is left aside, a week unless said otherwise, and why."""

    until = FrenchDateField(label=_("La revoir le"), allow="future", help_text=_("Un jour, ou demain."))
    reason = forms.CharField(label=_("Pourquoi"), max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, initial={"until": today + timedelta(days=7)}, **kwargs)


class MessageForm(CordeeForm):
    """A message to the person: by which means, starting from which words. apercu shows what will go out."""

    way = forms.ChoiceField(label=_("Par"), widget=forms.RadioSelect)
    subject = forms.CharField(
        label=_("Objet du courriel"),
        max_length=LONGEST_SUBJECT,
        required=False,
        help_text=_("Neutre\u202f: il se lit sur un écran verrouillé."),
    )
    text = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea({"rows": 6}),
        max_length=LONGEST_TEXT,
        help_text=_(
            "Ni nom, ni thème, ni ce que fait la maison\u202f: quelqu’un d’autre peut tenir le téléphone."
        ),
    )
    is_safe = forms.BooleanField(
        label=_("Ce moyen est sûr\u202f: personne d’autre ne lit ces messages"), required=False
    )

    def __init__(self, *args: Any, ways: list[Way], asks_safety: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = {str(way.point): way for way in ways}
        self.fields["way"].choices = [(code, way.label) for code, way in self.ways.items()]  # type: ignore[attr-defined]
        if ways and not self.is_bound:
            self.initial.setdefault("way", next(iter(self.ways)))
        if not asks_safety:
            del self.fields["is_safe"]
        if all(way.channel != Channel.MAIL for way in ways):
            del self.fields["subject"]

    @property
    def chosen(self) -> Way:
        return self.ways[self.cleaned_data["way"]]
