"""From a barrier of the diagnosis, a step of a goal, the page of a partner, to a relay in one gesture."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.assessments.diagnosis.helping import NEEDS
from cordee.assessments.diagnosis.hooks import BarrierGesture
from cordee.assessments.diagnosis.section import form_of
from cordee.goals.contents import step_said
from cordee.goals.enums import Who
from cordee.goals.hooks import StepLink
from cordee.goals.models import ActionStep
from cordee.kernel import communes
from cordee.kernel.partitions import CODES, OPEN_PARTITIONS
from cordee.partners import vocabulary
from cordee.partners.hooks import Beside
from cordee.partners.whom import BARRIER, WHOM, Whom
from cordee.people.access import name_of
from cordee.people.enums import ContactKind
from cordee.people.keys import key_from
from cordee.plumbing import access_log
from cordee.programmes.cached import definition_of
from cordee.relays import fetch
from cordee.relays.access import can, may_write
from cordee.relays.enums import Dimension
from cordee.relays.models import RELAY_MODELS
from cordee.ui.shapes import Action

TOWARDS = {
    "logement": Dimension.HOUSING,
    "mobilite": Dimension.MOBILITY,
    "argent": Dimension.RIGHTS,
    "droits": Dimension.RIGHTS,
    "sante": Dimension.CARE,
    "langue": Dimension.FRENCH,
    "famille": Dimension.FAMILY,
    "emploi": Dimension.WORK,
    "formation": Dimension.TRAINING,
}


def gesture(actor: Any, person: Any, *, pathway: UUID, version: UUID, theme: str) -> BarrierGesture | None:
    """« Orienter vers un partenaire », for those who may."""
    if not can(actor, "relay:send"):
        return None
    form = form_of(definition_of(version))
    found = form.theme(theme) if form else None
    towards = TOWARDS.get(theme)
    asked = {"frein": theme, "pour": towards.value if towards else ""}
    if found is not None and towards is not Dimension.CARE:  # an address is not where health is written
        asked["besoin"] = _("Avancer sur\u202f: %(theme)s") % {
            "theme": found.label[:1].lower() + found.label[1:]
        }
    query = urlencode({name: value for name, value in asked.items() if value})
    return BarrierGesture(
        _("Orienter vers un partenaire"), f"{reverse('new_relay', args=[person.pk])}?{query}"
    )


def beside_step(actor: Any, person: Any, part: str, told: Any) -> StepLink | None:
    """« Orienter vers un partenaire », on a step that a partner does: named in the address, where no words stand."""
    if not can(actor, "relay:send") or told.row.who != Who.PARTNER or not told.row.is_open:
        return None
    asked = {"pour": "emploi" if part == "employment" else "soins" if part == "health" else ""}
    if CODES[part] & OPEN_PARTITIONS:
        asked["etape"] = str(told.row.pk)
    query = urlencode({name: value for name, value in asked.items() if value})
    return StepLink(_("Orienter vers un partenaire"), f"{reverse('new_relay', args=[person.pk])}?{query}")


def need_of(actor: Any, person: Any, asked: Any) -> dict[str, str]:
    """What an address already says of a relay: what for, and the need, in its words or by what it comes from."""
    dimension, need = asked.get("pour", ""), asked.get("besoin", "")[:300]
    if step := _named(asked.get("etape", "")):
        rows: Any = ActionStep.objects.visible_to(actor).filter(pk=step, person=person)
        row = rows.standing().first()
        need = step_said(row, key_from(person)).words[:300] if row else need
    if other := _named(asked.get("comme", "")):
        try:
            told = fetch.relay_for(actor, person, other)
            dimension, need = told.row.dimension, told.wanted.need
        except Http404:
            pass
    return {"need": need, "dimension": dimension if dimension in Dimension.values else ""}


def _named(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def whom(actor: Any, asked: Mapping[str, str]) -> Whom | None:
    """Somebody for whom the directory is searched, when the actor may orient them. One query."""
    pk = _named(asked.get(WHOM, ""))
    person = fetch.person_named(actor, pk) if pk else None
    if person is None or not any(may_write(actor, person, part, "relay:send") for part in RELAY_MODELS):
        return None
    access_log.record(
        actor, what="relay.opened", person=person.pk, holder=person.organisation_id, detail="partners"
    )
    theme = asked.get(BARRIER, "")[:60]
    return Whom(
        name_of(actor, person),
        reverse("person_diagnosis" if theme else "person_relays", args=[person.pk]),
        _town(person),
        {WHOM: str(person.pk)} | ({BARRIER: theme} if theme else {}),
    )


def _town(person: Any) -> str:
    """The commune of their address, as one looks for it; nothing of one that is protected."""
    if _is_hidden(person):
        return ""
    told = (one["value"] for one in person.contacts if one["kind"] == ContactKind.ADDRESS)
    found = next(filter(None, map(communes.of_address, told)), None)
    if found is None:
        return ""
    is_alone = communes.find(found.name) == found
    return found.name if is_alone else f"{found.name} {found.postcodes[0]}"


def _is_hidden(person: Any) -> bool:
    return bool(person.has_protected_contact)


def _here(partner: Any, whom: Whom) -> Action:
    """The relay of whom one looks for, what it is for and why already said, but where that is health."""
    theme = whom.asked.get(BARRIER, "")
    towards = TOWARDS.get(theme)
    asked = {"partenaire": str(partner.pk), "frein": theme, "pour": towards.value if towards else ""}
    if towards not in (None, Dimension.CARE):
        need = vocabulary.need_label(NEEDS[theme])
        asked["besoin"] = _("Avancer sur\u202f: %(theme)s") % {"theme": need[:1].lower() + need[1:]}
    query = urlencode({name: value for name, value in asked.items() if value})
    url = f"{reverse('new_relay', args=[whom.asked[WHOM]])}?{query}"
    return Action(_("Orienter %(name)s ici") % {"name": whom.name}, url, icon="send")


def on_partner(actor: Any, partner: Any, whom: Whom | None) -> Action | None:
    """« Orienter quelqu’un ici », by name when one looks for somebody."""
    if partner.is_closed or not can(actor, "relay:send"):
        return None
    if whom is not None:
        return _here(partner, whom)
    return Action(_("Orienter quelqu’un ici"), f"{reverse('orient')}?partenaire={partner.pk}", icon="send")


def beside_partner(actor: Any, partner: Any) -> list[Beside]:
    """How many relays are under way there. One query, none for those who do not send."""
    if not can(actor, "relay:send") or not (many := fetch.out_towards(actor, partner)):
        return []
    words = ngettext("%s relais en cours avec eux", "%s relais en cours avec eux", many) % many
    return [Beside(words, f"{reverse('relays')}?partenaire={partner.pk}")]
