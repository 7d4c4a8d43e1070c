"""What hangs from a partner: contacts, referents, agreements, sites, services. Each form stands on its own page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.partners import actions, agreeing, fetch, linking, offering, panels
from cordee.partners.access import WRITERS
from cordee.partners.forms import AgreementForm, ContactForm, EndForm, ReferentForm, ServiceForm, SiteForm
from cordee.partners.models import (
    Agreement,
    InstitutionalReferent,
    Partner,
    PartnerContact,
    PartnerService,
    PartnerSite,
)
from cordee.partners.views import sheet_page, small_page
from cordee.partners.whom import kept, whom_of
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo


def sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def saved(
    request: HttpRequest, form: Any, run: Callable[[], object], partner: Partner, told: str
) -> HttpResponse | None:
    """Back to the partner once it is done; None when the form must be shown again."""
    if request.method != "POST" or not form.attempt(run):
        return None
    messages.success(request, told)
    return HttpResponseRedirect(reverse("partner", args=[partner.pk]))


# Contacts


@page(roles=WRITERS, writes=True)
def note_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A call, a meeting: the day, how, a few words."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    form = ContactForm(sent(request), today=actor.today, initial={"on": actor.today, "means": "phone"})
    made: list[PartnerContact] = []

    def run() -> None:
        said = form.cleaned_data
        made.append(
            linking.note_contact(row, by=actor, on=said["on"], means=said["means"], words=said["words"])
        )

    if request.method == "POST" and form.attempt(run):
        undo = reverse("withdraw_partner_contact", args=[row.pk, made[0].pk])
        offer_undo(request, _("Contact noté avec %s.") % row.name, undo)
        return HttpResponseRedirect(reverse("partner", args=[row.pk]) + kept(whom_of(request)))
    if form.is_bound:
        return sheet_page(request, pk, form)
    return small_page(request, form, row, _("Noter un contact"), _("Noter le contact"))


@page(roles=WRITERS, only_writes=True)
def withdraw_contact(request: HttpRequest, pk: UUID, contact_id: UUID) -> HttpResponse:
    """Noted by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    contact = fetch.part_of(actor, PartnerContact, row, contact_id)
    linking.withdraw_contact(contact, by=actor)
    messages.success(request, _("Le contact est retiré."))
    return HttpResponseRedirect(reverse("partner", args=[row.pk]))


# Referents


@page(roles=WRITERS, writes=True)
def new_referent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody answers for them from now on, in place of somebody or beside them."""
    actor = request.actor  # type: ignore[attr-defined]
    sheet = fetch.sheet_of(actor, pk)
    answering = {str(one.pk): one for one in sheet.referents if one.until_on is None}
    leaving = [(key, one.name) for key, one in answering.items()]
    first = {"from_on": actor.today, "replaces": leaving[0][0] if len(leaving) == 1 else ""}
    form = ReferentForm(sent(request), today=actor.today, leaving=leaving, initial=first)

    def run() -> None:
        said = form.said()
        replaced = answering.get(said.pop("replaces", ""))
        linking.name_referent(sheet.partner, by=actor, replaces=replaced, **said)

    done = saved(request, form, run, sheet.partner, _("Référent enregistré."))
    title = _("Nouveau référent") if answering else _("Nommer un référent")
    return done or small_page(request, form, sheet.partner, title, _("Enregistrer le référent"))


@page(roles=WRITERS, writes=True)
def change_referent(request: HttpRequest, pk: UUID, referent_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    referent = fetch.part_of(actor, InstitutionalReferent, row, referent_id)
    form = ReferentForm(sent(request), today=actor.today, initial=ReferentForm.initial_of(referent))
    done = saved(
        request, form,
        lambda: linking.change_referent(referent, by=actor, seen=form.version_seen, **form.said()),
        row, _("Référent enregistré."),
    )  # fmt: skip
    return done or small_page(request, form, row, _("Modifier le référent"), _("Enregistrer le référent"))


@page(roles=WRITERS, writes=True)
def end_referent(request: HttpRequest, pk: UUID, referent_id: UUID) -> HttpResponse:
    """They no longer answer for it, and nobody replaces them yet."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    referent = fetch.part_of(actor, InstitutionalReferent, row, referent_id)
    form = EndForm(
        sent(request), today=actor.today, initial=EndForm.initial_of(referent) | {"on": actor.today}
    )
    done = saved(
        request, form,
        lambda: linking.end_referent(referent, by=actor, seen=form.version_seen, on=form.cleaned_data["on"]),
        row, _("C’est noté. Ses dates restent dans l’historique."),
    )  # fmt: skip
    title = _("%s n’est plus référent") % referent.name
    return done or small_page(request, form, row, title, _("Enregistrer son départ"))


# Agreements


