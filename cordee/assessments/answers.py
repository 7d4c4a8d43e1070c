"""What was said of an item, whatever the table it is kept in: a value, and how it is sealed where it must be."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cordee.assessments.enums import State

DAYS = ("from_on", "until_on", "renewal_filed_on")


@dataclass(frozen=True)
class Answer:
    """state: known, no, unknown, or nothing (not broached). choices: codes of the catalogue."""

    state: str = State.BLANK
    choices: tuple[str, ...] = ()
    number: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    renewal_filed_on: date | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return self.state != State.BLANK


NOTHING = Answer()


def written(answer: Answer) -> str:
    """An answer as the text that is sealed where everything of it must be."""
    kept = {name: value for name, value in asdict(answer).items() if value not in ("", None, ())}
    return json.dumps(kept, default=date.isoformat, ensure_ascii=False)


def read(text: str) -> Answer:
    """The answer a sealed text holds."""
    kept: Mapping[str, Any] = json.loads(text)
    days = {name: date.fromisoformat(kept[name]) for name in DAYS if name in kept}
    return Answer(
        state=kept.get("state", ""),
        choices=tuple(kept.get("choices", ())),
        number=kept.get("number"),
        text=kept.get("text", ""),
        **days,
    )
