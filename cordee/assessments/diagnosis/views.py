"""The tab «Diagnostic» of a dossier; a diagnosis begun, written a little at a time, read, closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.enums import PARTITION_WORDS
from cordee.assessments.diagnosis import actions, fetch, panels
from cordee.assessments.diagnosis.access import MAKERS, can, may_write, reason_against
from cordee.assessments.diagnosis.fetch import Told
from cordee.assessments.diagnosis.forms import DiagnosisForm
from cordee.assessments.diagnosis.section import form_of
from cordee.assessments.fetch import person_with_key
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.people import drafts
from cordee.people.models import Person
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.programmes.cached import definition_of
from cordee.ui.flash import offer_undo

TAB = "diagnostic"
PARTS = {"sante": "health", "protection": "protected"}
SLUGS = {part: slug for slug, part in PARTS.items()}


@page()
def diagnoses(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where somebody stands, in their words and theme by theme, then and now; what may be begun."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.diagnoses_of(actor, person)
    access_log.record(actor, what="diagnosis.opened", person=person.pk, holder=person.organisation_id)
    under_way = [one for one in told if not one.row.is_closed]
    made = [one for one in told if one.row.is_closed]
    latest = made[0] if made else None
    opened = person.opened_to(actor)
    codes = panels.readable_codes(latest.form, opened) if latest else []
    view = panels.view_of(latest, _before(latest, made), codes) if latest else None
    context = {
        **around(actor, person, TAB, _("Diagnostic")),
        "view": view,
        "distance": panels.distance_words(view) if view and view.before else "",
        "barriers": panels.with_gestures(actor, person, panels.barriers_over(made, codes), latest),
        "under_way": under_way,
        "others": made[1:],
        "restricted": restricted_of(person, latest, opened) if latest else [],
        "begin": offered(actor, person, under_way),
        "why_not": reason_against(actor, "diagnosis:begin"),
    }
    return render(request, "assessments/diagnosis/tab.html", context)


def _before(told: Told, made: list[Told]) -> Told | None:
    """The one made before on the same pathway."""
    same = [one for one in made if one.row.pathway_id == told.row.pathway_id]
    return same[1] if len(same) > 1 else None


def offered(actor: Any, person: Person, under_way: list[Told]) -> list[dict[str, Any]]:
    """The running pathways on which one may be begun: their programme describes one, none is under way."""
    if not can(actor, "diagnosis:begin"):
        return []
    busy = {one.row.pathway_id for one in under_way}
    found = []
    for pathway in fetch.running_pathways(actor, person):
        definition = definition_of(pathway.programme_version_id)
        form = form_of(definition)
        if form is not None and pathway.pk not in busy:
            found.append({"pathway": pathway.pk, "label": form.label, "programme": definition.label})
    return found


def restricted_of(person: Person, told: Told, opened: Any) -> list[dict[str, Any]]:
    """The restricted parts of a diagnosis the reader may open, each on a page of its own."""
    return [
        {
            "label": PARTITION_WORDS[part],
            "url": reverse("diagnosis_part", args=[person.pk, told.row.pk, SLUGS[part]]),
        }
        for part in panels.restricted_parts(told.form, opened)
    ]


@page(roles=MAKERS, only_writes=True)
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin one on a running pathway; when one is under way, it goes on."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    pathway = fetch.pathway_for(actor, person, request.POST.get("pathway", ""))
    try:
        made = actions.begin_diagnosis(person, pathway, by=actor, on=actor.today)
    except (StaleState, BadInput) as error:
        messages.info(request, str(error))
        return HttpResponseRedirect(reverse("person_diagnosis", args=[person.pk]))
    return HttpResponseRedirect(reverse("diagnosis", args=[person.pk, made.pk]))


@page(writes=True)
def diagnosis(request: HttpRequest, pk: UUID, diagnosis_id: UUID) -> HttpResponse:
    """A diagnosis: written while it is under way, read once it is closed."""
    return shown(request, pk, diagnosis_id, "")


@page(writes=True)
def diagnosis_part(request: HttpRequest, pk: UUID, diagnosis_id: UUID, part: str) -> HttpResponse:
    """Its restricted part, alone; the reading is logged."""
    if part not in PARTS:
        raise Http404
    return shown(request, pk, diagnosis_id, PARTS[part])


def shown(request: HttpRequest, pk: UUID, diagnosis_id: UUID, part: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.diagnosis_for(actor, person, diagnosis_id, part)
    codes = panels.readable_codes(told.form, person.opened_to(actor), part)
    if part and not codes:
        raise Http404
    if request.method == "GET":
        access_log.record(
            actor,
            what=f"partition.{part}" if part else "diagnosis.opened",
            person=person.pk,
            holder=person.organisation_id,
            detail=str(told.row.pk),
        )
    before = fetch.one_before(actor, person, told, part)
    writable = [code for code in codes if _may_write(actor, person, told, code)]
    if request.method == "POST" and not writable:
        raise NotAllowed(
            reason_against(actor, "diagnosis:write") or _("Cette partie du dossier vous est fermée.")
        )
    if request.method == "POST" and told.row.is_closed:
        messages.error(request, _("Ce diagnostic est clos\u202f: rouvrez-le, ou commencez-en un autre."))
        return HttpResponseRedirect(request.path)
    if told.row.is_closed or not writable:
        return read(request, person, told, before, codes, part)
    return write(request, person, told, before, writable, part)


def _may_write(actor: Any, person: Person, told: Told, code: str) -> bool:
    asked = told.form.asked(code)
    return asked is not None and may_write(actor, person, asked.partition)


def read(
    request: HttpRequest, person: Person, told: Told, before: Told | None, codes: list[str], part: str
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    view = panels.view_of(told, before, codes)
    context = {
        **around(actor, person, TAB, told.form.label),
        "view": view,
        "distance": panels.distance_words(view) if before else "",
        "restricted": [] if part else restricted_of(person, told, person.opened_to(actor)),
        "is_part": bool(getattr(request, "htmx", False)),
    }
    template = "assessments/diagnosis/_read.html" if context["is_part"] else "assessments/diagnosis/read.html"
    return render(request, template, context)


def write(
    request: HttpRequest, person: Person, told: Told, before: Told | None, codes: list[str], part: str
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    name, resumed = f"diagnosis-{told.row.pk.hex}{'-' if part else ''}{part}", drafts.NOTHING
    more: dict[str, Any] = {"told": told, "before": before, "codes": codes, "today": actor.today}
    if request.method == "POST":
        form = DiagnosisForm(request.POST, **more)
        if form.is_valid() and save(request, person, told, form, part):
            drafts.drop_draft(actor, name, person)
            return HttpResponseRedirect(reverse("diagnosis", args=[person.pk, told.row.pk]))
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, name, person)
        form = DiagnosisForm(typed=resumed.typed, **more)
    own = reverse("diagnosis", args=[person.pk, told.row.pk])
    context = {
        **around(actor, person, TAB, told.form.label),
        "told": told,
        "form": form,
        "before": before,
        "part": PARTITION_WORDS[part] if part else "",
        "own_url": own,
        "resumed": resumed,
        "action": request.path,
        "draft_url": reverse("person_draft", args=[person.pk, name]),
        "restricted": [] if part else restricted_of(person, told, person.opened_to(actor)),
        "verdicts": [] if part else actions.verdicts_on(told.form, told.entries),
    }
    status = 409 if form.theirs else 422 if form.is_bound else 200
    return render(request, "assessments/diagnosis/write.html", context, status=status)


def save(request: HttpRequest, person: Person, told: Told, form: DiagnosisForm, part: str) -> bool:
    """Keep it; or say on its field what cannot be, or beside it what a colleague wrote meanwhile."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = form.cleaned_data
    try:
        actions.write_diagnosis(
            told.row, person, by=actor, said=form.said(), day=kept["day"], done_with=kept["done_with"]
        )
    except actions.WrittenMeanwhile as conflict:
        now = fetch.diagnosis_for(actor, person, told.row.pk, part)
        form.meet(conflict.theirs, now.versions)
        return False
    except BadInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    except StaleState as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("C’est gardé. Vous pouvez continuer, ou revenir plus tard."))
    return True


@page(roles=MAKERS, only_writes=True)
def close(request: HttpRequest, pk: UUID, diagnosis_id: UUID) -> HttpResponse:
    """Say that it is made; it can be opened again."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.diagnosis_for(actor, person, diagnosis_id)
    try:
        actions.close_diagnosis(told.row, person, by=actor)
    except (RuleBroken, StaleState) as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("diagnosis", args=[person.pk, told.row.pk]))
    back = reverse("reopen_diagnosis", args=[person.pk, told.row.pk])
    offer_undo(request, _("Diagnostic clos."), back)
    return HttpResponseRedirect(reverse("person_diagnosis", args=[person.pk]))


@page(roles=MAKERS, only_writes=True)
def reopen(request: HttpRequest, pk: UUID, diagnosis_id: UUID) -> HttpResponse:
    """Undo the above."""
    actor = request.actor  # type: ignore[attr-defined]
    person = person_with_key(actor, pk)
    told = fetch.diagnosis_for(actor, person, diagnosis_id)
    try:
        actions.reopen_diagnosis(told.row, person, by=actor)
    except StaleState as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("person_diagnosis", args=[person.pk]))
    return HttpResponseRedirect(reverse("diagnosis", args=[person.pk, told.row.pk]))
