"""Two gestures at the same instant on a link: one signature, or none; never two, never one on a text taken back."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cordee.engagements import actions
from cordee.engagements.models import ContractVersion, Signature
from cordee.engagements.remote import opening
from cordee.engagements.tests.factories import in_house, proposed, somebody
from cordee.engagements.tests.test_links import given, named, opened, rows, said
from cordee.kernel.errors import StaleState
from tests import factories


@pytest.fixture
def house(committed):
    return factories.house()


def at_once(*gestures):
    """Each in a thread and a connection of its own, begun together; what each answers."""
    gate = Barrier(len(gestures))

    def run(gesture):
        try:
            gate.wait(10)
            gesture()
            return "done"
        except StaleState:
            return "stale"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(gestures)) as pool:
        return sorted(pool.map(run, gestures))


def test_two_tries_at_once_make_one_signature(house):
    person = somebody(house)
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    row, sent = opened(token), said(house, contract, name=named(person))

    answers = at_once(*[lambda: opening.sign(row, given=sent)] * 4)

    assert answers == ["done", "stale", "stale", "stale"]
    assert len(rows(house, Signature, version__contract=contract)) == 1


@pytest.mark.parametrize("_time", range(4))
def test_signed_and_taken_back_at_once_the_signature_stays_with_its_text(house, _time):
    person = somebody(house)
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    row, sent = opened(token), said(house, contract, name=named(person))

    answers = at_once(
        lambda: opening.sign(row, given=sent),
        lambda: in_house(house.referent, actions.take_back_contract, contract, person),
    )

    signatures = rows(house, Signature, version__contract=contract)
    states = [(one.number, one.state) for one in rows(house, ContractVersion, contract=contract)]
    if answers == ["done", "done"]:  # signed first: that text is set aside as it was signed
        assert len(signatures) == 1
        assert states == [(1, "dropped"), (2, "draft")]
    else:
        assert answers == ["done", "stale"]
        assert signatures == []
        assert states == [(1, "draft")]
