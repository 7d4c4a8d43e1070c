"""Writing people brought in: created and completed in a few statements, with keys, grounds, facts and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from cordee.kernel.errors import StaleState
from cordee.people import hooks
from cordee.people.actions import check
from cordee.people.enums import GroundKind
from cordee.people.importing.columns import IDENTITY
from cordee.people.importing.matching import Keys, known_for, likenesses
from cordee.people.models import ContactPoint, Ground, Person
from cordee.plumbing import crypto
from cordee.plumbing.house_key import organisation_key
from cordee.plumbing.ids import new_id
from cordee.plumbing.models import PersonKey
from cordee.plumbing.together import insert_together, update_together
from cordee.spreadsheets.registry import Progress, Staged
from cordee.spreadsheets.rules import is_decided

CHANGED = _("Des dossiers ont changé depuis l’essai\u202f: relancez-le pour voir ce qui reste à faire.")


def apply(by: Any, staged: Sequence[Staged], progress: Progress) -> None:
    """All the lines decided, in the caller's transaction.

    Raises NotAllowed, and StaleState when somebody was created or changed since the dry run.
    """
    check(by, "person:create")
    check(by, "contact:change")
    created, changed = _sorted(staged)
    keys = [Keys.of(one.finding.plan["identity"]) for one in created]
    _still_unknown(by, created, keys)
    progress(len(created) // 2)
    _create(by, created, keys)
    progress(len(created))
    _change(by, changed)
    progress(len(created) + len(changed))


def _sorted(staged: Sequence[Staged]) -> tuple[list[Staged], list[Staged]]:
    """Those to create and those to complete; a line that repeats another is poured into it."""
    by_number = {one.number: one for one in staged}
    created: list[Staged] = []
    changed: list[Staged] = []
    for one in staged:
        outcome = is_decided(one.finding.outcome, one.choice)
        first = _line_repeated(one, by_number) if outcome == "change" else None
        if first is not None:
            _pour(one, first)
        elif outcome == "create" or (outcome == "change" and _names_a_line(one)):
            created.append(one)
        elif outcome == "change":
            changed.append(one)
    return created, changed


def _names_a_line(one: Staged) -> bool:
    return bool(one.finding.candidates) and one.finding.candidates[0][0].startswith("line:")


def _line_repeated(one: Staged, by_number: Mapping[int, Staged]) -> Staged | None:
    """The line this one repeats, when that one is really imported; otherwise this one stands for the person."""
    if not _names_a_line(one):
        return None
    first = by_number.get(int(one.finding.candidates[0][0].removeprefix("line:")))
    return first if first is not None and first.made is None and _is_done(first) else None


def _is_done(one: Staged) -> bool:
    return bool(is_decided(one.finding.outcome, one.choice)) or one.finding.outcome == "same"


def _pour(one: Staged, first: Staged) -> None:
    """What the repeated line says and the first did not: an identity left empty, another way to reach the person."""
    target, more = first.finding.plan, one.finding.plan
    first.is_altered = True
    for name, value in more["identity"].items():
        if not target["identity"].get(name):
            target["identity"][name] = value
    known = {(kind, value) for kind, value, _note in target["contacts"]}
    fresh = [contact for contact in more["contacts"] if (contact[0], contact[1]) not in known]
    target["contacts"] += fresh
    if "contact_ids" in target:
        target["contact_ids"] += [str(new_id()) for _contact in fresh]
    if "added" in target:
        target["added"] += [[str(new_id()), *contact] for contact in fresh]


def _still_unknown(by: Any, created: Sequence[Staged], keys: Sequence[Keys]) -> None:
    """Nobody registered one of them while the table was looked at; whom somebody said to be another is left."""
    asked = [key for one, key in zip(created, keys, strict=True) if one.finding.outcome == "create"]
    candidates, people = known_for(by, asked)
    for place, found in candidates.items():
        if any(one.is_sure for one in likenesses(asked[place], [people[pk].person for pk in found])):
            raise StaleState(CHANGED)


def _create(by: Any, created: Sequence[Staged], keys_of: Sequence[Keys]) -> None:
    house = by.organisation.pk
    now = _now()
    house_key = organisation_key(house)
    persons, keys, grounds, contacts, told = [], [], [], [], []
    for one, key in zip(created, keys_of, strict=True):
        plan, pk = (
            one.finding.plan,
            new_id(),
        )  # made now: a line may name nobody who was there before (MADE_NOW)
        one.made = pk
        on = date.fromisoformat(plan["created_on"]) if plan.get("created_on") else by.today
        persons.append(_person(pk, by, plan["identity"], on, key))
        wrapped = crypto.wrap_person_key(crypto.new_key(), house_key, pk)
        keys.append({"person_id": pk, "organisation_id": house, "wrapped": wrapped})
        grounds.append(_ground(pk, by, now))
        ids = plan.get("contact_ids") or [str(new_id()) for _contact in plan["contacts"]]
        contacts += [
            _contact(contact_id, pk, house, *contact)
            for contact_id, contact in zip(ids, plan["contacts"], strict=True)
        ]
        told.append((pk, on, {"channel": "import"}))
    insert_together(Ground, grounds)
    insert_together(Person, persons)
    insert_together(PersonKey, keys)
    insert_together(ContactPoint, contacts)
    hooks.happened_together("person_registered", told, organisation=house, by=by)


def _now() -> Any:
    """The instant of the transaction: a ground that starts later would not show the row it opens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


