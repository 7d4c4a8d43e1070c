"""The section « goals » of a definition in words, for the page of the programme and its document."""

from __future__ import annotations

from collections.abc import Iterator

from cordee.goals.section import Goals
from cordee.kernel.words import NARROW_SPACE, french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.describe import Line, Part


def say(section: object) -> Part:
    """« Projet et objectifs : … ». Raises TypeError on anything but the section read."""
    if not isinstance(section, Goals):
        raise TypeError("goals: a Goals was expected")
    return Part(section.label, tuple(_lines(section)))


def _lines(goals: Goals) -> Iterator[Line]:
    yield Line(_("Dans les mots de la personne\u202f; maintenir est une réussite."), goals.source)
    for axis in goals.axes:
        of_axis = [line for line in goals.catalogue if line.axis == axis.code]
        offered = f"{NARROW_SPACE}; ".join(line.label for line in of_axis)
        said = _("{axis}\u202f: {offered}", axis=axis.label, offered=offered) if offered else axis.label
        yield Line(said, axis.source or next((line.source for line in of_axis if line.source), ""))
    if goals.steps:
        listed = french_list([step.label for step in goals.steps])
        yield Line(_("Étapes souvent utiles\u202f: {steps}.", steps=listed), goals.steps[0].source)
    if goals.dimensions:
        yield Line(
            _(
                "Orientation envisagée dès l’entrée, plusieurs à la fois\u202f: {listed}.",
                listed=french_list([one.label for one in goals.dimensions]),
            ),
            goals.dimensions[0].source,
        )
    if not goals.review:
        yield Line(_("Bilans quand la personne le souhaite\u202f: aucun rythme n’est fixé."))
