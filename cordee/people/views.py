"""A new dossier, search first; who the person is, how to reach them, what protects them; who read the file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput, StaleState
from cordee.people import actions, drafts, fetch
from cordee.people.access import INTAKE, LOG_READERS, NAMED_IN_FULL, ROLES, can, reason_against
from cordee.people.enums import ContactKind
from cordee.people.forms import NewPersonForm
from cordee.people.identity import PARTS, REVEAL, Asking, Part, attempt, link_of, protection, reach, who
from cordee.people.readers import house_readers
from cordee.people.search import Lookalike, lookalikes
from cordee.people.tabs import around
from cordee.plumbing import access_log
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo

NEW_PERSON = "new-person"
TYPED = ("first_names", "usage_name", "birth_name", "birth")


@page(roles=INTAKE, writes=True)
def new_person(request: HttpRequest) -> HttpResponse:
    """Open a dossier: those who may be the same person are shown first, with the reason; the user chooses."""
    actor = request.actor  # type: ignore[attr-defined]
    resumed = drafts.NOTHING
    alike: list[Lookalike] = []
    if request.method == "POST":
        form = NewPersonForm(request.POST, today=actor.today)
        if form.is_valid():
            alike = [] if "someone_else" in request.POST else fetch.alike(actor, form.cleaned_data)
            if not alike:
                return HttpResponseRedirect(reverse("person", args=[opened(request, form.cleaned_data).pk]))
    else:
        resumed = drafts.NOTHING if "vide" in request.GET else drafts.resumed(actor, NEW_PERSON, None)
        typed = {"first_names": request.GET.get("nom", "").replace("\0", "")[:120]}
        form = NewPersonForm(initial=resumed.typed or typed, today=actor.today)
    context = {
        "form": form,
        "alike": alike,
        "resumed": resumed,
        "today": actor.today,
        "draft_url": reverse("draft", args=[NEW_PERSON]),
    }
    return render(request, "people/new.html", context, status=422 if form.is_bound else 200)


def opened(request: HttpRequest, kept: dict[str, Any]) -> Any:
    """The new dossier, with the first ways to reach the person."""
    actor = request.actor  # type: ignore[attr-defined]
    reached = {ContactKind.PHONE: kept.pop("phone"), ContactKind.EMAIL: kept.pop("email")}
    person = actions.create_person(by=actor, on=actor.today, **kept)
    for kind, value in reached.items():
        if value:
            actions.add_contact(person, by=actor, kind=kind, value=value, on=actor.today)
    drafts.drop_draft(actor, NEW_PERSON, None)
    messages.success(request, _("Dossier ouvert. Il peut se compléter au fil des rencontres."))
    return person


@page(roles=INTAKE)
def alike(request: HttpRequest) -> HttpResponse:
    """People who may be the one being typed: a fragment shown beside the form."""
    actor = request.actor  # type: ignore[attr-defined]
    asked: dict[str, Any] = {name: request.GET.get(name, "").replace("\0", "")[:120] for name in TYPED}
    birth = fetch.birth_typed(asked.pop("birth"), actor.today)
    typed = " ".join(asked.values()).strip()
    found = lookalikes(actor, **asked, birth=birth) if len(typed) > 2 else []
    if found:
        access_log.record_search(actor, typed)
    return render(request, "people/alike.html", {"alike": found, "today": actor.today})


@page(roles=NAMED_IN_FULL, writes=True)
def identity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who the person is, how to reach them, what protects them; each part has its own form and button."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_with_contacts(actor, pk)
    profile = fetch.social_profile(person) if fetch.social_opened(actor, person) else None
    asking = Asking(actor, person, reverse("person_identity", args=[person.pk]), profile)
    if request.method == "POST":
        return change_part(request, asking)
    access_log.record(actor, what="identity.opened", person=person.pk, holder=person.organisation_id)
    return render(request, "people/identity.html", identity_context(asking))


def change_part(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Run the part that was sent; what was typed stays when it is refused, alone when htmx asked."""
    part = PARTS.get(request.POST.get("part", ""))
    if part is None or not part.on(asking):
        raise StaleState(_("Cette page a changé entre-temps\u202f: rechargez-la pour voir où elle en est."))
    actions.check(asking.actor, part.right)
    form = part.form(asking, request.POST)
    if form.is_valid():
        if part is REVEAL:
            return reveal(request, asking, form)
        if said := attempt(part, asking, form):
            messages.success(request, said)
            return gone_to(request, asking)
    if is_part(request):
        return render(request, "ui/gesture.html", {"gesture": part.shown(asking, form)}, status=422)
    return render(request, "people/identity.html", identity_context(asking, part, form), status=422)


