"""What a colleague does with links: give one, shown once where it is copied; take it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.dossier.fetch import ways_open
from cordee.dossier.messages import Way, wish_against
from cordee.engagements.access import MAKERS, may, reason_against
from cordee.engagements.enums import Capacity, VersionState
from cordee.engagements.fetch import ToldContract, contract_for, person_with_key
from cordee.engagements.remote import actions, letters
from cordee.engagements.remote.enums import By
from cordee.engagements.remote.fetch import link_for
from cordee.engagements.remote.forms import GiveForm
from cordee.engagements.signing import Side, side_of
from cordee.engagements.views import TAB
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page

LABELS = {
    Capacity.PERSON: gettext_lazy("La personne elle-même"),
    Capacity.PARENT: gettext_lazy("Un parent"),
    Capacity.GUARDIAN: gettext_lazy("Qui exerce la protection"),
}


@page(roles=MAKERS, writes=True)
def give(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Give a link to sign: written to the person, or shown once to be copied or printed."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _contract(actor, pk, contract_id)
    version = told.under_way
    if version is None or version.row.state != VersionState.PROPOSED:
        messages.info(request, _("Aucun texte n’attend de signature."))
        return _back(person, told)
    side = side_of(person, actor)
    signed = {one.row.capacity for one in version.signatures}
    capacities = [
        (code.value, label)
        for code, label in LABELS.items()
        if code in side.signers.may and code not in signed
    ]
    if not capacities:
        messages.info(request, _("De ce côté, tout le monde a signé."))
        return _back(person, told)
    why_no_link, why_not = actions.why_no_link(person), wish_against(person)
    ways = [] if why_not else _ways(actor, person)
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        capacities=capacities,
        ways=ways,
        asks_safety=person.has_protected_contact,
        today=actor.today,
        initial=_awaited(side, capacities),
    )
    address = ""
    if request.method == "POST" and not why_no_link and form.is_valid():
        address = _give(request, person, told, form)
        if address and form.chosen is not None:
            messages.success(request, _("Le lien est écrit\u202f: il part par le moyen choisi."))
            return _back(person, told)
    access_log.record(actor, what="contract.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, _("Signer à distance")),
        "told": told,
        "form": form,
        "address": address,
        "why_no_link": why_no_link,
        "why_not_write": why_not if not ways else "",
        "has_ways": bool(ways),
        "is_protected": person.has_protected_contact,
        "note": _note(side),
        "sent_text": letters.text_of(_("(lien personnel)"), timezone.now(), actor.organisation),
    }
    return render(
        request, "engagements/remote/give.html", context, status=422 if form.is_bound and not address else 200
    )


def _contract(actor: Any, pk: UUID, contract_id: UUID) -> tuple[Person, ToldContract]:
    """Raises Http404, PermissionDenied."""
    person = person_with_key(actor, pk)
    told = contract_for(actor, person, contract_id)
    if not may(actor, person, "contract:sign"):
        raise PermissionDenied(reason_against(actor, "contract:sign"))
    return person, told


def _ways(actor: Any, person: Person) -> list[Way]:
    return [way for way in ways_open(actor, person) if way.channel in (By.MAIL, By.SMS)]


def _awaited(side: Side, capacities: list[tuple[str, Any]]) -> dict[str, Any]:
    """Who must sign comes chosen, where their signature is still awaited."""
    needed = [code for code, _label in capacities if code in side.signers.needed]
    return {"capacity": needed[0]} if needed else {}


def _note(side: Side) -> Any:
    return side.signers.verdict if side.signers.verdict.reason else None


def _give(request: HttpRequest, person: Person, told: ToldContract, form: GiveForm) -> str:
    """The address of the link; or what is wrong, on its field."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    wanted = actions.Wanted(
        capacity=kept["capacity"],
        days=kept["days"],
        way=form.chosen,
        is_safe=kept.get("is_safe", False),
        address=lambda token: request.build_absolute_uri(reverse("sign_link", args=[token])),
    )
    try:
        return actions.give_link(told.row, person, by=actor, wanted=wanted)[1]
    except BadInput as error:
        form.take(error)
    except (RuleBroken, StaleState) as error:
        form.add_error(None, error.message)
    except NotAllowed as error:
        form.add_error(None, error.reason)
    return ""


@page(roles=MAKERS, only_writes=True)
def withdraw(request: HttpRequest, pk: UUID, contract_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a link back."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _contract(actor, pk, contract_id)
    link = link_for(actor, person, told.row, link_id)
    try:
        actions.withdraw_link(link, told.row, person, by=actor)
    except StaleState as error:
        messages.info(request, error.message)
    else:
        messages.success(request, _("Ce lien n’ouvre plus rien."))
    return _back(person, told)


def _back(person: Person, told: ToldContract) -> HttpResponse:
    return HttpResponseRedirect(reverse("contract", args=[person.pk, told.row.pk]))
