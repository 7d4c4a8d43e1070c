"""What allauth must know of Cordée: nobody signs up alone, nothing is mailed, secrets are sealed."""

import base64
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cordee.accounts import sessions
from cordee.accounts.lockout import client_address
from cordee.accounts.models import User
from cordee.accounts.sealing import key_for
from cordee.plumbing.crypto import seal, unseal
from cordee.ui.context import THEME_COOKIE

A_YEAR = 365 * 24 * 3600
WRONG_PAIR = _(
    "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez l’un et l’autre, puis réessayez."
)
WRONG_CODE = _(
    "Ce code ne convient pas. Attendez que l’application en affiche un nouveau, puis saisissez-le."
)
TOO_MANY = _("Beaucoup d’essais à la fois : patientez une minute, puis réessayez.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by address and password; accounts come by invitation."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Ce compte est fermé. Votre coordination peut le rouvrir."),
        "email_password_mismatch": WRONG_PAIR,
        "invalid_login": WRONG_PAIR,
        "incorrect_password": _("Ce n’est pas le mot de passe de ce compte. Vérifiez, puis réessayez."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Our pages are pages: no form described as JSON to whoever asks."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """For the library's own counting of requests, in memory."""
        return client_address(request) or "unknown"

    def login(self, request: HttpRequest, user: User) -> None:
        """Called once every proof is given, the code included when the account has a second factor."""
        proofs = {record["method"] for record in get_authentication_records(request, user)}
        sessions.sign_in(request, user, second_factor="mfa" in proofs)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """On to the page wanted, in the appearance chosen on another device."""
        response = super().post_login(request, user, **options)
        if user.theme:
            wear_theme(response, user.theme)
        return response

    def reauthenticate(self, user: User, password: str) -> bool:
        """Is this their password? Counted like any sign-in when it is not."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not just after a sign-in, nor in a demonstration, where there is no password to ask for."""
        return not recently_proved(context.request)

    def add_message(self, *args: Any, **options: Any) -> None:
        """Silence: the library's templates are never rendered, our pages say what there is to say."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent: a link is handed over by a colleague."""

    def send_notification_mail(self, *args: Any, **options: Any) -> None:
        """Nothing is sent."""


class MfaAdapter(DefaultMFAAdapter):
    """Second factors, sealed in the database with a key derived from the master key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("Ce téléphone ne peut pas être retiré."),
        "cannot_generate_recovery_codes": _(
            "Les codes de secours viennent avec la double vérification : activez-la d’abord."
        ),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(key_for(SECOND_FACTOR), text.encode(), SECOND_FACTOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises crypto.Unreadable under another master key."""
        return unseal(key_for(SECOND_FACTOR), base64.b64decode(encrypted_text), SECOND_FACTOR).decode()


SECOND_FACTOR = "second-factor"


def recently_proved(request: HttpRequest) -> bool:
    """Was a password or a code given in this session less than ten minutes ago?"""
    if sessions.is_demo_session(request):
        return True
    records = get_authentication_records(request, request.user)
    last = max((record["at"] for record in records), default=0)
    return bool(time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT)


def wear_theme(response: HttpResponse, theme: str) -> None:
    """The cookie the shell reads (ui.context)."""
    response.set_cookie(THEME_COOKIE, theme, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS)
