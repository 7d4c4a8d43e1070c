"""What is done with a diagnosis: begun, written a little at a time, closed, opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.assessments.diagnosis.access import can, may_write, reason_against
from cordee.assessments.diagnosis.entries import NOTHING, Entry, entry_of, hold
from cordee.assessments.diagnosis.enums import DoneWith
from cordee.assessments.diagnosis.models import ENTRY_MODELS, BaseEntry, Diagnosis, DiagnosisEntry
from cordee.assessments.diagnosis.rules import closing_asks
from cordee.assessments.diagnosis.section import Form, Theme, form_of
from cordee.assessments.diagnosis.vocabularies import EVOLUTIONS, LEVELS
from cordee.dossier.actions import record_fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.kernel.verdict import Verdict
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of
from cordee.people.models import Person
from cordee.programmes.cached import definition_of

LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Said:
    """What somebody writes of a theme now. seen: the version they were shown, 0 at the first."""

    entry: Entry
    seen: int = 0


class WrittenMeanwhile(StaleState):
    """Colleagues wrote of the same themes meanwhile; nothing is written, both stay. theirs: by code."""

    def __init__(self, theirs: Mapping[str, Entry]) -> None:
        super().__init__(_("Un collègue a écrit ici pendant que vous écriviez."))
        self.theirs = theirs


def form_for(diagnosis: Diagnosis) -> Form:
    """The form it was begun on. Raises BadInput where its version describes none any more."""
    form = form_of(definition_of(diagnosis.programme_version_id))
    if form is None:
        raise BadInput("form", _("Ce dispositif ne décrit pas de diagnostic."))
    return form


@transaction.atomic
def begin_diagnosis(person: Person, pathway: Pathway, *, by: Actor, on: date) -> Diagnosis:
    """Open a diagnosis on a pathway; there is one under way at a time. Raises NotAllowed, BadInput, StaleState."""
    if not can(by, "diagnosis:begin") or not person.opened_to(by) & Partition.EMPLOYMENT:
        raise NotAllowed(reason_against(by, "diagnosis:begin"))
    if form_of(definition_of(pathway.programme_version_id)) is None:
        raise BadInput("pathway", _("Ce dispositif ne décrit pas de diagnostic."))
    diagnosis = Diagnosis(
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway.pk,
        programme_version_id=pathway.programme_version_id,
        day=on,
        author=by.member,
        author_organisation=by.organisation,
    )
    try:
        with transaction.atomic():
            diagnosis.save(force_insert=True)
    except IntegrityError:
        raise StaleState(_("Un diagnostic est déjà en cours sur ce parcours.")) from None
    _tell(diagnosis, person, "diagnosis_begun", by=by, on=on)
    return diagnosis


@transaction.atomic
def write_diagnosis(
    diagnosis: Diagnosis,
    person: Person,
    *,
    by: Actor,
    said: Mapping[str, Said],
    day: date | None = None,
    done_with: str | None = None,
) -> list[str]:
    """Keep what was written, and nothing else. Returns the codes that changed.

    person: fetched `with_grounds_of` the actor. Raises NotAllowed, BadInput, StaleState when it was closed,
    WrittenMeanwhile.
    """
    kept = _open_one(diagnosis)
    form, key = form_for(kept), key_of(person)
    for code, one in said.items():
        _check(form, code, one.entry)
        asked = form.asked(code)
        if asked is None or not may_write(by, person, asked.partition):
            raise NotAllowed(
                reason_against(by, "diagnosis:write") or _("Cette partie du dossier vous est fermée.")
            )
    _date(kept, day, done_with, by)
    rows = _standing(kept, form, list(said))
    now = {code: entry_of(row, key) for code, row in rows.items()}
    changed = [code for code, one in said.items() if one.entry != now.get(code, NOTHING)]
    theirs = {code: now[code] for code in changed if code in rows and rows[code].version != said[code].seen}
    if theirs:
        raise WrittenMeanwhile(theirs)
    for code in changed:
        _keep(kept, form, code, said[code].entry, rows.get(code), by=by, key=key)
    return changed


def _open_one(diagnosis: Diagnosis) -> Diagnosis:
    kept: Diagnosis = Diagnosis.objects.select_for_update().get(pk=diagnosis.pk)
    if kept.is_closed:
        raise StaleState(_("Ce diagnostic est clos\u202f: rouvrez-le, ou commencez-en un autre."))
    return kept


def _date(kept: Diagnosis, day: date | None, done_with: str | None, by: Actor) -> None:
    if day is not None and day > by.today:
        raise BadInput("day", _("Ce jour est dans l’avenir."))
    if done_with and done_with not in DoneWith.values:
        raise BadInput("done_with", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    kept.day = day or kept.day
    kept.done_with = kept.done_with if done_with is None else done_with
    kept.save(update_fields=["day", "done_with"])


def _standing(diagnosis: Diagnosis, form: Form, codes: list[str]) -> dict[str, BaseEntry]:
    """The rows of these codes, part by part."""
    asked = [form.asked(code) for code in codes]
    models = {ENTRY_MODELS[thing.partition] for thing in asked if thing is not None}
    found: dict[str, BaseEntry] = {}
    for model in models:
        rows: Any = model.objects.select_for_update().filter(diagnosis=diagnosis, code__in=codes)  # type: ignore[attr-defined]
        found |= {row.code: row for row in rows}
    return found


def _keep(
    diagnosis: Diagnosis,
    form: Form,
    code: str,
    entry: Entry,
    row: BaseEntry | None,
    *,
    by: Actor,
    key: bytes,
) -> None:
    asked = form.asked(code)
    if row is None and asked is not None:
        row = ENTRY_MODELS[asked.partition](
            organisation_id=diagnosis.organisation_id,
            person_id=diagnosis.person_id,
            diagnosis=diagnosis,
            partition=int(asked.partition),
            code=code,
            author=by.member,
        )
        hold(row, entry, key)
        row.save(force_insert=True)
    elif row is not None:
        hold(row, entry, key)
        row.author, row.version = by.member, row.version + 1
        row.save(
            update_fields=[
                "level",
                "evolution",
                "is_barrier",
                "situations",
                "sealed_text",
                "author",
                "version",
            ]
        )


def _check(form: Form, code: str, entry: Entry) -> None:
    """Raises BadInput on what the form does not ask."""
    asked = form.asked(code)
    if asked is None:
        raise BadInput(code, _("Ce dispositif ne demande pas cela."))
    known = {one.code for one in asked.situations} if isinstance(asked, Theme) else set()
    wrong = (
        entry.level not in LEVELS or entry.evolution not in EVOLUTIONS or not set(entry.situations) <= known
    )
    if wrong or (not isinstance(asked, Theme) and (entry.level or entry.is_barrier or entry.evolution)):
        raise BadInput(f"{code}-level", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    for name in ("words", "strengths", "limits", "watch"):
        if len(getattr(entry, name)) > LONGEST_TEXT:
            said = _(
                "Ce texte dépasse %(most)s caractères. Il est gardé\u202f: écrivez la suite dans une note."
            )
            raise BadInput(f"{code}-{name}", said % {"most": LONGEST_TEXT})


def closing_verdicts(diagnosis: Diagnosis, person: Person, form: Form) -> list[Verdict]:
    """What closing meets today, from what is written in the open parts. Two queries."""
    key = key_of(person)
    rows = DiagnosisEntry.objects.filter(diagnosis=diagnosis)
    return verdicts_on(form, {row.code: entry_of(row, key) for row in rows})


def verdicts_on(form: Form, said: Mapping[str, Entry]) -> list[Verdict]:
    asked = [form.block(code) for code in form.closing]
    missing = [one.label for one in asked if one and not said.get(one.code, NOTHING).words.strip()]
    return closing_asks(missing, has_strength=any(entry.strengths.strip() for entry in said.values()))


@transaction.atomic
def close_diagnosis(diagnosis: Diagnosis, person: Person, *, by: Actor) -> Diagnosis:
    """Say that it is made: the delays that wait for it stop. Raises NotAllowed, StaleState, RuleBroken (DIA-03)."""
    if not can(by, "diagnosis:close"):
        raise NotAllowed(reason_against(by, "diagnosis:close"))
    kept = _open_one(diagnosis)
    verdicts = closing_verdicts(kept, person, form_for(kept))
    if refused := [verdict for verdict in verdicts if verdict.refuses]:
        raise RuleBroken(refused)
    kept.closed_on, kept.closed_by = by.today, by.member
    kept.save(update_fields=["closed_on", "closed_by"])
    _tell(kept, person, "diagnosis_made", by=by, on=kept.day)
    return kept


@transaction.atomic
def reopen_diagnosis(diagnosis: Diagnosis, person: Person, *, by: Actor) -> Diagnosis:
    """Undo the closing: what was written may be written again. Raises NotAllowed, StaleState."""
    if not can(by, "diagnosis:close"):
        raise NotAllowed(reason_against(by, "diagnosis:close"))
    kept: Diagnosis = Diagnosis.objects.select_for_update().get(pk=diagnosis.pk)
    other = Diagnosis.objects.filter(
        organisation=kept.organisation_id, pathway_id=kept.pathway_id, closed_on=None
    ).exclude(pk=kept.pk)
    if other.exists():
        raise StaleState(_("Un autre diagnostic est en cours sur ce parcours\u202f: il se continue."))
    kept.closed_on, kept.closed_by = None, None
    kept.save(update_fields=["closed_on", "closed_by"])
    _tell(kept, person, "diagnosis_reopened", by=by, on=by.today)
    return kept


def _tell(diagnosis: Diagnosis, person: Person, kind: str, *, by: Actor, on: date) -> None:
    """The fact: that there is a diagnosis, with whom; never what it says."""
    record_fact(
        person=person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=diagnosis.pathway_id,
        partition=Partition.EMPLOYMENT,
        thing=diagnosis,
        codes={"done_with": diagnosis.done_with} if diagnosis.done_with else {},
    )
