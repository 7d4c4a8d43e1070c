"""An admission written down, and taken back.

- write_admission     the row and its fact; `actions.record_admission` asks the programme first
- carry_admission     one that a board had pronounced before there was a dossier
- withdraw_admission  written down wrongly: it opens nothing any more, and the delays start again as before
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import Member
from cordee.kernel.errors import BadInput, StaleState
from cordee.pathways import timekeeping
from cordee.pathways.gesturing import check, locked, raise_version, tell
from cordee.pathways.models import AdmissionDecision, Pathway
from cordee.people.keys import key_of, seal_text
from cordee.programmes.cached import definition_of
from cordee.programmes.definition import Decision


def write_admission(
    pathway: Pathway,
    known: Decision,
    *,
    by: Actor,
    recorded_by: Member,
    decided_on: date,
    effective_from: date | None,
    authority: str,
    text: str = "",
) -> AdmissionDecision:
    """The row, sealed, and its fact. pathway: held for update, its programme asked already."""
    row = AdmissionDecision(
        organisation_id=pathway.organisation_id,
        person_id=pathway.person_id,
        pathway=pathway,
        decision=known.code,
        outcome=known.outcome,
        authority=authority,
        decided_on=decided_on,
        effective_from=effective_from or decided_on,
        recorded_by=recorded_by,
    )
    if text.strip():
        row.sealed_reason = seal_text(key_of(pathway.person), row, "sealed_reason", pathway.person_id, text)
    row.save(force_insert=True)
    raise_version(pathway)
    codes = {"decision": known.label, "authority": row.authority, "from": row.effective_from.isoformat()}
    tell(pathway, f"admission_{known.outcome}", decided_on, by=by, codes=codes, thing=row)
    return row


@transaction.atomic
def carry_admission(
    pathway: Pathway,
    *,
    by: Actor,
    recorded_by: Member,
    decision: str,
    decided_on: date,
    effective_from: date | None,
    authority: str,
    text: str = "",
) -> AdmissionDecision:
    """What a board pronounced on an orientation joins the pathway opened since, in the name of who wrote it down then.

    by: who welcomes. Their role is not asked: it was theirs who recorded it. Raises BadInput.
    """
    kept = locked(pathway, pathway.version)
    definition = definition_of(kept.programme_version_id)
    known = definition.admission.decision(decision)
    if known is None:
        raise BadInput("decision", _("Cette décision n’existe pas dans ce dispositif."))
    return write_admission(
        kept,
        known,
        by=by,
        recorded_by=recorded_by,
        decided_on=decided_on,
        effective_from=effective_from,
        authority=authority,
        text=text,
    )


@transaction.atomic
def withdraw_admission(decision: AdmissionDecision, *, by: Actor) -> None:
    """Take back a decision written down wrongly: the one before it counts again, and so do the delays.

    Raises NotAllowed, StaleState: already taken back, or the person has moved on thanks to it.
    """
    check(by, "pathway:admit")
    pathway = Pathway.objects.only("pk", "version").get(pk=decision.pathway_id)
    kept = locked(pathway, pathway.version)
    row = AdmissionDecision.objects.select_for_update().get(pk=decision.pk)
    if row.withdrawn_at is not None:
        raise StaleState(_("Cette décision a déjà été reprise."))
    definition = definition_of(kept.programme_version_id)
    stage = definition.stage(kept.stage)
    if row.outcome == "admitted" and stage is not None and stage.admitted:
        raise StaleState(
            _("La personne est déjà entrée dans le dispositif\u202f: revenez d’abord à l’étape d’avant.")
        )
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    raise_version(kept)
    known = definition.admission.decision(row.decision)
    codes = {"decision": known.label if known else row.decision, "authority": row.authority}
    with timekeeping.together():
        tell(kept, "admission_withdrawn", by.today, by=by, codes=codes, thing=row)
        timekeeping.refresh(kept)
