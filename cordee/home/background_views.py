"""The background work of the house: is anybody working, what waits, what was given up and may be asked for again."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.plumbing import jobs
from cordee.plumbing.access import page
from cordee.ui.shapes import Crumb

MANAGERS = frozenset({"coordinator", "tech_admin"})
SILENT = timedelta(minutes=2)


@page(roles=MANAGERS)
def background(request: HttpRequest) -> HttpResponse:
    """What goes on behind the pages."""
    actor = request.actor  # type: ignore[attr-defined]
    pulse = jobs.pulse(actor.organisation.pk)
    context = {
        "crumbs": [Crumb(_("Réglages"), reverse("settings")), Crumb(_("Travail de fond"))],
        "today": actor.today,
        "pulse": pulse,
        "is_alive": pulse.beat is not None and timezone.now() - pulse.beat < SILENT,
        "failed": jobs.failed_jobs(actor.organisation.pk),
    }
    return render(request, "home/background.html", context)


@page(roles=MANAGERS, only_writes=True)
def try_again(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a failed job again."""
    actor = request.actor  # type: ignore[attr-defined]
    if not jobs.try_again(actor.organisation.pk, number):
        raise Http404
    messages.success(request, _("C’est relancé."))
    return HttpResponseRedirect(reverse("background"))
