"""A field with its label, its hint and its errors tied to it, written in Python: a form shows twenty of them."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cordee.ui.quick_escape import escape


def field(bound: BoundField, label: Any = "", hint: Any = "", size: str = "") -> SafeString:
    """label, hint: said in place of the field's own. size: "", "short", "medium"."""
    widget, errors = bound.field.widget, bound.errors
    is_checkbox = isinstance(widget, forms.CheckboxInput)
    is_group = widget.use_fieldset and not isinstance(widget, forms.ClearableFileInput)
    name = escape(label or bound.label)
    if bound.field.required and not is_checkbox:
        name += f' <span class="required">{escape(_("obligatoire"))}</span>'
    marks = [f" field-{escape(size)}" if size else "", " field-check" if is_checkbox else ""]
    marks.append(" has-error" if errors else "")
    told = [_hint(bound, hint or bound.help_text), _errors(bound, errors)]
    if is_group:
        said = f' aria-describedby="{escape(bound.aria_describedby)}"' if bound.aria_describedby else ""
        parts = [f'<fieldset{said}><legend class="label">{name}</legend>', *told, str(bound), "</fieldset>"]
    elif is_checkbox:
        target = escape(bound.id_for_label)
        parts = [
            f'<div class="check">{bound}<label for="{target}">{escape(label or bound.label)}</label></div>',
            *told,
        ]
    else:
        parts = [f'<label class="label" for="{escape(bound.id_for_label)}">{name}</label>', *told, str(bound)]
    return SafeString(f'<div class="field{"".join(marks)}">{"".join(parts)}</div>\n')


def _hint(bound: BoundField, hint: Any) -> str:
    return f'<p class="hint" id="{escape(bound.auto_id)}_helptext">{escape(hint)}</p>' if hint else ""


def _errors(bound: BoundField, errors: Any) -> str:
    if not errors:
        return ""
    mark = f'<span class="unseen">{escape(_("À corriger"))}\u202f: </span>'
    lines = "<br>".join(f"{mark}{escape(error)}" for error in errors)
    return f'<p class="error" id="{escape(bound.auto_id)}_error">{lines}</p>'
