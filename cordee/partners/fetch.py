"""The list of partners and one of them: everything through `visible_to`, hidden and absent alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.db.models.lookups import GreaterThanOrEqual
from django.http import Http404

from cordee.accounts.actor import Actor
from cordee.kernel.clock import Delay
from cordee.kernel.names import tokens
from cordee.partners import vocabulary
from cordee.partners.enums import AgreementState
from cordee.partners.models import (
    Agreement,
    InstitutionalReferent,
    Partner,
    PartnerContact,
    PartnerQuerySet,
    PartnerService,
    PartnerSite,
)
from cordee.plumbing.at_once import at_once
from cordee.plumbing.prepared import prepared

PAGE = 25
COUNT_UP_TO = 1000
MOST_WORDS = 6
LONGEST_SEARCH = 80
ALIKE_FROM = 4  # letters: under that, a slip of the keyboard makes another word
LIKENESS, VERY_NEAR = 0.45, 0.8
MOST_ALIKE = 5
MOST_TO_RENEW = 50
LONGEST_NOTICE = Delay(months=24)
ENDING, AGREED, NOT_AGREED = "a-renouveler", "en-cours", "sans"
OPEN, CLOSED = "", "fermes"
NAMED, UNNAMED = "avec", "sans"
UNSAID = "aucun"  # no domain was chosen, no town is known


def seen(model: Any, actor: Any) -> Any:
    """Rows of the directory this actor may read."""
    return model.objects.visible_to(actor)


@dataclass(frozen=True)
class Wanted:
    """What the address of the list asks for. need: a theme or a category; after: (sort key, id) of the last line."""

    text: str = ""
    domain: str = ""
    kind: str = ""
    need: str = ""
    town: str = ""
    link: str = ""
    referent: str = ""
    agreement: str = ""
    standing: str = OPEN
    after: tuple[str, UUID] | None = None


@dataclass
class Page:
    """A page of the list. referents: those who answer today; agreements: that run or end; after: the next cursor."""

    rows: list[Partner] = field(default_factory=list)
    referents: dict[UUID, list[InstitutionalReferent]] = field(default_factory=dict)
    count: int = 0
    after: str = ""


def page_of(actor: Any, wanted: Wanted, *, with_doors: bool = False) -> Page:
    """Three queries, whatever the rows: the lines, their referents, the count.

    with_doors: each line comes with `doors`, where its other sites are, as {town, postcode, insee}.
    """
    rows = matching(actor, wanted)
    ordered = rows.order_by("sort_key", "pk")
    if wanted.after is not None:
        key, last = wanted.after
        ordered = ordered.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=last), sort_key__gte=key)
    if with_doors:
        ordered = ordered.annotate(doors=ArraySubquery(_doors(actor)))
    found = list(ordered.defer("description")[: PAGE + 1])
    page = Page(found[:PAGE], count=rows.values("pk")[: COUNT_UP_TO + 1].count())
    if len(found) > PAGE:
        page.after = f"{found[PAGE - 1].pk}{found[PAGE - 1].sort_key}"
    page.referents = referents_of(actor, page.rows)
    return page


def _doors(actor: Any) -> QuerySet[Any]:
    sites = seen(PartnerSite, actor).filter(closed_on=None, partner=OuterRef("pk")).order_by("pk")
    told: QuerySet[Any] = sites.values(door=JSONObject(town="town", postcode="postcode", insee="insee"))
    return told


def read_cursor(text: str) -> tuple[str, UUID] | None:
    """The cursor of an address; an altered one begins the list again."""
    try:
        return (text[36:].replace("\0", ""), UUID(text[:36])) if text else None
    except ValueError:
        return None


def matching(actor: Any, wanted: Wanted) -> PartnerQuerySet:
    """Those that answer the filters, in no order."""
    rows: Any = seen(Partner, actor)
    rows = rows.exclude(closed_on=None) if wanted.standing == CLOSED else rows.open()
    if wanted.domain == UNSAID:
        rows = rows.filter(domains=[])
    elif wanted.domain:
        rows = rows.filter(domains__contains=[wanted.domain])
    if wanted.kind:
        rows = rows.filter(kinds__contains=[wanted.kind])
    if wanted.need:
        rows = rows.filter(Exists(offering(actor, wanted.need).filter(partner=OuterRef("pk"))))
    if wanted.town == UNSAID:
        rows = rows.filter(town="")
    elif wanted.town:
        sites = seen(PartnerSite, actor).filter(partner=OuterRef("pk"), town=wanted.town)
        rows = rows.filter(Q(town=wanted.town) | Exists(sites.filter(closed_on=None)))
    if wanted.link:
        rows = rows.linked(wanted.link, actor.today)
    if wanted.referent:
        rows = rows.with_referent(actor.today, named=wanted.referent == NAMED)
    if wanted.agreement:
        rows = _agreed(actor, rows, wanted.agreement)
    for word in tokens(wanted.text[:LONGEST_SEARCH])[:MOST_WORDS]:
        rows = rows.filter(_says(actor, word))
    return rows


def offering(actor: Any, need: str) -> QuerySet[PartnerService]:
    """Services still offered for a need."""
    rows = seen(PartnerService, actor).filter(closed_on=None)
    return rows.filter(themes__overlap=vocabulary.themes_of(need) or [need])


def _says(actor: Any, word: str) -> Q:
    """Does a partner or somebody who answers for it bear this word, or one very near?"""
    answering: Any = seen(InstitutionalReferent, actor).on(actor.today).filter(partner=OuterRef("pk"))
    bears: Any = Q(search_key__contains=f" {word}")
    if len(word) >= ALIKE_FROM:
        bears |= Q(GreaterThanOrEqual(TrigramWordSimilarity(word, "search_key"), LIKENESS))
    said: Any = bears | Exists(answering.filter(bears))
    return said


def _agreed(actor: Any, rows: Any, asked: str) -> Any:
    if asked == ENDING:
        return rows.filter(pk__in=[one.partner_id for one in to_renew(actor)])
    today = actor.today
    running = seen(Agreement, actor).filter(
        Q(ended_on=None) | Q(ended_on__gte=today),
        Q(until=None) | Q(until__gte=today) | Q(renews_itself=True),
        partner=OuterRef("pk"),
        signed_on__isnull=False,
    )
    return rows.filter(Exists(running) if asked == AGREED else ~Exists(running))


def to_renew(actor: Any) -> list[Agreement]:
    """Agreements of open partners whose notice has begun, the nearest end first (rules.agreement_state)."""
    today = actor.today
    near = ending(actor, today, LONGEST_NOTICE.after(today)).select_related("partner")
    found = [one for one in near if one.state_on(today) == AgreementState.TO_RENEW]
    return found[:MOST_TO_RENEW]


def ending(actor: Any, today: date, horizon: date) -> Any:
    """Agreements of open partners that end by the horizon unless somebody renews them, the nearest end first."""
    standing = Q(ended_on=None) | Q(ended_on__gte=today)
    return (
        seen(Agreement, actor)
        .filter(
            standing, signed_on__isnull=False, renews_itself=False, until__gte=today, until__lte=horizon,
            partner__closed_on=None,
        )
        .order_by("until", "pk")
    )  # fmt: skip


def referents_of(actor: Any, partners: Sequence[Partner]) -> dict[UUID, list[InstitutionalReferent]]:
    """Those who answer today for each of them. One query."""
    found: dict[UUID, list[InstitutionalReferent]] = {}
    rows: Any = seen(InstitutionalReferent, actor).on(actor.today)
    for row in rows.filter(partner__in=[one.pk for one in partners]):
        found.setdefault(row.partner_id, []).append(row)
    return found


def sites_of(actor: Any, partners: Sequence[Partner]) -> dict[UUID, list[PartnerSite]]:
    """The other doors of each of them, those open. One query."""
    found: dict[UUID, list[PartnerSite]] = {}
    for site in seen(PartnerSite, actor).filter(closed_on=None, partner__in=[one.pk for one in partners]):
        found.setdefault(site.partner_id, []).append(site)
    return found


def places_of(actor: Any) -> dict[str, str]:
    """The towns of the directory, for a filter, each with its code where somebody gave it. One query."""
    rows = seen(Partner, actor).open().exclude(town="").values_list("town", "insee")
    sites = seen(PartnerSite, actor).filter(closed_on=None).exclude(town="").values_list("town", "insee")
    return dict(sorted(rows.union(sites)))  # a code comes after its absence


# One partner


@dataclass
class Sheet:
    """Everything about one partner."""

    partner: Partner
    sites: list[PartnerSite] = field(default_factory=list)
    referents: list[InstitutionalReferent] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    contacts: list[PartnerContact] = field(default_factory=list)
    services: list[PartnerService] = field(default_factory=list)


MOST_CONTACTS = 30


def partner_for(actor: Any, pk: UUID) -> Partner:
    """A partner of the house. Raises Http404 when hidden or absent alike."""
    found = seen(Partner, actor).select_related("turn_to").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@prepared
def _partner(actor: Actor, pk: UUID) -> QuerySet[Partner]:
    return seen(Partner, actor).select_related("turn_to").filter(pk=pk)


@prepared
def _parts(actor: Actor, model: Any, partner: UUID, order: tuple[str, ...]) -> QuerySet[Any]:
    return seen(model, actor).filter(partner=partner).order_by(*order)


@prepared
def _contacts(actor: Actor, partner: UUID) -> QuerySet[PartnerContact]:
    rows: Any = seen(PartnerContact, actor).standing().filter(partner=partner)
    return rows.select_related("member").order_by("-day", "-pk")[:MOST_CONTACTS]


def sheet_of(actor: Any, pk: UUID) -> Sheet:
    """The partner and what hangs from it. One query. Raises Http404."""
    found, sites, referents, agreements, contacts, services = at_once(
        _partner.of(actor, pk),
        _parts.of(actor, PartnerSite, pk, ("closed_on", "name", "pk")),
        _parts.of(actor, InstitutionalReferent, pk, ("-from_on", "-pk")),
        _parts.of(actor, Agreement, pk, ("-signed_on", "-pk")),
        _contacts.of(actor, pk),
        _parts.of(actor, PartnerService, pk, ("name", "pk")),
    )
    if not found:
        raise Http404
    partner = found[0]
    for row in (*sites, *referents, *agreements, *contacts, *services):
        row.partner = partner
    return Sheet(partner, sites, referents, agreements, contacts, services)


def _of(actor: Any, model: Any, partner: Partner) -> QuerySet[Any]:
    return seen(model, actor).filter(partner=partner)


def part_of(actor: Any, model: Any, partner: Partner, pk: UUID) -> Any:
    """A site, a referent, an agreement, a contact or a service of this partner. Raises Http404."""
    found = _of(actor, model, partner).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


MOST_OTHERS = 1000


def others(actor: Any, partner: Partner) -> list[Partner]:
    """The open partners beside this one, by name."""
    rows = seen(Partner, actor).open().exclude(pk=partner.pk)
    return list(rows.order_by("sort_key", "pk").only("pk", "name", "short_name")[:MOST_OTHERS])


# Those that may be the same


def alike(
    actor: Any, *, name: str, town: str = "", siret: str = "", besides: UUID | None = None
) -> list[Partner]:
    """Partners of the house that may be the one described: the same SIRET, or a name very near. Blocks nothing."""
    words = tokens(name)
    key = " ".join(words)
    near = Q(siret=siret) if siret else Q(pk=None)
    rows: Any = seen(Partner, actor)
    if words:
        near |= Q(GreaterThanOrEqual(TrigramWordSimilarity(key, "search_key"), VERY_NEAR))
    found = rows.filter(near).exclude(pk=besides).order_by("sort_key", "pk")[:MOST_ALIKE]
    return list(found)
