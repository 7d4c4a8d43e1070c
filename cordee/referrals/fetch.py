"""Fetching for the pages of orientations: everything through `visible_to`, hidden and absent alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.models import Deadline
from cordee.kernel.names import tokens
from cordee.people.models import Person
from cordee.people.search import Lookalike, lookalikes
from cordee.plumbing import access_log
from cordee.plumbing.prepared import Given, prepared
from cordee.referrals.enums import SENSITIVE_STRUCTURES
from cordee.referrals.models import Referral, ReferralPaper, ReferralQuerySet, name_key

PAGE = 25
COUNT_UP_TO = 1000
MOST_ALIKE = 5
WAITING, ANSWERED, EVERY = "", "repondues", "toutes"
SENSITIVE, UNSAID_KIND, UNSAID_CHANNEL = "sensibles", "aucune", "aucune"
EARLIEST_YEAR = 1990


def referral_for(actor: Any, pk: UUID) -> Referral:
    """An orientation with its people. Raises Http404 when hidden or absent alike."""
    rows = Referral.objects.visible_to(actor).select_related("programme", "handled_by", "taken_by", "person")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def deadline_of(actor: Any, referral: Referral) -> Deadline | None:
    """By when an answer is expected."""
    rows = Deadline.objects.standing().filter(thing_id=referral.pk).visible_to(actor)
    return rows.order_by("due_on").first()


def papers_of(actor: Any, referral: Referral) -> list[ReferralPaper]:
    """The papers that came with an orientation `visible_to` the actor. One query."""
    rows = ReferralPaper.objects.visible_to(actor).of(referral).filter(moved_to=None)
    return list(rows.select_related("added_by"))


def paper_for(actor: Any, referral: Referral, pk: UUID) -> ReferralPaper:
    """One of them. Raises Http404."""
    return _paper(actor, referral, pk=pk, removed_at=None)


def removed_paper_for(actor: Any, referral: Referral, pk: UUID) -> ReferralPaper:
    """One that was taken away. Raises Http404."""
    return _paper(actor, referral, pk=pk, removed_at__isnull=False)


def _paper(actor: Any, referral: Referral, **asked: Any) -> ReferralPaper:
    found = ReferralPaper.objects.visible_to(actor).filter(referral=referral, moved_to=None, **asked).first()
    if found is None:
        raise Http404
    return found


def sees_person(actor: Any, referral: Referral) -> bool:
    """May the actor open the dossier the orientation led to?"""
    if referral.person_id is None:
        return False
    return Person.objects.visible_to(actor).filter(pk=referral.person_id).exists()


@dataclass(frozen=True)
class Wanted:
    """What the address of the list asks for.

    after: (day, identifier) of the last line of the page before. year, kind, channel: as the page that counts
    where orientations come from groups them.
    """

    state: str = WAITING
    programme: UUID | None = None
    mine: bool = False
    after: tuple[date, UUID] | None = None
    year: int | None = None
    kind: str = ""
    channel: str = ""


@dataclass
class Page:
    """A page of the list: its rows, the day each should be answered by, what follows, how many (to 1,001)."""

    rows: list[Referral] = field(default_factory=list)
    deadlines: dict[UUID, Deadline] = field(default_factory=dict)
    after: str = ""
    count: int = 0


def page_of(actor: Any, wanted: Wanted) -> Page:
    """Three queries, whatever the rows: the lines, their deadlines, the count."""
    rows, column, backwards = _ordered(_matching(actor, wanted), wanted.state)
    found = list(following(rows, column, backwards, wanted.after)[: PAGE + 1])
    page = Page(found[:PAGE])
    if len(found) > PAGE:
        last = found[PAGE - 1]
        page.after = f"{last.pk}{getattr(last, column).isoformat()}"
    expected = (
        Deadline.objects.standing().filter(thing_id__in=[row.pk for row in page.rows]).visible_to(actor)
    )
    page.deadlines = {row.thing_id: row for row in expected if row.thing_id}
    page.count = rows.order_by().values("pk")[: COUNT_UP_TO + 1].count()
    return page


def every_row(actor: Any, wanted: Wanted) -> ReferralQuerySet:
    """All the rows of the list, in its order."""
    return _ordered(_matching(actor, wanted), wanted.state)[0]


def wanted_from(form: Any, after: str = "") -> Wanted:
    """What the address asks for, its filters bound to it; one that no longer exists is left out."""
    form.is_valid()
    kept = form.cleaned_data
    return Wanted(
        state=kept.get("etat", ""),
        programme=UUID(kept["dispositif"]) if kept.get("dispositif") else None,
        mine=kept.get("moi", False),
        after=read_cursor(after),
        year=int(kept["annee"]) if kept.get("annee") else None,
        kind=kept.get("nature", ""),
        channel=kept.get("voie", ""),
    )


def _matching(actor: Any, wanted: Wanted) -> ReferralQuerySet:
    rows = Referral.objects.visible_to(actor).select_related("handled_by").defer("sealed_reason", "steps")
    if wanted.programme:
        rows = rows.filter(programme=wanted.programme)
    if wanted.mine:
        rows = rows.filter(handled_by=actor.member)
    return rows.filter(_coming(wanted))


def _coming(wanted: Wanted) -> Q:
    """By year of arrival, kind of structure and channel."""
    asked = Q()
    if wanted.year:
        asked &= Q(received_on__gte=date(wanted.year, 1, 1), received_on__lte=date(wanted.year, 12, 31))
    if wanted.kind == SENSITIVE:
        asked &= Q(structure_kind__in=SENSITIVE_STRUCTURES)
    elif wanted.kind:
        asked &= Q(structure_kind="" if wanted.kind == UNSAID_KIND else wanted.kind)
    if wanted.channel:
        asked &= Q(channel="" if wanted.channel == UNSAID_CHANNEL else wanted.channel)
    return asked


def _ordered(rows: ReferralQuerySet, state: str) -> tuple[ReferralQuerySet, str, bool]:
    """The rows of a state, the column that orders them, and whether the latest comes first.

    Those who wait: the longest first. The others: the latest first. Each order is an index's.
    """
    if state == WAITING:
        return rows.standing(), "received_on", False
    if state == ANSWERED:
        return rows.filter(answered_on__isnull=False).order_by("-answered_on", "-pk"), "answered_on", True
    if state == EVERY:
        return rows.order_by("-received_on", "-pk"), "received_on", True
    return rows.filter(state=state).order_by("-received_on", "-pk"), "received_on", True


def following(rows: Any, column: str, backwards: bool, after: tuple[date, UUID] | None) -> Any:
    """The rows of an ordered list that come after the last one of the page before."""
    if after is None:
        return rows
    day, last = after
    beyond, at_least = ("lt", "lte") if backwards else ("gt", "gte")
    next_ones = Q(**{f"{column}__{beyond}": day}) | Q(**{f"pk__{beyond}": last})
    return rows.filter(**{f"{column}__{at_least}": day}).filter(next_ones)


def read_cursor(text: str) -> tuple[date, UUID] | None:
    """The cursor of an address; an altered one begins the list again."""
    try:
        return (date.fromisoformat(text[36:]), UUID(text[:36])) if text else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Alike:
    """Who may be the person described: dossiers of the house, orientations waiting under the same name."""

    people: list[Lookalike] = field(default_factory=list)
    waiting: list[Referral] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.people or self.waiting)

    @property
    def ids(self) -> str:
        """What was shown, so that a choice made before somebody else appeared is asked again."""
        return " ".join(
            [*(str(one.person.pk) for one in self.people), *(str(one.pk) for one in self.waiting)]
        )

    def person(self, pk: str) -> Person | None:
        return next((one.person for one in self.people if str(one.person.pk) == pk), None)


def alike(
    actor: Any, described: Mapping[str, Any], *, besides: UUID | None = None, linked: Person | None = None
) -> Alike:
    """Dossiers and orientations that may be about the same person. Logged as a search, names hashed.

    described: first_names, usage_name, birth (a code). besides: the orientation looked at; linked: the person
    recognised when it was taken down, shown first.
    """
    names = f"{described.get('first_names', '')} {described.get('usage_name', '')}".strip()
    if len(names) < 2:
        return Alike()
    found = lookalikes(
        actor,
        first_names=described.get("first_names", ""),
        usage_name=described.get("usage_name", ""),
        birth=described.get("birth", ""),
        wanted=MOST_ALIKE,
    )
    own = [
        one
        for one in found
        if one.person.organisation_id == actor.organisation.pk and tells(one, described, names)
    ]
    key = name_key(names)
    waiting = standing_under(actor, Given(key)) if key else []
    if linked is not None:
        recognised = Lookalike(linked, _("reconnue en notant l’orientation"))
        own = [recognised, *(one for one in own if one.person.pk != linked.pk)]
    result = Alike(own, [row for row in waiting if row.pk != besides][:MOST_ALIKE])
    if result:
        access_log.record_search(actor, names)
    return result


@prepared
def standing_under(actor: Actor, key: str) -> ReferralQuerySet:
    return Referral.objects.visible_to(actor).filter(name_key=key).standing()[: MOST_ALIKE + 1]


def tells(one: Lookalike, described: Mapping[str, Any], names: str) -> bool:
    """A first name alone is borne by many: it tells of somebody known by no other, or born the same day."""
    if len(tokens(names)) > 1:
        return True
    same_birth = bool(one.person.birth) and one.person.birth == described.get("birth")
    return same_birth or tokens(one.person.full_name) == tokens(names)
