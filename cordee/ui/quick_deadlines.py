"""The lines of a list of deadlines written in Python: a day shows up to sixty of them. See `ui/deadlines.html`."""

from collections.abc import Callable, Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cordee.ui.quick_escape import escape
from cordee.ui.shapes import Action, DeadlineRow
from cordee.ui.wording import day_words


class DeadlineWriter:
    """sent_with: the hidden fields of a form sent by POST, made once for each of them."""

    def __init__(self, sent_with: Callable[[], str]) -> None:
        self.sent_with = sent_with
        self.expected = escape(_("attendu le"))

    def all(self, rows: Iterable[DeadlineRow]) -> SafeString:
        return SafeString("".join(self.one(row) for row in rows))

    def one(self, row: DeadlineRow) -> str:
        why = f'<p class="deadline-why">{escape(row.why)}</p>' if row.why else ""
        actions = "".join(self._action(action, row) for action in row.actions)
        return (
            f'<li class="deadline is-{row.tone}"><p class="deadline-when"><span class="sign" aria-hidden="true"></span>'
            f'<b>{escape(row.words)}</b> <span class="deadline-due">{self._due(row)}</span></p>'
            f'<div class="deadline-what">{self._what(row)}{why}</div>'
            + (f'<div class="deadline-actions">{actions}</div>' if actions else "")
            + ('<div class="deadline-slot"></div>' if row.has_inline else "")
            + "</li>"
        )

    def _due(self, row: DeadlineRow) -> str:
        words = day_words(row.due, "j F Y") if row.said else day_words(row.due)
        when = f'<time datetime="{row.due.isoformat()}">{escape(words)}</time>'
        return f"{self.expected} {when}" if row.said else when

    def _what(self, row: DeadlineRow) -> str:
        if row.person:
            who = _linked(f"<bdi>{escape(row.person)}</bdi>", row.person_url, " data-item")
            what = _linked(escape(row.title), row.url)
            by = f" · {escape(row.in_charge)}" if row.in_charge else ""
            return f'<p class="deadline-title">{who}</p><p class="deadline-who">{what}{by}</p>'
        what = _linked(escape(row.title), row.url, " data-item")
        by = f'<p class="deadline-who">{escape(row.in_charge)}</p>' if row.in_charge else ""
        return f'<p class="deadline-title">{what}</p>{by}'

    def _action(self, action: Action, row: DeadlineRow) -> str:
        label = f'{escape(action.label)}<span class="unseen">\u202f: {escape(row.title)} {escape(row.person)}</span>'
        where = escape(action.url)
        if action.by_post:
            hidden = "".join(
                f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
                for name, value in action.hidden
            )
            button = f'<button type="submit" class="button button-second button-small">{label}</button>'
            return f'<form method="post" action="{where}">{self.sent_with()}{hidden}{button}</form>'
        inline = ""
        if action.is_inline:
            inline = f' hx-get="{where}" hx-target="next .deadline-slot" hx-swap="innerHTML"'
        return f'<a class="button button-quiet button-small" href="{where}"{inline}>{label}</a>'


def _linked(words: str, url: str, marker: str = "") -> str:
    return f'<a href="{escape(url)}"{marker}>{words}</a>' if url else words
