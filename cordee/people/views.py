"""A new dossier, search first; who the person is, how to reach them, what protects them; who read the file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.people import actions, drafts, fetch
from cordee.people.access import INTAKE, LOG_READERS, can, reason_against
from cordee.people.enums import ContactKind
from cordee.people.forms import (
    ContactForm,
    IdentityForm,
    NewPersonForm,
    ProtectionForm,
    ReachForm,
    ReasonForm,
)
from cordee.people.search import lookalikes
from cordee.people.tabs import tabs_of
from cordee.plumbing import access_log
from cordee.plumbing.access import page

NEW_PERSON = "new-person"


@page(roles=INTAKE, writes=True)
def new_person(request: HttpRequest) -> HttpResponse:
    """Open a dossier: those who may be the same person are shown first, with the reason; the user chooses."""
    actor = request.actor  # type: ignore[attr-defined]
    initial = drafts.draft_of(actor, NEW_PERSON, None) or {"first_names": request.GET.get("nom", "")[:120]}
    form = NewPersonForm(request.POST or None, initial=initial, today=actor.today)
    alike: list[Any] = []
    if request.method == "POST" and form.is_valid():
        kept = dict(form.cleaned_data)
        phone, email = kept.pop("phone"), kept.pop("email")
        alike = [] if request.POST.get("someone_else") else fetch.alike(actor, kept)
        if not alike:
            person = actions.create_person(by=actor, on=actor.today, **kept)
            for kind, value in ((ContactKind.PHONE, phone), (ContactKind.EMAIL, email)):
                if value:
                    actions.add_contact(person, by=actor, kind=kind, value=value, on=actor.today)
            drafts.drop_draft(actor, NEW_PERSON, None)
            messages.success(request, _("Dossier ouvert. Il peut se compléter au fil des rencontres."))
            return HttpResponseRedirect(reverse("person", args=[person.pk]))
    context = {"form": form, "alike": alike, "today": actor.today, "draft_url": reverse("draft", args=[NEW_PERSON])}
    return render(request, "people/new.html", context)


@page(roles=INTAKE)
def alike(request: HttpRequest) -> HttpResponse:
    """People who may be the one being typed: a fragment shown beside the form."""
    actor = request.actor  # type: ignore[attr-defined]
    first = request.GET.get("first_names", "").replace("\0", "")[:120]
    family = request.GET.get("usage_name", "").replace("\0", "")[:120]
    found = lookalikes(actor, first_names=first, usage_name=family) if len(first + family) > 2 else []
    if found:
        access_log.record_search(actor, f"{first} {family}")
    return render(request, "people/alike.html", {"alike": found, "today": actor.today})


@page(writes=True)
def identity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who the person is, how to reach them, what protects them; each part has its own form and button."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_contacts(actor, pk)
    if request.method == "POST":
        return save_part(request, person)
    access_log.record(actor, what="identity.opened", person=person.pk, holder=person.organisation_id)
    return render(request, "people/identity.html", identity_context(request, person))


def identity_context(request: HttpRequest, person: Any, **bound: Any) -> dict[str, Any]:
    """The page's forms, the one just sent in place of its fresh copy."""
    actor = request.actor  # type: ignore[attr-defined]
    profile = fetch.social_profile(person) if fetch.social_opened(actor, person) else None
    forms = {
        "identity": IdentityForm(initial=fetch.identity_initial(person), today=actor.today),
        "reach": ReachForm(initial={name: getattr(person, name) for name in ReachForm.base_fields}),
        "contact": ContactForm(),
        "protection": ProtectionForm(initial=profile) if profile is not None else None,
        "protect": ReasonForm(prefix="protect"),
        "reveal": ReasonForm(prefix="reveal"),
        "seal": ReasonForm(prefix="seal"),
    }
    return {
        "person": person,
        "tabs": tabs_of(person, "identite", actor),
        "forms": {**forms, **bound},
        "contacts": [
            {**contact, "label": ContactKind(contact["kind"]).label}
            for contact in person.contacts
        ],
        "can_change": can(actor, "person:change"),
        "why_not": reason_against(actor, "person:change"),
        "can_protect": can(actor, "contact:protect"),
        "can_reveal": can(actor, "contact:reveal"),
        "can_seal": can(actor, "person:seal"),
        "today": actor.today,
    }


