"""Invitations: one use, seven days, a hash in the database; what a link opens, and what it does not."""

import re
import uuid
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from cordee.accounts.actions import joining
from cordee.accounts.models import Invitation, Member, MemberRole, User
from cordee.accounts.tests.proofs import PASSWORD, signed_in, with_password, with_telephone
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from tests import factories

NEWCOMER = {
    "email": "Lou@exemple.invalid ",
    "first_name": "Lou",
    "last_name": "Nouvelle",
    "roles": ["counsellor"],
}


def invited(house, *, by=None, **changes):
    return joining.invite(
        organisation=house.organisation,
        by=by or house.coordinator,
        now=timezone.now(),
        **(NEWCOMER | changes),
    )


def new_password(client, token, password=PASSWORD, again=None):
    return client.post(f"/invitation/{token}", {"password1": password, "password2": again or password})


def test_the_token_is_kept_nowhere(house):
    made, token = invited(house)

    assert token not in str(Invitation.objects.values().get(pk=made.pk))
    assert made.email == "lou@exemple.invalid"
    assert made.expires_at - made.invited_at == timedelta(days=7)


def test_accepting_makes_the_account_the_membership_and_the_roles(house):
    _made, token = invited(house, roles=["counsellor", "job_coach"], job_title="CISP")
    client = Client()

    answer = new_password(client, token)

    member = Member.objects.get(user__email="lou@exemple.invalid")
    assert answer.url == "/compte/double-verification/activer"
    assert client.get("/").url.startswith("/compte/double-verification/activer")
    assert (member.display_name, member.job_title, member.from_on) == (
        "Lou Nouvelle",
        "CISP",
        factories.today(),
    )
    assert factories.fresh(member).roles == {"counsellor", "job_coach"}
    assert client.get("/compte/double-verification/activer").status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize(("password", "made"), [("quatorze signe", 0), ("quinze signes !", 1)])
def test_the_first_password_has_fifteen_signs(house, password, made):
    _made, token = invited(house)

    new_password(Client(), token, password)

    assert User.objects.filter(email="lou@exemple.invalid").count() == made


@pytest.mark.parametrize(
    "password",
    ["", "\0" * 20, "x" * 5_000_000, "123456789012345", "lou@exemple.invalid", "nouvelle nouvelle"],
)
def test_poor_passwords_are_explained(house, password):
    _made, token = invited(house)

    answer = new_password(Client(), token, password)

    assert answer.status_code == 200 or User.objects.filter(email="lou@exemple.invalid").exists()


def test_two_different_passwords_are_refused(house):
    _made, token = invited(house)

    answer = new_password(Client(), token, again="une autre phrase longue")

    assert "ne sont pas les mêmes" in answer.content.decode()


def test_a_link_serves_once(house):
    _made, token = invited(house)
    new_password(Client(), token)

    again = Client().get(f"/invitation/{token}")

    assert again.status_code == 410
    assert "Il a déjà servi une fois" in again.content.decode()
    assert new_password(Client(), token).status_code == 410


@pytest.mark.parametrize(("late", "status"), [(timedelta(days=7, seconds=-5), 200), (timedelta(days=7), 410)])
def test_a_link_lasts_seven_days(house, later, late, status):
    _made, token = invited(house)

    later(seconds=late.total_seconds())

    assert Client().get(f"/invitation/{token}").status_code == status


@pytest.mark.parametrize("token", ["x", "é😀", "%00", "a" * 2000, "..%2f..", "-"])
def test_a_forged_link_does_not_exist(house, token):
    assert Client().get(f"/invitation/{token}").status_code == 404


def test_a_withdrawn_link_no_longer_serves(house, visit):
    made, token = invited(house)

    visit(house.coordinator).post(f"/reglages/equipe/invitations/{made.pk}/retirer")

    assert Client().get(f"/invitation/{token}").status_code == 410


def test_a_second_invitation_replaces_the_first(house):
    _first, old = invited(house)
    _second, new = invited(house)

    assert Client().get(f"/invitation/{old}").status_code == 410
    assert Client().get(f"/invitation/{new}").status_code == 200


def test_withdrawing_after_it_was_accepted_says_so(house):
    made, token = invited(house)
    new_password(Client(), token)

    with pytest.raises(StaleState):
        joining.withdraw_invitation(made, by=house.coordinator, now=timezone.now())


@pytest.mark.parametrize("who", ["referent", "secretary", "nurse", "coach"])
def test_who_may_not_invite(house, who):
    with pytest.raises(NotAllowed):
        invited(house, by=getattr(house, who))


def test_a_technical_administrator_gives_no_role_that_opens_dossiers(house):
    with pytest.raises(NotAllowed):
        invited(house, by=house.admin)

    made, _token = invited(house, by=house.admin, roles=["statistician"])
    assert made.roles == ["statistician"]


def test_a_colleague_already_here_is_not_invited_again(house):
    with pytest.raises(BadInput) as refusal:
        invited(house, email=house.referent.user.email)

    assert refusal.value.field == "email"


def test_a_demonstration_refuses_addresses_that_could_be_real(house):
    with pytest.raises(BadInput):
        invited(house, email="quelqu.un@gmail.com")


def test_a_real_instance_takes_them(house, settings):
    settings.DEMO = False

    made, _token = invited(house, email="quelqu.un@exemple.fr")

    assert made.email == "quelqu.un@exemple.fr"


