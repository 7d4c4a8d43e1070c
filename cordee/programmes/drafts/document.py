"""A definition changed from a form: the text itself is edited, so that comments and layout stay.

tomlkit edits the text; what it wrote is read again and held against the same change made on plain values.
Should they differ, the text is written anew from the plain values: a comment may be lost, never a value.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, InlineTable, Item

from cordee.programmes.locator import Path

Change = Callable[[Any], None]
UNTIDY = (TOMLKitError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


def plain(text: str) -> dict[str, Any]:
    """What a document says, without its form. Raises ValueError on a text that is not TOML."""
    return tomllib.loads(text)


def changed(text: str, change: Change) -> str:
    """The text once changed. Raises what `change` raises on a path that leads nowhere."""
    wanted = plain(text)
    change(wanted)
    try:
        document = tomlkit.parse(text)
        change(document)
        written = tomlkit.dumps(document)
        if plain(written) == wanted:
            return written
    except UNTIDY:
        pass
    return write(wanted)


def at(document: Any, path: Path) -> Any:
    """What stands at a path; None when nothing does."""
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def setting(path: Path, values: Mapping[str, Any]) -> Change:
    """Write these keys in the table at a path, made when it is missing; None removes a key."""

    def change(document: Any) -> None:
        table = _table(document, path)
        for key, value in values.items():
            if value is None:
                table.pop(key, None)
            elif key not in table or plain_value(table[key]) != value:
                table[key] = suited(value, table)

    return change


def _table(document: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, str) and step not in document:
            document[step] = tomlkit.table() if isinstance(document, tomlkit.TOMLDocument) else {}
        document = document[step]
    return document


def adding(path: Path, values: Mapping[str, Any]) -> Change:
    """Add an item at the end of the list at a path, made when it is missing."""
    wanted = {key: value for key, value in values.items() if value is not None}

    def change(document: Any) -> None:
        table, key = _table(document, path[:-1]), path[-1]
        items = table.get(key) if isinstance(table, MutableMapping) else None
        if isinstance(items, Array):
            items.add_line(suited(wanted, items), indent="  ")
        elif isinstance(items, AoT):
            items.append(_titled(wanted))
        elif items:
            items.append(wanted)
        elif isinstance(document, tomlkit.TOMLDocument) and len(path) == 1:
            table[key] = _new_list(wanted)
        else:
            table[key] = suited([wanted], table)

    return change


def _new_list(wanted: Mapping[str, Any]) -> AoT:
    made = tomlkit.aot()
    made.append(_titled(wanted))
    return made


def _titled(wanted: Mapping[str, Any]) -> Item:
    """A `[[table]]` of its own, with a blank line under it."""
    table = tomlkit.table()
    for key, value in wanted.items():
        table[key] = suited(value, table)
    table.add(tomlkit.nl())
    return table


def removing(path: Path) -> Change:
    """Take an item out of its list."""

    def change(document: Any) -> None:
        items = at(document, path[:-1])
        del items[path[-1]]
        if not items and len(path) > 1 and isinstance(items, MutableSequence):
            del at(document, path[:-2])[path[-2]]

    return change


def swapping(path: Path, one: int, other: int) -> Change:
    """Two items of a list change places."""

    def change(document: Any) -> None:
        items = at(document, path)
        low, high = sorted((one, other))
        if not 0 <= low < high < len(items):
            raise IndexError(path)
        second, first = plain_value(items[high]), plain_value(items[low])
        if isinstance(items, AoT):
            made = [items[position] for position in range(len(items))]
            made[low], made[high] = made[high], made[low]
            items.clear()
            for table in made:
                items.append(table)
        else:
            items[low], items[high] = suited(second, items), suited(first, items)

    return change


def plain_value(value: Any) -> Any:
    """A value without its form."""
    return value.unwrap() if isinstance(value, Item) else value


def suited(value: Any, holder: Any) -> Any:
    """The value as it is written where it goes: as a line in a document, as it is among plain values."""
    return in_line(value) if isinstance(holder, Item | tomlkit.TOMLDocument) else value


def in_line(value: Any) -> Any:
    """A value on one line, whatever it holds; long lists of tables, one table a line."""
    if isinstance(value, Mapping):
        table: InlineTable = tomlkit.inline_table()
        for key, one in value.items():
            table[key] = in_line(one)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        of_tables = any(isinstance(one, Mapping) for one in value)
        for one in value:
            array.append(in_line(one))
        return array.multiline(of_tables)
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline="\r" not in value and '"""' not in value and "\\" not in value)
    return tomlkit.item(value)


# Lists written as titled tables at the root; every other list of tables is written one table a line.
def write(document: Mapping[str, Any]) -> str:
    """A document written from plain values, in the layout of the definitions shipped with Cordée."""
    made = tomlkit.document()
    for name, value in _by_kind(document):
        if isinstance(value, Mapping):
            made[name] = _section(value)
        elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            listed = tomlkit.aot()
            for one in value:
                listed.append(_titled(one))
            made[name] = listed
        else:
            made[name] = in_line(value)
    return tomlkit.dumps(made)


def _by_kind(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Plain keys first: under a title they would belong to its table."""
    return sorted(document.items(), key=lambda item: isinstance(item[1], Mapping | list))


def _section(value: Mapping[str, Any]) -> Item:
    table, below = tomlkit.table(), []
    for key, one in value.items():
        if isinstance(one, Mapping):
            below.append((key, one))
        else:
            table[key] = in_line(one)
    for key, one in below:
        table[key] = _section(one)
    table.add(tomlkit.nl())
    return table
