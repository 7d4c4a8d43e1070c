"""The pages shown when something cannot be done: kind words, what it means, what to do next.

refusal_page, stale_page: answers the plumbing gives for NotAllowed and StaleState.
closed_page: what is shown at the address of a form, which takes sendings alone.
not_found, forbidden, bad_request, server_error: Django's handlers. csrf_failure: CSRF_FAILURE_VIEW.
too_large: a request above the size limit.
A response marked `refusal` has its transaction rolled back, and the refusal is logged.
"""

import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cordee.plumbing.access import page_above

# An identifier, or several in a row, as hidden fields carry them.
IDENTIFIERS = re.compile(r"(?:[0-9a-f]{8}-[0-9a-f-]{27}[\s,]*)+")


def refusal_page(request: HttpRequest, reason: str) -> HttpResponse:
    """403 with the sentence that says why; a fragment when htmx asked."""
    return _refused(request, "403.html", 403, {"reason": reason}, _toast(request, reason))


def stale_page(request: HttpRequest, text: str) -> HttpResponse:
    """409: somebody changed the same thing meanwhile. What was typed is given back to be copied."""
    context = {"reason": text, "kept": _written(request), "address": page_above(request.path)}
    return _refused(request, "409.html", 409, context, _toast(request, text))


def closed_page(address: str) -> str:
    """405, in the bare shell: some of these addresses are reached by a link, without an account."""
    return render_to_string("405.html", {"address": address})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same page whether it does not exist or is not for this reader: nothing is betrayed."""
    text = _("Cette page n’existe pas, ou ne vous est pas ouverte.")
    return _refused(request, "404.html", 404, {}, _toast(request, text))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal_page(request, str(exception) if exception and exception.args else "")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what the browser sent could not be read; 413 when it was above what the server takes."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, exception)
    return _plain("400.html", 400)


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: the file or the text is above what the server takes."""
    return _plain("413.html", 413)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or the session ended meanwhile: ask to send it again, text kept."""
    return _plain("403_csrf.html", 403, {"kept": _written(request), "address": page_above(request.path)})


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote by hand, to be copied: sentences; neither secrets nor the codes a form carries along."""
    typed = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    return [
        (name, value)
        for name, value in typed
        if not name.startswith(("_", "csrf")) and not _is_secret(name) and _is_written(value)
    ]


def _is_secret(name: str) -> bool:
    return "password" in name or name == "code"


def _is_written(value: str) -> bool:
    return (len(value) > 20 or " " in value.strip()) and not IDENTIFIERS.fullmatch(value)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, which may be the very cause."""
    return HttpResponseServerError(render_to_string("500.html"))


def _plain(template: str, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page of the bare shell, without the menu: nothing of the request can make it fail."""
    return HttpResponse(render_to_string(template, context or {}), status=status)


def _refused(
    request: HttpRequest, template: str, status: int, context: dict[str, Any], fragment: str
) -> HttpResponse:
    html = fragment or render_to_string(template, context, request=request)
    response = HttpResponse(html, status=status)
    response.refusal = True  # type: ignore[attr-defined]
    return response


def _toast(request: HttpRequest, text: str) -> str:
    """htmx has replaced nothing yet: tell the reader in the message area, leave the page as it is."""
    if not getattr(request, "htmx", False):
        return ""
    return render_to_string("ui/notice.html", {"tone": "late", "title": "", "body": text, "is_alert": True})
