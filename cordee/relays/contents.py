"""The words of a relay and of an exchange, and how they are sealed with the person's key."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from cordee.people.keys import seal_text, unseal_text
from cordee.plumbing.crypto import Unreadable

WANTED, SENT, PROOF, ANSWERS = "sealed_text", "sealed_sent", "sealed_proof", "sealed_answers"


@dataclass(frozen=True)
class Recipient:
    """Who reads it: somebody, in a structure. email: a professional's; empty when it goes on paper."""

    name: str = ""
    structure: str = ""
    function: str = ""
    email: str = ""

    @property
    def words(self) -> str:
        """« Mme Diallo, assistante sociale, CMS de secteur »."""
        return ", ".join(part for part in (self.name, self.function, self.structure) if part)


@dataclass(frozen=True)
class Wanted:
    """What was chosen to be sent. need: what is asked, in a line; words: what the partner must know; own_words: the
    person's. items: codes of Item; contacts: ids of contact points; papers: (part, id). reach: enums.Reach.
    service: what of the partner's is asked for. goal, theme: where it comes from, for the house alone."""

    recipient: Recipient = field(default_factory=Recipient)
    need: str = ""
    words: str = ""
    own_words: str = ""
    items: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    reach: str = "through"
    service: str = ""
    theme: str = ""


@dataclass(frozen=True)
class SentPaper:
    """A paper as the partner is offered it. part, pk: where it stands in the dossier."""

    part: str
    pk: str
    label: str
    extension: str = ""


@dataclass(frozen=True)
class Sent:
    """What left, exactly: nothing else is ever shown to the partner. lines: (label, value) of who it is about."""

    title: str = ""
    house: str = ""
    sender: str = ""
    sender_contact: str = ""
    recipient: str = ""
    need: str = ""
    service: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    words: str = ""
    own_words: str = ""
    papers: tuple[SentPaper, ...] = ()
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """An answer. on: its day; words; elsewhere: who could, when they cannot. by: a member's name when the house noted
    it, empty when the partner wrote it by the link."""

    answer: str
    on: str
    words: str = ""
    elsewhere: str = ""
    by: str = ""


def keep(row: Any, column: str, said: Any, key: bytes) -> None:
    """Seal a value of this module in a column of its row; a list of answers, or a text, as well."""
    kept: Any = [asdict(one) for one in said] if isinstance(said, list) else said
    if not isinstance(kept, (str, list)):
        kept = asdict(kept)
    text = json.dumps(kept, ensure_ascii=False)
    setattr(row, column, seal_text(key, row, column, row.person_id, text) if kept else None)


def _kept(row: Any, column: str, key: bytes) -> Any:
    text = unseal_text(key, row, column, row.person_id)
    return json.loads(text) if text else None


def wanted_of(row: Any, key: bytes) -> Wanted:
    """Raises crypto.Unreadable when the key was destroyed."""
    kept = _kept(row, WANTED, key) or {}
    kept["recipient"] = Recipient(**kept.get("recipient", {}))
    for name in ("items", "contacts"):
        kept[name] = tuple(kept.get(name, ()))
    kept["papers"] = tuple((part, pk) for part, pk in kept.get("papers", ()))
    return Wanted(**kept)


def sent_of(row: Any, key: bytes) -> Sent | None:
    """What left; None before it does, and once it was taken back."""
    kept = _kept(row, SENT, key)
    if kept is None:
        return None
    kept["papers"] = tuple(SentPaper(**one) for one in kept.get("papers", ()))
    for name in ("lines", "more"):
        kept[name] = tuple((label, value) for label, value in kept.get(name, ()))
    return Sent(**kept)


def proof_of(row: Any, key: bytes) -> str:
    return _kept(row, PROOF, key) or ""


def answers_of(row: Any, key: bytes) -> list[Told]:
    """The first one first."""
    return [Told(**one) for one in _kept(row, ANSWERS, key) or []]


@dataclass(frozen=True)
class Task:
    """Who does what by when. pk: its own; member: of the house, else who in words. due_on, done_on: ISO days."""

    pk: str
    what: str
    who: str = ""
    member: str = ""
    due_on: str = ""
    done_on: str = ""


@dataclass(frozen=True)
class ExchangeSaid:
    """What an exchange keeps. members: ids of the house; others: who else, one per line. wish: the person's."""

    place: str = ""
    members: tuple[str, ...] = ()
    others: str = ""
    words: str = ""
    conclusions: str = ""
    wish: str = ""
    tasks: tuple[Task, ...] = ()


def exchange_said(row: Any, key: bytes) -> ExchangeSaid:
    kept = _kept(row, WANTED, key) or {}
    kept["tasks"] = tuple(Task(**one) for one in kept.get("tasks", ()))
    kept["members"] = tuple(kept.get("members", ()))
    return ExchangeSaid(**kept)


def readable(rows: Sequence[Any], key: bytes) -> list[tuple[Any, Wanted]]:
    """Each row that still opens with what was chosen."""
    found = []
    for row in rows:
        try:
            found.append((row, wanted_of(row, key)))
        except Unreadable:
            continue
    return found
