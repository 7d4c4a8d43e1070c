"""A form sent twice has one effect: the second sending gets the first one's answer.

Each form that writes carries a hidden key (`{% once %}`). The key is inserted in the same transaction as
the effect: a second request with the same key waits for the first, then is sent where the first one went.
A form refused or incomplete leaves no key, so it can be sent again.
"""

from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

FIELD = "_once"


def replay(request: HttpRequest) -> HttpResponse | None:
    """The first answer to this very form, or None when it comes for the first time."""
    key = _key(request)
    actor = getattr(request, "actor", None)
    if key is None or actor is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO plumbing_submission (key, member_id, location, at) VALUES (%s, %s, '', now())"
            " ON CONFLICT DO NOTHING",
            [key, actor.member.pk],
        )
        if cursor.rowcount:
            request.once_key = key  # type: ignore[attr-defined]
            return None
        cursor.execute(
            "SELECT location FROM plumbing_submission WHERE key = %s AND member_id = %s",
            [key, actor.member.pk],
        )
        row = cursor.fetchone()
    address = row[0] if row and row[0] else request.path
    # htmx would follow a redirection by itself, and put a whole page in place of a form.
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Keep where the form led, or forget its key when it led nowhere."""
    key = getattr(request, "once_key", None)
    if key is None:
        return
    location = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
    with connection.cursor() as cursor:
        if location:
            cursor.execute(
                "UPDATE plumbing_submission SET location = %s WHERE key = %s", [location[:2000], key]
            )
        else:
            cursor.execute("DELETE FROM plumbing_submission WHERE key = %s", [key])


def _key(request: HttpRequest) -> UUID | None:
    if request.method != "POST":
        return None
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
