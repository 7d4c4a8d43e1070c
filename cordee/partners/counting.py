"""The network in figures (B0.14): by domain, with and without a referent, alive and asleep, by town."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.http import urlencode

from cordee.partners import fetch
from cordee.partners.enums import Domain, LinkState, domain_words
from cordee.partners.models import InstitutionalReferent, Partner
from cordee.partners.rules import link_state
from cordee.ui.addresses import address


@dataclass(frozen=True)
class Figure:
    """A number and the rows behind it."""

    value: int
    url: str


@dataclass
class Row:
    """A domain or a town: how many, with somebody named, by state of the link."""

    label: str
    code: str
    figures: list[Figure] = field(default_factory=list)

    @property
    def has_some(self) -> bool:
        """Is there a partner there?"""
        return bool(self.figures[0].value)


@dataclass
class Counts:
    """total: open partners; a partner of several domains counts in each, once in the total."""

    total: Row
    domains: list[Row] = field(default_factory=list)
    towns: list[Row] = field(default_factory=list)
    closed: Figure = Figure(0, "")


# The columns of the tables: what each asks of the list.
COLUMNS: tuple[dict[str, str], ...] = (
    {},
    {"referent": fetch.NAMED},
    {"referent": fetch.UNNAMED},
    {"lien": LinkState.ALIVE},
    {"lien": LinkState.DORMANT},
    {"lien": LinkState.UNKNOWN},
)
Told = tuple[bool, LinkState]


def counts_of(actor: Any) -> Counts:
    """Two queries, whatever the number of partners."""
    today = actor.today
    answering = InstitutionalReferent.objects.on(today).filter(partner=OuterRef("pk"))
    rows = (
        fetch.seen(Partner, actor)
        .open()
        .annotate(is_named=Exists(answering))
        .values_list("domains", "town", "last_contact_on", "is_named")
    )
    everything: list[Told] = []
    by_domain: dict[str, list[Told]] = {}
    by_town: dict[str, list[Told]] = {}
    for domains, town, last, is_named in rows:
        told = (is_named, link_state(last, today=today))
        everything.append(told)
        by_town.setdefault(town or fetch.UNSAID, []).append(told)
        for code in domains or [fetch.UNSAID]:
            by_domain.setdefault(code, []).append(told)
    closed = fetch.seen(Partner, actor).exclude(closed_on=None).count()
    return Counts(
        Row("", "", _figures(everything, {})),
        _by_domain(by_domain),
        _by_town(by_town),
        Figure(closed, _address({"etat": fetch.CLOSED})),
    )


def _by_domain(told: dict[str, list[Told]]) -> list[Row]:
    """In the order of the list, the unsaid last; a domain nobody is concerned with is shown too: it is a gap."""
    words = domain_words()
    found = [
        Row(words[code], code, _figures(told.get(code, []), {"domaine": code})) for code in Domain.values
    ]
    if fetch.UNSAID in told:
        found.append(Row("", fetch.UNSAID, _figures(told[fetch.UNSAID], {"domaine": fetch.UNSAID})))
    return found


def _by_town(told: dict[str, list[Told]]) -> list[Row]:
    """The most numerous first, the unknown last."""
    order = sorted(told, key=lambda town: (town == fetch.UNSAID, -len(told[town]), town))
    return [
        Row("" if town == fetch.UNSAID else town, town, _figures(told[town], {"commune": town}))
        for town in order
    ]


def _figures(told: Iterable[Told], asked: dict[str, str]) -> list[Figure]:
    every = list(told)
    named = Counter(is_named for is_named, _link in every)
    links = Counter(link for _named, link in every)
    values = (
        len(every), named[True], named[False],
        links[LinkState.ALIVE], links[LinkState.DORMANT], links[LinkState.UNKNOWN],
    )  # fmt: skip
    return [Figure(value, _address(asked | column)) for value, column in zip(values, COLUMNS, strict=True)]


def _address(asked: dict[str, str]) -> str:
    url = address("partners")
    return f"{url}?{urlencode(asked)}" if asked else url
