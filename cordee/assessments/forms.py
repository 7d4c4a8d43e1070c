"""One theme of a situation, its items one under the other. Everything may stay empty.

Fields are named item-slot-part: what was typed, sent, drafted and refused all speak of the same thing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.assessments.actions import LONGEST_TEXT, MOST_NUMBER, Said
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import THEME_OF, Item, Theme
from cordee.assessments.enums import Kind, State
from cordee.assessments.expiring import Slot
from cordee.assessments.fetch import Noted
from cordee.dossier.forms import Pills
from cordee.kernel.words import capital
from cordee.ui.forms import CordeeForm, FrenchDateField

ALONE = (State.NO.value, State.UNKNOWN.value)
MOST_OF_ONE = 12  # diplomas, stays: what a page can show
CHOICE, NUMBER, TEXT, SEEN = "choice", "number", "text", "seen"
DAYS = {"from_on": "from_on", "until_on": "until_on", "renewal_filed_on": "renewal"}
NOT_BROACHED = _("Non abordé")


@dataclass(frozen=True)
class Block:
    """An item as the form shows it. fields: its bound fields; theirs: what a colleague noted meanwhile."""

    item: Item
    slot: int
    fields: list[Any]
    seen: Any
    theirs: str = ""
    is_new: bool = False


class ThemeForm(CordeeForm):
    """The answers of a theme. standing: what is held true, by slot."""

    noted_on = FrenchDateField(
        label=_("Dit ou constaté le"),
        allow="past",
        help_text=_("Une autre date si vous notez après coup."),
    )

    def __init__(
        self,
        *args: Any,
        theme: Theme,
        standing: Mapping[Slot, Noted],
        today: Any,
        typed: Any = None,
        **kwargs: Any,
    ) -> None:
        self.theme, self.standing = theme, standing
        self.slots = list(slots_of(theme, standing))
        self.theirs: dict[Slot, str] = {}
        initial: dict[str, Any] = {"noted_on": today}
        asked: dict[str, forms.Field] = {}
        for slot in self.slots:
            initial |= initial_of(slot, standing.get(slot))
            for name, field in fields_of(theme.by_code[slot[0]]).items():
                asked[name_of(slot, name)] = field
        # Before anything is read: what was typed before the session slept, and the day of the house, reach them all.
        self.base_fields = {**asked, **type(self).base_fields}  # type: ignore[misc]
        super().__init__(*args, initial=initial | (typed or {}), today=today, **kwargs)

    @property
    def blocks(self) -> Iterator[Block]:
        """The items in the order of the catalogue, an empty one after those that repeat."""
        for slot in self.slots:
            item = self.theme.by_code[slot[0]]
            fields = [self[name_of(slot, name)] for name in fields_of(item) if name != SEEN]
            yield Block(
                item,
                slot[1],
                fields,
                self[name_of(slot, SEEN)],
                self.theirs.get(slot, ""),
                is_new=item.repeats and slot not in self.standing,
            )

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or {}
        for slot in self.slots:
            chosen = kept.get(name_of(slot, CHOICE))
            if isinstance(chosen, list) and len(chosen) > 1 and set(chosen) & set(ALONE):
                said = _(
                    "«\u202fAucun\u202f» ou «\u202fne sait pas\u202f» vont seuls\u202f: gardez l’un ou les autres."
                )
                self.add_error(name_of(slot, CHOICE), ValidationError(said))
        return kept

    def said(self) -> dict[Slot, Said]:
        """What was said of each item."""
        return {slot: Said(self._answer(slot), self._seen(slot)) for slot in self.slots}

    def _seen(self, slot: Slot) -> UUID | None:
        return self.cleaned_data.get(name_of(slot, SEEN))

    def _answer(self, slot: Slot) -> Answer:
        kept = self.cleaned_data
        state, choices = _chosen(kept.get(name_of(slot, CHOICE)))
        answer = Answer(
            state=state,
            choices=choices,
            number=kept.get(name_of(slot, NUMBER)),
            text=(kept.get(name_of(slot, TEXT)) or "").strip(),
            **{day: kept.get(name_of(slot, day)) for day in DAYS},
        )
        completed = answer.number is not None or answer.text or any(getattr(answer, day) for day in DAYS)
        if answer.state == State.BLANK and completed:
            # Words without a choice are an answer; of a choice left open, what is known stays in the words.
            return replace(answer, state=State.KNOWN)
        return answer

    def meet(self, theirs: Mapping[Slot, str], standing: Mapping[Slot, Noted]) -> None:
        """Show what colleagues noted meanwhile beside what was typed; sent again, what is here takes its place."""
        self.theirs, self.standing = dict(theirs), standing
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for slot, one in standing.items():
            if slot in theirs:
                data[name_of(slot, SEEN)] = str(one.row.pk)
        self.data = data


def _chosen(value: Any) -> tuple[str, tuple[str, ...]]:
    """(state, codes) of what a choice holds."""
    picked = [value] if isinstance(value, str) else list(value or [])
    picked = [one for one in picked if one]
    if not picked:
        return State.BLANK, ()
    if picked[0] in ALONE:
        return picked[0], ()
    return State.KNOWN, () if picked == [State.KNOWN.value] else tuple(sorted(picked))


def name_of(slot: Slot, part: str) -> str:
    return f"{slot[0]}-{slot[1]}-{part}"


def slots_of(theme: Theme, standing: Mapping[Slot, Noted]) -> Iterator[Slot]:
    """Each item once; those that repeat as many times as there are, and one more to fill in."""
    for item in theme.items:
        if not item.repeats:
            yield item.code, 0
            continue
        taken = sorted(number for code, number in standing if code == item.code)
        shown = [number for number in taken if standing[item.code, number].answer]
        yield from ((item.code, number) for number in shown[:MOST_OF_ONE])
        yield item.code, max(taken, default=-1) + 1


def initial_of(slot: Slot, noted: Noted | None) -> dict[str, Any]:
    if noted is None or noted.answer is None:
        return {name_of(slot, SEEN): str(noted.row.pk)} if noted else {}
    answer = noted.answer
    choice: Any = list(answer.choices) or ([answer.state] if answer.state else [])
    values = {
        CHOICE: choice,
        NUMBER: answer.number,
        TEXT: answer.text,
        SEEN: str(noted.row.pk),
        **{day: getattr(answer, day) for day in DAYS},
    }
    return {name_of(slot, name): value for name, value in values.items()}


def fields_of(item: Item) -> dict[str, forms.Field]:
    """The fields an item asks, by part."""
    found: dict[str, forms.Field] = {}
    if item.kind != Kind.WORDS:
        found[CHOICE] = choice_of(item)
    if item.number:
        found[NUMBER] = forms.IntegerField(
            label=item.number, min_value=0, max_value=MOST_NUMBER, required=False
        )
    for part, label in DAYS.items():
        if getattr(item, label):
            past = "past" if part == "renewal_filed_on" else "any"
            found[part] = FrenchDateField(label=getattr(item, label), required=False, allow=past)
    if item.text:
        widget = forms.Textarea({"rows": 2}) if THEME_OF[item.code].is_restricted else forms.TextInput()
        found[TEXT] = forms.CharField(label=item.text, required=False, max_length=LONGEST_TEXT, widget=widget)
    found[SEEN] = SeenField(required=False, widget=forms.HiddenInput)
    return found


def choice_of(item: Item) -> forms.Field:
    unknown = (State.UNKNOWN.value, _("ne sait pas"))
    none = [(State.NO.value, item.no)] if item.no else []
    codes = [(code, label) for code, label in item.choices.items()]
    if item.kind == Kind.MANY:
        return forms.MultipleChoiceField(
            label=item.label,
            choices=[*codes, *none, unknown],
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=item.hint or _("Rien de coché\u202f: non abordé."),
        )
    if item.kind == Kind.YES:
        yes = [(State.KNOWN.value, _("oui")), (State.NO.value, _("non")), unknown]
        widget: Any = Pills
        offered: list[Any] = [("", NOT_BROACHED), *yes]
    else:
        widget = forms.Select
        offered = [
            ("", NOT_BROACHED),
            *((code, capital(str(label))) for code, label in [*codes, *none, unknown]),
        ]
    return OneChoice(label=item.label, choices=offered, required=False, widget=widget, help_text=item.hint)


class SeenField(forms.Field):
    """Which answer the form was filled in from; one that is no identifier is none."""

    def to_python(self, value: Any) -> UUID | None:
        try:
            return UUID(str(value)) if value else None
        except ValueError:
            return None


class OneChoice(forms.ChoiceField):
    """A choice shown again from a list of one, as answers keep it."""

    def prepare_value(self, value: Any) -> Any:
        return (value[0] if value else "") if isinstance(value, list | tuple) else value
