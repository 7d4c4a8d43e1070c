"""The definitions that come with Cordée: each holds together, plays its story, and keeps its promises."""

import re
from datetime import date
from pathlib import Path

import pytest

from cordee.programmes import shipped
from cordee.programmes.engine import gate
from cordee.programmes.loader import DefinitionError, parse
from cordee.programmes.story import parse_story, play
from cordee.programmes.vocabulary import FACT_KINDS, MEMBER_ROLES, ORGANISATION_KINDS

HERE = Path(__file__).parent
STARTS = [date(2026, 11, 22), date(2028, 2, 29), date(2025, 12, 31)]
LONG_TERM = {"cheval-bleu-pre-insertion", "pdip71-adultes", "pdip71-jeunes"}
BLAME = re.compile(
    r"échec|échou|abandon|défaillan|exclu(?!sion)|sanction|manquement|\bcas\b|!", re.IGNORECASE
)


@pytest.fixture(params=shipped.codes())
def definition(request):
    return parse(shipped.text(request.param))


def test_the_five_organisations_are_there():
    kinds = {parse(shipped.text(code)).header.organisation_kind for code in shipped.codes()}

    assert len(shipped.codes()) == 12
    assert {"association", "social_centre", "siae", "gcms", "departement"} == kinds


def test_its_code_is_the_name_of_its_file(definition):
    assert definition.code in shipped.codes()
    assert definition.text == shipped.text(definition.code)


@pytest.mark.parametrize("start", STARTS)
def test_its_story_is_answered_as_written(definition, start):
    story = parse_story(shipped.story(definition.code))

    assert story.programme == definition.code
    assert [f"ligne {s.line} : {s.message}" for s in play(story, definition, start=start)] == []


def test_its_story_makes_every_kind_of_gesture(definition):
    story = parse_story(shipped.story(definition.code))
    moves = [definition.workflow.move(g.code) for g in story.gestures if g.do == "move"]

    made = {gesture.do for gesture in story.gestures}
    assert {"open", "move", "suspend", "resume", "close", "reopen", "clock"} <= made
    assert definition.admission.is_direct or "admission" in made
    assert any(move.back for move in moves if move)


def test_a_way_back_leaves_every_stage_but_the_first(definition):
    for stage in definition.stages[1:]:
        leaving = definition.workflow.moves_from(stage.code)
        ahead = [s.code for s in definition.stages[: definition.stages.index(stage)]]
        assert stage.aside or any(move.back and move.to_state in ahead for move in leaving), stage.code
        assert leaving, stage.code


def test_admission_guards_the_stages_where_it_is_needed(definition):
    guarded = [stage.code for stage in definition.stages if gate(definition, stage)]

    assert bool(guarded) is not definition.admission.is_direct
    if guarded:
        first = next(index for index, stage in enumerate(definition.stages) if stage.code in guarded)
        assert [stage.code for stage in definition.stages[first:]] == guarded


def test_long_programmes_set_no_end_and_keep_nobody_out(definition):
    assert definition.header.long_term is (definition.code in LONG_TERM)
    if definition.header.long_term:
        assert definition.entry.zero_exclusion


def test_every_line_says_where_it_comes_from_in_full(definition):
    sources = [
        definition.header.source,
        definition.admission.source,
        *(thing.source for thing in definition.entry.channels + definition.entry.papers),
        *(thing.source for thing in definition.entry.conditions),
        *(thing.source for thing in (*definition.stages, *definition.moves, *definition.clocks)),
        *(thing.source for thing in (*definition.roles, *definition.exits)),
        *(requirement.source for move in definition.moves for requirement in move.requires),
    ]

    for source in sources:
        assert re.search(r"\w .*\([^)]*\d\)", source) or source.startswith(("Usage", "Aucun texte")), source


def test_its_words_blame_nobody(definition):
    said = [line for line in definition.text.split("\n") if not line.startswith("#")]
    labels = re.findall(r'"([^"]*)"', "\n".join(said))

    assert [label for label in labels if BLAME.search(label)] == []


def test_silence_and_the_answer_to_an_orientation_are_watched(definition):
    silence, answer = definition.clock("silence"), definition.clock("repondre")

    assert "contact_noted" in silence.clock.start
    assert answer.subject == "referral"
    assert answer.clock.stop == {"referral_answered"}


def test_its_referent_stands_inside_and_its_exits_cover_what_happens(definition):
    kinds = {exit.kind for exit in definition.exits}

    assert not definition.referent_role.outside
    assert {
        "employment",
        "person_wish",
        "moved",
        "death",
        "lost_contact",
    } <= kinds or definition.code.endswith("hebergement")
    assert {"durable", "neutral", "other"} <= {exit.category for exit in definition.exits}


def test_conditions_are_said_in_words(definition):
    requirements = [*definition.entry.conditions, *(r for move in definition.moves for r in move.requires)]

    for requirement in requirements:
        said = requirement.says(date(2026, 11, 22))
        assert said.endswith((".", "»")) and "{" not in said, said


def test_a_commission_of_the_cheval_bleu_sits_every_three_months_with_six_colleges():
    admission = parse(shipped.text("cheval-bleu-pre-insertion")).admission

    assert (admission.mode, admission.every_months, len(admission.seats)) == ("board", 3, 6)
    assert {decision.outcome for decision in admission.decisions} == {
        "admitted",
        "refused",
        "adjourned",
        "redirected",
    }


def test_an_unknown_shipped_code_says_so():
    for ask in (shipped.text, shipped.story):
        with pytest.raises(LookupError, match="inconnue"):
            ask("../../settings")


@pytest.mark.parametrize("start", STARTS)
def test_a_sixth_programme_plays_without_a_line_of_code(start):
    sixth = parse((HERE / "sixth.toml").read_text())
    story = parse_story((HERE / "sixth.story.toml").read_text())

    assert [s.message for s in play(story, sixth, start=start)] == []


def test_a_story_that_is_not_answered_as_written_says_where():
    sixth = parse((HERE / "sixth.toml").read_text())
    text = (HERE / "sixth.story.toml").read_text()
    lie = text.replace('stage = "mer"', 'stage = "quai"').replace('phase = "late"', 'phase = "running"', 1)
    lie = lie.replace('says = ["ENT-04", "ENT-12"]', 'says = ["ENT-04"]').replace('expect = "refused"', "", 1)

    found = list(play(parse_story(lie), sixth, start=STARTS[0]))

    assert len(found) == 4
    assert all(surprise.line > 1 for surprise in found)


def test_a_story_with_an_unknown_gesture_is_refused_with_its_line():
    text = (HERE / "sixth.story.toml").read_text().replace('do = "reopen"', 'do = "reopn"')

    with pytest.raises(DefinitionError) as refused:
        parse_story(text)

    assert "reopen" in refused.value.message


def test_roles_and_kinds_are_those_of_accounts():
    enums = pytest.importorskip("cordee.accounts.enums")

    assert {role.value: str(role.label) for role in enums.Role} == MEMBER_ROLES
    assert {kind.value: str(kind.label) for kind in enums.OrganisationKind} == ORGANISATION_KINDS


def test_kinds_of_facts_have_a_label():
    assert all(kind.label and kind.code == code for code, kind in FACT_KINDS.items())
