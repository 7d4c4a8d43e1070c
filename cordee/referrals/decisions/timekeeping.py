"""The two delays of the law on a person's orientation, kept in step with their decisions and their contract.

One thing for the delays, the person: a re-orientation moves the same deadline, whose history keeps the earlier
day (RSA-09).
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from cordee.accounts.models import Organisation
from cordee.dossier import clocks
from cordee.dossier.clocks import Watch, Watched
from cordee.dossier.models import Fact
from cordee.kernel.words import sentence as _
from cordee.pathways.models import Pathway
from cordee.pathways.timekeeping import somebody
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.referrals.decisions.enums import IN_FORCE
from cordee.referrals.decisions.models import OrientationDecision
from cordee.referrals.decisions.rules import ORIENT, SIGN, SIGNED, Step, decides, events_of

THING = "orientation"  # the kind of thing the deadlines are about; its identifier is the person's
CONCERNS = frozenset({SIGNED, "referent_named", "pathway_opened", "pathway_closed", "pathway_reopened"})


@lru_cache(maxsize=4096)
def holder_decides(organisation_id: UUID) -> bool:
    """Does the house that holds a dossier take orientation decisions? Its kind never changes."""
    kinds = Organisation.objects.filter(pk=organisation_id).values_list("kind", flat=True)
    return any(decides(kind) for kind in kinds)


def keep_time(person: Any) -> None:
    """Open, move or close the two deadlines of a person, from everything decided, told and signed."""
    with for_the_holder(person.organisation_id):
        line = list(OrientationDecision.objects.of_person(person))
        watched = Watched(person.organisation_id, THING, person.pk, person.pk)
        clocks.keep_time(
            watched, watches(accompanies(person, line)), events_of(steps_of(line), signatures(person))
        )


def steps_of(line: Sequence[OrientationDecision]) -> list[Step]:
    """The decisions as the delays see them, oldest first."""
    return [
        Step(
            row.information_on,
            row.is_reorientation,
            row.decided_on,
            row.notified_on,
            row.ended_on if row.is_over else None,
        )
        for row in line
    ]


def signatures(person: Any) -> list[date]:
    """The days a contract was signed, whichever pathway said so."""
    facts = Fact.objects.filter(organisation=person.organisation_id, person=person.pk, kind=SIGNED)
    return list(facts.order_by("day", "id").values_list("day", flat=True))


def watches(accompanying: UUID | None) -> list[Watch]:
    """The coordination decides, all of it; the contract is on the day of who accompanies the person."""
    return [
        Watch(ORIENT.code, _("Décider de l’orientation (six semaines)"), ORIENT, "CASF, D262-65-2 (RSA-06)"),
        Watch(
            SIGN.code,
            _("Signer le contrat d’engagement (un mois)"),
            SIGN,
            "Code du travail, D5411-14-1 (RSA-08)",
            accompanying,
        ),
    ]


def accompanies(person: Any, line: Sequence[OrientationDecision]) -> UUID | None:
    """The referent of the person where the decision says the accompaniment is carried out, else the referent they
    have, else the coordination of who carries it out."""
    current = next((row for row in reversed(line) if row.state in IN_FORCE), None)
    carrier = current.carried_out_by_id if current else None
    running = Pathway.objects.running().filter(organisation=person.organisation_id, person=person.pk)
    named = list(
        running.exclude(referent=None).order_by("-opened_on", "-pk").values_list("referent", "carried_out_by")
    )
    there = [referent for referent, where in named if where == carrier]
    chosen = there or ([] if carrier else [referent for referent, _where in named])
    if chosen:
        return chosen[0]
    return somebody(carrier, ("coordinator",)) if carrier else None


def after_fact(fact: Fact) -> None:
    """A contract signed, a referent named: the delays of a person oriented here follow."""
    if fact.kind not in CONCERNS or not holder_decides(fact.organisation_id):
        return
    with for_the_holder(fact.organisation_id):
        person = Person.objects.filter(pk=fact.person_id).only("pk", "organisation_id").first()
        if person is None or not OrientationDecision.objects.filter(person=person).exists():
            return
        keep_time(person)
