"""Fetching for the pages of orientation decisions: everything through `visible_to`, hidden and absent alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from cordee.accounts.models import OrganisationSetting, Site
from cordee.dossier.models import Fact
from cordee.kernel.dates import add_months
from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.programmes.law import LawDelay
from cordee.referrals.decisions.enums import IN_FORCE, STANDING, DecisionState, Lane, Origin
from cordee.referrals.decisions.forms import EVERY, LATE, TO_NOTIFY, TOLD
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.decisions.rules import LANES, SIGNED, decides
from cordee.referrals.decisions.timekeeping import holder_decides
from cordee.referrals.fetch import following, read_cursor

PAGE = 25
COUNT_UP_TO = 1000
MOST_TOGETHER = 100
LANES_SETTING = "lanes"  # of OrganisationSetting: [{label, lane}, …]

__all__ = ["HouseLane", "Line", "Wanted", "decision_for", "lanes_of", "line_of", "page_of", "read_cursor"]


@dataclass(frozen=True)
class HouseLane:
    """A lane as the house calls it. lane: which of the three of the law it is."""

    code: str
    label: str
    lane: str


def lanes_of(organisation: Any, on: date) -> list[HouseLane]:
    """The lanes under the names of the house, each one of the three of the law (RSA-05); the law's own otherwise."""
    settings = OrganisationSetting.objects.filter(
        organisation=organisation, key=LANES_SETTING, valid_from__lte=on
    )
    kept = settings.order_by("-valid_from", "-set_at").values_list("value", flat=True).first()
    return lanes_from(kept) or [HouseLane(lane, str(Lane(lane).label).capitalize(), lane) for lane in LANES]


def lanes_from(kept: Any) -> list[HouseLane]:
    """[{label, lane}, …] as the setting keeps it."""
    return [
        HouseLane(f"{one['lane']}-{rank}", one["label"], one["lane"])
        for rank, one in enumerate(kept or (), start=1)
        if one.get("lane") in LANES and one.get("label")
    ]


def person_for(actor: Any, pk: UUID) -> Person:
    """The person, in a house that decides. Raises Http404 when hidden, absent or not concerned alike."""
    found = Person.objects.visible_to(actor).with_grounds_of(actor).with_key().filter(pk=pk).first()
    if found is None or not holder_decides(found.organisation_id):
        raise Http404
    return found


