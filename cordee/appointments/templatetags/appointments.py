"""`{% load appointments %}`: the lines of an agenda, written in Python: a week of a team shows a hundred of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cordee.appointments.asking import DAY, WEEK, Asked
from cordee.appointments.panels import Day, Line
from cordee.ui.quick_escape import escape
from cordee.ui.templatetags.ui import badge
from cordee.ui.wording import day_words

register = template.Library()


@register.simple_tag
def agenda_links(asked: Asked, today: date) -> SafeString:
    """Before, today, after; day or week."""
    is_week = asked.view == WEEK
    turns = [
        (
            _("Semaine d’avant") if is_week else _("Jour d’avant"),
            asked.query(jour=asked.before.isoformat()),
            False,
        ),
        (_("Aujourd’hui"), asked.query(jour=today.isoformat()), False),
        (
            _("Semaine d’après") if is_week else _("Jour d’après"),
            asked.query(jour=asked.after.isoformat()),
            False,
        ),
    ]
    views = [
        (_("Jour"), asked.query(vue=DAY), not is_week),
        (_("Semaine"), asked.query(vue=WEEK), is_week),
    ]
    return SafeString(
        "".join(_link(*one) for one in turns)
        + '<span class="agenda-gap"></span>'
        + "".join(_link(*one) for one in views)
    )


def _link(label: str, query: str, is_current: bool) -> str:
    current = ' aria-current="true"' if is_current else ""
    return f'<a class="button button-quiet button-small" href="{escape(query)}"{current}>{escape(label)}</a>'


@register.simple_tag
def agenda_days(days: Iterable[Day], is_week: bool) -> SafeString:
    return SafeString("".join(_day(one, is_week) for one in days))


def _day(one: Day, is_week: bool) -> str:
    marks = "".join(f'<p class="agenda-mark">{escape(mark)}</p>' for mark in one.marks)
    shown = day_words(one.day, "l j F" if is_week else "l j F Y")
    title = f'<h2><time datetime="{one.day.isoformat()}" class="first-up">{escape(shown)}</time></h2>'
    if is_week and one.is_today:
        title += f'<p class="agenda-mark is-today">{escape(_("aujourd’hui"))}</p>'
    lines = "".join(_line(line) for line in one.lines)
    body = f"<ul>{lines}</ul>" if lines else f'<p class="soft agenda-free">{escape(_("rien"))}</p>'
    add = ""
    if one.book_url:
        label = f'{escape(_("Ajouter"))}<span class="unseen">, {escape(shown)}</span>'
        add = f'<p class="agenda-add"><a href="{escape(one.book_url)}">{label}</a></p>'
    state = (" is-closed" if one.is_closed else "") + (" is-today" if one.is_today else "")
    return f'<section class="agenda-day{state}">{title}{marks}{body}{add}</section>'


def _line(line: Line, day: str = "") -> str:
    mark = f" {badge(line.badge.label, line.badge.tone)}" if line.badge else ""
    settle = ""
    if line.settle_url:
        where = escape(line.settle_url)
        of = f'<span class="unseen">\u202f: {escape(line.person)}, {escape(line.hours)}</span>'
        label = f"{escape(_('Qualifier'))}{of}"
        settle = (
            f'<a class="button button-quiet button-small" href="{where}" hx-get="{where}"'
            f' hx-target="next .deadline-slot" hx-swap="innerHTML">{label}</a>'
        )
    state = (" is-off" if line.is_off else "") + (" is-now" if line.is_now else "")
    when = f'<span class="agenda-date">{escape(day)}</span> ' if day else ""
    slot = '<div class="deadline-slot"></div>' if settle else ""
    return (
        f'<li class="agenda-line{state}"><time class="agenda-hours" datetime="{line.start.isoformat()}">'
        f"{when}{escape(line.hours)}</time>"
        f'<a class="agenda-person" href="{escape(line.url)}" data-item><bdi>{escape(line.person)}</bdi></a>'
        f'<span class="agenda-detail">{escape(line.detail)}{mark}</span>{settle}{slot}</li>'
    )


@register.simple_tag
def appointment_lines(lines: Iterable[Line]) -> SafeString:
    """One under the other, each with its day."""
    return SafeString("".join(_line(line, day_words(line.start.date(), "D j F Y")) for line in lines))


@register.simple_tag
def agenda_lines(lines: Iterable[Line]) -> SafeString:
    """Those of one day: hours alone."""
    return SafeString("".join(_line(line) for line in lines))


__all__: list[Any] = []
