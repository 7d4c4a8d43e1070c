"""A situation noted item by item: what stands, what stood, who wrote at once, what ends on whose day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cordee.assessments import actions, fetch
from cordee.assessments.actions import NotedMeanwhile, Said, note_situation
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import BY_SLUG, HEALTH, HOUSING, PROTECTION, RESIDENCE_PERMIT, WORK
from cordee.assessments.enums import State
from cordee.assessments.expiring import ENDS
from cordee.assessments.models import HealthItem, ProtectedItem, SituationItem
from cordee.dossier.models import Deadline, Fact
from cordee.dossier.sentences import say
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import Partition
from cordee.pathways.circle import name_referent
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of
from cordee.people.models import Ground
from cordee.plumbing.context import acting_in
from tests import factories

HOSTED = Answer(State.KNOWN, ("hosted",), text="Chez sa sœur")
SOCIAL_FLAT = Answer(State.KNOWN, ("social",))
KNOWN = State.KNOWN


@pytest.fixture
def person(house):
    found = factories.person(house.referent)
    factories.pathway(house, found)
    return found


def seen_by(actor, person):
    return fetch.person_with_key(actor, person.pk)


def note(house, person, theme, said, *, by=None, on=None):
    who = by or house.referent
    with acting_in(who.context()):
        shown = {slot: one if isinstance(one, Said) else Said(one) for slot, one in said.items()}
        return note_situation(seen_by(who, person), theme, by=who, said=shown, on=on)


def standing(who, person, theme):
    with acting_in(who.context()):
        return fetch.theme_situation(who, seen_by(who, person), theme)


def shown(who, person, theme, slot):
    """What somebody who opens the form now is shown of an item."""
    return standing(who, person, theme)[slot].row.pk


def open_health(house, person):
    """The referent follows the health of this person, with her agreement."""
    with acting_in(house.coordinator.context()):
        Ground(
            organisation=house.organisation, person=person, member=house.referent.member, kind="shared",
            partitions=int(Partition.HEALTH | Partition.PROTECTED),
        ).save(force_insert=True)  # fmt: skip


# What stands, and what stood


def test_a_situation_is_noted_and_its_history_kept(house, person, acting):
    yesterday = house.referent.today - timedelta(days=1)
    note(house, person, HOUSING, {("housing", 0): HOSTED}, on=yesterday)
    before = shown(house.referent, person, HOUSING, ("housing", 0))
    changed = note(house, person, HOUSING, {("housing", 0): Said(SOCIAL_FLAT, before)})

    acting(house.referent)
    now = fetch.theme_situation(house.referent, seen_by(house.referent, person), HOUSING)
    told = fetch.changes_of(house.referent, seen_by(house.referent, person), HOUSING)
    assert changed == ["housing"]
    assert now["housing", 0].answer == SOCIAL_FLAT
    assert [(one.answer, one.row.noted_on) for one in told] == [
        (SOCIAL_FLAT, house.referent.today),
        (HOSTED, yesterday),
    ]
    assert told[1].row.replaced_at == now["housing", 0].row.recorded_at


def test_words_are_sealed_for_the_person(house, person, acting):
    note(house, person, HOUSING, {("housing", 0): HOSTED})
    acting(house.referent)

    row = SituationItem.objects.get(item="housing")
    assert "sœur".encode() not in bytes(row.sealed_text)
    assert actions.answer_of(row, key_of(person)).text == "Chez sa sœur"


def test_nothing_new_writes_nothing(house, person, acting):
    note(house, person, HOUSING, {("housing", 0): HOSTED})
    before = shown(house.referent, person, HOUSING, ("housing", 0))

    assert note(house, person, HOUSING, {("housing", 0): Said(HOSTED, before), ("qpv", 0): Answer()}) == []
    acting(house.referent)
    assert SituationItem.objects.count() == 1
    assert Fact.objects.filter(kind="situation_noted").count() == 1


def test_an_answer_taken_back_is_not_broached_again(house, person):
    note(house, person, HOUSING, {("qpv", 0): Answer(State.NO)})
    before = shown(house.referent, person, HOUSING, ("qpv", 0))
    note(house, person, HOUSING, {("qpv", 0): Said(Answer(), before)})

    assert not standing(house.referent, person, HOUSING)["qpv", 0].answer


@pytest.mark.parametrize("state", [State.NO, State.UNKNOWN])
def test_no_and_unknown_are_kept_apart(house, person, state):
    note(house, person, HOUSING, {("qpv", 0): Answer(state)})

    assert standing(house.referent, person, HOUSING)["qpv", 0].answer == Answer(state)


def test_the_fact_says_what_was_noted_and_never_what_was_said(house, person, acting):
    note(house, person, HOUSING, {("housing", 0): HOSTED, ("qpv", 0): Answer(State.NO)})
    acting(house.referent)

    fact = Fact.objects.get(kind="situation_noted")
    assert (fact.codes, fact.partition) == (
        {"theme": "housing", "items": ["housing", "qpv"]},
        Partition.SOCIAL,
    )
    assert say(fact) == "Situation notée\u202f: logement et quartier prioritaire (QPV)"


# Restricted parts


@pytest.mark.parametrize(
    ("theme", "slot", "model"),
    [(HEALTH, ("stay", 0), HealthItem), (PROTECTION, ("violence", 0), ProtectedItem)],
)
def test_a_restricted_answer_is_sealed_whole(house, person, acting, theme, slot, model):
    open_health(house, person)
    said = Answer(KNOWN, from_on=date(2026, 3, 2), text="Trois semaines")
    note(house, person, theme, {slot: said})

    acting(house.referent)
    row = model.objects.get()
    assert (row.state, row.choices, row.from_on) == ("", [], None)
    assert b"2026" not in bytes(row.sealed_text) and b"known" not in bytes(row.sealed_text)
    assert actions.answer_of(row, key_of(person)) == said
    fact = Fact.objects.get(kind="situation_noted")
    assert (fact.codes, fact.partition) == ({"theme": theme.code}, int(theme.partition))


def test_nobody_writes_in_a_part_they_do_not_read(house, person, acting):
    """A counsellor may write about health, in the dossiers where health is open to them."""
    with pytest.raises(NotAllowed):
        note(house, person, HEALTH, {("doctor", 0): Answer(KNOWN)})
    open_health(house, person)
    assert note(house, person, HEALTH, {("doctor", 0): Answer(KNOWN)}) == ["doctor"]


def test_a_secretary_writes_nothing(house, person):
    with pytest.raises(NotAllowed):
        note(house, person, HOUSING, {("housing", 0): HOSTED}, by=house.secretary)


# Two people at once


def test_two_people_on_two_items_both_keep_theirs(house, person):
    note(house, person, HOUSING, {("housing", 0): HOSTED, ("qpv", 0): Answer(KNOWN)})
    housing, qpv = (shown(house.referent, person, HOUSING, (code, 0)) for code in ("housing", "qpv"))
    note(
        house, person, HOUSING,
        {("housing", 0): Said(HOSTED, housing), ("qpv", 0): Said(Answer(State.NO), qpv)}, by=house.colleague,
    )  # fmt: skip

    note(
        house,
        person,
        HOUSING,
        {("housing", 0): Said(SOCIAL_FLAT, housing), ("qpv", 0): Said(Answer(KNOWN), qpv)},
    )

    now = standing(house.referent, person, HOUSING)
    assert (now["housing", 0].answer, now["qpv", 0].answer) == (SOCIAL_FLAT, Answer(State.NO))


def test_two_people_on_the_same_item_are_told_and_lose_nothing(house, person):
    note(house, person, HOUSING, {("housing", 0): HOSTED})
    before = shown(house.referent, person, HOUSING, ("housing", 0))
    note(house, person, HOUSING, {("housing", 0): Said(SOCIAL_FLAT, before)}, by=house.colleague)

    hotel = Answer(KNOWN, ("hotel",))
    with pytest.raises(NotedMeanwhile) as told:
        note(house, person, HOUSING, {("housing", 0): Said(hotel, before), ("qpv", 0): Answer(State.NO)})

    assert told.value.theirs["housing", 0].answer == SOCIAL_FLAT
    assert ("qpv", 0) not in standing(house.referent, person, HOUSING)
    theirs = told.value.theirs["housing", 0].row.pk
    note(house, person, HOUSING, {("housing", 0): Said(hotel, theirs)})
    assert standing(house.referent, person, HOUSING)["housing", 0].answer == hotel


def test_two_people_each_add_a_diploma(house, person):
    one, other = (Answer(KNOWN, text=text) for text in ("CAP cuisine", "Permis cariste"))
    note(house, person, WORK, {("diploma", 0): one}, by=house.colleague)
    note(house, person, WORK, {("diploma", 0): other})

    now = standing(house.referent, person, WORK)
    assert {now["diploma", 0].answer, now["diploma", 1].answer} == {one, other}


# What cannot be


@pytest.mark.parametrize(
    ("slot", "answer", "field"),
    [
        (("housing", 0), Answer(KNOWN, ("palace",)), "housing-0-choice"),
        (("housing", 0), Answer(KNOWN, ("hotel", "street")), "housing-0-choice"),
        (("housing", 1), HOSTED, "housing-1-choice"),
        (("housing", 0), Answer("peut-être"), "housing-0-choice"),
        (("housing", 0), replace(HOSTED, text="x" * 4001), "housing-0-text"),
        (
            ("must_leave", 0),
            Answer(KNOWN, from_on=date(2026, 2, 2), until_on=date(2026, 2, 1)),
            "must_leave-0-until_on",
        ),
    ],
)
def test_what_cannot_be_is_said_on_its_field(house, person, acting, slot, answer, field):
    with pytest.raises(BadInput) as refused:
        note(house, person, HOUSING, {slot: answer})

    assert refused.value.field == field
    acting(house.referent)
    assert not SituationItem.objects.exists()


def test_a_text_as_long_as_it_may_be_is_kept(house, person):
    note(house, person, HOUSING, {("housing", 0): replace(HOSTED, text="x" * 4000)})

    assert len(standing(house.referent, person, HOUSING)["housing", 0].answer.text) == 4000


def test_a_situation_is_not_noted_tomorrow(house, person):
    with pytest.raises(BadInput):
        note(house, person, HOUSING, {("housing", 0): HOSTED}, on=house.referent.today + timedelta(days=1))


# What ends


def permit(until, filed=None):
    return Answer(KNOWN, ("multiyear",), until_on=until, renewal_filed_on=filed)


def deadlines(**asked):
    return list(Deadline.objects.filter(kind=ENDS, **asked))


def test_the_end_of_a_permit_stands_on_the_referents_day(house, person, acting):
    until = house.referent.today + timedelta(days=100)
    note(house, person, RESIDENCE_PERMIT, {("permit", 0): permit(until)}, by=house.colleague)

    acting(house.referent)
    (row,) = deadlines()
    assert (row.in_charge, row.due_on, row.warn_on) == (
        house.referent.member,
        until,
        until - timedelta(days=60),
    )
    assert row.late_on == until + timedelta(days=1)
    assert "séjour" not in row.label


def test_the_end_moves_waits_for_an_answer_and_closes(house, person, acting):
    today = house.referent.today
    note(house, person, RESIDENCE_PERMIT, {("permit", 0): permit(today + timedelta(days=20))})

    def again(answer):
        before = shown(house.referent, person, RESIDENCE_PERMIT, ("permit", 0))
        note(house, person, RESIDENCE_PERMIT, {("permit", 0): Said(answer, before)})

    again(permit(today + timedelta(days=20), filed=today))
    acting(house.referent)
    (row,) = deadlines(closed_on=None)
    assert "réponse attendue" in row.label and row.due_on > today + timedelta(days=100)
    again(permit(today + timedelta(days=900)))
    acting(house.referent)
    (row,) = deadlines(closed_on=None)
    assert row.due_on == today + timedelta(days=900)
    again(Answer(State.NO))
    acting(house.referent)
    assert [one.closing for one in deadlines()] == ["dropped"]


def test_another_referent_takes_what_ends(house, person, acting):
    note(house, person, RESIDENCE_PERMIT, {("permit", 0): permit(house.referent.today + timedelta(days=9))})
    acting(house.coordinator)
    pathway = Pathway.objects.get(person=person)
    name_referent(
        pathway, pathway.programme_version.definition, member=house.colleague.member, by=house.coordinator,
        on=house.coordinator.today,
    )  # fmt: skip

    assert [row.in_charge for row in deadlines()] == [house.colleague.member]


def test_the_end_of_something_restricted_is_on_nobodys_day(house, person, acting):
    open_health(house, person)
    said = Answer(KNOWN, until_on=house.referent.today + timedelta(days=3))
    note(house, person, PROTECTION, {("order", 0): said})

    acting(house.referent)
    assert deadlines() == []


def test_every_theme_may_be_noted_by_whoever_reads_and_writes_it(house, person):
    open_health(house, person)
    for theme in BY_SLUG.values():
        item = theme.items[0]
        code = next(iter(item.choices), "")
        said = Answer(KNOWN, (code,) if code else (), text="" if code else "oui")
        assert note(house, person, theme, {(item.code, 0): said}) == [item.code]
