"""Signing in, codes, passwords. allauth's forms keep their checks and take our words and our counting."""

import hmac
import time
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm as LibraryCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryCodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.accounts import lockout
from cordee.accounts.models import User
from cordee.ui.forms import CordeeForm

REPLAY_SECONDS = 180  # longer than a code stays good
CODE_HINT = _("Les 6 chiffres affichés par l’application, ou l’un de vos codes de secours.")
PASSWORD_HINT = _(
    "Au moins 15 caractères : une phrase à vous, avec ses espaces, se retient mieux qu’un mot compliqué."
)


def password_input(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput({"autocomplete": autocomplete})


def code_input() -> forms.TextInput:
    return forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"})


class SignInForm(CordeeForm, LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Adresse électronique")
        self.fields["login"].widget = forms.EmailInput({"autocomplete": "username"})
        self.fields["login"].error_messages["invalid"] = _(
            "Écrivez l’adresse en entier, par exemple prenom@exemple.fr."
        )
        self.fields["password"].label = _("Mot de passe")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = password_input("current-password")


class _Counted:
    """Wrong codes slow down like wrong passwords; a code serves once, whichever process it is given to."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label, field.help_text, field.widget = _("Code"), CODE_HINT, code_input()

    def clean_code(self) -> str:
        if lockout.is_waiting(context.request, self.user.email):
            raise get_mfa_adapter().validation_error("incorrect_code")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
            self.use_once(code)
        except ValidationError:
            lockout.count_failure(context.request, self.user.email)
            raise
        return code

    def use_once(self, code: str) -> None:
        """The library remembers codes in each process's memory; the row remembers the last one for all."""
        if self.authenticator.type != Authenticator.Type.TOTP:
            return
        row = Authenticator.objects.select_for_update().get(pk=self.authenticator.pk)
        mark, now = code_mark(code), time.time()
        if row.data.get("last") == mark and now - row.data.get("last_at", 0) < REPLAY_SECONDS:
            raise get_mfa_adapter().validation_error("incorrect_code")
        row.data |= {"last": mark, "last_at": now}
        row.save(update_fields=["data"])


def code_mark(code: str) -> str:
    digits = "".join(sign for sign in code if sign.isdigit())
    return hmac.new(settings.SECRET_KEY.encode(), digits.encode(), sha256).hexdigest()[:16]


class CodeForm(_Counted, CordeeForm, LibraryCodeForm):
    """The second factor, at sign-in."""


class CodeAgainForm(_Counted, CordeeForm, LibraryCodeAgainForm):
    """The second factor, before a delicate gesture."""


class FirstCodeForm(CordeeForm, ActivateTOTPForm):
    """The first code of an application just set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.widget = _("Code affiché par l’application"), code_input()
        field.help_text = _("6 chiffres, qui changent toutes les 30 secondes.")


class PasswordAgainForm(CordeeForm, ReauthenticateForm):
    """The password, before a delicate gesture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label, field.help_text, field.widget = _("Mot de passe"), "", password_input("current-password")


class NewPasswordForm(CordeeForm):
    """A password chosen, written twice. user: to refuse one made of their own name or address."""

    password1 = forms.CharField(
        label=_("Mot de passe"), help_text=PASSWORD_HINT, strip=False, widget=password_input("new-password")
    )
    password2 = forms.CharField(
        label=_("Le même, encore une fois"), strip=False, widget=password_input("new-password")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if "password1" in typed and "password2" in typed and typed["password1"] != typed["password2"]:
            self.add_error("password2", _("Ces deux mots de passe ne sont pas les mêmes."))
        return typed


class ChangePasswordForm(NewPasswordForm):
    """The one in force first, so that a screen left open is not enough."""

    current_password = forms.CharField(
        label=_("Mot de passe actuel"), strip=False, widget=password_input("current-password")
    )
    field_order = ["current_password", "password1", "password2"]

    def clean_current_password(self) -> str:
        password: str = self.cleaned_data["current_password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class UnlockForm(CordeeForm):
    """One box for whatever comes first to hand: the password, or a code of the application."""

    secret = forms.CharField(
        label=_("Mot de passe, ou code de l’application"),
        strip=False,
        widget=password_input("current-password"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if is_code(secret):
            self.check_code(secret)
        elif not get_adapter().reauthenticate(self.user, secret):
            raise get_adapter().validation_error("incorrect_password")
        return secret

    def check_code(self, code: str) -> None:
        form = CodeForm({"code": code}, user=self.user)
        if not form.is_valid():
            raise ValidationError(form.errors["code"].as_data())


def is_code(secret: str) -> bool:
    """Six figures (application) or eight (recovery): shorter than any password."""
    digits = secret.replace(" ", "")
    return digits.isdigit() and len(digits) in (6, 8)
