"""`{% load programmes %}`: sources beside the lines of a programme."""

from collections.abc import Mapping

from django import template

from cordee.programmes.sources import Reference
from cordee.programmes.sources import references as references_of

register = template.Library()


@register.filter
def references(source: str, named: Mapping[str, str]) -> tuple[Reference, ...]:
    """The short names of a source: {% for ref in exit.source|references:definition.sources %}"""
    return references_of(source, named)
