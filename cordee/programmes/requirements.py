"""Reading the lines that choose a rule: `{ rule, parameters, severity, source }`.

The rule must exist and its parameters fit the signature of its function; an error names the parameter
and what was expected. What a parameter refers to (a role, a paper of the same document) must exist too.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

from cordee.kernel.verdict import RULES, Requirement, Rule, Severity
from cordee.kernel.words import french_list
from cordee.kernel.words import sentence as _
from cordee.programmes import law
from cordee.programmes import rules as _rules  # noqa: F401  (declares the rules of entry)
from cordee.programmes.reading import Reader
from cordee.programmes.sources import Sources

SEVERITIES = {
    Severity.REFUSE.value: "refuse",
    Severity.WARN.value: "avertit",
    Severity.INFORM.value: "informe",
}
TYPE_NAMES: Mapping[Any, str] = {
    int: "un nombre entier",
    str: "un texte",
    bool: "true ou false",
    tuple[str, ...]: "une liste de textes",
}
Names = Mapping[str, Mapping[str, str]]


def read_requirements(reader: Reader, key: str, sources: Sources, names: Names) -> tuple[Requirement, ...]:
    """The requirements listed under a key; those that name no known rule are left out, and noted."""
    found = (_requirement(item, sources, names) for item in reader.tables(key))
    return tuple(requirement for requirement in found if requirement)


def _requirement(item: Reader, sources: Sources, names: Names) -> Requirement | None:
    name = item.text("rule")
    written = item.mapping("parameters")
    severity = item.choice("severity", SEVERITIES, required=False, default=Severity.REFUSE.value)
    source = sources.of(item)
    if not name or not item.known("rule", name, tuple(RULES)):
        return None
    rule = RULES[name]
    parameters = _parameters(item, rule, written, names)
    return Requirement(name, parameters, Severity(severity), source)


def _parameters(item: Reader, rule: Rule, written: Mapping[str, object], names: Names) -> dict[str, object]:
    """The parameters as the function wants them; what does not fit is noted."""
    inner = Reader(written, (*item.path, "parameters"), item.notes)
    values = {
        key: _value(inner, rule, key, value) for key, value in written.items() if _exists(inner, rule, key)
    }
    _check_references(inner, rule, values, names)
    if "label" in rule.parameters and "label" not in values:
        values["label"] = _label(rule, values, names)
    for key, parameter in rule.parameters.items():
        if key not in values and parameter.default is parameter.empty:
            item.fault(
                "parameters", _("il manque le paramètre « {key} » de « {rule} »", key=key, rule=rule.name)
            )
    return values


def _exists(inner: Reader, rule: Rule, key: str) -> bool:
    if key in rule.parameters:
        return True
    listed = french_list(sorted(rule.parameters), "ou") or _("aucun paramètre")
    inner.fault(
        key,
        _(
            "« {key} » n’est pas un paramètre de « {rule} » : attendu {listed}.",
            key=key[:60],
            rule=rule.name,
            listed=listed,
        ),
    )
    return False


def _value(inner: Reader, rule: Rule, key: str, value: object) -> object:
    hint = rule.hints[key]
    if isinstance(value, dict) and set(value) == {"law"}:
        return _law_number(inner, key, value["law"], hint)
    if not fits(value, hint):
        inner.fault(key, _("« {key} » : attendu {expected}", key=key, expected=type_name(hint)))
    return tuple(value) if isinstance(value, list) else value


def _law_number(inner: Reader, key: str, code: object, hint: Any) -> object:
    numbers = [c for c, values in law.parameters().items() if isinstance(values[0].value, int)]
    if not fits(0, hint) or not isinstance(code, str):
        inner.fault(key, _("« {key} » : attendu {expected}", key=key, expected=type_name(hint)))
    elif inner.known(key, code, numbers):
        return law.LawNumber(code)
    return 0


def fits(value: object, hint: Any) -> bool:
    """Does a value of TOML fit the annotation of a parameter?"""
    if get_origin(hint) in (Union, types.UnionType):
        return any(fits(value, one) for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        return isinstance(value, list) and all(fits(item, get_args(hint)[0]) for item in value)
    return type(value) is hint


def type_name(hint: Any) -> str:
    """How an annotation is called in a sentence."""
    wanted = [one for one in get_args(hint) if one is not type(None)] if get_origin(hint) is not tuple else []
    return french_list([TYPE_NAMES.get(one, str(one)) for one in wanted or [hint]], "ou")


def _check_references(inner: Reader, rule: Rule, values: Mapping[str, object], names: Names) -> None:
    for key, section in rule.refers.items():
        for code in _codes(values.get(key)):
            inner.known(key, code, names.get(section, {}))


def _codes(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, tuple) else (value,)
    return tuple(code for code in listed if isinstance(code, str))


def _label(rule: Rule, values: Mapping[str, object], names: Names) -> str:
    """The labels of what a rule refers to, so that a definition need not say them twice."""
    labels = [
        names.get(section, {}).get(code, code)
        for key, section in rule.refers.items()
        for code in _codes(values.get(key))
    ]
    return french_list(labels)
