"""One's own account: name, appearance, password, second factor, sessions; switching organisation."""

from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts import sessions, team
from cordee.accounts.actions.profile import choose_password, describe_oneself
from cordee.accounts.adapter import wear_theme
from cordee.accounts.factors import factors_of
from cordee.accounts.forms.house import ProfileForm
from cordee.accounts.forms.signing import ChangePasswordForm
from cordee.accounts.views import account, posted
from cordee.plumbing.access import page
from cordee.ui.context import THEME_COOKIE


@page(signed_in_only=True, writes=True)
def profile(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    user = account(request)
    initial = {"first_name": user.first_name, "last_name": user.last_name, "theme": user.theme}
    form = ProfileForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        describe_oneself(user, **form.cleaned_data)
        messages.success(request, _("C’est enregistré."))
        return dressed(redirect("profile"), form.cleaned_data["theme"])
    context = {
        "form": form,
        "open_sessions": sessions.sessions_of(user, here=request.session.session_key),
        "factors": factors_of(user),
        "by_one_click": sessions.is_demo_session(request),
        "houses": team.houses_of(request.actor) if request.actor else [],  # type: ignore[attr-defined]
    }
    return render(request, "accounts/profile.html", context)


def dressed(response: HttpResponse, theme: str) -> HttpResponse:
    if theme:
        wear_theme(response, theme)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@page(signed_in_only=True, writes=True)
def change_password(request: HttpRequest) -> HttpResponse:
    """The one in force, then the new one; every other session is closed."""
    if not account(request).has_usable_password():
        return render(request, "accounts/no_password.html")
    form = ChangePasswordForm(posted(request), user=account(request))
    if request.method == "POST" and form.is_valid():
        here = request.session.session_key
        choose_password(account(request), password=form.cleaned_data["password1"], here=here)
        with sessions.same_record(request):
            update_session_auth_hash(request, account(request))
        record_authentication(request, account(request), "password", reauthenticated=True)
        messages.success(request, _("Votre mot de passe est changé. Les autres appareils sont déconnectés."))
        return redirect("profile")
    return render(request, "accounts/change_password.html", {"form": form})


@page(signed_in_only=True, only_writes=True)
def close_session(request: HttpRequest) -> HttpResponse:
    """One of one's own sessions, or all the others."""
    user, wanted = account(request), request.POST.get("session", "")
    if wanted == "others":
        closed = sessions.close_sessions(user, but=request.session.session_key)
        text = ngettext("%d autre session fermée.", "%d autres sessions fermées.", closed) % closed
        messages.success(request, text)
    elif not sessions.close_session(user, session_id(wanted)):
        raise Http404
    else:
        messages.success(request, _("Cette session est fermée."))
    return HttpResponseRedirect(redirect("profile").url + "#sessions")


def session_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@page(signed_in_only=True, only_writes=True)
def switch(request: HttpRequest) -> HttpResponse:
    """Work for another of one's own organisations. Anybody else's membership does not exist."""
    wanted = request.POST.get("organisation", "")
    member = team.membership_or_404(account(request).pk, wanted, timezone.localdate())
    request.session[sessions.MEMBER_KEY] = str(member.pk)
    return HttpResponseRedirect("/")
