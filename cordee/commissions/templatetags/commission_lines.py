"""`{% load commission_lines %}`: the agenda of a sitting, written in Python (see `lines`)."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cordee.commissions.lines import Agenda
from cordee.ui.templatetags.ui import once

register = template.Library()


@register.simple_tag(takes_context=True)
def agenda(context: Any, shown: Agenda) -> SafeString:
    """The situations, in order, each with its small form where the order may change."""
    csrf = ""
    if shown.may_move:
        csrf = format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(context["request"])
        )
    return shown.write(csrf=csrf, once=once)
