"""The pages of orientation decisions: a person's orientation, deciding, telling, the list, the delays."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.pathways.fetch import Choices
from cordee.pathways.gestures import attempt
from cordee.pathways.views import gone_to
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.programmes.law import value
from cordee.referrals.decisions import actions, fetch, gestures, panels
from cordee.referrals.decisions.access import ROLES, can, can_for, reason_against
from cordee.referrals.decisions.delays import CONTRACT, ORIENTATION, SMALL, delays_of
from cordee.referrals.decisions.enums import Authority, DecisionState
from cordee.referrals.decisions.fetch import Line, Wanted
from cordee.referrals.decisions.forms import (
    LATE,
    TO_NOTIFY,
    TO_TAKE,
    AwaitForm,
    DecideForm,
    DecisionFilters,
    TogetherForm,
)
from cordee.referrals.decisions.gestures import Kind, Sent
from cordee.referrals.decisions.models import OrientationDecision
from cordee.referrals.decisions.rules import decides, examine_decision
from cordee.referrals.panels import address, chips_of
from cordee.ui.shapes import Gesture

AWAIT = "attendre"


# --- A person's orientation -----------------------------------------------------------------------------


@page(roles=ROLES["orientation:read"])
def orientation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The decisions on a person's orientation, their delays, what can be done next."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    access_log.record(actor, what="orientation.opened", person=person.pk, holder=person.organisation_id)
    return render(request, "referrals/decisions/orientation.html", orientation_context(actor, person))


def orientation_context(
    actor: Any, person: Any, *, sent: Sent | None = None, awaiting: AwaitForm | None = None
) -> dict[str, Any]:
    """sent, awaiting: what was sent and refused."""
    line = fetch.line_of(actor, person)
    pending = line.pending
    may_decide = can_for(actor, "orientation:decide", person.organisation_id)
    to_decide = pending is not None and pending.state == DecisionState.TO_DECIDE
    return {
        **around(actor, person, "orientation", _("Orientation")),
        "decisions": panels.shown_line(line, person, actor.today),
        "pending": pending,
        "to_decide": to_decide,
        "why_not_decide": "" if may_decide else reason_against(actor, "orientation:decide"),
        "france_travail": panels.france_travail(line, actor.today),
        "carried_elsewhere": fetch.carried_elsewhere(actor, person, line),
        "gestures": gestures.offered(concerned(line), actor, sent),
        "awaiting": await_gesture(actor, person, line, awaiting),
        "letter": letter_of(line, actor),
    }


def concerned(line: Line) -> list[OrientationDecision]:
    """The decisions gestures bear on: the one in hand, and the one in force."""
    return [row for row in (line.pending, line.in_force) if row is not None]


def letter_of(line: Line, actor: Any) -> OrientationDecision | None:
    """The decision whose letter may be printed: the one in hand, else the one in force."""
    taken = [row for row in concerned(line) if row.decided_on is not None and row.pk in line.lanes]
    return taken[0] if taken and can_for(actor, "orientation:decide", taken[0].organisation_id) else None


def await_gesture(actor: Any, person: Any, line: Line, form: AwaitForm | None) -> Gesture | None:
    """Noting that somebody comes to the RSA, where no decision is already to be taken or told."""
    if line.pending is not None or not can_for(actor, "orientation:note", person.organisation_id):
        return None
    form = form or AwaitForm(today=actor.today, auto_id=f"{AWAIT}_%s")
    return Gesture(
        code=AWAIT,
        label=_("Le RSA s’ouvre de nouveau")
        if line.rows
        else _("Noter une ouverture ou un transfert de RSA"),
        url=reverse("await_orientation", args=[person.pk]),
        form=form,
        icon="inbox",
        button=_("Enregistrer"),
        is_open=form.is_refused,
    )


@page(roles=ROLES["orientation:note"], only_writes=True)
def await_orientation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody comes to the RSA: a decision is to be taken."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    form = AwaitForm(request.POST, today=actor.today, auto_id=f"{AWAIT}_%s")
    if attempt(form, lambda kept: actions.await_orientation(person, by=actor, **kept)) is not None:
        messages.success(request, _("C’est noté\u202f: une orientation est à décider."))
        return gone_to(request, reverse("orientation", args=[person.pk]))
    context = orientation_context(actor, person, awaiting=form)
    return refused(request, context, context["awaiting"])


def gesture_view(kind: Kind) -> Callable[..., HttpResponse]:
    """The address of a gesture: run it, or give its form back with what prevents it."""

    @page(roles=ROLES[kind.right], only_writes=True)
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        row = fetch.decision_for(actor, pk)
        form = kind.form_for(row, actor, request.POST)
        if attempt(form, lambda kept: kind.run(row, actor, kept)) is not None:
            messages.success(request, str(kind.said))
            return gone_to(request, reverse("orientation", args=[row.person_id]))
        person = fetch.person_for(actor, row.person_id)
        context = orientation_context(actor, person, sent=Sent(kind, row, form))
        shown = next((gesture for gesture in context["gestures"] if gesture.form is form), None)
        return refused(request, context, shown)

    view.__name__ = kind.url_name
    return view


def refused(request: HttpRequest, context: dict[str, Any], shown: Gesture | None) -> HttpResponse:
    """The page again with the form that was refused, or that form alone when htmx asked."""
    if shown is None:
        raise StaleState(_("Ce geste n’est plus possible\u202f: la décision a avancé."))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "ui/gesture.html", {"gesture": shown}, status=422)
    return render(request, "referrals/decisions/orientation.html", context, status=422)


@page(roles=ROLES["orientation:decide"], writes=True)
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a decision, the rules answering as one types."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.decision_for(actor, pk)
    person = fetch.person_for(actor, row.person_id)
    if row.state != DecisionState.TO_DECIDE and request.method == "GET":
        return gone_to(request, reverse("orientation", args=[person.pk]))
    form = decide_form(request, actor, row)
    if "apercu" in request.GET:
        form.leave_unjudged()
        return render(request, "referrals/decisions/_rules.html", {"form": form})
    if request.method == "POST":
        taken = attempt(form, lambda kept: run_decision(row, actor, form))
        if taken is not None:
            messages.success(request, _("Décision prise\u202f: il reste à la notifier."))
            return gone_to(request, reverse("orientation", args=[person.pk]))
    context = {
        **around(actor, person, "orientation", _("Décider")),
        "decision": row,
        "why": panels.title_of(row),
        "asked": panels.asked_day(row),
        "form": form,
        "why_not": "" if can_for(actor, "orientation:decide", person.organisation_id)
        else reason_against(actor, "orientation:decide"),
        "page_url": reverse("decide", args=[row.pk]),
    }  # fmt: skip
    return render(request, "referrals/decisions/decide.html", context, status=422 if form.is_bound else 200)


def decide_form(request: HttpRequest, actor: Any, row: OrientationDecision) -> DecideForm:
    """The form with what the rules answer to what is typed so far; nothing before anything is."""
    form = DecideForm(
        request.POST if request.method == "POST" else None,
        today=actor.today,
        choices=Choices(actor),
        lanes=fetch.lanes_of(actor.organisation, actor.today),
        initial={"version": row.version},
    )
    if form.is_bound:
        on = form.so_far.get("on") or actor.today
        form.examination = examine_decision(actions.facts_of(row, form.choice, on))
    return form


def run_decision(row: OrientationDecision, actor: Any, form: DecideForm) -> OrientationDecision:
    kept = form.cleaned_data
    return actions.decide(row, by=actor, version=kept["version"], on=kept["on"], choice=form.choice)


@page(roles=ROLES["orientation:decide"])
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text of a notification, to be printed: neutral, with the ways to contest the decision."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.decision_for(actor, pk)
    choice = fetch.lanes_by_decision(actor, [row]).get(row.pk)
    if row.decided_on is None or choice is None or row.organisation_id != actor.organisation.pk:
        raise Http404
    access_log.record(actor, what="orientation.letter", person=row.person_id, holder=row.organisation_id)
    remedy = value("RSA-30.remedy", on=row.decided_on)
    context = {
        **around(actor, row.person, "orientation", _("Courrier")),
        "decision": row,
        "house": actor.organisation,
        "lane": panels.lane_of(choice),
        "carrier": panels.carrier_of(row),
        "authority": str(Authority(row.authority).label),
        "remedy": remedy,
        "term": value("RSA-08.due", on=row.decided_on).value,
    }
    return render(request, "referrals/decisions/letter.html", context)


# --- The list ---------------------------------------------------------------------------------------------


@page(roles=ROLES["orientation:read"])
def decisions(request: HttpRequest) -> HttpResponse:
    """What is to be decided, the oldest first; what is to be told; what was."""
    actor = request.actor  # type: ignore[attr-defined]
    if not fetch.concerns(actor):
        raise Http404
    return render(request, "referrals/decisions/list.html", list_context(request, actor))


def list_context(
    request: HttpRequest, actor: Any, together: TogetherForm | None = None, chosen: Sequence[str] = ()
) -> dict[str, Any]:
    """together: the notifications that were sent and refused; chosen: of which decisions."""
    sites = fetch.sites_of(actor)
    sees_lanes = not actor.roles <= frozenset({"secretary"})
    form = DecisionFilters(request.GET, sites=sites, sees_lanes=sees_lanes)
    wanted = wanted_from(request, form)
    if together is not None:
        wanted = Wanted(view=TO_NOTIFY)
    found = fetch.page_of(actor, wanted)
    lines = panels.lines_of(found, actor)
    can_tell = decides(actor.organisation.kind) and can(actor, "orientation:notify")
    tells = can_tell and wanted.view == TO_NOTIFY and any(line.can_notify for line in lines)
    return {
        "today": actor.today,
        "form": form,
        "chips": chips_of(request, form),
        "lines": lines,
        "counted": panels.counted(found.count, wanted.view),
        "is_filtered": bool(request.GET),
        "sees_lanes": sees_lanes,
        "sees_choices": wanted.view not in (TO_TAKE, LATE),
        "next_url": address(request, apres=found.after) if found.after else "",
        "first_url": address(request, apres="") if wanted.after else "",
        "together": together or (TogetherForm(today=actor.today) if tells else None),
        "chosen": chosen,
        "tabs": panels.tabs(actor, "decisions"),
        "decides": decides(actor.organisation.kind),
        "can_name": can_for(actor, "orientation:decide", actor.organisation.pk),
    }


def wanted_from(request: HttpRequest, form: DecisionFilters) -> Wanted:
    """What the address asks for; a filter that no longer exists is left out."""
    form.is_valid()
    kept = form.cleaned_data
    return Wanted(
        view=kept.get("etat", ""),
        lane=kept.get("voie", ""),
        site=UUID(kept["site"]) if kept.get("site") else None,
        month=kept.get("mois", ""),
        told_in=kept.get("notifiee", ""),
        after=fetch.read_cursor(request.GET.get("apres", "")),
    )


@page(roles=ROLES["orientation:notify"], only_writes=True)
def notify_together(request: HttpRequest) -> HttpResponse:
    """Note several notifications at once, received the same day by the same means."""
    actor = request.actor  # type: ignore[attr-defined]
    if not decides(actor.organisation.kind):
        raise Http404
    form = TogetherForm(request.POST, today=actor.today)
    chosen = request.POST.getlist("decisions")
    rows = fetch.to_notify(actor, chosen)
    if not rows:
        form.add_error(None, _("Cochez au moins une décision encore à notifier."))
    if form.is_valid() and (number := run_together(form, rows, actor)):
        said = ngettext("%d notification notée.", "%d notifications notées.", number) % number
        messages.success(request, said)
        return gone_to(request, f"{reverse('decisions')}?etat={TO_NOTIFY}")
    context = list_context(request, actor, form, chosen)
    return render(request, "referrals/decisions/list.html", context, status=422)


def run_together(form: TogetherForm, rows: list[OrientationDecision], actor: Any) -> int:
    """How many were noted; none when something prevents it, which the form then says."""
    try:
        return actions.notify_together(rows, by=actor, **form.cleaned_data)
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except RuleBroken as error:
        form.add_error("proof", " ".join(verdict.reason for verdict in error.verdicts))
    return 0


# --- The delays -------------------------------------------------------------------------------------------


@page(roles=ROLES["orientation:count"])
def delays(request: HttpRequest) -> HttpResponse:
    """How long orientation takes, by month and by lane, each figure with its rule and its rows."""
    actor = request.actor  # type: ignore[attr-defined]
    if not decides(actor.organisation.kind):
        raise Http404
    opens = can(actor, "orientation:read")
    least = 0 if actor.has_role("coordinator", "director") else SMALL
    found = delays_of(actor, least=least)
    context = {
        "today": actor.today,
        "orientation": panels.whole(found.orientation, least),
        "orientation_by_month": panels.by_month(found.orientation_by_month, "mois", opens=opens),
        "orientation_by_lane": panels.by_lane(found.orientation_by_lane, "mois", opens=opens),
        "contract": panels.whole(found.contract, least),
        "contract_by_month": panels.by_month(found.contract_by_month, "notifiee", opens=opens),
        "contract_by_lane": panels.by_lane(found.contract_by_lane, "notifiee", opens=opens),
        "orientation_term": ORIENTATION.at(actor.today).label,
        "contract_term": CONTRACT.at(actor.today).label,
        "least": least,
        "tabs": panels.tabs(actor, "decision_delays"),
    }
    return render(request, "referrals/decisions/delays.html", context)
