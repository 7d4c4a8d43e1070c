"""What pages show of a situation: a card a theme, what is known first, what was never broached apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.accounts.enums import PARTITION_WORDS
from cordee.assessments.access import may_change
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import THEMES, Item, Theme
from cordee.assessments.enums import Kind, State
from cordee.assessments.expiring import Slot
from cordee.assessments.fetch import Noted
from cordee.assessments.rules import months_between, recognition
from cordee.kernel.words import capital, french_day
from cordee.papers.rules import expected_of
from cordee.ui.shapes import Badge

UNREADABLE = _("n’est plus lisible")


@dataclass(frozen=True)
class Line:
    """An item as it is read. value: the answer in a few words; detail: since when, until when, words.

    is_unknown: it was asked, nobody knows. noted_on: when it was said.
    """

    label: str
    value: str
    detail: str = ""
    text: str = ""
    noted_on: date | None = None
    by: str = ""
    is_unknown: bool = False
    badge: Badge | None = None


@dataclass(frozen=True)
class Card:
    """A theme. lines: what was answered; blank: the labels of what was not broached; url: all its story."""

    theme: Theme
    lines: Sequence[Line]
    blank: Sequence[str]
    url: str
    change_url: str = ""
    noted_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return not self.lines


@dataclass(frozen=True)
class Restricted:
    """A restricted theme: opened by those entitled, known of by others. url: where it is read and logged."""

    theme: Theme
    part: str
    url: str = ""


def cards_of(actor: Any, person: Any, standing: Mapping[Slot, Noted]) -> list[Card]:
    """The open themes the reader may read, in the order of the catalogue."""
    opened = person.opened_to(actor)
    return [
        card_of(actor, person, theme, standing)
        for theme in THEMES
        if not theme.is_restricted and theme.partition & opened
    ]


def card_of(actor: Any, person: Any, theme: Theme, standing: Mapping[Slot, Noted]) -> Card:
    here = {slot: one for slot, one in standing.items() if slot[0] in theme.by_code}
    answered = {slot[0] for slot, one in here.items() if one.answer is None or one.answer}
    where = [person.pk, theme.slug]
    return Card(
        theme,
        lines=[
            line_of(item, one, actor.today)
            for item in theme.items
            for slot, one in here.items()
            if slot[0] == item.code and (one.answer is None or one.answer)
        ],
        blank=[str(item.label) for item in theme.items if item.code not in answered],
        url=reverse("situation_theme", args=where),
        change_url=reverse("change_situation", args=where) if may_change(actor, person, theme) else "",
        noted_on=max((one.row.noted_on for one in here.values()), default=None),
    )


def restricted_of(actor: Any, person: Any) -> list[Restricted]:
    """Health, violence and justice: folded for those who may open them, named for those who may know of them."""
    opened, known = person.opened_to(actor), person.opened_to(actor, titles=True)
    found = []
    for theme in THEMES:
        if theme.is_restricted and theme.partition & (opened | known):
            may_open = bool(theme.partition & opened)
            part = PARTITION_WORDS[(theme.partition.name or "").lower()]
            url = reverse("situation_theme", args=[person.pk, theme.slug]) if may_open else ""
            found.append(Restricted(theme, str(part), url))
    return found


def line_of(item: Item, noted: Noted, on: date) -> Line:
    answer = noted.answer
    if answer is None:
        return Line(str(item.label), UNREADABLE, noted_on=noted.row.noted_on, is_unknown=True)
    return Line(
        label=str(item.label),
        value=value_of(item, answer),
        detail=detail_of(item, answer, on),
        text=answer.text if item.kind != Kind.WORDS else "",
        noted_on=noted.row.noted_on,
        by=noted.row.author_name,
        is_unknown=answer.state == State.UNKNOWN,
        badge=badge_of(item, answer, on),
    )


def value_of(item: Item, answer: Answer) -> str:
    """The answer in a few words: « Hébergé·e chez un tiers », « 2 », « ne sait pas »."""
    if answer.state == State.UNKNOWN:
        return _("ne sait pas")
    if answer.state == State.NO:
        return capital(str(item.no or _("non")))
    if answer.state == State.BLANK:
        return _("non abordé")
    if item.kind == Kind.WORDS:
        return answer.text
    said = ", ".join(str(item.choices.get(code, code)) for code in _in_order(item, answer.choices))
    if answer.number is not None:
        said = str(answer.number)
    return capital(said or str(_("oui") if item.kind == Kind.YES else _("voir la précision")))


def _in_order(item: Item, codes: Iterable[str]) -> list[str]:
    kept = set(codes)
    return [code for code in item.choices if code in kept] + sorted(kept - set(item.choices))


def detail_of(item: Item, answer: Answer, on: date) -> str:
    """« depuis le 3 mars 2024, 2 ans et 8 mois », « du 1er mai au 4 juin 2026 »."""
    said = []
    if answer.from_on and answer.until_on:
        said.append(
            _("du %(start)s au %(end)s")
            % {"start": french_day(answer.from_on), "end": french_day(answer.until_on)}
        )
    elif answer.from_on:
        lasted = lasting(months_between(answer.from_on, on)) if item.counts_since else ""
        since = _("le %(day)s") if item.repeats and not item.until_on else _("depuis le %(day)s")
        said.append(since % {"day": french_day(answer.from_on)} + (f" ({lasted})" if lasted else ""))
    elif answer.until_on:
        said.append(_("jusqu’au %(day)s") % {"day": french_day(answer.until_on)})
    if answer.renewal_filed_on:
        said.append(_("renouvellement déposé le %(day)s") % {"day": french_day(answer.renewal_filed_on)})
    return ", ".join(said)


def lasting(months: int) -> str:
    """« 2 ans et 3 mois », « 8 mois »; nothing under a month."""
    years, rest = divmod(months, 12)
    in_years = ngettext("%(n)s an", "%(n)s ans", years) % {"n": years} if years else ""
    in_months = _("%(n)s mois") % {"n": rest} if rest else ""
    return (
        _("%(years)s et %(months)s") % {"years": in_years, "months": in_months}
        if years and rest
        else in_years or in_months
    )


def badge_of(item: Item, answer: Answer, on: date) -> Badge | None:
    """A word beside the colour for what ends: over, soon, waiting for an answer."""
    expected = expected_of(item.ends_as, answer.until_on, answer.renewal_filed_on) if item.ends_as else None
    if expected is None or answer.state != State.KNOWN or answer.until_on is None:
        return None
    if not recognition(answer.until_on, answer.renewal_filed_on, on=on).ok:
        return Badge(_("Terminé"), "late")
    if expected.is_filed:
        return Badge(_("Renouvellement en cours"), "info")
    return Badge(_("Bientôt à renouveler"), "soon") if expected.warn_on <= on else None


@dataclass(frozen=True)
class Glance:
    """What one looks for first. value: in a few words."""

    label: str
    value: str
    badge: Badge | None = None


GLANCE = ("household", "children", "housing", "resources", "work", "french", "permit", "rqth")


def glance_of(cards: Sequence[Card], standing: Mapping[Slot, Noted], on: date) -> list[Glance]:
    """The few answers that change how one begins a conversation, among those the reader may read."""
    open_items = {item.code: item for card in cards for item in card.theme.items}
    found = []
    for code in GLANCE:
        noted, item = standing.get((code, 0)), open_items.get(code)
        if noted is None or item is None or not noted.answer or noted.answer.state == State.UNKNOWN:
            continue
        if item.ends_as and noted.answer.state == State.NO:
            continue
        badge = badge_of(item, noted.answer, on)
        detail = detail_of(item, noted.answer, on) if item.counts_since else ""
        found.append(
            Glance(str(item.label), ", ".join(filter(None, [value_of(item, noted.answer), detail])), badge)
        )
    return found


def watched(standing: Mapping[Slot, Noted], cards: Sequence[Card], on: date) -> list[Line]:
    """What ends soon or is over, first of all."""
    items = {item.code: item for card in cards for item in card.theme.items}
    found = [
        line_of(items[slot[0]], one, on)
        for slot, one in standing.items()
        if slot[0] in items and one.answer and items[slot[0]].ends_as
    ]
    return [line for line in found if line.badge]


@dataclass(frozen=True)
class Moment:
    """A day when a theme changed. lines: what was noted that day."""

    day: date
    by: str
    lines: Sequence[Line]


def moments_of(theme: Theme, changes: Sequence[Noted], on: date) -> list[Moment]:
    """What changed, day after day, the latest first; what somebody took back is said as not broached."""
    found: list[Moment] = []
    for noted in changes:
        item = theme.by_code.get(noted.row.item)
        if item is None:
            continue
        line = line_of(item, noted, on)
        if found and (found[-1].day, found[-1].by) == (noted.row.noted_on, noted.row.author_name):
            found[-1] = Moment(found[-1].day, found[-1].by, [*found[-1].lines, line])
        else:
            found.append(Moment(noted.row.noted_on, noted.row.author_name, [line]))
    return found
