"""The pages of the interface itself: gallery, light or dark, and « I am still here »."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from cordee.plumbing.access import page
from cordee.ui import samples
from cordee.ui.context import THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 3600


@page(public=True)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with difficult content: long names, nothing, forty lines, errors."""
    is_known = getattr(request, "user", None) and request.user.is_authenticated
    return render(request, "ui/gallery.html", samples.context() | ({} if is_known else samples.shell()))


@page(public=True, only_writes=True)
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or as the device does; come back to the same page."""
    chosen = request.POST.get("theme", "")
    address = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        address = "/"
    response = HttpResponseRedirect(address)
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@page(signed_in_only=True)
def still_here(request: HttpRequest) -> HttpResponse:
    """Asked by a page where somebody is at work, so that the session does not close under their hands."""
    return HttpResponse(status=204)
