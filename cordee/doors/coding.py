"""The code mailed to whoever opens a link in a new browser: asked for, or given. Both are counted, and slowed down."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.doors.forms import CodeForm
from cordee.doors.guarding import count

REFUSED, TOO_MANY = 422, 429


def take(
    request: HttpRequest, house: Organisation, *, send: Callable[[], None], try_code: Callable[[str], bool]
) -> tuple[CodeForm, int]:
    """(the form with what is wrong, its status); 0 when a code left, or was the right one."""
    form = CodeForm(request.POST)
    is_asked = "envoyer" in request.POST
    if not form.is_valid():
        return form, REFUSED
    typed = form.cleaned_data["code"]
    if not is_asked and not typed:
        form.add_error("code", _("Écrivez les six chiffres reçus par courriel."))
        return form, REFUSED
    if reason := count(request, house, "code" if is_asked else "follow").reason:
        form.add_error(None, reason)
        return form, TOO_MANY
    if is_asked:
        send()
    elif not try_code(typed):
        form.add_error("code", _("Ce code ne convient pas, ou ne sert plus. Demandez-en un autre."))
        return form, REFUSED
    return form, 0
