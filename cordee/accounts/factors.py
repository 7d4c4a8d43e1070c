"""The second factors of an account."""

from allauth.mfa.models import Authenticator

from cordee.accounts.models import User


def factors_of(user: User) -> dict[str, object]:
    """The telephone, and how many recovery codes are left. One query."""
    found = {factor.type: factor for factor in Authenticator.objects.filter(user=user)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    return {
        "telephone": found.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
