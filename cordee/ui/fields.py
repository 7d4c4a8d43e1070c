"""French date fields: what people write is read, what cannot be is explained and given back as typed."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cordee.ui.french_dates import DAY, MONTH, PartialDate, Unreadable, read_day, read_partial_day
from cordee.ui.wording import day_words

PROBLEMS = {
    "unreadable": _("Cette date n’a pas pu être lue. Écrivez par exemple 3/1/1985 ou 3 janvier 1985."),
    "impossible": _("Ce jour n’existe pas dans le calendrier. Vérifiez le jour et le mois."),
    "far": _("L’année semble trop lointaine. Écrivez-la en quatre chiffres."),
    "future": _("Cette date est dans l’avenir."),
    "past": _("Cette date est déjà passée."),
}


class FrenchDateInput(forms.TextInput):
    """One line of text, « jj/mm/aaaa », which takes any French way of writing a day."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "class": "input-date", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else super().format_value(value)


class DateInThreeParts(forms.MultiWidget):
    """Day, month, year in three small boxes: for births and other dates known by heart."""

    template_name = "ui/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(digits), forms.TextInput(digits), forms.TextInput(digits)], attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, PartialDate):
            day, precision = value
            if day is None:
                return ["", "", ""]
            known = {DAY: (day.day, day.month), MONTH: ("", day.month)}.get(precision, ("", ""))
            return [str(part) for part in (*known, day.year)]
        if isinstance(value, dt.date):
            return [str(value.day), str(value.month), str(value.year)]
        parts = str(value or "").split("/")
        return [""] * (3 - len(parts)) + parts[:3]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        parts = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        return "/".join(parts) if any(parts) else ""


class FrenchDateField(forms.Field):
    """A day. allow: "any", "past" (today included) or "future" (today included).

    today: the day of the organisation, when the form knows it; else the server's.
    """

    widget = FrenchDateInput
    default_error_messages = {"required": _("Indiquez une date."), **PROBLEMS}

    def __init__(self, *, allow: str = "any", today: dt.date | None = None, **kwargs: Any) -> None:
        self.allow = allow
        self.today = today
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.datetime):
            return value.date()
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        today = self.today or timezone.localdate()
        try:
            return read_day(str(value), today=today, in_the_past=self.allow == "past")
        except Unreadable as problem:
            raise ValidationError(self.error_messages[problem.code], code=problem.code) from problem

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        today = self.today or timezone.localdate()
        if value and self.allow == "past" and value > today:
            raise ValidationError(self.error_messages["future"], code="future")
        if value and self.allow == "future" and value < today:
            raise ValidationError(self.error_messages["past"], code="past")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialBirthDateField(forms.Field):
    """A birth as it was told: a day, a month or a year. Cleans to PartialDate(day or None, precision)."""

    widget = FrenchDateInput
    OLDEST = 125
    default_error_messages = {
        **PROBLEMS,
        "required": _("Indiquez une date, ou seulement l’année."),
        "unreadable": _(
            "Cette date n’a pas pu être lue. Écrivez par exemple 3/1/1985, 03/1985 ou seulement 1985."
        ),
        "old": _("Cette date donnerait plus de 125 ans. Vérifiez l’année."),
    }

    def __init__(self, *, today: dt.date | None = None, **kwargs: Any) -> None:
        self.today = today
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate) and not isinstance(self.widget, DateInThreeParts):
            return partial_words(value)
        return value

    def to_python(self, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, dt.date):
            return PartialDate(value, DAY)
        today = self.today or timezone.localdate()
        try:
            return read_partial_day(str(value or ""), today=today)
        except Unreadable as problem:
            raise ValidationError(self.error_messages[problem.code], code=problem.code) from problem

    def validate(self, value: PartialDate) -> None:
        if value.day is None:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return
        today = self.today or timezone.localdate()
        if value.day > today:
            raise ValidationError(self.error_messages["future"], code="future")
        if today.year - value.day.year > self.OLDEST:
            raise ValidationError(self.error_messages["old"], code="old")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def partial_words(value: PartialDate, *, in_full: bool = False) -> str:
    """03/01/1985, 03/1985 or 1985; in_full: 3 janvier 1985, janvier 1985, 1985."""
    if value.day is None:
        return ""
    patterns = {DAY: ("%d/%m/%Y", "j F Y"), MONTH: ("%m/%Y", "F Y")}
    short, long = patterns.get(value.precision, ("%Y", "Y"))
    if not in_full:
        return value.day.strftime(short)
    return day_words(value.day, long) if value.precision == DAY else date_format(value.day, long)
