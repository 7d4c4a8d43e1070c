"""One-click sign-in as anybody of the demonstration. Imported by the addresses in a demonstration only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from cordee.accounts import sessions, team
from cordee.accounts.words import ROLE_SIGHT
from cordee.plumbing.access import page


@page(public=True, writes=True)
def demo(request: HttpRequest) -> HttpResponse:
    """Choose who to be. GET shows everybody, POST signs in."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return become(request)
    houses = team.houses_of_the_demonstration(timezone.localdate())
    shown = [(house.organisation, [(line, sight(line)) for line in house.members]) for house in houses]
    return render(request, "accounts/demo.html", {"houses": shown})


def sight(line: team.Colleague) -> str:
    """What they see, in the words of their first role."""
    return next((str(words) for role, words in ROLE_SIGHT.items() if role.value in line.codes), "")


def become(request: HttpRequest) -> HttpResponse:
    member = team.member_of_the_demonstration(request.POST.get("member", ""), timezone.localdate())
    sessions.sign_in(request, member.user, second_factor=False, member=member, demo=True)
    return HttpResponseRedirect("/")
