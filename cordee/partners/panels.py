"""What the pages of the directory show: lines of the list, one partner, agreements and referents in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.verdict import Verdict
from cordee.kernel.words import capital, french_list
from cordee.partners import vocabulary
from cordee.partners.enums import AgreementKind, AgreementState, LinkState, Means, domain_words, partner_kinds
from cordee.partners.fetch import COUNT_UP_TO, Page, Sheet
from cordee.partners.forms import PartnerFilters
from cordee.partners.hours import hours_words
from cordee.partners.identifiers import shown_phone, shown_siret
from cordee.partners.models import Agreement, InstitutionalReferent, Partner, PartnerService
from cordee.partners.nearness import Near
from cordee.partners.rules import has_referent, notice_day
from cordee.partners.words import read_words
from cordee.plumbing.house_key import organisation_key
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge, Chip, Definition, TimelineEntry
from cordee.ui.wording import ago_words, count_words, day_words

LINK_TONES = {LinkState.ALIVE: "done", LinkState.DORMANT: "soon", LinkState.UNKNOWN: "neutral"}
AGREEMENT_TONES = {
    AgreementState.RUNNING: "done",
    AgreementState.TO_RENEW: "soon",
    AgreementState.PREPARED: "info",
}


def link_badge(partner: Partner, today: date) -> Badge:
    state = partner.link_on(today)
    return Badge(str(state.label), LINK_TONES[state])


def kinds_words(partner: Partner) -> str:
    known = partner_kinds()
    return french_list([known.get(code, code) for code in partner.kinds])


def domains_words(partner: Partner) -> str:
    known = domain_words()
    return ", ".join(known.get(code, code) for code in partner.domains)


# The list


@dataclass(frozen=True)
class Line:
    """A partner of the list. whom: who answers for it; call: how to reach them, or it; near: to a commune asked for."""

    url: str
    name: str
    kind: str
    domains: str
    town: str
    near: str
    whom: str
    call: str
    link: Badge
    last_contact: str
    closed_on: date | None
    contact_url: str


def lines_of(page: Page, today: date, *, kept: str = "", near: Near | None = None) -> list[Line]:
    """kept: what each address says of whom one looks for."""
    return [
        _line(row, page.referents.get(row.pk, []), today, kept, near.words(row) if near else "")
        for row in page.rows
    ]


def _line(
    row: Partner, referents: Sequence[InstitutionalReferent], today: date, kept: str, near: str
) -> Line:
    first = next(iter(referents), None)
    return Line(
        url=address("partner", row.pk) + kept,
        name=row.named,
        kind=kinds_words(row),
        domains=domains_words(row),
        town=row.town,
        near=near,
        whom=french_list([one.name for one in referents[:2]]) + ("…" if len(referents) > 2 else ""),
        call=shown_phone((first.phone if first else "") or row.phone),
        link=link_badge(row, today),
        last_contact=ago_words(row.last_contact_on, today) if row.last_contact_on else "",
        closed_on=row.closed_on,
        contact_url=address("note_partner_contact", row.pk),
    )


def counted(count: int) -> str:
    words = ngettext("%s partenaire", "%s partenaires", count)
    return words % count_words(count, COUNT_UP_TO)


def chips_of(request: HttpRequest, form: PartnerFilters) -> list[Chip]:
    """The filters in force, each with the address of the page without it."""
    found = []
    for name, value in form.cleaned_data.items():
        if value in ("", None, False):
            continue
        label = f"{form.fields[name].label}\u202f: {filter_words(form, name, value)}"
        found.append(Chip(label, changed(request, **{name: ""})))
    return found


def filter_words(form: PartnerFilters, name: str, value: str) -> str:
    """The value of a filter, as its list says it."""
    return vocabulary.need_label(value) if name == "besoin" else _choice(form.fields[name], value)


def _choice(field: Any, value: str) -> str:
    return str(dict(getattr(field, "choices", ())).get(value, value))


def changed(request: HttpRequest, **changes: str) -> str:
    """This page's address with some parameters changed; its position goes away unless it is the change."""
    query = request.GET.copy()
    query.pop("apres", None)
    for name, value in changes.items():
        if value:
            query[name] = value
        else:
            query.pop(name, None)
    return f"?{query.urlencode()}"


