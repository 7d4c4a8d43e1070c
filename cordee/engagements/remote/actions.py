"""What a colleague does with links: give one to whoever signs, take it back. What the person does is in `opening`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.doors.guarding import digest
from cordee.doors.tokens import new_token
from cordee.dossier.messages import Way, write_to_person
from cordee.engagements import timekeeping
from cordee.engagements.access import may, reason_against
from cordee.engagements.actions import kind_of, locked, tell, under_way
from cordee.engagements.enums import Capacity, VersionState
from cordee.engagements.models import Contract, ContractVersion
from cordee.engagements.remote import letters
from cordee.engagements.remote.enums import By
from cordee.engagements.remote.models import SigningLink
from cordee.engagements.remote.rules import FOR_DAYS
from cordee.engagements.signing import SIDE_OF_PERSON, check_diagnosis, side_of
from cordee.kernel.dates import Precision
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.people.models import Person
from cordee.plumbing.outbox.actions import cancel_message
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import WAITING

SIGN = "sign"  # what the token of such a link is for


@dataclass(frozen=True)
class Wanted:
    """A link about to be given. way: by what it is written to the person; none to copy or print it, once.

    days: how long it serves. is_safe: nobody else reads this means, asked where the person is in danger.
    address: (token) -> the whole address of the page.
    """

    capacity: str
    days: int
    address: Callable[[str], str]
    way: Way | None = None
    is_safe: bool = False


@transaction.atomic
def give_link(contract: Contract, person: Person, *, by: Actor, wanted: Wanted) -> tuple[SigningLink, str]:
    """A link to sign the text that is proposed: (what is kept of it, its address). One given before no longer serves.

    person: fetched `with_grounds_of` the actor. Raises NotAllowed (role, the person's wishes, a sealed dossier),
    BadInput, StaleState (nothing to sign, already signed), RuleBroken (RSA-10).
    """
    _check_may(by, person)
    locked(contract)
    version = under_way(contract)
    if version.state != VersionState.PROPOSED:
        raise StaleState(_("Aucun texte n’attend de signature."))
    _check_wanted(wanted, person, by, version)
    check_diagnosis(kind_of(contract), contract, by.today)
    for before in _awaited(version, wanted.capacity):
        _withdraw(before, by=by)
    link = SigningLink(
        organisation_id=contract.organisation_id,
        person_id=contract.person_id,
        contract=contract,
        version=version,
        capacity=wanted.capacity,
        digest=version.digest,
        by=wanted.way.channel if wanted.way else By.GIVEN,
        sent_by=by.member,
    )
    link.expires_at = link.sent_at + timedelta(days=wanted.days)
    token = new_token(SIGN, contract.organisation_id, link.pk)
    link.token_digest = digest(token)
    address = wanted.address(token)
    link.save(force_insert=True)
    if wanted.way is not None:
        link.message_id = _write(link, person, by=by, wanted=wanted, address=address).pk
        link.save(update_fields=["message_id"])
    tell(contract, person, "contract_link_given", by=by, on=by.today, capacity=wanted.capacity)
    return link, address


def _check_may(by: Actor, person: Person) -> None:
    if not may(by, person, "contract:sign"):
        raise NotAllowed(reason_against(by, "contract:sign") or _("Cette partie du dossier vous est fermée."))
    if why_not := why_no_link(person):
        raise NotAllowed(why_not)


def why_no_link(person: Person) -> str:
    """What forbids any link for this person, in a sentence; empty when one may be given.

    person: fetched `with_grounds_of` the actor. Behind a link nobody of the team stands: a sealed dossier is closed.
    """
    if person.is_sealed:  # type: ignore[attr-defined]
        return _(
            "Ce dossier est scellé\u202f: rien n’en sort par un lien. La signature se donne en présence."
        )
    if person.birth_date.precision != Precision.EXACT:
        return _(
            "La date de naissance n’est pas connue en entier\u202f: c’est elle qui ouvre le lien. Notez-la, ou "
            "recueillez la signature en présence."
        )
    return ""


def _check_wanted(wanted: Wanted, person: Person, by: Actor, version: ContractVersion) -> None:
    """Raises BadInput on who would sign, by what means, for how long."""
    if wanted.capacity not in SIDE_OF_PERSON or wanted.capacity not in side_of(person, by).signers.may:
        raise BadInput("capacity", _("Personne d’autre ne signe à la place de la personne."))
    if version.signatures.filter(capacity=wanted.capacity).exists():
        raise StaleState(_("Cette signature est déjà enregistrée."))
    if wanted.way is not None and wanted.way.channel not in (By.MAIL, By.SMS):
        raise BadInput(
            "way", _("Un lien part par courriel ou par SMS. Sur papier, copiez-le ou imprimez-le.")
        )
    if wanted.way is not None and wanted.capacity != Capacity.PERSON:
        raise BadInput(
            "way",
            _("Ces coordonnées sont celles de la personne\u202f: copiez le lien pour qui signe avec elle."),
        )
    if wanted.days not in FOR_DAYS:
        raise BadInput("days", _("Ce choix n’est plus proposé. Choisissez dans la liste."))


def _write(link: SigningLink, person: Person, *, by: Actor, wanted: Wanted, address: str) -> Message:
    """Neutral words and the link, to the person. Raises NotAllowed, BadInput."""
    way = wanted.way
    if way is None:
        raise ValueError("a link without a way is not written")
    return write_to_person(
        person,
        by=by,
        way=way,
        subject=letters.subject(),
        text=letters.text_of(address, link.expires_at, by.organisation),
        purpose=letters.LINK,
        is_safe=wanted.is_safe,
        once=f"{letters.LINK}:{link.pk}",
        thing=link,
        before=link.expires_at,
    )


def _awaited(version: ContractVersion, capacity: str) -> list[SigningLink]:
    rows = SigningLink.objects.select_for_update().filter(
        organisation=version.organisation_id, version=version, withdrawn_at=None, signed_at=None
    )
    return list(rows.filter(capacity=capacity))


@transaction.atomic
def withdraw_link(link: SigningLink, contract: Contract, person: Person, *, by: Actor) -> None:
    """Take a link back: it opens nothing from now on. Raises NotAllowed, StaleState (signed, taken back)."""
    if not may(by, person, "contract:sign"):
        raise NotAllowed(reason_against(by, "contract:sign") or _("Cette partie du dossier vous est fermée."))
    locked(contract)
    kept = SigningLink.objects.select_for_update().get(pk=link.pk)
    if kept.signed_at is not None:
        raise StaleState(_("Le texte a été signé par ce lien entre-temps."))
    if kept.withdrawn_at is not None:
        raise StaleState(_("Ce lien est déjà repris."))
    _withdraw(kept, by=by)
    timekeeping.answered(contract, on=by.today, closing="dropped")
    tell(contract, person, "contract_link_withdrawn", by=by, on=by.today, capacity=kept.capacity)


def _withdraw(link: SigningLink, *, by: Actor) -> None:
    link.withdrawn_at, link.withdrawn_by = timezone.now(), by.member
    link.save(update_fields=["withdrawn_at", "withdrawn_by"])
    if link.message_id is None:
        return
    waiting = Message.objects.filter(pk=link.message_id, state__in=WAITING).first()
    if waiting is not None:
        try:
            with transaction.atomic():
                cancel_message(waiting, by=by)
        except StaleState:
            pass  # it is leaving at this very moment: the outbox asks `letters.no_longer_serves`
