"""The tab « Relais » of a dossier: what goes out of the house about a person, prepared and followed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, CordeeError, RuleBroken, StaleState
from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition, codes_of
from cordee.kernel.words import french_day
from cordee.pathways.fetch import Choices
from cordee.people.keys import key_from
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.crypto import Unreadable
from cordee.relays import actions, fetch, panels
from cordee.relays.access import SENDERS, can, may_write, why_not
from cordee.relays.actions import Towards
from cordee.relays.composing import offered_contacts, offered_papers
from cordee.relays.contents import answers_of, proof_of, sent_of
from cordee.relays.enums import Dimension, Kind, State, part_of
from cordee.relays.fetch import ToldRelay
from cordee.relays.forms import (
    ConsentForm,
    MoreForm,
    NoteAnswerForm,
    RelayForm,
    TowardsForm,
    explain,
    relay_initial,
)
from cordee.relays.from_elsewhere import need_of
from cordee.relays.models import RELAY_MODELS
from cordee.relays.moves import RELAYS
from cordee.relays.rules import partner_open

TAB = "relais"
OUTSIDE = "hors"
KEPT = ("besoin", "pour", "genre", "frein", "etape", "comme")


def log_opening(actor: Any, person: Person, partition: int = 0) -> None:
    """The reading of the relays of a person; of one about a restricted part, under the name of that part."""
    part = next(iter(codes_of(partition & int(RESTRICTED_PARTITIONS))), "")
    what = f"partition.{part}" if part else "relay.opened"
    access_log.record(actor, what=what, person=person.pk, holder=person.organisation_id, detail="relays")


@page()
def person_relays(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is under way, towards what, and what became of the rest; the exchanges around the situation."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    told = fetch.relays_of(actor, person)
    exchanges = fetch.exchanges_of(actor, person)
    log_opening(actor, person)
    lines = [(one, panels.line_of(one, actor.today)) for one in told]
    context = {
        **around(actor, person, TAB, _("Relais")),
        "waiting": [line for one, line in lines if one.row.is_out or one.row.state == State.PREPARED],
        "over": [line for one, line in lines if not (one.row.is_out or one.row.state == State.PREPARED)],
        "exchanges": exchanges,
        "may_send": can(actor, "relay:send"),
        "why_not": why_not(actor, "relay:send"),
    }
    return render(request, "relays/person.html", context)


@page(roles=SENDERS, writes=True)
def new_relay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To which partner first; then what is asked and what would leave. Nothing leaves from here."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    _may_send(actor, person)
    asked = request.GET
    partner = fetch.partner_named(actor, asked.get("partenaire", ""))
    kind = Kind.SHEET if asked.get("genre") == "fiche" else Kind.ORIENTATION
    closed = partner if partner and not partner_open(partner.closed_on, actor.today).ok else None
    # Closed while somebody wrote: the action refuses it, and what was typed is kept.
    is_sent = request.method == "POST" and partner is not None
    if (closed and not is_sent) or (partner is None and OUTSIDE not in asked):
        return _choose_partner(request, person, kind, closed)
    form = _form(request, person, partner, initial=_first(actor, person, asked))
    if request.method == "POST" and form.is_valid():
        made = _prepared(request, person, form, partner, kind)
        if made is not None:
            return HttpResponseRedirect(reverse("relay", args=[person.pk, made.pk]))
    return _write_page(request, person, form, partner, kind, reverse("person_relays", args=[person.pk]))


def _may_send(actor: Any, person: Person) -> None:
    if not any(may_write(actor, person, part, "relay:send") for part in RELAY_MODELS):
        raise PermissionDenied(why_not(actor, "relay:send"))


def _first(actor: Any, person: Person, asked: Any) -> dict[str, Any]:
    """What an address may already say: the need, what it is for."""
    return {"items": ["name"], "reach": "through"} | need_of(actor, person, asked)


def _choose_partner(request: HttpRequest, person: Person, kind: str, closed: Any = None) -> HttpResponse:
    """closed: the one the address named, which receives nobody any more."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        return HttpResponseRedirect(request.get_full_path())
    log_opening(actor, person)
    kept = [(name, request.GET[name]) for name in KEPT if request.GET.get(name)]
    title = _("Fiche de relais") if kind == Kind.SHEET else _("Orienter vers un partenaire")
    context = {
        **around(actor, person, TAB, title),
        "title": title,
        "form": TowardsForm(
            request.GET if request.GET.get("partenaire") == "" else None,
            partners=fetch.partners_to_choose(actor),
        ),
        "closed": closed,
        "kept": kept,
        "outside_url": f"?{urlencode([*kept, (OUTSIDE, '1')])}",
        "back": reverse("person_relays", args=[person.pk]),
    }
    return render(request, "relays/towards.html", context)


