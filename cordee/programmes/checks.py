"""What must hold across the sections of a definition: codes once, references that exist, ways that lead."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cordee.kernel.verdict import Severity
from cordee.kernel.words import sentence as _
from cordee.kernel.workflow import twins
from cordee.programmes.definition import Coded, Definition
from cordee.programmes.locator import Path
from cordee.programmes.reading import Notes, Reader
from cordee.programmes.vocabulary import MEMBER_ROLES


def check(definition: Definition, root: Reader, notes: Notes) -> None:
    """Note everything that does not hold together."""
    _codes_once(definition, notes)
    _stages_and_moves(definition, root, notes)
    _admission(definition, notes)
    _roles(definition, root, notes)
    _zero_exclusion(definition, notes)


def _codes_once(definition: Definition, notes: Notes) -> None:
    lists: dict[Path, Sequence[Coded]] = {
        ("stages",): definition.stages,
        ("moves",): definition.moves,
        ("clocks",): definition.clocks,
        ("roles",): definition.roles,
        ("exits",): definition.exits,
        ("entry", "channels"): definition.entry.channels,
        ("entry", "needs"): definition.entry.needs,
        ("entry", "papers"): definition.entry.papers,
        ("admission", "decisions"): definition.admission.decisions,
        ("admission", "seats"): definition.admission.seats,
    }
    for path, things in lists.items():
        for code in twins([thing.code for thing in things if thing.code]):
            notes.add(path, _("le code « {code} » est donné deux fois", code=code))


def _stages_and_moves(definition: Definition, root: Reader, notes: Notes) -> None:
    """Moves between known stages, every stage reached from the first."""
    codes = definition.workflow.states
    for index, move in enumerate(definition.moves):
        reader = Reader({}, ("moves", index), notes)
        known = [reader.known("from", state, codes) for state in move.from_states]
        if reader.known("to", move.to_state, codes) and all(known) and move.to_state in move.from_states:
            reader.fault("to", _("un passage mène à une autre étape que celle d’où il part"))
    if any(path[0] == "moves" for path in (fault.path for fault in notes.faults)):
        return  # a move to be mended first: what it does not reach would only be noise
    reached = definition.workflow.reachable()
    for stage in definition.stages:
        if stage.code not in reached:
            path = ("stages", _index(root, "stages", stage.code))
            notes.add(
                path, _("aucun passage ne mène à l’étape « {label} » depuis la première", label=stage.label)
            )


def _index(root: Reader, key: str, code: str) -> int:
    """The place of a table in the document, by its code."""
    tables = root.content.get(key)
    codes = (
        [item.get("code") for item in tables if isinstance(item, dict)] if isinstance(tables, list) else []
    )
    return codes.index(code) if code in codes else 0


def _admission(definition: Definition, notes: Notes) -> None:
    admission = definition.admission
    if admission.is_direct:
        return
    if not any(decision.outcome == "admitted" for decision in admission.decisions):
        notes.add(
            ("admission",),
            _("aucune décision n’admet : attendu une décision d’admission (« outcome = admitted »)"),
        )
    if definition.stages and definition.initial_stage.admitted:
        notes.add(("stages", 0), _("la première étape ne peut pas demander l’admission"))
    if not any(stage.admitted for stage in definition.stages):
        notes.add(
            ("stages",),
            _("aucune étape ne demande l’admission : il faut le dire d’une étape (« admitted = true »)"),
        )


def _roles(definition: Definition, root: Reader, notes: Notes) -> None:
    """One referent; delays in the charge of somebody."""
    referents = [role for role in definition.roles if role.is_referent]
    if len(referents) != 1 or not referents[0].unique:
        notes.add(
            ("roles",),
            _(
                "attendu un rôle et un seul de référent, tenu par une seule personne à la fois "
                "(« referent = true » et « unique = true »)"
            ),
        )
    known: Collection[str] = {role.code: "" for role in definition.roles} | dict(MEMBER_ROLES)
    for index, clock in enumerate(definition.clocks):
        reader = Reader({}, ("clocks", index), notes)
        for role in clock.in_charge:
            reader.known("in_charge", role, known)


def _zero_exclusion(definition: Definition, notes: Notes) -> None:
    if not definition.entry.zero_exclusion:
        return
    for index, condition in enumerate(definition.entry.conditions):
        if condition.severity is Severity.REFUSE:
            notes.add(
                ("entry", "conditions", index, "severity"),
                _("ce programme n’écarte personne : attendu « warn » ou « inform »"),
            )
