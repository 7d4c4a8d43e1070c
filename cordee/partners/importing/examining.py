"""What each line would do: add, complete, nothing, or ask. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.kernel.errors import BadInput
from cordee.kernel.names import search_key
from cordee.partners import actions, exchange, offering
from cordee.partners.fetch import seen
from cordee.partners.importing.columns import PARTNERS, SERVICES
from cordee.partners.models import Partner, PartnerService
from cordee.spreadsheets.registry import ASK, CHANGE, CREATE, ERROR, SAME, SKIP, Finding, Line

ALIKE = "alike"
WORDS = {ALIKE: lazy("Une structure du répertoire porte ce nom, dans une autre commune")}
REFERENT = {
    "referent_name": "name",
    "referent_function": "function",
    "referent_phone": "phone",
    "referent_email": "email",
}
ONE = ("kind", "fee")  # lists of which a service keeps one
OF_SERVICES = {column.code: column.label for column in SERVICES}
LABELS = {column.code: column.label for column in PARTNERS}
Told = tuple[dict[str, Any], list[tuple[str, str]], list[str]]


def told_by(line: Line, settle: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Told:
    """(what the line says, what is wrong, what was left out): an empty cell says nothing."""
    said: dict[str, Any] = {}
    notes, problems = list(line.notes), list(line.problems)
    for code, value in line.values.items():
        if isinstance(value, dict):
            notes += [
                _(
                    "«\u202f%(word)s\u202f» n’est pas dans la liste de Cordée (%(what)s)\u202f: laissé de côté."
                )
                % {"word": word, "what": label_of(code)}
                for word in value["unknown"]
            ]
            value = value["codes"]
        if value in ("", None, []):
            continue
        said[code] = value[0] if code in ONE and isinstance(value, list) else value
    referent = {name: said.pop(code) for code, name in REFERENT.items() if code in said}
    try:
        said = settle(readable(said))
        if referent.get("phone"):
            referent["phone"] = actions.settled({"phone": referent["phone"]})["phone"]
    except BadInput as error:
        problems.append((label_of(error.field), error.message))
    if referent.get("name"):
        said["referent"] = referent
    return said, problems, notes


def label_of(code: str) -> str:
    """The column of the table, as a page calls it."""
    return str(LABELS.get(code) or OF_SERVICES.get(code, code))


def named(faults: list[tuple[str, str]], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Faults of the package, each under the label of its column."""
    return [(label_of(names.get(name, name)), said) for name, said in faults]


def readable(said: Mapping[str, Any]) -> dict[str, Any]:
    """Days and numbers as the models hold them; hours nobody reads stay those of their source."""
    found = dict(said)
    if "source_date" in found:
        found["source_date"] = date.fromisoformat(found["source_date"])
    for name, kind in (("weekly_hours", Decimal), ("weeks", int)):
        if name in found:
            found[name] = kind(Decimal(found[name]))
    return found


def plain(said: Mapping[str, Any]) -> dict[str, Any]:
    """The same, as a line of an import can keep it."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for name, value in said.items()
    }


def back(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What `plain` made, as the models hold it."""
    return readable({name: value for name, value in kept.items() if name != "referent"})


# Partners


class Directory:
    """The partners of the house, found by what a table says of one. One query."""

    def __init__(self, actor: Any) -> None:
        self.rows: list[Partner] = list(seen(Partner, actor).order_by("sort_key", "pk"))
        self.by_source: dict[tuple[str, str], Partner] = {}
        self.by_siret: dict[str, list[Partner]] = {}
        self.by_name: dict[str, list[Partner]] = {}
        for row in self.rows:
            if row.source_id:
                self.by_source[row.source, row.source_id] = row
            if row.siret:
                self.by_siret.setdefault(row.siret, []).append(row)
            for name in {row.name, row.short_name} - {""}:
                self.by_name.setdefault(search_key(name), []).append(row)

    def same(self, said: Mapping[str, Any]) -> Partner | None:
        """The very one: its identifier in its source, its SIRET, or its name and town."""
        if found := self.by_source.get((said.get("source", ""), said.get("source_id", ""))):
            return found
        for rows in (self.by_siret.get(said.get("siret", ""), []), self._named(said, same_town=True)):
            if len(rows) == 1:
                return rows[0]
        return None

    def alike(self, said: Mapping[str, Any]) -> list[Partner]:
        """Those of the same name elsewhere, or several it could be."""
        return self._named(said, same_town=False)

    def called(self, text: str, source: str = "") -> Partner | None:
        """A partner by its identifier, SIRET or name, as a table of services calls it."""
        if found := self.by_source.get((source, text)):
            return found
        figures = "".join(text.split())
        rows = self.by_siret.get(figures, []) or self.by_name.get(search_key(text), [])
        return rows[0] if len(rows) == 1 else None

    def _named(self, said: Mapping[str, Any], *, same_town: bool) -> list[Partner]:
        rows = self.by_name.get(search_key(said.get("name", "")), [])
        town = search_key(said.get("town", ""))
        return [row for row in rows if not same_town or not town or search_key(row.town) in ("", town)]


