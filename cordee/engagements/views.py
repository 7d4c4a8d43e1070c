"""The tab «Contrat» of a dossier: what there is, a draft being written, a contract read, what may be done with it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.engagements import actions, fetch, panels
from cordee.engagements.access import MAKERS, may, reason_against
from cordee.engagements.actions import Old
from cordee.engagements.breach.access import may as may_note
from cordee.engagements.breach.fetch import breaches_of
from cordee.engagements.breach.panels import row_of as breach_row
from cordee.engagements.enums import Status, VersionState
from cordee.engagements.fetch import ToldContract, person_with_key
from cordee.engagements.forms import AmendForm, ContractForm, EndForm, OldForm, ReviewForm
from cordee.engagements.lane.enums import Ground
from cordee.engagements.lane.forms import LaneForm, LaneReviewForm
from cordee.engagements.lane.keeping import days_of
from cordee.engagements.remote.fetch import links_of
from cordee.engagements.section import contracts_of
from cordee.engagements.signing import side_of
from cordee.engagements.texts import Text
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.words import french_list
from cordee.people import drafts
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.programmes.cached import definition_of
from cordee.ui.shapes import Gesture

TAB = "contrat"


@page()
def contracts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The contracts of somebody: those that run, those of before, what may be begun."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    found = fetch.contracts_of_person(actor, person)
    access_log.record(actor, what="contract.opened", person=person.pk, holder=person.organisation_id)
    writes = may(actor, person, "contract:write")
    offered = offers(actor, person, found) if writes else []
    context = {
        **around(actor, person, TAB, _("Contrat")),
        "running": [panels.row_of(one) for one in found if one.row.is_running],
        "breaches": [breach_row(one, actor.today) for one in _noted(actor, person)],
        "others": [panels.row_of(one) for one in found if not one.row.is_running],
        "offered": [one for one in offered if not one["is_old"]],
        "has_old": any(one["is_old"] for one in offered),
        "is_closed": not person.opened_to(actor) & Partition.EMPLOYMENT,
        "why_not": reason_against(actor, "contract:write"),
    }
    return render(request, "engagements/contracts.html", context)


def _noted(actor: Any, person: Person) -> list[Any]:
    """The facts noted on any of their contracts. One query, none for who may not read them."""
    return breaches_of(actor, person) if may_note(actor, person, "breach:write") else []


def offers(actor: Any, person: Person, found: list[ToldContract]) -> list[dict[str, Any]]:
    """What may be begun: each kind of the running pathways that is not under way there yet.

    An old contract, signed, is offered with the kind that takes its place.
    """
    running = {(one.row.pathway_id, one.row.kind): one for one in found if one.row.is_running}
    listed: list[dict[str, Any]] = []
    for pathway in fetch.pathways_of(actor, person):
        definition = definition_of(pathway.programme_version_id)
        made = contracts_of(definition)
        for kind in made.kinds if made else ():
            if (pathway.pk, kind.code) in running:
                continue
            old = next(
                (
                    one
                    for (where, _code), one in running.items()
                    if where == pathway.pk and one.row.is_old and one.kind.replaced_by == kind.code
                ),
                None,
            )
            listed.append(
                {
                    "pathway": pathway.pk,
                    "kind": kind.code,
                    "label": kind.label,
                    "programme": definition.label,
                    "is_old": kind.legacy,
                    "replaces": old.row.pk if old else "",
                }
            )
    return listed


@page(roles=MAKERS, only_writes=True)
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a draft; the goals of the path to work are taken up in it, an old contract's commitments too."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    pathway = fetch.pathway_for(actor, person, request.POST.get("pathway", ""))
    replaced = _replaced(actor, person, request.POST.get("replaces", ""))
    back = reverse("person_contracts", args=[person.pk])
    try:
        made = actions.begin_contract(
            person,
            pathway,
            by=actor,
            kind=request.POST.get("kind", ""),
            plan=_plan(actor, person, pathway),
            replaces=replaced.row if replaced else None,
        )
    except (StaleState, BadInput) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(reverse("write_contract", args=[person.pk, made.pk]))


def _plan(actor: Any, person: Person, pathway: Any) -> Text:
    """The goals of the path to work: others stand in another part, and are taken up one by one if one wishes."""
    goals = fetch.open_goals(actor, person, pathway.pk)
    return with_goals(Text(), [one for one in goals if one.row.partition == Partition.EMPLOYMENT])


def _replaced(actor: Any, person: Person, pk: str) -> ToldContract | None:
    try:
        wanted = UUID(pk) if pk else None
    except ValueError:
        raise Http404 from None
    if wanted is None:
        return None
    found = fetch.contract_for(actor, person, wanted)
    if not found.row.is_old:
        raise Http404
    return found


@page(roles=MAKERS, writes=True)
def record_old(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a contract of before, so that it is replaced in time."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    found = [one for one in offers(actor, person, fetch.contracts_of_person(actor, person)) if one["is_old"]]
    if not may(actor, person, "contract:write"):
        raise PermissionDenied(reason_against(actor, "contract:write"))
    if not found:
        messages.info(request, _("Aucun parcours en cours ne connaît d’ancien contrat."))
        return HttpResponseRedirect(reverse("person_contracts", args=[person.pk]))
    kinds = [(f"{one['pathway']} {one['kind']}", f"{one['label']}, {one['programme']}") for one in found]
    form = OldForm(request.POST if request.method == "POST" else None, kinds=kinds, today=actor.today)
    if request.method == "POST" and form.is_valid() and _record(request, person, form):
        return HttpResponseRedirect(reverse("person_contracts", args=[person.pk]))
    context = {**around(actor, person, TAB, _("Ancien contrat")), "form": form}
    return render(request, "engagements/old.html", context, status=422 if form.is_bound else 200)


def _record(request: HttpRequest, person: Person, form: OldForm) -> bool:
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    where, _space, kind = kept["kind"].partition(" ")
    try:
        actions.record_old_contract(
            person,
            fetch.pathway_for(actor, person, where),
            by=actor,
            old=Old(kind, kept["signed_on"], kept["from_on"], kept["until_on"], form.text()),
        )
    except (BadInput, StaleState) as error:
        form.take(error)
        return False
    messages.success(request, _("L’ancien contrat est noté\u202f: il est rappelé jusqu’à son remplacement."))
    return True


@page(roles=MAKERS, writes=True)
def write(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Write the draft, part by part; what is missing for a signature is said, never demanded."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    own = reverse("contract", args=[person.pk, told.row.pk])
    if not may(actor, person, "contract:write"):
        raise PermissionDenied(reason_against(actor, "contract:write"))
    version = told.under_way
    if version is None or version.row.state != VersionState.DRAFT:
        messages.info(request, _("Ce texte est proposé ou signé\u202f: il ne s’écrit plus."))
        return HttpResponseRedirect(own)
    name, resumed = f"contract-{version.row.pk.hex}", drafts.NOTHING
    goals = {
        str(one.row.pk): one
        for one in fetch.open_goals(actor, person, told.row.pathway_id)
        if one.label not in version.text.objectives
    }
    more: dict[str, Any] = {
        "kind": told.kind,
        "text": version.text,
        "edit": version.row.edit,
        "goals": [(code, one.label) for code, one in goals.items()],
        "today": actor.today,
    }
    if request.method == "POST":
        form = ContractForm(request.POST, **more)
        if form.is_valid() and _save(request, person, told, form, goals):
            drafts.drop_draft(actor, name, person)
            return HttpResponseRedirect(own)
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, name, person)
        form = ContractForm(typed=resumed.typed, **more)
        access_log.record(actor, what="contract.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, told.kind.label),
        "told": told,
        "form": form,
        "resumed": resumed,
        "own_url": own,
        "action": request.path,
        "draft_url": reverse("person_draft", args=[person.pk, name]),
    }
    status = 409 if form.theirs else 422 if form.is_bound else 200
    return render(request, "engagements/write.html", context, status=status)


def _save(
    request: HttpRequest, person: Person, told: ToldContract, form: ContractForm, goals: dict[str, Any]
) -> bool:
    """Keep it; or say on its field what cannot be, or beside it what a colleague wrote meanwhile."""
    actor = request.actor  # type: ignore[attr-defined]
    text = with_goals(form.said(), [goals[code] for code in form.cleaned_data.get("goals", ())])
    try:
        actions.write_contract(told.row, person, by=actor, text=text, edit=form.cleaned_data["edit"])
    except actions.WrittenMeanwhile as conflict:
        form.meet(conflict.theirs, conflict.edit)
        return False
    except (BadInput, StaleState) as error:
        form.take(error)
        return False
    messages.success(request, _("C’est gardé."))
    return True


def with_goals(text: Text, goals: list[Any]) -> Text:
    """The plan of action, with these goals and what is left to do for each."""
    objectives = [*text.objectives, *(one.label for one in goals)]
    steps = [step.label for one in goals for step in one.open_steps]
    return replace(
        text,
        objectives=tuple(dict.fromkeys(objectives)),
        actions=tuple(dict.fromkeys([*text.actions, *steps])),
    )


@page()
def contract(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """A contract as it stands: its text in order, who signed, what is missing, what may be done."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.contract_for(actor, person, contract_id)
    return shown(request, person, told)


