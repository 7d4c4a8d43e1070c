"""What the person does with a link, without an account: say who they are, read, sign, or ask to talk first.

Each gesture holds the contract, then the link, as those of colleagues do: two tries at once make one signature.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.doors.inside import inside
from cordee.doors.tokens import Link
from cordee.engagements import fetch, timekeeping
from cordee.engagements.actions import kind_of, locked, tell
from cordee.engagements.enums import Capacity, Means, VersionState
from cordee.engagements.fetch import ToldContract, ToldVersion
from cordee.engagements.models import Contract, ContractVersion, Signature
from cordee.engagements.remote.models import SigningLink
from cordee.engagements.remote.rules import LONGEST_WORDS, TRIES, is_of, is_same
from cordee.engagements.rules import Signers, is_complete, signers
from cordee.engagements.signing import (
    LONGEST_NAME,
    check_diagnosis,
    conclude,
    held_on,
    is_drawing,
    needed_by,
)
from cordee.engagements.texts import text_of
from cordee.kernel.errors import BadInput, RuleBroken, StaleState
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person, SocialProfile
from cordee.plumbing.crypto import Unreadable


@dataclass(frozen=True)
class Read:
    """What somebody recognised reads. stands: may the text still be signed there?"""

    link: SigningLink
    house: Organisation
    person: Person
    contract: ToldContract
    version: ToldVersion
    stands: bool


@dataclass(frozen=True)
class Given:
    """A signature about to be kept. digest: of the text shown; drawing: beside the name, where a script ran."""

    name: str
    agrees: bool
    digest: str
    drawing: str = ""


def look(link: Link | None) -> SigningLink | None:
    """What a link opens; nothing, alike, when it was never given, was taken back, is too old, or was tried too often.

    One query, none for a link made up.
    """
    if link is None:
        return None
    with inside(link.organisation):
        row = SigningLink.objects.filter(pk=link.row).first()
    return row if row is not None and serves(row, link, timezone.now()) else None


def serves(row: SigningLink, link: Link, now: datetime) -> bool:
    return constant_time_compare(row.token_digest, link.digest) and row.serves(now)


@transaction.atomic
def prove(row: SigningLink, born_on: date) -> int | None:
    """Is it the person's day of birth? None when it is; else how many tries are left."""
    with inside(row.organisation_id):
        kept = SigningLink.objects.select_for_update().get(pk=row.pk)
        if not kept.serves(timezone.now()):
            return 0
        birth = Person.objects.get(pk=kept.person_id).birth_date
        if birth.day is None or birth.earliest != born_on:
            kept.tries += 1
            kept.save(update_fields=["tries"])
            if kept.is_locked:
                _tell_locked(kept)
            return TRIES - kept.tries
        kept.tries, kept.opened_at = 0, kept.opened_at or timezone.now()
        kept.save(update_fields=["tries", "opened_at"])
    return None


def _tell_locked(kept: SigningLink) -> None:
    """Somebody tried too often: whoever follows the person gives another link, by a surer means perhaps."""
    contract = Contract.objects.select_related("organisation", "person").get(pk=kept.contract_id)
    label = _("Lien pour signer bloqué après plusieurs mauvaises réponses")
    timekeeping.await_answer(contract, contract.person, label, on=contract.organisation.today)


def read(row: SigningLink) -> Read | None:
    """The text and who signed it, for somebody recognised; nothing when it can no longer be read."""
    with inside(row.organisation_id):
        house = Organisation.objects.get(pk=row.organisation_id)
        person = Person.objects.get(pk=row.person_id)
        version = ContractVersion.objects.select_related("contract").get(pk=row.version_id)
        kind = fetch.kind_known(version.contract)
        if kind is None:
            return None
        try:
            key = key_of(person)
        except Unreadable:
            return None
        told = ToldContract(version.contract, kind, [])
        amends = fetch.amends_of(version)
        told.versions.append(ToldVersion(version, text_of(version, key), amends=amends))
        fetch.with_signatures(told, person, key)
    return Read(row, house, person, told, told.versions[0], _stands(row, version))


def awaited_under(found: Read) -> Signers:
    """Who signs on the person's side the text they read. Two queries."""
    with inside(found.link.organisation_id):
        return side_inside(found.person)


def _stands(row: SigningLink, version: ContractVersion) -> bool:
    return version.state == VersionState.PROPOSED and version.digest == row.digest


@transaction.atomic
def sign(row: SigningLink, *, given: Given) -> None:
    """Keep a signature given from home; when it is the last one needed, the contract is signed.

    Raises BadInput, StaleState (signed already, taken back, the text changed, another signs now), RuleBroken.
    """
    with inside(row.organisation_id):
        contract, kept, version, person = _held(row)
        _check_stands(kept, version, given)
        found, house = side_inside(person), contract.organisation
        if kept.capacity not in found.may:
            raise StaleState(_("Qui signe a changé depuis l’envoi de ce lien\u202f: rien n’est signé."))
        _check_given(kept, person, given)
        today = house.today
        check_diagnosis(kind_of(contract), contract, today)
        signature = _keep(kept, version, person, given, today)
        kept.signed_at, kept.signature_id = timezone.now(), signature.pk
        kept.save(update_fields=["signed_at", "signature_id"])
        tell(contract, person, "contract_signed_by_link", by=None, on=today, capacity=kept.capacity)
        held = held_on(version)
        timekeeping.answered(contract, on=today)
        if is_complete(needed_by(kind_of(contract), found), held):
            conclude(contract, version, person, by=None, on=max(held.values()))
        else:
            label = _("Contrat signé à distance\u202f: il manque une signature")
            timekeeping.await_answer(contract, person, label, on=today)


