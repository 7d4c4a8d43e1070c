"""Each page: who may come, how many queries, and that strangers get nothing."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from cordee.accounts.actions import joining
from cordee.accounts.models import Member
from tests import factories

MANAGERS = ("coordinator", "director", "admin")
OTHERS = ("referent", "secretary", "workshop_leader", "nurse", "coach")
PAGES = {
    "/reglages": MANAGERS,
    "/reglages/equipe": MANAGERS,
    "/reglages/equipe/inviter": MANAGERS,
    "/reglages/equipe/{member}": MANAGERS,
    "/reglages/equipe/{member}/fiche": MANAGERS,
    "/reglages/equipe/{member}/roles": MANAGERS,
    "/reglages/equipe/{member}/acces": MANAGERS,
    "/reglages/equipe/{member}/depart": MANAGERS,
    "/reglages/equipe/invitations/{invitation}": MANAGERS,
    "/reglages/lieux": MANAGERS,
    "/reglages/lieux/nouveau": MANAGERS,
    "/reglages/lieux/sites/nouveau": MANAGERS,
    "/reglages/lieux/sites/{site}": MANAGERS,
    "/reglages/organisation": ("coordinator", "director"),
    "/reglages/partage": ("coordinator", "director"),
    "/reglages/partage/counsellor": ("coordinator", "director"),
    "/compte": (*MANAGERS, *OTHERS),
}
# Session, actor, context: three for any page; the rest is the page's own.
IN_A_TEST = 3  # the savepoint around the request, its release, the context put back
QUERIES = {
    "/reglages": 3,
    "/reglages/equipe": 5,
    "/reglages/equipe/inviter": 3,
    "/reglages/equipe/{member}": 5,
    "/reglages/equipe/{member}/roles": 5,
    "/reglages/equipe/{member}/acces": 6,
    "/reglages/equipe/invitations/{invitation}": 4,
    "/reglages/lieux": 5,
    "/reglages/lieux/nouveau": 4,
    "/reglages/lieux/sites/{site}": 4,
    "/reglages/organisation": 4,
    "/reglages/partage": 4,
    "/reglages/partage/counsellor": 3,
    "/compte": 5,
}


@pytest.fixture
def addresses(house):
    from django.utils import timezone

    made, _token = joining.invite(
        organisation=house.organisation, by=house.coordinator, now=timezone.now(),
        email="lou@exemple.invalid", first_name="Lou", last_name="Nouvelle", roles=["counsellor"],
    )  # fmt: skip
    return {"member": house.referent.member.pk, "invitation": made.pk, "site": house.site.pk}


@pytest.mark.parametrize("path", PAGES)
def test_each_role_comes_where_it_may(house, addresses, visit, path):
    for who in (*MANAGERS, *OTHERS):
        answer = visit(getattr(house, who)).get(path.format(**addresses))
        assert answer.status_code == (200 if who in PAGES[path] else 403), who


@pytest.mark.parametrize("path", PAGES)
def test_nobody_comes_without_signing_in(house, addresses, path):
    answer = Client().get(path.format(**addresses))

    assert answer.url.startswith("/connexion?next=")


@pytest.mark.parametrize("path", [path for path in PAGES if "{" in path])
def test_a_stranger_finds_nothing(house, addresses, visit, path):
    other = factories.house(name="Ailleurs")

    theirs = visit(other.coordinator).get(path.format(**addresses))
    nothing = visit(other.coordinator).get(path.format(**{name: uuid.uuid4() for name in addresses}))

    assert theirs.status_code == nothing.status_code == 404


@pytest.mark.parametrize("path", QUERIES)
def test_pages_ask_a_fixed_number_of_queries(house, addresses, visit, path, django_assert_num_queries):
    client = visit(house.coordinator)
    client.get("/compte")  # the session is touched once a minute

    with django_assert_num_queries(QUERIES[path] + IN_A_TEST):
        client.get(path.format(**addresses))


def test_the_team_page_does_not_slow_down_with_the_team(house, visit, django_assert_num_queries):
    for _turn in range(30):
        factories.actor(house.organisation, "counsellor")
    client = visit(house.coordinator)
    client.get("/compte")

    with django_assert_num_queries(QUERIES["/reglages/equipe"] + IN_A_TEST):
        client.get("/reglages/equipe")


def test_the_team_is_sorted_on_its_shelves(house, visit):
    today = factories.today()
    Member.objects.filter(pk=house.colleague.member.pk).update(until_on=today - timedelta(days=1))
    Member.objects.filter(pk=house.coach.member.pk).update(until_on=today + timedelta(days=9))
    factories_member = Member.objects.filter(pk=house.nurse.member.pk)
    factories_member.update(from_on=today + timedelta(days=3))

    team = visit(house.coordinator).get("/reglages/equipe").context["team"]

    assert [one.member for one in team.gone] == [house.colleague.member]
    assert [one.member for one in team.leaving] == [house.coach.member]
    assert [one.member for one in team.to_come] == [house.nurse.member]
    assert [one.is_self for one in team.present].count(True) == 1


@pytest.fixture
def in_two_houses(house, stranger):
    """The coordinator also sits at a stranger's commission."""
    return factories_join(house.coordinator.user, stranger.organisation, "commission_member")


