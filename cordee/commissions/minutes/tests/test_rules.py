"""May minutes be approved? Each side of each bound."""

from dataclasses import replace

from cordee.commissions.minutes.rules import Ready, approval

READY = Ready(is_closed=True, noted=True)


def test_a_sitting_closed_with_everything_decided_is_approved():
    verdict = approval(READY)

    assert verdict.ok and verdict.rule == "COM-05" and "ne change plus" in verdict.source


def test_not_while_it_is_open():
    assert "close" in approval(replace(READY, is_closed=False)).reason
    assert approval(replace(READY, is_closed=False)).refuses


def test_not_while_nobody_said_who_was_there():
    assert "présences" in approval(replace(READY, noted=False)).reason
    assert approval(replace(READY, noted=False)).refuses


def test_not_while_a_situation_waits_for_its_decision():
    one, two = approval(replace(READY, undecided=1)), approval(replace(READY, undecided=2))

    assert one.refuses and one.reason.startswith("Une situation")
    assert two.refuses and two.reason.startswith("2 situations")
    assert approval(replace(READY, undecided=0)).ok


def test_nothing_examined_only_warns():
    assert approval(replace(READY, is_empty=True)).warns
