"""A diagnosis begun, left in the middle, resumed, closed, made again: S3-1 and its neighbours."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.assessments.diagnosis import fetch
from cordee.assessments.diagnosis.actions import (
    Said,
    WrittenMeanwhile,
    begin_diagnosis,
    close_diagnosis,
    reopen_diagnosis,
    write_diagnosis,
)
from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.diagnosis.models import Diagnosis, DiagnosisEntry, HealthDiagnosisEntry
from cordee.assessments.tests.test_pages import form_again, words
from cordee.assessments.tests.test_situation import open_health, seen_by
from cordee.dossier.models import Fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.pathways.fetch import stories_of
from cordee.pathways.panels import offers
from cordee.people import drafts
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.referrals.tests.factories import asking
from tests import factories

MOST_QUERIES = 8
MOBILITY = Entry(level=4, is_barrier=True, situations=("no_licence",), words="Pas de bus le soir")
BETTER = Entry(level=2, evolution="better", is_barrier=True, strengths="Prend le bus seule")
WISHES = Entry(words="Travailler dehors")


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    found.pathway = factories.pathway(house, found)
    return found


def begun(house, person, *, by=None):
    who = by or house.referent
    with acting_in(who.context()):
        return begin_diagnosis(seen_by(who, person), person.pathway, by=who, on=who.today)


def write(house, person, diagnosis, said, *, by=None, **more):
    who = by or house.referent
    with acting_in(who.context()):
        shown = {code: one if isinstance(one, Said) else Said(one) for code, one in said.items()}
        return write_diagnosis(diagnosis, seen_by(who, person), by=who, said=shown, **more)


def close(house, person, diagnosis):
    with acting_in(house.referent.context()):
        return close_diagnosis(diagnosis, seen_by(house.referent, person), by=house.referent)


def told(house, person, diagnosis, *, by=None, part=""):
    who = by or house.referent
    with acting_in(who.context()):
        return fetch.diagnosis_for(who, seen_by(who, person), diagnosis.pk, part)


def address(name, person, *more):
    return reverse(name, args=[person.pk, *more])


# S3-1


def test_only_mobility_filled_is_kept_and_closing_needs_desires(house, person, acting):
    """S3-1: saved as it is; closing needs « envies »; no score; nothing blocks the lane."""
    diagnosis = begun(house, person)
    assert write(house, person, diagnosis, {"mobilite": MOBILITY}) == ["mobilite"]

    with pytest.raises(RuleBroken) as refused:
        close(house, person, diagnosis)
    assert "Ses envies" in str(refused.value)
    assert told(house, person, diagnosis).entries == {"mobilite": MOBILITY}

    write(house, person, diagnosis, {"envies": WISHES})
    closed = close(house, person, diagnosis)
    acting(house.referent)
    assert closed.closed_on == house.referent.today
    assert [fact.pathway_id for fact in Fact.objects.filter(kind="diagnosis_made")] == [person.pathway.pk]


def test_no_score_stands_anywhere(house, person, visit):
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"mobilite": MOBILITY, "envies": WISHES})
    close(house, person, diagnosis)

    numbers = [field.name for field in DiagnosisEntry._meta.concrete_fields if "score" in field.name]
    shown = words(visit(house.referent).get(address("person_diagnosis", person)))
    assert numbers == []
    assert "Blocage ou urgence" in shown and "/ 4" not in shown and "4/4" not in shown and "%" not in shown


def test_a_diagnosis_neither_opens_nor_closes_a_move(house, person):
    """What the engine offers from a stage is the same with none, one begun, one closed."""

    def offered():
        with acting_in(house.referent.context()):
            story = next(iter(stories_of(house.referent, person)))
            return [(offer.move.code, offer.allowed) for offer in offers(story, house.referent)]

    before = offered()
    diagnosis = begun(house, person)
    assert before and offered() == before
    write(house, person, diagnosis, {"envies": WISHES, "mobilite": MOBILITY})
    close(house, person, diagnosis)
    assert offered() == before


# Begun, written, resumed


def test_one_is_under_way_at_a_time(house, person):
    begun(house, person)

    with pytest.raises(StaleState):
        begun(house, person, by=house.colleague)


def test_a_programme_without_a_form_begins_none(house, person):
    bare = factories.programme(
        house.organisation,
        house.version.text.partition("[diagnosis]")[0].replace(
            "valid_from = 2020-01-01", "valid_from = 2020-01-02"
        ),
    )
    other = factories.person(house.referent)
    other.pathway = factories.pathway(house, other, version=bare)

    with pytest.raises(BadInput):
        begun(house, other)


@pytest.mark.parametrize("who", ["secretary", "nurse", "workshop_leader"])
def test_only_those_who_accompany_begin_one(house, person, who):
    with acting_in(house.coordinator.context()), pytest.raises(NotAllowed):
        begin_diagnosis(
            seen_by(house.coordinator, person),
            person.pathway,
            by=getattr(house, who),
            on=house.referent.today,
        )


def test_words_are_sealed(house, person, acting):
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"mobilite": MOBILITY})
    acting(house.referent)

    row = DiagnosisEntry.objects.get()
    assert b"bus" not in bytes(row.sealed_text)
    assert (row.level, row.is_barrier, row.situations) == (4, True, ["no_licence"])


def test_health_is_sealed_whole_in_its_own_table(house, person, acting):
    open_health(house, person)
    diagnosis = begun(house, person)
    said = Entry(level=3, situations=("absences",), strengths="Suit son traitement")
    write(house, person, diagnosis, {"sante": said})

    acting(house.referent)
    row = HealthDiagnosisEntry.objects.get()
    assert (row.level, row.situations, row.partition) == (0, [], int(Partition.HEALTH))
    assert b"absences" not in bytes(row.sealed_text)
    assert told(house, person, diagnosis, part="health").entries == {"sante": said}
    assert told(house, person, diagnosis).entries == {}


def test_nobody_writes_of_a_part_they_do_not_read(house, person):
    diagnosis = begun(house, person)

    with pytest.raises(NotAllowed):
        write(house, person, diagnosis, {"sante": Entry(level=1)})


def test_two_people_on_two_themes_both_keep_theirs(house, person):
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"logement": Entry(level=1), "mobilite": Entry()}, by=house.colleague)

    write(house, person, diagnosis, {"mobilite": MOBILITY})

    assert told(house, person, diagnosis).entries == {"logement": Entry(level=1), "mobilite": MOBILITY}


def test_two_people_on_the_same_theme_are_told_and_lose_nothing(house, person):
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"mobilite": BETTER}, by=house.colleague)

    with pytest.raises(WrittenMeanwhile) as meanwhile:
        write(house, person, diagnosis, {"mobilite": MOBILITY, "envies": WISHES})

    assert meanwhile.value.theirs == {"mobilite": BETTER}
    assert told(house, person, diagnosis).entries == {"mobilite": BETTER}
    write(house, person, diagnosis, {"mobilite": Said(MOBILITY, 1)})
    assert told(house, person, diagnosis).entries == {"mobilite": MOBILITY}


@pytest.mark.parametrize(
    ("code", "entry"),
    [
        ("inconnu", Entry(level=1)),
        ("mobilite", Entry(level=5)),
        ("mobilite", Entry(level=-1)),
        ("mobilite", Entry(evolution="cured")),
        ("mobilite", Entry(situations=("palace",))),
        ("envies", Entry(level=2)),
        ("mobilite", Entry(words="x" * 20_001)),
    ],
)
def test_what_the_form_does_not_ask_is_refused(house, person, acting, code, entry):
    diagnosis = begun(house, person)
    with pytest.raises(BadInput):
        write(house, person, diagnosis, {code: entry})

    acting(house.referent)
    assert not DiagnosisEntry.objects.exists()


def test_a_closed_one_is_not_written_until_it_is_opened_again(house, person, acting):
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"envies": WISHES})
    close(house, person, diagnosis)
    with pytest.raises(StaleState):
        write(house, person, diagnosis, {"mobilite": MOBILITY})

    with acting_in(house.referent.context()):
        reopen_diagnosis(diagnosis, seen_by(house.referent, person), by=house.referent)
    assert write(house, person, diagnosis, {"mobilite": MOBILITY}) == ["mobilite"]
    acting(house.referent)
    assert [fact.kind for fact in Fact.objects.filter(thing_id=diagnosis.pk).order_by("pk")] == [
        "diagnosis_begun", "diagnosis_made", "diagnosis_reopened",
    ]  # fmt: skip


def test_it_is_not_opened_again_beside_another(house, person):
    diagnosis = begun(house, person)
    write(house, person, diagnosis, {"envies": WISHES})
    close(house, person, diagnosis)
    begun(house, person)

    with acting_in(house.referent.context()), pytest.raises(StaleState):
        reopen_diagnosis(diagnosis, seen_by(house.referent, person), by=house.referent)


# Pages


def made_twice(house, person):
    """One closed four months ago, one today: mobility went forward."""
    for days, mobility in ((120, MOBILITY), (0, BETTER)):
        diagnosis = begun(house, person)
        day = house.referent.today - timedelta(days=days)
        said = {"mobilite": mobility, "envies": WISHES, "logement": Entry(level=1, strengths="Son bail")}
        write(house, person, diagnosis, said, day=day, done_with="person")
        close(house, person, diagnosis)
    return diagnosis


def test_then_and_now_are_drawn_and_said(house, person, visit):
    made_twice(house, person)

    answer, asked = asking(house.referent, address("person_diagnosis", person))

    shown, page = words(answer), answer.content.decode()
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
    for said in ("1 thème a avancé, 1 tient", "De « blocage ou urgence » à « un petit appui »", "Prend le bus seule",
                 "En progrès", "Non abordé", "ouvert depuis le", "avec la personne"):  # fmt: skip
        assert said in shown, said
    assert 'class="scale-then"' in page and 'class="scale-now"' in page
    assert "Travailler dehors" in shown


def test_an_empty_tab_offers_to_begin(house, person, visit, acting):
    client = visit(house.referent)
    assert "Commencer un diagnostic" in words(client.get(address("person_diagnosis", person)))

    answer = client.post(address("begin_diagnosis", person), {"pathway": person.pathway.pk})

    acting(house.referent)
    assert answer["Location"] == address("diagnosis", person, Diagnosis.objects.get().pk)
    assert "Continuer le diagnostic" in words(client.get(address("person_diagnosis", person)))


@pytest.mark.parametrize("pathway", ["", "pas-un-identifiant", "01a224fb-e815-73bb-bda4-06ab3505e6a2"])
def test_a_pathway_that_is_not_hers_begins_nothing(house, person, visit, pathway):
    answer = visit(house.referent).post(address("begin_diagnosis", person), {"pathway": pathway})

    assert answer.status_code == 404


def test_the_form_keeps_a_little_and_shows_it_again(house, person, visit):
    diagnosis = begun(house, person)
    client, own = visit(house.referent), address("diagnosis", person, diagnosis.pk)
    body = form_again(client.get(own).content.decode())
    body |= {"mobilite-level": "3", "mobilite-strengths": "Fait du vélo", "own_words-words": "Je veux sortir"}

    assert client.post(own, body).status_code == 302

    page = client.get(own).content.decode()
    assert "Fait du vélo" in page and "Je veux sortir" in page
    assert client.post(own, form_again(page)).status_code == 302
    assert set(told(house, person, diagnosis).entries) == {"mobilite", "own_words"}


def test_the_browser_closed_in_the_middle_loses_nothing(house, person, visit, acting):
    diagnosis = begun(house, person)
    client, own = visit(house.referent), address("diagnosis", person, diagnosis.pk)
    body = form_again(client.get(own).content.decode()) | {"mobilite-limits": "La nuit, elle a peur"}
    name = f"diagnosis-{diagnosis.pk.hex}"

    client.post(address("person_draft", person, name), body)

    assert "La nuit, elle a peur" in client.get(own).content.decode()
    assert client.post(own, body).status_code == 302
    acting(house.referent)
    assert not drafts.resumed(house.referent, name, person)
    assert told(house, person, diagnosis).entries["mobilite"].limits == "La nuit, elle a peur"


def test_somebody_else_wrote_meanwhile_both_are_shown(house, person, visit):
    diagnosis = begun(house, person)
    client, own = visit(house.referent), address("diagnosis", person, diagnosis.pk)
    body = form_again(client.get(own).content.decode()) | {"mobilite-words": "Les miens"}
    write(house, person, diagnosis, {"mobilite": replace(BETTER, words="Les siens")}, by=house.colleague)

    answer = client.post(own, body)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Les siens" in page and "Les miens" in page
    assert client.post(own, form_again(page)).status_code == 302
    assert told(house, person, diagnosis).entries["mobilite"].words == "Les miens"


def test_closing_says_what_is_missing_then_can_be_undone(house, person, visit, acting):
    diagnosis = begun(house, person)
    client, own = visit(house.referent), address("diagnosis", person, diagnosis.pk)
    assert "Avant de clore, il faut : Ses envies" in words(client.get(own))
    client.post(address("close_diagnosis", person, diagnosis.pk))
    acting(house.referent)
    assert not Diagnosis.objects.get().is_closed

    write(house, person, diagnosis, {"envies": WISHES})
    client.post(address("close_diagnosis", person, diagnosis.pk))
    acting(house.referent)
    assert Diagnosis.objects.get().is_closed
    client.post(address("reopen_diagnosis", person, diagnosis.pk))
    acting(house.referent)
    assert not Diagnosis.objects.get().is_closed


def test_health_is_on_a_page_of_its_own_and_its_reading_logged(house, person, visit, acting):
    open_health(house, person)
    diagnosis = begun(house, person)
    client, own = visit(house.referent), address("diagnosis", person, diagnosis.pk)
    part = address("diagnosis_part", person, diagnosis.pk, "sante")
    body = form_again(client.get(part).content.decode()) | {"sante-strengths": "Une équipe en confiance"}

    assert client.post(part, body).status_code == 302

    assert "Une équipe en confiance" not in client.get(own).content.decode()
    assert "Une équipe en confiance" in client.get(part).content.decode()
    assert visit(house.colleague).get(part).status_code == 404
    assert client.get(address("diagnosis_part", person, diagnosis.pk, "social")).status_code == 404
    acting(house.referent)
    assert AccessLog.objects.filter(person_id=person.pk, what="partition.health").count() == 2


def test_somebody_of_another_house_finds_nothing(house, person, visit, stranger):
    diagnosis = begun(house, person)
    for asked in (address("person_diagnosis", person), address("diagnosis", person, diagnosis.pk)):
        assert visit(stranger).get(asked).status_code == 404


def test_a_job_coach_reads_work_and_not_daily_life(house, person, visit):
    made_twice(house, person)

    shown = words(visit(house.coach).get(address("person_diagnosis", person)))

    assert "Prend le bus seule" in shown and "Son bail" not in shown
