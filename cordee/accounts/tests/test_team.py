"""Roles and departures, dated; what a leaver followed passes on; nobody is left without a coordinator."""

from datetime import timedelta

import pytest

from cordee.accounts import hooks
from cordee.accounts.actions.team import cancel_departure, change_roles, record_departure
from cordee.accounts.actor import actor_for
from cordee.accounts.models import Invitation, Member, MemberRole, zone
from cordee.accounts.tests.proofs import signed_in, with_password, with_telephone
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.registry import Registry
from cordee.plumbing.context import acting_in
from tests import factories

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return factories.today()


@pytest.fixture(autouse=True)
def coordinated(request, acting):
    """The database answers as to the coordinator of the house, for tests that use one."""
    if "house" in request.fixturenames:
        acting(request.getfixturevalue("house").coordinator)


def roles_on(member, day):
    return set(MemberRole.objects.filter(member=member).held_on(day).values_list("role", flat=True))


def test_roles_change_from_a_day_and_the_past_is_kept(house, today):
    member = house.referent.member

    change_roles(member, by=house.coordinator, roles=["job_coach", "counsellor"], on=today + 10 * DAY)
    change_roles(member, by=house.coordinator, roles=["job_coach"], on=today + 20 * DAY)

    assert roles_on(member, today + 9 * DAY) == {"counsellor"}
    assert roles_on(member, today + 10 * DAY) == {"counsellor", "job_coach"}
    assert roles_on(member, today + 19 * DAY) == {"counsellor", "job_coach"}
    assert roles_on(member, today + 20 * DAY) == {"job_coach"}


def test_a_change_today_takes_effect_at_once_and_can_be_undone_today(house, today):
    member = house.referent.member

    change_roles(member, by=house.coordinator, roles=["job_coach"], on=today)
    change_roles(member, by=house.coordinator, roles=["counsellor"], on=today)

    assert factories.fresh(member).roles == {"counsellor"}
    assert roles_on(member, today - DAY) == {"counsellor"}


def test_a_nearer_change_replaces_the_one_planned(house, today):
    member = house.referent.member
    change_roles(member, by=house.coordinator, roles=["coordinator"], on=today + 30 * DAY)

    change_roles(member, by=house.coordinator, roles=["counsellor", "job_coach"], on=today + 5 * DAY)

    assert roles_on(member, today + 40 * DAY) == {"counsellor", "job_coach"}


def test_the_past_is_not_rewritten(house, today):
    with pytest.raises(BadInput):
        change_roles(house.referent.member, by=house.coordinator, roles=["job_coach"], on=today - DAY)


def test_the_last_coordinator_stays_one(house, today):
    with pytest.raises(RuleBroken):
        change_roles(house.coordinator.member, by=house.coordinator, roles=[], on=today)

    change_roles(house.colleague.member, by=house.coordinator, roles=["coordinator"], on=today)
    other = factories.fresh(house.colleague.member)
    with acting_in(other.context()):
        change_roles(house.coordinator.member, by=other, roles=["counsellor"], on=today)

    assert factories.fresh(house.coordinator.member).roles == {"counsellor"}


def test_nobody_widens_their_own_roles(house, today):
    with pytest.raises(NotAllowed):
        change_roles(
            house.coordinator.member, by=house.coordinator, roles=["coordinator", "job_coach"], on=today
        )


@pytest.mark.parametrize(("days", "present"), [(0, False), (-1, False), (1, True), (30, True)])
def test_a_departure_takes_effect_on_its_day(house, today, days, present):
    member = house.referent.member

    record_departure(member, by=house.coordinator, on=today + days * DAY)

    member.refresh_from_db()
    assert (actor_for(member.user_id, member.pk, today) is not None) is present
    assert member.until_on == today + (days - 1) * DAY
    assert roles_on(member, today + days * DAY) == set()


def test_somebody_who_arrived_today_may_leave_today(house, today):
    member = factories.actor(house.organisation, "counsellor", since=today).member

    record_departure(member, by=house.coordinator, on=today)

    assert actor_for(member.user_id, member.pk, today) is None


def test_a_departure_today_closes_the_sessions_at_once(house, today):
    user = with_password(house.referent.user)
    client = signed_in(user, with_telephone(user))
    assert client.get("/compte").status_code == 200

    with acting_in(house.coordinator.context()):
        record_departure(house.referent.member, by=house.coordinator, on=today)

    assert client.get("/compte").url.startswith("/connexion")


def test_a_departure_to_come_leaves_them_open(house, today):
    user = with_password(house.referent.user)
    client = signed_in(user, with_telephone(user))

    with acting_in(house.coordinator.context()):
        record_departure(house.referent.member, by=house.coordinator, on=today + DAY)

    assert client.get("/compte").status_code == 200


def test_somebody_who_left_is_told_so(house, visit, today):
    client = visit(house.referent)

    with acting_in(house.coordinator.context()):
        record_departure(house.referent.member, by=house.coordinator, on=today)
    page = client.get("/")

    assert page.status_code == 403
    assert "Aucune organisation ne vous est ouverte" in page.content.decode()
    assert client.get("/compte").status_code == 200


def test_the_last_coordinator_cannot_leave(house, today):
    with pytest.raises(RuleBroken):
        record_departure(house.coordinator.member, by=house.director, on=today + 5 * DAY)


def test_nobody_records_their_own_departure(house, today):
    with pytest.raises(NotAllowed):
        record_departure(house.coordinator.member, by=house.coordinator, on=today + 5 * DAY)


def test_somebody_gone_does_not_leave_twice(house, today):
    record_departure(house.referent.member, by=house.coordinator, on=today - DAY)

    with pytest.raises(StaleState):
        record_departure(house.referent.member, by=house.coordinator, on=today)