def factories_join(user, organisation, role, **dates):
    from cordee.accounts.models import MemberRole

    dates.setdefault("from_on", factories.LONG_AGO)
    member = Member.objects.create(organisation=organisation, user=user, display_name=user.full_name, **dates)
    MemberRole.objects.create(member=member, role=role, from_on=dates["from_on"])
    return member


def test_switching_changes_the_house(house, in_two_houses, visit):
    client = visit(house.coordinator)

    answer = client.post("/organisation", {"organisation": str(in_two_houses.pk)})

    assert answer.url == "/"
    assert client.get("/compte").context["organisation_name"] == "Une autre maison"
    assert client.get("/reglages").status_code == 403


def test_the_switcher_shows_both_and_says_where_one_is(house, in_two_houses, visit):
    shown = visit(house.coordinator).get("/compte").context["memberships"]()

    assert [(one.label, one.is_current) for one in shown] == [
        ("La Passerelle", True),
        ("Une autre maison", False),
    ]


@pytest.mark.parametrize(
    "forged", ["", "x", "\0", "00000000-0000-4000-8000-000000000001", "colleague", "stranger", "left"]
)
def test_a_forged_membership_does_not_exist(house, stranger, visit, forged):
    gone = factories_join(
        house.coordinator.user, stranger.organisation, "counsellor",
        until_on=factories.today() - timedelta(days=1),
    )  # fmt: skip
    known = {"colleague": house.colleague.member.pk, "stranger": stranger.member.pk, "left": gone.pk}
    client = visit(house.coordinator)

    answer = client.post("/organisation", {"organisation": str(known.get(forged, forged))})

    assert answer.status_code == 404
    assert client.get("/compte").context["organisation_name"] == "La Passerelle"


def test_the_profile_changes_the_name_everywhere(house, in_two_houses, visit):
    client = visit(house.coordinator)

    answer = client.post("/compte", {"first_name": "Marie-Jo", "last_name": "d’Été", "theme": "dark"})

    assert answer.cookies["cordee-theme"].value == "dark"
    names = Member.objects.filter(user=house.coordinator.user).values_list("display_name", flat=True)
    assert set(names) == {"Marie-Jo d’Été"}


@pytest.mark.parametrize(
    "typed", [{"first_name": ""}, {"last_name": "x" * 101}, {"theme": "rose"}, {"first_name": "\0"}]
)
def test_a_profile_typed_wrong_is_explained(house, visit, typed):
    answer = visit(house.coordinator).post(
        "/compte", {"first_name": "A", "last_name": "B", "theme": ""} | typed
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_role_page_offers_oneself_fewer_roles_only(house, visit):
    page = visit(house.coordinator).get(f"/reglages/equipe/{house.coordinator.member.pk}/roles")
    forged = visit(house.coordinator).post(
        f"/reglages/equipe/{house.coordinator.member.pk}/roles",
        {"roles": ["coordinator", "job_coach"], "on": f"{factories.today():%d/%m/%Y}"},
    )

    assert [code for code, _label in page.context["form"].fields["roles"].choices] == ["coordinator"]
    assert forged.status_code == 200


def test_a_colleague_is_described(house, visit):
    address = f"/reglages/equipe/{house.referent.member.pk}/fiche"

    visit(house.admin).post(address, {"job_title": "CISP", "site": str(house.site.pk)})
    page = visit(house.admin).get("/reglages/equipe").content.decode()

    assert "CISP" in page
    assert str(house.site) in page


@pytest.mark.parametrize(
    "typed", [{"site": "x"}, {"site": "00000000-0000-4000-8000-000000000001"}, {"job_title": "x" * 121}]
)
def test_a_colleague_described_wrong_is_explained(house, visit, typed):
    answer = visit(house.admin).post(f"/reglages/equipe/{house.referent.member.pk}/fiche", typed)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_reason_is_said_where_the_button_would_be(house, visit):
    page = visit(house.admin).get(f"/reglages/equipe/{house.referent.member.pk}").content.decode()

    assert "il revient à la coordination ou à la direction" in page


def test_the_last_coordinator_is_told_why(house, visit):
    answer = visit(house.director).post(
        f"/reglages/equipe/{house.coordinator.member.pk}/depart", {"on": f"{factories.today():%d/%m/%Y}"}
    )

    assert "C’est la seule personne à la coordination" in answer.content.decode()


def test_methods_that_are_not_offered_are_refused(house, visit):
    client = visit(house.coordinator)

    assert client.get("/organisation").status_code == 405
    assert client.get("/compte/sessions/fermer").status_code == 405
    assert client.delete("/compte").status_code == 405
    assert client.post("/reglages/equipe").status_code == 405
