"""The pages of the directory: the list, one partner, added, changed, closed, open again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.partners import actions, fetch, panels
from cordee.partners.access import READERS, WRITERS, can, reason_against
from cordee.partners.forms import CloseForm, ContactForm, PartnerFilters, PartnerForm
from cordee.partners.hooks import beside, gestures_on, tabs_at
from cordee.partners.hours import hours_words
from cordee.partners.models import Partner
from cordee.partners.nearness import near_to
from cordee.partners.whom import BARRIER, WHOM, kept, whom_of
from cordee.plumbing.access import page
from cordee.ui.flash import offer_undo
from cordee.ui.shapes import Crumb

SHOWN_SERVICES = 6  # the others are folded: what is agreed, and the contacts, stand below


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Partenaires"), reverse("partners")), *more]


def crumbs_of(partner: Partner, *more: Crumb) -> list[Crumb]:
    return crumbs(Crumb(partner.name, reverse("partner", args=[partner.pk])), *more)


@page(roles=READERS)
def partners(request: HttpRequest) -> HttpResponse:
    """Whom to call: by name, domain, need, town, state of the link."""
    actor = request.actor  # type: ignore[attr-defined]
    places, whom = fetch.places_of(actor), whom_of(request)
    form = PartnerFilters(request.GET, towns=places)
    wanted = form.wanted(request.GET.get("apres", ""))
    near = near_to(form.cleaned_data.get("pres") or (whom.town if whom else ""), places)
    found = fetch.page_of(actor, wanted, with_doors=near is not None)
    context = {
        "today": actor.today,
        "form": form,
        "chips": panels.chips_of(request, form),
        "lines": panels.lines_of(found, actor.today, kept=kept(whom), near=near),
        "whom": whom,
        "kept": kept(whom),
        "near": near,
        "towns": list(places),
        "counted": panels.counted(found.count),
        "is_filtered": any(value for name, value in form.cleaned_data.items()),
        "is_closed": wanted.standing == fetch.CLOSED,
        "renewals": panels.renewals_words(fetch.to_renew(actor)) if not request.GET else [],
        "renewals_url": f"?convention={fetch.ENDING}",
        "next_url": panels.changed(request, apres=found.after) if found.after else "",
        "first_url": panels.changed(request) if wanted.after else "",
        "can_write": can(actor, "partner:write"),
        "tabs": tabs_at("partners", whom),
        "asked": panels.changed(request, **{WHOM: "", BARRIER: ""}).removeprefix("?"),
    }
    return render(request, "partners/list.html", context)


@page(roles=READERS)
def partner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One partner: whom to ask for, how to reach them, what they offer, what was agreed, when we last spoke."""
    actor = request.actor  # type: ignore[attr-defined]
    form = ContactForm(today=actor.today, initial={"on": actor.today, "means": "phone"})
    return sheet_page(request, pk, form)