def shown(
    request: HttpRequest,
    person: Person,
    told: ToldContract,
    *,
    form: Any = None,
    code: str = "",
) -> HttpResponse:
    """The page of a contract. form, code: the gesture just refused."""
    actor = request.actor  # type: ignore[attr-defined]
    access_log.record(actor, what="contract.opened", person=person.pk, holder=person.organisation_id)
    version = told.shown
    writes = may(actor, person, "contract:write")
    is_draft = bool(version and version.row.state == VersionState.DRAFT)
    is_proposed = bool(version and version.row.state == VersionState.PROPOSED)
    verdicts = None
    if is_draft and version and writes:
        verdicts = actions.examination(told.row, told.kind, version.text, on=actor.today)
    awaited, why_not_sign = waiting_for(actor, person, told) if is_proposed and writes else ([], "")
    text = version.text if version else Text()
    signed = panels.signed_of(version, told.kind, person) if version else []
    links = links_of(actor, person, told.row) if has_links(told) else []
    context = {
        **around(actor, person, TAB, told.kind.label),
        "told": told,
        "version": version,
        "badge": panels.status_badge(told.row),
        "days": panels.days_words(text),
        "lane": panels.lane_words(text),
        "parts": panels.parts_of(text, told.kind),
        "signed": signed,
        "awaited": awaited,
        "house_awaited": is_proposed and writes and not _house_signed(version),
        "why_not_sign": why_not_sign,
        "awaited_at_home": is_proposed and writes and len(awaited) > _house_awaited(version),
        "links": links,
        "taking_back": {
            "who": french_list([one.name for one in signed]),
            "stops_links": any(one.may_be_withdrawn for one in links),
        },
        **beside(actor, person, told),
        "is_draft": is_draft,
        "is_proposed": is_proposed,
        "is_amendment": is_draft and told.row.status == Status.SIGNED,
        "verdicts": verdicts,
        "writes": writes,
        "gestures": gestures(actor, person, told, form, code) if writes else [],
        "earlier": [(one, panels.version_badge(one.row)) for one in told.versions if one is not version],
        "why_not": reason_against(actor, "contract:write"),
    }
    return render(request, "engagements/contract.html", context, status=422 if form or code else 200)


