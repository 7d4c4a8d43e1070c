"""What minutes say, as plain values: drafted from the rows, kept as JSON once approved, shown and printed alike."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Chair:
    """A college that day. attendance: an enums.Attendance, empty when nobody said."""

    college: str
    attendance: str = ""
    who: str = ""


@dataclass(frozen=True)
class Room:
    """The whole sitting, naming nobody accompanied. quorum: what the rule says of who was there, in sentences."""

    board: str
    body: str
    day: date
    hours: str = ""
    place: str = ""
    chairs: tuple[Chair, ...] = ()
    quorum: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Said:
    """An opinion or a decision, in words. level: an enums.Level; words: « Liste d’attente, rang 2 »; motive: what who
    orients is answered."""

    level: str
    words: str
    authority: str
    day: date
    missing: str = ""
    reason: str = ""
    motive: str = ""


@dataclass(frozen=True)
class Situation:
    """What is told of a situation. withdrawn: members who took no part in it. is_left: not examined that day."""

    name: str
    kind: str
    programme: str = ""
    presenter: str = ""
    is_heard: bool = False
    guests: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    is_left: bool = False
    words: str = ""


def to_json(told: Room | Situation) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(told), default=date.isoformat))


def room_from(kept: dict[str, Any]) -> Room:
    chairs = tuple(Chair(**one) for one in kept["chairs"])
    given = {
        **kept,
        "day": date.fromisoformat(kept["day"]),
        "chairs": chairs,
        "quorum": tuple(kept["quorum"]),
    }
    return Room(**given)


def situation_from(kept: dict[str, Any]) -> Situation:
    said = tuple(Said(**{**one, "day": date.fromisoformat(one["day"])}) for one in kept["said"])
    lists = {name: tuple(kept[name]) for name in ("guests", "withdrawn")}
    return Situation(**{**kept, **lists, "said": said})


def print_of(room: Room, words: str, situations: list[Situation]) -> str:
    """A mark of all this together: what somebody approves is what they have read, or it is refused."""
    told = [to_json(room), words, [to_json(one) for one in situations]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
