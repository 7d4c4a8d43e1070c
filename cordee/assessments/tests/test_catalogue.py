"""The catalogue holds together: codes once, parts known, answers that come back as they were."""

from datetime import date

import pytest

from cordee.assessments.answers import Answer, read, written
from cordee.assessments.catalogue import BY_SLUG, THEME_OF, THEMES, items
from cordee.assessments.enums import Kind, State
from cordee.assessments.forms import fields_of
from cordee.assessments.models import ITEM_MODELS, BaseItem
from cordee.assessments.panels import GLANCE
from cordee.kernel.partitions import Partition


def test_codes_and_addresses_stand_once():
    codes = [item.code for item in items()]

    assert len(codes) == len(set(codes)) == len(THEME_OF)
    assert len(BY_SLUG) == len(THEMES)


def test_every_code_fits_its_column():
    longest = BaseItem._meta.get_field("item").max_length

    assert all(len(item.code) <= longest for item in items())
    assert all(len(code) <= longest for item in items() for code in item.choices)


def test_health_violence_and_justice_stand_apart():
    apart = {item for item, theme in THEME_OF.items() if theme.is_restricted}

    assert {"stay", "continuity", "care", "violence", "justice"} <= apart
    assert {"housing", "rqth", "permit"}.isdisjoint(apart)
    assert {ITEM_MODELS[theme.partition] for theme in THEMES if theme.is_restricted}.isdisjoint(
        {ITEM_MODELS[Partition.SOCIAL], ITEM_MODELS[Partition.EMPLOYMENT]}
    )


def test_what_ends_may_be_said_to_end():
    assert [item.code for item in items() if item.ends_as and not (item.until_on and item.renewal)] == []


def test_no_is_never_what_was_not_broached():
    """« Non », « ne sait pas » and nothing at all are three answers of every question."""
    for item in items():
        choice = fields_of(item).get("choice")
        if item.kind == Kind.WORDS:
            assert choice is None
            continue
        codes = [code for code, _label in choice.choices]
        assert State.UNKNOWN in codes, item.code
        assert item.kind == Kind.MANY or State.BLANK in codes, item.code
        assert not choice.required


def test_the_glance_names_what_exists():
    assert set(GLANCE) <= set(THEME_OF)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(),
        Answer(State.NO),
        Answer(State.UNKNOWN, text="demander à sa sœur"),
        Answer(
            State.KNOWN, ("a", "b"), 0, date(2024, 2, 29), date(2026, 1, 1), date(2025, 12, 31), "« oui »\n"
        ),
    ],
)
def test_an_answer_sealed_comes_back_as_it_was(answer):
    assert read(written(answer)) == answer
