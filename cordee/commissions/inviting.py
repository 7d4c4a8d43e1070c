"""Somebody invited for one situation only: they see that one, that day, and nothing else (B0.24, DPO-03).

Who is not of the house comes with the person's agreement, dated. Without an account, they get a link that opens on the
day of the sitting; with one, a ground of access on that dossier alone.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.commissions import grounds, telling
from cordee.commissions.boards import check
from cordee.commissions.enums import SittingState
from cordee.commissions.locking import locked_item
from cordee.commissions.models import ItemGuest, Sitting, SittingItem
from cordee.commissions.tokens import GUEST, digest, new_token
from cordee.kernel.dates import add_months
from cordee.kernel.errors import BadInput, StaleState

LONGEST_AGREEMENT = 12  # months: as anything shared with somebody of another house (DPO-03)


@transaction.atomic
def invite_guest(
    item: SittingItem,
    *,
    by: Actor,
    name: str,
    structure: str = "",
    email: str = "",
    member: Member | None = None,
    consent_on: date | None = None,
    site: str = "",
) -> ItemGuest:
    """Invite somebody for this situation. Raises NotAllowed, BadInput, StaleState."""
    check(by, "item:propose")
    kept = locked_item(item)
    if not kept.sitting.may_be_prepared or not kept.is_on_agenda:
        raise StaleState(_("Cette situation n’est plus à préparer."))
    if not name.strip():
        raise BadInput("name", _("Nommez la personne invitée."))
    if member is not None and member.organisation_id != by.organisation.pk:
        raise BadInput("member", _("Ce compte n’est pas de la maison."))
    if member is None and consent_on is None:
        raise BadInput(
            "consent_on",
            _(
                "Inviter quelqu’un d’extérieur demande l’accord de la personne\u202f: notez le jour où elle l’a donné."
            ),
        )
    if consent_on is not None and consent_on > by.today:
        raise BadInput("consent_on", _("Ce jour est dans l’avenir\u202f: notez l’accord quand il est donné."))
    if consent_on is not None and consent_on < add_months(kept.sitting.day, -LONGEST_AGREEMENT):
        raise BadInput(
            "consent_on", _("Cet accord a plus d’un an le jour de la séance\u202f: demandez-le de nouveau.")
        )
    guest = ItemGuest(
        organisation_id=kept.organisation_id,
        person_id=kept.person_id,
        item=kept,
        name=name.strip()[:160],
        structure=structure.strip()[:200],
        email=email.strip(),
        member=member,
        consent_on=consent_on,
        added_by=by.member,
    )
    guest.save(force_insert=True)
    if kept.sitting.state in (SittingState.CONVENED, SittingState.OPEN):
        send_invitation(guest, kept.sitting, by=by, site=site)
        grounds.open_anew(kept.sitting, [kept], by=by)
    return guest


def send_invitation(guest: ItemGuest, sitting: Sitting, *, by: Actor, site: str) -> None:
    """By mail, a new link, and the one before no longer opens anything; or, with an account, where to read.

    Nothing where no address is known.
    """
    if not guest.address or guest.removed_at is not None:
        return
    guest.sent_at = timezone.now()
    if guest.member is not None:
        guest.save(update_fields=["sent_at"])
        telling.invite_colleague(guest, sitting, sitting.board, house=by.organisation, site=site)
        return
    token = new_token(GUEST, guest.organisation_id, guest.pk)
    guest.token_digest = digest(token)
    guest.save(update_fields=["token_digest", "sent_at"])
    telling.invite(guest, sitting, sitting.board, house=by.organisation, token=token, site=site)


def invite_all(sitting: Sitting, *, by: Actor, site: str) -> list[str]:
    """Write to every guest of a sitting just called, or moved. The names of those whose address is not one."""
    failed = []
    rows = ItemGuest.objects.filter(item__sitting=sitting, removed_at=None).select_related(
        "item", "member__user"
    )
    for guest in rows:
        if guest.item.is_on_agenda:
            try:
                with transaction.atomic():
                    send_invitation(guest, sitting, by=by, site=site)
            except BadInput:
                failed.append(guest.name)
    return failed


@transaction.atomic
def remove_guest(guest: ItemGuest, *, by: Actor) -> None:
    """They no longer come: their link and their ground end at once. Raises NotAllowed."""
    check(by, "item:propose")
    kept = locked_item(guest.item)
    guest.removed_at = timezone.now()
    guest.save(update_fields=["removed_at"])
    if guest.member_id is not None and kept.person_id is not None:
        grounds.open_anew(kept.sitting, [kept], by=by)
