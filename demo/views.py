"""The post of the demonstration, for whoever plays with it. Imported by the addresses in a demonstration only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cordee.plumbing.access import page
from cordee.plumbing.outbox.mail import paragraphs_of
from demo.post import received


@page(public=True)
def post(request: HttpRequest) -> HttpResponse:
    """What left Cordée, as its recipients would read it."""
    if not settings.DEMO:
        raise Http404
    found = received(settings.STATE / "courrier")
    return render(request, "demo/post.html", {"received": [(one, paragraphs_of(one.text)) for one in found]})
