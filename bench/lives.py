"""The lives of people of a house: who they are, who follows them, what happened, what must.

One `Lives` per slice of a house, drawn from its own seed, so that slices are made side by side and come out the
same. Facts and notes go by month: written in the order of time, as years of work would have left them on disk.
"""

from __future__ import annotations

import random
from collections import defaultdict

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bench import names, orientations, phrases
from bench.calendar import MINUTES, Calendar
from bench.courses import Course
from bench.houses import Colleague, House, Offer
from bench.kinds import KINDS_OF_NOTE, MEANS_OF_REACHING
from bench.rows import NULL, identifier
from bench.sealing import seal_with
from bench.shapes import CONTACT, FACT, GROUND, PERSON, PERSON_KEY, PROFILE, SEAL
from cordee.kernel.partitions import OPEN_PARTITIONS, Partition

EVENTS_SPREAD = 0.894  # a log-normal law whose 99th percentile is eight times its median
MOST_EVENTS = 400
PLANTED_EVENTS = 120
FOLLOWING = int(OPEN_PARTITIONS | Partition.WORKING)
RUNNING, CLOSED = 0.30, 0.64  # the rest has a dossier and no pathway
SEVERAL = 0.03
SEALED = 0.004
OLDEST = 30  # day of the calendar before which nobody came
MET_EVERY = 18  # days between two contacts with somebody followed, on average


class Lives:
    """A slice of the people of a house. lines: by table, then by month (0 where the order does not matter)."""

    def __init__(self, house: House, calendar: Calendar, *, seed: str, typical_events: int) -> None:
        self.house, self.calendar = house, calendar
        self.chance = random.Random(seed)
        self.typical_events = typical_events
        self.texts = phrases.notes(random.Random("texts"))
        self.lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.intake = house.holding("coordinator", "secretary", "secretary") + house.followers
        self.nurses = house.holding("health_professional")
        self.coordinators = house.holding("coordinator")
        self.entrusted_to = ""
        self.house_cipher = AESGCM(house.key)

    def add(self, table: str, line: str, month: int = 0) -> None:
        self.lines[table][month].append(line)

    def someone(self, planted: Colleague | None = None) -> Person:
        """One person, whole. planted: a member whose people the bench will open, with 120 events each."""
        chance = self.chance
        luck = 0.0 if planted else chance.random()
        running, followed = luck < RUNNING, luck < RUNNING + CLOSED
        arrival, end = self._span(running)
        wanted = min(MOST_EVENTS, int(self.typical_events * chance.lognormvariate(0, EVENTS_SPREAD)))
        person = Person(self, arrival, end, PLANTED_EVENTS if planted else wanted)
        person.is_opened = planted is not None
        if followed:
            referent = planted or chance.choice(self.house.followers)
            offer = chance.choice(self.house.offers)
            person.courses.append(Course(person, offer, referent, arrival, end, running=running))
            if chance.random() < SEVERAL:
                person.courses.append(self._another(person, offer, running))
        person.live()
        return person

    def _span(self, running: bool) -> tuple[int, int]:
        """First and last day of somebody's accompaniment, as numbers of the calendar."""
        chance, today = self.chance, self.calendar.today
        if running:
            return today - 1 - min(int(chance.expovariate(1 / 420)), 3600), today
        end = today - int(chance.random() * 3400)
        arrival = end - 20 - int(chance.lognormvariate(5.9, 0.7))
        return arrival if arrival > OLDEST else OLDEST + int(chance.random() * (end - OLDEST)), end

    def _another(self, person: Person, first: Offer, first_runs: bool) -> Course:
        """A second pathway: at the same time in another programme, or one that ended earlier."""
        others = [offer for offer in self.house.offers if offer is not first]
        referent = self.chance.choice(self.house.followers)
        if first_runs and others:
            return Course(person, others[0], referent, person.arrival, person.end, running=True)
        middle = (person.arrival + person.end) // 2
        return Course(person, first, referent, person.arrival, middle, running=False)


