"""What changes between two versions of a programme, in words, section by section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cordee.kernel.words import NARROW_SPACE, capital, french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.definition import Definition
from cordee.programmes.describe import describe, requirement_line, roles_in_words
from cordee.programmes.vocabulary import EXIT_CATEGORIES, EXIT_KINDS, OUTCOMES, PARTITIONS, THEMES


class Kind(StrEnum):
    """What happened to a line."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that is not what it was. before, after: what was said, what will be; one may be empty."""

    kind: Kind
    line: str
    aspect: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences of one section."""

    title: str
    lines: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A line as it is said: its name, and its aspects in words (« Échéance » → « 3 mois »)."""

    label: str
    aspects: Mapping[str, str]


Sayings = dict[str, Said]


def differences(before: Definition, after: Definition, *, on: date) -> tuple[Differences, ...]:
    """Everything that changes, with the numbers of the law of a day; empty when they say the same."""
    found, renamed = [], _with_new_names(before, after)
    for title, say in SECTIONS:
        was = before if say in (_stages, _roles) else renamed
        lines = tuple(_between(say(was, on), say(after, on)))
        if lines:
            found.append(Differences(title, lines))
    return tuple(found)


def _with_new_names(before: Definition, after: Definition) -> Definition:
    """A stage or a role renamed is said once, not again in each move and delay that names it."""
    stages = {one.code: one.label for one in after.stages}
    roles = {one.code: one.label for one in after.roles}
    return replace(
        before,
        stages=tuple(replace(one, label=stages.get(one.code, one.label)) for one in before.stages),
        roles=tuple(replace(one, label=roles.get(one.code, one.label)) for one in before.roles),
    )


def _between(before: Sayings, after: Sayings) -> Iterator[Difference]:
    for code, said in after.items():
        if code not in before:
            yield Difference(Kind.ADDED, said.label)
            continue
        was = before[code]
        if was.label != said.label:
            yield Difference(Kind.RENAMED, said.label, "", was.label, said.label)
        for aspect, words in said.aspects.items():
            if was.aspects.get(aspect, "") != words:
                yield Difference(Kind.CHANGED, said.label, aspect, was.aspects.get(aspect, ""), words)
    for code, was in before.items():
        if code not in after:
            yield Difference(Kind.REMOVED, was.label)
    yield from _reordered(before, after)


def _reordered(before: Sayings, after: Sayings) -> Iterator[Difference]:
    """The lines both know, when they no longer follow one another in the same way."""
    was, now = [code for code in before if code in after], [code for code in after if code in before]
    if was != now:
        names = [french_list([after[code].label for code in codes]) for codes in (was, now)]
        yield Difference(Kind.CHANGED, _("Ordre"), "", *names)


def _presentation(definition: Definition, on: date) -> Sayings:
    header = definition.header
    sheet = describe(definition, on=on)
    facts = {term: value for term, value in sheet.facts if term != _("Cette version s’applique")}
    words = french_list([getattr(header.words, name) for name in header.words.__slots__])
    told: list[tuple[str, str]] = [
        (_("Nom"), header.label),
        (_("Nom court"), header.short_label),
        (_("Description"), header.description),
        *facts.items(),
        (_("Vos mots"), words),
    ]
    return {term: Said(term, {"": value}) for term, value in told}


def _entry(definition: Definition, on: date) -> Sayings:
    entry = definition.entry
    firm = _("personne n’est écarté") if entry.zero_exclusion else _("selon les conditions")
    found = {"": Said(_("Accueil"), {"": firm})}
    for condition in entry.conditions:
        line = requirement_line(condition, on)
        found[f"condition {line.text}"] = Said(line.text, {"": line.mark})
    for name, things in (("canal", entry.channels), ("papier", entry.papers)):
        found |= {f"{name} {one.code}": Said(one.label, {}) for one in things}
    return found | {
        f"besoin {one.code}": Said(one.label, {_("Domaine"): THEMES.get(one.theme, "")})
        for one in entry.needs
    }


