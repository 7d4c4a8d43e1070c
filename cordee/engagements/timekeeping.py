"""What a contract waits for, on the day of whoever follows the person.

review         the day agreed to look at it again (RSA-14)
term           its last day
offer          the reasonable offer of employment, six months after the signature, but in the social lane (RSA-16)
old_contract   to turn into a contract before the law's day (RSA-20)
lane_review    the social lane looked at again, six months on, twelve with a ground (RSA-19; lane.keeping)
answer         somebody signed by a link, or would rather talk first: whoever follows them answers

The month to sign after an orientation (RSA-08, RSA-09) is the orientation's; it listens to `contract_signed`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier import clocks
from cordee.dossier.hooks import referent_of
from cordee.dossier.models import Deadline, Fact
from cordee.engagements.enums import Status
from cordee.engagements.lane import keeping
from cordee.engagements.models import Contract
from cordee.engagements.rules import everybody_by, reasonable_offer
from cordee.people.models import Person

REVIEW, TERM, OFFER, OLD = "contract_review", "contract_term", "contract_offer", "old_contract"
ANSWER, LANE = "contract_answer", "contract_lane"
KINDS = (REVIEW, TERM, OFFER, OLD, ANSWER, LANE)
REVIEW_WARN, TERM_WARN, ANSWER_WITHIN = timedelta(days=15), timedelta(days=45), timedelta(days=3)
THING = "contract"


@dataclass(frozen=True)
class Awaited:
    """A day to come. source: the text behind it."""

    label: str
    warn_on: date
    due_on: date
    source: str


def awaited_of(contract: Contract) -> dict[str, Awaited]:
    """What a contract waits for as it stands; the offer is opened once, at the first signature."""
    if contract.status != Status.SIGNED:
        return {}
    found = {}
    if contract.review_on and not contract.is_old:
        found[REVIEW] = Awaited(
            _("Faire le point sur le contrat"),
            contract.review_on - REVIEW_WARN,
            contract.review_on,
            "RSA-14\u202f; L5411-6 I",
        )
    if contract.until_on:
        found[TERM] = Awaited(
            _("Contrat\u202f: bilan avant son terme"),
            contract.until_on - TERM_WARN,
            contract.until_on,
            "RSA-31",
        )
    if contract.is_old:
        due = everybody_by()
        signed = contract.signed_on or due
        found[OLD] = Awaited(
            _("Ancien contrat à remplacer par un contrat d’engagement"),
            min(signed, due),
            due,
            "RSA-20\u202f; décret 2024-1244",
        )
    return found


def keep_time(
    contract: Contract, person: Person, *, on: date, opens_offer: bool = False, by: Actor | None = None
) -> None:
    """Open, move and close the deadlines of a contract. Two queries when nothing changes."""
    wanted = awaited_of(contract)
    row = keeping.keep(contract, signed=contract.status == Status.SIGNED, on=on, by=by)
    if row is not None:
        wanted[LANE] = Awaited(
            _("Contrat\u202f: refaire le point de la situation avec France Travail"),
            *keeping.days_of(row.started_on, row.ground),
            "RSA-19\u202f; CASF L262-31, D262-65-2-1",
        )
    if opens_offer and contract.signed_on and (offer := reasonable_offer(contract.signed_on, contract.lane)):
        label = _("Contrat\u202f: préciser l’offre raisonnable d’emploi")
        wanted[OFFER] = Awaited(label, offer[0], offer[1], "RSA-16\u202f; R5411-15-1")
    open_ones = Deadline.objects.filter(thing_id=contract.pk, closed_on=None).exclude(kind=ANSWER)
    rows = {row.kind: row for row in open_ones}
    for kind, one in wanted.items():
        _keep(contract, person, kind, one, rows.get(kind))
    for kind, row in rows.items():
        if kind not in wanted and (kind != OFFER or contract.status != Status.SIGNED):
            clocks.close(row, on=on, closing="dropped" if contract.status == Status.SIGNED else "met")


def await_answer(contract: Contract, person: Person, label: str, *, on: date) -> None:
    """Somebody did something with a link: it is on the day of whoever follows them, from now on."""
    row = Deadline.objects.filter(thing_id=contract.pk, closed_on=None, kind=ANSWER).first()
    _keep(contract, person, ANSWER, Awaited(label, on, on + ANSWER_WITHIN, "Signature à distance"), row)


def answered(contract: Contract, *, on: date, closing: str = "met") -> None:
    """What a link waited for is settled."""
    for row in Deadline.objects.filter(thing_id=contract.pk, closed_on=None, kind=ANSWER):
        clocks.close(row, on=on, closing=closing)


def _keep(contract: Contract, person: Person, kind: str, one: Awaited, row: Deadline | None) -> None:
    values = {
        "label": one.label,
        "warn_on": min(one.warn_on, one.due_on),
        "due_on": one.due_on,
        "late_on": one.due_on + timedelta(days=1),
    }
    if row is None:
        Deadline(
            organisation_id=contract.organisation_id,
            person_id=contract.person_id,
            pathway_id=contract.pathway_id,
            kind=kind,
            source=one.source,
            thing_kind=THING,
            thing_id=contract.pk,
            in_charge_id=_in_charge(contract, person),
            **values,
        ).save(force_insert=True)
        return
    clocks.move(row, values)


def _in_charge(contract: Contract, person: Person) -> UUID | None:
    """Whoever follows the person, else the referent the contract names, else whoever wrote it."""
    own = contract.author_id if contract.author_organisation_id == contract.organisation_id else None
    return referent_of(person) or contract.referent_id or own


def after_fact(fact: Fact) -> None:
    """Another referent: what contracts wait for is on their day."""
    clocks.follow_referent(fact, KINDS)


def after_rename(person: Person) -> None:
    """Lists of contracts are in the order of names."""
    Contract.objects.filter(person=person).update(sort_key=person.sort_key)