def identity_context(asking: Asking, sent: Part | None = None, form: Any = None) -> dict[str, Any]:
    """sent, form: the part that was refused, shown again with what was typed."""
    actor, person = asking.actor, asking.person
    parts = {
        code: part.shown(asking, form if part is sent else None) if part.is_offered(asking) else None
        for code, part in PARTS.items()
    }
    contacts = [
        {
            **contact,
            "label": ContactKind(contact["kind"]).label,
            "link": link_of(contact["kind"], contact["value"]),
        }
        for contact in person.contacts
    ]
    return {
        **around(actor, person, "identite", _("Identité et contacts")),
        "parts": parts,
        "who": who(person),
        "reach": reach(person),
        "contacts": contacts,
        "protection": protection(asking.profile) if asking.profile is not None else [],
        "can_end": can(actor, "contact:change"),
        "why_not": reason_against(actor, "person:change"),
        "why_not_see": reason_against(actor, "contact:reveal") if asking.is_protected else "",
    }


def reveal(request: HttpRequest, asking: Asking, form: Any) -> HttpResponse:
    """Shown once, in the answer itself: nothing to come back to."""
    shown = actions.reveal_contact(asking.person, by=asking.actor, reason=form.cleaned_data["reason"])
    context = {**around(asking.actor, asking.person, "identite", _("Coordonnées protégées")), "shown": shown}
    return render(request, "people/_revealed.html" if is_part(request) else "people/revealed.html", context)


def is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def gone_to(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The page again, or one's people when the gesture closed the dossier to whoever made it."""
    url = asking.url if fetch.still_sees(asking.actor, asking.person.pk) else reverse("people")
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


@page(roles=ROLES["contact:change"], only_writes=True)
def end_contact(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    """A way to reach the person no longer works; it can be put back at once."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    found = get_object_or_404(fetch.contacts_of(actor, person), pk=contact)
    if found.ended_on is None:
        actions.end_contact(person, found, by=actor, on=actor.today)
        back = reverse("restore_contact", args=[person.pk, found.pk])
        offer_undo(request, _("Coordonnée retirée. Elle reste dans l’histoire du dossier."), back)
    return HttpResponseRedirect(reverse("person_identity", args=[person.pk]))


@page(roles=ROLES["contact:change"], only_writes=True)
def restore_contact(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    """Undo the above."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    found = get_object_or_404(fetch.contacts_of(actor, person), pk=contact)
    actions.restore_contact(person, found, by=actor, on=actor.today)
    messages.success(request, _("Coordonnée remise."))
    return HttpResponseRedirect(reverse("person_identity", args=[person.pk]))


@page(roles=LOG_READERS)
def access(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who may read this dossier, by which ground, and who did."""
    actor = request.actor  # type: ignore[attr-defined]
    person = fetch.person_for(actor, pk)
    access_log.record(actor, what="access.opened", person=person.pk, holder=person.organisation_id)
    in_house = person.organisation_id == actor.organisation.pk and not person.is_sealed  # type: ignore[attr-defined]
    context = {
        **around(actor, person, "acces", _("Accès")),
        "grounds": fetch.grounds_of(actor, person),
        "house_readers": house_readers(actor) if in_house else [],
        "readings": fetch.readings_of(actor, person),
    }
    return render(request, "people/access.html", context)


@page(only_writes=True)
def draft(request: HttpRequest, form: str, pk: UUID | None = None) -> HttpResponse:
    """Keep what is being typed. 204, or 413 when it is larger than a draft may be."""
    actor = request.actor  # type: ignore[attr-defined]
    if len(form) > drafts.LONGEST_NAME:
        raise Http404
    person = fetch.person_for(actor, pk) if pk else None
    try:
        drafts.save_draft(actor, form, person, request.POST)
    except BadInput:
        return HttpResponse(status=413)
    return HttpResponse(status=204)
