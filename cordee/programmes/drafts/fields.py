"""Fields of the forms of a definition: what each reads in a table, what it writes there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.kernel.clock import Delay
from cordee.kernel.words import capital
from cordee.programmes import law

Options = Iterable[tuple[str, str]]
UNITS = [("days", _("jours")), ("weeks", _("semaines")), ("months", _("mois"))]
LAW = "law:"
MOST = 3660


def options(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """A closed list as choices, each with a capital."""
    return [(code, capital(label)) for code, label in labels.items()]


def line(label: Any, hint: Any = "", *, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=200, **more)


def prose(label: Any, hint: Any = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=4000, widget=widget)


def tick(label: Any, hint: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False)


def one_of(
    label: Any, choices: Options = (), hint: Any = "", *, required: bool = True, radio: bool = False
) -> forms.ChoiceField:
    widget: Any = forms.RadioSelect if radio else forms.Select
    listed = list(choices) if radio or required else [("", "—"), *choices]
    return forms.ChoiceField(label=label, choices=listed, help_text=hint, required=required, widget=widget)


def some_of(
    label: Any, choices: Options = (), hint: Any = "", *, required: bool = False
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


def number(
    label: Any, hint: Any = "", *, least: int, most: int, required: bool = False
) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=hint, required=required, min_value=least, max_value=most)


class TermInput(forms.MultiWidget):
    """A number, then days, weeks, months, or a delay of the law (the number is then the law's)."""

    use_fieldset = True

    def __init__(self) -> None:
        # Two texts to be read aloud, since the legend names the delay as a whole.
        amount = forms.NumberInput({"aria-label": _("Nombre"), "min": 0, "max": MOST, "inputmode": "numeric"})
        unit = forms.Select({"aria-label": _("Unité, ou délai de la loi")})
        super().__init__([amount, unit])

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            amount, _bar, unit = value.partition("|")
            return [amount, unit or "days"]
        if not isinstance(value, Mapping) or not value:
            return [None, "days"]
        unit, amount = next(iter(value.items()))
        return [None, f"{LAW}{amount}"] if unit == "law" else [amount, unit]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        amount, unit = super().value_from_datadict(data, files, name)
        return None if amount is None and unit is None else f"{(amount or '').strip()}|{unit or ''}"


class TermField(forms.Field):
    """A delay as a definition writes it: { weeks = 6 }, or { law = "RSA-06.due" }; None when left empty."""

    widget = TermInput
    default_error_messages = {"required": _("Indiquez un délai.")}

    def __init__(self, *, today: date, **more: Any) -> None:
        super().__init__(**more)
        self.units = [*UNITS, (_("Fixé par la loi"), law_delays(today))]
        self.widget.widgets[1].choices = self.units  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> dict[str, Any] | None:
        if isinstance(value, Mapping):
            return dict(value)
        amount, _bar, unit = str(value or "").partition("|")
        if unit.startswith(LAW):
            return self._of_the_law(unit.removeprefix(LAW))
        if not amount:
            return None
        if unit not in dict(UNITS):
            raise ValidationError(_("Choisissez des jours, des semaines ou des mois."), code="unit")
        if not (amount.isascii() and amount.isdigit() and int(amount[:6]) <= MOST and len(amount) < 6):
            raise ValidationError(_("Écrivez un nombre entier, de 0 à 3\u202f660."), code="number")
        return {unit: int(amount)}

    def _of_the_law(self, code: str) -> dict[str, Any]:
        known = law.parameters().get(code)
        if known is None or not isinstance(known[0].value, Delay):
            raise ValidationError(_("Ce délai de la loi n’est pas connu."), code="law")
        return {"law": code}


def law_delays(today: date) -> list[tuple[str, str]]:
    """Each delay of the law with what it says today: Diagnostic (1 mois, RSA-08)."""
    found = []
    for code in law.parameters():
        said = law.value(code, on=max(today, law.begins(code)))
        if isinstance(said.value, Delay):
            found.append((f"{LAW}{code}", f"{capital(said.label)}\u202f: {said.value.label}"))
    return found


def written(value: Any) -> Any:
    """What a cleaned value is in the document; None removes the key."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    if isinstance(value, bool):
        return value or None
    if isinstance(value, list | tuple):
        return list(value) or None
    return value
