"""What each gesture of a pathway does with what its form read, and the sentence said afterwards."""

from typing import Any

from django.utils.translation import gettext as _

from cordee.kernel.words import french_day
from cordee.pathways import actions, circle
from cordee.pathways.models import Pathway
from cordee.programmes.cached import definition_of


def move(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.move_pathway(
        pathway,
        by=by,
        move=kept["move"],
        on=kept["on"],
        version=kept["version"],
        reason=kept["pass_reason"],
    )
    return _("Étape changée.")


def admit(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    decided = actions.record_admission(pathway, by=by, **kept)
    if decided.effective_from > by.today:
        day = french_day(decided.effective_from)
        return _("Décision enregistrée\u202f: elle vaut à partir du %(day)s.") % {"day": day}
    return _("Décision enregistrée. Elle n’a rien déplacé d’elle-même\u202f: l’étape se change ensuite.")


def foresee(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.foresee_exit(pathway, by=by, **kept)
    return _("Orientation envisagée notée.")


def milestone(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.note_milestone(pathway, by=by, kind=kept["kind"], on=kept["on"])
    return _("Date notée\u202f: les échéances du parcours en tiennent compte.")


def words(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.write_words(pathway, by=by, text=kept["words"], on=kept["said_on"])
    return _("Ses mots sont notés. Ceux d’avant restent.")


def suspend(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.suspend_pathway(pathway, by=by, **kept)
    return _("Parcours suspendu\u202f: ses échéances attendent la reprise.")


def resume(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.resume_pathway(pathway, by=by, **kept)
    return _("Parcours repris.")


def close(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.close_pathway(
        pathway,
        by=by,
        exit_code=kept["exit_code"],
        on=kept["on"],
        version=kept["version"],
        reason=kept["pass_reason"],
    )
    return _("Parcours terminé. Le dossier reste, et le parcours peut être rouvert.")


def reopen(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.reopen_pathway(pathway, by=by, **kept)
    return _("Parcours rouvert à l’étape où il s’était arrêté.")


def name_referent(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    actions.change_referent(pathway, by=by, **kept)
    return _("%(who)s est désormais référent du parcours.") % {"who": kept["member"].display_name}


def join(pathway: Pathway, by: Any, kept: dict[str, Any]) -> str:
    outsider = None
    if kept["name"].strip():
        outsider = circle.Outsider(kept["name"], kept["structure"], kept["phone"], kept["email"])
    place = circle.add_place(
        pathway,
        definition_of(pathway.programme_version_id),
        role=kept["role"],
        by=by,
        on=kept["on"],
        member=kept["member"],
        outsider=outsider,
        consent_on=kept["consent_on"],
    )
    who = kept["member"].display_name if kept["member"] else place.name
    return _("%(who)s rejoint l’entourage.") % {"who": who}
