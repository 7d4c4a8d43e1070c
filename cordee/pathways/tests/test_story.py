"""A pathway told in one query says the same as the rows it comes from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.pathways import actions, circle, fetch, panels
from cordee.pathways.circle import Outsider
from cordee.pathways.gathering import facts_for
from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.programmes.cached import definition_of
from cordee.referrals.tests.factories import referral
from tests import factories

MORE_STAGES = """
[[stages]]
code = "pause"
label = "Pause soignée"
aside = true
source = "bief"

[[moves]]
code = "souffler"
label = "Souffler"
from = ["jardin"]
to = "pause"
roles = ["coordinator"]
source = "bief"

[[moves]]
code = "repartir"
label = "Repartir"
from = ["pause"]
to = "jardin"
roles = ["coordinator"]
back = true
source = "bief"

[[clocks]]"""


@pytest.fixture
def lived(house, acting):
    """A pathway with an admission, stages, a way back, words, a circle."""
    text = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
    version = factories.programme(
        house.organisation,
        text.replace('"atelier-du-bief"', '"avec-pause"').replace("[[clocks]]", MORE_STAGES, 1),
    )
    today = house.coordinator.today
    person = factories.person(house.referent, birth="1990")
    referral(house, person=person, days_ago=60, channel="voisins")
    made = factories.pathway(
        house,
        person,
        version=version,
        on=today - timedelta(days=50),
        words="Du calme",
        answers={"exit_target": "emploi"},
    )
    acting(house.coordinator)
    actions.record_admission(
        made,
        by=house.coordinator,
        decision="admis",
        decided_on=today - timedelta(days=45),
        effective_from=None,
        authority="",
        text="Avis favorable",
        version=made.version,
    )
    for code, days in (("entrer", 40), ("avancer", 30), ("revenir", 20)):
        kept = Pathway.objects.get(pk=made.pk)
        actions.move_pathway(
            kept,
            by=house.coordinator,
            move=code,
            on=today - timedelta(days=days),
            version=kept.version,
            reason="essai",
        )
    circle.add_place(
        made,
        definition_of(version.pk),
        role="proche",
        by=house.coordinator,
        on=today,
        outsider=Outsider("Samira"),
    )
    return Pathway.objects.get(pk=made.pk)


def test_the_facts_of_a_story_are_those_the_actions_gather(house, lived):
    story = fetch.story_for(house.coordinator, lived.pk)

    for days in (0, 1, 42, 48, 70):
        on = house.coordinator.today - timedelta(days=days)
        assert story.facts(on) == facts_for(lived.person, lived, on=on)


def test_it_says_what_the_rows_say(house, lived):
    story = fetch.story_for(house.coordinator, lived.pk)

    assert [period.stage for period in story.periods] == ["accueil", "jardin", "depart", "jardin"]
    assert [(one.label, one.text) for one in story.decisions] == [("Admission", "Avis favorable")]
    assert story.words[0].text == "Du calme"
    assert [place.who for place in story.circle] == [house.referent.member.display_name, "Samira"]
    assert story.circle[0].reads == "identité et contacts, situation sociale et parcours vers l’emploi"


def test_the_file_takes_one_query_for_everything(house, lived):
    person = Person.objects.get(pk=lived.person_id)

    with CaptureQueriesContext(connection) as captured:
        panel = panels.pathway_panel(house.coordinator, person)
        around = panels.circle_panel(house.coordinator, person, panel)

    assert len(captured) == 1
    assert panel.words == "Du calme"
    assert len(around) == 2
    assert panel.running[0].next.move.code == "avancer"


def test_the_line_is_drawn_with_its_way_back(house, lived):
    line = panels.stage_line(fetch.story_for(house.coordinator, lived.pk))

    assert [(stage.label, stage.state) for stage in line.stages] == [
        ("Accueil", "done"),
        ("Jardin", "current"),
        ("Préparer la suite", "next"),
    ]
    assert [(way.origin, way.target, way.reason) for way in line.ways_back] == [(2, 1, "essai")]


def test_a_stage_beside_the_line_is_drawn_while_one_is_in_it(house, lived):
    actions.move_pathway(
        lived, by=house.coordinator, move="souffler", on=house.coordinator.today, version=lived.version
    )

    line = panels.stage_line(fetch.story_for(house.coordinator, lived.pk))

    assert [stage.label for stage in line.stages] == [
        "Accueil",
        "Jardin",
        "Pause soignée",
        "Préparer la suite",
    ]
    assert [stage.state for stage in line.stages] == ["done", "done", "current", "next"]


@pytest.mark.parametrize(
    ("who", "reads"), [("referent", True), ("coordinator", True), ("secretary", False), ("coach", False)]
)
def test_the_words_come_only_to_whom_the_social_part_is_open(house, lived, acting, who, reads):
    actor = getattr(house, who)
    acting(actor)

    story = fetch.story_for(actor, lived.pk)

    assert bool(story.words) is reads


def test_a_key_destroyed_leaves_a_sentence_in_place_of_the_words(house, lived):
    story = fetch.story_for(house.coordinator, lived.pk)
    story.row.wrapped_key = None

    assert story.words[0].text == "Ce texte n’est plus lisible."


def test_a_pathway_ended_is_drawn_without_a_next_stage(house, lived):
    actions.close_pathway(
        lived, by=house.coordinator, exit_code="emploi", on=house.coordinator.today, version=lived.version
    )

    shown = panels.show(fetch.story_for(house.coordinator, lived.pk), house.coordinator)

    assert shown.ended == "Emploi"
    assert shown.next is None
    assert "next" not in {stage.state for stage in shown.line.stages}
