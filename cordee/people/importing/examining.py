"""What each line of a table of people would do: create, complete, nothing, or ask. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.dates import BirthDate
from cordee.people.enums import ContactKind
from cordee.people.importing.columns import LABELS, contacts_of, identity_of
from cordee.people.importing.matching import (
    MOST_CANDIDATES,
    REASONS,
    Keys,
    Known,
    compared,
    described,
    known_for,
    likenesses,
)
from cordee.plumbing.ids import new_id
from cordee.spreadsheets.registry import ASK, CHANGE, CREATE, ERROR, SAME, SKIP, Finding, Line

SAME_LINE = "same"
WORDS = {
    "number_other_name": lazy("Même numéro qu’un dossier, autre nom"),
    "near_birth": lazy("Même nom qu’un dossier, naissance presque identique"),
    "same_name": lazy("Même nom qu’un dossier, naissance inconnue d’un côté"),
    "swapped": lazy("Nom et prénom inversés, même naissance"),
    "same_sound": lazy("Nom qui se prononce de la même façon, même naissance"),
    "other_family": lazy("Même prénom et même naissance, autre nom"),
    "several": lazy("Plusieurs dossiers de même nom et de même naissance"),
    "in_file": lazy("Même personne sur plusieurs lignes du tableau"),
    "in_file_name": lazy("Même nom sur plusieurs lignes, naissance inconnue d’un côté"),
}


def examine(actor: Any, lines: Sequence[Line]) -> list[Finding]:
    """One finding for each line, in order."""
    told = [identity_of(line) for line in lines]
    keys = [Keys.of(identity) if identity.get("first_names") else None for identity in told]
    candidates, people = known_for(actor, keys)
    findings: list[Finding] = []
    seen = Seen()
    for place, (line, identity) in enumerate(zip(lines, told, strict=True)):
        key = keys[place]
        if line.problems or key is None:
            findings.append(_refused(line, identity))
            continue
        plan = {"identity": identity, "contacts": contacts_of(line)}
        if created := line.values.get("created_on"):
            plan["created_on"] = created
        finding = seen.earlier(key, line) or _against_known(
            key, [people[pk] for pk in candidates.get(place, ())], plan
        )
        finding.name = _name(identity)
        finding.plan = plan | finding.plan
        finding.notes = [*line.notes, *finding.notes, *seen.twins(key, line)]
        seen.add(key, line)
        findings.append(finding)
    return findings


def _refused(line: Line, identity: dict[str, Any]) -> Finding:
    problems = list(line.problems)
    if not identity.get("first_names"):
        problems.append(
            (_("ligne %d") % line.number, _("Il manque le prénom\u202f: c’est le seul indispensable."))
        )
    return Finding(ERROR, name=_name(identity), problems=problems)


def _name(identity: dict[str, Any]) -> str:
    family = identity.get("usage_name") or identity.get("birth_name") or ""
    return f"{identity.get('first_names', '')} {family}".strip()


class Seen:
    """The lines already read: the same person twice in the table, twins."""

    def __init__(self) -> None:
        self.by_number: dict[str, int] = {}
        self.by_name: dict[str, list[tuple[int, str, str]]] = {}
        self.by_family: dict[tuple[str, str], tuple[int, str]] = {}

    def add(self, key: Keys, line: Line) -> None:
        if key.number:
            self.by_number.setdefault(key.number, line.number)
        self.by_name.setdefault(key.sorted, []).append((line.number, key.birth, key.number))
        if len(key.birth) == 10:
            self.by_family.setdefault((key.family, key.birth), (line.number, key.first))

    def earlier(self, key: Keys, line: Line) -> Finding | None:
        """The line above that is about the same person, when there is one."""
        if key.number in self.by_number:
            return _repeated(self.by_number[key.number], sure=True)
        for number, birth, other in self.by_name.get(key.sorted, ()):
            if other and key.number:
                continue
            if birth and key.birth and birth != key.birth:
                continue
            return _repeated(number, sure=bool(birth) and birth == key.birth)
        return None

    def twins(self, key: Keys, line: Line) -> list[str]:
        number, first = self.by_family.get((key.family, key.birth), (0, key.first))
        if not number or first == key.first:
            return []
        return [
            _(
                "Même nom et même naissance que la ligne %d, autre prénom\u202f: deux personnes (des jumeaux\u202f?)."
            )
            % number
        ]


def _repeated(number: int, *, sure: bool) -> Finding:
    why = (
        _("Même personne que la ligne %d")
        if sure
        else _("Même nom que la ligne %d, naissance inconnue d’un côté")
    )
    return Finding(
        ASK,
        reason="in_file" if sure else "in_file_name",
        why=why % number,
        candidates=[(f"line:{number}", _("la personne de la ligne %d") % number)],
        choice=SAME_LINE if sure else SKIP,
    )


def _against_known(key: Keys, known: Sequence[Known], plan: dict[str, Any]) -> Finding:
    found = likenesses(key, [one.person for one in known])
    by_pk = {one.person.pk: one for one in known}
    sure = [one for one in found if one.is_sure]
    if len(sure) == 1:
        return compare(by_pk[sure[0].person.pk], plan)
    if not found:
        return Finding(CREATE, plan={"contact_ids": _ids(plan)})
    reason = "several" if len(sure) > 1 else found[0].reason
    shown = found[:MOST_CANDIDATES]
    ways = {str(one.person.pk): compare(by_pk[one.person.pk], plan) for one in shown}
    first = ways[str(shown[0].person.pk)]
    if (
        reason == "same_name"
        and first.outcome == SAME
        and (plan["contacts"] or plan["identity"].get("birth"))
    ):
        return first  # everything the line says is known already: nothing to decide
    return Finding(
        ASK,
        reason=reason,
        why=REASONS[reason](),
        changes=first.changes,
        candidates=[(str(one.person.pk), described(one.person)) for one in shown],
        target=shown[0].person.pk,
        choice=SKIP,
        plan={
            "contact_ids": _ids(plan),
            "ways": {pk: way.plan for pk, way in ways.items()},
        },
    )


def _ids(plan: dict[str, Any]) -> list[str]:
    return [str(new_id()) for _contact in plan["contacts"]]


def compare(known: Known, plan: dict[str, Any]) -> Finding:
    """What a line changes of somebody known. An empty cell erases nothing; a protected person's contacts stay out."""
    person = known.person
    before: dict[str, Any] = {}
    changes: list[tuple[str, str, str]] = []
    for name, value in plan["identity"].items():
        current = getattr(person, name)
        if _equal(name, current, value):
            continue
        before[name] = current
        changes.append((str(LABELS[name]), _shown(name, current), _shown(name, value)))
    added = [
        contact
        for contact in plan["contacts"]
        if not person.has_protected_contact
        and (contact[0], compared(contact[0], contact[1])) not in known.contacts
    ]
    changes += [
        (str(ContactKind(kind).label).capitalize(), "", f"{value} {note}".strip())
        for kind, value, note in added
    ]
    notes = []
    if person.has_protected_contact and plan["contacts"]:
        notes = [_("Coordonnées protégées\u202f: celles du tableau sont laissées de côté.")]
    return Finding(
        CHANGE if changes else SAME,
        changes=changes,
        target=person.pk,
        notes=notes,
        plan={"version": person.version, "before": before, "added": [[str(new_id()), *one] for one in added]},
    )


def _equal(name: str, current: Any, value: Any) -> bool:
    """A name in another case is the same name; a birth less precise than the one known brings nothing."""
    if name == "birth" and current.startswith(value):
        return True
    if name in ("first_names", "usage_name", "birth_name", "alias"):
        return str(current).casefold().replace("'", "’") == str(value).casefold().replace("'", "’")
    if name == "languages":
        return {one.casefold() for one in value} <= {one.casefold() for one in current}
    return bool(current == value)


def _shown(name: str, value: Any) -> str:
    if name == "birth":
        return BirthDate.from_code(value).typed
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return ", ".join(value) if isinstance(value, list) else str(value)


def told(finding: Finding) -> list[tuple[str, str]]:
    """What a line says of the person, as the dry run shows it."""
    identity = finding.plan.get("identity", {})
    shown = [
        (str(LABELS[name]), _shown(name, value))
        for name, value in identity.items()
        if name not in ("first_names", "usage_name")
    ]
    return shown + [
        (str(ContactKind(kind).label).capitalize(), f"{value} ({note})" if note else value)
        for kind, value, note in finding.plan.get("contacts", [])
    ]
