"""A definition changed from a form: the rest of its text stays as written, and says the same."""

import tomllib
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.programmes import shipped
from cordee.programmes.drafts import document as edit
from cordee.programmes.drafts.naming import code_for
from cordee.programmes.loader import DefinitionError, parse
from cordee.programmes.tests.test_loader import SIXTH

WRITTEN = pytest.mark.parametrize(
    "text", [SIXTH, *map(shipped.text, shipped.codes())], ids=["sixth", *shipped.codes()]
)


def same(one, other):
    """What two definitions say, but for the text they were read from."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in one.__dataclass_fields__
        if name not in {"text", "digest"}
    )


@WRITTEN
def test_a_definition_written_again_says_the_same(text):
    assert same(parse(edit.write(edit.plain(text))), parse(text))


@WRITTEN
def test_what_a_form_did_not_touch_stays_to_the_letter(text):
    was = edit.plain(text)["programme"]["label"]
    changed = edit.changed(text, edit.setting(("programme",), {"label": 'Un « zigzag » "nom"'}))

    kept = [line for line in text.splitlines() if line != f'label = "{was}"']
    assert [line for line in changed.splitlines() if "zigzag" not in line] == kept
    assert parse(changed).label == 'Un « zigzag » "nom"'


LABELS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)
VALUES = st.one_of(
    LABELS, st.integers(0, 100), st.booleans(), st.just(date(2026, 2, 28)), st.lists(LABELS, max_size=3)
)
SECTIONS = st.sampled_from(["stages", "moves", "clocks", "roles", "exits"])
LISTS = st.sampled_from(
    [
        ("stages",),
        ("moves",),
        ("roles",),
        ("entry", "channels"),
        ("entry", "conditions"),
        ("moves", 0, "requires"),
    ]
)
CHANGES = st.one_of(
    st.builds(
        edit.setting,
        st.tuples(SECTIONS, st.just(0)),
        st.dictionaries(st.sampled_from(["label", "code", "admitted", "x"]), VALUES),
    ),
    st.builds(
        edit.adding, LISTS, st.dictionaries(st.sampled_from(["label", "code", "from"]), VALUES, min_size=1)
    ),
    st.builds(lambda path: edit.removing((*path, 0)), LISTS),
    st.builds(lambda path: edit.swapping(path, 0, 1), LISTS),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(CHANGES, max_size=4), st.sampled_from(["calvados-sajd", "cheval-bleu-pre-insertion"]))
def test_any_change_says_in_the_text_what_it_says_on_plain_values(changes, code):
    text = shipped.text(code)
    for change in changes:
        wanted = edit.plain(text)
        try:
            change(wanted)
        except (LookupError, TypeError):
            continue
        text = edit.changed(text, change)
        assert tomllib.loads(text) == wanted
    assert tomllib.loads(edit.write(tomllib.loads(text))) == tomllib.loads(text)
    with suppress(DefinitionError):
        assert same(parse(edit.write(edit.plain(text))), parse(text))


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (("stages", 0), edit.setting(("stages", 0), {"label": "Nouveau"})),
        (("stages",), edit.adding(("stages",), {"code": "x", "label": "X"})),
        (("entry", "channels"), edit.adding(("entry", "channels"), {"code": "x", "label": "X"})),
        (("stages",), edit.removing(("stages", 1))),
        (("clocks", 0), edit.setting(("clocks", 0), {"due": {"weeks": 3}, "warn_after": None})),
    ],
)
def test_comments_stay(path, change):
    text = SIXTH.replace("[[stages]]\n", "# une remarque\n[[stages]]\n", 1)

    changed = edit.changed(text, change)

    assert "# une remarque" in changed and changed.startswith(SIXTH.splitlines()[0])
    assert edit.at(edit.plain(changed), path) != edit.at(edit.plain(text), path)


@pytest.mark.parametrize(
    ("label", "taken", "code"),
    [
        ("Accueil et ancrage", (), "accueil-et-ancrage"),
        ("  Évaluation, l’Œuvre ! ", (), "evaluation-l-oeuvre"),
        ("Accueil", ("accueil", "accueil-2"), "accueil-3"),
        ("漢字", (), "ligne"),
        ("é" * 200, (), "e" * 56),
    ],
)
def test_a_code_is_made_from_a_label(label, taken, code):
    assert code_for(label, taken) == code
