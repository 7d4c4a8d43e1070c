"""What is done with a contract: begun, written a little at a time, proposed, amended, reviewed, ended.

Signatures are in `signing`. Each gesture holds the contract, so that two people never move it at once unknowingly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.assessments.models import Diagnosis
from cordee.dossier.actions import record_fact
from cordee.engagements import timekeeping
from cordee.engagements.access import may, reason_against
from cordee.engagements.duties import duties_of
from cordee.engagements.enums import Ending, Lane, Status, VersionState
from cordee.engagements.models import Contract, ContractVersion
from cordee.engagements.rules import (
    after_diagnosis,
    bound_to_conclude,
    content,
    days_of,
    lasting,
    no_overlap,
    weekly_hours,
)
from cordee.engagements.section import Kind, contracts_of
from cordee.engagements.states import become, version_becomes
from cordee.engagements.texts import (
    LISTS,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_LINES,
    Text,
    completed,
    digest_of,
    hold,
    text_of,
)
from cordee.kernel.dates import Period, add_months
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import Examination, examine
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of, seal_text, unseal_text
from cordee.people.models import Person
from cordee.programmes.cached import definition_of

LONGEST_REASON = 500


class WrittenMeanwhile(StaleState):
    """A colleague wrote the same draft meanwhile: both texts stay. theirs: what they wrote."""

    def __init__(self, theirs: Text, edit: int) -> None:
        super().__init__(_("Un collègue a écrit ce contrat pendant que vous écriviez."))
        self.theirs, self.edit = theirs, edit


def kind_of(contract: Contract) -> Kind:
    """As the version of the programme it was begun on says. Raises BadInput where it no longer does."""
    kinds = contracts_of(definition_of(contract.programme_version_id))
    kind = kinds.kind(contract.kind) if kinds else None
    if kind is None:
        raise BadInput("kind", _("Ce dispositif ne fait plus ce contrat."))
    return kind


def _check_may(by: Actor, person: Person, action: str) -> None:
    if not may(by, person, action):
        raise NotAllowed(reason_against(by, action) or _("Cette partie du dossier vous est fermée."))


@transaction.atomic
def begin_contract(
    person: Person,
    pathway: Pathway,
    *,
    by: Actor,
    kind: str,
    text: Text | None = None,
    plan: Text | None = None,
    replaces: Contract | None = None,
) -> Contract:
    """Open a draft of a kind the programme makes. person: fetched `with_grounds_of` the actor.

    text: what it says from the start; without one, the sentences of the catalogue and the objectives and actions of
    `plan`. replaces: the old contract whose commitments and objectives it takes up (RSA-20).
    Raises NotAllowed, BadInput, StaleState when one of this kind is under way.
    """
    _check_may(by, person, "contract:write")
    made = contracts_of(definition_of(pathway.programme_version_id))
    asked = made.kind(kind) if made else None
    if asked is None or asked.legacy:
        raise BadInput("kind", _("Ce dispositif ne fait pas ce contrat."))
    said = text if text is not None else _begun(asked, by, plan, replaces, person)
    contract = _insert(person, pathway, asked, by=by, replaces_id=replaces.pk if replaces else None)
    _insert_version(contract, said, by=by, number=1, key=key_of(person))
    tell(contract, person, "contract_begun", by=by, on=by.today)
    return contract


def _begun(kind: Kind, by: Actor, plan: Text | None, replaces: Contract | None, person: Person) -> Text:
    """What a draft begins with: the old contract's words, else the plan and the catalogue's."""
    today, start = by.today, plan or Text()
    if replaces is not None:
        old = text_of(_version_in_force(replaces), key_of(person))
        start = replace(start, **{name: getattr(old, name) for name in LISTS}, written=dict(old.written))
    return replace(
        start,
        from_on=today,
        review_on=add_months(today, kind.review_months),
        house=start.house or tuple(kind.suggested("house")),
        person=start.person or tuple(kind.suggested("person")),
        referent=by.member.display_name,
    )


def _insert(person: Person, pathway: Pathway, kind: Kind, *, by: Actor, **more: Any) -> Contract:
    contract = Contract(
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway.pk,
        programme_version_id=pathway.programme_version_id,
        kind=kind.code,
        family=kind.family,
        is_old=kind.legacy,
        sort_key=person.sort_key,
        author=by.member,
        author_organisation=by.organisation,
        **more,
    )
    try:
        with transaction.atomic():
            contract.save(force_insert=True)
    except IntegrityError:
        raise StaleState(_("Un contrat de cette nature est déjà en cours sur ce parcours.")) from None
    return contract


def _insert_version(
    contract: Contract, text: Text, *, by: Actor, number: int, key: bytes, reason: str = "", **more: Any
) -> ContractVersion:
    version = ContractVersion(
        organisation_id=contract.organisation_id,
        person_id=contract.person_id,
        contract=contract,
        number=number,
        author=by.member,
        **more,
    )
    hold(version, text, key)
    if reason:
        version.sealed_reason = seal_text(key, version, "sealed_reason", contract.person_id, reason)
    version.save(force_insert=True)
    return version


@transaction.atomic
def write_contract(contract: Contract, person: Person, *, by: Actor, text: Text, edit: int) -> bool:
    """Keep what was written in the draft. edit: the one shown. False when nothing changed.

    Raises NotAllowed, BadInput, StaleState when it was proposed meanwhile, WrittenMeanwhile.
    """
    _check_may(by, person, "contract:write")
    check_text(text)
    locked(contract)
    version = under_way(contract)
    if version.state != VersionState.DRAFT:
        raise StaleState(_("Ce texte est proposé\u202f: reprenez-le avant de le modifier."))
    key = key_of(person)
    now = text_of(version, key)
    if now == text:
        return False
    if version.edit != edit:
        raise WrittenMeanwhile(now, version.edit)
    hold(version, text, key)
    version.author, version.written_at, version.edit = by.member, timezone.now(), version.edit + 1
    version.save(update_fields=["sealed_text", "author", "written_at", "edit"])
    return True


def check_text(text: Text) -> None:
    """Raises BadInput on what is too long to be read; what is missing is said when it is proposed."""
    for name in LISTS:
        lines = getattr(text, name)
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            said = _("Au plus %(lines)s lignes de %(signs)s caractères\u202f: votre texte est gardé.")
            raise BadInput(name, said % {"lines": MOST_LINES, "signs": LONGEST_LINE})
    for code, words in text.written.items():
        if len(words) > LONGEST_TEXT:
            said = _("Ce texte dépasse %(most)s caractères. Il est gardé\u202f: raccourcissez-le.")
            raise BadInput(code, said % {"most": LONGEST_TEXT})
    if text.lane not in Lane.values:
        raise BadInput("lane", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    if text.child_age is not None and not 0 <= text.child_age <= 30:
        raise BadInput("child_age", _("Vérifiez l’âge de l’enfant."))


def examination(contract: Contract, kind: Kind, text: Text, *, on: date) -> Examination:
    """What proposing, then signing on a day, meets. Three queries."""
    found = [content(text.content(kind), kind.asks)]
    if kind.duties:
        duties = duties_of(contract.organisation_id, contract.person_id)
        found.append(bound_to_conclude(rights_and_duties=duties))
    found.append(days_of(text.from_on, text.until_on, text.review_on, needs_end=kind.needs_end))
    if kind.hours:
        found.append(weekly_hours(text.hours(on)))
    if kind.after_diagnosis:
        found.append(after_diagnosis(on, diagnoses_of(contract)))
    if text.from_on and (text.until_on is None or text.until_on >= text.from_on):
        found.append(no_overlap(Period(text.from_on, text.until_on), others_of(contract)))
        found.append(lasting(text.from_on, text.until_on, least=kind.least_months, most=kind.most_months))
    return examine(found)


def diagnoses_of(contract: Contract) -> list[date]:
    """The days of the closed diagnoses of its pathway."""
    rows = Diagnosis.objects.filter(
        organisation=contract.organisation_id, pathway_id=contract.pathway_id, closed_on__isnull=False
    )
    return list(rows.values_list("day", flat=True))


def others_of(contract: Contract) -> Iterable[Period]:
    """The days of the other contracts of its family, signed; one it takes the place of is left out."""
    rows = Contract.objects.filter(
        organisation=contract.organisation_id,
        person=contract.person_id,
        family=contract.family,
        status__in=[Status.SIGNED, Status.ENDED],
        from_on__isnull=False,
    ).exclude(pk__in=[contract.pk, *([contract.replaces_id] if contract.replaces_id else [])])
    for start, until, ended in rows.values_list("from_on", "until_on", "ended_on"):
        days = [day for day in (until, ended) if day is not None]
        end = min(days) if days else None
        if end is None or end >= start:
            yield Period(start, end)


@transaction.atomic
def propose_contract(contract: Contract, person: Person, *, by: Actor, edit: int) -> ContractVersion:
    """Freeze the text: this is what will be signed. Raises NotAllowed, StaleState, RuleBroken (RSA-10 to RSA-14)."""
    _check_may(by, person, "contract:write")
    locked(contract)
    version = under_way(contract)
    if version.edit != edit:
        raise StaleState(_("Ce texte a changé depuis l’affichage de cette page\u202f: relisez-le."))
    kind, key = kind_of(contract), key_of(person)
    text = text_of(version, key)
    examination(contract, kind, text, on=by.today).raise_if_refused()
    frozen = completed(
        text,
        kind,
        house_name=by.organisation.name,
        person_name=person.full_name,
        birth=str(person.birth_date.label),
    )
    hold(version, frozen, key)
    version_becomes(
        version,
        VersionState.PROPOSED,
        sealed_text=version.sealed_text,
        digest=digest_of(frozen),
        frozen_at=timezone.now(),
    )
    if contract.status == Status.DRAFT:
        become(contract, Status.PROPOSED, **in_clear(frozen))
    tell(contract, person, "contract_proposed", by=by, on=by.today, number=version.number)
    return version


def in_clear(text: Text) -> dict[str, Any]:
    """The columns of a contract, as its text says."""
    return {
        "from_on": text.from_on,
        "until_on": text.until_on,
        "review_on": text.review_on,
        "weekly_minutes": text.minutes,
        "lane": text.lane,
    }


@transaction.atomic
def take_back_contract(
    contract: Contract, person: Person, *, by: Actor, seen: int | None = None
) -> ContractVersion:
    """Write the proposed text again. Where somebody already signed it, that text stays as it was signed, set aside, and
    a new draft takes its words.

    seen: how many signatures the page showed, none where it does not matter: one given meanwhile is not set aside
    unknowingly. Raises NotAllowed, StaleState.
    """
    _check_may(by, person, "contract:write")
    locked(contract)
    version = under_way(contract)
    if version.state != VersionState.PROPOSED:
        raise StaleState(_("Ce texte n’est plus proposé."))
    signatures = version.signatures.count()
    if seen is not None and seen != signatures:
        said = _("Quelqu’un a signé ce texte entre-temps\u202f: regardez qui, avant de le reprendre.")
        raise StaleState(said)
    if signatures:
        version_becomes(version, VersionState.DROPPED)
        key = key_of(person)
        text, reason = text_of(version, key), unseal_text(key, version, "sealed_reason", person.pk)
        version = _insert_version(
            contract, text, by=by, number=_next_number(contract), key=key, reason=reason
        )
    else:
        version_becomes(version, VersionState.DRAFT, digest="", frozen_at=None)
    if contract.status == Status.PROPOSED:
        become(contract, Status.DRAFT)
    timekeeping.answered(contract, on=by.today)
    tell(contract, person, "contract_taken_back", by=by, on=by.today)
    return version


def _next_number(contract: Contract) -> int:
    numbers = contract.versions.order_by("-number").values_list("number", flat=True)
    return int(numbers[0]) + 1


@transaction.atomic
def amend_contract(contract: Contract, person: Person, *, by: Actor, reason: str) -> ContractVersion:
    """Begin an amendment: the signed text stays as it is, a new draft starts from it.

    Raises NotAllowed, BadInput, StaleState when one is under way or nothing is signed.
    """
    _check_may(by, person, "contract:write")
    if not reason.strip():
        raise BadInput("reason", _("Dites en quelques mots ce qui change."))
    if len(reason) > LONGEST_REASON:
        said = _("Au plus %(most)s caractères\u202f: dites l’essentiel.") % {"most": LONGEST_REASON}
        raise BadInput("reason", said)
    locked(contract)
    if contract.status != Status.SIGNED:
        raise StaleState(_("Ce contrat n’est pas signé, ou il est terminé."))
    key = key_of(person)
    text = text_of(_version_in_force(contract), key)
    try:
        with transaction.atomic():
            return _insert_version(
                contract, text, by=by, number=_next_number(contract), key=key, reason=reason.strip()
            )
    except IntegrityError:
        raise StaleState(_("Un avenant est déjà en préparation.")) from None


@transaction.atomic
def drop_contract(contract: Contract, person: Person, *, by: Actor) -> None:
    """Give up what is being prepared: the contract, or its amendment. Raises NotAllowed, StaleState."""
    _check_may(by, person, "contract:write")
    locked(contract)
    version = under_way(contract)
    if version.state == VersionState.PROPOSED and version.signatures.exists():
        raise StaleState(
            _("Quelqu’un a signé ce texte entre-temps\u202f: reprenez le texte avant de l’abandonner.")
        )
    version_becomes(version, VersionState.DROPPED)
    if contract.status != Status.SIGNED:
        become(contract, Status.DROPPED)
    timekeeping.answered(contract, on=by.today, closing="dropped")
    tell(contract, person, "contract_dropped", by=by, on=by.today)


@transaction.atomic
def review_contract(contract: Contract, person: Person, *, by: Actor, on: date, next_on: date) -> Contract:
    """Say that the contract was looked at together, and when it will be again. Raises NotAllowed, BadInput."""
    _check_may(by, person, "contract:write")
    locked(contract)
    if contract.status != Status.SIGNED:
        raise StaleState(_("Ce contrat n’est pas signé, ou il est terminé."))
    if on > by.today:
        raise BadInput("on", _("Ce jour est dans l’avenir\u202f: notez le point une fois fait."))
    if contract.signed_on and on < contract.signed_on:
        raise BadInput("on", _("Ce jour vient avant la signature du contrat."))
    if next_on <= on:
        raise BadInput("next_on", _("Le prochain point vient après celui-ci."))
    if contract.until_on and next_on > contract.until_on:
        raise BadInput("next_on", _("Le prochain point vient après la fin du contrat."))
    become(contract, Status.SIGNED, review_on=next_on)
    tell(contract, person, "review_held", by=by, on=on)
    timekeeping.keep_time(contract, person, on=by.today)
    return contract


@transaction.atomic
def end_contract(contract: Contract, person: Person, *, by: Actor, on: date, ending: str) -> Contract:
    """Say that it is over, and why. What was being prepared beside is given up.

    Raises NotAllowed, BadInput, StaleState.
    """
    _check_may(by, person, "contract:end")
    if ending not in Ending.values:
        raise BadInput("ending", _("Choisissez une raison dans la liste."))
    locked(contract)
    if on > by.today:
        raise BadInput("on", _("Ce jour est dans l’avenir."))
    if contract.signed_on and on < contract.signed_on:
        raise BadInput("on", _("Un contrat ne peut pas finir avant d’être signé."))
    finish(contract, person, by=by, on=on, ending=ending)
    return contract


def finish(contract: Contract, person: Person, *, by: Actor | None, on: date, ending: str) -> None:
    """The end itself, of a contract held for update."""
    become(contract, Status.ENDED, ended_on=on, ending=ending)
    for version in contract.versions.filter(state__in=[VersionState.DRAFT, VersionState.PROPOSED]):
        version_becomes(version, VersionState.DROPPED)
    tell(contract, person, "contract_ended", by=by, on=on, ending=ending)
    timekeeping.answered(contract, on=on, closing="dropped")
    timekeeping.keep_time(contract, person, on=on)


@dataclass(frozen=True)
class Old:
    """A contract made before, as its paper says."""

    kind: str
    signed_on: date
    from_on: date
    until_on: date | None = None
    text: Text = Text()


@transaction.atomic
def record_old_contract(person: Person, pathway: Pathway, *, by: Actor, old: Old) -> Contract:
    """Note a contract of before, signed on paper: it waits to be replaced (RSA-20). Raises NotAllowed, BadInput."""
    _check_may(by, person, "contract:write")
    made = contracts_of(definition_of(pathway.programme_version_id))
    kind = made.kind(old.kind) if made else None
    if kind is None or not kind.legacy:
        raise BadInput("kind", _("Ce dispositif ne connaît pas ce contrat."))
    if old.signed_on > by.today:
        raise BadInput("signed_on", _("Ce jour est dans l’avenir."))
    if old.until_on is not None and old.until_on < old.from_on:
        raise BadInput("until_on", _("La fin du contrat vient avant son début."))
    check_text(old.text)
    said = replace(old.text, from_on=old.from_on, until_on=old.until_on)
    frozen = completed(
        said,
        kind,
        house_name=by.organisation.name,
        person_name=person.full_name,
        birth=str(person.birth_date.label),
    )
    contract = _insert(
        person, pathway, kind, by=by, status=Status.SIGNED, signed_on=old.signed_on, **in_clear(frozen)
    )
    _insert_version(
        contract,
        frozen,
        by=by,
        number=1,
        key=key_of(person),
        state=VersionState.SIGNED,
        signed_on=old.signed_on,
        digest=digest_of(frozen),
        frozen_at=timezone.now(),
    )
    tell(contract, person, "contract_recorded", by=by, on=by.today)
    timekeeping.keep_time(contract, person, on=by.today)
    return contract


def locked(contract: Contract) -> None:
    """Hold the contract until the end of the gesture, and read again where it stands."""
    kept = Contract.objects.select_for_update().get(pk=contract.pk)
    for name in ("status", "version", "signed_on", "until_on", "from_on", "review_on", "lane"):
        setattr(contract, name, getattr(kept, name))


def under_way(contract: Contract) -> ContractVersion:
    """The version being prepared or proposed. Raises StaleState when there is none."""
    found: ContractVersion | None = contract.versions.filter(
        state__in=[VersionState.DRAFT, VersionState.PROPOSED]
    ).first()
    if found is None:
        raise StaleState(_("Ce contrat a changé depuis l’affichage de cette page."))
    return found


def _version_in_force(contract: Contract) -> ContractVersion:
    found: ContractVersion | None = contract.versions.filter(state=VersionState.SIGNED).first()
    if found is None:
        raise StaleState(_("Ce contrat n’est pas signé."))
    return found


def tell(contract: Contract, person: Person, kind: str, *, by: Actor | None, on: date, **codes: Any) -> None:
    """The fact: that there is a contract, which; never what it says."""
    record_fact(
        person=person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=contract.pathway_id,
        partition=Partition.EMPLOYMENT,
        thing=contract,
        codes={"kind": contract.kind, **codes},
    )
