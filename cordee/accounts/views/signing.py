"""Signing in and out, second factor, unlocking. allauth's views, under our templates and our words."""

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import AccountInactiveView, LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts import sessions, unlocking
from cordee.accounts.forms.signing import UnlockForm, is_code
from cordee.accounts.views import account
from cordee.plumbing.access import page

FEW_CODES = 3


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"


class Inactive(AccountInactiveView):
    template_name = "accounts/inactive.html"


class Code(AuthenticateView):
    """The second step of signing in."""

    template_name = "accounts/code.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if form.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            form.authenticator.refresh_from_db()
            say_codes_left(self.request, len(form.authenticator.wrap().get_unused_codes()))
        return response


class ProvePassword(ReauthenticateView):
    template_name = "accounts/prove_password.html"


class ProveCode(CodeAgainView):
    template_name = "accounts/prove_code.html"


class AddSecondFactor(ActivateTOTPView):
    """Pairing a telephone. The recovery codes follow."""

    template_name = "accounts/second_factor_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["secret"] = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[sessions.SECOND_FACTOR_KEY] = True
        sessions.rotate(self.request)
        messages.success(self.request, _("La double vérification est en place."))
        return response


class RemoveSecondFactor(DeactivateTOTPView):
    """Changing telephones: the old one is forgotten with its recovery codes, a new one asked for at once."""

    template_name = "accounts/second_factor_remove.html"
    success_url = reverse_lazy("mfa_activate_totp")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[sessions.SECOND_FACTOR_KEY] = False
        sessions.close_sessions(self.request.user, but=self.request.session.session_key)
        messages.info(
            self.request, _("L’ancien téléphone n’est plus reconnu, ses codes de secours sont détruits.")
        )
        return response


class RecoveryCodes(ViewRecoveryCodesView):
    template_name = "accounts/recovery_codes.html"


class RenewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "accounts/recovery_codes_renew.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("Voici vos nouveaux codes. Les précédents ne servent plus."))
        return response


def say_codes_left(request: HttpRequest, left: int) -> None:
    text = ngettext("Il vous reste %d code de secours.", "Il vous reste %d codes de secours.", left) % left
    if left <= FEW_CODES:
        text += " " + _("Refaites-en une série depuis « Mon compte ».")
    messages.warning(request, text)


@page(signed_in_only=True)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where the library comes back to: the part of the profile that speaks of it."""
    return HttpResponseRedirect(reverse("profile") + "#securite")


@page(public=True, writes=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Nothing of the session remains, nor of its pages in the browser's cache."""
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    sessions.close_this_one(request)
    logout(request)
    messages.success(request, _("Vous êtes déconnecté·e."))
    response = redirect(settings.LOGIN_URL)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@page(public=True, writes=True)
def unlock(request: HttpRequest) -> HttpResponse:
    """Wake a session that sleeps, and go on where one was."""
    address = unlocking.safe_address(request, request.GET.get("next") or "/")
    user = request.asleep  # type: ignore[attr-defined]
    if user is None:
        return HttpResponseRedirect(address)
    by_one_click = sessions.is_demo_session(request)
    form = UnlockForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and (by_one_click or form.is_valid()):
        wake(request, form)
        return HttpResponseRedirect(address)
    return render(
        request,
        "accounts/unlock.html",
        {"form": form, "sleeper": user, "by_one_click": by_one_click, "has_text": unlocking.TOKEN in address},
    )


def wake(request: HttpRequest, form: UnlockForm) -> None:
    """The session lives again, under a new key; the proof counts for delicate gestures too."""
    request.session[sessions.SEEN_KEY] = int(time.time())
    method = "mfa" if is_code(form.data.get("secret", "")) else "password"
    record_authentication(request, form.user, method, reauthenticated=True)
    sessions.rotate(request)


@page(public=True, only_writes=True)
def set_aside(request: HttpRequest) -> HttpResponse:
    """Asked by the script of a page covered or refused: keep what is being typed, say where to go on."""
    user = request.asleep or request.ended or account(request)  # type: ignore[attr-defined]
    address = unlocking.safe_address(request, request.POST.get("_page", "/"))
    if user.is_authenticated:
        fields = request.POST.copy()
        fields.pop("_page", None)
        plain = unlocking.without_token(address)
        address = unlocking.with_token(plain, unlocking.set_aside(fields, user=user, address=plain))
    return HttpResponse(status=204, headers={"X-Reopen": address})
