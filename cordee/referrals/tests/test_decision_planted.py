"""Defects planted in what a re-orientation does, and the guard that must see each of them."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from unittest import mock

import pytest

from cordee.dossier.models import Deadline
from cordee.people.models import Ground
from cordee.referrals.decisions import actions, timekeeping
from cordee.referrals.decisions.enums import IN_FORCE
from cordee.referrals.decisions.models import OrientationDecision
from cordee.referrals.decisions.rules import SIGN, Step, events_of
from cordee.referrals.tests.decision_factories import (
    SOCIAL,
    asked_again,
    ccas,
    decided,
    departement,
    notified,
    told,
)
from tests import factories


def faults(person):
    """What is open that should not be, what runs to the wrong day."""
    line = list(OrientationDecision.objects.of_person(person))
    states = {row.pk: row.state for row in line}
    live = Ground.objects.live().filter(person=person, kind="carries_out")
    found = ["a ground left open" for ground in live if states[ground.thing_id] not in IN_FORCE]
    steps = [Step(row.information_on, row.is_reorientation, row.decided_on, row.notified_on) for row in line]
    due = [run.due_on for run in SIGN.runs(events_of(steps)) if run.ended_on is None]
    kept = Deadline.objects.filter(person=person, kind="contrat", closed_on=None)
    if [row.due_on for row in kept] != due:
        found.append("a clock that did not start again")
    return found


def nothing(*args, **kwargs):
    return 0


def first_only(line):
    return [
        Step(row.information_on, row.is_reorientation, row.decided_on, row.notified_on) for row in line[:1]
    ]


@pytest.mark.parametrize(
    ("plant", "says"),
    [
        (nullcontext, None),
        (lambda: mock.patch.object(actions, "end_grounds", nothing), "a ground left open"),
        (lambda: mock.patch.object(timekeeping, "steps_of", first_only), "a clock that did not start again"),
        (lambda: mock.patch.object(actions, "keep_time", nothing), "a clock that did not start again"),
    ],
    ids=["as it is", "a ground left open", "a clock that does not start again", "delays forgotten"],
)
def test_the_guard_sees_what_is_planted(db, acting, plant, says):
    by = departement().coordinator
    person = factories.person(by)
    entrusted = replace(SOCIAL, body="delegate", convention="C-14", carried_out_by=ccas().organisation)
    day = by.today - timedelta(days=8)
    row = told(by, person, day, entrusted)

    with plant():
        again = decided(by, asked_again(by, row, by.today), by.today)
        notified(by, again, by.today)

    acting(by)
    assert faults(person) == ([says] if says else [])