class Person:
    """Somebody, and the thread of their dossier. is_opened: by the bench, as a coordinator too: not sealed."""

    is_opened = False

    def __init__(self, lives: Lives, arrival: int, end: int, events: int) -> None:
        self.lives, self.house, self.chance, self.calendar = lives, lives.house, lives.chance, lives.calendar
        self.arrival, self.end, self.events = arrival, end, events
        self.minute = int(self.chance.random() * len(MINUTES))
        self.id = self.number(arrival)
        self.key = self.chance.randbytes(32)
        self.cipher = AESGCM(self.key)
        self.last_contact = -1
        self.told = 0
        self.opener = self.chance.choice(lives.intake)
        self.courses: list[Course] = []
        self._draw_names()

    def number(self, day: int) -> str:
        """An identifier born that day."""
        return identifier(self.calendar.milliseconds(day, self.minute), self.chance)

    def _draw_names(self) -> None:
        chance = self.chance
        woman = chance.random() < 0.48
        self.first = names.first_names(chance, woman=woman)
        self.usage = names.family_name(chance)
        self.birth_name = names.family_name(chance) if woman and chance.random() < 0.3 else ""
        self.alias = names.first_names(chance, woman=woman).split(" ")[0] if chance.random() < 0.04 else ""
        self.sort_key = names.sorted_as(self.usage, self.first)

    @property
    def is_followed(self) -> bool:
        """Is somebody accompanying them today?"""
        return bool(self.courses) and self.courses[0].running

    def live(self) -> None:
        self._open_dossier()
        if self.courses and self.chance.random() < orientations.WELCOMED:
            orientations.welcomed(self)
        for course in self.courses:
            course.run()
        self._fill_thread()
        for course in self.courses:
            course.write(self.last_contact_text())
        self._identity()
        self._reach()
        if self.chance.random() < SEALED and not self.is_opened:
            self._seal()

    def _open_dossier(self) -> None:
        opens = 1 if self.opener.role == "secretary" else FOLLOWING
        self.ground(self.opener.id, "opened_by", self.arrival, partitions=opens)
        self.fact("person_registered", self.arrival, self.opener.id)
        wrapped = seal_with(self.lives.house_cipher, self.key, f"person|{self.id}", self.chance)
        self.lives.add(PERSON_KEY.table, f"{self.id}\t{self.house.id}\t\\\\x{wrapped.hex()}")

    def fact(
        self, kind: str, day: int, by: str, *, pathway: str = NULL, thing: str = "", thing_id: str = NULL,
        partition: int = 1, codes: str = "{}",
    ) -> None:  # fmt: skip
        """A line of the thread. by: a member's identifier."""
        minute = int(self.chance.random() * 600)
        calendar, house = self.calendar, self.house.id
        number = identifier(calendar.milliseconds(day, minute) + self.told, self.chance)
        self.told += 1
        self.lives.lines[FACT.table][calendar.month[day]].append(
            f"{number}\t{house}\t{self.id}\t{pathway}\t{kind}\t{calendar.text[day]}"
            f"\t{calendar.text[day]} {MINUTES[minute]}\t{by}\t{house}\t{partition}\t{thing}\t{thing_id}\t{codes}"
        )

    def ground(
        self, member: str, kind: str, day: int, *, until: int | None = None, thing: str = NULL,
        organisation: str = NULL, partitions: int = FOLLOWING,
    ) -> None:  # fmt: skip
        """A dated reason for somebody to read the dossier."""
        calendar = self.calendar
        ended = calendar.instant(until, 599) if until is not None else NULL
        self.lives.add(
            GROUND.table,
            f"{self.number(day)}\t{self.house.id}\t{self.id}\t{member}\t{organisation}\t{kind}\t{partitions}\t{thing}"
            f"\t{calendar.instant(day, 0)}\t{ended}\t{NULL}",
        )

    # The thread

    def _fill_thread(self) -> None:
        """Contacts and notes, until the thread is as long as it was drawn."""
        chance, span = self.chance, max(1, self.end - self.arrival)
        authors = [(course.referent, course.id) for course in self.courses]
        if not authors:
            authors = [(self.opener if self.opener.role != "secretary" else self.house.followers[0], NULL)]
        if self.end == self.calendar.today and self.events > self.told:
            # Followed people were met lately: one in five is late, as anywhere.
            self.note(
                authors[0], max(self.arrival, self.end - int(chance.expovariate(1 / MET_EVERY))), contact=True
            )
        for _ in range(self.events - self.told):
            day = self.arrival + int(chance.random() * span)
            self.note(authors[int(chance.random() * len(authors))], day, contact=chance.random() < 0.75)

    def note(self, by: tuple[Colleague, str], day: int, *, contact: bool) -> None:
        """A note or a contact, with its sealed text and its fact."""
        chance, calendar, house = self.chance, self.calendar, self.house.id
        kinds = KINDS_OF_NOTE[contact]
        kind = kinds[int(chance.random() * len(kinds))]
        author, pathway = by
        if kind.thing == "healthnote" and self.lives.nurses:
            author = self.lives.nurses[0]
        minute = int(chance.random() * 600)
        number = identifier(calendar.milliseconds(day, minute), chance)
        sealed = NULL
        if not contact or chance.random() < 0.7:
            text = self.lives.texts[int(chance.random() * len(self.lives.texts))]
            bound = f"{kind.table}|sealed_text|{number}|{self.id}|1"
            sealed = "\\\\x" + seal_with(self.cipher, text, bound, chance).hex()
        self.lives.lines[kind.table][calendar.month[day]].append(
            f"{number}\t{house}\t{self.id}\t{pathway}\t{author.id}\t{house}\t{calendar.text[day]}"
            f"\t{calendar.text[day]} {MINUTES[minute]}\t{sealed}\t{kind.columns}"
        )
        self.fact(
            kind.fact, day, author.id, pathway=pathway, thing=kind.thing, thing_id=number, partition=kind.partition,
            codes=kind.codes,
        )  # fmt: skip
        if contact and day > self.last_contact:
            self.last_contact = day

    def last_contact_text(self) -> str:
        return self.calendar.text[self.last_contact] if self.last_contact >= 0 else NULL

    # Who they are

    def _birth(self) -> str:
        """Exact, approximate or unknown."""
        chance = self.chance
        year, luck = 1946 + int(chance.betavariate(2.2, 1.8) * 62), chance.random()
        if luck < 0.10:
            return str(year) if luck < 0.06 else ""
        return f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    def _identity(self) -> None:
        speaks = "{arabe}" if self.chance.random() < 0.06 else "{}"
        parts = (self.alias, self.first, self.usage, self.birth_name)
        self.lives.add(
            PERSON.table,
            f"{self.id}\t{self.house.id}\t{self.first}\t{self.usage}\t{self.birth_name}\t{self.alias}"
            f"\t{self._birth()}\t{speaks}\t{names.searched(*parts)}\t{names.heard(*parts)}\t{self.sort_key}"
            f"\t{self.last_contact_text()}\t{self.calendar.text[self.arrival]}\t{self.opener.id}",
            self.calendar.month[self.arrival],
        )
        if self.chance.random() < 0.08:
            self.lives.add(PROFILE.table, f"{self.id}\t{self.house.id}\tcuratelle_simple\tUnion des familles")

    def _reach(self) -> None:
        for kind, share, written in MEANS_OF_REACHING:
            if self.chance.random() < share:
                value = written.format(n=self.chance.randint(10_000_000, 99_999_999))
                self.lives.add(
                    CONTACT.table, f"{self.number(self.arrival)}\t{self.house.id}\t{self.id}\t{kind}\t{value}"
                )

    def _seal(self) -> None:
        self.lives.add(
            SEAL.table,
            f"{self.number(self.arrival)}\t{self.house.id}\t{self.id}\tproche d’un membre de l’équipe"
            f"\t{self.lives.coordinators[0].id}\t{self.calendar.instant(self.arrival, self.minute)}",
        )
