"""Facts noted on a contract: a page with everything said of them, one gesture at a time; the record of attendance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordee.engagements.breach import actions, fetch, forms, panels
from cordee.engagements.breach.access import NOTERS, may, reason_against
from cordee.engagements.breach.attendance import Attendance, attendance_of
from cordee.engagements.breach.enums import About
from cordee.engagements.breach.fetch import Told
from cordee.engagements.breach.printing import printed
from cordee.engagements.breach.rules import may_be_opened
from cordee.engagements.duties import duties_of
from cordee.engagements.enums import Status
from cordee.engagements.fetch import ToldContract, contract_alone, person_with_key
from cordee.engagements.views import TAB
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.kernel.verdict import examine
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.plumbing.files import giving, naming
from cordee.ui.shapes import Gesture


@dataclass(frozen=True)
class Known:
    """A gesture on facts. do: the action, none for a decision; said: once it is done."""

    label: Any
    icon: str
    form: Any
    do: Callable[..., Any] | None
    said: Any


GESTURES: Mapping[str, Known] = {
    "motif": Known(
        gettext_lazy("Noter un motif légitime"), "check2-circle", forms.ReasonForm, actions.note_reason,
        gettext_lazy("Le motif est noté\u202f: il n’y a pas de manquement, c’est clos."),
    ),
    "conciliation": Known(
        gettext_lazy("Noter l’entretien de conciliation"), "chat-left-text", forms.DayForm,
        actions.note_conciliation, gettext_lazy("L’entretien est noté."),
    ),
    "information": Known(
        gettext_lazy("Noter l’information écrite"), "send", forms.DayForm, actions.note_told,
        gettext_lazy("C’est noté\u202f: son délai pour répondre est sur la journée de qui suit."),
    ),
    "reponse": Known(
        gettext_lazy("Noter sa réponse"), "pencil", forms.AnswerForm, actions.note_answer,
        gettext_lazy("Sa réponse est notée."),
    ),
    "avis": Known(
        gettext_lazy("Noter l’équipe pluridisciplinaire"), "people", forms.OpinionForm, actions.note_opinion,
        gettext_lazy("C’est noté."),
    ),
    "decision": Known(
        gettext_lazy("Noter une décision prise ailleurs"), "file-earmark-text", forms.DecisionForm, None,
        gettext_lazy("La décision est notée, avec le délai pour la contester."),
    ),
    "reprise": Known(
        gettext_lazy("Noter la reprise"), "check2-circle", forms.DayForm, actions.note_compliance,
        gettext_lazy("La reprise est notée\u202f: la suspension s’arrête ce jour-là."),
    ),
    "clore": Known(
        gettext_lazy("Clore sans décision"), "x-circle", forms.CloseForm, actions.end_breach,
        gettext_lazy("C’est clos."),
    ),
    "rouvrir": Known(
        gettext_lazy("Rouvrir, pour corriger"), "arrow-counterclockwise", forms.ReopenForm, actions.reopen_breach,
        gettext_lazy("C’est rouvert\u202f: ce qui avait été noté avant est resté."),
    ),
}  # fmt: skip


def record_decision(request: HttpRequest, told: Told, person: Person, kept: Mapping[str, Any]) -> None:
    """Keep a decision; what the law only warns of is said."""
    decided = actions.Decided(**kept)
    warnings = actions.examination(told.row, person, decided).warnings
    actions.record_decision(told.row, person, by=request.actor, decided=decided)  # type: ignore[attr-defined]
    for verdict in warnings:
        messages.warning(request, f"{verdict.reason} ({verdict.rule})")


@page(roles=NOTERS, writes=True)
def note(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """Note what could not be kept; refused where no duty goes with the RSA (RSA-17)."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _contract(actor, pk, contract_id)
    if not applies(told):
        raise Http404
    form = forms.FactsForm(
        request.POST if request.method == "POST" else None, abouts=_abouts(told), today=actor.today
    )
    verdicts = examine([may_be_opened(duties=duties_of(person.organisation_id, person.pk))])
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.note_facts(told.row, person, by=actor, **form.cleaned_data)
        except BadInput as error:
            form.take(error)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Les faits sont notés. On peut maintenant en parler, et noter pourquoi.")
            )
            return HttpResponseRedirect(reverse("breach", args=[person.pk, made.pk]))
    access_log.record(actor, what="contract.opened", person=person.pk, holder=person.organisation_id)
    context = {
        **around(actor, person, TAB, _("Noter des faits")),
        "told": told,
        "form": form,
        "verdicts": verdicts,
    }
    return render(request, "engagements/breach/note.html", context, status=422 if form.is_bound else 200)


