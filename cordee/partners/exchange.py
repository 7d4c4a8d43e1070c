"""data·inclusion v1: what a partner and a service are in its words, and whether a file is of that version.

The package that publishes the schema validates what comes in and what goes out; it is loaded only then.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cordee.kernel.errors import BadInput
from cordee.partners import vocabulary
from cordee.spreadsheets.writers import LIVE

STRUCTURE = {
    "source": "source", "id": "source_id", "nom": "name", "date_maj": "source_date", "description": "description",
    "siret": "siret", "commune": "town", "code_postal": "postcode", "code_insee": "insee", "adresse": "street",
    "complement_adresse": "extra", "telephone": "phone", "courriel": "email", "site_web": "website",
    "horaires_accueil": "opening_hours", "accessibilite_lieu": "accessibility_url", "reseaux_porteurs": "networks",
}  # fmt: skip
SERVICE = {
    "source": "source", "id": "source_id", "nom": "name", "date_maj": "source_date", "description": "description",
    "type": "kind", "thematiques": "themes", "frais": "fee", "frais_precisions": "fee_words", "publics": "publics",
    "publics_precisions": "publics_words", "conditions_acces": "conditions", "telephone": "phone", "courriel": "email",
    "modes_accueil": "reception", "zone_eligibilite": "zones", "contact_nom_prenom": "contact_name",
    "lien_mobilisation": "mobilisation_url", "modes_mobilisation": "mobilisation", "mobilisable_par": "mobilisable_by",
    "mobilisation_precisions": "mobilisation_words", "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks", "horaires_accueil": "opening_hours",
}  # fmt: skip
# What only the versions before say.
EARLIER = frozenset(
    {"typologie", "labels_nationaux", "labels_autres", "presentation_resume", "presentation_detail", "rna", "antenne",
     "profils", "profils_precisions", "types", "modes_orientation_accompagnateur", "modes_orientation_beneficiaire",
     "cumulable", "recurrence", "justificatifs", "pre_requis", "zone_diffusion_type", "zone_diffusion_code",
     "frais_autres", "formulaire_en_ligne", "prise_rdv", "contact_public"}
)  # fmt: skip
NEEDED = {
    "structures": {"source", "id", "nom", "date_maj"},
    "services": {"source", "id", "nom", "date_maj", "structure_id"},
}
MOST_BYTES = 10_000_000
SOURCE = "cordee"
SHORTEST_DESCRIPTION = 5


# Coming in


def read_extract(content: bytes) -> list[tuple[str, bytes]]:
    """(structures or services, the same as a table) of each list of an extract. Raises BadInput, and says why.

    A JSON list, a JSON object that holds both, or a CSV. One of another version is refused whole.
    """
    if len(content) > MOST_BYTES:
        raise BadInput("file", _("Ce fichier est trop lourd\u202f: dix mégaoctets au plus."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            "file", _("Ce fichier n’est pas un texte en UTF-8, comme le sont les extraits de data·inclusion.")
        ) from None
    lists = _from_json(text) if text.lstrip()[:1] in "[{" and text.strip() else [_from_csv(text)]
    found = [(kind_of(rows), rows) for rows in lists if rows]
    if not found:
        raise BadInput("file", _("Ce fichier ne contient aucune ligne."))
    return [(kind, as_csv(rows).encode()) for kind, rows in found]


def _from_json(text: str) -> list[list[dict[str, Any]]]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(
            "file", _("Ce fichier JSON est abîmé\u202f: il ne se lit pas jusqu’au bout.")
        ) from None
    is_both = isinstance(read, dict)
    read = [read.get("structures") or [], read.get("services") or []] if is_both else [read]
    if not all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in read):
        raise BadInput("file", _("Ce JSON n’est pas une liste de structures ou de services."))
    return read


def _from_csv(text: str) -> list[dict[str, Any]]:
    first = text.split("\n", 1)[0]
    try:
        return list(csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count)))
    except csv.Error:
        raise BadInput("file", _("Ce fichier ne se lit pas comme un tableau.")) from None


def kind_of(rows: list[dict[str, Any]]) -> str:
    """« structures » or « services ». Raises BadInput when the file is of another version, or of something else."""
    fields = {str(name) for row in rows for name in row if name}
    if fields & EARLIER or any(_version_of(row) == "v0" for row in rows):
        said = _(
            "Cet extrait suit une version plus ancienne de data·inclusion (%(fields)s n’existent plus dans la "
            "version 1). Rien n’a été importé\u202f: téléchargez l’extrait dans sa version actuelle."
        )
        raise BadInput("file", said % {"fields": ", ".join(sorted(fields & EARLIER)[:4]) or "v0"})
    if later := next((told for row in rows if (told := _version_of(row)) not in ("", "v1")), ""):
        said = _(
            "Cet extrait suit la version %(version)s de data·inclusion\u202f: Cordée lit la version 1. Rien n’a été "
            "importé\u202f: téléchargez l’extrait en version 1."
        )
        raise BadInput("file", said % {"version": later.removeprefix("v")})
    kind = "services" if "structure_id" in fields else "structures"
    if missing := NEEDED[kind] - fields:
        said = _(
            "Ce n’est pas un extrait de data·inclusion v1\u202f: il y manque %(fields)s. Une liste d’une autre forme "
            "s’importe par «\u202fTableaux\u202f»."
        )
        raise BadInput("file", said % {"fields": ", ".join(sorted(missing))})
    return kind


def _version_of(row: Mapping[str, Any]) -> str:
    """« v1 », as the row says it; empty when it does not."""
    found = re.match(r"v?(\d+)", str(row.get("_di_schema") or ""))
    return f"v{found[1]}" if found else ""


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """A table of what is exchanged: lists as JSON, as the public extracts write them."""
    every = list(rows)
    fields = list(dict.fromkeys(str(name) for row in every for name in row if name))
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";")
    writer.writerow(fields)
    for row in every:
        writer.writerow([_cell(row.get(name)) for name in fields])
    return kept.getvalue()


def harmless(value: Any) -> Any:
    """A text a spreadsheet would take for a formula begins with an apostrophe; a telephone is none."""
    is_live = isinstance(value, str) and value.lstrip().startswith(LIVE)
    return f"'{value}" if is_live and not re.fullmatch(r"\+\d{6,15}", value) else value


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple, set)):
        return json.dumps(sorted(value, key=str), ensure_ascii=False)
    return "" if value is None else str(value)


def faults_of_structure(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the package finds wrong in a structure, in words."""
    return _faults("structures", _words(said, STRUCTURE))


