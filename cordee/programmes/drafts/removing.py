"""Taking a line out of a draft, with what spoke of it: nothing is left pointing at nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cordee.programmes.drafts.document import Change, at, plain_value, removing, setting
from cordee.programmes.drafts.parts import Part


def speaking_of(part: Part, code: str, document: Mapping[str, Any]) -> list[str]:
    """The lines that name this one, as they are called: moves of a stage, delays of a role."""
    return [
        str(line.get("label") or line.get("code") or "")
        for section, keys in NAMED_IN.get(part.code, {}).items()
        for line in _lines(document, section)
        if any(code in _codes(line.get(key)) for key in keys)
    ]


NAMED_IN: dict[str, dict[str, tuple[str, ...]]] = {
    "etapes": {"moves": ("from", "to")},
    "roles": {"clocks": ("in_charge",)},
}


def taking_out(part: Part, position: int) -> Change:
    """Remove a line; a stage goes with the moves that only served it, a role leaves the delays it held."""

    def change(document: Any) -> None:
        line = at(document, (*part.path, position))
        code = str(plain_value(line).get("code", ""))
        removing((*part.path, position))(document)
        if part.code == "etapes":
            _forget_stage(document, code)
        if part.code == "roles":
            _forget_role(document, code)

    return change


def _forget_stage(document: Any, code: str) -> None:
    moves = _lines(document, "moves")
    for position in reversed(range(len(moves))):
        origins = [one for one in _codes(moves[position].get("from")) if one != code]
        if moves[position].get("to") == code or not origins:
            removing(("moves", position))(document)
        elif len(origins) != len(_codes(moves[position].get("from"))):
            setting(("moves", position), {"from": origins})(document)


def _forget_role(document: Any, code: str) -> None:
    for position, clock in enumerate(_lines(document, "clocks")):
        held = _codes(clock.get("in_charge"))
        if code in held:
            setting(("clocks", position), {"in_charge": [one for one in held if one != code]})(document)


def _lines(document: Any, section: str) -> list[dict[str, Any]]:
    found = plain_value(at(document, (section,)))
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []  # type: ignore[misc]


def _codes(value: Any) -> list[str]:
    return (
        [value] if isinstance(value, str) else [str(one) for one in value] if isinstance(value, list) else []
    )
