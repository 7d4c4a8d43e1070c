"""`{% load ui %}`: French words for dates and numbers, small marks, fields, and components with a body.

Small marks (icon, badge, avatar, button) are made here rather than by an included template: a list of
25 rows shows a hundred of them, and an include costs ten times more.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cordee.plumbing.once import FIELD as ONCE_FIELD
from cordee.ui import flash, quick_field, wording
from cordee.ui.built import built_url, icon_names
from cordee.ui.quick_deadlines import DeadlineWriter
from cordee.ui.quick_escape import escape
from cordee.ui.quick_facts import FactWriter
from cordee.ui.shapes import Cell, Column, DeadlineRow, Table, TimelineEntry, group_by_day

register = template.Library()

STYLES = ("cordee", "shell", "forms", "components", "pages")
TONES = frozenset(("late", "soon", "done", "info", "accent", "neutral"))


# --- Words ------------------------------------------------------------------------------------------


@register.filter
def day(value: wording.Moment | None) -> str:
    """lundi 23 novembre 2026"""
    return wording.day_words(value) if value else ""


@register.filter
def long_day(value: wording.Moment | None) -> str:
    """23 novembre 2026"""
    return wording.day_words(value, "j F Y") if value else ""


@register.filter
def short_day(value: wording.Moment | None) -> str:
    """23/11/2026"""
    return f"{wording.as_day(value):%d/%m/%Y}" if value else ""


@register.filter
def hour(value: dt.datetime | dt.time | None) -> str:
    """14 h 05"""
    return wording.hour_words(value) if value else ""


@register.filter
def iso(value: wording.Moment | None) -> str:
    """2026-11-23, for <time datetime>"""
    return value.isoformat() if value else ""


@register.filter
def ago(value: wording.Moment | None, today: dt.date) -> str:
    """il y a 3 jours, hier, dans 2 mois; relative to the day given: {{ fact.day|ago:today }}"""
    return wording.ago_words(value, today) if value else ""


@register.filter
def initials(value: object) -> str:
    return wording.initials(str(value or ""))


@register.filter
def number(value: int | None) -> str:
    """12 500"""
    return wording.number_words(value) if value is not None else ""


@register.filter
def count_upto(value: int | None, limit: int = 1000) -> str:
    """842, or « plus de 1 000 » beyond what was counted."""
    return wording.count_words(value, limit) if value is not None else ""


@register.filter
def breakable(value: Any) -> SafeString:
    """An address, which may be cut after its @ and before its dots rather than in the middle of a word."""
    shown = conditional_escape(value)
    if "@" not in shown:
        return shown
    return mark_safe(shown.replace("@", "@<wbr>").replace(".", "<wbr>."))  # noqa: S308 - escaped above


# --- Small marks ------------------------------------------------------------------------------------


@register.simple_tag(name="icon")
def drawing(name: str, label: str = "") -> SafeString:
    """A drawing from the sprite; nothing when the sprite could not be built. label: read aloud when given."""
    sprite = built_url("ui/icons.svg")
    if not sprite or name not in icon_names():
        return SafeString("")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


drawing.is_constant = True  # type: ignore[attr-defined]  # the sprite is built before anything is shown: see ui.folding


@register.simple_tag
def badge(label: Any, tone: str = "neutral") -> SafeString:
    """A word with a tone: late, soon, done, info, accent, neutral. The word says it, the sign repeats it."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}: {', '.join(sorted(TONES))}")
    return format_html('<span class="badge tone-{}">{}</span>', tone, label)


@register.simple_tag
def avatar(name: Any, size: str = "") -> SafeString:
    """Initials in a round mark, decorative: the name stands beside it. size: "" or "large"."""
    text = str(name)
    return format_html(
        '<span class="avatar hue-{}{}" aria-hidden="true">{}</span>',
        wording.hue_of(text),
        " avatar-large" if size == "large" else "",
        wording.initials(text),
    )


