"""The page of accesses: who may read a dossier and why, who did; for those it concerns."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

import cordee
from cordee.accounts.actions.house import adjust_role
from cordee.dossier.actions import write_note
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.people.actions import give_ground, protect_contact, reveal_contact, seal_dossier
from cordee.people.fetch import WHAT, _as_one, readings_of
from cordee.people.readers import house_readers
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from tests import factories


@pytest.fixture
def person(house):
    return factories.person(house.referent, first_names="Aubépine", usage_name="Mistral")


def page(who, person):
    return factories.visit(who).get(reverse("person_access", args=[person.pk]))


def open_file(who, person):
    return factories.visit(who).get(reverse("person", args=[person.pk]))


def readings(who, person):
    with acting_in(who.context()):
        return [(one.who, one.what) for one in readings_of(who, person)]


def test_who_read_is_told_latest_first_and_once_a_day(house, person):
    for who in (house.colleague, house.colleague, house.coordinator):
        open_file(who, person)

    assert readings(house.referent, person) == [
        (house.coordinator.member.display_name, [("a ouvert le dossier", 1)]),
        (house.colleague.member.display_name, [("a ouvert le dossier", 2)]),
    ]


def test_what_somebody_read_in_a_day_is_one_line_whatever_the_others_did(house, person):
    open_file(house.colleague, person)
    open_file(house.coordinator, person)
    for address in ("person_access", "person"):
        factories.visit(house.colleague).get(reverse(address, args=[person.pk]))

    told = readings(house.referent, person)
    words = text_of(page(house.referent, person))

    assert [who for who, _what in told] == [
        house.colleague.member.display_name,
        house.coordinator.member.display_name,
    ]
    assert ("a ouvert le dossier", 2) in told[0][1]
    assert len(told[0][1]) > 1
    assert "a ouvert le dossier (2 fois)" in words


def test_another_day_or_another_function_is_another_line():
    now = timezone.now()
    first = AccessLog(what="dossier.opened", at=now, roles="counsellor")
    later, otherwise = AccessLog(what="x", at=now, roles="counsellor"), AccessLog(at=now, roles="coordinator")
    before = AccessLog(what="dossier.opened", at=now - timedelta(days=1), roles="counsellor")

    assert _as_one(first) == _as_one(later)
    assert len({_as_one(row) for row in (first, before, otherwise)}) == 3


def test_a_revealed_address_is_told_with_its_reason_each_time(house, person):
    with acting_in(house.referent.context()):
        protect_contact(person, by=house.referent, on=house.referent.today)
        for reason in ("courrier du tribunal", "courrier de la CAF"):
            reveal_contact(person, by=house.referent, reason=reason)

    told = [what for _who, [(what, _times)] in readings(house.referent, person)]

    assert told == [
        "a vu les coordonnées protégées (courrier de la CAF)",
        "a vu les coordonnées protégées (courrier du tribunal)",
    ]


def test_a_reader_of_another_house_is_named_with_it(house, stranger, person):
    with acting_in(house.referent.context()):
        give_ground(person, member=stranger.member, kind="shared", partitions=1, by=house.referent)
    open_file(stranger, person)

    words = text_of(page(house.referent, person))

    assert f"{stranger.member.display_name} partage accepté par la personne identité et coordonnées" in words
    assert "conseil en insertion, Une autre maison" in words


def test_the_page_says_which_functions_of_the_house_read_what(house, person):
    words = text_of(page(house.referent, person))

    assert "situation sociale : coordination, conseil en insertion, travail social" in words
    assert "santé :" not in words


def test_by_caseload_only_some_functions_read_house_wide(db):
    house = factories.house(sharing="caseload")

    assert {line.part: line.roles for line in house_readers(house.referent)} == {
        "identité et coordonnées": "secrétaire, coordination",
        "situation sociale": "coordination",
        "parcours vers l’emploi": "coordination",
    }


def test_a_sealed_dossier_says_that_the_house_no_longer_reads_it(house, person):
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)

    words = text_of(page(house.coordinator, person))

    assert "Dossier fermé à l’équipe" in words and "Dans la maison, selon sa fonction" not in words


@pytest.mark.parametrize("readers", [1, 20])
def test_the_page_costs_the_same_for_one_reading_or_many(house, person, readers):
    for number in range(readers):
        who = house.colleague if number % 2 else house.coordinator
        open_file(who, person)

    answer, asked = ask(house.referent, reverse("person_access", args=[person.pk]))

    assert answer.status_code == 200 and len(asked) <= MOST_QUERIES, "\n\n".join(asked)


@pytest.mark.parametrize("who", ["secretary", "nurse", "workshop_leader", "admin"])
def test_the_page_is_closed_to_the_other_functions(house, person, who):
    assert page(house.team[who], person).status_code == 403


def test_another_house_reads_no_access(stranger, person):
    assert page(stranger, person).status_code == 404


def test_every_reading_that_is_logged_has_its_sentence():
    """Each `what=` given to the log about a person, wherever it is written."""
    logged = set()
    for path in Path(cordee.__file__).parent.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and any(one.arg == "person" for one in call.keywords):
                logged |= {
                    one.value.value
                    for one in call.keywords
                    if one.arg == "what" and isinstance(one.value, ast.Constant)
                }

    assert {"dossier.opened", "contact.revealed"} <= logged
    assert logged <= set(WHAT)
    assert all(re.match("a ", str(words)) for words in WHAT.values())


def test_what_the_house_keeps_from_a_role_closes_in_dossiers_already_followed(house, person):
    coach, follows = house.coach, "parcours vers l’emploi"
    with acting_in(house.referent.context()):
        give_ground(person, member=coach.member, kind="follows", partitions=5, by=house.referent)
        write_note(person, by=house.referent, text="Un atelier.", day=coach.today, sector="employment")
    before = text_of(page(house.referent, person))
    with acting_in(house.coordinator.context()):
        adjust_role(
            by=house.coordinator,
            role="job_coach",
            kept={"house": ["identity"], "following": ["identity"]},
            valid_from=coach.today,
            reason="Le jobcoaching est suspendu ce trimestre.",
        )

    read = text_of(open_file(factories.fresh(coach.member), person))
    after = text_of(page(factories.fresh(house.referent.member), person))

    assert "Un atelier." not in read and person.first_names in read
    assert before.count(follows) > after.count(follows)


def test_without_that_choice_the_same_dossier_is_read(house, person):
    with acting_in(house.referent.context()):
        give_ground(person, member=house.coach.member, kind="follows", partitions=5, by=house.referent)
        write_note(person, by=house.referent, text="Un atelier.", day=house.coach.today, sector="employment")

    assert "Un atelier." in text_of(open_file(house.coach, person))