def faults_of_service(said: Mapping[str, Any], *, structure: str) -> list[tuple[str, str]]:
    return _faults("services", _words(said, SERVICE) | {"structure_id": structure})


def _words(said: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Our fields under the names of data·inclusion; the empty left out."""
    found = {name: said.get(field) for name, field in names.items()}
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def _faults(kind: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    from data_inclusion.schema import v1
    from pydantic import ValidationError

    try:
        (v1.Structure if kind == "structures" else v1.Service).model_validate(row)
    except ValidationError as error:
        said = _("«\u202f%(field)s\u202f» ne suit pas le format data·inclusion v1.")
        return [(str(one["loc"][0]), said % {"field": one["loc"][0]}) for one in error.errors() if one["loc"]]
    return []


# Going out


def structure_of(partner: Any, *, on: date) -> dict[str, Any]:
    """A partner in the words of data·inclusion. What is ours takes our own source and identifier."""
    row = _words({name: getattr(partner, name) for name in STRUCTURE.values()}, STRUCTURE)
    return row | _named(partner, on)


def service_of(service: Any, *, on: date) -> dict[str, Any]:
    said = {name: getattr(service, name) for name in SERVICE.values()}
    if said["weekly_hours"] is not None:
        said["weekly_hours"] = float(said["weekly_hours"])
    row = _words(said, SERVICE) | _named(service, on)
    row["structure_id"] = _named(service.partner, on)["id"]
    row.setdefault("description", service.name)
    return row


def _named(row: Any, on: date) -> dict[str, Any]:
    if row.source_id:
        return {"source": row.source, "id": row.source_id, "date_maj": (row.source_date or on).isoformat()}
    changed = min(localdate(row.changed_at), on)
    return {"source": SOURCE, "id": f"{SOURCE}--{row.pk}", "date_maj": changed.isoformat()}


def valid(kind: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each row as the package accepts it: an optional field that does not follow the format stays here."""
    found = []
    for row in rows:
        wrong = {name for name, _said in _faults(kind, row)}
        kept = {name: value for name, value in row.items() if name not in wrong}
        if not wrong & NEEDED[kind] and not _faults(kind, kept):
            found.append(kept)
    return found


def version() -> str:
    return vocabulary.version()