def renewals_words(agreements: Sequence[Agreement]) -> list[dict[str, Any]]:
    """Agreements to renew: whose, which, until when."""
    return [
        {
            "url": address("partner", one.partner_id),
            "name": one.partner.name,
            "label": agreement_label(one),
            "until": one.until,
        }
        for one in agreements
    ]


# One partner


def facts_of(partner: Partner) -> list[Definition]:
    """What is known of it, the unknown left out but what one calls it by."""
    rows = [
        Definition(
            _("Téléphone"), shown_phone(partner.phone), f"tel:{partner.phone}" if partner.phone else ""
        ),
        Definition(_("Courriel"), partner.email, f"mailto:{partner.email}" if partner.email else ""),
        Definition(_("Adresse"), partner.address),
        Definition(
            _("Site web"),
            partner.website.removeprefix("https://").removeprefix("http://").rstrip("/"),
            partner.website,
        ),
        Definition(_("Territoire couvert"), partner.territory),
        Definition(_("Accessibilité"), partner.accessibility),
        Definition(
            _("Page Acceslibre"),
            _("Voir la page") if partner.accessibility_url else "",
            partner.accessibility_url,
        ),
        Definition(_("SIRET"), shown_siret(partner.siret)),
        Definition(_("Réseau"), french_list(vocabulary.labels("networks", partner.networks))),
    ]
    always = {_("Téléphone"), _("Adresse")}
    return [row for row in rows if row.value or row.term in always]


def came_from(partner: Partner) -> str:
    """Where it comes from, when the house did not write it."""
    if not partner.source:
        return ""
    if partner.source_date is None:
        return _("Vient de %(source)s.") % {"source": partner.source}
    day = day_words(partner.source_date, "j F Y")
    return _("Vient de %(source)s, à jour au %(day)s.") % {"source": partner.source, "day": day}


@dataclass(frozen=True)
class ReferentLine:
    """Somebody who answers, or answered, for a partner."""

    row: InstitutionalReferent
    phone: str
    days: str
    url: str
    end_url: str


def referent_lines(sheet: Sheet, today: date) -> tuple[list[ReferentLine], list[ReferentLine]]:
    """(those who answer today or soon, those of the history: replaced on their very first day too)."""
    lines = [_referent_line(row) for row in sheet.referents]
    now = [one for one in lines if _answers(one.row, today)]
    return now, [one for one in lines if one not in now]


def _answers(row: InstitutionalReferent, today: date) -> bool:
    if row.until_on is None or row.until_on > today:
        return True
    return row.until_on == today and row.from_on < today


def _referent_line(row: InstitutionalReferent) -> ReferentLine:
    start = day_words(row.from_on, "j F Y")
    if row.until_on is None:
        days = _("depuis le %(start)s") % {"start": start}
    else:
        end = day_words(row.until_on, "j F Y")
        spans = {"start": start, "end": end}
        days = _("le %(start)s") % spans if start == end else _("du %(start)s au %(end)s") % spans
    return ReferentLine(
        row,
        shown_phone(row.phone),
        days,
        address("change_partner_referent", row.partner_id, row.pk),
        address("end_partner_referent", row.partner_id, row.pk),
    )


def referent_warning(sheet: Sheet, today: date) -> Verdict | None:
    """PAR-01, when nobody is named."""
    answering = sum(row.answers_on(today) for row in sheet.referents)
    verdict = has_referent(answering, is_closed=sheet.partner.is_closed)
    return None if verdict.ok else verdict


@dataclass(frozen=True)
class AgreementLine:
    """An agreement as it stands. renew_url: where its successor is written, when it asks for one."""

    row: Agreement
    label: str
    badge: Badge
    days: str
    url: str
    end_url: str
    renew_url: str


def agreement_label(row: Agreement) -> str:
    kind = capital(str(AgreementKind(row.kind).label)) if row.kind in AgreementKind.values else row.kind
    return f"{kind}, {row.label}" if row.label else kind


def agreement_lines(sheet: Sheet, today: date) -> list[AgreementLine]:
    return [_agreement_line(row, today) for row in sheet.agreements]


