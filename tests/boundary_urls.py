"""Pages that only the tests of the boundary have: each does one thing wrong, or right, on purpose."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path

from config import urls
from cordee.accounts.models import Site
from cordee.kernel.errors import NotAllowed, StaleState
from cordee.people.models import Person
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.context import SETTINGS

WRITES_ON_READING = False


def leave_a_trace(request) -> None:
    """A write that a rollback must undo."""
    Site.objects.filter(name="Maison commune").update(town="Trace")


@page(public=True)
def reads(request):
    if WRITES_ON_READING:
        leave_a_trace(request)
    return HttpResponse("lu")


@page()
def opens(request, pk):
    """A dossier opened: the reading is written before the bytes leave."""
    person = Person.objects.visible_to(request.actor).filter(pk=pk).first()
    if person is None:
        raise Http404
    access_log.record(request.actor, what="dossier.opened", person=person.pk, holder=person.organisation_id)
    return HttpResponse("ouvert")


@page(writes=True)
def writes(request):
    leave_a_trace(request)
    return HttpResponseRedirect("/after")


@page(writes=True)
def counts(request):
    """One more site each time: what a double submit would do twice."""
    Site.objects.create(organisation=request.actor.organisation, name=f"Site {uuid.uuid4()}", town="Double")
    return HttpResponseRedirect("/after")


@page(only_writes=True)
def goes(request):
    """A form's own address: it leads where it is told."""
    return HttpResponseRedirect(request.POST["to"])


@page(writes=True)
def incomplete(request):
    """A form shown again with its faults: nothing to remember, the next sending is a first one."""
    return HttpResponse("à compléter", status=422)


@page(writes=True)
def breaks(request):
    leave_a_trace(request)
    raise RuntimeError("on purpose")


@page(writes=True)
def unreadable(request):
    """What the browser sent turns out unreadable once something was written."""
    from django.core.exceptions import SuspiciousOperation

    leave_a_trace(request)
    raise SuspiciousOperation("on purpose")


REFUSALS = {
    "absent": lambda: Http404(),
    "forbidden": lambda: PermissionDenied(),
    "not-allowed": lambda: NotAllowed("Ce geste revient à quelqu’un d’autre."),
    "stale": lambda: StaleState("Un collègue a modifié cette page."),
}


@page(writes=True)
def refuses(request, how):
    leave_a_trace(request)
    raise REFUSALS[how]()


@page(only_writes=True)
def is_stale(request):
    raise REFUSALS["stale"]()


@page(writes=True)
def second_lock(request):
    """A view that forgot `visible_to`: the database refuses the write."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_seal (id, organisation_id, person_id, reason, sealed_at)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', now())"
        )
    return HttpResponse("écrit")


@page(public=True)
def context(request):
    """What the database knows of who asks."""
    with connection.cursor() as cursor:
        names = ", ".join(f"current_setting('cordee.{name}', true)" for name in SETTINGS)
        cursor.execute(f"SELECT {names}")
        told = dict(zip(SETTINGS, cursor.fetchone(), strict=True))
    return HttpResponse("\n".join(f"{name}={value or ''}" for name, value in told.items()))


@page(public=True)
def unguarded_read(request):
    """A person table read by nobody in particular."""
    return HttpResponse(str(Person.objects.count()))


urlpatterns = [
    path("reads", reads, name="reads"),
    path("opens/<uuid:pk>", opens, name="opens"),
    path("writes", writes, name="writes"),
    path("counts", counts, name="counts"),
    path("reads/it/goes", goes, name="goes"),
    path("incomplete", incomplete, name="incomplete"),
    path("breaks", breaks, name="breaks"),
    path("unreadable", unreadable, name="unreadable"),
    path("refuses/<slug:how>", refuses, name="refuses"),
    path("reads/stale", is_stale, name="is_stale"),
    path("second-lock", second_lock, name="second_lock"),
    path("context", context, name="context"),
    path("unguarded-read", unguarded_read, name="unguarded_read"),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
