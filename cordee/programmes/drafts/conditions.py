"""The form of a condition: its rule is chosen first, then what the rule wants to know, how firmly, why.

The fields come from the signature of the rule: adding a rule in Python is enough to have its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.kernel.verdict import RULES, DatedValue, Requirement, Rule, Severity
from cordee.programmes import requirements as _requirements  # noqa: F401  (declares the rules)
from cordee.programmes.drafts.fields import line, number, one_of, prose, some_of, written
from cordee.programmes.drafts.sheets import SheetForm, of_document, source
from cordee.programmes.law import LawNumber
from cordee.programmes.vocabulary import AUTHORITIES, RESOURCES

FIRMNESS: dict[str, Any] = {
    Severity.WARN.value: _("Signaler, sans bloquer\u202f: on peut passer outre avec un motif"),
    Severity.REFUSE.value: _("Refuser tant que ce n’est pas rempli"),
    Severity.INFORM.value: _("Rappeler seulement"),
}
# How a parameter is called in a form, and the closed list it is chosen in.
NAMES: dict[str, Any] = {
    "at_least": _("À partir de (en années, compris)"),
    "below": _("Avant (en années, non compris)"),
    "by": _("Prononcée par"),
    "among": _("Qui peut décider"),
    "any_of": _("L’une de ces ressources"),
    "role": _("Le rôle à désigner"),
    "papers": _("Les papiers attendus"),
    "text": _("Le rappel, comme il sera lu"),
}
LISTS: dict[str, Mapping[str, str]] = {"among": AUTHORITIES, "any_of": RESOURCES}
PLACES = {"roles": ("roles",), "papers": ("entry", "papers")}
# Made from the labels of what the rule refers to.
DERIVED = {"label"}


class ConditionForm(SheetForm):
    """rule: the rule it speaks of, chosen before."""

    severity = one_of(_("Si ce n’est pas rempli"), FIRMNESS.items(), radio=True)
    source = source()

    def __init__(self, *args: Any, rule: Rule, **more: Any) -> None:
        self.rule = rule
        super().__init__(*args, **more)

    def read(self, table: Mapping[str, Any]) -> dict[str, Any]:
        said = {"severity": table.get("severity", Severity.REFUSE.value), "source": table.get("source")}
        return said | {name: value for name, value in self.given.items() if not isinstance(value, Mapping)}

    def prepare(self) -> None:
        if not self.initial:
            self.initial = {"severity": Severity.WARN.value}
        self.of_the_law = self._of_the_law()
        asked = {
            name: self._field(name, parameter.default is parameter.empty)
            for name, parameter in self.rule.parameters.items()
            if name not in DERIVED and name not in self.of_the_law
        }
        self.asked = tuple(asked)
        self.fields = asked | self.fields

    def _of_the_law(self) -> set[str]:
        """Numbers read in the law: shown, not typed over."""
        return {name for name, value in self.given.items() if isinstance(value, Mapping)}

    @property
    def given(self) -> Mapping[str, Any]:
        """The parameters as they stand."""
        values = self.table.get("parameters")
        return values if isinstance(values, Mapping) else {}

    def _field(self, name: str, required: bool) -> forms.Field:
        label, hint = NAMES.get(name, name), self.rule.hints[name]
        if name in self.rule.refers:
            choices = of_document(self.document, *PLACES[self.rule.refers[name]])
            if hint is str:
                return one_of(label, choices, required=required)
            return some_of(label, choices, required=required)
        if name in LISTS:
            return some_of(label, LISTS[name].items(), required=required)
        if int in (hint, *get_args(hint)):
            return number(label, least=0, most=150, required=required)
        return prose(label, required=required) if name == "text" else line(label, required=required)

    def values(self) -> dict[str, Any]:
        kept = {
            name: value for name, value in self.given.items() if name in self.of_the_law or name in DERIVED
        }
        typed = {name: written(self.cleaned_data.get(name)) for name in self.asked}
        parameters = kept | {name: value for name, value in typed.items() if value is not None}
        return {
            "rule": self.rule.name,
            "parameters": parameters or None,
            "severity": self.cleaned_data["severity"],
            "source": written(self.cleaned_data["source"]),
        }


def rule_of(name: Any) -> Rule | None:
    return RULES.get(name) if isinstance(name, str) else None


def says(table: Mapping[str, Any], document: Mapping[str, Any], on: date) -> str:
    """A condition in a sentence, however unfinished it is."""
    rule = rule_of(table.get("rule"))
    if rule is None:
        return str(table.get("rule") or _("Condition sans règle"))
    values = table.get("parameters")
    given = {key: _value(value) for key, value in (values if isinstance(values, Mapping) else {}).items()}
    names = [
        label
        for key, section in rule.refers.items()
        for code, label in of_document(document, *PLACES[section])
        if code in _listed(given.get(key))
    ]
    if "label" in rule.parameters:
        given.setdefault("label", ", ".join(names))
    try:
        return Requirement(rule.name, given).says(on)
    except (KeyError, TypeError, AttributeError, ValueError):
        return sentence_of(rule)


def _value(value: Any) -> Any:
    if isinstance(value, Mapping) and isinstance(value.get("law"), str):
        found: DatedValue = LawNumber(value["law"])
        return found
    return tuple(value) if isinstance(value, list) else value


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


# What each rule looks at, said before anything is chosen.
RULE_WORDS: dict[str, Any] = {
    "age_within": _("L’âge de la personne"),
    "orientation_recorded": _("Une orientation a été reçue"),
    "prescriber_known": _("On sait qui oriente la personne"),
    "admission_decided": _("L’admission a été prononcée"),
    "decision_named_authority": _("L’autorité qui prend la décision d’orientation"),
    "receives": _("Les ressources de la personne"),
    "disability_recognised": _("La reconnaissance du handicap"),
    "wishes_recorded": _("Les envies de la personne sont notées, dans ses mots"),
    "exit_orientation_foreseen": _("L’orientation envisagée à la sortie est notée"),
    "no_prerequisite": _("Rappeler que personne n’est écarté"),
    "role_filled": _("Quelqu’un est désigné dans un rôle"),
    "papers_received": _("Des papiers ont été reçus"),
    "reminder": _("Un rappel, que Cordée ne vérifie pas"),
}


def sentence_of(rule: Rule) -> str:
    return str(RULE_WORDS.get(rule.name) or rule.summary)


def rules_offered() -> list[tuple[str, str]]:
    """Every rule one may choose, in words."""
    return [(rule.name, sentence_of(rule)) for rule in RULES.values()]
