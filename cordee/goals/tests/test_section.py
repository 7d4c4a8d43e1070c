"""The section « goals »: what ships, and what is said, line by line, of what is wrong in one."""

from pathlib import Path

import pytest

from cordee.assessments.diagnosis.section import form_of
from cordee.goals.section import goals_of_programme
from cordee.kernel.partitions import Partition
from cordee.programmes import shipped
from cordee.programmes.loader import DefinitionError, parse

BASE = (Path(__file__).parents[3] / "tests" / "programme.toml").read_text().partition("\n[goals]")[0]
REVIEWED = """
[[clocks]]
code = "bilan"
label = "Bilan"
start = ["pathway_opened", "review_held"]
stop = ["pathway_closed"]
due = { months = 3 }
in_charge = ["referent"]
source = "bief"
"""
AXES = 'axes = [{ code = "a", label = "A", part = "social" }]'


@pytest.fixture(params=shipped.codes())
def definition(request):
    return parse(shipped.text(request.param))


def test_every_shipped_programme_says_its_goals_and_where_they_come_from(definition):
    goals = goals_of_programme(definition)

    assert goals is not None and goals.label and goals.source
    assert len(goals.catalogue) >= 5 and goals.axes and goals.dimensions and goals.steps
    for thing in (*goals.axes, *goals.catalogue, *goals.steps, *goals.dimensions):
        assert thing.source, thing.code
    for line in goals.catalogue:
        assert line.plain and len(line.plain) <= 45, f"{line.code}: one idea, in easy French"
        assert goals.axis(line.axis)
    assert any(line.keeps for line in goals.catalogue) or goals.label == "Objectifs du jeune"


def test_health_and_justice_lead_to_goals_of_their_own_part(definition):
    goals, form = goals_of_programme(definition), form_of(definition)

    parts = {theme.code: theme.part for theme in form.themes}
    for axis in goals.axes:
        for theme in axis.themes:
            assert (parts[theme] in ("health", "protected")) == (axis.part in ("health", "protected")), theme
            if parts[theme] in ("health", "protected"):
                assert axis.part == parts[theme]
    assert {axis.partition for axis in goals.axes} >= {Partition.HEALTH}


def test_the_rhythm_of_reviews_is_that_of_the_programme(definition):
    goals = goals_of_programme(definition)

    if goals.review:
        assert goals.reviewed_by in definition.clock(goals.review).clock.start


def test_le_cheval_bleu_has_its_seven_goals_and_asks_the_orientation_from_the_entry():
    goals = goals_of_programme(parse(shipped.text("cheval-bleu-pre-insertion")))

    assert len(goals.catalogue) == 7
    assert (goals.reviewed_by, goals.asks_orientation) == ("objectives_reviewed", True)
    assert [dimension.part for dimension in goals.dimensions] == ["social", "social", "health", "employment"]


def test_la_mie_de_pain_has_its_seven_actions():
    for code in ("mie-de-pain-nettoyage", "mie-de-pain-restauration", "mie-de-pain-premieres-heures"):
        assert len(goals_of_programme(parse(shipped.text(code))).steps) == 7


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("axes = []", ""),
        ("", "axes"),
        ('axes = [{ code = "a", label = "A", part = "santé" }]', "n’est pas connu"),
        ('axes = [{ code = "a", label = "A", part = "social", themes = ["mobilté"] }]', "Vouliez-vous dire"),
        ('axes = [{ code = "a", label = "A", part = "social", icon = "chat" }]', "n’est pas connu"),
        (f'{AXES}\ncatalogue = [{{ code = "l", label = "L", axis = "b" }}]', "n’est pas connu"),
        (f'{AXES}\ncatalogue = [{{ code = "l", label = "L" }}]', "axis"),
        (
            f'{AXES}\ncatalogue = [{{ code = "l", label = "L", axis = "a" }}, {{ code = "l", label = "M", axis = "a" }}]',
            "donné deux fois",
        ),
        (f'{AXES}\nsteps = [{{ code = "s", label = "S", kind = "visite" }}]', "n’est pas connu"),
        (f'{AXES}\norientation = [{{ code = "o", label = "O", part = "protected" }}]', "n’est pas connu"),
        (
            f'{AXES}\norientation = [{{ code = "o", label = "O", part = "social", targets = [{{ code = "t" }}] }}]',
            "label",
        ),
        (f"{AXES}\nasks_orientation = true", "orientation"),
        (f'{AXES}\nreview = "bilans"', "n’est pas connu"),
        (f'{AXES}\nreview = "silence"', "repart à chaque bilan"),
        (f"{AXES}\nscore = true", "n’a pas de sens ici"),
    ],
)
def test_a_fault_of_the_section_names_what_was_expected_and_its_line(section, said):
    text = f'{BASE}\n[goals]\nlabel = "G"\nsource = "bief"\n{section}\n'
    if not said:
        assert goals_of_programme(parse(text)).axes == ()
        return
    with pytest.raises(DefinitionError) as refused:
        parse(text)

    assert said in str(refused.value), str(refused.value)
    assert all(problem.line > text[: text.index("[goals]")].count("\n") for problem in refused.value.problems)


def test_a_review_answers_the_clock_it_names():
    text = f'{BASE}\n{REVIEWED}\n[goals]\nlabel = "G"\nsource = "bief"\nreview = "bilan"\n{AXES}\n'

    assert goals_of_programme(parse(text)).reviewed_by == "review_held"


def test_a_programme_without_the_section_sets_no_goal():
    assert goals_of_programme(parse(BASE)) is None
