"""Our French sentences are their own source: no library's catalogue may put other words in their place."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import cordee

PYTHON = re.compile(r"""\b(?:_|gettext|gettext_lazy|noop)\(\s*"([^"\\]+)"\s*\)""")
TEMPLATE = re.compile(r"""\{% translate "([^"]+)\"""")


def sentences() -> set[str]:
    found = set()
    for path in Path(cordee.__file__).parent.rglob("*"):
        if path.suffix in {".py", ".html"} and not {"tests", "migrations"} & set(path.parts):
            found.update((PYTHON if path.suffix == ".py" else TEMPLATE).findall(path.read_text()))
    return found


def test_no_library_speaks_in_our_place() -> None:
    """« Note » is English too: Django's own catalogue would say « Remarque »."""
    assert len(sentences()) > 500
    with override("fr"):
        changed = {words: gettext(words) for words in sentences() if gettext(words) != words}

    assert changed == {}


@pytest.mark.parametrize("words", ["Note", "Delete"])
def test_the_trap_exists(words: str) -> None:
    with override("fr"):
        assert gettext(words) != words
