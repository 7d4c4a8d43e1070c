"""What anybody sees of a house: its page, and the person's own request for help. Nobody is signed in here."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from cordee.doors import actions, fetch
from cordee.doors.fetch import Front
from cordee.doors.forms import HelpForm, attempt
from cordee.doors.guarding import TOKEN, Answer, age_of, count, guard, page_token
from cordee.plumbing.access import page
from cordee.programmes.vocabulary import AUDIENCES

TOO_MANY = 429


@page(public=True)
def front(request: HttpRequest, code: str) -> HttpResponse:
    """What the house does, for whom, how to come, whom to call."""
    return shown(request, fetch.front_of(code))


def shown(
    request: HttpRequest, front: Front, *, email: str = "", answer: Answer | None = None
) -> HttpResponse:
    """email: the address, once asked for; it is not in the page before."""
    context = {
        "front": front,
        "house": front.organisation,
        "programmes": [
            (one, [AUDIENCES[code] for code in one.header.audience])
            for one in fetch.programmes_of(front.organisation)
        ],
        "email": email,
        "refusal": answer.reason if answer else "",
        "is_indexed": front.page.is_indexed and front.page.is_published,
    }
    return render(
        request, "doors/front.html", context, status=TOO_MANY if answer and answer.is_beyond else 200
    )


@page(public=True, only_writes=True)
def show_email(request: HttpRequest, code: str) -> HttpResponse:
    """The address of the house, to whoever presses the button: what reads pages by itself does not."""
    found = fetch.front_of(code)
    answer = count(request, found.organisation, "address")
    email = "" if answer.is_beyond else found.organisation.email
    return shown(request, found, email=email, answer=answer)


@page(public=True, writes=True)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """« Je demande de l’aide »: a first name and one way to be reached."""
    found = fetch.front_of(code)
    if not found.page.takes_requests:
        return HttpResponseRedirect(reverse("front", args=[code]))
    form = HelpForm(request.POST or None)
    answer = Answer()
    if request.method == "POST" and form.is_valid():
        answer = guard(request, found.organisation, "ask")
        if answer.served or (answer.lets_in and helped(found, form)):
            return HttpResponseRedirect(reverse("front_thanks", args=[code]))
    return form_page(request, "doors/ask.html", found, form, answer)


def helped(found: Front, form: HelpForm) -> bool:
    return attempt(form, lambda: actions.ask_for_help(organisation=found.organisation, **form.described))


def form_page(
    request: HttpRequest, template: str, found: Front, form: Any, answer: Answer, **more: Any
) -> HttpResponse:
    """The form, with everything typed; its token goes on from the first showing, so that waiting is enough."""
    if answer.reason:
        form.add_error(None, answer.reason)
    sent = request.POST.get(TOKEN, "")
    token = sent if age_of(sent, found.organisation) is not None else page_token(found.organisation)
    context = {"front": found, "house": found.organisation, "form": form, "token": token, **more}
    status = TOO_MANY if answer.is_beyond else 422 if form.is_bound else 200
    return render(request, template, context, status=status)


@page(public=True)
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """The same words to everybody, known here or not."""
    found = fetch.front_of(code)
    return render(request, "doors/thanks.html", {"front": found, "house": found.organisation})
