"""What a version of a contract says: kept as one text, sealed; its digest is what signatures are given on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from cordee.engagements.models import ContractVersion
from cordee.engagements.rules import ContentFacts, HoursFacts
from cordee.engagements.section import WRITTEN, Kind
from cordee.people.keys import seal_text, unseal_text

DAYS = ("from_on", "until_on", "review_on")
LISTS = ("house", "person", "other", "objectives", "actions")
MOST_LINES, LONGEST_LINE, LONGEST_TEXT = 40, 600, 8_000


@dataclass(frozen=True)
class Text:
    """house, person, other: commitments, one a line. objectives, actions: the plan. minutes: hours a week.

    reason, ground, asked, child_age: why they are fewer, or none. written: the parts that are words, by code. What a
    signature is given on (label, model, names, sections, rights) is added when the text is proposed.
    """

    from_on: date | None = None
    until_on: date | None = None
    review_on: date | None = None
    lane: str = ""
    referent: str = ""
    house: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    minutes: int | None = None
    reason: str = ""
    ground: str = ""
    asked: bool = False
    child_age: int | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    model: str = ""
    house_name: str = ""
    person_name: str = ""
    birth: str = ""
    rights: str = ""
    sections: tuple[tuple[str, str], ...] = ()

    def content(self, kind: Kind) -> ContentFacts:
        return ContentFacts(
            has_referent=bool(self.referent.strip()),
            house_commitments=len(self.house),
            person_commitments=len(self.person),
            objectives=len(self.objectives),
            has_rights=bool(kind.rights.strip()),
        )

    def hours(self, on: date) -> HoursFacts:
        return HoursFacts(on, self.minutes, self.reason, self.ground, self.asked, self.child_age)


NOTHING = Text()


def completed(text: Text, kind: Kind, *, house_name: str, person_name: str, birth: str) -> Text:
    """The text as it is proposed: with all that is printed above a signature."""
    return replace(
        text,
        label=kind.label,
        model=kind.model,
        house_name=house_name,
        person_name=person_name,
        birth=birth,
        rights=kind.rights,
        sections=tuple((part.code, part.label) for part in kind.sections),
        written={code: text.written.get(code, "") for code in WRITTEN if kind.has(code)},
    )


def written(text: Text) -> str:
    """The text as it is sealed, always the same for the same words: its digest can be worked out again."""
    kept = {name: value for name, value in asdict(text).items() if value not in (None, "", (), {})}
    return json.dumps(kept, default=date.isoformat, ensure_ascii=False, sort_keys=True)


def digest_of(text: Text) -> str:
    return hashlib.sha256(written(text).encode()).hexdigest()


def read(kept: str) -> Text:
    """The text a version holds."""
    values: dict[str, Any] = json.loads(kept) if kept else {}
    known = {one.name for one in fields(Text)}
    values = {name: value for name, value in values.items() if name in known}
    for name in DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in LISTS:
        values[name] = tuple(values.get(name, ()))
    values["sections"] = tuple((code, label) for code, label in values.get("sections", ()))
    return Text(**values)


def hold(row: ContractVersion, text: Text, key: bytes) -> None:
    row.sealed_text = seal_text(key, row, "sealed_text", row.person_id, written(text))


def text_of(row: ContractVersion, key: bytes) -> Text:
    """What a version says. Raises crypto.Unreadable when the key was destroyed."""
    return read(unseal_text(key, row, "sealed_text", row.person_id))
