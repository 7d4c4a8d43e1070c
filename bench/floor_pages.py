"""The second floor: the same statement and the same rows, behind Cordée's session, actor and middleware."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from bench.floors import STATEMENTS, parameters, rendered
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as pages
from cordee.plumbing.access import page

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@page()
def floor(request: HttpRequest, what: str) -> HttpResponse:
    """One statement, its rows."""
    if what not in STATEMENTS:
        raise Http404
    given = {name: str(value) for name, value in request.GET.items() if name != "role"}
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[what], parameters(what, given))
        rows = cursor.fetchall()
    return HttpResponse(rendered(rows))


urlpatterns: list[Any] = [path("plancher/<slug:what>", floor, name="floor"), *pages]
