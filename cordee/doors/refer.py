"""A prescriber without an account orients somebody: the form, the mail to confirm, then the link to follow."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from cordee.doors import arriving, fetch, tokens
from cordee.doors.fetch import Front
from cordee.doors.forms import attempt
from cordee.doors.guarding import Answer, guard
from cordee.doors.public import form_page
from cordee.doors.refer_form import ReferForm
from cordee.doors.tracking import dead, recognise
from cordee.papers.enums import Kind
from cordee.plumbing.access import page
from cordee.ui.shapes import Tab


@page(public=True, writes=True)
def refer(request: HttpRequest, code: str) -> HttpResponse:
    """« J’oriente quelqu’un »."""
    found = fetch.front_of(code)
    if not found.page.takes_orientations:
        return HttpResponseRedirect(reverse("front", args=[code]))
    programmes = fetch.programmes_by_id(found.organisation)
    chosen = chosen_of(programmes, request.GET.get("dispositif", ""))
    form = ReferForm(
        request.POST or None,
        request.FILES or None,
        definition=chosen[1] if chosen else None,
        today=found.organisation.today,
    )
    answer = Answer()
    if request.method == "POST" and form.is_valid():
        answer = guard(request, found.organisation, "orient")
        if answer.served or (answer.lets_in and left(request, found, form, chosen)):
            return HttpResponseRedirect(reverse("look_at_mail", args=[code]))
    more = {"tabs": tabs_of(programmes, chosen), "programme": chosen[1].label if chosen else ""}
    return form_page(request, "doors/refer.html", found, form, answer, **more)


def chosen_of(programmes: list[tuple[Any, Any]], code: str) -> tuple[Any, Any] | None:
    """The programme the address names; the only one, when there is only one."""
    if len(programmes) == 1:
        return programmes[0]
    return next((one for one in programmes if one[1].code == code), None)


def tabs_of(programmes: list[tuple[Any, Any]], chosen: tuple[Any, Any] | None) -> list[Tab]:
    if len(programmes) < 2:
        return []
    return [
        Tab(one[1].header.short_label, f"?dispositif={one[1].code}", is_current=one == chosen)
        for one in programmes
    ]


def left(request: HttpRequest, found: Front, form: ReferForm, chosen: tuple[Any, Any] | None) -> bool:
    described = {**form.described, "programme_id": str(chosen[0]) if chosen else None}
    return attempt(
        form,
        lambda: arriving.leave_arrival(
            organisation=found.organisation,
            email=form.cleaned_data["referrer_email"],
            site=request.build_absolute_uri("/").rstrip("/"),
            described=described,
            reason=form.whole_reason,
            papers=form.cleaned_data["file"],
            papers_kind=form.cleaned_data["kind"] or Kind.OTHER,
        ),
    )


@page(public=True)
def look_at_mail(request: HttpRequest, code: str) -> HttpResponse:
    """What to do now: the same words to everybody."""
    found = fetch.front_of(code)
    return render(request, "doors/look_at_mail.html", {"front": found, "house": found.organisation})


@page(public=True, writes=True)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A press of a button confirms: programs that open links for their own reasons confirm nothing."""
    link = tokens.read_token(tokens.CONFIRM, token)
    if link is None:
        return dead(request)
    if request.method != "POST":
        return render(request, "doors/confirm.html", {"token": token})
    confirmed = arriving.confirm_arrival(link)
    if confirmed is None:
        return dead(request)
    follow, following = confirmed
    recognise(request, follow)
    return HttpResponseRedirect(reverse("follow", args=[following]))
