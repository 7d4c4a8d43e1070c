"""Signing: the text before one's eyes, a drawing on the screen or a paper whose scan is kept; the paper to print."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.engagements import fetch, panels
from cordee.engagements.access import MAKERS, may, reason_against
from cordee.engagements.enums import Capacity, Means, VersionState
from cordee.engagements.fetch import ToldContract, ToldVersion, person_with_key
from cordee.engagements.forms import SignForm
from cordee.engagements.printing import printed
from cordee.engagements.rules import Signers
from cordee.engagements.signing import Side, Signed, side_of, sign_contract
from cordee.engagements.views import TAB
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming


@page(roles=MAKERS, writes=True)
def sign(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """The person signs, or who signs for them where the law says so; another party too."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told, version = _proposed(actor, pk, contract_id)
    if version is None:
        messages.info(request, _("Aucun texte n’attend de signature."))
        return _back(person, told)
    side = side_of(person, actor)
    form = _form(request, told, version, side)
    if not form.offers_any:
        messages.info(request, _("La structure seule doit encore signer."))
        return _back(person, told)
    if request.method == "POST" and form.is_valid() and _sign(request, person, told, form):
        return _back(person, told)
    access_log.record(actor, what="contract.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, _("Signer")),
        "told": told,
        "version": version,
        "form": form,
        "parts": panels.parts_of(version.text, told.kind),
        "days": panels.days_words(version.text),
        "note": side.signers.verdict,
        "pdf_url": reverse("contract_pdf", args=[person.pk, told.row.pk, version.row.number]),
    }
    return render(request, "engagements/sign.html", context, status=422 if form.is_bound else 200)


def _proposed(actor: Any, pk: UUID, contract_id: UUID) -> tuple[Person, ToldContract, ToldVersion | None]:
    """The text that waits for signatures; none when there is none. Raises Http404, PermissionDenied."""
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    if not may(actor, person, "contract:sign"):
        raise PermissionDenied(reason_against(actor, "contract:sign"))
    version = told.under_way
    if version is not None and version.row.state != VersionState.PROPOSED:
        version = None
    return person, told, version


def _form(request: HttpRequest, told: ToldContract, version: ToldVersion, side: Side) -> SignForm:
    actor = request.actor  # type: ignore[attr-defined]
    signed = [
        f"{one.row.capacity}:{one.row.party}" if one.row.party else one.row.capacity
        for one in version.signatures
    ]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return SignForm(
        *sent,
        kind=told.kind,
        found=side.signers,
        guardian=side.guardian,
        signed=signed,
        today=actor.today,
        initial={"means": Means.SCREEN.value, "on": actor.today, "digest": version.row.digest},
    )


def _sign(request: HttpRequest, person: Person, told: ToldContract, form: SignForm) -> bool:
    """Keep the signature; or say on its field what is missing."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    capacity, _colon, party = kept["capacity"].partition(":")
    is_paper = kept["means"] == Means.PAPER
    signed = Signed(
        capacity=capacity,
        party=party,
        means=kept["means"],
        on=(kept["on"] or actor.today) if is_paper else actor.today,
        digest=kept["digest"],
        name=kept["name"],
        drawing="" if is_paper else kept["drawing"],
        upload=kept["upload"] if is_paper else None,
    )
    try:
        sign_contract(told.row, person, by=actor, signed=signed)
    except RuleBroken as error:
        form.add_error(None, error.message)
        return False
    except BadInput as error:
        # What is drawn has no field one can see: it is said where one chooses how to sign.
        form.take(BadInput("means", error.message) if error.field == "drawing" else error)
        return False
    except StaleState as error:
        messages.error(request, error.message)
        return True
    messages.success(request, _("La signature est gardée."))
    return True


@page(roles=MAKERS, only_writes=True)
def sign_house(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Commit the house, from one's own account."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told, version = _proposed(actor, pk, contract_id)
    if version is None:
        messages.info(request, _("Aucun texte n’attend de signature."))
        return _back(person, told)
    signed = Signed(
        capacity=Capacity.HOUSE,
        means=Means.ACCOUNT,
        on=actor.today,
        digest=request.POST.get("digest", ""),
    )
    try:
        sign_contract(told.row, person, by=actor, signed=signed)
    except (RuleBroken, BadInput, StaleState) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Vous avez signé pour la structure."))
    return _back(person, told)


def _back(person: Person, told: ToldContract) -> HttpResponse:
    return HttpResponseRedirect(reverse("contract", args=[person.pk, told.row.pk]))


@page()
def contract_pdf(request: HttpRequest, pk: UUID, contract_id: UUID, number: int) -> HttpResponse:
    """A text of a contract on paper, with what was signed beneath; the reading is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    version = told.numbered(number)
    if version is None:
        raise Http404
    access_log.record(
        actor,
        what="contract.printed",
        person=person.pk,
        holder=person.organisation_id,
        detail=str(version.row.pk),
    )
    content = printed(told, version, person, house=actor.organisation.name, found=_known_side(actor, person))
    name = naming.offered(f"{told.kind.label} {person.full_name}", "pdf")
    return giving.attachment(content, name, "application/pdf")


def _known_side(actor: Any, person: Person) -> Signers | None:
    """Who signs for the person; none to whoever may not read a legal protection."""
    try:
        return side_of(person, actor).signers
    except NotAllowed:
        return None
