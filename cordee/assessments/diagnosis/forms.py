"""A diagnosis being made: the person's words first, then what the programme asks, nothing compulsory.

Fields are named code-part, as the form of the programme codes them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.assessments.diagnosis.actions import LONGEST_TEXT, Said
from cordee.assessments.diagnosis.entries import NOTHING, Entry
from cordee.assessments.diagnosis.enums import done_with_choices
from cordee.assessments.diagnosis.fetch import Told
from cordee.assessments.diagnosis.section import Block, Theme
from cordee.assessments.diagnosis.vocabularies import EVOLUTIONS, LEVELS
from cordee.dossier.forms import Pills
from cordee.kernel.words import capital
from cordee.ui.forms import CordeeForm, FrenchDateField

WORDS = {
    "strengths": _("Atouts, ce qui tient"),
    "limits": _("Limites"),
    "watch": _("Points de vigilance"),
    "words": _("Ce qu’elle en dit"),
}


@dataclass(frozen=True)
class ShownTheme:
    """A theme as the form shows it. then: what the diagnosis before said; is_open: something is written."""

    theme: Theme
    fields: Mapping[str, Any]
    seen: Any
    then: Entry
    theirs: Entry | None
    is_open: bool


@dataclass(frozen=True)
class ShownBlock:
    block: Block
    field: Any
    seen: Any
    theirs: Entry | None


class DiagnosisForm(CordeeForm):
    """The whole form, or a restricted part of it. told: the diagnosis; before: the one before, to compare."""

    day = FrenchDateField(label=_("Daté du"), allow="past")
    done_with = forms.ChoiceField(
        label=_("Fait"), required=False, widget=Pills, choices=[("", _("à préciser")), *done_with_choices()]
    )

    def __init__(
        self,
        *args: Any,
        told: Told,
        before: Told | None,
        codes: list[str],
        today: Any,
        typed: Any = None,
        **more: Any,
    ) -> None:
        self.told, self.before = told, before
        self.themes = [theme for theme in told.form.themes if theme.code in codes]
        self.questions = [block for block in told.form.questions if block.code in codes]
        self.theirs: dict[str, Entry] = {}
        asked: dict[str, forms.Field] = {}
        initial: dict[str, Any] = {"day": told.row.day, "done_with": told.row.done_with}
        for theme in self.themes:
            asked |= {f"{theme.code}-{name}": field for name, field in fields_of(theme).items()}
        for block in self.questions:
            asked |= {f"{block.code}-{name}": field for name, field in fields_of_block(block).items()}
        for code in codes:
            initial |= initial_of(code, told.said(code), told.versions.get(code, 0))
        self.base_fields = {**type(self).base_fields, **asked}  # type: ignore[misc]
        super().__init__(*args, initial=initial | (typed or {}), today=today, **more)

    @property
    def shown_themes(self) -> Iterator[ShownTheme]:
        for theme in self.themes:
            code = theme.code
            fields = {name: self[f"{code}-{name}"] for name in fields_of(theme) if name != "seen"}
            then = self.before.said(code) if self.before else NOTHING
            written = any(bool(bound.value()) and bound.value() not in ("0", 0) for bound in fields.values())
            refused = any(bound.errors for bound in fields.values())
            theirs = self.theirs.get(code)
            yield ShownTheme(
                theme, fields, self[f"{code}-seen"], then, theirs, written or refused or theirs is not None
            )

    @property
    def shown_questions(self) -> Iterator[ShownBlock]:
        for block in self.questions:
            code = block.code
            yield ShownBlock(block, self[f"{code}-words"], self[f"{code}-seen"], self.theirs.get(code))

    def said(self) -> dict[str, Said]:
        codes = [*(theme.code for theme in self.themes), *(block.code for block in self.questions)]
        return {code: Said(self._entry(code), self.cleaned_data.get(f"{code}-seen") or 0) for code in codes}

    def _entry(self, code: str) -> Entry:
        kept = self.cleaned_data
        return Entry(
            level=int(kept.get(f"{code}-level") or 0),
            evolution=kept.get(f"{code}-evolution") or "",
            is_barrier=bool(kept.get(f"{code}-is_barrier")),
            situations=tuple(sorted(kept.get(f"{code}-situations") or ())),
            **{name: (kept.get(f"{code}-{name}") or "").strip() for name in WORDS},
        )

    def meet(self, theirs: Mapping[str, Entry], versions: Mapping[str, int]) -> None:
        """Show what colleagues wrote meanwhile beside what was typed; sent again, what is here takes its place."""
        self.theirs = dict(theirs)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for code in theirs:
            data[f"{code}-seen"] = str(versions.get(code, 0))
        self.data = data


def text_field(label: Any, rows: int = 2, **more: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=widget, **more)


def seen_field() -> forms.IntegerField:
    return forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def fields_of(theme: Theme) -> dict[str, forms.Field]:
    levels = [(str(level), capital(label)) for level, label in LEVELS.items()]
    evolutions = [(code, capital(label)) for code, label in EVOLUTIONS.items()]
    found: dict[str, forms.Field] = {
        "words": text_field(WORDS["words"]),
        "strengths": text_field(WORDS["strengths"]),
        "level": forms.ChoiceField(label=_("Aujourd’hui"), choices=levels, required=False, widget=Pills),
    }
    if theme.situations:
        found["situations"] = forms.MultipleChoiceField(
            label=_("Ce qui se passe"),
            choices=[(one.code, one.label) for one in theme.situations],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    found |= {
        "limits": text_field(WORDS["limits"]),
        "watch": text_field(WORDS["watch"]),
        "evolution": forms.ChoiceField(
            label=_("Depuis la dernière fois"), choices=evolutions, required=False, widget=Pills
        ),
        "is_barrier": forms.BooleanField(
            label=_("C’est un frein, suivi jusqu’à ce qu’il soit levé"), required=False
        ),
        "seen": seen_field(),
    }
    return found


def fields_of_block(block: Block) -> dict[str, forms.Field]:
    return {"words": text_field(block.label, 3, help_text=block.hint), "seen": seen_field()}


def initial_of(code: str, entry: Entry, version: int) -> dict[str, Any]:
    values: dict[str, Any] = {
        "level": str(entry.level),
        "evolution": entry.evolution,
        "is_barrier": entry.is_barrier,
        "situations": list(entry.situations),
        "seen": version,
        **{name: getattr(entry, name) for name in WORDS},
    }
    return {f"{code}-{name}": value for name, value in values.items()}