PARTS = {
    "identity": IdentityForm,
    "reach": ReachForm,
    "contact": ContactForm,
    "protection": ProtectionForm,
    "protect": ReasonForm,
    "reveal": ReasonForm,
    "seal": ReasonForm,
}
WITHOUT_FORM = ("end_contact", "unseal")


def save_part(request: HttpRequest, person: Any) -> HttpResponse:
    """Save one part of the page; what was typed stays when it is refused."""
    actor = request.actor  # type: ignore[attr-defined]
    part = request.POST.get("part", "")
    if part in WITHOUT_FORM:
        return WRITERS[part](request, actor, person, None)
    if part not in PARTS:
        raise Http404
    prefix = part if PARTS[part] is ReasonForm else None
    form = PARTS[part](request.POST, prefix=prefix, today=actor.today)
    if form.is_valid():
        try:
            return WRITERS[part](request, actor, person, form)
        except BadInput as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return render(request, "people/identity.html", identity_context(request, person, **{part: form}), status=422)


def save_identity(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    version = request.POST.get("version", "")
    actions.change_identity(
        person, by=actor, version=int(version) if version.isdigit() else 0, on=actor.today, **form.cleaned_data
    )
    return back(request, person, _("Identité enregistrée."))


def save_reach(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    actions.change_identity(person, by=actor, version=person.version, on=actor.today, **form.cleaned_data)
    return back(request, person, _("Préférences enregistrées."))


def save_contact(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    actions.add_contact(person, by=actor, on=actor.today, **form.cleaned_data)
    return back(request, person, _("Coordonnée ajoutée."))


def end_contact(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    contact = get_object_or_404(fetch.contacts_of(actor, person), pk=fetch.uuid_or_404(request.POST.get("contact")))
    actions.end_contact(person, contact, by=actor, on=actor.today)
    return back(request, person, _("Coordonnée retirée. Elle reste dans l’histoire du dossier."))


def save_protection(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    if not fetch.social_opened(actor, person):
        raise Http404
    actions.change_social_profile(person, by=actor, on=actor.today, **form.cleaned_data)
    return back(request, person, _("Protection juridique enregistrée."))


def protect(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    actions.protect_contact(person, by=actor, on=actor.today)
    return back(request, person, _("Coordonnées protégées : elles ne paraissent plus nulle part."))


def reveal(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    """Shown once, in the answer itself: nothing to come back to."""
    shown = actions.reveal_contact(person, by=actor, reason=form.cleaned_data["reason"])
    return render(request, "people/revealed.html", {"person": person, "shown": shown, "today": actor.today})


def seal(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    actions.seal_dossier(person, by=actor, reason=form.cleaned_data["reason"], on=actor.today)
    return back(request, person, _("Dossier fermé à l’équipe : seules les personnes qui l’accompagnent le lisent."))


def unseal(request: HttpRequest, actor: Any, person: Any, form: Any) -> HttpResponse:
    actions.lift_seal(person, by=actor, on=actor.today)
    return back(request, person, _("Dossier rouvert à l’équipe."))


def back(request: HttpRequest, person: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("person_identity", args=[person.pk]))


WRITERS = {
    "identity": save_identity,
    "reach": save_reach,
    "contact": save_contact,
    "end_contact": end_contact,
    "protection": save_protection,
    "protect": protect,
    "reveal": reveal,
    "seal": seal,
    "unseal": unseal,
}


@page(roles=LOG_READERS)
def access(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who may read this dossier, by which ground, and who did."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    access_log.record(actor, what="access.opened", person=person.pk, holder=person.organisation_id)
    context = {
        "person": person,
        "tabs": tabs_of(person, "acces", actor),
        "grounds": fetch.grounds_of(actor, person),
        "readings": fetch.readings_of(actor, person),
        "today": actor.today,
    }
    return render(request, "people/access.html", context)


@page(only_writes=True)
def draft(request: HttpRequest, form: str, pk: UUID | None = None) -> HttpResponse:
    """Keep what is being typed. 204, or 413 when it is larger than a draft may be."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk) if pk else None
    try:
        drafts.save_draft(actor, form, person, request.POST)
    except BadInput:
        return HttpResponse(status=413)
    return HttpResponse(status=204)