def _form(request: HttpRequest, person: Person, partner: Any, *, initial: dict[str, Any]) -> RelayForm:
    actor = request.actor  # type: ignore[attr-defined]
    referents, services = fetch.offered_by(actor, partner)
    if referents:
        initial = {"referent": str(referents[0].pk)} | initial
    return RelayForm(
        request.POST if request.method == "POST" else None,
        partner=partner,
        referents=referents,
        services=services,
        contacts=offered_contacts(person),
        papers=paper_choices(actor, person),
        members=Choices(actor).referents,
        dimensions=[one for one in Dimension.values if may_write(actor, person, part_of(one), "relay:send")],
        initial=initial,
        today=actor.today,
    )


def paper_choices(actor: Any, person: Person) -> list[tuple[str, str]]:
    """(part:id, label) of the papers the actor may read; those of a restricted part say what they ask."""
    found = []
    for pk, (paper, label) in offered_papers(actor, person).items():
        part = codes_of(paper.partition)[0]
        if paper.partition & RESTRICTED_PARTITIONS:
            label = _("%(paper)s (réservé\u202f: seulement si elle l’a nommé)") % {"paper": label}
        found.append((f"{part}:{pk}", label))
    return found


def towards_of(form: RelayForm, actor: Any, kind: str, pathway: Any = None) -> Towards:
    kept = form.cleaned_data
    charge = Choices(actor).member(kept["in_charge"]) if kept["in_charge"] else None
    return Towards(
        kept["dimension"], kind, form.partner, form.chosen_service, form.chosen_referent, charge, pathway
    )


def _prepared(request: HttpRequest, person: Person, form: RelayForm, partner: Any, kind: str) -> Any:
    by = request.actor  # type: ignore[attr-defined]
    try:
        theme = request.GET.get("frein", "")[:60]
        towards = towards_of(form, by, kind, fetch.pathway_of(by, person))
        return actions.prepare_relay(person, towards, form.wanted(theme=theme), by=by)
    except (BadInput, RuleBroken) as error:
        explain(form, error)
        return None


