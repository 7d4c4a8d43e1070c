"""Signatures: who signs, how it is kept, and what happens when everybody has.

Nobody signs in somebody else's place: the house signs by the account of whoever commits it; the person draws on the
screen or signs a paper whose scan is kept; a parent, or who exercises a protection, where age or a judge says so. A
signature carries the digest of the text that was shown: a text that changed meanwhile is not signed.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.engagements import timekeeping
from cordee.engagements.access import may, reason_against
from cordee.engagements.actions import (
    diagnoses_of,
    examination,
    finish,
    in_clear,
    kind_of,
    locked,
    tell,
    under_way,
)
from cordee.engagements.enums import Capacity, Ending, Means, Status, VersionState
from cordee.engagements.models import Contract, ContractVersion, Signature
from cordee.engagements.remote.rules import is_made_of, is_same
from cordee.engagements.rules import Signers, after_diagnosis, is_complete, signers
from cordee.engagements.section import Kind
from cordee.engagements.states import become, version_becomes
from cordee.engagements.texts import digest_of, text_of
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import examine
from cordee.papers.actions import Described, add_paper
from cordee.papers.enums import Kind as PaperKind
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person, SocialProfile
from cordee.plumbing.files.kinds import SCANS
from cordee.plumbing.files.refusals import FileRefused

LONGEST_NAME = 120
LONGEST_DRAWING, FEWEST_POINTS = 40_000, 8
DRAWING = re.compile(r"(?:M\d{1,4} \d{1,4}(?:L\d{1,4} \d{1,4})*)+")
SIDE_OF_PERSON = (Capacity.PERSON, Capacity.PARENT, Capacity.GUARDIAN)


@dataclass(frozen=True)
class Signed:
    """A signature about to be kept. party: code of another party; digest: of the text shown; upload: the scan."""

    capacity: str
    means: str
    on: date
    digest: str
    name: str = ""
    party: str = ""
    drawing: str = ""
    upload: Any = None


@dataclass(frozen=True)
class Side:
    """Who signs for the person, and who exercises a protection, as it is known."""

    signers: Signers
    guardian: str = ""


def side_of(person: Person, by: Actor) -> Side:
    """Who signs for the person. One query. Raises NotAllowed when the actor may not read a legal protection."""
    if not person.opened_to(by) & Partition.SOCIAL:
        raise NotAllowed(
            _(
                "Une protection juridique décide de qui signe\u202f: un collègue qui lit la situation"
                " sociale recueille."
            )
        )
    profile = SocialProfile.objects.visible_to(by).filter(person=person).first()
    protection, guardian = (profile.legal_protection, profile.guardian) if profile else ("", "")
    return Side(signers(person.birth_date.age_range(by.today), protection), guardian)


def needed_by(kind: Kind, found: Signers) -> frozenset[str]:
    """Every signature without which nothing is signed."""
    others = {f"{Capacity.OTHER}:{one.code}" for one in kind.signers if one.needed}
    return frozenset({*found.needed, Capacity.HOUSE.value, *others})


@transaction.atomic
def sign_contract(contract: Contract, person: Person, *, by: Actor, signed: Signed) -> Signature:
    """Keep a signature; when it is the last one needed, the contract is signed.

    Raises NotAllowed, BadInput, StaleState (the text changed), RuleBroken (RSA-10, overlapping contracts).
    """
    if not may(by, person, "contract:sign"):
        raise NotAllowed(reason_against(by, "contract:sign") or _("Cette partie du dossier vous est fermée."))
    locked(contract)
    version = under_way(contract)
    if version.state != VersionState.PROPOSED or version.digest != signed.digest:
        raise StaleState(
            _("Le texte a changé depuis l’affichage de cette page\u202f: relisez-le avant de signer.")
        )
    kind, found = kind_of(contract), side_of(person, by).signers
    _check(signed, kind, found, by=by, person=person)
    check_diagnosis(kind, contract, signed.on)
    row = _keep(version, person, by=by, signed=signed)
    held = held_on(version)
    if is_complete(needed_by(kind, found), held):
        conclude(contract, version, person, by=by, on=max(held.values()))
    return row


def check_diagnosis(kind: Kind, contract: Contract, on: date) -> None:
    """Raises RuleBroken where a diagnosis comes first (RSA-10)."""
    if kind.after_diagnosis:
        examine([after_diagnosis(on, diagnoses_of(contract))]).raise_if_refused()


def held_on(version: ContractVersion) -> dict[str, date]:
    """The signatures under a text, and their days. One query."""
    rows = version.signatures.values_list("capacity", "party", "signed_on")
    return {_code(capacity, party): signed_on for capacity, party, signed_on in rows}


def _code(capacity: str, party: str) -> str:
    return f"{capacity}:{party}" if party else str(capacity)


def _check(signed: Signed, kind: Kind, found: Signers, *, by: Actor, person: Person) -> None:
    """Raises BadInput on who signs, how, when."""
    if signed.capacity in SIDE_OF_PERSON and signed.capacity not in found.may:
        raise BadInput("capacity", _("Personne d’autre ne signe à la place de la personne."))
    if signed.capacity == Capacity.OTHER and kind.signer(signed.party) is None:
        raise BadInput("capacity", _("Ce contrat ne demande pas cette signature."))
    if signed.capacity not in Capacity.values:
        raise BadInput("capacity", _("Dites qui signe."))
    _check_means(signed)
    if signed.on > by.today:
        raise BadInput("on", _("Ce jour est dans l’avenir."))
    if signed.means != Means.PAPER and signed.on != by.today:
        raise BadInput("on", _("À l’écran, on signe aujourd’hui."))
    if signed.capacity == Capacity.PERSON:
        _check_own_name(signed.name, person)
    elif signed.capacity != Capacity.HOUSE:
        _check_name(signed.name, by, person)


def _check_means(signed: Signed) -> None:
    allowed = (Means.ACCOUNT,) if signed.capacity == Capacity.HOUSE else (Means.SCREEN, Means.PAPER)
    if signed.means not in allowed:
        raise BadInput("means", _("Dites comment la signature est donnée."))
    if signed.means == Means.SCREEN and not is_drawing(signed.drawing):
        raise BadInput(
            "drawing", _("La signature n’est pas dessinée\u202f: dessinez-la, ou joignez le papier signé.")
        )
    if signed.means == Means.PAPER and signed.upload is None:
        raise BadInput("upload", _("Joignez le papier signé, photographié ou numérisé."))


def _check_own_name(name: str, person: Person) -> None:
    """Somebody else's name under « la personne elle-même »: who signs was not chosen."""
    if name.strip() and not is_made_of(name, person.known_names):
        said = _("Vous avez écrit le nom de %(who)s\u202f: choisissez qui signe, ou laissez ce nom vide.")
        raise BadInput("name", said % {"who": name.strip()[:LONGEST_NAME]})