@register.simple_tag
def button(label: Any, url: str = "", kind: str = "", icon: str = "", **attrs: Any) -> SafeString:
    """A button (or a link that looks like one, when url is given).

    kind: "" (the main gesture), "second", "quiet", "danger"; several with a space ("second small").
    why_not: the reason it cannot be used now; the button stays readable and says it.
    Other arguments become attributes: name="answer" value="yes" data_opens="dialog-id" type="button".
    """
    why_not = attrs.pop("why_not", "")
    classes = " ".join(["button", *(f"button-{part}" for part in kind.split())])
    inner = format_html("{}{}", drawing(icon), label)
    if why_not:
        shown = (
            '<span class="button-blocked"><button type="button" class="{}" aria-disabled="true">{}</button>'
        )
        return format_html(shown + ' <span class="why-not">{}</span></span>', classes, inner, why_not)
    named = [(key.rstrip("_").replace("_", "-"), value) for key, value in attrs.items() if value]
    rest = format_html_join("", ' {}="{}"', named)
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, url, rest, inner)
    return format_html('<button class="{}"{}>{}</button>', classes, rest, inner)


@register.simple_tag
def stat(value: int, label: Any, url: str = "", limit: int = 1000, exact: bool = False) -> SafeString:
    """A figure with its words. Beyond the limit it says « plus de »; exact: it was really counted."""
    shown = wording.number_words(value) if exact else wording.count_words(value, limit)
    inner = format_html('<b class="stat-value">{}</b> <span class="stat-label">{}</span>', shown, label)
    if url:
        return format_html('<a class="stat" href="{}">{}</a>', url, inner)
    return format_html('<p class="stat">{}</p>', inner)


@register.simple_tag
def progress(value: int | None, of: int, label: Any, show: bool = True) -> SafeString:
    """A bar that advances, with its words: « 120 sur 400 ». value: None for work nobody can tell the advance of."""
    if value is None:
        return format_html(
            '<label class="progress"><span class="progress-label">{}</span><progress>{}</progress></label>',
            label, _("en cours"),
        )  # fmt: skip
    words = _("%(done)s sur %(all)s") % {
        "done": wording.number_words(value),
        "all": wording.number_words(of),
    }
    return format_html(
        '<label class="progress"><span class="progress-label">{}</span>'
        '<progress value="{}" max="{}">{}</progress><span class="progress-words">{}</span></label>',
        label, value, of or 1, words, words if show else "",
    )  # fmt: skip


@register.simple_tag
def once() -> SafeString:
    """The hidden key thanks to which a form sent twice has one effect."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE_FIELD, uuid.uuid4())


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """The rows of `ui/table.html`, written here: cell by cell in a template they cost five times more."""
    return SafeString("".join(_row(table.columns, row) for row in table.rows))


def _row(columns: Sequence[Column], row: Sequence[Cell]) -> str:
    head = f'<th scope="row">{_cell(row[0], " data-item")}</th>'
    cells = [
        f'<td class="{column.kind}" data-label="{escape(column.label)}">{_cell(cell)}</td>'
        for column, cell in zip(columns[1:], row[1:], strict=True)
    ]
    return f"<tr>{head}{''.join(cells)}</tr>\n"


def _cell(cell: Cell, marker: str = "") -> str:
    text = escape(cell.text)
    shown = f'<a href="{escape(cell.url)}"{marker}>{text}</a>' if cell.url else text
    mark = f" {badge(cell.badge.label, cell.badge.tone)}" if cell.badge else ""
    detail = f"<small>{escape(cell.detail)}</small>" if cell.detail else ""
    return f"{shown}{mark}{detail}"


@register.simple_tag
def facts(entries: Sequence[TimelineEntry]) -> SafeString:
    """The facts of one day of a timeline."""
    return FactWriter(drawing, badge).all(entries)


@register.simple_tag(takes_context=True)
def deadline_lines(context: Context, rows: Sequence[DeadlineRow]) -> SafeString:
    """The lines of `ui/deadlines.html`."""

    def sent_with() -> str:
        token = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", "")
        )
        return f"{token}{once()}"

    return DeadlineWriter(sent_with).all(rows)


@register.simple_tag
def styles() -> SafeString:
    """The style sheets, and the font when set-up could prepare it."""
    return _styles()


@lru_cache
def _styles() -> SafeString:
    parts = []
    if font := built_url("ui/fonts/atkinson-latin.woff2"):
        preload = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
        parts.append(format_html(preload, font))
    if fonts := built_url("ui/fonts.css"):
        parts.append(format_html('<link rel="stylesheet" href="{}">', fonts))
    parts += [format_html('<link rel="stylesheet" href="{}">', static(f"ui/{name}.css")) for name in STYLES]
    parts.append(format_html('<link rel="stylesheet" href="{}" media="print">', static("ui/print.css")))
    return mark_safe("\n".join(parts))  # noqa: S308 (each part is escaped above)


# --- Addresses --------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def query_replace(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed, the others kept; an empty value removes one.

    The position in the list (`apres`) goes away with any change, unless it is the change.
    """
    query = context["request"].GET.copy()
    query.pop("apres", None)
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def sort_header(context: Context, label: Any, key: str = "", kind: str = "text") -> SafeString:
    """A column title; a link that sorts (`?tri=key`, then `?tri=-key`) when the list can sort on it."""
    if not key:
        return format_html('<th scope="col" class="{}">{}</th>', kind, label)
    current = context["request"].GET.get("tri", "")
    state = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    url = query_replace(context, tri=f"-{key}" if state == "ascending" else key)
    link = format_html('<a class="sort" href="{}">{}</a>', url, label)
    return format_html('<th scope="col" class="{}" aria-sort="{}">{}</th>', kind, state, link)


