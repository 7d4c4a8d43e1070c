"""Goals decided, said otherwise, reviewed; steps that move and come due; projects; where one thinks of going."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cordee.dossier.models import Deadline, Fact
from cordee.goals import fetch
from cordee.goals.actions import ChangedMeanwhile, GoalWanted, change_goal, reopen_goal, withdraw_goal
from cordee.goals.foreseeing import Foreseen, foresee, write_project
from cordee.goals.models import ForeseenOrientation, Goal, HealthGoal
from cordee.goals.reviewing import Reviewed, review_goals
from cordee.goals.stepping import StepWanted, change_step, move_step, withdraw_step
from cordee.goals.tests.factories import BUS, followed, goal, open_health, open_work_to, seen_by, step
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.pathways.actions import close_pathway, reopen_pathway
from cordee.plumbing.context import acting_in

DAY = timedelta(days=1)


@pytest.fixture
def person(house):
    """Somebody followed, read by the referent wherever nobody else is said to ask."""
    found = followed(house)
    with acting_in(house.referent.context()):
        yield found


def told(house, person, *, by=None, **more):
    who = by or house.referent
    with acting_in(who.context()):
        return fetch.goals_of(who, seen_by(who, person), **more)


def review(house, person, *said, by=None, on=None):
    who = by or house.referent
    with acting_in(who.context()):
        return review_goals(seen_by(who, person), person.pathway, said, by=who, on=on or who.today)


def due(step_):
    return Deadline.objects.filter(thing_id=step_.pk, closed_on=None).first()


# Goals


def test_a_goal_stands_in_the_part_of_its_axis_and_its_words_are_sealed(house, person):
    made = goal(house, person)

    (one,) = told(house, person)
    assert (one.label, one.catalogue_label) == (BUS.words, "Prendre le bus sans aide")
    assert one.part == "employment"
    assert isinstance(made, Goal)
    assert b"march" not in bytes(made.sealed_text)
    fact = Fact.objects.get(kind="goal_set")
    assert (fact.partition, fact.codes) == (int(Partition.EMPLOYMENT), {"axis": "bouger"})


def test_a_goal_of_health_is_sealed_whole_and_read_by_those_entitled(house, person):
    wanted = GoalWanted(axis="soins", line="suivi", words="Voir quelqu’un quand ça monte")
    with pytest.raises(NotAllowed):
        goal(house, person, wanted)
    open_health(house, person)

    made = goal(house, person, wanted)

    assert isinstance(made, HealthGoal)
    assert (made.axis, made.line) == ("", "")
    assert told(house, person) == []
    (one,) = told(house, person, part="health")
    assert (one.label, one.said.axis) == (wanted.words, "soins")
    with acting_in(house.coordinator.context()):
        assert fetch.goals_of(house.coordinator, seen_by(house.coordinator, person), part="health") == []
    assert Fact.objects.get(kind="goal_set").codes == {}


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(BUS, axis="lune"), "axis"),
        (replace(BUS, line="lune"), "line"),
        (replace(BUS, line="", words="  "), "words"),
        (replace(BUS, words="x" * 2001), "words"),
        (replace(BUS, set_on="tomorrow"), "set_on"),
    ],
    ids=["axis", "line", "nothing said", "too long", "in the future"],
)
def test_what_a_goal_cannot_be_is_said_on_its_field(house, person, wanted, field):
    if wanted.set_on:
        wanted = replace(wanted, set_on=house.referent.today + DAY)

    with pytest.raises(BadInput) as refused:
        goal(house, person, wanted)

    assert refused.value.field == field
    assert goal(house, person).pk


def test_days_out_of_order_are_refused(house, person):
    today = house.referent.today
    with pytest.raises(RuleBroken):
        goal(house, person, replace(BUS, target_on=today - DAY))

    assert goal(house, person, replace(BUS, target_on=today)).target_on == today


def test_whoever_only_reads_sets_nothing(house, person):
    open_work_to(house, house.workshop_leader, person)
    with pytest.raises(NotAllowed):
        goal(house, person, by=house.workshop_leader)

    assert goal(house, person, by=house.coordinator).pk


def test_two_people_who_say_a_goal_otherwise_both_keep_their_words(house, person):
    made = goal(house, person)

    def change(words, seen):
        with acting_in(house.referent.context()):
            known = seen_by(house.referent, person)
            return change_goal(made, known, replace(BUS, words=words), by=house.referent, seen=seen)

    change("Aller seule au marché", 1)
    with pytest.raises(ChangedMeanwhile) as met:
        change("Aller au lac", 1)
    assert met.value.theirs.words == "Aller seule au marché"
    change("Aller au lac", met.value.version)
    assert told(house, person)[0].label == "Aller au lac"


def test_a_goal_stays_in_its_part_of_the_dossier(house, person):
    made = goal(house, person)

    with acting_in(house.referent.context()), pytest.raises(BadInput) as refused:
        wanted = GoalWanted(axis="sortir", words="Venir au groupe")
        change_goal(made, seen_by(house.referent, person), wanted, by=house.referent, seen=1)

    assert refused.value.field == "axis"


def test_a_goal_set_by_mistake_is_taken_back_until_something_is_done_for_it(house, person):
    mistaken, kept = goal(house, person), goal(house, person)
    step(house, person, kept)
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        withdraw_goal(mistaken, known, by=house.referent)
        with pytest.raises(StaleState):
            withdraw_goal(kept, known, by=house.referent)

    assert [one.row.pk for one in told(house, person)] == [kept.pk]


# Reviews


def test_maintaining_is_kept_as_a_success_and_the_goal_goes_on(house, person):
    made = goal(house, person)
    review(house, person, Reviewed(made, "maintained", words="Je tiens bon"))

    (one,) = told(house, person)
    assert (one.row.state, one.row.is_open) == ("held", True)
    assert [(r.row.outcome, r.said.words) for r in one.reviews] == [("maintained", "Je tiens bon")]
    fact = Fact.objects.get(kind="objectives_reviewed")
    assert (fact.pathway_id, fact.partition) == (person.pathway.pk, int(Partition.IDENTITY))


@pytest.mark.parametrize(
    ("outcome", "state", "is_open"),
    [("reached", "reached", False), ("continued", "under_way", True), ("given_up", "given_up", False)],
)
def test_a_review_says_what_a_goal_becomes(house, person, outcome, state, is_open):
    made = goal(house, person)
    review(house, person, Reviewed(made, outcome))

    (one,) = told(house, person)
    assert (one.row.state, one.row.is_open) == (state, is_open)


def test_a_goal_that_changes_leaves_its_place_to_another(house, person):
    made = goal(house, person)
    with pytest.raises(BadInput) as refused:
        review(house, person, Reviewed(made, "changed"))
    assert refused.value.field == f"new_words-{made.pk}"

    review(house, person, Reviewed(made, "changed", new_words="Passer le code"))

    new, old = told(house, person)
    assert (old.row.state, new.label, new.row.replaces_id) == ("changed", "Passer le code", made.pk)
    assert new.said.axis == "bouger"


def test_a_review_before_the_goal_s_date_is_refused_and_writes_nothing(house, person):
    today = house.referent.today
    made = goal(house, person, replace(BUS, set_on=today - 10 * DAY))
    with pytest.raises(RuleBroken) as refused:
        review(house, person, Reviewed(made, "reached"), on=today - 11 * DAY)
    assert refused.value.verdicts[0].rule == "OBJ-01"
    assert told(house, person)[0].row.state == "under_way"

    review(house, person, Reviewed(made, "reached"), on=today - 10 * DAY)
    assert told(house, person)[0].row.state == "reached"


def test_a_goal_that_is_over_is_reviewed_once_it_is_taken_up_again(house, person):
    made = goal(house, person)
    review(house, person, Reviewed(made, "reached"))
    with pytest.raises(StaleState):
        review(house, person, Reviewed(made, "continued"))

    with acting_in(house.referent.context()):
        reopen_goal(made, seen_by(house.referent, person), by=house.referent)
    review(house, person, Reviewed(made, "continued"))
    assert told(house, person)[0].row.state == "under_way"


def test_a_review_moves_the_day_a_goal_is_for(house, person):
    today = house.referent.today
    made = goal(house, person)
    with pytest.raises(BadInput):
        review(house, person, Reviewed(made, "continued", target_on=today - DAY))

    review(house, person, Reviewed(made, "continued", target_on=today + 60 * DAY))
    assert told(house, person)[0].row.target_on == today + 60 * DAY


def test_a_review_without_a_goal_says_so(house, person):
    with pytest.raises(BadInput):
        review(house, person)


# Steps


def test_a_step_in_charge_of_a_professional_is_on_their_day_until_it_is_done(house, person):
    today, colleague = house.referent.today, house.coordinator.member
    made = goal(house, person)
    one = step(house, person, made, who="professional", in_charge=colleague, due_on=today + 10 * DAY)
    row = due(one)
    assert (row.in_charge_id, row.due_on, row.late_on) == (colleague.pk, today + 10 * DAY, today + 11 * DAY)
    assert "bus" not in row.label

    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        assert move_step(one, known, "do", by=house.referent) == "planned"
        assert due(one) is None
        move_step(one, known, "plan", by=house.referent)
        assert due(one) is not None
        withdraw_step(one, known, by=house.referent)
    assert due(one) is None
    assert told(house, person)[0].steps == []


@pytest.mark.parametrize("who", ["person", "partner"])
def test_what_the_person_or_a_partner_does_is_on_nobody_s_day(house, person, who):
    one = step(
        house,
        person,
        goal(house, person),
        who=who,
        in_charge=house.referent.member,
        due_on=house.referent.today,
    )

    assert due(one) is None


def test_a_step_waits_with_its_goal_and_with_its_pathway(house, person):
    today, by = house.referent.today, house.referent
    made = goal(house, person)
    one = step(house, person, made, who="professional", in_charge=by.member, due_on=today + DAY)
    review(house, person, Reviewed(made, "reached"))
    assert due(one) is None
    with acting_in(by.context()):
        reopen_goal(made, seen_by(by, person), by=by)
        assert due(one) is not None
        closed = close_pathway(
            person.pathway, by=by, exit_code="choix", on=today, version=person.pathway.version, reason="essai"
        )
        assert due(one) is None
        reopen_pathway(closed, by=by, on=today, version=closed.version)
    assert due(one) is not None


def test_a_step_put_aside_is_on_nobody_s_day(house, person):
    by = house.referent
    one = step(house, person, goal(house, person), who="professional", in_charge=by.member, due_on=by.today)
    with acting_in(by.context()):
        move_step(one, seen_by(by, person), "hold", by=by)
    assert due(one) is None


def test_a_step_moves_as_the_table_says(house, person):
    one = step(house, person, goal(house, person))
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        move_step(one, known, "do", by=house.referent)
        with pytest.raises(StaleState):
            move_step(one, known, "abandon", by=house.referent)
        with pytest.raises(BadInput):
            move_step(one, known, "begin", by=house.referent, on=house.referent.today + DAY)
        move_step(one, known, "begin", by=house.referent)
    assert told(house, person)[0].steps[0].row.state == "under_way"
    assert Fact.objects.filter(kind="goal_step_moved").count() == 2


def test_the_animator_of_the_garden_notes_a_step_of_the_path_to_work_only(house, person):
    open_work_to(house, house.workshop_leader, person)
    social = goal(house, person, GoalWanted(axis="sortir", line="groupe"))
    with pytest.raises(NotAllowed):
        step(house, person, social, by=house.workshop_leader)

    assert step(house, person, goal(house, person), by=house.workshop_leader).pk


def test_a_step_said_otherwise_keeps_what_both_wrote(house, person):
    one = step(house, person, goal(house, person))
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        change_step(one, known, StepWanted(words="Prendre le car"), by=house.referent, seen=1)
        with pytest.raises(ChangedMeanwhile) as met:
            change_step(one, known, StepWanted(words="Prendre le vélo"), by=house.referent, seen=1)
    assert met.value.theirs.words == "Prendre le car"


def test_a_step_of_the_catalogue_brings_its_kind(house, person):
    step(house, person, goal(house, person), words="", line="visite")

    (shown,) = told(house, person)[0].steps
    assert (shown.label, shown.row.kind) == ("Visiter le lieu ensemble", "support")


# Projects and what is foreseen


def test_projects_are_kept_in_the_person_s_words_the_latest_above(house, person):
    today = house.referent.today
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        for kind, words in (("career", "Jardiner"), ("career", "Jardiner dehors"), ("life", "Un chez-moi")):
            write_project(known, person.pathway, by=house.referent, kind=kind, words=words, on=today)
        shown = fetch.projects_told(fetch.person_with_project(house.referent, person.pk))
    assert {kind: one.words for kind, one in shown.items()} == {
        "career": "Jardiner dehors",
        "life": "Un chez-moi",
    }
    open_work_to(house, house.workshop_leader, person)
    with acting_in(house.workshop_leader.context()):
        shown = fetch.projects_told(fetch.person_with_project(house.workshop_leader, person.pk))
    assert list(shown) == ["career"]


def test_several_ways_are_foreseen_at_once_and_the_last_word_stands(house, person):
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        wanted = {"logement": Foreseen("studio"), "emploi": Foreseen("chantier", "à mi-temps")}
        assert foresee(known, person.pathway, wanted, by=house.referent) == ["logement", "emploi"]
        assert foresee(known, person.pathway, wanted, by=house.referent) == []
        foresee(known, person.pathway, {"emploi": Foreseen("milieu-ordinaire")}, by=house.referent)
        shown = fetch.foreseen_told(fetch.person_with_project(house.referent, person.pk))
    assert {one.row.dimension: one.said.target for one in shown} == {
        "logement": "studio",
        "emploi": "milieu-ordinaire",
    }
    assert ForeseenOrientation.objects.filter(person=person.pk).count() == 3


def test_care_foreseen_is_for_those_who_read_that_part(house, person):
    wanted = {"soins": Foreseen(words="Suivi au CMP")}
    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        foresee(seen_by(house.referent, person), person.pathway, wanted, by=house.referent)
    open_health(house, person)
    with acting_in(house.referent.context()):
        known = seen_by(house.referent, person)
        foresee(known, person.pathway, wanted, by=house.referent)
        (one,) = fetch.foreseen_of(house.referent, known, "health")
    assert one.said.words == "Suivi au CMP"
