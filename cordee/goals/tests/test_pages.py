"""The pages of a project: what each reader sees, what is written from them, in how many statements."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.tests.test_diagnosis import begun, close, write
from cordee.assessments.tests.test_pages import form_again
from cordee.goals import fetch, own_page
from cordee.goals.actions import GoalWanted
from cordee.goals.models import ActionStep, Goal, LifeProject
from cordee.goals.tests.factories import BUS, followed, goal, open_health, seen_by, step
from cordee.home.tests.asking import ask, text_of
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.plumbing.printing import pdf
from cordee.plumbing.printing.tests.read_pdf import pages_of, read_pdf
from cordee.plumbing.printing.tests.read_pdf import text_of as text_of_pdf
from tests import factories

MOST_QUERIES = 8
DAY = timedelta(days=1)


@pytest.fixture
def person(house):
    return followed(house)


def address(name, person, *more):
    return reverse(name, args=[person.pk, *more])


def where(made, part="emploi"):
    return [part, made.pk]


def sent_by(answer):
    """What a browser would send of the form of a page, sent anew: nothing is replayed."""
    found = form_again(answer.content.decode())
    found.pop("_once", None)
    boxes = {"agreed", "with_person"} & set(found)
    return found | dict.fromkeys(boxes, "on")


def as_referent(house):
    return acting_in(house.referent.context())


# Reading


def test_the_tab_says_her_words_her_goals_and_their_way(house, person):
    made = goal(house, person)
    step(house, person, made, who="partner", partner="Mission locale")

    answer, _asked = ask(house.referent, address("person_project", person))
    words = text_of(answer)

    assert BUS.words in words and "1 à venir" in words and "Mission locale" in words
    assert "L’orientation n’est pas encore envisagée" in words
    assert "Projet personnel" in words
    with as_referent(house):
        assert AccessLog.objects.filter(what="project.opened").count() == 2


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_tab_asks_as_little_for_one_goal_as_for_twelve(house, person, how_many):
    for _turn in range(how_many):
        made = goal(house, person)
        step(house, person, made)

    for page in (
        address("person_project", person),
        address("own_project", person),
        address("goal", person, *where(made)),
        address("review_goals", person, person.pathway.pk),
    ):
        answer, asked = ask(house.referent, page)
        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)


def test_whoever_does_not_read_a_part_does_not_read_its_goals(house, person):
    goal(house, person, GoalWanted(axis="sortir", words="Payer mes dettes"))
    goal(house, person)

    answer, _asked = ask(house.nurse, address("person_project", person))
    assert "Payer mes dettes" not in text_of(answer)
    answer, _asked = ask(house.referent, address("person_project", person))
    assert "Payer mes dettes" in text_of(answer)


def test_health_is_folded_and_opened_by_those_entitled(house, person, visit):
    open_health(house, person)
    made = goal(house, person, GoalWanted(axis="soins", words="Voir le docteur Exemple"))

    assert "docteur" not in text_of(visit(house.referent).get(address("person_project", person)))
    assert "docteur" in text_of(visit(house.referent).get(address("project_part", person, "sante")))
    assert visit(house.coordinator).get(address("project_part", person, "sante")).status_code == 404
    assert visit(house.coordinator).get(address("goal", person, "sante", made.pk)).status_code == 404
    assert visit(house.referent).get(address("goal", person, "emploi", made.pk)).status_code == 404
    assert "docteur" not in text_of(visit(house.referent).get(address("own_project", person)))


def test_a_stranger_finds_nothing(house, person, stranger, visit):
    made = goal(house, person)

    for page in (address("person_project", person), address("goal", person, *where(made))):
        assert visit(stranger).get(page).status_code == 404


# The paper of the person


def test_her_page_is_in_short_sentences_and_says_what_was_won(house, person, visit):
    today = house.referent.today
    made = goal(house, person, GoalWanted(axis="bouger", line="bus", target_on=today + 60 * DAY))
    step(house, person, made, who="professional", in_charge=house.referent.member, due_on=today + DAY)
    kept = goal(house, person, GoalWanted(axis="bouger", line="acquis"))
    visit(house.referent).post(
        address("review_goals", person, person.pathway.pk),
        {
            "day": today.strftime("%d/%m/%Y"),
            "goal-0": str(kept.pk),
            "outcome-0": "maintained",
            "with_person": "on",
        },
    )

    words = text_of(visit(house.referent).get(address("own_project", person)))

    assert "Je prends le bus." in words
    assert f"{house.referent.member.display_name} m’aide." in words
    assert "Je tiens bon : Maintenir les acquis" in words
    assert "Ce papier est à moi" in words


def test_her_paper_is_tagged_and_says_the_same(house, person, visit):
    made = goal(house, person)
    step(house, person, made, who="partner", partner="Mission locale")

    answer = visit(house.referent).get(address("own_paper", person))

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    words = text_of_pdf(content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert BUS.words in words and "Mission locale" in words and "Ce papier est à moi" in words
    assert read_pdf(content).is_tagged


# Writing


def test_a_goal_is_decided_from_its_page_and_taken_back(house, person, visit):
    client, page = visit(house.referent), address("new_goal", person, person.pathway.pk)
    first = client.get(page)
    data = sent_by(first) | {"line": "bus", "words": "Aller voir ma fille"}

    answer = client.post(page, data)

    with as_referent(house):
        (made,) = fetch.goals_of(house.referent, seen_by(house.referent, person))
    assert (made.label, made.said.line, made.row.agreed_on) == (data["words"], "bus", house.referent.today)
    assert answer.headers["Location"] == address("goal", person, *where(made.row))
    client.post(address("withdraw_goal", person, *where(made.row)))
    with as_referent(house):
        assert fetch.goals_of(house.referent, seen_by(house.referent, person)) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "", "line": ""}, "choisissez un axe"),
        ({"words": "", "line": "", "axis": "bouger"}, "dans les mots de la personne"),
        ({"words": "Sortir", "axis": "bouger", "target_on": "01/01/2001"}, "avant le jour de l’objectif"),
        ({"words": "Sortir", "axis": "bouger", "target_on": "trente février"}, ""),
        ({"words": "Sortir", "axis": "soins"}, "Choisissez dans la liste"),
    ],
)
def test_what_cannot_be_is_explained_and_what_was_typed_stays(house, person, visit, typed, said):
    client, page = visit(house.referent), address("new_goal", person, person.pathway.pk)
    data = sent_by(client.get(page)) | typed

    answer = client.post(page, data)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert typed["words"] in answer.content.decode()
    with as_referent(house):
        assert not Goal.objects.exists()


def test_a_step_is_noted_moved_and_the_move_taken_back(house, person, visit):
    made, client = goal(house, person), visit(house.referent)
    page = address("new_step", person, *where(made))
    data = sent_by(client.get(page)) | {"words": "Visiter la serre", "who": "professional"}
    data["in_charge"] = str(house.coordinator.member.pk)
    client.post(page, data)
    with as_referent(house):
        one = ActionStep.objects.get()
    assert one.in_charge_id == house.coordinator.member.pk

    client.post(address("move_step", person, *where(made), one.pk), {"move": "do"})
    with as_referent(house):
        assert ActionStep.objects.get().state == "done"
    client.post(address("undo_step", person, *where(made), one.pk, "plan"))
    with as_referent(house):
        assert ActionStep.objects.get().state == "planned"
    answer = client.post(address("move_step", person, *where(made), one.pk), {"move": "sauter"}, follow=True)
    assert "Ce passage n’existe pas" in text_of(answer)


def test_two_people_at_once_see_what_the_other_wrote(house, person, visit):
    made, client = goal(house, person), visit(house.referent)
    page = address("change_goal", person, *where(made))
    first = sent_by(client.get(page))
    client.post(page, first | {"words": "Aller au lac"})

    answer = client.post(page, first | {"words": "Aller en ville"})

    assert answer.status_code == 409
    assert "Aller au lac" in text_of(answer) and "Aller en ville" in answer.content.decode()
    client.post(page, sent_by(answer))
    with as_referent(house):
        (told,) = fetch.goals_of(house.referent, seen_by(house.referent, person))
    assert told.label == "Aller en ville"


def test_a_review_leaves_what_nobody_spoke_of(house, person, visit):
    spoken, silent = goal(house, person), goal(house, person)
    client, page = visit(house.referent), address("review_goals", person, person.pathway.pk)
    data = sent_by(client.get(page))
    place = next(place for place in (0, 1) if data[f"goal-{place}"] == [str(spoken.pk)])
    data |= {f"outcome-{place}": "reached", f"words-{place}": "Fini"}

    assert client.post(page, data).status_code == 302

    with as_referent(house):
        states = dict(Goal.objects.values_list("pk", "state"))
    assert states == {spoken.pk: "reached", silent.pk: "under_way"}
    assert "Reprendre cet objectif" in text_of(client.get(address("goal", person, *where(spoken))))
    client.post(address("reopen_goal", person, *where(spoken)))
    with as_referent(house):
        assert Goal.objects.get(pk=spoken.pk).state == "under_way"


def test_a_goal_added_or_ended_meanwhile_moves_nobody_s_words(house, person, visit):
    made, client = goal(house, person), visit(house.referent)
    page = address("review_goals", person, person.pathway.pk)
    data = sent_by(client.get(page)) | {"outcome-0": "changed", "words-0": "Autre chose"}
    goal(house, person)

    answer = client.post(page, data)

    assert answer.status_code == 422
    assert "Écrivez l’objectif qui prend sa place" in text_of(answer)
    assert answer.context["form"].goals[0].row.pk == made.pk
    assert client.post(page, data | {"new_words-0": "Le code"}).status_code == 302
    again = client.post(page, data | {"new_words-0": "Le code"})
    assert again.status_code == 422 and "s’est terminé" in text_of(again) and "Autre chose" in text_of(again)
    strange = client.post(page, data | {"goal-0": str(person.pk)})
    assert strange.status_code == 422


def test_a_review_before_the_goal_is_explained_on_its_day(house, person, visit):
    made = goal(house, person)
    client, page = visit(house.referent), address("review_goals", person, person.pathway.pk)
    assert made.pk
    yesterday = (house.referent.today - DAY).strftime("%d/%m/%Y")
    data = sent_by(client.get(page)) | {"outcome-0": "reached", "day": yesterday}

    answer = client.post(page, data)

    assert answer.status_code == 422
    assert "un bilan ne peut pas être antérieur" in text_of(answer)


def test_the_project_is_written_with_her(house, person, visit):
    client, page = visit(house.referent), address("write_project", person, "vie")
    data = sent_by(client.get(page)) | {"words": "Un chez-moi"}

    client.post(page, data)

    with as_referent(house):
        assert LifeProject.objects.count() == 1
    assert "Un chez-moi" in text_of(client.get(address("person_project", person)))
    assert client.post(page, data | {"words": ""}).status_code == 422
    assert client.get(address("write_project", person, "lune")).status_code == 404


def test_several_ways_are_foreseen_and_the_word_about_it_goes(house, person, visit):
    client, page = visit(house.referent), address("foresee_orientation", person, person.pathway.pk)
    data = sent_by(client.get(page)) | {"target-logement": "studio", "words-emploi": "à mi-temps"}

    client.post(page, data)

    words = text_of(client.get(address("person_project", person)))
    assert "Un studio à soi" in words and "à mi-temps" in words
    assert "n’est pas encore envisagée" not in words


# From the diagnosis


def test_a_barrier_becomes_a_goal_in_one_gesture(house, person, visit):
    diagnosis = begun(house, person)
    write(
        house,
        person,
        diagnosis,
        {"mobilite": Entry(level=4, is_barrier=True), "envies": Entry(words="Sortir")},
    )
    close(house, person, diagnosis)
    client = visit(house.referent)
    assert "En faire un objectif" in text_of(client.get(address("person_diagnosis", person)))

    answer = client.post(
        address("goal_from_barrier", person), {"pathway": str(person.pathway.pk), "theme": "mobilite"}
    )

    with as_referent(house):
        (made,) = fetch.goals_of(house.referent, seen_by(house.referent, person))
    assert (made.said.axis, made.said.theme, made.label) == (
        "bouger",
        "mobilite",
        "Avancer sur\u202f: mobilité",
    )
    assert answer.headers["Location"] == address("change_goal", person, *where(made.row))


def test_a_theme_without_an_axis_is_said_so(house, person, visit):
    answer = visit(house.referent).post(
        address("goal_from_barrier", person),
        {"pathway": str(person.pathway.pk), "theme": "lune"},
        follow=True,
    )

    assert "n’a pas d’axe pour ce frein" in text_of(answer)
    assert (
        visit(house.referent).post(address("goal_from_barrier", person), {"pathway": "x"}).status_code == 404
    )


# The day of whoever is in charge


def test_the_deadlines_lead_to_the_project_and_to_the_review(house, person, visit):
    today = house.referent.today
    step(
        house, person, goal(house, person), who="professional", in_charge=house.referent.member, due_on=today
    )

    answer = visit(house.referent).get("/")

    assert "Une étape du projet est à faire" in text_of(answer)
    assert address("person_project", person) in answer.content.decode()


def test_people_without_a_pathway_learn_how_a_goal_begins(house, visit):
    alone = factories.person(house.referent)

    assert "sur un parcours en cours" in text_of(visit(house.referent).get(address("person_project", alone)))
    assert visit(house.referent).get(address("write_project", alone, "vie")).status_code == 404


def test_a_goal_with_many_steps_goes_on_overleaf():
    steps = [{"words": f"Étape{number}fin", "lines": ["Nora m’aide."]} for number in range(40)]
    told = {"title": "Mon projet", "name": "x", "house": "", "footer": "", "life": "", "career": "", "nothing": "",
            "titles": dict.fromkeys(("life", "career", "won", "rights"), "x"), "won": [], "rights": [],
            "goals": [{"words": "Un long but", "lines": [], "steps": steps}]}  # fmt: skip

    pages = pages_of(pdf(own_page.TEMPLATE, told))

    assert len(pages) > 2
    assert all(page.count("fin") < 20 for page in pages)
