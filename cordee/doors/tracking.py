"""An orientation followed by its link: state in words, dates, what is missing, whom to call; never the dossier."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.doors import coding, following, sheets, tokens
from cordee.doors.coding import REFUSED, TOO_MANY
from cordee.doors.following import Seen
from cordee.doors.forms import CodeForm, WithdrawForm
from cordee.doors.guarding import count
from cordee.doors.models import Follow
from cordee.papers.forms import FilesForm
from cordee.plumbing.access import page

KNOWN = "doors.follows"
MOST_KNOWN = 50
GONE, UNKNOWN = 410, 404


def recognise(request: HttpRequest, follow: Follow) -> None:
    """This browser has shown that it opens the mailbox of the one who orients."""
    known = [*request.session.get(KNOWN, []), str(follow.pk)]
    request.session[KNOWN] = list(dict.fromkeys(known))[-MOST_KNOWN:]


def is_recognised(request: HttpRequest, follow: Follow) -> bool:
    return str(follow.pk) in request.session.get(KNOWN, [])


def dead(request: HttpRequest) -> HttpResponse:
    """A link never given, cut, or already used to confirm: the same page, to the byte."""
    return render(request, "doors/dead_link.html", status=UNKNOWN)


def seen_by(token: str) -> Seen:
    return following.look(tokens.read_token(tokens.FOLLOW, token))


@page(public=True)
def follow(request: HttpRequest, token: str) -> HttpResponse:
    seen = seen_by(token)
    if seen.follow is None:
        return dead(request)
    if seen.is_out_of_date:
        return render(request, "doors/old_link.html", {"token": token, "is_sent": False}, status=GONE)
    if not is_recognised(request, seen.follow):
        return ask_code(request, seen.follow, token, CodeForm())
    return sheet(request, seen.follow, token, WithdrawForm())


def ask_code(
    request: HttpRequest, found: Follow, token: str, form: CodeForm, status: int = 200
) -> HttpResponse:
    context = {"token": token, "form": form, "hint": hidden(found.email), "is_sent": found.has_code}
    return render(request, "doors/code.html", context, status=status)


def hidden(email: str) -> str:
    """« l…@cmp.fr »: enough for its owner, too little for anybody else."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def sheet(
    request: HttpRequest,
    found: Follow,
    token: str,
    form: WithdrawForm,
    status: int = 200,
    files_form: FilesForm | None = None,
) -> HttpResponse:
    referral = following.followed(found)
    shown = sheets.sheet_of(referral)
    context = {
        "token": token,
        "reference": found.reference,
        "house": referral.organisation,
        "sheet": shown,
        "files_form": files_form
        or FilesForm(asked=zip(referral.papers_missing, shown.missing, strict=False)),
        "takes_papers": shown.is_standing,
        "today": referral.organisation.today,
        "form": form,
    }
    return render(request, "doors/follow.html", context, status=status)


def asked_of(found: Follow) -> list[tuple[str, str]]:
    """(code, label) of the papers still missing."""
    referral = following.followed(found)
    return list(zip(referral.papers_missing, sheets.sheet_of(referral).missing, strict=False))


@page(public=True, only_writes=True)
def add_papers(request: HttpRequest, token: str) -> HttpResponse:
    """Papers asked for, sent by whoever orients."""
    seen = seen_by(token)
    if not seen.is_open or seen.follow is None or not is_recognised(request, seen.follow):
        return dead(request)
    form = FilesForm(request.POST, request.FILES, asked=asked_of(seen.follow))
    status = REFUSED
    if form.is_valid() and (reason := beyond(request, seen.follow, "follow")):
        form.add_error(None, reason)
        status = TOO_MANY
    elif form.is_valid():
        kept, refused = following.add_papers(
            seen.follow,
            form.cleaned_data["file"],
            kind=form.cleaned_data["kind"],
            stands_for=form.cleaned_data.get("stands_for", ""),
        )
        if kept:
            messages.success(request, _("C’est arrivé. Merci."))
            for refusal in refused:
                messages.error(request, refusal.message)
            return HttpResponseRedirect(reverse("follow", args=[token]))
        form.take(refused)
    return sheet(request, seen.follow, token, WithdrawForm(), status=status, files_form=form)


@page(public=True, only_writes=True)
def send_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link again, to the confirmed address. The answer does not say whether one was sent."""
    link = tokens.read_token(tokens.FOLLOW, token)
    seen = following.look(link)
    if link is None or seen.follow is None:
        return dead(request)
    if not beyond(request, seen.follow, "link"):
        following.renew_link(seen)
    return render(request, "doors/old_link.html", {"token": token, "is_sent": True}, status=GONE)


@page(public=True, only_writes=True)
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a code, or give it."""
    seen = seen_by(token)
    if not seen.is_open or seen.follow is None:
        return dead(request)
    found = seen.follow
    form, refused = coding.take(
        request,
        Organisation(pk=found.organisation_id),
        send=lambda: following.send_code(found),
        try_code=lambda typed: following.try_code(found, typed),
    )
    if refused:
        return ask_code(request, found, token, form, status=refused)
    if "envoyer" not in request.POST:
        recognise(request, found)
    return HttpResponseRedirect(reverse("follow", args=[token]))


def beyond(request: HttpRequest, found: Follow, kind: str) -> str:
    """Too many knocks came from here: what to say, or nothing. Counts this one."""
    return count(request, Organisation(pk=found.organisation_id), kind).reason


@page(public=True, only_writes=True)
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Who orients says that the request no longer holds."""
    seen = seen_by(token)
    if not seen.is_open or seen.follow is None or not is_recognised(request, seen.follow):
        return dead(request)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return sheet(request, seen.follow, token, form, status=422)
    if following.withdraw(seen.follow, form.cleaned_data["words"]):
        messages.success(request, _("C’est noté\u202f: la demande est retirée. Merci de l’avoir dit."))
    return HttpResponseRedirect(reverse("follow", args=[token]))