def _check_name(name: str, by: Actor, person: Person) -> None:
    """Whoever signs beside the person is named: neither as the colleague who collects the signature, nor as them."""
    if not name.strip():
        raise BadInput("name", _("Écrivez le nom de qui signe."))
    if len(name) > LONGEST_NAME:
        raise BadInput("name", _("Ce nom est trop long."))
    if is_same(name, by.member.display_name):
        raise BadInput("name", _("Vous ne pouvez pas signer à la place de la personne."))
    if is_same(name, person.full_name):
        raise BadInput(
            "name", _("C’est le nom de la personne accompagnée\u202f: écrivez celui de qui signe.")
        )


def is_drawing(text: str) -> bool:
    """Is it a line drawn by a hand: long enough, and nothing but points?"""
    return (
        len(text) <= LONGEST_DRAWING
        and DRAWING.fullmatch(text) is not None
        and text.count("M") + text.count("L") >= FEWEST_POINTS
    )


def _keep(version: ContractVersion, person: Person, *, by: Actor, signed: Signed) -> Signature:
    is_house = signed.capacity == Capacity.HOUSE
    name = by.member.display_name if is_house else signed.name.strip()
    if signed.capacity == Capacity.PERSON:
        name = person.full_name
    row = Signature(
        organisation_id=version.organisation_id,
        person_id=version.person_id,
        version=version,
        capacity=signed.capacity,
        party=signed.party if signed.capacity == Capacity.OTHER else "",
        means=signed.means,
        member=by.member if is_house else None,
        signed_on=signed.on,
        digest=version.digest,
        recorded_by=by.member,
    )
    key = key_of(person)
    row.sealed_name = seal_text(key, row, "sealed_name", person.pk, name)
    if signed.means == Means.SCREEN:
        row.sealed_drawing = seal_text(key, row, "sealed_drawing", person.pk, signed.drawing)
    if signed.means == Means.PAPER:
        row.paper_id = _put_away(person, by=by, signed=signed)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise StaleState(_("Cette signature est déjà enregistrée.")) from None
    return row


def _put_away(person: Person, *, by: Actor, signed: Signed) -> Any:
    described = Described(kind=PaperKind.COMMITMENT, label=_("Contrat signé"), day=signed.on)
    try:
        return add_paper(person, by=by, upload=signed.upload, described=described, among=SCANS).pk
    except FileRefused as refusal:
        raise BadInput("upload", refusal.message) from None


def conclude(
    contract: Contract, version: ContractVersion, person: Person, *, by: Actor | None, on: date
) -> None:
    """Everybody has signed: this text holds from now on. Raises RuleBroken when it no longer may."""
    kind, key = kind_of(contract), key_of(person)
    text = text_of(version, key)
    if digest_of(text) != version.digest:
        raise StaleState(
            _("Le texte gardé n’est pas celui qui a été proposé\u202f: prévenez l’administration.")
        )
    examination(contract, kind, text, on=on).raise_if_refused()
    is_first = contract.status != Status.SIGNED
    for before in contract.versions.filter(state=VersionState.SIGNED):
        version_becomes(before, VersionState.REPLACED)
    version_becomes(version, VersionState.SIGNED, signed_on=on)
    first_day = {"signed_on": on} if is_first else {}
    become(contract, Status.SIGNED, **first_day, **in_clear(text))
    tell(
        contract,
        person,
        "contract_signed" if kind.concludes else "agreement_signed",
        by=by,
        on=on,
        number=version.number,
    )
    timekeeping.answered(contract, on=on)
    timekeeping.keep_time(contract, person, on=on, opens_offer=is_first and kind.concludes, by=by)
    if is_first and contract.replaces_id:
        _replace_old(contract, person, by=by, on=on)


def _replace_old(contract: Contract, person: Person, *, by: Actor | None, on: date) -> None:
    """The old contract ends where the new one begins."""
    old = Contract.objects.select_for_update().filter(
        organisation=contract.organisation_id, person=contract.person_id, pk=contract.replaces_id
    )
    for row in old.filter(status=Status.SIGNED):
        finish(row, person, by=by, on=on, ending=Ending.REPLACED)
