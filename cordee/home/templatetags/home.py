"""`{% load home %}`: the lines of the people list, written here: in a template they cost ten times more."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cordee.home.listing import Line
from cordee.ui.addresses import address
from cordee.ui.quick_escape import escape
from cordee.ui.templatetags.ui import badge
from cordee.ui.wording import ago_words

register = template.Library()


@register.simple_tag
def people_lines(lines: list[Line], today: date, *, by_pathway: bool, with_referent: bool) -> SafeString:
    """Who, where on the pathway, with whom, last heard when, what comes next."""
    words = _Words(by_pathway, with_referent, today)
    return SafeString("".join(words.line(line) for line in lines))


class _Words:
    """What is the same on every line, translated once."""

    def __init__(self, by_pathway: bool, with_referent: bool, today: date) -> None:
        self.by_pathway, self.with_referent, self.today = by_pathway, with_referent, today
        self.stage, self.referent = _cell(_("Étape")), _cell(_("Suivie par"))
        self.contact, self.next = _cell(_("Dernier contact")), _cell(_("Ensuite"))
        self.never = f'<span class="soft">{_("pas encore")}</span>'
        self.late = badge(_("en retard"), "late")

    def line(self, line: Line) -> str:
        where = address("person", line.person_id)
        about = " · ".join(word for word in (line.birth_year, line.house) if word)
        cells = [
            f'<tr><th scope="row"><a href="{where}" data-item>'
            f"<bdi>{escape(line.name)}</bdi></a>{_small(about)}</th>"
        ]
        if self.by_pathway:
            cells.append(f"{self.stage}{escape(line.stage)}{_small(line.programme)}</td>")
            if self.with_referent:
                cells.append(f"{self.referent}{escape(line.referent or '—')}</td>")
        cells += [f"{self.contact}{self._heard(line)}</td>", f"{self.next}{self._next(line)}</td></tr>\n"]
        return "".join(cells)

    def _heard(self, line: Line) -> str:
        day = line.last_contact_on
        return self.never if day is None else _time(day, ago_words(day, self.today))

    def _next(self, line: Line) -> str:
        if line.next_due is None:
            return '<span class="soft">—</span>'
        late = f"{self.late} " if line.is_late else ""
        when = _time(line.next_due, f"{line.next_due:%d/%m/%Y}")
        return f"{escape(line.next_label)}<small>{late}{when}</small>"


def _time(day: date, words: Any) -> str:
    return f'<time datetime="{day.isoformat()}">{escape(words)}</time>'


def _cell(label: str) -> str:
    """Its beginning; the label is shown where the table becomes sheets."""
    return f'<td data-label="{escape(label)}">'


def _small(words: str) -> str:
    return f"<small>{escape(words)}</small>" if words else ""