def _admission(definition: Definition, on: date) -> Sayings:
    admission = definition.admission
    said = " ".join(
        line.text for line in describe(definition, on=on).admission if not line.text.startswith("Décisions")
    )
    found = {"": Said(_("Admission"), {"": said})}
    found |= {
        f"decision {one.code}": Said(one.label, {_("Veut dire"): OUTCOMES.get(one.outcome, "")})
        for one in admission.decisions
    }
    return found


def _stages(definition: Definition, on: date) -> Sayings:
    return {
        stage.code: Said(
            stage.label,
            {
                _("Ce qui s’y passe"): stage.description,
                _("Admission"): _("demandée") if stage.admitted else _("non demandée"),
                _("Place"): _("à côté du chemin") if stage.aside else _("sur le chemin"),
                _("Dure d’habitude"): _("{n} mois", n=stage.expected_months) if stage.expected_months else "",
            },
        )
        for stage in definition.stages
    }


def _moves(definition: Definition, on: date) -> Sayings:
    labels = {stage.code: stage.label for stage in definition.stages}
    return {
        move.code: Said(
            move.label,
            {
                _("Depuis"): french_list([labels.get(code, code) for code in move.from_states], "ou"),
                _("Vers"): labels.get(move.to_state, move.to_state),
                _("Qui peut le faire"): roles_in_words(move.roles),
                _("Conditions"): " ".join(
                    f"{line.text} {line.mark}."
                    for line in (requirement_line(one, on) for one in move.requires)
                ),
                _("Sens"): _("retour") if move.back else _("vers l’avant"),
            },
        )
        for move in definition.moves
    }


def _clocks(definition: Definition, on: date) -> Sayings:
    sheets = describe(definition, on=on).clocks
    return {
        item.code: Said(
            sheet.label,
            {
                _("Échéance"): sheet.due,
                _("Alerte"): sheet.warns,
                _("Part de"): sheet.starts,
                _("S’arrête quand"): sheet.stops,
                _("Se suspend quand"): sheet.pauses,
                _("En charge"): sheet.in_charge,
            },
        )
        for item, sheet in zip(definition.clocks, sheets, strict=True)
    }


def _roles(definition: Definition, on: date) -> Sayings:
    return {
        role.code: Said(
            role.label,
            {
                _("Peut lire"): french_list(
                    [PARTITIONS[code] for code in PARTITIONS if code in role.partitions]
                )
                or _("rien du dossier"),
                _("Place"): f"{NARROW_SPACE}; ".join(
                    [
                        *([_("référent du parcours")] if role.is_referent else []),
                        *([_("une seule personne à la fois")] if role.unique else []),
                        *([_("souvent d’une autre structure")] if role.outside else []),
                    ]
                ),
            },
        )
        for role in definition.roles
    }


def _exits(definition: Definition, on: date) -> Sayings:
    return {
        one.code: Said(
            one.label,
            {
                _("Se compte en"): EXIT_CATEGORIES.get(one.category, ""),
                _("Vers quoi"): EXIT_KINDS.get(one.kind, ""),
                _("Conditions"): " ".join(requirement_line(asked, on).text for asked in one.requires),
            },
        )
        for one in definition.exits
    }


SECTIONS: tuple[tuple[str, Callable[[Definition, date], Sayings]], ...] = (
    (_("Présentation"), _presentation),
    (_("Entrer"), _entry),
    (_("Admission"), _admission),
    (_("Étapes"), _stages),
    (_("Passages"), _moves),
    (_("Délais"), _clocks),
    (_("Autour de la personne"), _roles),
    (_("Sorties"), _exits),
)


def in_words(one: Difference) -> str:
    """« Orientation reçue » s’appellera « Premier contact »."""
    if one.kind is Kind.ADDED:
        return _("Ajout : {line}", line=one.line)
    if one.kind is Kind.REMOVED:
        return _("Retrait : {line}", line=one.line)
    if one.kind is Kind.RENAMED:
        return _("« {before} » s’appelle désormais « {after} »", before=one.before, after=one.after)
    name = f"{one.line}, {one.aspect[:1].lower()}{one.aspect[1:]}" if one.aspect else one.line
    return capital(name)
