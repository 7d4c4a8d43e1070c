"""What is written from the code is what the code says; what is named is named for what it does."""

import re
from pathlib import Path

from cordee.accounts import rights_document
from cordee.programmes import docs

ROOT = Path(__file__).parent.parent


def test_the_rights_are_written_as_the_code_gives_them():
    """A column, a right or a retention changed: read docs/rights.md again, then write it."""
    assert rights_document.is_up_to_date(), f"run {rights_document.COMMAND}"


def test_the_programmes_are_written_as_their_definitions_say():
    assert docs.outdated() == []


def test_every_column_of_a_guarded_table_is_in_the_rights_document():
    text = rights_document.PAGE.read_text()

    for model in rights_document._models():
        for field in model._meta.concrete_fields:
            assert field.column in text, f"{model._meta.label}.{field.name}"


def test_migrations_are_named_for_what_they_do():
    names = [path.stem for path in ROOT.glob("cordee/*/migrations/0*.py")]

    assert names
    assert [name for name in names if re.search(r"_and_more$|_auto_\d|_alter_\w+_\w+_\w+_\w+$", name)] == []


def test_the_glossary_names_each_identifier_once():
    """One word of the trade, one identifier: the first column of the table never says the same thing twice."""
    held, _later = (ROOT / "docs" / "glossary.md").read_text().split("## Kept for what is to come")
    words = re.findall(r"^\| ([^|]+) \|", held, re.MULTILINE)

    assert len(words) == len(set(words))
