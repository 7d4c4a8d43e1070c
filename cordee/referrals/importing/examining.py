"""What each line of a table of orientations would do: note it, complete one, nothing, or ask. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.dates import BirthDate
from cordee.people.importing.examining import WORDS as OF_PEOPLE
from cordee.people.importing.matching import (
    MOST_CANDIDATES,
    REASONS,
    Keys,
    Known,
    described,
    known_for,
    likenesses,
)
from cordee.people.keys import organisation_key
from cordee.referrals.enums import State
from cordee.referrals.importing.columns import LABELS
from cordee.referrals.importing.reading import Told, Words, shown, told_by
from cordee.referrals.models import Referral, name_key
from cordee.referrals.reasons import read_reason
from cordee.spreadsheets.registry import ASK, CHANGE, CREATE, ERROR, SAME, SKIP, Finding, Line

WAITS = "waits"
WORDS = {WAITS: lazy("Une orientation attend déjà une réponse sous ce nom")} | {
    f"person_{code}": words for code, words in OF_PEOPLE.items()
}
NAMED = {
    "reach_note": lazy("Pour la joindre"),
    "phone": lazy("Téléphone"),
    "email": lazy("Courriel"),
    "programme_id": lazy("Dispositif"),
}
# A telephone or an address of a protected person is never copied from a table.
WAYS = ("phone", "email", "reach_note")


def examine(actor: Any, lines: Sequence[Line]) -> list[Finding]:
    """One finding for each line, in order."""
    words = Words(actor)
    told = [told_by(line, words) for line in lines]
    keys = [Keys.of(one.fields) if one.fields.get("first_names") else None for one in told]
    candidates, people = known_for(actor, keys)
    earlier = known_referrals(actor, {key_of(one.fields) for one in told})
    organisation = organisation_key(actor.organisation.pk)
    findings: list[Finding] = []
    seen: dict[tuple[Any, ...], int] = {}
    for place, (line, one) in enumerate(zip(lines, told, strict=True)):
        key = keys[place]
        if line.problems or one.problems or key is None:
            findings.append(_refused(line, one))
            continue
        same = (key_of(one.fields), one.fields["received_on"], one.fields.get("programme_id"))
        if same in seen:
            note = _("La même orientation est à la ligne %d.") % seen[same]
            finding = Finding(SAME, notes=[note])
        else:
            seen[same] = line.number
            finding = _against(
                one, key, earlier.get(key_of(one.fields), []), [people[pk] for pk in candidates.get(place, ())],
                words, organisation,
            )  # fmt: skip
        finding.name = _name(one.fields)
        finding.notes = [*line.notes, *finding.notes]
        finding.plan = _plan(one) | finding.plan
        findings.append(finding)
    return findings


def key_of(fields: Mapping[str, Any]) -> str:
    return name_key(_name(fields))


def _name(fields: Mapping[str, Any]) -> str:
    return f"{fields.get('first_names', '')} {fields.get('usage_name', '')}".strip()


def _plan(told: Told) -> dict[str, Any]:
    return {
        "fields": told.fields, "reason": told.reason, "state": told.state, "on": told.on,
        "refusal_reason": told.refusal_reason,
    }  # fmt: skip


def _refused(line: Line, told: Told) -> Finding:
    where = _("ligne %d") % line.number
    problems = [*line.problems, *((where, sentence) for sentence in told.problems)]
    return Finding(ERROR, name=_name(told.fields), problems=problems)


def known_referrals(actor: Any, keys: set[str]) -> dict[str, list[Referral]]:
    """The orientations of the house that bear these names, by name. One statement."""
    rows = Referral.objects.visible_to(actor).filter(name_key__in=keys - {""}).select_related("person")
    found: dict[str, list[Referral]] = {}
    for row in rows.order_by("received_on", "pk"):
        found.setdefault(row.name_key, []).append(row)
    return found


def may_be(fields: Mapping[str, Any], row: Referral) -> bool:
    """Two births that do not contradict each other."""
    birth = str(fields.get("birth", ""))
    shorter = min(len(birth), len(row.birth))
    return birth[:shorter] == row.birth[:shorter]


def is_same(fields: Mapping[str, Any], row: Referral) -> bool:
    """The very orientation: same names, same day, same programme when both say one."""
    other = str(fields.get("programme_id", ""))
    return (
        may_be(fields, row)
        and row.received_on.isoformat() == fields["received_on"]
        and (not other or row.programme_id is None or str(row.programme_id) == other)
    )


def _against(
    told: Told,
    key: Keys,
    earlier: Sequence[Referral],
    people: Sequence[Known],
    words: Words,
    organisation: bytes,
) -> Finding:
    """The same orientation is completed; one that waits under the same name, or somebody who may be known, is asked."""
    for row in earlier:
        if is_same(told.fields, row):
            return compare(row, told, words, organisation)
    waiting = [row for row in earlier if row.is_standing and may_be(told.fields, row)][:MOST_CANDIDATES]
    if waiting:
        ways = {str(row.pk): compare(row, told, words, organisation) for row in waiting}
        return _ask(
            WAITS,
            _("une orientation attend déjà une réponse sous ce nom"),
            [(str(row.pk), _("celle du %s") % f"{row.received_on:%d/%m/%Y}") for row in waiting],
            {pk: way.plan for pk, way in ways.items()},
        )
    found = likenesses(key, [one.person for one in people])
    sure = [one for one in found if one.is_sure]
    if len(sure) == 1:
        note = _("Dossier reconnu\u202f: %s.") % described(sure[0].person)
        return Finding(CREATE, notes=[note], plan={"person": str(sure[0].person.pk)})
    if not found:
        return Finding(CREATE)
    reason = "several" if len(sure) > 1 else found[0].reason
    shown_ones = [one.person for one in found[:MOST_CANDIDATES]]
    return _ask(
        f"person_{reason}",
        REASONS[reason](),
        [(str(person.pk), described(person)) for person in shown_ones],
        {str(person.pk): {"person": str(person.pk)} for person in shown_ones},
    )


def _ask(
    reason: str, why: str, candidates: list[tuple[str, str]], ways: Mapping[str, dict[str, Any]]
) -> Finding:
    return Finding(
        ASK,
        reason=reason,
        why=why,
        candidates=candidates,
        target=UUID(candidates[0][0]),
        choice=SKIP,
        plan={"ways": dict(ways)},
    )


def compare(row: Referral, told: Told, words: Words, organisation: bytes) -> Finding:
    """What a line changes of an orientation known. An empty cell erases nothing; its answer is given on its page."""
    before: dict[str, Any] = {}
    changes: list[tuple[str, str, str]] = []
    for name, value in told.fields.items():
        current = _plain(getattr(row, name))
        if name == "received_on" or _equal(name, current, value) or (name in WAYS and _is_protected(row)):
            continue
        before[name] = current
        changes.append(
            (str(NAMED.get(name) or LABELS[name]), shown(name, current, words), shown(name, value, words))
        )
    known = read_reason(row, key=organisation) if row.sealed_reason else ""
    if told.reason and told.reason.split() != known.split():
        before["reason"] = known
        changes.append((str(LABELS["reason"]), known[:160], told.reason[:160]))
    notes = []
    if told.state not in (State.RECEIVED, row.state):
        notes = [
            _("Elle est notée «\u202f%s\u202f» ici\u202f: sa réponse se donne sur sa page.")
            % State(row.state).label
        ]
    return Finding(
        CHANGE if changes else SAME,
        changes=changes,
        notes=notes,
        target=row.pk,
        plan={"version": row.version, "before": before},
    )


def _is_protected(row: Referral) -> bool:
    return row.person is not None and row.person.has_protected_contact


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool | list) else "" if value is None else str(value)


def _equal(name: str, current: Any, value: Any) -> bool:
    """A name in another case is the same name; a birth less precise than the one known brings nothing."""
    if name == "birth":
        return str(current).startswith(str(value))
    if name == "needs":
        return set(value) <= set(current)
    if isinstance(value, str):
        return current.casefold().replace("'", "’") == value.casefold().replace("'", "’")
    return bool(current == value)


def told(finding: Finding) -> list[tuple[str, str]]:
    """What a line says of the orientation, as the dry run shows it."""
    plan = finding.plan
    found = [
        (str(NAMED.get(name) or LABELS[name]), _told(name, value))
        for name, value in plan.get("fields", {}).items()
        if name not in ("first_names", "usage_name", "programme_id", "channel", "needs")
    ]
    if plan.get("state"):
        found.append((str(LABELS["state"]), str(State(plan["state"]).label)))
    if plan.get("reason"):
        found.append((str(LABELS["reason"]), plan["reason"][:160]))
    return found


def _told(name: str, value: Any) -> str:
    return BirthDate.from_code(value).typed if name == "birth" else shown(name, value)