def _contract(actor: Any, pk: UUID, contract_id: UUID) -> tuple[Person, ToldContract]:
    """Raises Http404, PermissionDenied."""
    person = person_with_key(actor, pk)
    told = contract_alone(actor, person, contract_id)
    if not may(actor, person, "breach:write"):
        raise PermissionDenied(reason_against(actor, "breach:write"))
    return person, told


def applies(told: ToldContract) -> bool:
    """May the RSA depend on this contract?"""
    return told.kind.duties


def _abouts(told: ToldContract) -> list[str]:
    if told.row.status in (Status.SIGNED, Status.ENDED):
        return [About.NOT_KEPT.value, About.NOT_CONCLUDED.value]
    return [About.NOT_CONCLUDED.value]


@page(roles=NOTERS)
def breach(request: HttpRequest, pk: UUID, breach_id: UUID) -> HttpResponse:
    """Everything said of some facts, in the order of the law, and what one may note."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    return shown(request, person, fetch.breach_for(actor, person, breach_id))


def shown(
    request: HttpRequest, person: Person, told: Told, *, form: Any = None, code: str = ""
) -> HttpResponse:
    """form, code: the gesture just refused."""
    actor = request.actor  # type: ignore[attr-defined]
    access_log.record(actor, what="breach.opened", person=person.pk, holder=person.organisation_id)
    writes = may(actor, person, "breach:write")
    context = {
        **around(actor, person, TAB, _("Faits")),
        "told": told,
        "badge": panels.badge_of(told.row, actor.today),
        "said": panels.said_of(told),
        "decision": panels.decision_of(told.sanction),
        "appeal": panels.appeal_words(told.sanction) if told.sanction else "",
        "gestures": gestures(actor, person, told, form, code) if writes else [],
        "why_not": reason_against(actor, "breach:write"),
    }
    return render(request, "engagements/breach/breach.html", context, status=422 if form or code else 200)


def gestures(actor: Any, person: Person, told: Told, form: Any, code: str) -> list[Gesture]:
    """What may be noted now; a reason comes first."""
    if told.row.is_open:
        offered = [slug for slug in GESTURES if slug not in ("reprise", "rouvrir")]
    elif told.sanction is not None and told.sanction.kind == "suspension" and not told.sanction.complied_on:
        offered = ["reprise", "rouvrir"]
    else:
        offered = ["rouvrir"]
    return [
        Gesture(
            slug,
            str(GESTURES[slug].label),
            reverse("breach_gesture", args=[person.pk, told.row.pk, slug]),
            form=form if slug == code else GESTURES[slug].form(initial=_first(told, slug), today=actor.today),
            icon=GESTURES[slug].icon,
            is_open=slug == code,
            is_main=slug == "motif",
            lead=_reopening(told) if slug == "rouvrir" else "",
        )
        for slug in offered
    ]


def _reopening(told: Told) -> str:
    """What it takes away, said before."""
    if told.sanction is not None:
        return _(
            "La décision notée est retirée, comme si elle n’avait pas été notée ici\u202f; l’historique garde qui l’a "
            "fait. Le reste ne change pas."
        )
    if told.row.reason:
        return _("Le motif noté est retiré. Le reste ne change pas.")
    return _("Ce qui a été noté reste\u202f; les délais reprennent là où ils en étaient.")


def _first(told: Told, slug: str) -> dict[str, Any]:
    """What was noted already; never a value of a decision."""
    row = told.row
    known: dict[str, dict[str, Any]] = {
        "conciliation": {"on": row.conciliated_on},
        "information": {"on": row.told_on},
        "reponse": {
            "on": row.observed_on,
            "words": told.observations,
            "heard_on": row.heard_on,
            "is_accompanied": row.is_accompanied,
        },
        "avis": {
            "invited_on": row.invited_on,
            "on": row.opinion_on,
            "body": row.opinion_body,
            "sense": row.opinion,
        },
    }
    return known.get(slug, {})


@page(roles=NOTERS, only_writes=True)
def gesture(request: HttpRequest, pk: UUID, breach_id: UUID, slug: str) -> HttpResponse:
    """One gesture: done and told, or shown again with what is wrong."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.breach_for(actor, person, breach_id)
    known = GESTURES.get(slug)
    if known is None:
        raise Http404
    if not may(actor, person, "breach:write"):
        raise PermissionDenied(reason_against(actor, "breach:write"))
    form = known.form(request.POST, today=actor.today)
    own = reverse("breach", args=[person.pk, told.row.pk])
    if form.is_valid():
        try:
            if known.do is None:
                record_decision(request, told, person, form.cleaned_data)
            else:
                known.do(told.row, person, by=actor, **form.cleaned_data)
        except BadInput as error:
            form.take(error)
        except RuleBroken as error:
            for verdict in error.verdicts:
                form.add_error(None, f"{verdict.reason} ({verdict.rule}, {verdict.source})")
        except StaleState as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(own)
        else:
            messages.success(request, str(known.said))
            return HttpResponseRedirect(own)
    if getattr(request, "htmx", False):
        found = next((one for one in gestures(actor, person, told, form, slug) if one.code == slug), None)
        if found is not None:
            return render(request, "ui/gesture.html", {"gesture": found}, status=422)
    return shown(request, person, told, form=form, code=slug)


