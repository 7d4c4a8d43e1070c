"""Writing orientations brought in: each as if it had been taken down that day, without a message to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from cordee.dossier.actions import record_facts
from cordee.kernel.errors import StaleState
from cordee.people.keys import organisation_key
from cordee.people.models import Person
from cordee.plumbing.together import insert_together
from cordee.referrals.actions import change_referral, check
from cordee.referrals.enums import STANDING, State
from cordee.referrals.importing.examining import WAITS, WAYS, is_same, key_of, known_referrals
from cordee.referrals.models import Referral, name_key
from cordee.referrals.reasons import read_reason, write_reason
from cordee.referrals.rules import WORKFLOW
from cordee.referrals.steps import become
from cordee.referrals.timekeeping import keep_time
from cordee.spreadsheets.registry import Progress, Staged
from cordee.spreadsheets.rules import is_decided

CHANGED = _("Des orientations ou des dossiers ont changé depuis l’essai\u202f: relancez-le.")


def apply(by: Any, staged: Sequence[Staged], progress: Progress) -> None:
    """All the lines decided, in the caller's transaction.

    Raises NotAllowed, and StaleState when something was noted or changed since the dry run.
    """
    check(by, "referral:take")
    check(by, "referral:change")
    created, changed = sorted_out(staged)
    _still_unknown(by, created)
    _create(by, created)
    progress(len(created))
    for one in changed:
        _change(by, one)
    progress(len(created) + len(changed))


def sorted_out(staged: Sequence[Staged]) -> tuple[list[Staged], list[Staged]]:
    """Those to note and those to complete: somebody recognised is no orientation known."""
    created, changed = [], []
    for one in staged:
        outcome = is_decided(one.finding.outcome, one.choice)
        if outcome == "create" or (outcome == "change" and _is_somebody(one)):
            created.append(one)
        elif outcome == "change":
            changed.append(one)
    return created, changed


def _is_somebody(one: Staged) -> bool:
    return one.finding.outcome == "ask" and one.finding.reason != WAITS


def _still_unknown(by: Any, created: Sequence[Staged]) -> None:
    fields = [one.finding.plan["fields"] for one in created]
    known = known_referrals(by, {key_of(one) for one in fields})
    if any(is_same(one, row) for one in fields for row in known.get(key_of(one), ())):
        raise StaleState(CHANGED)


def _create(by: Any, created: Sequence[Staged]) -> None:
    wanted = {pk for one in created if (pk := person_of(one))}
    people = {
        person.pk: person
        for person in Person.objects.visible_to(by).filter(organisation=by.organisation, pk__in=wanted)
    }
    if wanted - set(people):
        raise StaleState(CHANGED)
    key = organisation_key(by.organisation.pk)
    rows = [_row(by, one, people, key) for one in created]
    insert_together(Referral, [_columns(row) for row in rows])
    told = [
        (row.person_id, row.received_on, _codes(row), row.pk) for row in rows if row.person_id is not None
    ]
    record_facts(
        "referral_received", [fact[:3] for fact in told], organisation=by.organisation.pk, by=by,
        things=("referral", [fact[3] for fact in told]),
    )  # fmt: skip
    for row in rows:
        if row.state in STANDING:
            keep_time(row, on=by.today)


def person_of(one: Staged) -> UUID | None:
    """The dossier recognised for sure, or the one somebody chose."""
    plan = one.finding.plan
    if one.finding.outcome == "ask":
        chosen = plan["ways"].get(str(one.target), {}) if one.choice == "same" else {}
        return UUID(chosen["person"]) if "person" in chosen else None
    return UUID(plan["person"]) if plan.get("person") else None


def _row(by: Any, one: Staged, people: dict[UUID, Person], key: bytes) -> Referral:
    plan = one.finding.plan
    fields = described(plan["fields"])
    row = Referral(
        organisation=by.organisation,
        taken_by=by.member,
        state_since=fields["received_on"],
        **fields,
    )
    row.name_key = name_key(row.full_name)
    person = people.get(person_of(one) or UUID(int=0))
    if person is not None:
        row.person = person
        if person.has_protected_contact:
            for name in WAYS:
                setattr(row, name, "")
    write_reason(row, plan["reason"], key=key)
    if plan["state"] != State.RECEIVED:
        row.refusal_reason = plan["refusal_reason"]
        on = date.fromisoformat(plan["on"])
        become(row, _move_to(plan["state"]), plan["state"], on=on, by=by.member.display_name)
        row.version = 1
    one.made = row.pk
    return row


def _move_to(state: str) -> str:
    return next(move.code for move in WORKFLOW.moves if move.to_state == state)


def _codes(row: Referral) -> dict[str, Any]:
    return {
        "channel": row.channel,
        "structure_kind": row.structure_kind,
        "named": bool(row.referrer_name or row.structure),
    }


def _columns(row: Model) -> dict[str, Any]:
    return {str(field.column): getattr(row, field.attname) for field in row._meta.concrete_fields}


def way_chosen(one: Staged) -> tuple[UUID, dict[str, Any]]:
    """(the orientation completed, what is changed of it): the very one, or the one somebody recognised."""
    plan = one.finding.plan
    if "ways" in plan and one.target is not None:
        return one.target, plan | plan["ways"][str(one.target)]
    return one.target, plan  # type: ignore[return-value]


def _change(by: Any, one: Staged) -> None:
    pk, plan = way_chosen(one)
    row = Referral.objects.visible_to(by).filter(pk=pk, organisation=by.organisation).first()
    if row is None or row.version != plan["version"]:
        raise StaleState(CHANGED)
    if plan["before"]:
        fields = {name: plan["fields"][name] for name in plan["before"] if name != "reason"}
        reason = plan["reason"] if "reason" in plan["before"] else read_reason(row)
        change_referral(
            row, by=by, version=row.version, received_on=row.received_on, reason=reason, **described(fields)
        )


def described(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as the model holds them: identifiers and days; no programme is nothing, not an empty text."""
    found = dict(fields)
    if "programme_id" in found:
        found["programme_id"] = UUID(found["programme_id"]) if found["programme_id"] else None
    if "received_on" in found:
        found["received_on"] = date.fromisoformat(found["received_on"])
    return found
