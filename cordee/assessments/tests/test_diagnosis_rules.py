"""What diagnoses say one after the other: both sides of each rule, no figure of anybody."""

from dataclasses import replace
from datetime import date

import pytest

from cordee.assessments.diagnosis.rules import Barrier, Seen, barriers_of, closing_asks, travelled
from cordee.assessments.diagnosis.section import OWN_WORDS, form_of, shared_themes
from cordee.assessments.diagnosis.vocabularies import DATA_INCLUSION, FRANCE_TRAVAIL, IAE
from cordee.kernel.verdict import Severity
from cordee.programmes import shipped
from cordee.programmes.loader import DefinitionError, parse
from tests.factories import Path

ONE, TWO, THREE, FOUR = (date(2026, month, 1) for month in (1, 4, 7, 10))
OPEN = Seen(ONE, 4, is_barrier=True)


@pytest.mark.parametrize(
    ("missing", "strength", "expected"),
    [
        ((), True, []),
        ((), False, [("DIA-01", Severity.WARN)]),
        (("Ses envies",), True, [("DIA-03", Severity.REFUSE)]),
        (("Ses envies",), False, [("DIA-03", Severity.REFUSE), ("DIA-01", Severity.WARN)]),
    ],
)
def test_closing_asks_for_desires_and_mentions_strengths(missing, strength, expected):
    verdicts = closing_asks(missing, has_strength=strength)

    assert [(verdict.rule, verdict.severity) for verdict in verdicts] == expected
    assert all(verdict.source and verdict.reason for verdict in verdicts)


@pytest.mark.parametrize(
    ("history", "barriers"),
    [
        ([], []),
        ([Seen(ONE, 2)], []),
        ([OPEN], [Barrier(ONE)]),
        ([OPEN, Seen(TWO)], [Barrier(ONE)]),
        ([OPEN, Seen(TWO, 3, "better", True)], [Barrier(ONE)]),
        ([OPEN, Seen(TWO, 1, "lifted")], [Barrier(ONE, TWO)]),
        ([OPEN, Seen(TWO, 0, "lifted", True)], [Barrier(ONE, TWO)]),
        ([OPEN, Seen(TWO, 2)], [Barrier(ONE, TWO)]),
        ([OPEN, Seen(TWO, 2, "lifted", watch="les soirs")], [Barrier(ONE, TWO, True)]),
        ([OPEN, Seen(TWO, 1, "lifted"), replace(OPEN, day=THREE)], [Barrier(ONE, TWO), Barrier(THREE)]),
        ([Seen(ONE, 1, "lifted", True)], []),
    ],
)
def test_a_barrier_stays_open_until_it_is_lifted(history, barriers):
    assert barriers_of(history) == barriers


@pytest.mark.parametrize(
    ("then", "now", "way"),
    [
        (Seen(ONE, 4), Seen(TWO, 2), "better"),
        (Seen(ONE, 2), Seen(TWO, 3), "worse"),
        (Seen(ONE, 2), Seen(TWO, 2), "stable"),
        (Seen(ONE, 0), Seen(TWO, 4), ""),
        (Seen(ONE, 4), Seen(TWO, 0), ""),
        (Seen(ONE, 2), Seen(TWO, 3, "better"), "better"),
        (Seen(ONE, 0), Seen(TWO, 0, "lifted"), "lifted"),
    ],
)
def test_the_way_is_what_was_said_else_what_the_levels_say(then, now, way):
    assert travelled(then, now) == way


# The forms are data


@pytest.fixture(params=shipped.codes())
def form(request):
    return form_of(parse(shipped.text(request.param)))


def test_every_shipped_programme_describes_its_diagnosis(form):
    assert form is not None and form.label and form.source
    assert len(form.themes) >= 8
    assert form.questions[0].code == OWN_WORDS


def test_every_theme_says_what_it_is_elsewhere(form):
    for theme in form.themes:
        assert theme.data_inclusion, theme.code
        assert theme.situations, theme.code


def test_health_violence_and_justice_are_in_their_own_part(form):
    for theme in form.themes:
        if any(code.partition("--")[0] == "sante" for code in theme.data_inclusion):
            assert theme.part == "health"
        if theme.iae == "justice" or any("violence" in code for code in theme.data_inclusion):
            assert theme.part == "protected" or theme.france_travail == "contraintes_familiales"


def test_the_shared_themes_cover_the_public_lists():
    themes = shared_themes().values()

    assert {theme.france_travail for theme in themes} - {""} == set(FRANCE_TRAVAIL)
    assert {theme.iae for theme in themes} - {""} == set(IAE)
    assert len(DATA_INCLUSION) == 16 and sum(map(len, DATA_INCLUSION.values())) == 64


def test_pdip_asks_for_the_triad_and_what_stands_around():
    form = form_of(parse(shipped.text("pdip71-adultes")))

    groups = [block.group for block in form.blocks]
    assert (groups.count("triad"), groups.count("environment")) == (4, 4)
    assert form.closing == ("envies",)


BASE = (Path(__file__).parents[3] / "tests" / "programme.toml").read_text().partition("[diagnosis]")[0]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('themes = [{ code = "a", like = "housin" }]', "Vouliez-vous dire"),
        ('themes = [{ code = "a", like = "housing" }, { code = "a", like = "budget" }]', "donné deux fois"),
        ('themes = [{ code = "own_words", like = "housing" }]', "donné deux fois"),
        ('themes = [{ code = "a" }]', "label"),
        ('themes = [{ code = "a", like = "housing", iae = "heber" }]', "n’est pas connu"),
        ('themes = [{ code = "a", like = "housing", data_inclusion = ["logement"] }]', "n’est pas connu"),
        ('themes = [{ code = "a", like = "housing" }]\nclosing = ["envies"]', "n’est pas connu"),
        ('themes = [{ code = "a", like = "housing" }]\nblocks = [{ code = "b", label = "B", part = "social" }]\nclosing = ["b"]', "partie emploi"),
        ('themes = [{ code = "a", like = "housing" }]\nscore = true', "n’a pas de sens ici"),
        ("themes = []", ""),
    ],
)  # fmt: skip
def test_a_fault_of_the_section_names_what_was_expected(section, said):
    text = f'{BASE}\n[diagnosis]\nlabel = "D"\nsource = "bief"\n{section}\n'
    if not said:
        assert form_of(parse(text)).themes == ()
        return
    with pytest.raises(DefinitionError) as refused:
        parse(text)

    assert said in str(refused.value), str(refused.value)


def test_a_programme_without_the_section_asks_nothing():
    assert form_of(parse(BASE)) is None
