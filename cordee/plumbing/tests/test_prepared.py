"""A query written once gives what the queryset gives, whatever its values; what cannot be written once is refused."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, connections
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.accounts.models import Member, MemberRole, Organisation
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.ids import new_id
from cordee.plumbing.prepared import Given, Unprepared, counted, planned_each_time, prepared
from tests import factories

built = []


@prepared
def members(organisation: UUID, on: date, role: str):
    built.append(role)
    held = MemberRole.objects.held_on(on).filter(role=role)
    return (
        Member.objects.filter(organisation=organisation, roles__in=held).select_related("user").order_by("pk")
    )


@pytest.fixture(autouse=True)
def nothing_kept():
    connections["default"].__dict__.pop("cordee_prepared", None)
    built.clear()


def test_other_values_give_other_rows_from_the_same_sql(house, stranger):
    today = factories.today()

    ours = members(house.organisation.pk, today, "counsellor")
    theirs = members(stranger.organisation.pk, today, "counsellor")
    before = members(house.organisation.pk, factories.LONG_AGO - timedelta(days=1), "counsellor")

    assert {one.pk for one in ours} == {house.referent.member.pk, house.colleague.member.pk}
    assert stranger.member.pk in {one.pk for one in theirs} and not {*ours} & {*theirs}
    assert before == []
    assert built == ["counsellor"]


def test_a_word_that_shapes_the_query_makes_another(house):
    today = factories.today()

    assert members(house.organisation.pk, today, "director") == [house.director.member]
    assert members(house.organisation.pk, today, "secretary") == [house.secretary.member]
    assert built == ["director", "secretary"]


def test_what_select_related_fetched_is_there_without_a_query(house):
    with CaptureQueriesContext(connection) as queries:
        found = members(house.organisation.pk, factories.today(), "director")[0]
        assert found.user.full_name
    assert len(queries) == 1


def test_the_same_value_twice_stays_the_same_value(house):
    @prepared
    def either(first: UUID, second: UUID):
        wanted = Q(pk=first) | Q(pk=second)
        return Member.objects.filter(wanted if first != second else Q(pk=first))

    referent, director = house.referent.member, house.director.member
    assert either(referent.pk, referent.pk) == [referent]
    assert {*either(referent.pk, director.pk)} == {referent, director}
    assert either(director.pk, director.pk) == [director]


@pytest.mark.parametrize("wanted", [0, 1, 2, 4, 5, 9])
def test_lists_of_any_length(house, wanted):
    @prepared
    def among(keys: list[UUID]):
        return Member.objects.filter(pk__in=keys).order_by("pk")

    keys = [one.member.pk for one in house.team.values()][:wanted]
    assert {one.pk for one in among(keys)} == {*keys}
    assert among([new_id() for _key in keys]) == []


def test_a_text_is_a_value_when_it_is_given(house, stranger):
    @prepared
    def named(name: str):
        built.append(name)
        return Organisation.objects.filter(name=name)

    assert named(Given(house.organisation.name)) == [house.organisation]
    assert named(Given(stranger.organisation.name)) == [stranger.organisation]
    assert named(Given("' OR 1=1 --")) == []
    assert len(built) == 1


def test_counting(house):
    @counted
    def team(organisation: UUID, limit: int):
        return Member.objects.filter(organisation=organisation)[:limit]

    assert team(house.organisation.pk, 1000) == len(house.team)
    assert team(house.organisation.pk, 3) == 3
    assert team(new_id(), 1000) == 0


@pytest.mark.parametrize("way", [prepared, counted, planned_each_time])
def test_a_query_that_finds_nothing_by_its_shape_asks_nothing(db, way):
    @way
    def nobody(organisation: UUID):
        return Member.objects.none()

    with CaptureQueriesContext(connection) as queries:
        assert not nobody(new_id())
    assert len(queries) == 0


def test_a_moment_or_an_identifier_that_would_stay_for_ever_is_refused(house):
    @prepared
    def since_now():
        return Member.objects.filter(from_on__lte=timezone.localdate())

    @prepared
    def always_the_same():
        return Member.objects.filter(pk=house.referent.member.pk)

    for query in (since_now, always_the_same):
        with pytest.raises(Unprepared):
            query()


def plans_of(text: str) -> list[tuple[int, int]]:
    """(kept, made anew) of each statement of this text that PostgreSQL holds for the connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [text]
        )
        return cursor.fetchall()


def test_the_plan_is_kept_from_the_first_time(house):
    @prepared
    def among(keys: list[UUID]):
        return Member.objects.filter(pk__in=keys, job_title__gt="\x02kept").order_by("pk")

    with acting_in(system_context(house.organisation.pk, because="a test")):
        for _time in range(3):
            among([house.referent.member.pk])

    assert plans_of('%"job_title" > $%') == [(3, 0)]


def test_a_plan_that_depends_on_the_values_is_made_each_time(house):
    @planned_each_time
    def among(keys: list[UUID]):
        return Member.objects.filter(pk__in=keys, display_name__gt="")

    referent, director = house.referent.member, house.director.member
    with acting_in(system_context(house.organisation.pk, because="a test")):
        assert among([referent.pk]) == [referent] and among([director.pk]) == [director]

    assert plans_of('%"display_name" > $%') == []
