"""What is noted when a contract could not be kept. Each gesture holds the row, and leaves a fact in the thread.

Nobody decides here: a reason ends it, talking comes first, the person answers, and what somebody else decided is
recorded only when the law lets it stand (RSA-17, RSA-21 to RSA-27).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.engagements.breach import timekeeping
from cordee.engagements.breach.access import may, reason_against
from cordee.engagements.breach.enums import BY_HAND, About, Closing, Legitimate, Sense, What
from cordee.engagements.breach.models import Breach, Sanction
from cordee.engagements.breach.rules import SanctionFacts, examine_sanction, may_be_opened
from cordee.engagements.duties import duties_of
from cordee.engagements.enums import Status
from cordee.engagements.models import Contract
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import Examination, examine
from cordee.kernel.words import french_day
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person
from cordee.referrals.models import OrientationDecision

LONGEST = 4_000


def _check_may(by: Actor, person: Person) -> None:
    if not may(by, person, "breach:write"):
        raise NotAllowed(reason_against(by, "breach:write") or _("Cette partie du dossier vous est fermée."))


@transaction.atomic
def note_facts(contract: Contract, person: Person, *, by: Actor, about: str, day: date, words: str) -> Breach:
    """Note what happened, dated. person: fetched `with_grounds_of` the actor.

    Raises NotAllowed, BadInput, RuleBroken (RSA-17: no duty goes with their RSA).
    """
    _check_may(by, person)
    if about not in About.values:
        raise BadInput("about", _("Dites de quoi il s’agit."))
    if about == About.NOT_KEPT and contract.status not in (Status.SIGNED, Status.ENDED):
        raise BadInput("about", _("Ce contrat n’est pas signé\u202f: il n’y a rien à tenir encore."))
    if day > by.today:
        raise BadInput("day", _("Ce jour est dans l’avenir."))
    if about == About.NOT_KEPT:
        _check_within(contract, day)
    _check_words(words, needed=True)
    examine([may_be_opened(duties=duties_of(person.organisation_id, person.pk))]).raise_if_refused()
    breach = Breach(
        organisation_id=contract.organisation_id,
        person_id=contract.person_id,
        contract=contract,
        pathway_id=contract.pathway_id,
        about=about,
        day=day,
        author=by.member,
        author_organisation=by.organisation,
    )
    breach.sealed_facts = seal_text(key_of(person), breach, "sealed_facts", person.pk, words.strip())
    breach.save(force_insert=True)
    _tell(breach, person, "breach_noted", by=by, on=by.today)
    return breach


def _check_within(contract: Contract, day: date) -> None:
    """There is nothing to keep before a contract holds, nor once it is over. Raises BadInput."""
    if contract.signed_on and day < contract.signed_on:
        raise BadInput("day", _("Ce jour vient avant la signature du contrat."))
    if contract.from_on and day < contract.from_on:
        said = _("Ce jour vient avant le début du contrat, le %(day)s.")
        raise BadInput("day", said % {"day": french_day(contract.from_on)})
    left = Pathway.objects.filter(organisation=contract.organisation_id, pk=contract.pathway_id)
    left_on = left.values_list("closed_on", flat=True).first()
    if left_on is not None and day > left_on:
        said = _("Ce jour vient après la fin du parcours, le %(day)s\u202f: il n’y avait plus rien à tenir.")
        raise BadInput("day", said % {"day": french_day(left_on)})
    last = min((one for one in (contract.until_on, contract.ended_on) if one), default=None)
    if last is not None and day > last:
        said = _("Ce jour vient après la fin du contrat, le %(day)s\u202f: il n’y avait plus rien à tenir.")
        raise BadInput("day", said % {"day": french_day(last)})


def _check_words(words: str, *, needed: bool, field: str = "words") -> None:
    if needed and not words.strip():
        raise BadInput(
            field, _("Dites en quelques mots ce qui s’est passé\u202f: des faits, pas un jugement.")
        )
    if len(words) > LONGEST:
        raise BadInput(field, _("Ce texte est trop long\u202f: gardez l’essentiel."))


def _past(on: date, by: Actor, *, after: date | None = None, field: str = "on", said: str = "") -> None:
    if on > by.today:
        raise BadInput(field, _("Ce jour est dans l’avenir."))
    if after is not None and on < after:
        raise BadInput(field, said or _("Ce jour vient avant les faits."))


def _held(breach: Breach, by: Actor, person: Person) -> Breach:
    """The row, held, still open. Raises NotAllowed, StaleState."""
    _check_may(by, person)
    kept: Breach = Breach.objects.select_for_update().get(pk=breach.pk)
    if not kept.is_open:
        raise StaleState(_("C’est déjà clos."))
    return kept


def _change(kept: Breach, **values: Any) -> None:
    for name, value in values.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save(update_fields=[*values, "version"])


@transaction.atomic
def note_reason(breach: Breach, person: Person, *, by: Actor, on: date, reason: str, words: str = "") -> None:
    """A legitimate reason: there is no breach, it is closed. Raises NotAllowed, BadInput, StaleState."""
    kept = _held(breach, by, person)
    if reason not in Legitimate.values or not reason:
        raise BadInput("reason", _("Choisissez un motif dans la liste."))
    _past(on, by, after=kept.day)
    _check_words(words, needed=False)
    sealed = seal_text(key_of(person), kept, "sealed_reason", person.pk, words.strip())
    _change(kept, reason=reason, reason_on=on, sealed_reason=sealed, ended_on=on, ending=Closing.REASON)
    timekeeping.stop(kept, on=on)
    _tell(kept, person, "breach_reason", by=by, on=on)


@transaction.atomic
def note_conciliation(breach: Breach, person: Person, *, by: Actor, on: date) -> None:
    """They talked about it, before anything else (RSA-31). Raises NotAllowed, BadInput, StaleState."""
    kept = _held(breach, by, person)
    _past(on, by, after=kept.day)
    _change(kept, conciliated_on=on)
    _tell(kept, person, "breach_talked", by=by, on=on)


@transaction.atomic
def note_told(breach: Breach, person: Person, *, by: Actor, on: date) -> None:
    """The person was informed in writing: their time to answer runs (RSA-26).

    Raises NotAllowed, BadInput, StaleState.
    """
    kept = _held(breach, by, person)
    _past(on, by, after=kept.day)
    _change(kept, told_on=on)
    timekeeping.run(kept, person)
    _tell(kept, person, "breach_told", by=by, on=on)


@transaction.atomic
def note_answer(
    breach: Breach,
    person: Person,
    *,
    by: Actor,
    on: date,
    words: str = "",
    heard_on: date | None = None,
    is_accompanied: bool = False,
) -> None:
    """What the person answers, in writing or heard, with somebody of their choice: all of it, as it stands now.

    heard_on: the day they were heard, none when they were not. Raises NotAllowed, BadInput, StaleState.
    """
    kept = _held(breach, by, person)
    _past(on, by, after=kept.day)
    if heard_on is not None:
        _past(heard_on, by, after=kept.day, field="heard_on")
    if is_accompanied and heard_on is None:
        raise BadInput("heard_on", _("Dites quel jour elle a été entendue avec cette personne."))
    _check_words(words, needed=heard_on is None)
    _change(
        kept,
        observed_on=on,
        heard_on=heard_on,
        is_accompanied=is_accompanied,
        sealed_observations=seal_text(key_of(person), kept, "sealed_observations", person.pk, words.strip()),
    )
    if kept.told_on:
        timekeeping.run(kept, person)
    _tell(kept, person, "breach_answered", by=by, on=on)


@transaction.atomic
def note_opinion(
    breach: Breach,
    person: Person,
    *,
    by: Actor,
    invited_on: date | None,
    on: date | None,
    body: str = "",
    sense: str = "",
) -> None:
    """The board: the day the person was invited, then the day and the sense of its opinion (RSA-25).

    Raises NotAllowed, BadInput, StaleState.
    """
    kept = _held(breach, by, person)
    if invited_on is None and on is None:
        raise BadInput("invited_on", _("Notez au moins le jour de l’invitation, ou celui de l’avis."))
    if invited_on is not None:
        _past(invited_on, by, after=kept.day, field="invited_on")
    if (on is None) != (sense == ""):
        raise BadInput("sense", _("Un avis a une date et un sens."))
    if sense not in Sense.values:
        raise BadInput("sense", _("Choisissez un sens dans la liste."))
    if on is not None:
        _past(on, by, after=kept.day)
        if not body.strip():
            raise BadInput("body", _("Dites qui a donné cet avis."))
        if len(body) > 120:
            raise BadInput("body", _("Ce nom est trop long."))
    _change(kept, invited_on=invited_on, opinion_on=on, opinion=sense, opinion_body=body.strip())
    _tell(kept, person, "breach_opinion", by=by, on=on or invited_on or by.today)


@dataclass(frozen=True)
class Decided:
    """A decision as it was taken elsewhere. No value is ever suggested (RSA-29)."""

    decided_on: date
    notified_on: date
    from_on: date
    kind: str
    rate: int
    months: int
    step: int
    persists: bool = False
    household: int | None = None
    is_increased: bool = False


def examination(breach: Breach, person: Person, decided: Decided) -> Examination:
    """What the law answers to this decision. Three queries."""
    earlier = Sanction.objects.filter(organisation=breach.organisation_id, person=breach.person_id)
    days = earlier.exclude(breach=breach.pk).values_list("notified_on", flat=True)
    return examine_sanction(
        SanctionFacts(
            decided_on=decided.decided_on,
            kind=decided.kind,
            rate=decided.rate,
            months=decided.months,
            breach=breach.about,
            step=decided.step,
            household=decided.household,
            is_increased=decided.is_increased,
            has_legitimate_reason=bool(breach.reason),
            conciliated_on=breach.conciliated_on,
            told_on=breach.told_on,
            observed_on=breach.observed_on,
            heard_on=breach.heard_on,
            invited_on=breach.invited_on,
            opinion_on=breach.opinion_on,
            earlier=tuple(days),
            reoriented_on=_reoriented_on(breach),
            persists=decided.persists,
            duties=duties_of(person.organisation_id, person.pk),
        )
    )


@transaction.atomic
def record_decision(breach: Breach, person: Person, *, by: Actor, decided: Decided) -> Sanction:
    """Keep what was decided elsewhere. Raises NotAllowed, BadInput, StaleState, RuleBroken."""
    kept = _held(breach, by, person)
    if decided.kind not in What.values:
        raise BadInput("kind", _("Dites ce qui a été décidé."))
    if decided.step not in (1, 2):
        raise BadInput("step", _("Dites à quelle étape."))
    _past(decided.decided_on, by, after=kept.day, field="decided_on")
    _past(
        decided.notified_on, by, after=decided.decided_on, field="notified_on",
        said=_("La notification vient avant la décision."),
    )  # fmt: skip
    if decided.from_on < decided.notified_on:
        raise BadInput("from_on", _("Une décision ne s’applique pas avant d’être notifiée."))
    examination(kept, person, decided).raise_if_refused()
    sanction = Sanction(
        organisation_id=kept.organisation_id,
        person_id=kept.person_id,
        breach=kept,
        recorded_by=by.member,
        **vars(decided),
    )
    try:
        with transaction.atomic():
            sanction.save(force_insert=True)
    except IntegrityError:
        raise StaleState(_("Une décision est déjà notée.")) from None
    _change(kept, ended_on=decided.notified_on, ending=Closing.DECIDED)
    timekeeping.stop(kept, on=decided.notified_on)
    _tell(kept, person, "breach_decided", by=by, on=decided.notified_on)
    return sanction


@transaction.atomic
def note_compliance(breach: Breach, person: Person, *, by: Actor, on: date) -> Sanction:
    """The person keeps the contract again: the suspension ends that day (RSA-24). Raises NotAllowed, BadInput,
    StaleState."""
    _check_may(by, person)
    sanction: Sanction | None = Sanction.objects.select_for_update().filter(breach=breach.pk).first()
    if sanction is None or sanction.kind != What.SUSPENSION:
        raise StaleState(_("Aucune suspension n’est notée."))
    if sanction.complied_on is not None:
        raise StaleState(_("La reprise est déjà notée."))
    _past(on, by, after=sanction.decided_on, said=_("Ce jour vient avant la décision."))
    sanction.complied_on = on
    sanction.save(update_fields=["complied_on"])
    _tell(breach, person, "breach_complied", by=by, on=on)
    return sanction


@transaction.atomic
def end_breach(breach: Breach, person: Person, *, by: Actor, on: date, ending: str) -> None:
    """Close it: settled together, or nothing follows. Raises NotAllowed, BadInput, StaleState."""
    kept = _held(breach, by, person)
    if ending not in BY_HAND:
        raise BadInput("ending", _("Choisissez une raison dans la liste."))
    _past(on, by, after=kept.day)
    _change(kept, ended_on=on, ending=ending)
    timekeeping.stop(kept, on=on)
    _tell(kept, person, "breach_ended", by=by, on=on, ending=ending)


@transaction.atomic
def reopen_breach(breach: Breach, person: Person, *, by: Actor) -> None:
    """Closed too soon, or on somebody else's file: what closed it is taken away, the rest stays as it was noted.

    A decision noted by mistake would count against the person (RSA-27): it goes too; the history keeps it. Raises
    NotAllowed, StaleState.
    """
    _check_may(by, person)
    kept: Breach = Breach.objects.select_for_update().get(pk=breach.pk)
    if kept.is_open:
        raise StaleState(_("C’est déjà ouvert."))
    Sanction.objects.filter(organisation=kept.organisation_id, breach=kept.pk).delete()
    _change(kept, ended_on=None, ending="", reason="", reason_on=None, sealed_reason=None)
    timekeeping.run(kept, person)
    _tell(kept, person, "breach_reopened", by=by, on=by.today)


def _reoriented_on(breach: Breach) -> date | None:
    """The last notified orientation: it starts the count of earlier sanctions afresh (RSA-27)."""
    rows = OrientationDecision.objects.filter(organisation=breach.organisation_id, person=breach.person_id)
    return (
        rows.exclude(notified_on=None).order_by("-notified_on").values_list("notified_on", flat=True).first()
    )


def _tell(breach: Breach, person: Person, kind: str, *, by: Actor, on: date, **codes: Any) -> None:
    """The fact: that something was noted; never what it says."""
    record_fact(
        person=person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=breach.pathway_id,
        partition=Partition.SOCIAL,
        thing=breach,
        codes=codes,
    )
