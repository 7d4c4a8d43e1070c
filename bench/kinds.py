"""The kinds of notes and of contact points, in the proportions they are met with, ready to be written."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass

from bench.rows import NULL
from bench.shapes import HEALTH_NOTE, NOTE, PROTECTED_NOTE
from cordee.dossier.enums import Audience, Sector
from cordee.kernel.partitions import CODES

# (value of 100, where it is written)
SECTORS = ((58, Sector.SOCIAL), (38, Sector.EMPLOYMENT), (3, Sector.HEALTH), (1, Sector.PROTECTED))
MEANS = ("office", "office", "phone", "phone", "home", "message", "video", "work")
COUNTERPARTS = ("person", "person", "person", "partner", "employer", "family")
AUDIENCES = (Audience.HOUSE,) * 6 + (Audience.CIRCLE,)
TABLES = {Sector.HEALTH: HEALTH_NOTE, Sector.PROTECTED: PROTECTED_NOTE}


@dataclass(frozen=True)
class NoteKind:
    """A note of a sort. columns: the end of its line; codes: those of its fact."""

    table: str
    thing: str
    fact: str
    partition: int
    columns: str
    codes: str


def _contact(sector: Sector, audience: Audience, means: str, counterpart: str, minutes: int) -> NoteKind:
    codes = {"sector": sector.value, "audience": audience.value, "means": means, "counterpart": counterpart}
    end = f"\t{audience.value}\tt\t{means}\t{counterpart}\t{minutes}"
    return _kind(sector, "contact_noted", end, codes)


def _plain(sector: Sector, audience: Audience) -> NoteKind:
    codes = {"sector": sector.value, "audience": audience.value}
    return _kind(sector, "note_written", f"\t{audience.value}\tf\t\t\t{NULL}", codes)


def _kind(sector: Sector, fact: str, end: str, codes: dict[str, str]) -> NoteKind:
    shape = TABLES.get(sector, NOTE)
    partition = int(CODES[sector.value])
    thing = str(shape.model._meta.model_name)
    return NoteKind(shape.table, thing, fact, partition, f"{partition}{end}", json.dumps(codes))


def _drawn(sector: Sector, share: int) -> list[NoteKind]:
    every = itertools.cycle(itertools.product(AUDIENCES, MEANS, COUNTERPARTS))
    return [
        _contact(sector, audience, means, counterpart, 15 + 15 * (number % 4))
        for number, (audience, means, counterpart) in zip(range(share * 7), every, strict=False)
    ]


# A value drawn evenly from a list comes out in the proportions above.
CONTACTS = [kind for share, sector in SECTORS for kind in _drawn(sector, share)]
PLAIN = [
    _plain(sector, audience) for share, sector in SECTORS for audience in AUDIENCES for _ in range(share)
]
KINDS_OF_NOTE = {True: CONTACTS, False: PLAIN}

# (kind, share of the people who have one, how it is written)
MEANS_OF_REACHING = (
    ("phone", 0.86, "06 {n}"),
    ("email", 0.42, "adresse.{n}@exemple.invalid"),
    ("address", 0.63, "{n} rue des Essais, 14000 Exempleville"),
    ("through", 0.04, "sa sœur, 06 {n}"),
)
