"""Definitions that cannot be used: each fault with its line and what was expected, all of them at once."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordee.programmes import sections
from cordee.programmes.definition import Definition
from cordee.programmes.loader import LARGEST, DefinitionError, parse

SIXTH = (Path(__file__).parent / "sixth.toml").read_text()


def problems(text):
    with pytest.raises(DefinitionError) as refused:
        parse(text)
    return refused.value.problems


def broken(old, new, count=1):
    """The invented definition with one thing changed, and the line it stands on."""
    assert old in SIXTH
    return SIXTH.replace(old, new, count), SIXTH[: SIXTH.index(old)].count("\n") + 1


def test_a_sound_definition_is_read():
    definition = parse(SIXTH)

    assert (definition.code, definition.words.stage) == ("gens-du-chantier", "escale")
    assert [stage.code for stage in definition.main_line] == ["quai", "chantier", "mer"]
    assert definition.initial_stage.code == "quai"
    assert definition.referent_role.code == "maitre"
    assert definition.stage("mer").source == "Projet associatif des Gens du Chantier, 2024 (projet.5)"
    assert definition.entry.conditions[0].parameters == {"at_least": 18, "below": 30}


def test_the_same_text_in_bytes_with_a_mark_and_windows_lines_is_read_too():
    given_by_windows = ("\ufeff" + SIXTH).replace("\n", "\r\n").encode()

    assert parse(given_by_windows).digest == parse(SIXTH).digest


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('rule = "age_within"', 'rule = "age_witin"', "Vouliez-vous dire «\u202fage_within\u202f»"),
        ("at_least = 18", 'at_least = "dix-huit"', "un nombre entier"),
        ("at_least = 18", "at_least = 18.5", "un nombre entier"),
        ("at_least = 18", "at_least = true", "un nombre entier"),
        ("at_least = 18", "atleast = 18", "n’est pas un paramètre de «\u202fage_within\u202f»"),
        ("at_least = 18", 'at_least = { law = "EA-1" }', "EA-01.age"),
        ("at_least = 18", 'at_least = { law = "RSA-08.due" }', "n’est pas connu"),
        ('papers = ["natation"] }', 'papers = ["natasion"] }', "Vouliez-vous dire «\u202fnatation\u202f»"),
        ('parameters = { papers = ["natation"] }, ', "", "il manque le paramètre «\u202fpapers\u202f»"),
        ('severity = "inform"', 'severity = "interdit"', "inform, refuse ou warn"),
        ("valid_from = 2024-01-01", 'valid_from = "2024"', "une date sans guillemets"),
        ("valid_from = 2024-01-01", "valid_from = 2024-01-01T10:00:00", "une date sans guillemets"),
        ("since = 2024", "since = 12024", "de 1900 à 2100"),
        ('organisation_kind = "association"', 'organisation_kind = "asso"', "association"),
        ('audience = ["young", "unqualified"]', 'audience = ["jeunes"]', "young"),
        ('code = "gens-du-chantier"', 'code = "Gens du chantier"', "en minuscules sans accent"),
        ('label = "L’apprentissage par le bateau"', 'label = ""', "un texte entre guillemets"),
        ('label = "L’apprentissage par le bateau"', "label = 12", "un texte entre guillemets"),
        ('mode = "interview"', 'mode = "concours"', "board, direct ou interview"),
        ('recorded_by = ["technical_supervisor"]', 'recorded_by = ["chef"]', "technical_supervisor"),
        ('outcome = "admitted"', 'outcome = "oui"', "admitted"),
        ("admitted = true\nexpected", 'admitted = "oui"\nexpected', "true ou false"),
        ("expected_months = 9", "expected_months = 0", "de 1 à 120"),
        ('to = "mer"', 'to = "mere"', "Vouliez-vous dire «\u202fmer\u202f»"),
        ('from = ["mer"]\nto = "chantier"', 'from = ["mer"]\nto = "mer"', "une autre étape"),
        ('roles = ["technical_supervisor"]\n\n', 'roles = ["charpentier"]\n\n', "n’est pas connu"),
        ("due = { weeks = 2 }", "due = { semaines = 2 }", "un délai"),
        ("due = { weeks = 2 }", "due = { weeks = -2 }", "un délai"),
        ("due = { weeks = 2 }", 'due = { law = "RSA-8" }', "RSA-08.due"),
        ("due = { weeks = 2 }", 'due = { law = "EA-01.age" }', "n’est pas connu"),
        ('start = ["pathway_opened", "contact_noted"]', 'start = ["ouverture"]', "n’est pas connu"),
        ('in_charge = ["maitre", "technical_supervisor"]', 'in_charge = ["maistre"]', "maitre"),
        ('may_see = ["identity", "employment"]', 'may_see = ["sante"]', "health"),
        ('category = "durable"', 'category = "echec"', "durable"),
        ('kind = "employment"', 'kind = "boulot"', "employment"),
        ('theme = "training"', 'theme = "metier"', "training"),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_was_expected(old, new, says):
    text, line = broken(old, new)

    found = problems(text)

    assert any(says in problem.message for problem in found), [str(p) for p in found]
    assert any(abs(problem.line - line) <= 1 for problem in found if says in problem.message)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "projet.5"\n\n[[stages]]', "\n[[stages]]", "il manque «\u202fsource\u202f»"),
        ('code = "quai"\nlabel', "label", "il manque «\u202fcode\u202f»"),
        ("[admission]", "[admition]", "Vouliez-vous dire «\u202fadmission\u202f»"),
        ("since = 2024", "depuis = 2024", "n’a pas de sens ici"),
        ("referent = true\n", "", "un rôle et un seul"),
        ("unique = true\n", "", "un rôle et un seul"),
        ('label = "À quai"\n', 'label = "À quai"\nadmitted = true\n', "première étape"),
        ('outcome = "admitted"', 'outcome = "refused"', "aucune décision n’admet"),
        ('from = ["quai"]\nto = "chantier"', 'from = ["mer"]\nto = "quai"', "aucun passage ne mène"),
        ('code = "caler"', 'code = "naviguer"', "donné deux fois"),
        ('code = "choix"', 'code = "emploi"', "donné deux fois"),
    ],
)
def test_what_does_not_hold_together_is_said(old, new, says):
    text, _line = broken(old, new)

    assert any(says in problem.message for problem in problems(text)), [str(p) for p in problems(text)]


def test_every_fault_is_said_at_once_in_the_order_of_the_lines():
    text = SIXTH.replace('mode = "interview"', 'mode = "x"').replace("since = 2024", "since = 1")
    text = text.replace('category = "durable"', 'category = "x"').replace("weeks = 2", "weeks = 2.5")

    lines = [problem.line for problem in problems(text)]

    assert len(lines) >= 4
    assert lines == sorted(lines)


def test_a_programme_that_excludes_nobody_cannot_refuse_anybody():
    text = SIXTH.replace("[entry]\n", "[entry]\nzero_exclusion = true\n")

    assert any("n’écarte personne" in problem.message for problem in problems(text))


def test_an_admission_nobody_needs_is_said():
    text = SIXTH.replace("admitted = true\n", "")

    assert any("aucune étape ne demande l’admission" in problem.message for problem in problems(text))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "vide"),
        ("   \n\n", 1, "vide"),
        ("Bonjour,\nvoici notre programme", 1, "TOML"),
        ('a = "x"\nb = [1, 2\n', 3, "refermée"),
        ('a = "x"\nb = "oublié\n', 2, "texte"),
        ("a = 1\na = 2", 2, "déjà donnée"),
        ("[a]\n[a]", 2, "déjà donnée"),
        ("a = 2026-02-30", 1, "calendrier"),
        ("a = oui", 1, "guillemets"),
        ("a = 1 2", 1, "en trop"),
        ("a = " + "9" * 5000, 1, "trop long"),
        ("a = " + "[" * 20_000, 1, "les unes dans les autres"),
        ("b = 1\n" + "a." * 400_000 + "a = 1", 2, "trop de points"),
        ("[" + '"a" . ' * 100_000 + "a]", 1, "trop de points"),
        ("a = 1\n\x00b = 2", 2, "nul"),
        ("a = '\ud800'", 1, "abîmé"),
        (b"a = 1\nb = '\xff\xfe'", 2, "UTF-8"),
        ("x = 1", 1, "il manque «\u202fprogramme\u202f»"),
        ("programme = 3\nentry = []\nadmission = 'x'\nstages = 3\nmoves = {}\nroles = [1]", 1, "une table"),
    ],
)
def test_what_is_not_a_definition_is_refused_in_words(text, line, says):
    found = problems(text)

    assert any(says in problem.message for problem in found), [str(p) for p in found]
    assert line in [problem.line for problem in found if says in problem.message]


def test_fifty_megabytes_are_refused_before_being_read():
    huge = b"x" * 50_000_000
    start = time.monotonic()

    found = problems(huge)

    assert time.monotonic() - start < 5
    assert "trop longue" in found[0].message
    assert "trop longue" in problems("é" * (LARGEST + 1))[0].message


def test_a_flood_of_faults_is_answered_quickly_and_counted():
    flood = "\n".join(f"cle{number} = 1" for number in range(50_000))
    start = time.monotonic()

    with pytest.raises(DefinitionError) as refused:
        parse(flood)

    assert time.monotonic() - start < 60
    assert len(refused.value.problems) < 100
    assert "autres" in refused.value.message


def test_lists_longer_than_anybody_would_write_are_refused():
    many = "\n".join(f'[[stages]]\ncode = "s{number}"' for number in range(300))

    assert any("au plus 200" in problem.message for problem in problems(many))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered_by_words(text):
    with pytest.raises(DefinitionError) as refused:
        parse(text)

    assert all(problem.line >= 1 and problem.message for problem in refused.value.problems)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SIXTH) - 1), st.sampled_from(['"', "[", "]", "=", "\n", "x", "{", "1", "é", ""]))
def test_a_slip_of_the_pen_is_read_or_explained(position, character):
    try:
        definition = parse(SIXTH[:position] + character + SIXTH[position + 1 :])
    except DefinitionError as refused:
        assert refused.problems
    else:
        assert isinstance(definition, Definition)


def test_a_section_is_read_by_the_domain_that_owns_it(monkeypatch):
    monkeypatch.setattr(sections, "SECTIONS", type(sections.SECTIONS)("section"))
    text = SIXTH + '\n[[harvest]]\ncode = "x"\n'
    assert any("n’a pas de sens ici" in problem.message for problem in problems(text))

    def load(root, draft):
        return [(item.code(), draft.code) for item in root.tables("harvest")]

    sections.register_section("harvest", load)

    assert parse(text).sections == {"harvest": [("x", "gens-du-chantier")]}
    assert parse(SIXTH).sections == {}
    assert any(
        problem.where == "harvest, 1 : colour" or "colour" in problem.where
        for problem in problems(text + 'colour = "red"\n')
    )


def test_a_domain_cannot_take_a_section_of_the_foundation():
    with pytest.raises(ValueError, match="stages"):
        sections.register_section("stages", lambda root, draft: None)
