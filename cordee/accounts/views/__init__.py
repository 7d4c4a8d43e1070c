"""The pages of accounts.

- signing   signing in and out, second factor, unlocking; allauth's views under our templates
- joining   what the link of an invitation opens
- profile   one's own account and sessions, switching organisation
- team      the team, invitations, roles, departures
- house     the settings: organisation, sites and places, sharing
- demo      one-click sign-in; exists in a demonstration only
"""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest

from cordee.accounts.models import User
from cordee.kernel.errors import BadInput, RuleBroken


def done(form: forms.BaseForm, gesture: Callable[[], Any]) -> bool:
    """Was the gesture made? If not, the form says why, beside the field when there is one."""
    try:
        gesture()
    except BadInput as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    except RuleBroken as refusal:
        form.add_error(None, refusal.message)
    return form.is_valid()


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: the fields sent, or nothing."""
    return request.POST if request.method == "POST" else None


def account(request: HttpRequest) -> User:
    """The user of a page that asks for one (its declaration has let nobody else in)."""
    return cast(User, request.user)
