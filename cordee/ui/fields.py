"""French fields of days and hours: what people write is read, what cannot be is explained and given back as typed."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cordee.kernel.dates import BirthDate, parse_day
from cordee.kernel.errors import BadInput
from cordee.kernel.typed_hours import parse_hours, shown_hours
from cordee.kernel.wall_clock import parse_hour

# A day of somebody's life or of a dossier: beyond, a figure was mistyped.
EARLIEST_YEAR, LATEST_YEAR = 1850, 2150
PROBLEMS = {
    "far": _("L’année semble trop lointaine. Vérifiez-la."),
    "future": _("Cette date est dans l’avenir."),
    "past": _("Cette date est déjà passée."),
}


class FrenchDateInput(forms.TextInput):
    """One line of text, « jj/mm/aaaa », which takes any French way of writing a day."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "class": "input-date", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else super().format_value(value)


class HourField(forms.CharField):
    """An hour as people write it: see `parse_hour`."""

    def __init__(self, **kwargs: Any) -> None:
        asked = {"autocomplete": "off", "inputmode": "text", "class": "input-date"}
        super().__init__(widget=forms.TextInput(asked), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour} h {value.minute:02d}" if isinstance(value, dt.time) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return parse_hour(typed)
        except BadInput as problem:
            raise ValidationError(problem.message, code="unreadable") from problem


class DateInThreeParts(forms.MultiWidget):
    """Day, month, year in three small boxes: for births and other dates known by heart."""

    template_name = "ui/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput(digits), forms.TextInput(digits), forms.TextInput(digits)], attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, BirthDate):
            return [str(part or "") for part in (value.day, value.month, value.year)]
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
            return parse_day(str(value), on=today, past=self.allow == "past")
        except BadInput as problem:
            raise ValidationError(problem.message, code="unreadable") from problem

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        today = self.today or timezone.localdate()
        if value and not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            raise ValidationError(self.error_messages["far"], code="far")
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
    """A birth as it was told: a day, a month or a year. Cleans to a kernel BirthDate, unknown when left empty."""

    widget = FrenchDateInput
    default_error_messages = {"required": _("Indiquez une date, ou seulement l’année.")}

    def __init__(self, *, today: dt.date | None = None, **kwargs: Any) -> None:
        self.today = today
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, BirthDate) and not isinstance(self.widget, DateInThreeParts):
            return value.typed
        return value

    def to_python(self, value: Any) -> BirthDate:
        if isinstance(value, BirthDate):
            return value
        if isinstance(value, dt.date):
            return BirthDate.exact(value)
        try:
            return BirthDate.parse(str(value or ""), on=self.today or timezone.localdate())
        except BadInput as problem:
            raise ValidationError(problem.message, code="unreadable") from problem

    def validate(self, value: BirthDate) -> None:
        if self.required and value.year is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class HoursField(forms.CharField):
    """Hours as people write them (« 15h30 », « quinze »); minutes once clean, none when nothing is written."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text.strip():
            return None
        try:
            return parse_hours(text)
        except BadInput as error:
            raise ValidationError(error.message) from None

    def prepare_value(self, value: Any) -> Any:
        return shown_hours(value) if isinstance(value, int) else value
