"""What who orients sees of an orientation: what they sent led to, in words. Never the dossier."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cordee.doors.inside import inside
from cordee.programmes.cached import definition_of
from cordee.programmes.fetch import current_versions
from cordee.referrals.enums import RefusalReason, State
from cordee.referrals.models import Referral
from cordee.referrals.panels import papers_of

SAID: dict[str, Any] = {
    State.RECEIVED: _lazy("Elle est arrivée. L’équipe va la lire."),
    State.IN_STUDY: _lazy("L’équipe l’étudie."),
    State.PAPERS_ASKED: _lazy("Il manque des papiers pour avancer."),
    State.MET: _lazy("La personne a été rencontrée. Une réponse suivra."),
    State.WAITING: _lazy("Elle attend une place."),
    State.TO_BOARD: _lazy("Elle sera présentée à la prochaine commission."),
    State.ACCEPTED: _lazy("La personne est accueillie."),
    State.REFUSED: _lazy("Elle ne peut pas aboutir ici."),
    State.PASSED_ON: _lazy("Elle a été transmise ailleurs, avec l’accord de la personne."),
    State.WITHDRAWN: _lazy("Elle a été retirée."),
    State.EXPIRED: _lazy("Elle a été close, faute de nouvelles. Elle peut être reprise\u202f: appelez-nous."),
}


@dataclass(frozen=True)
class Step:
    on: date
    label: str


@dataclass(frozen=True)
class Sheet:
    """said: where it stands, in a sentence; announced_on: when its end was announced."""

    said: str
    since: date
    received_on: date
    reason: str
    missing: list[str]
    handled_by: str
    steps: list[Step]
    is_standing: bool
    announced_on: date | None = None


def sheet_of(referral: Referral) -> Sheet:
    with inside(referral.organisation_id):
        versions = current_versions(referral.organisation_id, referral.organisation.today)
    version = versions.get(referral.programme_id) if referral.programme_id else None
    missing = papers_of(definition_of(version) if version else None, referral.papers_missing)
    return Sheet(
        said=str(SAID[referral.state]),
        since=referral.state_since,
        received_on=referral.received_on,
        reason=str(RefusalReason(referral.refusal_reason).label) if referral.refusal_reason else "",
        missing=missing if referral.is_standing else [],
        handled_by=referral.handled_by.display_name if referral.handled_by else "",
        steps=[*_steps(referral), Step(referral.received_on, _("Orientation reçue"))],
        is_standing=referral.is_standing,
        announced_on=referral.announced_on if referral.is_standing else None,
    )


def _steps(referral: Referral) -> list[Step]:
    """The states it went through, the last first: their names and days, never what was written."""
    told = [step for step in referral.steps if step["move"] not in ("confirm", "announce", "told")]
    return [
        Step(date.fromisoformat(step["on"]), str(State(step["state"]).label))
        for step in reversed(told)
        if step["state"] in State.values
    ]