def _agreement_line(row: Agreement, today: date) -> AgreementLine:
    state = row.state_on(today)
    asks = state in (AgreementState.TO_RENEW, AgreementState.OVER) and row.ended_on is None
    new = address("new_partner_agreement", row.partner_id)
    return AgreementLine(
        row,
        agreement_label(row),
        Badge(str(state.label), AGREEMENT_TONES.get(state, "neutral")),
        agreement_days(row, today),
        address("change_partner_agreement", row.partner_id, row.pk),
        address("end_partner_agreement", row.partner_id, row.pk) if state != AgreementState.OVER else "",
        f"{new}?suite={row.pk}" if asks else "",
    )


def agreement_days(row: Agreement, today: date) -> str:
    said = [_("signée le %s") % day_words(row.signed_on, "j F Y")] if row.signed_on else []
    if row.ended_on is not None:
        said.append(_("arrêtée le %s") % day_words(row.ended_on, "j F Y"))
    elif row.until is not None:
        said.append(_("jusqu’au %s") % day_words(row.until, "j F Y"))
        if row.renews_itself:
            said.append(_("se renouvelle d’elle-même"))
        elif (start := notice_day(row.until, row.notice_months)) > today:
            said.append(_("à préparer à partir du %s") % day_words(start, "j F Y"))
    elif row.signed_on:
        said.append(_("sans fin fixée"))
    return ", ".join(said)


@dataclass(frozen=True)
class ContactLine:
    entry: TimelineEntry
    withdraw_url: str


def contact_lines(sheet: Sheet) -> list[ContactLine]:
    """The contacts, the latest first, their words opened."""
    if not sheet.contacts:
        return []
    key = organisation_key(sheet.partner.organisation_id)
    return [
        ContactLine(
            TimelineEntry(
                sentence=_("Contact %s") % Means(row.means).label,
                day=row.day,
                by=row.member.display_name,
                text=read_words(row, key=key),
                icon="chat",
            ),
            address("withdraw_partner_contact", row.partner_id, row.pk),
        )
        for row in sheet.contacts
    ]


@dataclass(frozen=True)
class ServiceLine:
    """A service in words. glance: for whom, at what price, where, in one line; facts: the rest."""

    row: PartnerService
    themes: list[str]
    glance: str
    facts: list[Definition]
    hours: list[str]
    url: str
    end_url: str


def service_lines(sheet: Sheet) -> tuple[list[ServiceLine], list[ServiceLine]]:
    """(those offered, those that no longer are)."""
    lines = [_service_line(row) for row in sheet.services]
    return [one for one in lines if one.row.closed_on is None], [one for one in lines if one.row.closed_on]


def _service_line(row: PartnerService) -> ServiceLine:
    def listed(name: str, codes: list[str], more: str = "") -> str:
        words = french_list(vocabulary.labels(name, codes))
        return f"{words} ({more})" if words and more else words or more

    hours = f"{row.weekly_hours.normalize():f}".replace(".", ",") if row.weekly_hours else ""
    lasts = [_("%s h par semaine") % hours] if hours else []
    lasts += [ngettext("%s semaine", "%s semaines", row.weeks) % row.weeks] if row.weeks else []
    glance = (
        listed("service_types", [row.kind] if row.kind else []),
        listed("publics", row.publics, row.publics_words),
        listed("fees", [row.fee] if row.fee else [], row.fee_words),
        listed("reception_modes", row.reception),
        ", ".join(lasts),
    )
    facts = [
        Definition(_("Conditions"), row.conditions),
        Definition(_("S’y adresser"), listed("mobilisation_modes", row.mobilisation, row.mobilisation_words)),
        Definition(_("Qui peut s’y adresser"), listed("mobilisable_by", row.mobilisable_by)),
        Definition(_("À qui s’adresser"), row.contact_name),
        Definition(_("Téléphone"), shown_phone(row.phone), f"tel:{row.phone}" if row.phone else ""),
        Definition(_("Courriel"), row.email, f"mailto:{row.email}" if row.email else ""),
        Definition(_("En ligne"), _("Ouvrir la page") if row.mobilisation_url else "", row.mobilisation_url),
    ]
    return ServiceLine(
        row,
        vocabulary.labels("themes", row.themes),
        " · ".join(words for words in glance if words),
        [fact for fact in facts if fact.value],
        hours_words(row.opening_hours),
        address("change_partner_service", row.partner_id, row.pk),
        address("end_partner_service", row.partner_id, row.pk),
    )
