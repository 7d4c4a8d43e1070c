"""The engine on the invented programme: the gate, the roles, the order of days, the states."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cordee.kernel.dates import BirthDate
from cordee.kernel.errors import RuleBroken
from cordee.programmes import engine
from cordee.programmes.engine import Play
from cordee.programmes.facts import AdmissionFacts, PathwayFacts, PathwayState, Status
from cordee.programmes.loader import parse

SIXTH = parse((Path(__file__).parent / "sixth.toml").read_text())
ON = date(2026, 12, 3)
MASTER = frozenset({"technical_supervisor"})
COUNSELLOR = frozenset({"counsellor"})
NOBODY = frozenset({"secretary"})
ADULT = PathwayFacts(
    on=ON, birth=BirthDate(2000, 1, 1), prescriber_named=True, papers_received=frozenset({"natation"})
)
AT_QUAY = PathwayState(Status.OPEN, "quai", ON - timedelta(days=30))
AT_WORK = replace(AT_QUAY, stage="chantier")


def admitted_on(day, **others):
    return replace(ADULT, admission=AdmissionFacts("admitted", day, **others))


def codes(examination):
    return [verdict.rule for verdict in examination.verdicts if not verdict.ok]


def test_opening_asks_every_condition_and_gives_every_reason():
    child = replace(ADULT, birth=BirthDate(2015, 1, 1), prescriber_named=False)

    examination = engine.check_open(SIXTH, facts=child)

    assert not examination.allowed
    assert [verdict.rule for verdict in examination.refusals] == ["ENT-01"]
    assert "ENT-03" in [verdict.rule for verdict in examination.information]
    assert all(verdict.source for verdict in examination.refusals)


@pytest.mark.parametrize(("day", "allowed"), [(date(2023, 12, 31), False), (date(2024, 1, 1), True)])
def test_a_definition_applies_from_its_day(day, allowed):
    examination = engine.check_open(SIXTH, facts=replace(ADULT, on=day))

    assert examination.allowed is allowed
    assert allowed or codes(examination) == ["DEF-01"]


@pytest.mark.parametrize(
    ("day", "allowed"),
    [(ON - timedelta(days=1), False), (ON, True), (ON + timedelta(days=1), True)],
)
def test_an_admitted_stage_is_entered_from_the_day_of_the_decision(day, allowed):
    facts = replace(admitted_on(ON), on=day)

    examination = engine.check_move(SIXTH, AT_QUAY, "embarquer", roles=COUNSELLOR, facts=facts)

    assert examination.allowed is allowed
    assert allowed or "Admission à prononcer par le maître charpentier" in examination.refusals[0].reason


def test_no_admission_no_entry_whatever_the_move_requires():
    examination = engine.check_move(SIXTH, AT_QUAY, "embarquer", roles=COUNSELLOR, facts=ADULT)

    assert codes(examination) == ["ENT-04"]
    assert examination.refusals[0].source


@pytest.mark.parametrize(
    ("state", "move", "roles", "day", "refused"),
    [
        (AT_WORK, "naviguer", MASTER, ON, []),
        (AT_WORK, "naviguer", MASTER | NOBODY, ON, []),
        (AT_WORK, "naviguer", COUNSELLOR, ON, ["MOV-03"]),
        (AT_WORK, "naviguer", frozenset(), ON, ["MOV-03"]),
        (AT_WORK, "embarquer", MASTER, ON, ["MOV-02"]),
        (AT_WORK, "voler", MASTER, ON, ["MOV-01"]),
        (AT_WORK, "naviguer", MASTER, AT_WORK.since, []),
        (AT_WORK, "naviguer", MASTER, AT_WORK.since - timedelta(days=1), ["MOV-04"]),
        (replace(AT_WORK, status=Status.SUSPENDED), "naviguer", MASTER, ON, ["MOV-05"]),
        (replace(AT_WORK, status=Status.CLOSED), "naviguer", MASTER, ON, ["MOV-05"]),
        (replace(AT_WORK, stage="disparue"), "naviguer", MASTER, ON, ["MOV-02"]),
    ],
)
def test_a_move_is_refused_for_the_right_reason(state, move, roles, day, refused):
    facts = replace(admitted_on(date(2024, 1, 1)), on=day)

    assert codes(engine.check_move(SIXTH, state, move, roles=roles, facts=facts)) == refused


def test_the_moves_offered_are_those_of_the_state_and_of_the_roles():
    offers = engine.moves_available(SIXTH, AT_WORK, roles=COUNSELLOR, facts=ADULT)
    assert [offer.move.code for offer in offers] == ["accoster"]

    offers = engine.moves_available(SIXTH, AT_QUAY, roles=MASTER, facts=ADULT)
    assert [(offer.stage.code, offer.allowed) for offer in offers] == [("chantier", False)]

    for status in (Status.SUSPENDED, Status.CLOSED):
        assert engine.moves_available(SIXTH, replace(AT_QUAY, status=status), roles=MASTER, facts=ADULT) == ()


@pytest.mark.parametrize(
    ("decision", "roles", "refused"),
    [
        ("embarque", MASTER, []),
        ("embarque", COUNSELLOR, ["MOV-03"]),
        ("coule", MASTER, ["ADM-02"]),
    ],
)
def test_a_decision_is_known_and_written_by_those_who_may(decision, roles, refused):
    assert codes(engine.check_admission(SIXTH, decision, roles=roles, facts=ADULT)) == refused


def test_where_entry_is_direct_there_is_no_decision_and_no_gate():
    direct = replace(SIXTH, admission=replace(SIXTH.admission, mode="direct"))

    assert codes(engine.check_admission(direct, "embarque", roles=MASTER, facts=ADULT)) == ["ADM-01"]
    assert engine.check_move(direct, AT_QUAY, "embarquer", roles=MASTER, facts=ADULT).allowed


@pytest.mark.parametrize(
    ("check", "status", "allowed"),
    [
        ("suspend", Status.OPEN, True),
        ("suspend", Status.SUSPENDED, False),
        ("suspend", Status.CLOSED, False),
        ("resume", Status.OPEN, False),
        ("resume", Status.SUSPENDED, True),
        ("resume", Status.CLOSED, False),
        ("reopen", Status.OPEN, False),
        ("reopen", Status.SUSPENDED, False),
        ("reopen", Status.CLOSED, True),
    ],
)
def test_each_state_has_its_gestures(check, status, allowed):
    state = replace(AT_WORK, status=status)

    examination = getattr(engine, f"check_{check}")(SIXTH, state, facts=ADULT)

    assert examination.allowed is allowed


@pytest.mark.parametrize(
    ("status", "exit_code", "day", "refused"),
    [
        (Status.OPEN, "emploi", ON, []),
        (Status.SUSPENDED, "choix", ON, []),
        (Status.CLOSED, "emploi", ON, ["EXI-02"]),
        (Status.OPEN, "echec", ON, ["EXI-01"]),
        (Status.OPEN, "emploi", AT_WORK.since - timedelta(days=1), ["MOV-04"]),
    ],
)
def test_a_pathway_ends_by_a_known_way_out(status, exit_code, day, refused):
    state = replace(AT_WORK, status=status)

    assert codes(engine.check_close(SIXTH, state, exit_code, facts=replace(ADULT, on=day))) == refused


def test_a_play_remembers_what_happened_and_refuses_what_is_refused():
    play = Play(SIXTH).open(ADULT)

    with pytest.raises(RuleBroken):
        play.move("embarquer", roles=MASTER, facts=ADULT)
    play = play.admit("embarque", roles=MASTER, facts=ADULT).move("embarquer", roles=MASTER, facts=ADULT)
    play = play.suspend(ADULT).resume(ADULT).close("emploi", ADULT)

    assert play.exit.label == "Emploi sur un chantier naval"
    assert [event.kind for event in play.events] == [
        "pathway_opened",
        "admission_admitted",
        "pathway_moved",
        "pathway_suspended",
        "pathway_resumed",
        "pathway_closed",
    ]
    reopened = play.reopen(ADULT)
    assert (reopened.now.stage, reopened.exit) == ("chantier", None)


def test_a_play_not_open_yet_and_an_unknown_delay_say_so():
    with pytest.raises(ValueError, match="not open"):
        _ = Play(SIXTH).now
    with pytest.raises(LookupError, match="inconnu"):
        Play(SIXTH).clock("rien", ON)