@page(roles=WRITERS, writes=True)
def new_agreement(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Something agreed in writing; the one that follows another starts from what it said."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    before = _renewed(actor, row, request.GET.get("suite", ""))
    first: dict[str, Any] = {"kind": "convention"}
    if before is not None:
        first = AgreementForm.initial_of(before) | {"signed_on": None, "until": None, "seen": None}
    form = AgreementForm(sent(request), today=actor.today, initial=first)
    done = saved(
        request, form,
        lambda: agreeing.add_agreement(row, by=actor, renews=before, **form.said()),
        row, _("Convention enregistrée."),
    )  # fmt: skip
    title = _("Renouveler une convention") if before else _("Nouvelle convention")
    lead = _("Celle d’avant prendra fin la veille de la signature.") if before else ""
    return done or small_page(request, form, row, title, _("Enregistrer la convention"), lead=lead)


def _renewed(actor: Any, row: Partner, asked: str) -> Agreement | None:
    """The agreement that is renewed, when the address names one. Raises Http404."""
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError:
        raise Http404 from None
    return fetch.part_of(actor, Agreement, row, key)


@page(roles=WRITERS, writes=True)
def change_agreement(request: HttpRequest, pk: UUID, agreement_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    agreement = fetch.part_of(actor, Agreement, row, agreement_id)
    form = AgreementForm(sent(request), today=actor.today, initial=AgreementForm.initial_of(agreement))
    done = saved(
        request, form,
        lambda: agreeing.change_agreement(agreement, by=actor, seen=form.version_seen, **form.said()),
        row, _("Convention enregistrée."),
    )  # fmt: skip
    return done or small_page(
        request, form, row, panels.agreement_label(agreement), _("Enregistrer la convention")
    )


@page(roles=WRITERS, writes=True)
def end_agreement(request: HttpRequest, pk: UUID, agreement_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    agreement = fetch.part_of(actor, Agreement, row, agreement_id)
    form = EndForm(
        sent(request), today=actor.today, initial=EndForm.initial_of(agreement) | {"on": actor.today}
    )
    done = saved(
        request, form,
        lambda: agreeing.end_agreement(agreement, by=actor, seen=form.version_seen, on=form.cleaned_data["on"]),
        row, _("La convention s’arrête à cette date."),
    )  # fmt: skip
    return done or small_page(request, form, row, _("Arrêter la convention"), _("Enregistrer l’arrêt"))


# Sites


@page(roles=WRITERS, writes=True)
def new_site(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    form = SiteForm(sent(request), today=actor.today)
    done = saved(
        request, form, lambda: actions.add_site(row, by=actor, **form.said()), row, _("Lieu enregistré.")
    )
    return done or small_page(request, form, row, _("Un autre lieu"), _("Enregistrer le lieu"))


@page(roles=WRITERS, writes=True)
def change_site(request: HttpRequest, pk: UUID, site_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    site = fetch.part_of(actor, PartnerSite, row, site_id)
    form = SiteForm(sent(request), today=actor.today, initial=SiteForm.initial_of(site))
    done = saved(
        request, form,
        lambda: actions.change_site(site, by=actor, seen=form.version_seen, **form.said()),
        row, _("Lieu enregistré."),
    )  # fmt: skip
    return done or small_page(request, form, row, site.name, _("Enregistrer le lieu"))


# Services


@page(roles=WRITERS, writes=True)
def new_service(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    form = ServiceForm(sent(request))
    done = saved(
        request,
        form,
        lambda: offering.add_service(row, by=actor, **form.said()),
        row,
        _("Service enregistré."),
    )
    return done or small_page(request, form, row, _("Ce qu’ils proposent"), _("Enregistrer le service"))


@page(roles=WRITERS, writes=True)
def change_service(request: HttpRequest, pk: UUID, service_id: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    service = fetch.part_of(actor, PartnerService, row, service_id)
    form = ServiceForm(sent(request), service=service)
    done = saved(
        request, form,
        lambda: offering.change_service(service, by=actor, seen=form.version_seen, **form.said()),
        row, _("Service enregistré."),
    )  # fmt: skip
    return done or small_page(request, form, row, service.name, _("Enregistrer le service"))


@page(roles=WRITERS, only_writes=True)
def end_service(request: HttpRequest, pk: UUID, service_id: UUID) -> HttpResponse:
    """They do not offer it any more, or offer it again."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    service = fetch.part_of(actor, PartnerService, row, service_id)
    on = actor.today if service.closed_on is None else None
    offering.end_service(service, by=actor, seen=service.version, on=on)
    messages.success(
        request, _("Ce service n’est plus proposé.") if on else _("Ce service est de nouveau proposé.")
    )
    return HttpResponseRedirect(reverse("partner", args=[row.pk]))
