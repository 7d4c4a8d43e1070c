"""What is noted on a pathway without moving it: the person's words, a day, the exit one thinks of."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput
from cordee.kernel.partitions import Partition
from cordee.pathways.access import opens
from cordee.pathways.gesturing import advance, check, locked, not_ahead, tell
from cordee.pathways.models import OwnWords, Pathway
from cordee.people.keys import key_of, seal_text
from cordee.programmes.cached import definition_of


@transaction.atomic
def write_words(pathway: Pathway, *, by: Actor, text: str, on: date) -> OwnWords:
    """Keep what the person wants, in their words; earlier words stay. Raises NotAllowed, BadInput."""
    check(by, "words:write")
    not_ahead(on, by)
    if not text.strip():
        raise BadInput("words", _("Écrivez les mots de la personne avant d’enregistrer."))
    if not opens(by, pathway.person, Partition.SOCIAL):
        raise BadInput(
            "words",
            _("Cette partie du dossier ne vous est pas ouverte\u202f: confiez-les à qui l’accompagne."),
        )
    row = OwnWords(
        organisation_id=pathway.organisation_id,
        person_id=pathway.person_id,
        pathway=pathway,
        said_on=on,
        written_by=by.member,
    )
    row.sealed_text = seal_text(key_of(pathway.person), row, "sealed_text", pathway.person_id, text.strip())
    row.save(force_insert=True)
    record_fact(
        person=pathway.person,
        kind="words_written",
        day=on,
        by=by,
        pathway_id=pathway.pk,
        partition=Partition.SOCIAL,
        thing=row,
    )
    return row


@transaction.atomic
def note_milestone(pathway: Pathway, *, by: Actor, kind: str, on: date) -> None:
    """Note a day the programme's delays wait for (orientation notified, diagnosis made…)."""
    check(by, "milestone:note")
    not_ahead(on, by)
    if not pathway.is_running:
        raise BadInput("kind", _("Ce parcours est terminé\u202f: rouvrez-le pour y noter une date."))
    definition = definition_of(pathway.programme_version_id)
    if kind not in {known.code for known in definition.milestones}:
        raise BadInput("kind", _("Cette date n’est pas attendue dans ce dispositif."))
    tell(pathway, kind, on, by=by)


@transaction.atomic
def foresee_exit(pathway: Pathway, *, by: Actor, exit_target: str, version: int) -> Pathway:
    """Note the exit one thinks of; it guides, it binds nobody. Raises NotAllowed, BadInput, StaleState."""
    check(by, "pathway:move")
    kept = locked(pathway, version)
    definition = definition_of(kept.programme_version_id)
    known = definition.exit(exit_target)
    if exit_target and known is None:
        raise BadInput("exit_target", _("Cette sortie n’existe pas dans ce dispositif."))
    if exit_target != kept.exit_target:
        advance(kept, exit_target=exit_target)
        tell(kept, "exit_foreseen", by.today, by=by, codes={"exit": known.label if known else ""})
    return kept