def _house_signed(version: Any) -> bool:
    return any(one.row.capacity == "house" for one in version.signatures)


def _house_awaited(version: Any) -> int:
    return 0 if _house_signed(version) else 1


def has_links(told: ToldContract) -> bool:
    """Is there a link to speak of: a text to sign, or one signed so?"""
    under_way = told.under_way is not None and told.under_way.row.state == VersionState.PROPOSED
    return under_way or any(
        signature.row.link_id for version in told.versions for signature in version.signatures
    )


def beside(actor: Any, person: Person, told: ToldContract) -> dict[str, Any]:
    """The social part beside a contract, for whoever reads it: facts noted, the social lane. One query, none while a
    text is being prepared or signed: what was noted before is on the tab."""
    notes = told.kind.duties and may_note(actor, person, "breach:write")
    rows = breaches_of(actor, person, told.row) if notes and told.under_way is None else []
    due = days_of(told.lane.started_on, told.lane.ground)[1] if told.lane else None
    return {
        "notes_facts": notes,
        "breaches": [breach_row(one, actor.today) for one in rows],
        "lane_due": due,
        "lane_ground": Ground(told.lane.ground).label if told.lane and told.lane.ground else "",
    }


def waiting_for(actor: Any, person: Person, told: ToldContract) -> tuple[list[str], str]:
    """(who has still to sign, why the actor cannot collect it)."""
    version = told.under_way
    try:
        found = side_of(person, actor).signers
    except NotAllowed as refusal:
        return [], refusal.message
    return panels.awaited_of(version, told.kind, found) if version else [], ""


def gestures(actor: Any, person: Person, told: ToldContract, form: Any, code: str) -> list[Gesture]:
    """What may be done with a contract that is signed and runs."""
    if told.row.status != Status.SIGNED:
        return []
    today = {"today": actor.today}
    first = {"on": actor.today}
    known: list[tuple[str, str, str, str, Callable[[], Any]]] = [
        ("point", _("Noter le point fait ensemble"), "review_contract", "calendar-check",
         lambda: ReviewForm(initial=first, **today)),
        ("terminer", _("Terminer le contrat"), "end_contract", "file-earmark-check",
         lambda: EndForm(initial=first, **today)),
    ]  # fmt: skip
    if not told.row.is_old and told.under_way is None:
        known.insert(
            1, ("avenant", _("Préparer un avenant"), "amend_contract", "pencil", lambda: AmendForm(**today))
        )
    if told.row.is_old:
        known = known[1:]
    if told.lane is not None:
        known.append(("reexamen", _("Noter le réexamen de la voie sociale"), "note_lane_review", "calendar-check",
                      lambda: LaneReviewForm(initial=first, **today)))  # fmt: skip
        if not told.lane.ground:
            known.append(("prolonger", _("Porter le réexamen à douze mois"), "extend_lane", "clock-history",
                          lambda: LaneForm(**today)))  # fmt: skip
    return [
        Gesture(
            slug,
            label,
            reverse(name, args=[person.pk, told.row.pk]),
            form=form if slug == code else make(),
            icon=icon,
            is_open=slug == code,
        )
        for slug, label, name, icon, make in known
    ]
