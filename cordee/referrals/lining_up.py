"""The waiting list: who has asked since when, in which order, what is to be asked of them. Time proposes only.

Four queries whatever the rows: programmes, how many wait for each, how many are accompanied, a page of lines.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.pathways.fetch import Choices
from cordee.pathways.models import Pathway
from cordee.programmes.definition import Definition
from cordee.referrals.models import Referral
from cordee.referrals.panels import born, kind_label, state_badge
from cordee.referrals.rules import Wait
from cordee.referrals.waiting import wait_of
from cordee.ui.shapes import Badge, Tab
from cordee.ui.wording import count_words, day_words

PAGE = 50
UNDECIDED = "aucun"
COUNT_UP_TO = 1001


@dataclass(frozen=True)
class Line:
    """Somebody who waits. rank: in the order requests came; asks: what is to be done now, in words."""

    pk: UUID
    rank: int
    name: str
    detail: str
    referrer: str
    received_on: date
    state: Badge
    since: date
    confirmed_on: date | None
    asks: Badge | None
    handled_by: str


@dataclass
class List:
    """One page of the list of one programme. accompanied: how many it accompanies now, in words; asked: its address."""

    tabs: list[Tab] = field(default_factory=list)
    label: str = ""
    lines: list[Line] = field(default_factory=list)
    counted: str = ""
    accompanied: str = ""
    rule: str = ""
    next_url: str = ""
    first_url: str = ""
    asked: str = ""


def waiting_list(actor: Any, choices: Choices, wanted: str, start: int) -> List:
    """wanted: the programme, as the address says it; the one with most people waiting when it says nothing."""
    rows = Referral.objects.visible_to(actor).in_line()
    numbers = dict(rows.order_by().values_list("programme_id").annotate(Count("pk")))
    chosen = _chosen(wanted, numbers, choices)
    found = List(tabs=_tabs(numbers, chosen, choices), label=_label(chosen, choices))
    number = numbers.get(chosen, 0)
    definition = choices.definition_for(chosen)
    page = rows.filter(programme=chosen).select_related("handled_by").defer("sealed_reason", "steps")
    found.lines = [
        line_of(row, start + position, definition, actor.today)
        for position, row in enumerate(page[start : start + PAGE], start=1)
    ]
    found.counted = _counted(number)
    found.accompanied = _accompanied(actor, chosen, definition)
    found.rule = _rule(definition)
    found.asked = f"dispositif={chosen or UNDECIDED}"
    address = f"?{found.asked}"
    found.next_url = f"{address}&rang={start + PAGE}" if start + PAGE < number else ""
    found.first_url = address if start else ""
    return found


def chosen_of(actor: Any, choices: Choices, wanted: str) -> tuple[UUID | None, str]:
    """(the programme whose list the address asks for, its label)."""
    rows = Referral.objects.visible_to(actor).in_line().order_by()
    chosen = _chosen(wanted, dict(rows.values_list("programme_id").annotate(Count("pk"))), choices)
    return chosen, _label(chosen, choices)


def _chosen(wanted: str, numbers: dict[UUID | None, int], choices: Choices) -> UUID | None:
    offered = {str(version.programme_id): version.programme_id for version in choices.versions}
    if wanted in offered:
        return offered[wanted]
    if wanted == UNDECIDED or not offered:
        return None
    return max(offered.values(), key=lambda programme: numbers.get(programme, 0))


def _tabs(numbers: dict[UUID | None, int], chosen: UUID | None, choices: Choices) -> list[Tab]:
    """One for each programme, one for those without any yet; none when there is nothing to choose."""
    offered: list[tuple[Any, str]] = [
        (version.programme_id, choices.definition_for(version.programme_id).header.short_label)  # type: ignore[union-attr]
        for version in choices.versions
    ]
    if numbers.get(None):
        offered.append((None, _("Dispositif à décider")))
    if len(offered) < 2:
        return []
    return [
        Tab(label, f"?dispositif={key or UNDECIDED}", is_current=key == chosen, count=numbers.get(key, 0))
        for key, label in offered
    ]


def _label(chosen: UUID | None, choices: Choices) -> str:
    definition = choices.definition_for(chosen)
    return definition.label if definition else _("Dispositif à décider")


def _counted(number: int) -> str:
    kind = ngettext("personne attend", "personnes attendent", number)
    return f"{count_words(number)} {kind}"


def _accompanied(actor: Any, programme: UUID | None, definition: Definition | None) -> str:
    """« 42 parcours en cours pour 45 places : 3 libres »: what the list is to be read against.

    Places only to who sees the whole house. A dossier closed to the team is not counted: a figure would betray it.
    """
    if programme is None:
        return ""
    running = Pathway.objects.visible_to(actor).filter(programme=programme).running()
    number = running.values("pk")[:COUNT_UP_TO].count()
    kind = ngettext("parcours en cours", "parcours en cours", number)
    places = definition.places_on(actor.today) if definition and actor.house else None
    return f"{count_words(number)} {kind}{_against(number, places)}"


def _against(taken: int, places: int | None) -> str:
    """The places of the programme, and those still free."""
    if places is None or taken >= COUNT_UP_TO:
        return ""
    offered = ngettext("pour %d place", "pour %d places", places) % places
    left = places - taken
    if left > 0:
        said = ngettext("%d libre", "%d libres", left) % left
    elif left == 0:
        said = _("aucune de libre")
    else:
        said = ngettext("%d de plus que prévu", "%d de plus que prévu", -left) % -left
    return f" {offered}\u202f: {said}"


def _rule(definition: Definition | None) -> str:
    """What the programme says of waiting, in a sentence."""
    waiting = definition.entry.waiting if definition else None
    if waiting is None or not waiting.confirm_every_months:
        return ""
    return _("Chaque demande est confirmée avec la personne tous les %(months)s mois.") % {
        "months": waiting.confirm_every_months
    }


def line_of(row: Referral, rank: int, definition: Definition | None, on: date) -> Line:
    return Line(
        pk=row.pk,
        rank=rank,
        name=row.full_name,
        detail=born(row, on),
        referrer=row.structure or kind_label(row) or row.referrer_name or _("non précisé"),
        received_on=row.received_on,
        state=state_badge(row.state),
        since=row.state_since,
        confirmed_on=row.confirmed_on,
        asks=asked_now(wait_of(row, definition), on),
        handled_by=row.handled_by.display_name if row.handled_by else "",
    )


def asked_now(wait: Wait, on: date) -> Badge | None:
    """What time proposes to do, the nearest the end first."""
    if wait.may_end(on):
        return Badge(_("sans nouvelles, peut être close"), "late")
    if wait.may_end_on is not None:
        return Badge(_("fin annoncée pour le %s") % day_words(wait.may_end_on, "j F"), "soon")
    if wait.asks_announcement(on):
        return Badge(_("sans nouvelles depuis longtemps"), "late")
    if wait.asks_confirmation(on):
        return Badge(_("demander si cela tient toujours"), "soon")
    return None
