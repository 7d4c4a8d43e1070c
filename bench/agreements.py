"""The contract of a course: written, proposed, signed by both sides, ended with it; the days it makes wait for.

Six in ten of the courses that have lasted a month have one, of the kind their programme offers first, some an old one
(RSA-20). Drawn from a seed of the pathway's own. The text is the one the pages would freeze: its digest holds.
"""

from __future__ import annotations

import hashlib
import random
from datetime import date
from typing import TYPE_CHECKING

from bench.rows import NULL, identifier
from bench.sealing import seal_with
from bench.shapes import CONTRACT, CONTRACT_SIGNATURE, CONTRACT_TEXT, DEADLINE
from cordee.engagements import timekeeping
from cordee.engagements.rules import everybody_by, reasonable_offer
from cordee.engagements.section import Contracts, Kind, contracts_of
from cordee.engagements.texts import Text, completed, written
from cordee.kernel.partitions import Partition

if TYPE_CHECKING:
    from bench.courses import Course

WITH_ONE, OLD, AMENDED = 0.6, 0.15, 0.1
A_MONTH = 30
EMPLOYMENT = int(Partition.EMPLOYMENT)
OBJECTIVES = ("Tenir trois matinées par semaine", "Retrouver un logement à moi", "Passer le code de la route")
ACTIONS = (
    "Venir à l’atelier du jeudi",
    "Rencontrer le service du logement",
    "Préparer un stage de deux semaines",
)
WISH = "Un travail où l’on bouge, à mon rythme, et des papiers en ordre."
DRAWING = "M20 60" + "".join(f"L{20 + 6 * place} {60 + 25 * (place % 5 - 2)}" for place in range(40))
ENDINGS = ("term", "term", "term", "person", "agreed", "redirected", "moved")
# Written in the text in place of what differs from one contract to another; no text says these days.
FROM, UNTIL, REVIEW = date(1, 1, 1), date(2, 2, 2), date(3, 3, 3)
NAME, REFERENT = "@person@", "@referent@"

# The frozen text of each sort, written once: (programme, kind, house, lane, whether it ends).
texts: dict[tuple[str, str, str, str, bool], str] = {}