@page(roles=NOTERS)
def attendance(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """What was kept, excused, called off, missed, and for which reasons: on one page."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _contract(actor, pk, contract_id)
    form, found = _attendance(request, person, told)
    context = {
        **around(actor, person, TAB, _("Relevé d’assiduité")),
        "told": told,
        "form": form,
        "found": found,
        "pdf_url": f"{reverse('attendance_pdf', args=[person.pk, told.row.pk])}?{request.GET.urlencode()}",
    }
    access_log.record(actor, what="attendance.opened", person=person.pk, holder=person.organisation_id)
    return render(request, "engagements/breach/attendance.html", context)


@page(roles=NOTERS)
def attendance_pdf(request: HttpRequest, pk: UUID, contract_id: UUID) -> HttpResponse:
    """The same on paper; the reading is logged."""
    actor = request.actor  # type: ignore[attr-defined]
    person, told = _contract(actor, pk, contract_id)
    _form, found = _attendance(request, person, told)
    access_log.record(
        actor,
        what="attendance.printed",
        person=person.pk,
        holder=person.organisation_id,
        detail=str(told.row.pk),
    )
    content = printed(found, person, house=actor.organisation.name, contract=told.kind.label)
    name = naming.offered(_("Relevé d’assiduité %(name)s") % {"name": person.full_name}, "pdf")
    return giving.attachment(content, name, "application/pdf")


def _attendance(
    request: HttpRequest, person: Person, told: ToldContract
) -> tuple[forms.PeriodForm, Attendance]:
    """Between the days asked, else since the contract began."""
    actor = request.actor  # type: ignore[attr-defined]
    start: date = told.row.from_on or localdate(told.row.created_at)
    usual = {"du": min(start, actor.today), "au": actor.today}
    asked = {name: request.GET[name] for name in usual if request.GET.get(name)}
    form = forms.PeriodForm(
        {**{name: f"{day:%d/%m/%Y}" for name, day in usual.items()}, **asked}, today=actor.today
    )
    days = form.cleaned_data if form.is_valid() else {}
    first, last = days.get("du") or usual["du"], days.get("au") or usual["au"]
    noted = fetch.breaches_of(actor, person, told.row)
    return form, attendance_of(actor, person, min(first, last), last, noted)