def _write_page(
    request: HttpRequest, person: Person, form: RelayForm, partner: Any, kind: str, back: str
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        log_opening(actor, person)
    title = _("Fiche de relais") if kind == Kind.SHEET else _("Orienter vers un partenaire")
    context = {
        **around(actor, person, TAB, title),
        "title": title,
        "form": form,
        "partner": partner,
        "is_protected": person.has_protected_contact,
        "action": request.get_full_path(),
        "back": back,
    }
    return render(request, "relays/write.html", context, status=422 if form.is_bound else 200)


@page(roles=SENDERS, writes=True)
def change_relay(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """Prepare it otherwise, while nothing left."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    told = fetch.relay_for(actor, person, relay_id)
    back = reverse("relay", args=[person.pk, told.row.pk])
    if told.row.state != State.PREPARED:
        messages.error(request, _("Ce relais n’est plus en préparation."))
        return HttpResponseRedirect(back)
    form = _form(request, person, told.row.partner, initial=relay_initial(told))
    if request.method == "POST" and form.is_valid():
        towards = towards_of(form, actor, told.row.kind, told.row.pathway_id)
        try:
            wanted = form.wanted(theme=told.wanted.theme)
            seen = form.cleaned_data["seen"] or 0
            actions.change_relay(told.row, person, towards, wanted, by=actor, seen=seen)
            return HttpResponseRedirect(back)
        except (BadInput, RuleBroken, StaleState) as error:
            explain(form, error)
    return _write_page(request, person, form, told.row.partner, told.row.kind, back)


@page()
def relay(request: HttpRequest, pk: UUID, relay_id: UUID) -> HttpResponse:
    """One relay: as the partner reads it, what the person agreed to, what was answered."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    told = fetch.relay_for(actor, person, relay_id)
    log_opening(actor, person, told.row.partition)
    return relay_page(request, person, told)


def consent_form(actor: Any, told: ToldRelay, data: Any = None) -> ConsentForm:
    first = {"day": actor.today, "means": "spoken", "channel": "mail" if told.recipient.email else "paper"}
    return ConsentForm(
        data,
        parts=panels.parts_left(told),
        members=Choices(actor).referents,
        has_email=bool(told.recipient.email),
        initial=first,
        today=actor.today,
    )


def relay_page(
    request: HttpRequest, person: Person, told: ToldRelay, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of a relay. forms: one that was sent and could not be kept, by its name."""
    actor = request.actor  # type: ignore[attr-defined]
    row = told.row
    moves = {move.code for move in RELAYS.moves_from(row.state, actor.roles)}
    may = may_write(actor, person, Partition(row.partition), "relay:send")
    sent, proof, answers, refused = _kept(actor, person, told)
    context = {
        **around(actor, person, TAB, _("Relais")),
        "told": told,
        "line": panels.line_of(told, actor.today),
        "is_prepared": row.state == State.PREPARED,
        "sent": sent,
        "sent_lines": panels.sent_lines(sent) if sent else [],
        "more": panels.more_lines(sent) if sent else [],
        "refused": refused,
        "consent": panels.consent_facts(told, proof),
        "sending": panels.sending_facts(told),
        "answers": panels.answer_lines(answers, told.recipient.name or told.towards),
        "moves": moves if may else set(),
        "consent_form": forms.get("consent") or consent_form(actor, told),
        "answer_form": forms.get("answer") or NoteAnswerForm(initial={"on": actor.today}, today=actor.today),
        "more_form": forms.get("more") or MoreForm(),
        "again_url": _again(person, told),
        "closed_since": _closed_since(told),
        "elsewhere_url": _elsewhere(person, told) if may else "",
    }
    return render(request, "relays/relay.html", context, status=status)


def _kept(actor: Any, person: Person, told: ToldRelay) -> tuple[Any, str, Any, str]:
    """(what left or would leave, the proof of the agreement, the answers, why it may not leave)."""
    try:
        key = key_from(person)
        sent, proof, answers = sent_of(told.row, key), proof_of(told.row, key), answers_of(told.row, key)
    except Unreadable:
        return None, "", [], ""
    if sent is None and told.row.state == State.PREPARED:
        try:
            return actions.preview(told.row, person, by=actor, wanted=told.wanted), proof, answers, ""
        except CordeeError as error:
            return None, proof, answers, str(error)
    return sent, proof, answers, ""


def _again(person: Person, told: ToldRelay) -> str:
    """Look elsewhere, with the same need."""
    return f"{reverse('new_relay', args=[person.pk])}?comme={told.row.pk}"


def _closed_since(told: ToldRelay) -> str:
    """That its partner has closed, while something is still awaited from it."""
    if not told.is_left_alone:
        return ""
    day = french_day(told.row.partner.closed_on)
    return _("Ce partenaire est fermé depuis le %(day)s") % {"day": day}


def _elsewhere(person: Person, told: ToldRelay) -> str:
    """The same need, to whom one turns now when it is in the directory and still open."""
    turn_to = told.row.partner.turn_to if told.row.partner_id else None
    along = f"&partenaire={turn_to.pk}" if turn_to is not None and not turn_to.is_closed else ""
    return _again(person, told) + along
