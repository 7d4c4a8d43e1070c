"""The forms of Cordée: explained errors, nothing typed is lost, nothing the database would refuse.

CordeeRenderer: FORM_RENDERER = "cordee.ui.forms.CordeeRenderer".
CordeeForm, CordeeModelForm: the bases. Fields: FrenchDateField, HourField, PartialBirthDateField.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cordee.ui.fields import (
    DateInThreeParts,
    FrenchDateField,
    FrenchDateInput,
    HourField,
    PartialBirthDateField,
)
from cordee.ui.quick_widgets import QUICK
from cordee.ui.typed import typed_before
from cordee.ui.wording import number_words

__all__ = [
    "CordeeForm",
    "CordeeModelForm",
    "CordeeRenderer",
    "DateInThreeParts",
    "FrenchDateField",
    "FrenchDateInput",
    "HourField",
    "PartialBirthDateField",
]

LINE_LIMIT = 200
TEXT_LIMIT = 20_000
MESSAGES = {
    "required": _("Ce champ est nécessaire pour continuer."),
    "invalid_choice": _("Ce choix n’est plus proposé. Choisissez dans la liste."),
    "null_characters_not_allowed": _("Un signe invisible empêche d’enregistrer ce texte."),
}
BOUNDS = {"min_value": _("Au moins %(limit_value)s."), "max_value": _("Au plus %(limit_value)s.")}
WEBSITE = _("Écrivez l’adresse du site comme elle est dans le navigateur, par exemple www.exemple.fr.")
NUL_FOUND = _(
    "Ce texte contenait un signe invisible qui ne peut pas être enregistré. Il a été retiré\u202f: "
    "relisez, puis envoyez à nouveau."
)


class NotTooLong(MaxLengthValidator):
    """Says how long the text is and how long it may be, in figures one can read: 1 500 000."""

    def __call__(self, value: str) -> None:
        found, most = len(value), int(self.limit_value)
        if found > most:
            said = ngettext(
                "Ce texte est trop long\u202f: %(found)s signes, pour une limite de %(most)s signe.",
                "Ce texte est trop long\u202f: %(found)s signes, pour une limite de %(most)s signes.",
                most,
            )
            raise ValidationError(
                said % {"found": number_words(found), "most": number_words(most)}, code=self.code
            )


class CordeeRenderer(TemplatesSetting):
    """Our templates for forms and fields, Django's own for the widgets we leave as they are."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/as_field.html"
    widgets = DjangoTemplates()

    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        quick = QUICK.get(template_name)
        return quick(context["widget"]) if quick else super().render(template_name, context, request)

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("django/forms/"):
            return self.widgets.get_template(template_name)
        return super().get_template(template_name)


class _Explained:
    """What both bases share; placed before Django's form class.

    today: given to the date fields, so that they read two-digit years from the organisation's day.
    is_given_back: shown with what was typed before the session slept; a folded form then opens.
    """

    is_given_back = False

    use_required_attribute = False  # the server explains better than the browser's own bubble
    fields: dict[str, forms.Field]

    def __init__(self, data: Any = None, *args: Any, today: dt.date | None = None, **kwargs: Any) -> None:
        data, self.fields_with_nul = _without_nul(data)
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, *args, **kwargs)  # type: ignore[call-arg]
        for field in self.fields.values():
            _explain(field)
            if today and isinstance(field, FrenchDateField | PartialBirthDateField):
                field.today = today
        if not self.is_bound:  # type: ignore[attr-defined]
            self.take_back()

    def take_back(self) -> None:
        """Begin with what had been typed before the session slept, when it was typed in this very form."""
        typed = typed_before()
        shown = {
            name: (field, self.add_prefix(name))  # type: ignore[attr-defined]
            for name, field in self.fields.items()
            if not field.widget.is_hidden and not field.disabled
        }
        if typed is None or not _was_sent_by(typed.data, shown.values()):
            return
        typed.was_used = self.is_given_back = True
        self.initial |= {  # type: ignore[attr-defined]
            name: field.widget.value_from_datadict(typed.data, {}, html_name)
            for name, (field, html_name) in shown.items()
        }

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        if not self.is_bound:  # type: ignore[attr-defined]
            return
        for name in self.fields:
            html_name = self.add_prefix(name)  # type: ignore[attr-defined]
            if any(key == html_name or key.startswith(f"{html_name}_") for key in self.fields_with_nul):
                self.add_error(name, ValidationError(NUL_FOUND, code="nul"))  # type: ignore[attr-defined]


class CordeeForm(_Explained, forms.Form):
    """A form without a model."""


class CordeeModelForm(_Explained, forms.ModelForm):
    """A form over a model; it parses and explains, the action writes."""


def _was_sent_by(data: Any, shown: Iterable[tuple[forms.Field, str]]) -> bool:
    """Does this data come from a form with these fields? A browser sends every field, but unticked boxes."""
    always_sent = [
        (field, name)
        for field, name in shown
        if not isinstance(
            field.widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple
        )
    ]
    return bool(always_sent) and not any(
        field.widget.value_omitted_from_data(data, {}, name) for field, name in always_sent
    )


def _without_nul(data: Any) -> tuple[Any, frozenset[str]]:
    """The data without its NUL signs, which PostgreSQL refuses, and the names that held some."""
    if not data:
        return data, frozenset()
    lists = data.lists() if hasattr(data, "lists") else [(name, [value]) for name, value in data.items()]
    dirty = {name: values for name, values in lists if any(_has_nul(value) for value in values)}
    if not dirty:
        return data, frozenset()
    clean = data.copy()
    for name, values in dirty.items():
        kept = [value.replace("\0", "") if isinstance(value, str) else value for value in values]
        if hasattr(clean, "setlist"):
            clean.setlist(name, kept)
        else:
            clean[name] = kept[0]
    return clean, frozenset(dirty)


def _has_nul(value: object) -> bool:
    return isinstance(value, str) and "\0" in value


def _explain(field: forms.Field) -> None:
    """Our sentences for the usual errors, a limit on every text, and no silent cut by the browser."""
    for code, sentence in MESSAGES.items():
        default = _django_default(field, code)  # compared by identity: to be equal, both would be translated
        if default is not None and field.error_messages.get(code) is default:
            field.error_messages[code] = sentence
    if isinstance(field, forms.IntegerField):
        for code, sentence in BOUNDS.items():
            field.error_messages.setdefault(code, sentence)
    if isinstance(field, forms.URLField):
        field.error_messages["invalid"] = WEBSITE
    if isinstance(field, forms.CharField):
        _limit(field)
    if field.required and not field.widget.use_fieldset and not isinstance(field.widget, forms.FileInput):
        field.widget.attrs.setdefault("aria-required", "true")


def _limit(field: forms.CharField) -> None:
    is_long = isinstance(field.widget, forms.Textarea)
    if field.max_length is None:
        field.validators.append(MaxLengthValidator(TEXT_LIMIT if is_long else LINE_LIMIT))
    for position, validator in enumerate(field.validators):
        if isinstance(validator, MaxLengthValidator):
            field.validators[position] = NotTooLong(validator.limit_value)
    # maxlength would cut a pasted text without a word.
    field.widget.attrs.pop("maxlength", None)


def _django_default(field: forms.Field, code: str) -> Any:
    """Django's own sentence for a field, None when the field's class already has one of ours."""
    for kind in type(field).__mro__:
        if code in vars(kind).get("default_error_messages", {}):
            return (
                vars(kind)["default_error_messages"][code] if kind.__module__.startswith("django.") else None
            )
    return None