def test_somebody_known_signs_in_then_joins_one_more_house(house, stranger):
    user = with_password(stranger.user)
    _made, token = invited(house, email=user.email)
    unknown, client = Client(), signed_in(user, with_telephone(user))

    asked = unknown.get(f"/invitation/{token}")
    tried = new_password(unknown, token, "une phrase volée bien longue")
    answer = client.post(f"/invitation/{token}")

    user.refresh_from_db()
    assert "vous avez déjà un compte" in asked.content.decode().lower()
    assert tried.status_code == 200
    assert user.check_password(PASSWORD)
    assert answer.url == "/"
    assert Member.objects.filter(user=user).count() == 2
    assert client.get("/compte").context["houses"][0].organisation.name


def test_an_invitation_for_somebody_else_is_not_taken(house, stranger, visit):
    _made, token = invited(house, email=stranger.user.email)
    client = visit(house.referent)

    page = client.get(f"/invitation/{token}")
    client.post(f"/invitation/{token}")

    assert "déconnectez-vous" in page.content.decode()
    assert Member.objects.filter(user=stranger.user).count() == 1
    with pytest.raises(NotAllowed):
        joining.accept_as_known(Invitation.objects.get(), user=house.referent.user, now=timezone.now())


def test_a_colleague_who_comes_back_takes_up_the_same_line(house):
    member = house.colleague.member
    Member.objects.filter(pk=member.pk).update(until_on=factories.today() - timedelta(days=30))
    MemberRole.objects.filter(member=member).update(until_on=factories.today() - timedelta(days=30))
    _made, token = invited(house, email=member.user.email, roles=["job_coach"])

    joining.accept_as_known(joining.invitation_for(token), user=member.user, now=timezone.now())

    assert factories.fresh(member).roles == {"job_coach"}
    assert MemberRole.objects.filter(member=member).count() == 2


def test_a_new_access_keeps_the_telephone(house, person_with_password, telephone):
    _made, token = joining.renew_access(house.coordinator.member, by=house.director, now=timezone.now())
    new = "une toute nouvelle phrase"

    answer = new_password(Client(), token, new)

    person_with_password.refresh_from_db()
    assert answer.url == "/connexion"
    assert person_with_password.check_password(new)
    assert Authenticator.objects.filter(user=person_with_password).exists()


def test_a_lost_telephone_is_forgotten_only_when_the_link_is_used(house, person_with_password, telephone):
    _made, token = joining.renew_access(
        house.coordinator.member, by=house.director, now=timezone.now(), resets_second_factor=True
    )
    before = Authenticator.objects.filter(user=person_with_password).exists()

    new_password(Client(), token, "une toute nouvelle phrase")

    assert before
    assert not Authenticator.objects.filter(user=person_with_password).exists()


def test_a_team_cannot_reset_the_telephone_of_somebody_who_works_elsewhere(house, stranger):
    member = house.colleague.member
    Member.objects.create(
        organisation=stranger.organisation, user=member.user, display_name="x", from_on=factories.LONG_AGO
    )

    with pytest.raises(NotAllowed):
        joining.renew_access(member, by=house.coordinator, now=timezone.now(), resets_second_factor=True)

    joining.renew_access(member, by=None, now=timezone.now(), resets_second_factor=True)


def test_the_link_is_shown_once(house, visit):
    client = visit(house.coordinator)

    answer = client.post("/reglages/equipe/inviter", NEWCOMER)
    first = client.get(answer.url).content.decode()
    second = client.get(answer.url).content.decode()

    token = re.search(r"/invitation/([\w-]{43})", first).group(1)
    assert Client().get(f"/invitation/{token}").status_code == 200
    assert token not in second
    assert "invitation_link" not in client.session


def test_a_double_submit_invites_once(house, visit):
    client = visit(house.coordinator)
    key = str(uuid.uuid4())

    answers = [client.post("/reglages/equipe/inviter", NEWCOMER | {"_once": key}) for _turn in range(2)]

    assert answers[0].url == answers[1].url
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "pas une adresse"}, "Écrivez l’adresse en entier"),
        ({"email": "vrai@exemple.fr"}, "Ceci est une démonstration"),
        ({"roles": []}, "Cochez au moins un rôle"),
        ({"roles": ["empereur"]}, "n’est plus proposé"),
        ({"first_name": "x" * 101}, "trop long"),
        ({"last_name": "\0"}, "signe invisible"),
    ],
)
def test_what_is_typed_wrong_is_explained_and_kept(house, visit, typed, words):
    answer = visit(house.coordinator).post("/reglages/equipe/inviter", NEWCOMER | typed)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert Invitation.objects.count() == 0


def test_a_technical_administrator_is_offered_only_what_they_may_give(house, visit):
    page = visit(house.admin).get("/reglages/equipe/inviter")
    forged = visit(house.admin).post("/reglages/equipe/inviter", NEWCOMER)

    assert [code for code, _label in page.context["form"].fields["roles"].choices] == [
        "statistician",
        "tech_admin",
    ]
    assert "n’est plus proposé" in forged.content.decode()


def test_giving_an_access_leaves_a_trace(house):
    from cordee.accounts.actions.team import change_roles

    with acting_in(house.coordinator.context()):
        change_roles(house.referent.member, by=house.coordinator, roles=["job_coach"], on=factories.today())
        line = AccessLog.objects.get(what="team.roles")

    assert "counsellor > job_coach" in line.detail
    assert line.member_id == house.coordinator.member.pk
