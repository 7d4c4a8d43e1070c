"""The pages behind a link to sign: one question, then the whole text, then « je signe » or « je veux en parler ».

No account, no script needed. A link never given, taken back, too old or tried too often gets one same answer. A browser
where a colleague is signed in signs nothing: the link is the person's.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts.models import Organisation
from cordee.doors.guarding import count
from cordee.doors.tokens import read_token
from cordee.engagements import panels
from cordee.engagements.printing import printed
from cordee.engagements.remote import opening
from cordee.engagements.remote.actions import SIGN
from cordee.engagements.remote.forms import BirthForm, RemoteSignForm, TalkForm
from cordee.engagements.remote.models import SigningLink
from cordee.engagements.remote.rules import RECOGNISED_FOR
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.plumbing.access import page
from cordee.plumbing.files import giving

KNOWN = "engagements.links"
MOST_KNOWN = 20
ELSEWHERE = "https://meteofrance.com/"  # what is left on the screen when somebody comes near
UNKNOWN, FORBIDDEN, TOO_MANY = 404, 403, 429


def seen_by(token: str) -> SigningLink | None:
    return opening.look(read_token(SIGN, token))


def dead(request: HttpRequest) -> HttpResponse:
    """A link never given, taken back, too old, tried too often: the same page, to the byte."""
    return private(render(request, "engagements/remote/dead.html", status=UNKNOWN))


def private(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def is_recognised(request: HttpRequest, link: SigningLink) -> bool:
    """Did this browser answer the question, a moment ago?"""
    at = _known(request).get(str(link.pk), 0.0)
    return timezone.now().timestamp() - at < RECOGNISED_FOR


def _known(request: HttpRequest) -> dict[str, float]:
    found = request.session.get(KNOWN, {})
    return found if isinstance(found, dict) else {}


def recognise(request: HttpRequest, link: SigningLink) -> None:
    known = [*_known(request).items(), (str(link.pk), timezone.now().timestamp())]
    request.session[KNOWN] = dict(known[-MOST_KNOWN:])


@page(public=True)
def sign_link(request: HttpRequest, token: str) -> HttpResponse:
    """The question; once answered, the text."""
    link = seen_by(token)
    if link is None:
        return dead(request)
    if request.user.is_authenticated:
        return private(render(request, "engagements/remote/theirs.html", status=FORBIDDEN))
    if not is_recognised(request, link):
        return question(request, token, BirthForm())
    return sheet(request, token, link)


def question(request: HttpRequest, token: str, form: BirthForm, status: int = 200) -> HttpResponse:
    return private(
        render(request, "engagements/remote/question.html", {"token": token, "form": form}, status=status)
    )


def sheet(
    request: HttpRequest,
    token: str,
    link: SigningLink,
    *,
    sign_form: RemoteSignForm | None = None,
    talk_form: TalkForm | None = None,
) -> HttpResponse:
    """The whole text in order, who signed, what one may do."""
    read = opening.read(link)
    if read is None:
        return dead(request)
    kind, text = read.contract.kind, read.version.text
    context = {
        "token": token,
        "link": link,
        "house": read.house,
        "label": text.label or kind.label,
        "stands": read.stands,
        "text": text,
        "parts": [part for part in panels.parts_of(text, kind) if not part.is_empty],
        "days": panels.days_words(text),
        "lane": panels.lane_words(text),
        "signed": panels.signed_of(read.version, kind, read.person),
        "for_another": link.capacity != "person",
        "sign_form": sign_form or RemoteSignForm(initial={"digest": read.version.row.digest}),
        "talk_form": talk_form or TalkForm(),
    }
    status = 422 if sign_form is not None or talk_form is not None else 200
    return private(render(request, "engagements/remote/sheet.html", context, status=status))


@page(public=True, only_writes=True)
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """The person's day of birth; a few tries."""
    link = seen_by(token)
    if link is None:
        return dead(request)
    if request.user.is_authenticated:
        return private(render(request, "engagements/remote/theirs.html", status=FORBIDDEN))
    form = BirthForm(request.POST)
    if not form.is_valid():
        return question(request, token, form, status=422)
    answer = count(request, Organisation(pk=link.organisation_id), "sign")
    if not answer.lets_in:
        form.add_error(None, answer.reason)
        return question(request, token, form, status=TOO_MANY)
    left = opening.prove(link, form.cleaned_data["born"])
    if left is None:
        recognise(request, link)
        return HttpResponseRedirect(reverse("sign_link", args=[token]))
    if left <= 0:
        return dead(request)
    said = ngettext(
        "Ce n’est pas la date attendue. Il reste %(left)s essai.",
        "Ce n’est pas la date attendue. Il reste %(left)s essais.",
        left,
    )
    form.add_error("born", said % {"left": left})
    return question(request, token, form, status=422)


def _recognised(request: HttpRequest, token: str) -> SigningLink | None:
    link = seen_by(token)
    if link is None or request.user.is_authenticated or not is_recognised(request, link):
        return None
    return link


@page(public=True, only_writes=True)
def sign(request: HttpRequest, token: str) -> HttpResponse:
    """« Je signe »: a name and a tick, a drawing perhaps."""
    link = _recognised(request, token)
    if link is None:
        return dead(request)
    form = RemoteSignForm(request.POST)
    if form.is_valid():
        given = opening.Given(
            **{name: form.cleaned_data[name] for name in ("name", "agrees", "digest", "drawing")}
        )
        try:
            opening.sign(link, given=given)
        except BadInput as error:
            # What is drawn has no field one can see: it is said above everything.
            form.add_error(None if error.field == "drawing" else error.field, error.message)
            return sheet(request, token, link, sign_form=form)
        except RuleBroken as error:
            opening.hindered(link, error)
            messages.info(
                request,
                _("Votre signature ne peut pas être gardée pour l’instant. La structure est prévenue\u202f: elle vous "
                  "rappelle."),
            )  # fmt: skip
        except StaleState as error:
            messages.info(request, error.message)
        return HttpResponseRedirect(reverse("sign_link", args=[token]))
    return sheet(request, token, link, sign_form=form)


@page(public=True, only_writes=True)
def talk(request: HttpRequest, token: str) -> HttpResponse:
    """« Je veux en parler d’abord »."""
    link = _recognised(request, token)
    if link is None:
        return dead(request)
    form = TalkForm(request.POST)
    if form.is_valid():
        try:
            opening.talk_first(link, words=form.cleaned_data["words"])
        except BadInput as error:
            form.take(error)
            return sheet(request, token, link, talk_form=form)
        except StaleState as error:
            messages.info(request, error.message)
        else:
            messages.success(
                request, _("C’est noté. On vous rappelle pour en parler, sans rien signer d’ici là.")
            )
        return HttpResponseRedirect(reverse("sign_link", args=[token]))
    return sheet(request, token, link, talk_form=form)


@page(public=True)
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """The text on paper, with what is signed under it: theirs to keep."""
    link = _recognised(request, token)
    read = opening.read(link) if link is not None else None
    if link is None or read is None or not (read.stands or link.signed_at):
        return dead(request)
    content = printed(
        read.contract, read.version, read.person, house=read.house.name, found=opening.awaited_under(read)
    )
    return private(giving.attachment(content, "texte.pdf", "application/pdf"))


@page(public=True)
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody comes near: this browser forgets, and shows something else."""
    link = seen_by(token)
    if link is None:
        return dead(request)
    known = _known(request)
    if known.pop(str(link.pk), None) is not None:
        request.session[KNOWN] = known
    return private(HttpResponseRedirect(ELSEWHERE))
