"""What a sheet says of a situation: facts in a line each, then blocks of words, whole.

The same sheet is shown on the screen, shortened to a page for paper, and made anonymous.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cordee.commissions.papers.shortening import fewer, shortened


class Shape(StrEnum):
    """How a block is set: the person's own words, a text, a list."""

    QUOTE = "quote"
    WORDS = "words"
    LINES = "lines"


@dataclass(frozen=True)
class Line:
    """« Présentée par : Nora Exemple ». apart: what an anonymous sheet says instead, nothing when empty."""

    label: str
    value: str
    apart: str = ""


@dataclass(frozen=True)
class Block:
    """texts: one for a quotation or a text, one a line for a list. signs, lines: the most a page keeps of it."""

    code: str
    label: str
    shape: Shape
    texts: tuple[str, ...]
    signs: int
    lines: int = 1

    def cut(self, level: float) -> "Block":
        """The same at a level: shorter texts, fewer lines, never none."""
        signs = max(24, int(self.signs * level))
        lines = max(1, int(self.lines * level))
        if self.shape == Shape.LINES:
            texts = tuple(fewer(self.texts, most=lines, signs=signs))
        else:
            texts = tuple(shortened(text, signs) for text in self.texts[:1])
        return Block(self.code, self.label, self.shape, texts, signs, lines)


@dataclass(frozen=True)
class Sheet:
    """number: its place on the agenda. who: what is said beside the name (an age). closed: what is not there."""

    number: int
    name: str
    who: str
    lines: Sequence[Line]
    blocks: Sequence[Block]
    closed: str = ""
    mark: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name


MOST_SIGNS_A_LINE = 160  # of a fact: a structure with a long name


def cut(sheet: Sheet, level: float) -> Sheet:
    """A sheet shortened at a level (`shortening.LEVELS`)."""
    lines = [
        Line(one.label, shortened(one.value, int(MOST_SIGNS_A_LINE * max(level, 0.5)))) for one in sheet.lines
    ]
    blocks = [block.cut(level) for block in sheet.blocks if any(block.texts)]
    return Sheet(sheet.number, shortened(sheet.name, 90), sheet.who, lines, blocks, sheet.closed, sheet.mark)