def _person(pk: UUID, by: Any, identity: Mapping[str, Any], on: date, key: Keys) -> dict[str, Any]:
    return {
        "id": pk, "organisation_id": by.organisation.pk, "pronoun": "", "preferred_channel": "", "contact_hours": "",
        "has_protected_contact": False, "created_on": on, "created_by_id": by.member.pk, "version": 1,
        **_identity(identity, key),
    }  # fmt: skip


def _identity(identity: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """Every column of the identity, with the keys a person is searched, heard and sorted by (actions.name_keys)."""
    told = {name: identity.get(name) or "" for name in IDENTITY}
    told["languages"] = identity.get("languages") or []
    told["needs_interpreter"] = bool(identity.get("needs_interpreter"))
    return told | {"search_key": keys.search, "sound_key": keys.sound, "sort_key": keys.sorted}


def _ground(pk: UUID, by: Any, now: Any) -> dict[str, Any]:
    """As create_person gives it: whoever brings somebody in has opened their dossier."""
    return {
        "id": new_id(), "organisation_id": by.organisation.pk, "person_id": pk, "member_id": by.member.pk,
        "kind": GroundKind.OPENED_BY.value, "partitions": int(by.rights.following), "starts_at": now,
        "granted_by_id": by.member.pk,
    }  # fmt: skip


def _contact(contact_id: Any, person: UUID, house: UUID, kind: str, value: str, note: str) -> dict[str, Any]:
    return {
        "id": contact_id,
        "organisation_id": house,
        "person_id": person,
        "kind": kind,
        "value": value,
        "note": note,
    }


def way_chosen(one: Staged) -> tuple[UUID, dict[str, Any]]:
    """(the person completed, what is changed of them): the one found, or the candidate somebody recognised."""
    plan = one.finding.plan
    ways = plan.get("ways")
    if ways and one.target is not None:
        return one.target, plan | ways[str(one.target)]
    return one.finding.target or one.target, plan  # type: ignore[return-value]


def _change(by: Any, changed: Sequence[Staged]) -> None:
    chosen = [(one, *way_chosen(one)) for one in changed]
    people = {
        person.pk: person
        for person in Person.objects.visible_to(by)
        .filter(organisation=by.organisation, pk__in={pk for _one, pk, _plan in chosen})
        .select_for_update(of=("self",))
    }
    rows: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    renamed: list[Person] = []
    named: list[tuple[UUID, date, dict[str, Any]]] = []
    reached: list[tuple[UUID, date, dict[str, Any]]] = []
    for _one, pk, plan in chosen:
        person = people.get(pk)
        if person is None or person.version != plan["version"]:
            raise StaleState(CHANGED)
        if plan["before"]:
            merged = {name: getattr(person, name) for name in IDENTITY}
            merged |= {name: plan["identity"][name] for name in plan["before"]}
            rows.append({"id": pk, **_identity(merged, Keys.of(merged))})
            named.append((pk, by.today, {"fields": list(plan["before"])}))
            renamed += [person] if rows[-1]["sort_key"] != person.sort_key else []
            person.sort_key = rows[-1]["sort_key"]
        contacts += [
            _contact(contact_id, pk, by.organisation.pk, *contact) for contact_id, *contact in plan["added"]
        ]
        reached += [(pk, by.today, {})] if plan["added"] else []
    update_together(Person, rows, more='"version" = kept."version" + 1')
    insert_together(ContactPoint, contacts)
    for person in renamed:
        hooks.renamed(person)
    hooks.happened_together("identity_changed", named, organisation=by.organisation.pk, by=by)
    hooks.happened_together("contact_changed", reached, organisation=by.organisation.pk, by=by)
