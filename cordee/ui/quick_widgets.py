"""The usual widgets written in Python rather than by Django's templates: the same HTML, ten times sooner.

A select of forty structures is eighty included templates; a page where an orientation is taken down spent half
its time there. What is not in `QUICK` is left to Django.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cordee.ui.quick_escape import escape

Widget = Mapping[str, Any]


def attributes(widget: Widget) -> SafeString:
    """Its attributes; a false one is left out, a true one has no value."""
    parts = []
    for name, value in widget["attrs"].items():
        if value is True:
            parts.append(f" {escape(name)}")
        elif value is not False:
            parts.append(f' {escape(name)}="{escape(value)}"')
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped above)


def together(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped where it is made)


def field(widget: Widget) -> SafeString:
    """A box to type in, a hidden value, a check box."""
    shown = format_html(' value="{}"', widget["value"]) if widget["value"] is not None else SafeString("")
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], shown, attributes(widget)
    )


def textarea(widget: Widget) -> SafeString:
    # The browser drops the first line end of a text area: one more keeps the text as it was.
    text = "" if widget["value"] is None else widget["value"]
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes(widget), text)


def select(widget: Widget) -> SafeString:
    inner = together(_group(name, options) for name, options, _index in widget["optgroups"])
    return format_html('<select name="{}"{}>{}</select>', widget["name"], attributes(widget), inner)


def _group(name: Any, options: Iterable[Widget]) -> SafeString:
    lines = mark_safe(  # noqa: S308 (each part is escaped here)
        "\n".join(
            f'<option value="{escape(option["value"])}"{attributes(option)}>{escape(option["label"])}</option>'
            for option in options
        )
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, lines) if name else lines


def choices(widget: Widget) -> SafeString:
    """Radios or check boxes, one under the other."""
    lines = together(_choice(option) for _name, options, _index in widget["optgroups"] for option in options)
    kept = {name: widget["attrs"][name] for name in ("id", "class") if name in widget["attrs"]}
    return format_html("<div{}>{}</div>", attributes({"attrs": kept}), lines)


def _choice(option: Widget) -> SafeString:
    target = format_html(' for="{}"', option["attrs"]["id"]) if option["attrs"].get("id") else SafeString("")
    return format_html("<div><label{}>{} {}</label></div>", target, field(option), option["label"])


PLAIN = ("text", "number", "email", "hidden", "checkbox", "search", "tel", "url", "password", "input")
QUICK: dict[str, Callable[[Widget], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": field for name in PLAIN},
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/radio.html": choices,
    "django/forms/widgets/checkbox_select.html": choices,
}
