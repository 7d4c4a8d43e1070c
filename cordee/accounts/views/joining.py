"""What the link of an invitation opens: a first password, a new one, or one more house to work for."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts import sessions
from cordee.accounts.actions import joining
from cordee.accounts.forms.signing import NewPasswordForm
from cordee.accounts.models import Invitation, User
from cordee.accounts.views import posted
from cordee.kernel.errors import StaleState
from cordee.plumbing.access import page


@page(public=True, writes=True)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A link never given does not exist; one that has served says so, and what to do."""
    found = joining.invitation_for(token)
    if found is None:
        raise Http404
    if not found.is_open_at(timezone.now()):
        return closed(request, found)
    account = joining.account_of(found)
    try:
        if found.renews is None and account is not None:
            return join_with_account(request, found, account)
        return choose_password(request, found)
    except StaleState:
        return closed(request, joining.invitation_for(token) or found)


def closed(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Accepted, withdrawn or out of date."""
    return render(request, "accounts/invitation_closed.html", {"invitation": found}, status=410)


def choose_password(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A new account, or a new password for one that exists; signed in at once, the second factor follows."""
    owner = found.renews.user if found.renews else User(
        email=found.email, first_name=found.first_name, last_name=found.last_name
    )  # fmt: skip
    form = NewPasswordForm(posted(request), user=owner)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password1"]
        if found.renews:
            return renewed(request, found, password)
        user = joining.accept_as_new(found, password=password, now=timezone.now())
        sessions.sign_in(request, user, second_factor=False)
        record_authentication(request, user, "password")
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form})


def renewed(request: HttpRequest, found: Invitation, password: str) -> HttpResponse:
    """The password is new; signing in still asks for the code of the telephone."""
    joining.accept_renewal(found, password=password, now=timezone.now())
    messages.success(request, _("Votre nouveau mot de passe est enregistré : connectez-vous."))
    return HttpResponseRedirect(reverse("account_login"))


def join_with_account(request: HttpRequest, found: Invitation, account: User) -> HttpResponse:
    """Somebody who has an account signs in with it, then says yes."""
    user = request.user if request.user.is_authenticated else None
    is_owner = user == account and sessions.second_factor_proved(request)
    if request.method == "POST" and is_owner:
        member = joining.accept_as_known(found, user=account, now=timezone.now())
        request.session[sessions.MEMBER_KEY] = str(member.pk)
        messages.success(request, _("Bienvenue chez %s.") % member.organisation)
        return HttpResponseRedirect("/")
    context = {
        "invitation": found,
        "is_owner": is_owner,
        "other": user if user is not None and user != account else None,
        "sign_in_url": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "accounts/invitation_known.html", context)
