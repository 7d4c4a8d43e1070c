"""One's own calendar address, made, renewed, revoked; and the feed itself, which nobody signs in for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _

from cordee.appointments import feed, fetch
from cordee.appointments.access import ROLES
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb

GONE_WORDS = "Cette adresse d’agenda n’existe pas, ou n’existe plus.\n"


@page(roles=ROLES["feed:keep"], writes=True)
def own(request: HttpRequest) -> HttpResponse:
    """Whether one has an address, and a new one, shown once."""
    actor = request.actor  # type: ignore[attr-defined]
    token = feed.open_feed(by=actor) if request.method == "POST" else ""
    path = reverse("calendar_read", args=[token]) if token else ""
    context = {
        "feed": fetch.feed_of(actor),
        "address": request.build_absolute_uri(path) if token else "",
        "webcal": f"webcal://{request.get_host()}{path}" if token else "",
        "crumbs": [Crumb(_("Mon compte"), reverse("profile")), Crumb(_("Mon agenda ailleurs"))],
    }
    return render(request, "appointments/feed.html", context)


@page(roles=ROLES["feed:keep"], only_writes=True)
def stop(request: HttpRequest) -> HttpResponse:
    """Revoke it: whoever has it reads nothing more from now on."""
    actor = request.actor  # type: ignore[attr-defined]
    if feed.close_feed(by=actor):
        messages.success(request, _("Cette adresse ne répond plus."))
    return HttpResponseRedirect(reverse("calendar_feed"))


@page(public=True)
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The feed, to whoever has the address. Each reading looks again whether it still holds.

    Only the content's mark saves a transfer: a date would miss a dossier that was closed to this member meanwhile.
    """
    actor = feed.owner_of(token)
    if actor is None:
        return HttpResponse(GONE_WORDS, status=404, content_type="text/plain; charset=utf-8")
    found = feed.feed_of(
        actor, timezone.now(), lambda row: request.build_absolute_uri(reverse("appointment", args=[row.pk]))
    )
    answer = HttpResponse(found.content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = found.etag
    if found.changed_at:
        answer["Last-Modified"] = http_date(found.changed_at.timestamp())
    answer["Content-Disposition"] = 'inline; filename="agenda.ics"'
    answer["Cache-Control"] = "private, no-cache"
    if "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=found.etag, response=answer) or answer
    return answer
