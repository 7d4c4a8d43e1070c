"""The gestures of a dossier, in memory: each leaves what the real action would leave.

The actions of the domains write one gesture at a time, with its checks, locks and queries; four hundred
lives would take minutes. Here each gesture asks the programme's engine in the same way, then adds rows to
the ledger, written in bulk at the end. tests/test_consistency.py holds the two together.

- Writer     a member, with the roles that decide what they may do and open
- Ledger     the rows to write, by table
- Dossier    a person: identity, contacts, notes, protections

Pathways are in `ways`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model

from cordee.accounts.models import Member
from cordee.accounts.rules import rights_of
from cordee.dossier.enums import Audience
from cordee.dossier.models import NOTE_MODELS, BaseNote
from cordee.kernel.names import search_key
from cordee.kernel.partitions import CODES, Partition
from cordee.people.actions import name_keys
from cordee.people.enums import GroundKind
from cordee.people.keys import seal_text
from cordee.people.models import ContactPoint, Ground, Person, ProtectedContact, Seal, SocialProfile
from cordee.plumbing import crypto
from cordee.plumbing.models import PersonKey
from demo.hours import Hours
from demo.shapes import Scene

if TYPE_CHECKING:
    from demo.ways import Way


@dataclass(frozen=True)
class Writer:
    """A member and their roles. following: what a ground of access opens to them."""

    member: Member
    roles: frozenset[str]

    @cached_property
    def following(self) -> Partition:
        return rights_of(self.roles, open_team=True).following

    @property
    def name(self) -> str:
        return self.member.display_name


@dataclass
class Ledger:
    """The rows of a house, until they are written. facts: (day, rank) and the columns of each."""

    hours: Hours
    organisation_id: UUID
    wrapping_key: bytes
    rows: dict[type[Model], list[Any]] = field(default_factory=lambda: defaultdict(list))
    facts: list[tuple[date, int, dict[str, Any]]] = field(default_factory=list)
    ranks: Iterator[int] = field(default_factory=count)

    def add(self, row: Any) -> Any:
        self.rows[type(row)].append(row)
        return row

    def tell(self, day: date, **columns: Any) -> None:
        """A fact, put in the order of days at the end so that its identifier sorts like its day."""
        self.facts.append(
            (day, next(self.ranks), {"organisation_id": self.organisation_id, "day": day, **columns})
        )


class Dossier:
    """A person, their key, and what is written about them."""

    def __init__(self, ledger: Ledger, *, by: Writer, on: date, gender: str = "f", **identity: Any) -> None:
        self.ledger, self.gender, self.opened_on = ledger, gender, on
        self.person = Person(
            organisation_id=ledger.organisation_id, created_on=on, created_by=by.member, **identity
        )
        name_keys(self.person)
        self.key = crypto.new_key()
        self.grounds: list[Ground] = []
        self.ways: list[Way] = []
        self.give(by, kind=GroundKind.OPENED_BY, partitions=by.following, on=on, member=by.member)
        ledger.add(self.person)
        wrapped = crypto.wrap_person_key(self.key, ledger.wrapping_key, self.person.pk)
        ledger.add(PersonKey(person=self.person, organisation_id=ledger.organisation_id, wrapped=wrapped))
        self.tell("person_registered", on, by=by)

    @property
    def first_name(self) -> str:
        """As the person is called in a sentence."""
        return (self.person.alias or self.person.first_names).split(" ")[0]

    def own(self, model: type[Model], **columns: Any) -> Any:
        """A row that hangs from this person, in the ledger."""
        return self.ledger.add(
            model(organisation_id=self.ledger.organisation_id, person=self.person, **columns)
        )

    def seal(self, row: Any, column: str, text: str) -> None:
        setattr(row, column, seal_text(self.key, row, column, self.person.pk, text))

    def tell(
        self,
        kind: str,
        day: date,
        *,
        by: Writer | None,
        way: "Way | None" = None,
        partition: Partition = Partition.IDENTITY,
        thing: Any = None,
        codes: Mapping[str, Any] | None = None,
    ) -> None:
        """As dossier.actions.record_fact."""
        self.ledger.tell(
            day,
            person_id=self.person.pk,
            pathway_id=way.row.pk if way else None,
            kind=kind,
            by=by.member if by else None,
            author_organisation_id=by.member.organisation_id if by else self.ledger.organisation_id,
            partition=int(partition),
            thing_kind=thing._meta.model_name if thing is not None else "",
            thing_id=thing.pk if thing is not None else None,
            codes=dict(codes or {}),
        )

    def give(
        self,
        by: Writer,
        *,
        kind: str,
        partitions: int,
        on: date,
        thing_id: UUID | None = None,
        **grantee: Any,
    ) -> None:
        """A ground of access, from that day on (people.actions.give_ground)."""
        ground = Ground(
            organisation_id=self.ledger.organisation_id,
            person=self.person,
            kind=kind,
            partitions=int(partitions),
            thing_id=thing_id,
            granted_by=by.member,
            starts_at=self.ledger.hours.at(on),
            **grantee,
        )
        self.grounds.append(self.ledger.add(ground))

    def end_grounds(self, thing_id: UUID, on: date) -> None:
        for ground in self.grounds:
            if ground.thing_id == thing_id and ground.ends_at is None:
                ground.ends_at = max(self.ledger.hours.at(on, 30), ground.starts_at)

    def contact(self, kind: str, value: str, *, note: str = "") -> None:
        """A way to reach the person; sealed when theirs are protected."""
        if self.person.has_protected_contact:
            row = self.own(ProtectedContact, kind=kind)
            self.seal(row, "sealed_value", value)
        else:
            self.own(ContactPoint, kind=kind, value=value, note=note)

    def protect(self, *, by: Writer, on: date) -> None:
        """Hide where the person is, before anything is written in the open."""
        self.person.has_protected_contact = True
        self.tell("contact_protected", on, by=by)

    def protection(self, *, by: Writer, on: date, measure: str, guardian: str) -> None:
        self.own(SocialProfile, legal_protection=measure, guardian=guardian)
        self.tell("protection_noted", on, by=by, partition=Partition.SOCIAL)

    def close_to_house(self, *, by: Writer, on: date, reason: str) -> None:
        """Seal the dossier; the row is written last, since it hides the others (people.seal_dossier)."""
        self.give(by, kind=GroundKind.FOLLOWS, partitions=by.following, on=on, member=by.member)
        self.own(Seal, reason=reason, sealed_by=by.member, sealed_at=self.ledger.hours.at(on, 20))
        self.tell("dossier_sealed", on, by=by)

    def note(self, scene: Scene, *, by: Writer, on: date, way: "Way | None" = None) -> BaseNote:
        """A note or a contact, sealed, with its fact (dossier.actions.write_note)."""
        partition = CODES[scene.sector]
        working = partition == Partition.WORKING
        row: BaseNote = self.own(
            NOTE_MODELS[partition],
            pathway_id=way.row.pk if way else None,
            partition=int(partition),
            audience=Audience.AUTHOR if working else scene.audience,
            author=by.member,
            author_organisation_id=by.member.organisation_id,
            day=on,
            is_contact=bool(scene.means),
            means=scene.means,
            counterpart=scene.counterpart if scene.means else "",
            minutes=scene.minutes,
            written_at=self.ledger.hours.at(on, 12),
        )
        self.seal(row, "sealed_text", self.said(scene.text))
        if not working:
            self._tell_note(row, scene, by=by, way=way)
        return row

    def _tell_note(self, row: BaseNote, scene: Scene, *, by: Writer, way: "Way | None") -> None:
        codes = {"sector": scene.sector, "audience": row.audience}
        if row.is_contact:
            codes |= {"means": row.means, "counterpart": row.counterpart}
            self.met(row.day)
        kind = "contact_noted" if row.is_contact else "note_written"
        self.tell(kind, row.day, by=by, way=way, partition=Partition(row.partition), thing=row, codes=codes)

    def met(self, day: date) -> None:
        """The last contact, on the person and on their pathways (dossier.actions.mark_contact)."""
        self.person.last_contact_on = max(day, self.person.last_contact_on or day)

    def said(self, text: str) -> str:
        """A text about this person, with its agreements."""
        return spoken(text, self.first_name, self.gender, self.person.pronoun)


VOWELS = "aeiou"
ELIDED = (("de {p}", "d’{p}"), ("que {p}", "qu’{p}"))


def spoken(text: str, first_name: str, gender: str, pronoun: str = "") -> str:
    """A text with its agreements: {p} the first name, {il} {Il} {lui} the pronoun, {e} the feminine."""
    pronoun = pronoun or {"f": "elle", "m": "il"}[gender]
    if search_key(first_name)[:1] in VOWELS:
        for full, short in ELIDED:
            text = text.replace(full, short)
    agreement = "·e" if pronoun == "iel" else {"f": "e", "m": ""}[gender]
    lui = {"il": "lui"}.get(pronoun, pronoun)
    return text.format(p=first_name, il=pronoun, Il=pronoun.capitalize(), e=agreement, lui=lui)
