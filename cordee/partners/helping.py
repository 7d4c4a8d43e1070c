"""Who can help: services that answer a need, each criterion shown as it is known. Never a score, never a choice.

Among those that answer alike, the nearest come first, by what their commune shares with the one asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cordee.kernel import communes
from cordee.kernel.communes import Nearness
from cordee.kernel.names import search_key
from cordee.partners import nearness, vocabulary
from cordee.partners.enums import Match
from cordee.partners.fetch import referents_of, seen, sites_of
from cordee.partners.hooks import gestures_on
from cordee.partners.identifiers import shown_phone
from cordee.partners.models import Partner, PartnerService, PartnerSite
from cordee.partners.rules import Reach, match_need, match_place, match_public
from cordee.partners.whom import Whom, kept
from cordee.ui.addresses import address
from cordee.ui.shapes import Action

MOST = 200  # services read for one search
TONES = {Match.MET: "done", Match.NOT_MET: "neutral", Match.UNKNOWN: "soon"}


@dataclass(frozen=True)
class Sought:
    """What is looked for. need: a theme or a category; town: as one writes it; public: of data·inclusion."""

    need: str = ""
    town: str = ""
    public: str = ""


@dataclass(frozen=True)
class Criterion:
    """What was asked, and what is known of it."""

    label: str
    match: Match
    why: str

    @property
    def tone(self) -> str:
        return TONES[self.match]


@dataclass(frozen=True)
class Answer:
    """A service that may help. near: how near its nearest door is to the town asked for; None when none is asked.

    gestures: what may be done there with whom one looks for.
    """

    service: PartnerService
    partner: Partner
    url: str
    criteria: tuple[Criterion, ...]
    whom: str
    call: str
    near: Nearness | None = None
    near_words: str = ""
    gestures: Sequence[Action] = ()

    @property
    def order(self) -> tuple[int, int]:
        """What is met first, then what is near; ties stay in the order of names."""
        met = sum(one.match == Match.MET for one in self.criteria)
        return -met, self.near or 0

    @property
    def is_sure(self) -> bool:
        return all(one.match == Match.MET for one in self.criteria)

    @property
    def is_elsewhere(self) -> bool:
        return any(one.match == Match.NOT_MET for one in self.criteria)


@dataclass
class Found:
    """Those that answer all that is asked, those of which something is to check, those for others or elsewhere.

    is_lost: the town asked for is not known, or several bear its name. is_all: nothing was asked for.
    """

    sure: list[Answer] = field(default_factory=list)
    to_check: list[Answer] = field(default_factory=list)
    elsewhere: list[Answer] = field(default_factory=list)
    is_cut: bool = False
    is_lost: bool = False
    is_all: bool = False

    @property
    def groups(self) -> list[tuple[str, list[Answer]]]:
        said = (
            (
                _("Tout ce qui est proposé") if self.is_all else _("Répondent à ce que vous cherchez"),
                self.sure,
            ),
            (_("Une chose est à vérifier"), self.to_check),
            (_("Ailleurs, ou pour un autre public"), self.elsewhere),
        )
        return [(title, answers) for title, answers in said if answers]


def who_can_help(actor: Any, sought: Sought, places: Mapping[str, str], *, whom: Whom | None = None) -> Found:
    """Three queries, whatever is found: the services, their sites, who answers for them.

    places: fetch.places_of; whom: for whom one looks, whom each address keeps.
    """
    services = _services(actor, sought)
    partners = list({one.partner_id: one.partner for one in services[:MOST]}.values())
    sites = sites_of(actor, partners)
    insee = nearness.code_named(sought.town, places)
    answering = referents_of(actor, partners)
    found = Found(
        is_cut=len(services) > MOST,
        is_lost=bool(sought.town) and not insee,
        is_all=sought == Sought(),
    )
    answers = []
    for service in services[:MOST]:
        doors = [service.partner, *sites.get(service.partner_id, [])]
        criteria = tuple(_criteria(service, sites.get(service.partner_id, []), sought, insee))
        first = next(iter(answering.get(service.partner_id, [])), None)
        phone = service.phone or (first.phone if first else "") or service.partner.phone
        near = nearness.nearest(doors, insee) if sought.town else None
        answer = Answer(
            service,
            service.partner,
            address("partner", service.partner_id) + kept(whom),
            criteria,
            service.contact_name or (first.name if first else ""),
            shown_phone(phone),
            near,
            "" if near is None else nearness.said(near, insee),
            gestures_on(actor, service.partner, whom) if whom else [],
        )
        answers.append(answer)
    for answer in sorted(answers, key=lambda one: one.order):
        group = found.elsewhere if answer.is_elsewhere else found.sure if answer.is_sure else found.to_check
        group.append(answer)
    return found


def _services(actor: Any, sought: Sought) -> list[PartnerService]:
    """Those that answer the need, and those that say of no need; by partner."""
    rows = (
        seen(PartnerService, actor).filter(closed_on=None, partner__closed_on=None).select_related("partner")
    )
    if sought.need:
        rows = rows.filter(Q(themes__overlap=vocabulary.themes_of(sought.need)) | Q(themes=[]))
    return list(rows.order_by("partner__sort_key", "name", "pk")[: MOST + 1])


def _criteria(
    service: PartnerService, sites: Sequence[PartnerSite], sought: Sought, insee: str
) -> list[Criterion]:
    found = []
    if sought.need:
        match = match_need(service.themes, vocabulary.themes_of(sought.need))
        words = {Match.MET: vocabulary.need_label(sought.need)}.get(
            match, _("ce service ne dit pas à quels besoins il répond")
        )
        found.append(Criterion(_("Besoin"), match, words))
    if sought.public:
        match = match_public(service.publics, sought.public)
        said = ", ".join(vocabulary.labels("publics", service.publics))
        found.append(Criterion(_("Public"), match, said or _("le public n’est pas précisé")))
    if sought.town:
        found.append(_place(service, sites, sought.town, insee))
    return found


def _place(service: PartnerService, sites: Sequence[PartnerSite], town: str, insee: str) -> Criterion:
    partner = service.partner
    doors = [partner, *sites]
    reach = Reach(
        places=[door.insee for door in doors if door.insee],
        zones=service.zones,
        towns=[search_key(door.town) for door in doors if door.town],
        territory=search_key(partner.territory),
    )
    town = nearness.called(town, insee)
    match = match_place(reach, insee=insee, town=search_key(town), group=communes.group_of(insee))
    towns = ", ".join(dict.fromkeys(door.town for door in doors if door.town))
    if match == Match.MET:
        return Criterion(_("Lieu"), match, town)
    if match == Match.NOT_MET:
        return Criterion(_("Lieu"), match, _("réservé à d’autres communes"))
    if towns:
        said = _("à %(towns)s\u202f; on ne sait pas si l’on y reçoit de %(town)s")
        return Criterion(_("Lieu"), match, said % {"towns": towns, "town": town})
    return Criterion(_("Lieu"), match, _("le territoire n’est pas précisé"))