def test_a_departure_to_come_can_be_called_off(house, today):
    member = house.referent.member
    record_departure(member, by=house.coordinator, on=today + 5 * DAY)

    cancel_departure(member, by=house.coordinator)

    assert roles_on(member, today + 90 * DAY) == {"counsellor"}
    assert member.until_on is None
    with pytest.raises(StaleState):
        cancel_departure(member, by=house.coordinator)


def test_a_departure_withdraws_the_links_prepared_for_the_leaver(house, today):
    from django.utils import timezone

    from cordee.accounts.actions.joining import renew_access

    renew_access(house.referent.member, by=house.coordinator, now=timezone.now())

    record_departure(house.referent.member, by=house.coordinator, on=today)

    assert not Invitation.objects.waiting().exists()


@pytest.fixture
def followed(monkeypatch):
    """A domain that lets each of three things be handed over; returns what it was told."""
    told = []
    left = {"a", "b", "c"}

    def follow(member):
        items = tuple(hooks.FollowedItem(key, f"Chose {key}") for key in sorted(left))
        return [hooks.Followed("choses suivies", len(left), items), ("rien", 0)]

    def hand_over(leaving, heir, by, on, *, only=None):
        given = left & (only if only is not None else left)
        told.append((str(heir), tuple(sorted(given)), on))
        left.difference_update(given)
        return len(given)

    for name in ("FOLLOWED", "HAND_OVER", "LEFT"):
        monkeypatch.setattr(hooks, name, Registry(name))
    hooks.FOLLOWED.register("test", follow)
    hooks.HAND_OVER.register("test", hand_over)
    hooks.LEFT.register("test", lambda member, by, on: told.append(("left", str(member), on)))
    return told


def test_everything_passes_to_one_colleague(house, today, followed):
    outcome = record_departure(
        house.referent.member, by=house.coordinator, on=today, heir=house.colleague.member
    )

    assert (outcome.handed_over, outcome.left) == (3, 0)
    assert followed == [
        (str(house.colleague.member), ("a", "b", "c"), today),
        ("left", str(house.referent.member), today),
    ]


def test_some_pass_to_another_and_some_to_nobody(house, today, followed):
    outcome = record_departure(
        house.referent.member,
        by=house.coordinator,
        on=today,
        heir=house.colleague.member,
        heirs={"a": house.coach.member, "b": None},
    )

    assert (outcome.handed_over, outcome.left) == (2, 1)
    assert followed[:2] == [
        (str(house.coach.member), ("a",), today),
        (str(house.colleague.member), ("c",), today),
    ]


def test_what_is_left_to_nobody_is_counted(house, today, followed):
    outcome = record_departure(house.referent.member, by=house.coordinator, on=today)

    assert (outcome.handed_over, outcome.left) == (0, 3)


def test_the_page_hands_over_one_by_one(house, visit, today, followed):
    client = visit(house.coordinator)
    address = f"/reglages/equipe/{house.referent.member.pk}/depart"

    page = client.get(address).content.decode()
    answer = client.post(
        address,
        {
            "on": f"{today:%d/%m/%Y}",
            "heir": str(house.colleague.member.pk),
            "heir-a": str(house.coach.member.pk),
            "heir-b": "same",
            "heir-c": "",
        },
        follow=True,
    )

    assert "Chose a" in page
    assert "2 suivis ont été confiés" in answer.content.decode()
    assert "1 suivi reste sans personne" in answer.content.decode()


def test_whoever_reads_no_dossier_sees_counts_and_no_name(house, visit, followed):
    page = visit(house.director).get(f"/reglages/equipe/{house.referent.member.pk}/depart").content.decode()

    assert "choses suivies" in page
    assert "Chose a" not in page


@pytest.mark.parametrize("heir", ["stranger", "director", "forged"])
def test_an_heir_is_a_colleague_who_can_follow(house, stranger, visit, today, followed, heir):
    chosen = {"stranger": stranger.member.pk, "director": house.director.member.pk, "forged": "x"}[heir]

    answer = visit(house.coordinator).post(
        f"/reglages/equipe/{house.referent.member.pk}/depart",
        {"on": f"{today:%d/%m/%Y}", "heir": str(chosen)},
    )

    assert "n’est plus proposé" in answer.content.decode()
    assert Member.objects.get(pk=house.referent.member.pk).until_on is None


@pytest.mark.parametrize("day", ["", "un jour", "31/02/2027", "\0", "01/01/0001", "99/99/9999", "😀"])
def test_an_impossible_day_is_explained(house, visit, day):
    answer = visit(house.coordinator).post(f"/reglages/equipe/{house.referent.member.pk}/depart", {"on": day})

    assert answer.status_code == 200
    assert answer.context["form"].errors["on"]


def test_grounds_of_access_end_with_the_departure(house, today):
    from cordee.people.models import Ground

    person = factories.person(house.referent)
    with acting_in(house.coordinator.context()):
        before = Ground.objects.live().filter(person=person, member=house.referent.member).count()
        record_departure(house.referent.member, by=house.coordinator, on=today)
        after = Ground.objects.live().filter(person=person, member=house.referent.member).count()

    assert before
    assert after == 0


def test_grounds_end_on_the_day_of_a_departure_to_come(house, today):
    from cordee.people.models import Ground

    person = factories.person(house.referent)
    with acting_in(house.coordinator.context()):
        record_departure(house.referent.member, by=house.coordinator, on=today + DAY)
        ground = Ground.objects.live().get(person=person, member=house.referent.member)

    assert ground.ends_at.astimezone(zone("Europe/Paris")).date() == today + DAY