def _held(row: SigningLink) -> tuple[Contract, SigningLink, ContractVersion, Person]:
    """The contract, the link and its text, held until the end of the gesture."""
    contract = Contract.objects.select_related("organisation").get(pk=row.contract_id)
    locked(contract)
    kept = SigningLink.objects.select_for_update().get(pk=row.pk)
    version = ContractVersion.objects.get(pk=kept.version_id)
    version.contract = contract
    return contract, kept, version, Person.objects.get(pk=kept.person_id)


def _check_stands(kept: SigningLink, version: ContractVersion, given: Given) -> None:
    if kept.signed_at is not None:
        raise StaleState(_("C’est déjà signé\u202f: une seule signature est gardée."))
    if not kept.serves(timezone.now()):
        raise StaleState(_("Ce lien ne sert plus\u202f: rien n’est signé."))
    if not _stands(kept, version) or not constant_time_compare(given.digest, version.digest):
        raise StaleState(_("Le texte a été repris depuis l’envoi de ce lien\u202f: rien n’est signé."))


def side_inside(person: Person) -> Signers:
    """Who signs for the person, asked by nobody of the house: inside its context. One query."""
    profile = SocialProfile.objects.filter(organisation=person.organisation_id, person=person.pk).first()
    today = Organisation.objects.get(pk=person.organisation_id).today
    return signers(person.birth_date.age_range(today), profile.legal_protection if profile else "")


def _check_given(kept: SigningLink, person: Person, given: Given) -> None:
    """Raises BadInput on the name, the tick, the drawing."""
    name = given.name.strip()
    if not name:
        raise BadInput("name", _("Écrivez votre prénom et votre nom."))
    if len(name) > LONGEST_NAME:
        raise BadInput("name", _("Ce nom est trop long."))
    if is_same(name, kept.sent_by.display_name):
        raise BadInput("name", _("Qui envoie le lien ne signe pas à la place de la personne."))
    # A relative has the family name too: a first name tells who signs.
    is_theirs = is_of(name, (person.first_names, person.alias))
    if kept.capacity == Capacity.PERSON and not is_theirs:
        raise BadInput("name", _("Écrivez votre nom comme il est sur le texte, plus haut."))
    if kept.capacity != Capacity.PERSON and is_same(name, person.full_name):
        raise BadInput("name", _("Écrivez votre propre nom\u202f: vous signez avec la personne."))
    if not given.agrees:
        raise BadInput("agrees", _("Cochez la case si vous êtes d’accord. Sinon, demandez à en parler."))
    if given.drawing and not is_drawing(given.drawing):
        raise BadInput(
            "drawing", _("Le dessin n’a pas pu être lu\u202f: effacez-le, ou laissez le cadre vide.")
        )


def _keep(kept: SigningLink, version: ContractVersion, person: Person, given: Given, on: date) -> Signature:
    row = Signature(
        organisation_id=version.organisation_id,
        person_id=version.person_id,
        version=version,
        capacity=kept.capacity,
        means=Means.LINK,
        signed_on=on,
        digest=version.digest,
        link_id=kept.pk,
    )
    key = key_of(person)
    row.sealed_name = seal_text(key, row, "sealed_name", person.pk, given.name.strip())
    if given.drawing:
        row.sealed_drawing = seal_text(key, row, "sealed_drawing", person.pk, given.drawing)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise StaleState(_("C’est déjà signé\u202f: une seule signature est gardée.")) from None
    return row


@transaction.atomic
def talk_first(row: SigningLink, *, words: str) -> None:
    """They would rather talk about it: it comes on the day of whoever follows them. Raises BadInput, StaleState."""
    if len(words) > LONGEST_WORDS:
        said = _("Au plus %(most)s caractères\u202f: dites l’essentiel, vous en parlerez ensemble.")
        raise BadInput("words", said % {"most": LONGEST_WORDS})
    with inside(row.organisation_id):
        contract, kept, version, person = _held(row)
        if kept.signed_at is not None:
            raise StaleState(_("C’est déjà signé. Appelez la structure\u202f: on peut toujours en reparler."))
        if not kept.serves(timezone.now()):
            raise StaleState(_("Ce lien ne sert plus. Appelez la structure."))
        kept.talk_at = timezone.now()
        kept.sealed_words = seal_text(key_of(person), kept, "sealed_words", person.pk, words.strip())
        kept.save(update_fields=["talk_at", "sealed_words"])
        today = contract.organisation.today
        tell(contract, person, "contract_talk_asked", by=None, on=today)
        timekeeping.await_answer(contract, person, _("Parler du contrat avec elle avant de signer"), on=today)


@transaction.atomic
def hindered(row: SigningLink, error: RuleBroken) -> None:
    """A rule refused what they signed: they can do nothing about it, whoever follows them can."""
    with inside(row.organisation_id):
        contract, _kept, _version, person = _held(row)
        rules = ", ".join(sorted({verdict.rule for verdict in error.verdicts}))
        label = _("Contrat\u202f: signature à distance empêchée (%(rules)s)") % {"rules": rules}
        timekeeping.await_answer(contract, person, label, on=contract.organisation.today)
