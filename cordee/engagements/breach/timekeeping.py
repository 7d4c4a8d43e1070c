"""What facts wait for once the person was informed: their answer, then a decision or a closing (RSA-26).

Deadlines are read by whoever reads the dossier: their words say nothing of what is at stake.
"""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cordee.dossier import clocks
from cordee.dossier.hooks import referent_of
from cordee.dossier.models import Deadline, Fact
from cordee.engagements.breach.models import Breach
from cordee.engagements.breach.rules import answer_until, decide_by, has_answered
from cordee.people.models import Person

ANSWER, DECISION = "breach_answer", "breach_decision"
KINDS = (ANSWER, DECISION)
THING, SOURCE = "breach", "RSA-26\u202f; R5412-7, R5412-7-1"
WARN = timedelta(days=5)


def run(breach: Breach, person: Person) -> None:
    """Open or move the two days: the last of their answer, the last to decide."""
    if breach.told_on is None:
        return
    until, last = answer_until(breach.told_on), decide_by(breach.told_on, breach.heard_on)
    rows = {row.kind: row for row in Deadline.objects.filter(thing_id=breach.pk, closed_on=None)}
    if not has_answered(breach.told_on, breach.observed_on):
        _keep(breach, person, rows.get(ANSWER), ANSWER, _("Contrat\u202f: la personne peut répondre"), until)
    elif ANSWER in rows and breach.observed_on is not None:
        clocks.close(rows[ANSWER], on=breach.observed_on, closing="met")
    _keep(breach, person, rows.get(DECISION), DECISION, _("Contrat\u202f: conclure l’échange en cours"), last)


def stop(breach: Breach, *, on: date) -> None:
    """It is closed: nothing is awaited."""
    clocks.close_all(breach.pk, on=on, closing="met")


def _keep(breach: Breach, person: Person, row: Deadline | None, kind: str, label: str, due: date) -> None:
    values: dict[str, Any] = {
        "label": label,
        "warn_on": due - WARN,
        "due_on": due,
        "late_on": due + timedelta(days=1),
    }
    if row is not None:
        clocks.move(row, values)
        return
    own = breach.author_id if breach.author_organisation_id == breach.organisation_id else None
    Deadline(
        organisation_id=breach.organisation_id,
        person_id=breach.person_id,
        pathway_id=breach.pathway_id,
        kind=kind,
        source=SOURCE,
        thing_kind=THING,
        thing_id=breach.pk,
        in_charge_id=referent_of(person) or own,
        **values,
    ).save(force_insert=True)


def after_fact(fact: Fact) -> None:
    """Another referent: what is awaited is on their day."""
    clocks.follow_referent(fact, KINDS)
