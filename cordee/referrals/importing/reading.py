"""A line of the table read with the house's own words: its programmes, their channels and needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cordee.kernel.names import search_key
from cordee.pathways.fetch import Choices
from cordee.people.importing.columns import identity_of
from cordee.programmes.definition import Definition
from cordee.referrals.enums import STANDING, Door, RefusalReason, State, StructureKind
from cordee.referrals.importing.columns import kinds_by_name, reasons_by_label
from cordee.spreadsheets.registry import Line

PLAIN = ("referrer_name", "referrer_function", "structure", "referrer_contact")
PHONE, REACH, NEED = 40, 300, 60  # characters a column holds


@dataclass
class Told:
    """What a line says of an orientation. fields: those of models.Referral; problems: what refuses the line."""

    fields: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    state: str = ""
    on: str = ""
    refusal_reason: str = ""
    problems: list[str] = field(default_factory=list)


class Words:
    """How the house calls its programmes, their channels and needs; which kinds of structures there are."""

    def __init__(self, actor: Any) -> None:
        choices = Choices(actor)
        self.definitions = {code: choices.definition_for(code) for code, _label in choices.programmes}
        self.programmes: dict[str, str] = {}
        for code, label in choices.programmes:
            definition = self.definitions[code]
            short = definition.header.short_label if definition else ""
            self.programmes |= {search_key(name): code for name in (label, short) if name}
        self.only = choices.programmes[0][0] if len(choices.programmes) == 1 else ""
        self.kinds = kinds_by_name()
        self.refusals = reasons_by_label()

    def programme(self, typed: str) -> str:
        """Raises KeyError for a name nobody knows here."""
        return self.programmes[search_key(typed)] if typed else self.only

    def channel(self, definition: Definition | None, typed: str) -> str:
        known = [(one.code, one.label) for one in definition.entry.channels] if definition else []
        return _code([*known, *((code, str(label)) for code, label in Door.choices)], typed)

    def need(self, definition: Definition | None, typed: str) -> str:
        known = [(one.code, one.label) for one in definition.entry.needs] if definition else []
        return _code(known, typed)

    def kind(self, typed: str, structure: str) -> str:
        """The nature said, else the one the structure's name begins with: « Mission locale de Lens »."""
        if found := self.kinds.get(search_key(typed)):
            return found
        named = f"{search_key(structure)} "
        begun = [key for key in self.kinds if named.startswith(f"{key} ")]
        return self.kinds[max(begun, key=len)] if begun and not typed else ""


def _code(known: list[tuple[str, str]], typed: str) -> str:
    key = search_key(typed)
    return next((code for code, label in known if key in (search_key(code), search_key(label))), "")


def told_by(line: Line, words: Words) -> Told:
    """What the line says, with the house's codes; what no code fits is kept with the reason, and it is said."""
    identity, values = identity_of(line), line.values
    told = Told()
    told.fields = {
        name: identity[name] for name in ("first_names", "usage_name", "birth") if identity.get(name)
    }
    if not told.fields.get("first_names"):
        told.problems.append(_("Il manque le prénom."))
    if not values.get("received_on"):
        told.problems.append(_("Il manque le jour où l’orientation est arrivée."))
    told.fields |= {name: values[name] for name in ("received_on", *PLAIN) if values.get(name)}
    told.fields |= _ways(line)
    if "person_agrees" in values:
        told.fields["person_agrees"] = values["person_agrees"]
    kept = _coded(line, words, told)
    told.reason = "\n".join(part for part in (values.get("reason", ""), *kept) if part)
    _answer(line, words, told)
    return told


def _ways(line: Line) -> dict[str, str]:
    """One telephone and one address; those beyond stand in the words about how to reach the person."""
    found: dict[str, str] = {}
    beyond = []
    for place, (number, note) in enumerate(line.values.get("phones", [])):
        if not place:
            found["phone"] = number[:PHONE]
        beyond += [f"{number} {note}".strip()] if place or note else []
    for place, address in enumerate(line.values.get("emails", [])):
        if not place:
            found["email"] = address
        else:
            beyond.append(address)
    if beyond:
        found["reach_note"] = ", ".join(beyond)[:REACH]
    return found


def _coded(line: Line, words: Words, told: Told) -> list[str]:
    """The programme, the channel, the needs, the nature. Answers what no code fits, in words."""
    values, kept = line.values, []
    try:
        programme = words.programme(values.get("programme", ""))
    except KeyError:
        told.problems.append(
            _("«\u202f%s\u202f» n’est pas un dispositif de la maison.") % values["programme"][:60]
        )
        return []
    definition = words.definitions.get(programme)
    if programme:
        told.fields["programme_id"] = programme
    if typed := values.get("channel", ""):
        if code := words.channel(definition, typed):
            told.fields["channel"] = code
        else:
            kept.append(_("Voie\u202f: %s") % typed)
    known = {typed: words.need(definition, typed) for typed in values.get("needs", [])}
    if found := [code[:NEED] for code in known.values() if code]:
        told.fields["needs"] = list(dict.fromkeys(found))
    if others := [typed for typed, code in known.items() if not code]:
        kept.append(_("Besoins\u202f: %s") % ", ".join(others))
    typed, structure = values.get("structure_kind", ""), values.get("structure", "")
    if code := words.kind(typed, structure):
        told.fields["structure_kind"] = code
    elif typed:
        kept.append(_("Nature de la structure\u202f: %s") % typed)
    if kept:
        line.notes.append(_("Gardé avec le motif, faute de code\u202f: %s.") % " ; ".join(kept))
    return kept


def _answer(line: Line, words: Words, told: Told) -> None:
    """Where it stands, and since when. An answer without its day is not invented."""
    told.state = line.values.get("state") or State.RECEIVED.value
    told.on = line.values.get("answered_on", "")
    received = told.fields.get("received_on", "")
    if told.state not in STANDING and not told.on:
        told.problems.append(_("Il manque le jour de la réponse (colonne «\u202fRépondue le\u202f»)."))
    if told.on and received and told.on < received:
        told.problems.append(_("La réponse est datée d’avant l’arrivée."))
    if told.state == State.RECEIVED or not told.on:
        told.on = received
    if told.state == State.REFUSED:
        typed = line.values.get("refusal_reason", "")
        told.refusal_reason = words.refusals.get(search_key(typed), "") or RefusalReason.OTHER.value
        if told.refusal_reason == RefusalReason.OTHER:
            line.notes.append(_("Motif du refus noté «\u202fautre motif\u202f»."))
            if typed:
                told.reason = "\n".join([told.reason, _("Motif du refus\u202f: %s") % typed]).strip()


def shown(name: str, value: Any, words: Words | None = None) -> str:
    """A field as the dry run shows it."""
    if value in ("", None, []):
        return ""
    if name == "received_on":
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    if name == "structure_kind" and value in StructureKind.values:
        return str(StructureKind(value).label)
    if name == "programme_id" and words is not None and (definition := words.definitions.get(str(value))):
        return definition.label
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return ", ".join(value) if isinstance(value, list) else str(value)
