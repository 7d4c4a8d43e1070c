"""Why somebody is oriented, in the referrer's words: sealed with the organisation's key."""

from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.people.keys import organisation_key, seal_text, unseal_text
from cordee.referrals.models import Referral

LONGEST_REASON = 20_000


def write_reason(referral: Referral, text: str, *, key: bytes | None = None) -> None:
    """Why the person is oriented, sealed with the organisation's key; it is given when many are written."""
    if len(text) > LONGEST_REASON:
        raise BadInput(
            "reason", _("Ce texte est trop long\u202f: gardez l’essentiel, le reste viendra au dossier.")
        )
    key = key or organisation_key(referral.organisation_id)
    referral.sealed_reason = (
        seal_text(key, referral, "sealed_reason", referral.organisation_id, text) if text else None
    )


def read_reason(referral: Referral, *, key: bytes | None = None) -> str:
    """key: the organisation's, when the page has it already."""
    key = key or organisation_key(referral.organisation_id)
    return unseal_text(key, referral, "sealed_reason", referral.organisation_id)
