"""The record of attendance on paper: what happened, and the reasons that count."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cordee.engagements.breach.attendance import Attendance, Line
from cordee.kernel.words import capital, french_day
from cordee.people.models import Person
from cordee.plumbing.printing import pdf

TEMPLATE = Path(__file__).parent.parent / "printed" / "attendance.typ"


def printed(found: Attendance, person: Person, *, house: str, contract: str) -> bytes:
    """The PDF."""
    return pdf(TEMPLATE, paper_of(found, person, house=house, contract=contract))


def paper_of(found: Attendance, person: Person, *, house: str, contract: str) -> dict[str, Any]:
    """What the template shows."""
    days = {"start": french_day(found.first), "end": french_day(found.last)}
    facts = [
        (_("Personne"), person.full_name),
        (_("Contrat"), contract),
        (_("Période"), _("du %(start)s au %(end)s") % days),
        *((label, str(number)) for label, number in found.counts),
        (_("Heures faites"), found.done),
        (_("Heures justifiées"), found.justified),
    ]
    return {
        "title": _("Relevé d’assiduité, %(name)s") % {"name": person.full_name},
        "heading": _("Relevé d’assiduité et motifs légitimes"),
        "house": house,
        "footer": _("Ce relevé dit ce qui s’est passé. Il ne propose ni ne décide rien (Conseil constitutionnel, "
                    "2023-858 DC)."),
        "facts": [{"label": label, "value": value} for label, value in facts],
        "reasons": list(found.reasons),
        "columns": [_("Jour"), _("Heure"), _("Ce qui s’est passé"), _("Raison dite")],
        "rows": [[french_day(one.day), one.hour, outcome_words(one), one.reason] for one in found.lines],
        "words": {
            "reasons": _("Motifs légitimes"),
            "meetings": _("Rendez-vous"),
            "none": _("Aucun rendez-vous noté sur cette période."),
            "cut": _("Les rendez-vous suivants ne tiennent pas ici\u202f: demandez une période plus courte.")
            if found.is_cut
            else "",
            "no_reason": _("Aucun motif n’est noté à part. Une absence sans motif noté ne veut pas dire sans motif."),
        },
    }  # fmt: skip


def outcome_words(line: Line) -> str:
    """« Absence, motif légitime »: a reason that counts is said first."""
    said = capital(line.outcome)
    return _("%(said)s, motif légitime") % {"said": said} if line.counts else said
