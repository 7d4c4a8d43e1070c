"""What a board may admit: who is there, who enters, whose contract ends, who leaves; and a house too large to count."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.commissions import movements
from cordee.commissions.tests.factories import board_of, cheval_bleu, decide, opened, sitting_of, waits
from cordee.home.tests.asking import text_of
from cordee.plumbing.context import acting_in, apply
from cordee.programmes.cached import definition_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(house):
    apply(house.coordinator.context())
    return house.coordinator


@pytest.fixture
def version(house, by):
    return cheval_bleu(house)


@pytest.fixture
def board(house, version):
    return board_of(house, version)


def of(by, board, asked=()):
    with acting_in(by.context()):
        return movements.movements_of(by, board, on=by.today, asked=asked)


def inside(house, version, code):
    """Somebody at a stage of those who are admitted."""
    person = factories.person(house.referent)
    row = factories.pathway(house, person, version=version)
    with acting_in(house.referent.context()):
        type(row).objects.filter(pk=row.pk).update(stage=code)
    return row


def stages(version):
    definition = definition_of(version.pk)
    return [stage.code for stage in definition.stages if stage.admitted and not stage.aside]


def test_each_stands_in_one_count(house, by, board, version):
    for _number in range(2):
        waits(house, version)
    sitting = sitting_of(house, board)
    opened(house, sitting)
    decide(
        house,
        sitting.items.order_by("position").first(),
        "admitted",
        effective_from=by.today + timedelta(days=7),
    )
    codes = stages(version)
    inside(house, version, codes[0])
    inside(house, version, codes[-1])

    (told,) = of(by, board, [version.programme_id, version.programme_id, None])

    assert (told.there, told.entering, told.leaving, told.ending, told.asked) == (2, 1, 1, 0, 2)
    assert not told.are_many


def test_beyond_a_thousand_nothing_wrong_is_said(house, by, board, version, monkeypatch):
    """On both sides of the bound: one more, and no figure is given rather than one cut short."""
    monkeypatch.setattr(movements, "MOST", 2)
    code = stages(version)[0]
    for _number in range(2):
        inside(house, version, code)
    (told,) = of(by, board)
    assert (told.there, told.are_many) == (2, False)

    inside(house, version, code)
    (told,) = of(by, board)
    assert told.are_many
    sitting = sitting_of(house, board)
    shown = text_of(factories.visit(by).get(reverse("sitting", args=[sitting.pk])))
    assert "Plus de mille parcours en cours" in shown and "Personnes accompagnées" not in shown


def test_two_programmes_are_one_query(house, by, board, version, django_assert_num_queries):
    other = house.version
    board.programmes = [version.programme_id, other.programme_id]
    inside(house, version, stages(version)[0])
    factories.pathway(house, factories.person(house.referent), version=other)
    of(by, board)
    with (
        acting_in(by.context()),
        django_assert_num_queries(3),
    ):  # the house's eyes, the query, one's own again
        told = movements.movements_of(by, board, on=by.today, asked=[])

    assert len(told) == 2
