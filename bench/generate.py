"""A whole set, into files COPY can read: houses in one go, lives by slices, in several processes.

The same seed and the same day give the same bytes, however many processes work. `python -m bench.generate S`
times it without a database.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bench import boards, orientations
from bench import houses as made
from bench.calendar import Calendar
from bench.houses import House, Visitor
from bench.lives import Lives, Person
from bench.rows import Shape
from bench.sets import DataSet, master_key
from bench.shapes import OF_PEOPLE

SLICE = 4_000
PLANTED = 24  # dossiers with 120 events for each visitor
HOUSE_SHAPES = (
    made.ORGANISATION, made.SETTING, made.SITE, made.USER, made.MEMBER, made.ROLE, made.PROGRAMME, made.VERSION,
    made.KEY,
)  # fmt: skip
SHAPES: dict[str, Shape] = {shape.table: shape for shape in (*HOUSE_SHAPES, *OF_PEOPLE)}


@dataclass(frozen=True)
class Piece:
    """Rows of a table in a file. month: where they belong in time, 0 where it does not matter."""

    table: str
    month: int
    file: Path
    offset: int
    length: int
    rows: int

    def read(self) -> bytes:
        with open(self.file, "rb") as handle:
            handle.seek(self.offset)
            return handle.read(self.length)


@dataclass
class Made:
    """A generated set: where its rows are, and who will visit it. planted: dossiers, by number of house."""

    pieces: list[Piece] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)
    planted: dict[int, list[str]] = field(default_factory=dict)

    def rows(self, table: str) -> int:
        return sum(piece.rows for piece in self.pieces if piece.table == table)

    def blocks(self, table: str) -> Iterator[bytes]:
        """The rows of a table in the order of time."""
        mine = sorted((piece for piece in self.pieces if piece.table == table), key=lambda piece: piece.month)
        return (piece.read() for piece in mine)


@dataclass(frozen=True)
class Task:
    """A slice of the people of a house."""

    house: int
    number: int
    people: int


class Workshop:
    """What each process needs to make slices; inherited when processes are forked."""

    def __init__(self, wanted: DataSet, *, seed: int, today: date, folder: Path) -> None:
        self.wanted, self.seed, self.folder = wanted, seed, folder
        self.calendar = Calendar(today)
        self.houses = made.build(wanted, seed=seed, today=today, master_key=master_key(seed))
        self.visitors = made.cast(wanted, self.houses)

    def tasks(self) -> list[Task]:
        return [
            Task(house.number, number, min(SLICE, house.size - start))
            for house in self.houses
            for number, start in enumerate(range(0, house.size, SLICE))
        ]

    def make(self, task: Task) -> tuple[list[Piece], list[str]]:
        """The rows of a slice, in a file of their own; the dossiers planted in it."""
        house = self.houses[task.house]
        seed = f"{self.seed} house {task.house} slice {task.number}"
        lives = Lives(house, self.calendar, seed=seed, typical_events=self.wanted.typical_events)
        lives.entrusted_to = self.houses[0].id if task.house == 1 else ""
        is_first = task.number == 0
        planted = self._plant(lives, house) if is_first else []
        before_the_board = [person.courses[0] for person in planted]
        for _ in range(task.people - len(planted)):
            person = lives.someone()
            if is_first and len(before_the_board) < boards.SITUATIONS and person.is_followed:
                before_the_board.append(person.courses[0])
        if is_first:
            boards.sit(lives, before_the_board)
        for _ in range(int(task.people * orientations.OTHERS)):
            orientations.answered_otherwise(lives)
        path = self.folder / f"{task.house:03}-{task.number:03}.rows"
        return write(path, lives.lines), [person.id for person in planted]

    def _plant(self, lives: Lives, house: House) -> list[Person]:
        mine = [visitor for visitor in self.visitors if visitor.house == house.number]
        followers = [one for one in house.followers if any(one.id == visitor.member_id for visitor in mine)]
        return [
            lives.someone(follower) for follower in followers for _ in range(min(PLANTED, house.size // 4))
        ]


def write(path: Path, lines: dict[str, dict[int, list[str]]]) -> list[Piece]:
    """Rows by table and by month, one after the other in a file."""
    pieces, offset = [], 0
    with open(path, "wb") as handle:
        for table, months in lines.items():
            for month, rows in sorted(months.items()):
                block = SHAPES[table].block(rows)
                handle.write(block)
                pieces.append(Piece(table, month, path, offset, len(block), len(rows)))
                offset += len(block)
    return pieces


workshop: Workshop | None = None


def make(task: Task) -> tuple[int, list[Piece], list[str]]:
    """A slice, in whichever process."""
    assert workshop is not None
    pieces, planted = workshop.make(task)
    return task.house, pieces, planted


def generate(wanted: DataSet, *, seed: int, today: date, folder: Path, processes: int = 2) -> Made:
    """The whole set, into files of that folder."""
    global workshop
    workshop = Workshop(wanted, seed=seed, today=today, folder=folder)
    result = Made(visitors=workshop.visitors)
    result.pieces += write(folder / "houses.rows", _gathered(workshop.houses))
    tasks = workshop.tasks()
    with _pool(min(processes, len(tasks))) as pool:
        for house, pieces, planted in pool.imap(make, tasks):
            result.pieces += pieces
            if planted:
                result.planted[house] = planted
    return result


def _pool(processes: int) -> multiprocessing.pool.Pool:
    """Forked where the system allows: the houses are inherited rather than sent."""
    return multiprocessing.get_context("fork").Pool(processes)


def _gathered(houses: list[House]) -> dict[str, dict[int, list[str]]]:
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: {0: []})
    for house in houses:
        for table, rows in house.lines.items():
            lines[table][0] += rows
    return lines
