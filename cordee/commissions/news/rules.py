"""What may be prepared after a decision, and why something may not. Plain functions on plain values.

- letter_plan     a letter to the person (COM-07)
- answer_plan     an answer to who orients (COM-08)
"""

from __future__ import annotations

from dataclasses import dataclass

from cordee.kernel.words import sentence as _

# The letter each outcome is told by, in the catalogue of letters; the same in easy words ends with « -simple ».
LETTERS = {
    "admitted": "commission-admission",
    "waiting": "commission-attente",
    "adjourned": "commission-a-revoir",
    "refused": "commission-refus",
    "redirected": "commission-orientation",
    "continues": "commission-suite",
}
SIMPLE = "-simple"


@dataclass(frozen=True)
class Plan:
    """Will it be prepared? why: what is to be known of it, or why not."""

    is_ready: bool
    why: str = ""


@dataclass(frozen=True)
class ForLetter:
    """A decision to tell. is_final: not an opinion before somebody else's decision. lacks: fields without a value."""

    outcome: str
    is_final: bool = True
    has_dossier: bool = True
    is_offered: bool = True
    has_address: bool = True
    is_protected: bool = False
    lacks: str = ""


def letter_plan(facts: ForLetter) -> Plan:
    """A letter is prepared of each final decision about somebody who has a dossier; who has no address that may be
    written is handed theirs."""
    if not facts.is_final:
        return Plan(False, _("L’avis n’est pas la décision\u202f: la lettre attend celle-ci."))
    if facts.outcome not in LETTERS:
        return Plan(False, _("Un avis se dit de vive voix\u202f: aucune lettre n’est prévue."))
    if not facts.has_dossier:
        return Plan(False, _("Pas encore de dossier\u202f: la nouvelle passe par qui oriente."))
    if not facts.is_offered:
        return Plan(False, _("La maison a retiré cette lettre de ses modèles."))
    if facts.lacks:
        return Plan(False, _("La lettre attend ce qui n’est pas noté\u202f: {lacks}.", lacks=facts.lacks))
    if facts.is_protected:
        return Plan(True, _("Adresse protégée\u202f: lettre sans adresse, à remettre en main propre."))
    if not facts.has_address:
        return Plan(True, _("Aucune adresse postale\u202f: lettre à remettre en main propre."))
    return Plan(True)


@dataclass(frozen=True)
class ForAnswer:
    """An orientation a decision answers. is_carried: the decision moved it; is_followed: who orients follows it."""

    is_oriented: bool
    is_carried: bool = False
    is_followed: bool = False
    reference: str = ""


def answer_plan(facts: ForAnswer) -> Plan:
    """Who orients is told where they follow the orientation; otherwise somebody calls them."""
    if not facts.is_oriented:
        return Plan(False)
    if not facts.is_carried:
        return Plan(False, _("L’orientation avait déjà reçu sa réponse."))
    if not facts.is_followed:
        return Plan(False, _("Qui oriente n’a pas de lien de suivi\u202f: à prévenir autrement."))
    return Plan(True, _("Qui oriente sera prévenu par son lien de suivi, sans aucun nom."))
