"""The person's projects in their words, and where one thinks of going, several ways at once, from the entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.actions import record_fact
from cordee.goals.access import may_write, why_not
from cordee.goals.actions import check_text, section_of
from cordee.goals.contents import ForeseenSaid, foreseen_said, hold
from cordee.goals.models import FORESEEN_MODELS, PROJECTS, BaseForeseen, BaseProject, is_sealed_whole
from cordee.goals.section import Dimension
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.partitions import Partition
from cordee.pathways.models import Pathway
from cordee.people.keys import key_of, seal_text
from cordee.people.models import Person

LONGEST_PROJECT = 10_000


@dataclass(frozen=True)
class Foreseen:
    """Where one thinks of going in a dimension: a target of the programme, a few words, both or neither."""

    target: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.target or self.words.strip())


@transaction.atomic
def write_project(
    person: Person, pathway: Pathway, *, by: Actor, kind: str, words: str, on: date
) -> BaseProject:
    """Keep what the person wants for their life or their work; earlier words stay. Raises NotAllowed, BadInput.

    kind: life, career. person: fetched `with_grounds_of` the actor.
    """
    model = PROJECTS[kind]
    partition = model.PARTITIONS[0]
    if not may_write(by, person, partition, "project:write"):
        raise NotAllowed(why_not(by, "project:write"))
    if not words.strip():
        raise BadInput("words", _("Écrivez les mots de la personne avant d’enregistrer."))
    if len(words) > LONGEST_PROJECT:
        said = _("Ce texte dépasse %(most)s caractères. Il est gardé\u202f: écrivez la suite dans une note.")
        raise BadInput("words", said % {"most": LONGEST_PROJECT})
    if on > by.today:
        raise BadInput("said_on", _("Ce jour est dans l’avenir\u202f: notez ce qui a été dit."))
    row = model(
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway.pk,
        partition=int(partition),
        said_on=on,
        author=by.member,
        author_organisation=by.organisation,
    )
    row.sealed_text = seal_text(key_of(person), row, "sealed_text", person.pk, words.strip())
    row.save(force_insert=True)
    _tell(
        person, pathway, "project_written", by=by, on=on, partition=partition, thing=row, codes={"kind": kind}
    )
    return row


@transaction.atomic
def foresee(
    person: Person, pathway: Pathway, wanted: Mapping[str, Foreseen], *, by: Actor, on: date | None = None
) -> list[str]:
    """Note where one thinks of going, dimension by dimension; it guides, it binds nobody. Returns what changed.

    wanted: by code of the dimension. Raises NotAllowed, BadInput (field: target-…, words-… of the dimension).
    """
    section, key, day = section_of(pathway.programme_version_id), key_of(person), on or by.today
    changed = []
    for code, one in wanted.items():
        dimension = section.dimension(code)
        if dimension is None:
            raise BadInput(f"target-{code}", _("Ce dispositif ne regarde pas cela."))
        _check(dimension, one, person, by=by)
        before = _standing(person, pathway, dimension)
        now = foreseen_said(before, key) if before else ForeseenSaid()
        if now == ForeseenSaid(one.words.strip(), one.target):
            continue
        row = _write(person, pathway, dimension, one, before, by=by, day=day, key=key)
        changed.append(code)
        codes = {} if is_sealed_whole(row.partition) else {"dimension": dimension.label}
        _tell(
            person,
            pathway,
            "orientation_foreseen",
            by=by,
            on=day,
            partition=dimension.partition,
            thing=row,
            codes=codes,
        )
    return changed


def _check(dimension: Dimension, one: Foreseen, person: Person, *, by: Actor) -> None:
    if not may_write(by, person, dimension.partition, "orientation:foresee"):
        raise NotAllowed(why_not(by, "orientation:foresee"))
    if one.target and dimension.target(one.target) is None:
        raise BadInput(
            f"target-{dimension.code}", _("Ce choix n’est plus proposé. Choisissez dans la liste.")
        )
    check_text(f"words-{dimension.code}", one.words)


def _standing(person: Person, pathway: Pathway, dimension: Dimension) -> BaseForeseen | None:
    rows: Any = FORESEEN_MODELS[dimension.partition].objects  # type: ignore[attr-defined]
    found: BaseForeseen | None = (
        rows.select_for_update()
        .filter(
            organisation=person.organisation_id,
            person=person,
            pathway_id=pathway.pk,
            dimension=dimension.code,
            replaced_at=None,
        )
        .first()
    )
    return found


def _write(
    person: Person,
    pathway: Pathway,
    dimension: Dimension,
    one: Foreseen,
    before: BaseForeseen | None,
    *,
    by: Actor,
    day: date,
    key: bytes,
) -> BaseForeseen:
    if before is not None:
        before.replaced_at = timezone.now()
        before.save(update_fields=["replaced_at"])
    row = FORESEEN_MODELS[dimension.partition](
        organisation_id=person.organisation_id,
        person_id=person.pk,
        pathway_id=pathway.pk,
        partition=int(dimension.partition),
        dimension=dimension.code,
        noted_on=day,
        author=by.member,
        author_organisation=by.organisation,
    )
    hold(row, ForeseenSaid(one.words.strip(), one.target), key)
    row.save(force_insert=True)
    return row


def _tell(
    person: Person,
    pathway: Pathway,
    kind: str,
    *,
    by: Actor,
    on: date,
    partition: Partition,
    thing: Any,
    codes: dict[str, Any],
) -> None:
    record_fact(
        person=person,
        kind=kind,
        day=on,
        by=by,
        pathway_id=pathway.pk,
        partition=partition,
        thing=thing,
        codes=codes,
    )
