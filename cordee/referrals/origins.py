"""Where orientations come from: by channel and by kind of structure, year by year. One query for the figures.

Sensitive kinds are counted together (ECO-06); what nobody said is counted apart, never as something else (FIN-05).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.kernel.words import capital
from cordee.pathways.fetch import Choices
from cordee.referrals.enums import SENSITIVE_STRUCTURES, Door, State, StructureKind
from cordee.referrals.fetch import EVERY, SENSITIVE, UNSAID_CHANNEL, UNSAID_KIND
from cordee.referrals.forms import SENSITIVE_LABEL
from cordee.referrals.models import Referral
from cordee.ui.shapes import Tab


@dataclass(frozen=True)
class Numbers:
    """received: all of them; the rest, what became of them so far."""

    received: int = 0
    accepted: int = 0
    elsewhere: int = 0
    standing: int = 0

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(
            self.received + other.received,
            self.accepted + other.accepted,
            self.elsewhere + other.elsewhere,
            self.standing + other.standing,
        )


@dataclass(frozen=True)
class Row:
    """A line of a table. url: the orientations counted there. is_apart: not a source of its own."""

    label: str
    numbers: Numbers
    url: str
    is_apart: bool = False


@dataclass
class Origins:
    """One year. until: the day the figures stop at, when the year is not over."""

    year: int
    tabs: list[Tab] = field(default_factory=list)
    kinds: list[Row] = field(default_factory=list)
    channels: list[Row] = field(default_factory=list)
    total: Numbers = field(default_factory=Numbers)
    total_url: str = ""
    until: date | None = None


def origins_of(actor: Any, choices: Choices, wanted: str) -> Origins:
    """The figures of a year, the current one unless the address names one that has orientations."""
    counted = _counted(actor)
    years = sorted({year for year, _kind, _channel in counted} | {actor.today.year}, reverse=True)
    year = next((one for one in years if str(one) == wanted), actor.today.year)
    mine = {(kind, channel): numbers for (one, kind, channel), numbers in counted.items() if one == year}
    return Origins(
        year=year,
        tabs=[Tab(str(one), f"?annee={one}", is_current=one == year) for one in years],
        kinds=_rows(mine, lambda key: _kind_group(key[0]), _kind_label, "nature", year),
        channels=_rows(mine, lambda key: key[1] or UNSAID_CHANNEL, _channel_labels(choices), "voie", year),
        total=sum(mine.values(), Numbers()),
        total_url=_address(year),
        until=actor.today if year == actor.today.year else None,
    )


def _counted(actor: Any) -> dict[tuple[int, str, str], Numbers]:
    """{(year, kind, channel): how many}. One query."""
    rows = (
        Referral.objects.visible_to(actor)
        .annotate(year=ExtractYear("received_on"))
        .order_by()
        .values_list("year", "structure_kind", "channel")
        .annotate(
            received=Count("pk"),
            accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
            standing=Count("pk", filter=Q(answered_on=None)),
        )
    )
    return {
        (year, kind, channel): Numbers(received, accepted, received - accepted - standing, standing)
        for year, kind, channel, received, accepted, standing in rows
    }


def _rows(
    counted: dict[tuple[str, str], Numbers],
    group: Callable[[tuple[str, str]], str],
    label: Callable[[str], str],
    name: str,
    year: int,
) -> list[Row]:
    """One line a group, the largest first, what nobody said last."""
    groups: dict[str, Numbers] = {}
    for key, numbers in counted.items():
        groups[group(key)] = groups.get(group(key), Numbers()) + numbers
    order = Counter({code: numbers.received for code, numbers in groups.items()})
    codes = sorted(groups, key=lambda code: (code == UNSAID_KIND, -order[code], label(code)))
    return [
        Row(label(code), groups[code], _address(year, **{name: code}), is_apart=code == UNSAID_KIND)
        for code in codes
    ]


def _kind_group(kind: str) -> str:
    if kind in SENSITIVE_STRUCTURES:
        return SENSITIVE
    return kind or UNSAID_KIND


def _kind_label(code: str) -> str:
    if code == SENSITIVE:
        return str(SENSITIVE_LABEL)
    if code in StructureKind.values:
        return capital(str(StructureKind(code).label))
    return _("Non renseigné") if code == UNSAID_KIND else code


def _channel_labels(choices: Choices) -> Callable[[str], str]:
    """A channel has the name its programme gives it; the same code in two programmes is one channel."""
    labels: dict[str, str] = {str(door.value): str(door.label) for door in Door}
    labels[UNSAID_CHANNEL] = _("Non renseigné")
    for version in choices.versions:
        definition = choices.definition_for(version.programme_id)
        for channel in definition.entry.channels if definition else ():
            labels.setdefault(channel.code, channel.label)
    return lambda code: labels.get(code, code)


def _address(year: int, **filters: str) -> str:
    query = {"etat": EVERY, "annee": str(year), **filters}
    return f"{reverse('referrals')}?{urlencode(query)}"
