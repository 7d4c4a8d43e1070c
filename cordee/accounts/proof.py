"""A recent proof of who is there, before a delicate gesture: giving a role, revealing an address.

    @page(roles=…, writes=True)
    @proof_required
    def roles(request, …): …

A password or a code given less than ten minutes ago is enough; else it is asked for, and the form comes back
with what had been typed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from cordee.accounts import unlocking
from cordee.accounts.adapter import recently_proved

View = Callable[..., HttpResponse]


def proof_required(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if recently_proved(request):
            return view(request, *args, **kwargs)
        return unlocking.ask_to_wake(request, request.user, page="account_reauthenticate")  # type: ignore[arg-type]

    return guarded