class Agreement:
    """The contract of one course."""

    def __init__(self, course: Course, kind: Kind) -> None:
        self.course, self.kind = course, kind
        self.person, self.calendar, self.house = course.person, course.calendar, course.house
        self.chance = random.Random(f"{course.id} contract")
        self.day = self._day()
        self.id = self.number()
        self.until = self.day + 183 + int(self.chance.random() * 182) if self._ends() else None
        self.lane = self.chance.choice(("social", "socio_pro", "pro")) if kind.lanes else ""
        self.status = self._status()
        self.review = self._review()
        self.ended: int | None = None
        if self.status == "ended":
            self.ended = max(self.day, min(self.course.end, self.until or self.course.end))

    def number(self) -> str:
        return identifier(self.calendar.milliseconds(self.day, 250), self.chance)

    def _day(self) -> int:
        """A running one is of this year, an old one of before the law; the others, of the first weeks."""
        start, end = self.course.start, self.course.end
        if self.course.running:
            start = max(start, self.calendar.today - (700 if self.kind.legacy else 280))
        return min(end, start + 5 + int(self.chance.random() * 40))

    def _ends(self) -> bool:
        return self.kind.needs_end or self.chance.random() < 0.3

    def _status(self) -> str:
        if not self.course.running:
            return "ended"
        if self.kind.legacy:
            return "signed"
        luck = self.chance.random()
        return "draft" if luck < 0.07 else "proposed" if luck < 0.15 else "signed"

    def _review(self) -> int:
        today = self.calendar.today
        day = today - 20 + int(self.chance.random() * 110) if self.course.running else self.day + 90
        return max(self.day + 1, min(day, self.until if self.until is not None else day))

    @property
    def is_signed(self) -> bool:
        return self.status in ("signed", "ended")

    def text(self) -> str:
        sort = (
            self.course.definition.code,
            self.kind.code,
            self.house.name,
            self.lane,
            self.until is not None,
        )
        if sort not in texts:
            texts[sort] = _text(self.kind, self.house.name, self.lane, ends=self.until is not None)
        day = self.calendar.text
        said = (
            texts[sort].replace(FROM.isoformat(), day[self.day]).replace(REVIEW.isoformat(), day[self.review])
        )
        if self.until is not None:
            said = said.replace(UNTIL.isoformat(), day[self.until])
        name = f"{self.person.first} {self.person.usage}"
        return said.replace(NAME, name).replace(REFERENT, self.course.referent.name)

    def write(self) -> None:
        day, member = self.calendar.text, self.course.referent.id
        signed = day[self.day] if self.is_signed else NULL
        until = NULL if self.until is None else day[self.until]
        ended = f"{NULL}\t" if self.ended is None else f"{day[self.ended]}\t{self.chance.choice(ENDINGS)}"
        minutes = 900 if self.kind.hours else NULL
        self.course.lives.add(
            CONTRACT.table,
            f"{self.id}\t{self.course.roots}\t{self.course.offer.version_id}\t{self.kind.code}\t{self.kind.family}"
            f"\t{'t' if self.kind.legacy else 'f'}\t{self.status}\t{day[self.day]}\t{until}\t{day[self.review]}"
            f"\t{minutes}\t{self.lane}\t{member}\t{signed}\t{ended}\t{self.person.sort_key}\t{member}\t{self.house.id}"
            f"\t{self.calendar.instant(self.day, 250)}",
        )
        said = self.text()
        amended = self.is_signed and not self.kind.legacy and self.chance.random() < AMENDED
        for number in (1, 2) if amended else (1,):
            last = number == 2 or not amended
            state = "replaced" if not last else "signed" if self.is_signed else self.status
            self._version(number, state, said)
        self._tell()
        self._deadlines()

    def _version(self, number: int, state: str, said: str) -> None:
        day, member, pk = self.calendar.text, self.course.referent.id, self.number()
        frozen = state != "draft"
        at = self.calendar.instant(self.day, 260 + number)
        digest = hashlib.sha256(said.encode()).hexdigest() if frozen else ""
        signed = day[self.day] if state in ("signed", "replaced") else NULL
        self.course.lives.add(
            CONTRACT_TEXT.table,
            f"{pk}\t{self.house.id}\t{self.person.id}\t{self.id}\t{number}\t{state}"
            f"\t{self._sealed(CONTRACT_TEXT.table, 'sealed_text', pk, said)}\t{digest}\t{at if frozen else NULL}"
            f"\t{signed}\t{member}\t{at}",
        )
        if state in ("signed", "replaced") and not self.kind.legacy:
            self._signature(pk, digest, "person", "screen")
            self._signature(pk, digest, "house", "account")

    def _signature(self, version: str, digest: str, capacity: str, means: str) -> None:
        pk, referent, table = self.number(), self.course.referent, CONTRACT_SIGNATURE.table
        of_house = capacity == "house"
        name = referent.name if of_house else f"{self.person.first} {self.person.usage}"
        drawing = NULL if of_house else self._sealed(table, "sealed_drawing", pk, DRAWING)
        self.course.lives.add(
            table,
            f"{pk}\t{self.house.id}\t{self.person.id}\t{version}\t{capacity}\t{means}"
            f"\t{self._sealed(table, 'sealed_name', pk, name)}\t{drawing}\t{referent.id if of_house else NULL}"
            f"\t{self.calendar.text[self.day]}\t{digest}\t{referent.id}\t{self.calendar.instant(self.day, 300)}",
        )

    def _sealed(self, table: str, column: str, number: str, words: str) -> str:
        bound = f"{table}|{column}|{number}|{self.person.id}|1"
        return "\\\\x" + seal_with(self.person.cipher, words.encode(), bound, self.chance).hex()

    def _tell(self) -> None:
        kinds = [("contract_recorded", self.day)] if self.kind.legacy else [("contract_begun", self.day)]
        if not self.kind.legacy and self.status != "draft":
            kinds.append(("contract_proposed", self.day))
        if self.is_signed and not self.kind.legacy:
            kinds.append(("agreement_signed", self.day))
        if self.ended is not None:
            kinds.append(("contract_ended", self.ended))
        for kind, day in kinds:
            self.person.fact(
                kind, day, self.course.referent.id, pathway=self.course.id, thing="contract", thing_id=self.id,
                partition=EMPLOYMENT, codes=f'{{"kind": "{self.kind.code}"}}',
            )  # fmt: skip

    def _deadlines(self) -> None:
        """As `timekeeping` opens them; those of an ended contract were met."""
        if not self.is_signed:
            return
        if not self.kind.legacy:
            self._deadline(timekeeping.REVIEW, "Faire le point sur le contrat", self.review - 15, self.review)
        if self.until is not None:
            label = "Contrat\u202f: bilan avant son terme"
            self._deadline(timekeeping.TERM, label, self.until - 45, self.until)
        if self.kind.legacy:
            due = everybody_by().toordinal() - self.calendar.first
            label = "Ancien contrat à remplacer par un contrat d’engagement"
            self._deadline(timekeeping.OLD, label, min(self.day, due), due)
        signed = date.fromordinal(self.calendar.first + self.day)
        if self.kind.concludes and (offer := reasonable_offer(signed, self.lane)):
            warn, due = (day.toordinal() - self.calendar.first for day in offer)
            self._deadline(
                timekeeping.OFFER, "Contrat\u202f: préciser l’offre raisonnable d’emploi", warn, due
            )

    def _deadline(self, kind: str, label: str, warn: int, due: int) -> None:
        text = self.calendar.text
        ended = f"{NULL}\t" if self.ended is None else f"{text[self.ended]}\tmet"
        self.course.lives.add(
            DEADLINE.table,
            f"{self.number()}\t{self.course.roots}\t{kind}\t{label}\t{self.course.referent.id}\t{text[warn]}"
            f"\t{text[due]}\t{text[due + 1]}\tcontract\t{self.id}\t{ended}",
        )


def _text(kind: Kind, house: str, lane: str, *, ends: bool) -> str:
    text = Text(
        from_on=FROM,
        until_on=UNTIL if ends else None,
        review_on=REVIEW,
        lane=lane,
        referent=REFERENT,
        house=tuple(kind.suggested("house")),
        person=tuple(kind.suggested("person")),
        other=tuple(kind.suggested("other")),
        objectives=OBJECTIVES,
        actions=ACTIONS,
        minutes=900 if kind.hours else None,
        written={"words": WISH} if kind.has("words") else {},
    )
    return written(completed(text, kind, house_name=house, person_name=NAME, birth=""))


def agree(course: Course) -> None:
    """The contract of a course, where its programme makes one and it has lasted a month."""
    made: Contracts | None = contracts_of(course.definition)
    chance = random.Random(f"{course.id} agrees")
    if made is None or course.end - course.start < A_MONTH or chance.random() >= WITH_ONE:
        return
    old = [kind for kind in made.kinds if kind.legacy]
    new = [kind for kind in made.kinds if not kind.legacy]
    Agreement(course, (old if old and chance.random() < OLD else new)[0]).write()
