"""Inviting a colleague, accepting, choosing a new password: by a link handed over, never mailed.

The link holds 256 random bits; the database keeps their hash, for seven days, for one use.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cordee.accounts import access, sessions
from cordee.accounts.actor import Actor
from cordee.accounts.models import Invitation, Member, MemberRole, Organisation, User
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.plumbing import access_log

DEMO_DOMAIN = "@exemple.invalid"


def invite(
    *,
    organisation: Organisation,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[str],
    now: datetime,
    by: Actor | None,
    job_title: str = "",
) -> tuple[Invitation, str]:
    """Ask somebody to join. Returns the invitation and the token of its link, which is kept nowhere.

    by: nobody for the first coordinator of an instance. An invitation still waiting for the same address is
    withdrawn. Raises NotAllowed when `by` may not give these roles, BadInput on the address.
    """
    wanted = sorted(set(roles))
    if by is not None and (
        reason := access.reason_against(by, "team:invite") or access.reason_against_giving(by, wanted)
    ):
        raise NotAllowed(reason)
    address = clean_address(email)
    if (
        Member.objects.active_on(organisation.today)
        .filter(organisation=organisation, user__email=address)
        .exists()
    ):
        raise BadInput(
            "email",
            _("Cette personne fait déjà partie de l’équipe : ouvrez sa fiche pour changer ses rôles."),
        )
    return _write_invitation(
        Invitation(
            organisation=organisation, email=address, first_name=first_name, last_name=last_name,
            job_title=job_title, roles=wanted, invited_by=by.member if by else None, invited_at=now,
        )
    )  # fmt: skip


def renew_access(
    member: Member, *, now: datetime, by: Actor | None, resets_second_factor: bool = False
) -> tuple[Invitation, str]:
    """A link to choose a new password. Roles and history are left as they are; the old one holds meanwhile.

    resets_second_factor: phone and recovery codes are lost too. Refused to a team when the colleague also
    works elsewhere: whoever holds the link could otherwise enter the other house. by: nobody from the
    command line.
    """
    held = frozenset(
        MemberRole.objects.filter(member=member)
        .held_on(member.organisation.today)
        .values_list("role", flat=True)
    )
    if by is not None and (reason := access.reason_against_managing(by, "team:renew", member, held)):
        raise NotAllowed(reason)
    if by is not None and resets_second_factor and works_elsewhere(member):
        raise NotAllowed(reset_reason())
    return _write_invitation(
        Invitation(
            organisation=member.organisation, email=member.user.email, first_name=member.user.first_name,
            last_name=member.user.last_name, roles=[], renews=member,
            resets_second_factor=resets_second_factor, invited_by=by.member if by else None, invited_at=now,
        )
    )  # fmt: skip


def works_elsewhere(member: Member) -> bool:
    return (
        Member.objects.active_on(member.organisation.today)
        .filter(user=member.user_id)
        .exclude(pk=member.pk)
        .exists()
    )


def reset_reason() -> str:
    return _(
        "Cette personne travaille aussi pour une autre organisation : "
        "seule l’administration de l’instance peut remettre sa double vérification à zéro."
    )


@transaction.atomic
def _write_invitation(invitation: Invitation) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.expires_at = invitation.invited_at + Invitation.LASTS
    Invitation.objects.waiting().filter(organisation=invitation.organisation, email=invitation.email).update(
        withdrawn_at=invitation.invited_at
    )
    invitation.save(force_insert=True)
    return invitation, token


def withdraw_invitation(invitation: Invitation, *, by: Actor, now: datetime) -> None:
    """The link stops working. Raises NotAllowed, StaleState when it was used meanwhile."""
    if reason := access.reason_against(by, "team:invite"):
        raise NotAllowed(reason)
    if not Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=now):
        raise StaleState(_("Cette invitation a déjà été acceptée ou retirée."))


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def account_of(invitation: Invitation) -> User | None:
    """The account its address already has, if any."""
    return User.objects.filter(email=invitation.email).first()


def invitation_for(token: str) -> Invitation | None:
    """The invitation this link is for, open or not; None when the link was never given."""
    return (
        Invitation.objects.select_related("organisation", "renews__user")
        .filter(token_hash=token_hash(token))
        .first()
    )


@transaction.atomic
def accept_as_new(invitation: Invitation, *, password: str, now: datetime) -> User:
    """Make the account, then the membership. Raises StaleState when the link has served meanwhile."""
    _use(invitation, now)
    user = User(email=invitation.email, first_name=invitation.first_name, last_name=invitation.last_name)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # the same person accepted another house's invitation a moment ago
        raise StaleState(_("Un compte vient d’être ouvert à cette adresse : rouvrez le lien.")) from None
    _accepted(invitation, user, now)
    _join(invitation, user)
    return user


@transaction.atomic
def accept_as_known(invitation: Invitation, *, user: User, now: datetime) -> Member:
    """Somebody who has an account joins one more house. Raises NotAllowed if the link is for another."""
    if user.email != invitation.email:
        raise NotAllowed(_("Cette invitation est pour une autre adresse que la vôtre."))
    _use(invitation, now)
    _accepted(invitation, user, now)
    return _join(invitation, user)


@transaction.atomic
def accept_renewal(invitation: Invitation, *, password: str, now: datetime) -> User:
    """A new password; every session of the account is closed. The second factor stays, unless lost too."""
    _use(invitation, now)
    user = renewed_account(invitation)
    user.set_password(password)
    user.save(update_fields=["password"])
    if invitation.resets_second_factor:
        Authenticator.objects.filter(user=user).delete()
    _accepted(invitation, user, now)
    sessions.close_sessions(user)
    return user


def renewed_account(invitation: Invitation) -> User:
    """Whose access is made anew. Raises ValueError for an invitation to join."""
    if invitation.renews is None:
        raise ValueError("this invitation renews nobody's access")
    return invitation.renews.user


def _use(invitation: Invitation, now: datetime) -> None:
    """One use: the row is locked, and looked at again. Raises StaleState."""
    fresh = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not fresh.is_open_at(now):
        raise StaleState(_("Ce lien a déjà servi, ou n’est plus valable."))


def _accepted(invitation: Invitation, user: User, now: datetime) -> None:
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])


def _join(invitation: Invitation, user: User) -> Member:
    """The membership, from today; of a colleague who comes back, the same line goes on."""
    today = invitation.organisation.today
    member, made = Member.objects.get_or_create(
        organisation=invitation.organisation,
        user=user,
        defaults={"display_name": user.full_name, "job_title": invitation.job_title, "from_on": today},
    )
    if not made:
        member.until_on = None
        member.job_title = invitation.job_title or member.job_title
        member.save(update_fields=["until_on", "job_title"])
    held = set(MemberRole.objects.filter(member=member).held_on(today).values_list("role", flat=True))
    MemberRole.objects.bulk_create(
        MemberRole(member=member, role=role, from_on=today) for role in invitation.roles if role not in held
    )
    return member


def clean_address(email: str) -> str:
    """The address in the form it is kept. Raises BadInput in a demonstration for one that could be real."""
    address = email.strip().lower()
    if settings.DEMO and not address.endswith(DEMO_DOMAIN):
        raise BadInput(
            "email",
            _("Ceci est une démonstration : seules les adresses inventées en « %s » y sont acceptées.")
            % DEMO_DOMAIN,
        )
    return address


def demo_faults() -> list[str]:
    """Why this demonstration is not one, in words; empty when it is, or when the instance is a real one."""
    if settings.DEMO and User.objects.exclude(email__endswith=DEMO_DOMAIN).exists():
        return ["a demonstration may hold invented addresses only: this database holds a real one"]
    return []


def trace(by: Any, what: str, detail: str) -> None:
    """A line in the log of the house: who gave or took an access."""
    access_log.record(by, what=what, detail=detail)