def sheet_page(request: HttpRequest, pk: UUID, form: ContactForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    sheet = fetch.sheet_of(actor, pk)
    row, whom = sheet.partner, whom_of(request)
    answering, former = panels.referent_lines(sheet, actor.today)
    offered, past = panels.service_lines(sheet)
    context = {
        "today": actor.today,
        "partner": row,
        "crumbs": [Crumb(_("Partenaires"), reverse("partners") + kept(whom)), Crumb(row.name)],
        "kinds": panels.kinds_words(row),
        "domains": panels.domains_words(row),
        "link": panels.link_badge(row, actor.today),
        "facts": panels.facts_of(row),
        "hours": hours_words(row.opening_hours),
        "came_from": panels.came_from(row),
        "sites": [(site, hours_words(site.opening_hours)) for site in sheet.sites],
        "referents": answering,
        "former_referents": former,
        "warning": panels.referent_warning(sheet, actor.today),
        "agreements": panels.agreement_lines(sheet, actor.today),
        "services": offered[:SHOWN_SERVICES],
        "more_services": offered[SHOWN_SERVICES:],
        "past_services": past,
        "contacts": panels.contact_lines(sheet),
        "form": form,
        "gestures": gestures_on(actor, row, whom),
        "whom": whom,
        "kept": kept(whom),
        "beside": beside(actor, row),
        "can_write": can(actor, "partner:write"),
        "why_not": reason_against(actor, "partner:write"),
    }
    return render(request, "partners/partner.html", context, status=422 if form.errors else 200)


@page(roles=WRITERS, writes=True)
def new_partner(request: HttpRequest) -> HttpResponse:
    """Add a structure; those that look like it are shown before anything is written twice."""
    actor = request.actor  # type: ignore[attr-defined]
    form = PartnerForm(
        request.POST if request.method == "POST" else None, initial={"name": request.GET.get("nom", "")}
    )
    made: list[Partner] = []
    is_ready = request.method == "POST" and form.is_valid() and not _must_look(actor, form)
    if is_ready and form.attempt(lambda: made.append(actions.add_partner(by=actor, **form.said()))):
        messages.success(request, _("Le partenaire est au répertoire."))
        return HttpResponseRedirect(reverse("partner", args=[made[0].pk]))
    return _write_page(
        request, form, _("Nouveau partenaire"), reverse("partners"), crumbs(Crumb(_("Nouveau partenaire")))
    )


def _must_look(actor: Any, form: PartnerForm) -> bool:
    """Is there one that looks like it, and has nobody said that it is another?"""
    said = form.cleaned_data
    siret = "".join(letter for letter in said["siret"] if letter.isdigit())
    form.alike = fetch.alike(actor, name=said["name"], siret=siret)
    return bool(form.alike) and not said["is_other"]


@page(roles=WRITERS, writes=True)
def change_partner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say otherwise what is known of it; two people who do it at once both keep their words."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    form = PartnerForm(request.POST if request.method == "POST" else None, partner=row)
    back = reverse("partner", args=[row.pk])
    if request.method == "POST" and form.attempt(
        lambda: actions.change_partner(row, by=actor, seen=form.version_seen, **form.said())
    ):
        messages.success(request, _("Enregistré."))
        return HttpResponseRedirect(back)
    title = _("Modifier la fiche")
    return _write_page(request, form, title, back, crumbs_of(row, Crumb(title)))


def _write_page(
    request: HttpRequest, form: PartnerForm, title: str, back: str, way: list[Crumb]
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "crumbs": way, "partner": form.partner}
    return render(request, "partners/write.html", context, status=422 if form.is_bound else 200)


@page(roles=WRITERS, writes=True)
def close_partner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It closes: its page stays, and says whom to turn to."""
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    others = {str(one.pk): one for one in fetch.others(actor, row)}
    initial = CloseForm.initial_of(row) | ({} if row.is_closed else {"on": actor.today})
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        today=actor.today,
        initial=initial,
        others=[(key, one.named) for key, one in others.items()],
    )
    back = reverse("partner", args=[row.pk])
    if request.method == "POST" and form.attempt(
        lambda: actions.close_partner(
            row,
            by=actor,
            seen=form.version_seen,
            on=form.cleaned_data["on"],
            turn_to=others.get(form.cleaned_data["turn_to"]),
            words=form.cleaned_data["words"],
        )
    ):
        offer_undo(
            request,
            _("Le partenaire est fermé. Son histoire reste ici."),
            reverse("reopen_partner", args=[row.pk]),
        )
        return HttpResponseRedirect(back)
    return small_page(
        request, form, row, _("Ce partenaire ferme"), _("Enregistrer la fermeture"),
        lead=_(
            "Sa fiche, ses référents et ses conventions restent\u202f: on saura ce qui a été fait ensemble. Les "
            "orientations en cours restent aussi\u202f: qui les suit est prévenu sur sa journée."
        ),
    )  # fmt: skip


@page(roles=WRITERS, only_writes=True)
def reopen_partner(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = fetch.partner_for(actor, pk)
    actions.reopen_partner(row, by=actor)
    messages.success(request, _("Le partenaire est de nouveau ouvert."))
    return HttpResponseRedirect(reverse("partner", args=[row.pk]))


def small_page(
    request: HttpRequest, form: Any, row: Partner, title: str, sends: str, *, lead: str = ""
) -> HttpResponse:
    """A short form about one partner."""
    context = {
        "form": form,
        "partner": row,
        "title": title,
        "sends": sends,
        "lead": lead,
        "back": reverse("partner", args=[row.pk]),
        "crumbs": crumbs_of(row, Crumb(title)),
    }
    return render(request, "partners/small.html", context, status=422 if form.is_bound else 200)