def decision_for(actor: Any, pk: UUID) -> OrientationDecision:
    """A decision with its person. Raises Http404 when hidden or absent alike."""
    rows = OrientationDecision.objects.visible_to(actor).select_related(
        "person", "carried_out_by", "decided_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass
class Line:
    """The decisions of a person, oldest first; the lane of each where the reader may read it; contracts signed."""

    rows: list[OrientationDecision] = field(default_factory=list)
    lanes: dict[UUID, LaneChoice] = field(default_factory=dict)
    signed_on: list[date] = field(default_factory=list)

    @property
    def pending(self) -> OrientationDecision | None:
        """The one still to be taken or told."""
        return next((row for row in reversed(self.rows) if row.state in STANDING), None)

    @property
    def in_force(self) -> OrientationDecision | None:
        """The one the person was told of, not replaced since."""
        return next((row for row in reversed(self.rows) if row.state == DecisionState.NOTIFIED), None)


def line_of(actor: Any, person: Person) -> Line:
    """Three queries."""
    rows = OrientationDecision.objects.visible_to(actor).of_person(person)
    lanes = LaneChoice.objects.visible_to(actor).filter(organisation=person.organisation_id, person=person.pk)
    signed = Fact.objects.of_person(actor, person).filter(kind=SIGNED).order_by("day", "id")
    return Line(
        list(rows.select_related("carried_out_by", "decided_by", "notified_by", "asked_by")),
        {row.decision_id: row for row in lanes},
        list(signed.values_list("day", flat=True)),
    )


def carried_elsewhere(actor: Any, person: Person, line: Line) -> list[str]:
    """Organisations that still carry out a pathway of this person, and that no decision in force names any more.

    Their pathway goes on giving them the dossier until somebody ends it: it is said, never done in silence.
    """
    named = {row.carried_out_by_id for row in line.rows if row.state in IN_FORCE}
    if not any(row.state == DecisionState.REPLACED and row.carried_out_by_id for row in line.rows):
        return []
    rows = (
        Pathway.objects.running()
        .visible_to(actor)
        .filter(organisation=person.organisation_id, person=person.pk)
    )
    others = rows.exclude(carried_out_by=None).exclude(carried_out_by__in=named - {None})
    return sorted(set(others.values_list("carried_out_by__name", flat=True)))


def concerns(actor: Any) -> bool:
    """Does the house decide, or carry out what another decided?"""
    if decides(actor.organisation.kind):
        return True
    return OrientationDecision.objects.visible_to(actor).exists()


def sites_of(actor: Any) -> list[tuple[str, str]]:
    """The territories of the house."""
    rows = Site.objects.filter(organisation=actor.organisation, closed_on=None).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


# --- The list -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What the address of the list asks for. month: of the information on the RSA; told_in: of the notification."""

    view: str = ""
    lane: str = ""
    site: UUID | None = None
    month: str = ""
    told_in: str = ""
    after: tuple[date, UUID] | None = None


@dataclass
class Page:
    rows: list[OrientationDecision] = field(default_factory=list)
    lanes: dict[UUID, LaneChoice] = field(default_factory=dict)
    after: str = ""
    count: int = 0


def page_of(actor: Any, wanted: Wanted) -> Page:
    """Three queries, whatever the rows: the lines with their people, their lanes, the count."""
    rows = matching(actor, wanted)
    backwards = wanted.view in (TOLD, EVERY)
    ordered = rows.order_by("-asked_on", "-pk") if backwards else rows.order_by("asked_on", "pk")
    shown = ordered.select_related("person", "carried_out_by")
    found = list(following(shown, "asked_on", backwards, wanted.after)[: PAGE + 1])
    page = Page(found[:PAGE])
    if len(found) > PAGE:
        last = found[PAGE - 1]
        page.after = f"{last.pk}{last.asked_on.isoformat()}"
    page.lanes = lanes_by_decision(actor, page.rows)
    page.count = rows.order_by().values("pk")[: COUNT_UP_TO + 1].count()
    return page


def lanes_by_decision(actor: Any, rows: Iterable[OrientationDecision]) -> dict[UUID, LaneChoice]:
    """The lane of each, where the reader may read the social part of the dossier."""
    found = LaneChoice.objects.visible_to(actor).filter(decision__in=[row.pk for row in rows])
    return {row.decision_id: row for row in found.defer("sealed_reason", "sealed_request")}


def matching(actor: Any, wanted: Wanted) -> Any:
    rows = in_view(OrientationDecision.objects.visible_to(actor), wanted.view, actor.today)
    if wanted.lane:
        rows = rows.filter(
            pk__in=LaneChoice.objects.visible_to(actor).filter(lane=wanted.lane).values("decision")
        )
    if wanted.site:
        rows = rows.filter(asked_by__site=wanted.site)
    if wanted.month:
        rows = rows.filter(in_month("information_on", wanted.month, actor.today)).exclude(
            origin=Origin.REORIENTATION
        )
    if wanted.told_in:
        rows = rows.filter(in_month("notified_on", wanted.told_in, actor.today))
    return rows


def in_month(column: str, month: str, on: date) -> Q:
    """« 2026-10 », or « 12 »: the last twelve months, as the delays count them."""
    if "-" not in month:
        return Q(**{f"{column}__gte": add_months(on.replace(day=1), 1 - int(month))})
    first = date.fromisoformat(f"{month}-01")
    return Q(**{f"{column}__gte": first, f"{column}__lt": add_months(first, 1)})


def in_view(rows: Any, view: str, on: date) -> Any:
    if view == EVERY:
        return rows
    if view == TOLD:
        return rows.filter(state=DecisionState.NOTIFIED)
    if view == TO_NOTIFY:
        return rows.filter(state=DecisionState.DECIDED)
    if view == LATE:
        return rows.undecided().filter(late(on))
    return rows.undecided()


def late(on: date) -> Q:
    """Informed so long ago that France Travail orients now (RSA-06)."""
    return Q(information_on__lte=LawDelay("RSA-06.late").before(on)) & ~Q(origin=Origin.REORIENTATION)


def to_notify(actor: Any, keys: Iterable[str]) -> list[OrientationDecision]:
    """Those, of the house and decided, that these identifiers name; another's is simply not there."""
    wanted = [key for key in map(as_uuid, keys) if key is not None][:MOST_TOGETHER]
    rows = OrientationDecision.objects.visible_to(actor).filter(
        organisation=actor.organisation, state=DecisionState.DECIDED, pk__in=wanted
    )
    return list(rows.select_related("person").order_by("asked_on", "pk"))


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
