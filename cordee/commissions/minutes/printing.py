"""Minutes on paper, with their names or without: the same words as on the screen, in a PDF a screen reader reads."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.commissions.enums import SITTING
from cordee.commissions.minutes import panels
from cordee.commissions.minutes.contents import Room, Situation
from cordee.commissions.minutes.gathering import Correction, Entry, Gathered
from cordee.commissions.papers.anonymising import masked, names_in
from cordee.commissions.papers.composing import names_of
from cordee.commissions.papers.gathering import gather
from cordee.kernel.words import french_day
from cordee.plumbing.printing import pdf

TEMPLATE = Path(__file__).with_name("printed") / "minutes.typ"


def printed(actor: Any, whole: Gathered, *, hidden: bool) -> bytes:
    """The PDF. hidden: without names, neither of those accompanied nor of the house, the board, who sits."""
    return pdf(TEMPLATE, _without_names(actor, whole) if hidden else _with_names(actor, whole))


def _with_names(actor: Any, whole: Gathered) -> dict[str, Any]:
    room = whole.room
    return {
        **_common(whole),
        "title": _("%(board)s, compte rendu du %(day)s") % {"board": room.board, "day": french_day(room.day)},
        "house": str(actor.organisation),
        "footer": _("Ce compte rendu nomme des personnes\u202f: il se garde sous clé et ne se transmet pas."),
        "facts": _pairs(panels.room_facts(room)),
        "chairs": _pairs(panels.chairs_of(room)),
        "words": whole.words,
        "corrections": [_correction(one) for one in whole.corrections],
        "situations": [_situation(one) for one in whole.entries],
        "signature": panels.approval_words(whole),
    }


def _common(whole: Gathered) -> dict[str, Any]:
    return {
        "mark": "" if whole.is_approved else _("Projet, pas encore approuvé"),
        "labels": {
            "present": _("Qui était là"),
            "whole": _("Pour toute la séance"),
            "situations": _("Les situations"),
            "added": _("À noter aussi"),
            "none": _("Aucune situation."),
        },
        "quorum": list(whole.room.quorum),
    }


def _pairs(definitions: Iterable[Any]) -> list[dict[str, str]]:
    return [{"label": str(one.term), "value": str(one.value)} for one in definitions]


def _correction(kept: Correction) -> dict[str, str]:
    return {"signature": panels.signature(kept), "words": kept.words}


def _situation(one: Entry) -> dict[str, Any]:
    told = one.told
    return {
        "heading": f"{one.number}. {told.name}",
        "facts": _pairs(panels.facts_of(told)),
        "said": [_said(panels.uttered(said)) for said in told.said],
        "left": panels.left_words(told),
        "added": told.words,
        "corrections": [_correction(kept) for kept in one.corrections],
    }


def _said(uttered: panels.Uttered) -> dict[str, Any]:
    return {
        "heading": uttered.heading,
        "words": uttered.words,
        "details": [{"label": label, "value": words} for label, words in uttered.details],
    }


# Without names


def _without_names(actor: Any, whole: Gathered) -> dict[str, Any]:
    gathered = gather(actor, [one.item for one in whole.entries])
    around = {one.item.pk: names_of(actor, one) for one in gathered}
    everybody = frozenset().union(_of_room(whole.room), *around.values())
    return {
        **_common(whole),
        "title": _("Compte rendu sans nom"),
        "house": "",
        "mark": _("Sans nom"),
        "footer": _(
            "Relisez les mots avant de partager\u202f: une phrase peut encore faire reconnaître quelqu’un."
        ),
        "facts": [],
        "chairs": [{"label": _("Collèges représentés"), "value": _counted(whole.room)}],
        "quorum": [],
        "words": masked(whole.words, everybody),
        "corrections": [_masked_correction(one, everybody) for one in whole.corrections],
        "situations": [
            _anonymous(one, around.get(one.item.pk, frozenset()) | everybody) for one in whole.entries
        ],
        "signature": "",
    }


def _of_room(room: Room) -> frozenset[str]:
    return names_in(chair.who for chair in room.chairs)


def _counted(room: Room) -> str:
    there = sum(chair.attendance in SITTING for chair in room.chairs)
    return _("%(there)s sur %(all)s") % {"there": there, "all": len(room.chairs)}


def _masked_correction(kept: Correction, names: frozenset[str]) -> dict[str, str]:
    return {"signature": _("Correction"), "words": masked(kept.words, names)}


def _anonymous(one: Entry, names: frozenset[str]) -> dict[str, Any]:
    told = one.told
    names |= names_in([told.name, told.presenter, *told.guests, *told.withdrawn])
    return {
        "heading": _("Situation %(number)s") % {"number": one.number},
        "facts": list(_anonymous_facts(told)),
        "said": [
            {
                "heading": _("Avis") if said.level == "opinion" else _("Décision"),
                "words": masked(said.words, names),
                "details": [
                    {"label": label, "value": masked(words, names)}
                    for label, words in panels.uttered(said).details
                ],
            }
            for said in told.said
        ],
        "left": panels.left_words(told),
        "added": masked(told.words, names),
        "corrections": [_masked_correction(kept, names) for kept in one.corrections],
    }


def _anonymous_facts(told: Situation) -> Iterable[dict[str, str]]:
    yield {"label": _("Demande"), "value": told.kind}
    if told.is_heard:
        yield {"label": _("La personne"), "value": _("était invitée à être entendue")}
    if number := len(told.withdrawn):
        said = ngettext("%d membre n’a pas pris part", "%d membres n’ont pas pris part", number) % number
        yield {"label": _("Déport"), "value": said}