def examine_partners(actor: Any, lines: Sequence[Line]) -> list[Finding]:
    """One finding for each line, in order."""
    directory = Directory(actor)
    before: dict[Any, int] = {}
    found: list[Finding] = []
    for line in lines:
        said, problems, notes = told_by(line, actions.settled)
        if not problems and not said.get("name"):
            problems = [(label_of("name"), _("Le nom de la structure manque."))]
        if not problems and said.get("source_id"):
            problems = named(exchange.faults_of_structure(said), exchange.STRUCTURE)
        finding = (
            _partner(directory, before, line, said) if not problems else Finding(ERROR, problems=problems)
        )
        finding.name = said.get("name", "")
        finding.notes += notes
        found.append(finding)
    return found


def _partner(directory: Directory, before: dict[Any, int], line: Line, said: dict[str, Any]) -> Finding:
    key = (
        said.get("source_id")
        or said.get("siret")
        or (search_key(said["name"]), search_key(said.get("town", "")))
    )
    if key in before:
        return Finding(SAME, notes=[_("La même structure est à la ligne %d.") % before[key]])
    before[key] = line.number
    if row := directory.same(said):
        return compare(row, said)
    if rows := directory.alike(said):
        return Finding(
            ASK,
            reason=ALIKE,
            why=str(WORDS[ALIKE]),
            candidates=[(str(row.pk), f"{row.name}, {row.address}".rstrip(", ")) for row in rows[:5]],
            target=rows[0].pk,
            choice=SKIP,
            plan={"said": plain(said), "ways": {str(row.pk): compare(row, said).plan for row in rows[:5]}},
        )
    return Finding(CREATE, plan={"said": plain(said)})


def compare(row: Any, said: Mapping[str, Any]) -> Finding:
    """What a line changes of a row known: an empty cell erases nothing, codes are added to those known."""
    changes, after, before = [], {}, {}
    for name, value in said.items():
        if name == "referent":
            continue
        current = getattr(row, name)
        if isinstance(value, list):
            value = [*current, *(code for code in value if code not in current)]
        if current == value:
            continue
        after[name], before[name] = value, current
        label = OF_SERVICES[name] if isinstance(row, PartnerService) else label_of(name)
        changes.append((str(label), _shown(current), _shown(value)))
    plan = {"said": plain(after), "before": plain(before), "version": row.version}
    if "referent" in said and not _knows(row, said["referent"]["name"]):
        plan["referent"] = said["referent"]
        changes.append((str(LABELS["referent_name"]), "", said["referent"]["name"]))
    return Finding(CHANGE if changes else SAME, changes=changes, target=row.pk, plan=plan)


def _knows(row: Partner, name: str) -> bool:
    return any(search_key(one.name) == search_key(name) for one in row.referents.all())


def _shown(value: Any) -> str:
    return (
        ", ".join(str(one) for one in value)
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)[:160]
    )


# Services


def examine_services(actor: Any, lines: Sequence[Line]) -> list[Finding]:
    directory = Directory(actor)
    known: dict[Any, PartnerService] = {}
    for row in seen(PartnerService, actor):
        known[row.partner_id, search_key(row.name)] = row
        if row.source_id:
            known[row.source, row.source_id] = row
    return [_service(directory, known, line) for line in lines]


def _service(directory: Directory, known: Mapping[Any, PartnerService], line: Line) -> Finding:
    called = line.values.get("structure", "")
    line.values = {code: value for code, value in line.values.items() if code != "structure"}
    said, problems, notes = told_by(line, offering.settled)
    partner = directory.called(called, said.get("source", ""))
    if partner is None:
        problems.append(
            (
                label_of("structure"),
                _("Aucun partenaire du répertoire n’est appelé ainsi\u202f: ajoutez-le d’abord."),
            )
        )
    if not problems and said.get("source_id"):
        problems = named(exchange.faults_of_service(said, structure=called), exchange.SERVICE)
    if problems or partner is None:
        return Finding(ERROR, name=said.get("name", ""), problems=problems, notes=notes)
    row = known.get((said.get("source"), said.get("source_id"))) or known.get(
        (partner.pk, search_key(said["name"]))
    )
    finding = (
        compare(row, said) if row else Finding(CREATE, plan={"said": plain(said), "partner": str(partner.pk)})
    )
    finding.name = f"{partner.name}, {said['name']}"
    finding.notes += notes
    return finding


def told(finding: Finding) -> list[tuple[str, str]]:
    """What a line says, as the dry run shows it."""
    said = finding.plan.get("said", {})
    found = [
        (label_of(name), _shown(value)) for name, value in said.items() if name not in ("name", "referent")
    ]
    if "referent" in said:
        found.append((str(LABELS["referent_name"]), said["referent"]["name"]))
    return found


def way_chosen(one: Any) -> tuple[UUID, dict[str, Any]]:
    """(the row completed, what is changed of it): the very one, or the one somebody recognised."""
    plan = one.finding.plan
    return one.target, plan["ways"][str(one.target)] if "ways" in plan else plan
