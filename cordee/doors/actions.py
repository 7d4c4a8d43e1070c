"""What is done at the doors: the page changed, help asked for by the person herself."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Organisation
from cordee.doors.access import can, reason_against
from cordee.doors.inside import inside
from cordee.doors.models import PublicPage
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.referrals.enums import Door, StructureKind
from cordee.referrals.models import Referral
from cordee.referrals.receiving import receive_referral

NEEDED = ("does", "for_whom", "how_to_ask", "whom_to_call")


@transaction.atomic
def change_page(*, by: Actor, version: int, **said: Any) -> PublicPage:
    """Write the page of the house, publish it or take it back. Raises NotAllowed, BadInput, StaleState.

    version: 0 when there was none yet.
    """
    if not can(by, "page:change"):
        raise NotAllowed(reason_against(by, "page:change"))
    kept = PublicPage.objects.select_for_update().filter(organisation=by.organisation).first()
    if (kept.version if kept else 0) != version:
        raise StaleState(_("Un collègue a modifié cette page pendant que vous étiez dessus."))
    page = kept or PublicPage(organisation=by.organisation, version=0)
    for name, value in said.items():
        setattr(page, name, value)
    _check_published(page)
    page.version += 1
    page.changed_at, page.changed_by = timezone.now(), by.member
    page.save()
    return page


def _check_published(page: PublicPage) -> None:
    """A page that says nothing helps nobody."""
    empty = next((name for name in NEEDED if not getattr(page, name).strip()), "")
    if page.is_published and empty:
        raise BadInput(empty, _("Avant de publier, répondez à cette question en quelques mots."))


@transaction.atomic
def ask_for_help(
    *, organisation: Organisation, first_names: str, words: str = "", **described: Any
) -> Referral:
    """The person herself asks. described: usage_name, phone, email, reach_note.

    Nothing says whether she is known here. Raises BadInput.
    """
    with inside(organisation.pk):
        return receive_referral(
            organisation=organisation,
            on=organisation.today,
            channel=Door.ASKED_FOR_HELP,
            structure_kind=StructureKind.PERSON,
            person_agrees=True,
            reason=words,
            first_names=first_names,
            **described,
        )
