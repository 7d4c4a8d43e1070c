"""Lines of keys, whatever way TOML lets one write them."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordee.programmes import shipped
from cordee.programmes.locator import line_of, locate

DOCUMENT = '''# a comment with [brackets] and = signs
title = "one # not a comment"
long = """
[not.a.table]
key = "no"
"""
other = \'\'\'
x = 1
\'\'\'
quoted."a key" = 1

[a.b]
one = { deep = 2, deeper = { last = 3 } }
list = [
  "x", # comment ]
  { code = "y" },
  [1, 2],
]

[[things]]
code = "first"
[things.inner]
key = 1
[[things.items]]
code = "i0"
[[things.items]]
code = "i1"

[[things]]
code = "second"
day = 2026-01-31
escaped = "a \\" ] } b"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("long",), 3),
        (("other",), 7),
        (("quoted", "a key"), 10),
        (("a", "b"), 12),
        (("a", "b", "one"), 13),
        (("a", "b", "one", "deeper", "last"), 13),
        (("a", "b", "list", 0), 15),
        (("a", "b", "list", 1, "code"), 16),
        (("a", "b", "list", 2, 1), 17),
        (("things", 0, "code"), 21),
        (("things", 0, "inner", "key"), 23),
        (("things", 0, "items", 1, "code"), 27),
        (("things", 1), 29),
        (("things", 1, "code"), 30),
        (("things", 1, "escaped"), 32),
    ],
)
def test_every_key_has_its_line(path, line):
    tomllib.loads(DOCUMENT)

    assert line_of(DOCUMENT, path) == line


def test_a_missing_key_stands_where_its_table_does():
    assert line_of(DOCUMENT, ("things", 1, "label")) == 29
    assert line_of(DOCUMENT, ("nowhere", "label")) == 1


def paths_of(value, path=()):
    """Every path of a parsed document."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths_of(inner, (*path, key))


@pytest.mark.parametrize("code", shipped.codes())
def test_every_key_of_the_shipped_definitions_is_on_a_line_that_names_it(code):
    text = shipped.text(code)
    lines, locator = text.split("\n"), locate(text)

    for path in paths_of(tomllib.loads(text)):
        assert path in locator.found, path
        if isinstance(path[-1], str):
            assert path[-1] in lines[locator.line(path) - 1], path


@given(st.text(max_size=200))
def test_a_text_that_is_not_toml_never_stops_it(text):
    assert locate(text).line(("a", 0, "b")) >= 1