# --- Forms ------------------------------------------------------------------------------------------


register.simple_tag(quick_field.field)


@register.simple_tag
def error_summary(*bound_forms: forms.BaseForm) -> SafeString:
    """What prevents the form from being sent, each line a link to its field; nothing when all is well."""
    lines: list[tuple[str, Any, Any]] = []
    for form in bound_forms:
        lines += [("", "", error) for error in form.non_field_errors()]
        for bound in form:
            lines += [(_target(bound), bound.label, error) for error in bound.errors]
    return _render("ui/error_summary.html", {"lines": lines}) if lines else SafeString("")


def _target(bound: BoundField) -> str:
    """The id of what can take the focus: the first choice or the first box of a group."""
    return f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.id_for_label


# --- Components with a body -------------------------------------------------------------------------


def _render(name: str, context: dict[str, Any]) -> SafeString:
    return SafeString(get_template(name).render(context))


@register.simple_block_tag
def card(content: str, title: Any = "", url: str = "", level: int = 2, kind: str = "") -> SafeString:
    """A sheet of paper on the page. kind: "" or "quiet" (no ground)."""
    return _render(
        "ui/card.html", {"body": content, "title": title, "url": url, "level": level, "kind": kind}
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "", alert: bool = False) -> SafeString:
    """A few sentences set apart. tone: info, soon, late, done. alert: read aloud at once."""
    context = {"body": content, "tone": tone, "title": title, "is_alert": alert}
    return _render("ui/notice.html", context)


@register.simple_block_tag
def dialog(content: str, name: str, title: Any) -> SafeString:
    """A native dialog, opened by `data-opens="name"`; put the buttons in a `<div class="dialog-foot">`."""
    return _render("ui/dialog.html", {"body": content, "name": name, "title": title})


@register.simple_block_tag
def restricted(content: str, label: Any, url: str = "", note: Any = "") -> SafeString:
    """A folded, marked part (health, violence, justice). url: what it holds is fetched when it is opened.

    Without url the body is in the page: only for what needs no trace of its reading.
    """
    return _render("ui/restricted.html", {"body": content, "label": label, "url": url, "note": note})


@register.simple_block_tag
def empty(content: str, title: Any, url: str = "", action: Any = "", level: int = 2) -> SafeString:
    """An empty page that teaches: the title says there is nothing, the body what this is for.

    A `<div class="example">` in the body shows what it will look like.
    """
    context = {"body": content, "title": title, "url": url, "action": action, "level": level}
    return _render("ui/empty.html", context)


@register.simple_block_tag
def person_header(content: str, person: Any) -> SafeString:
    """Who this person is, in one glance. person: a shapes.PersonHeader; the body: what can be done."""
    return _render("ui/person_header.html", {"body": content, "person": person})


@register.simple_block_tag
def words(content: str, by: Any = "", on: dt.date | None = None) -> SafeString:
    """The person's own words, above everything else."""
    return _render("ui/words.html", {"body": content, "by": by, "on": on})


# --- Shell ------------------------------------------------------------------------------------------


@register.filter
def flashes(messages: Any) -> list[flash.Flash]:
    """Django's messages as the shell shows them."""
    return [flash.read(message) for message in messages or ()]


@register.filter
def by_day(entries: list[TimelineEntry], already_shown: dt.date | None = None) -> list[Any]:
    """Entries of a timeline, grouped by day for `ui/timeline.html`."""
    return group_by_day(entries, already_shown=already_shown)
