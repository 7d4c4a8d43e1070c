"""Where a person stands, on the first page of their file: to whom what is said, in how many queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.tests.test_diagnosis import begun, close, write
from cordee.goals.actions import GoalWanted
from cordee.goals.stepping import move_step
from cordee.goals.tests.factories import followed, goal, open_health, open_work_to, seen_by, step
from cordee.home import standing
from cordee.home.tests.asking import MOST_QUERIES, ask
from cordee.pathways.actions import close_pathway
from cordee.plumbing.context import acting_in
from tests import factories

DAY = timedelta(days=1)
SAID = {
    "own_words": Entry(words="Je veux bouger, pas tout seul."),
    "mobilite": Entry(level=3, is_barrier=True, strengths="Connaît la ville", watch="Le bus du soir"),
    "argent": Entry(level=2, is_barrier=True, watch="La facture du gaz"),
}


@pytest.fixture
def person(house):
    return followed(house)


def page(who, person):
    return ask(who, reverse("person", args=[person.pk]))[0]


def panel(answer):
    """The words of the panel alone; none where it is not shown."""
    html = answer.content.decode()
    _before, found, rest = html.partition('aria-labelledby="ou-en-est"')
    return " ".join(rest.partition("</section>")[0].split()) if found else ""


def test_it_says_the_last_diagnosis_and_what_is_aimed_at(house, person):
    write(house, person, begun(house, person), SAID)
    made = goal(house, person)
    due = house.referent.today + 20 * DAY
    step(house, person, made, words="Plus tard", due_on=due + 9 * DAY)
    step(house, person, made, who="partner", partner="Mission locale", words="Visiter la serre", due_on=due)

    said = panel(page(house.referent, person))

    for words in ("Je veux bouger", "Connaît la ville", "Le bus du soir", "en cours", "Visiter la serre"):
        assert words in said
    assert "Mission locale" in said and "pour le" in said and "Plus tard" not in said


def test_a_step_that_a_professional_takes_says_who(house, person):
    made = goal(house, person)
    step(house, person, made, who="professional", in_charge=house.coach.member, words="Appeler le service")

    said = panel(page(house.referent, person))

    assert "Appeler le service" in said and house.coach.member.display_name in said


def test_nothing_to_say_is_no_panel(house, person):
    answer = page(house.referent, person)

    assert answer.status_code == 200 and not panel(answer)


def test_whoever_reads_the_path_to_work_alone_reads_nothing_else(house, person):
    write(house, person, begun(house, person), SAID)
    goal(house, person, GoalWanted(axis="sortir", words="Payer mes dettes"))
    goal(house, person)
    open_health(house, person)
    goal(
        house,
        person,
        GoalWanted(axis="soins", words="Voir le docteur"),
        by=factories.fresh(house.referent.member),
    )
    coach = factories.fresh(house.coach.member)
    open_work_to(house, coach, person)

    said = panel(page(coach, person))
    assert "Aller au marché" in said and "Le bus du soir" in said
    assert "dettes" not in said and "gaz" not in said and "docteur" not in said
    mine = panel(page(factories.fresh(house.referent.member), person))
    assert "dettes" in mine and "gaz" in mine and "docteur" not in mine


def test_a_secretary_reads_no_word_of_it(house, person):
    write(house, person, begun(house, person), SAID)
    goal(house, person)

    assert not panel(page(house.secretary, person))


def test_a_barrier_lifted_is_no_longer_open_and_one_nobody_spoke_of_is(house, person):
    first = begun(house, person)
    write(house, person, first, SAID | {"envies": Entry(words="Travailler dehors")})
    close(house, person, first)
    before = panel(page(house.referent, person))
    write(house, person, begun(house, person), {"mobilite": Entry(level=1, evolution="lifted")})

    after = panel(page(house.referent, person))

    assert "mobilité" in before.lower().partition("freins ouverts")[2]
    assert "mobilité" not in after.lower().partition("freins ouverts")[2].partition("</dd>")[0]
    assert "budget" in after.lower() or "argent" in after.lower()


@pytest.mark.parametrize("how", ["step", "goal_of_a_closed_pathway"])
def test_what_is_over_is_not_next(house, person, how):
    made = goal(house, person)
    row = step(house, person, made, words="Visiter la serre")
    with acting_in(house.referent.context()):
        if how == "step":
            move_step(row, seen_by(house.referent, person), "do", by=house.referent)
        else:
            known = person.pathway
            close_pathway(
                known, by=house.referent, exit_code="emploi", on=house.referent.today, version=known.version
            )

    said = panel(page(house.referent, person))

    assert "Visiter la serre" not in said
    assert ("Aller au marché" in said) is (how == "step")


@pytest.mark.parametrize("how_many", [0, 1, 12])
def test_it_adds_no_query(house, person, how_many):
    for _turn in range(how_many):
        step(house, person, goal(house, person))
    if how_many:
        write(house, person, begun(house, person), SAID)

    answer, asked = ask(house.referent, reverse("person", args=[person.pk]))

    assert len(answer.context["standing"].aims) == min(how_many, 4)
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_long_texts_are_cut_at_a_word():
    assert standing.short("mot " * 60).endswith("mot…")
    assert standing.short("Court  et   net") == "Court et net"
    assert len(standing.short("x" * 400)) == standing.LONGEST + 1


@pytest.mark.parametrize(
    ("labels", "said"),
    [([], ""), (["Budget"], "budget"), (["A", "B", "C", "D", "E"], "a, b, c, d et 1 autre"),
     (["A", "B", "C", "D", "E", "F"], "a, b, c, d et 2 autres")],
)  # fmt: skip
def test_labels_are_named_and_the_rest_counted(labels, said):
    assert standing.named(labels) == said
