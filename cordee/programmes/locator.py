"""On which line a key of a TOML document stands.

tomllib says nothing of positions, and the keepers of styles (tomlkit) do not give them either, so this
walks the text once more, without understanding values: enough to name the line of every key, table and
item. It only ever reads a document tomllib has accepted.
"""

from __future__ import annotations

import re
from bisect import bisect_right

Path = tuple[str | int, ...]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
BASIC = re.compile(r'"(?:\\.|[^"\\])*"')
LITERAL = re.compile(r"'[^']*'")
LONG_BASIC = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}(?!")', re.DOTALL)
LONG_LITERAL = re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL)
SCALAR = re.compile(r"[^,\]}#\n]*")


class Locator:
    """Lines of the keys of one document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.newlines = [match.start() for match in re.finditer("\n", text)]
        self._document()

    def line(self, path: Path) -> int:
        """The line of a key, or of the nearest thing around it that is written; 1 when nothing is."""
        while path:
            if path in self.found:
                return self.found[path]
            path = path[:-1]
        return 1

    def _note(self, path: Path, position: int) -> None:
        self.found.setdefault(path, bisect_right(self.newlines, position - 1) + 1)

    def _document(self) -> None:
        table: Path = ()
        while self._skip(BLANK) < len(self.text):
            start = self.at
            if self.text.startswith("[[", start):
                table = self._item_of_array(start)
            elif self.text[start] == "[":
                self.at += 1
                table = self._resolve(self._key())
                self._note(table, start)
                self._past("]")
            else:
                self._pair(table)

    def _item_of_array(self, start: int) -> Path:
        self.at += 2
        keys = self._key()
        array = (*self._resolve(keys[:-1]), keys[-1])
        self.counts[array] = self.counts.get(array, -1) + 1
        item = (*array, self.counts[array])
        self._note(array, start)
        self._note(item, start)
        self._past("]]")
        return item

    def _resolve(self, keys: tuple[str, ...]) -> Path:
        """The path of a header: through an array of tables it goes by its last item."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        keys = self._key()
        for depth in range(1, len(keys) + 1):
            self._note((*table, *keys[:depth]), start)
        self._past("=")
        self._value((*table, *keys))

    def _key(self) -> tuple[str, ...]:
        keys = []
        while True:
            self._skip(SPACE)
            quoted = self.text[self.at] in "\"'"
            pattern = (BASIC if self.text[self.at] == '"' else LITERAL) if quoted else BARE_KEY
            written = self._take(pattern)
            keys.append(written[1:-1] if quoted else written)
            self._skip(SPACE)
            if self.text[self.at] != ".":
                return tuple(keys)
            self.at += 1

    def _value(self, path: Path) -> None:
        self._skip(SPACE)
        rest = self.text[self.at : self.at + 3]
        if rest[0] == "[":
            self._array(path)
        elif rest[0] == "{":
            self._inline_table(path)
        elif rest == '"""':
            self._take(LONG_BASIC)
        elif rest == "'''":
            self._take(LONG_LITERAL)
        elif rest[0] in "\"'":
            self._take(BASIC if rest[0] == '"' else LITERAL)
        else:
            self._take(SCALAR)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self.text[self._skip(BLANK)] != "]":
            item = (*path, index)
            self._note(item, self.at)
            self._value(item)
            index += 1
            if self.text[self._skip(BLANK)] == ",":
                self.at += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self.text[self._skip(BLANK)] != "}":
            self._pair(path)
            if self.text[self._skip(BLANK)] == ",":
                self.at += 1
        self.at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None or match.end() == self.at:
            raise ValueError(f"unexpected text at {self.at}")
        self.at = match.end()
        return match.group()

    def _past(self, mark: str) -> None:
        self.at = self.text.index(mark, self.at) + len(mark)


def line_of(text: str, path: Path) -> int:
    """The line of one key; use a Locator for several."""
    return locate(text).line(path)


def locate(text: str) -> Locator:
    """A locator that never fails: on a text it cannot follow, everything is on line 1."""
    try:
        return Locator(text)
    except (ValueError, IndexError, RecursionError):
        return Locator("")
