"""Two versions compared, in words."""

from datetime import date

import pytest

from cordee.programmes import shipped
from cordee.programmes.drafts.comparing import Kind, differences, in_words
from cordee.programmes.loader import parse
from cordee.programmes.tests.test_loader import SIXTH

ON = date(2026, 6, 1)


def told(old, new):
    assert old in SIXTH
    found = differences(parse(SIXTH), parse(SIXTH.replace(old, new, 1)), on=ON)
    return [
        (section.title, one.kind, in_words(one), one.before, one.after)
        for section in found
        for one in section.lines
    ]


@pytest.mark.parametrize("code", shipped.codes())
def test_a_version_does_not_differ_from_itself_nor_by_its_day(code):
    text = shipped.text(code)
    later = text.replace("valid_from = 20", "valid_from = 21")

    assert differences(parse(text), parse(later), on=ON) == ()


def test_a_stage_renamed_keeps_its_code_and_says_both_names():
    ((title, kind, words, before, after),) = told('label = "À quai"', 'label = "Sur le quai"')

    assert (title, kind, before, after) == ("Étapes", Kind.RENAMED, "À quai", "Sur le quai")
    assert "désormais" in words


def test_a_delay_says_before_and_after():
    found = told("due = { weeks = 2 }", "due = { weeks = 3 }")

    assert [one[1:] for one in found] == [
        (Kind.CHANGED, "Reprendre contact, échéance", "2 semaines", "3 semaines")
    ]


def test_a_condition_softened_a_role_widened_and_an_exit_added():
    assert any(
        one[0] == "Entrer" and "jamais bloquant" in one[4]
        for one in told('source = "projet.3"\n\n[[entry', 'severity = "warn"\nsource = "projet.3"\n\n[[entry')
    )
    assert any(
        "santé" in one[4]
        for one in told('["identity", "employment"]', '["identity", "employment", "health"]')
    )
    added = '[[exits]]\ncode = "mer"\nlabel = "Départ en mer"\ncategory = "other"\nkind = "moved"\nsource = "x"\n\n[[exits]]'
    assert [one[1] for one in told("[[exits]]", added)] == [Kind.ADDED]
