"""The section « diagnosis » of a definition in words, for the page of the programme and its document."""

from __future__ import annotations

from collections.abc import Iterator

from cordee.assessments.diagnosis.section import Form
from cordee.assessments.diagnosis.vocabularies import GROUPS, IAE
from cordee.kernel.words import french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.describe import Line, Part


def say(section: object) -> Part:
    """« Diagnostic : … ». Raises TypeError on anything but the section read."""
    if not isinstance(section, Form):
        raise TypeError("diagnosis: a Form was expected")
    return Part(section.label, tuple(_lines(section)))


def _lines(form: Form) -> Iterator[Line]:
    yield Line(_("Ses mots d’abord\u202f; rien n’est obligatoire, rien n’est additionné."), form.source)
    if form.every_months:
        yield Line(_("Refait tous les {n} mois environ.", n=form.every_months))
    for code, label in GROUPS.items():
        asked = [block.label for block in form.blocks if block.group == code]
        if asked:
            yield Line(_("{group}\u202f: {asked}.", group=label, asked=french_list(asked)))
    yield Line(_("Thèmes\u202f: {themes}.", themes=french_list([theme.label for theme in form.themes])))
    mapped = [IAE[theme.iae] for theme in form.themes if theme.iae]
    if mapped:
        yield Line(_("Freins de l’IAE couverts\u202f: {listed}.", listed=french_list(mapped)))
    needed = [block.label for block in form.questions if block.code in form.closing]
    if needed:
        yield Line(_("Pour le clore, il faut\u202f: {needed}.", needed=french_list(needed)))
