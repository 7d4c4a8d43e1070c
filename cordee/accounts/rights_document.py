"""docs/rights.md: who may read and do what, written from what the code and the tables declare.

python -m cordee.accounts.rights_document          writes it
python -m cordee.accounts.rights_document --check  says whether it is up to date

A column added to a table, a right given, a retention changed: each shows here, and a test fails until the
page is written again and read by somebody.
"""

import importlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps

from cordee.accounts.enums import PARTITION_WORDS, Role
from cordee.accounts.rules import MATRIX, RoleRights, widest
from cordee.kernel.partitions import Partition, codes_of
from cordee.plumbing.policies import (
    LIBRARY_TABLES,
    RETENTIONS,
    LogRows,
    MemberRows,
    OpenTable,
    OrganisationRows,
    OwnRows,
    PersonRows,
    rows_of,
)

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
COMMAND = "python -m cordee.accounts.rights_document"
GRANTS = {"S": "lire", "I": "ajouter", "U": "modifier", "D": "supprimer"}

INTRODUCTION = f"""\
# Droits : qui lit quoi, qui fait quoi

Écrit à partir du code : `{COMMAND}`. Ne pas corriger à la main.

Deux verrous indépendants tiennent ces droits : le code (`visible_to`) et la base (politiques de sécurité par
ligne). Un test les compare ligne à ligne dans des maisons tirées au sort."""


def page() -> str:
    """The whole document."""
    parts = [INTRODUCTION, roles(), gestures(), guarded_tables(), open_tables(), retentions()]
    text = "\n\n".join(parts) + "\n"
    return text.replace(" ;", "\u202f;").replace(" :", "\u00a0:")


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(titles)
    lines = [titles, ["---"] * len(titles), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def words(partitions: int) -> str:
    return ", ".join(str(PARTITION_WORDS[code]) for code in codes_of(partitions)) or "–"


def yes(is_true: bool) -> str:
    return "oui" if is_true else "–"


def roles() -> str:
    """What each role opens, by partition."""
    titles = [
        "Rôle", "tout dossier, équipe ouverte", "tout dossier, par personnes suivies", "tout dossier, au plus",
        "sait que cela existe", "dossiers suivis ou partagés", "orientations sans référent",
        "accès donnés à l’organisation", "adresse protégée, avec motif",
        "santé et violences jointes à une orientation",
    ]  # fmt: skip
    note = (
        "Une organisation travaille en équipe ouverte ou par personnes suivies. Elle peut garder moins que ce"
        " tableau, ou ouvrir davantage dans la limite d’« au plus », rôle par rôle, par un réglage daté et motivé."
        " Ce qu’elle garde vaut aussitôt dans les dossiers déjà suivis. Santé, violences et justice ne s’ouvrent"
        " jamais à toute la maison."
    )
    return f"## Rôles\n\n{note}\n\n{table(titles, (_role(code) for code in Role.values))}"


def _role(code: str) -> list[str]:
    rights: RoleRights = MATRIX[code]
    opened = (rights.house, rights.caseload_house, widest(code), rights.titles, rights.following)
    may = (rights.intake, rights.grounds, rights.reveals)
    return [
        str(Role(code).label),
        *(words(int(mask)) for mask in opened),
        *(yes(is_true) for is_true in may),
        words(int(rights.receives)),
    ]


def gestures() -> str:
    """Each action of each domain: who may, and what is said to the others."""
    rows = [
        [f"`{action}`", ", ".join(sorted(str(Role(role).label) for role in allowed)), str(reasons[action])]
        for allowed_by_action, reasons in _access_tables()
        for action, allowed in allowed_by_action.items()
    ]
    return "## Gestes\n\n" + table(["Geste", "Rôles", "Ce qui est dit aux autres"], rows)


def _access_tables() -> Iterator[tuple[dict[str, frozenset[str]], dict[str, Any]]]:
    """Of each domain, then of the parts of it that have rooms of their own."""
    for config in apps.get_app_configs():
        if not config.name.startswith("cordee."):
            continue
        for path in sorted(Path(config.path).glob("**/access.py"), key=lambda path: (len(path.parts), path)):
            inside = ".".join(path.relative_to(config.path).with_suffix("").parts)
            module = importlib.import_module(f"{config.name}.{inside}")
            if hasattr(module, "ROLES") and hasattr(module, "REASONS"):
                yield module.ROLES, module.REASONS


def guarded_tables() -> str:
    """Tables the database guards row by row, with every column they hold."""
    note = (
        "Chaque table a sa partie du dossier, sa durée de conservation et ses colonnes ; **en gras**, celles qui"
        " sont chiffrées. L’histoire d’une table se lit comme elle, et ne s’efface pas."
    )
    titles = ["Table", "Partie", "Qui lit", "L’application peut", "Conservation", "Colonnes"]
    rows = [_guarded(model, rows_of(model)) for model in _models() if not isinstance(model.rows, OpenTable)]
    return f"## Tables tenues ligne à ligne\n\n{note}\n\n{table(titles, rows)}"


def _models() -> list[Any]:
    declared = [model for model in apps.get_models() if getattr(model, "rows", None) is not None]
    tracked = [model for model in declared if getattr(model, "pgh_tracked_model", None) is None]
    return sorted(tracked, key=lambda model: str(model._meta.label))


def _guarded(model: Any, declared: Any) -> list[str]:
    may = ", ".join(GRANTS[letter] for letter in declared.grants)
    return [
        f"`{model._meta.db_table}`", sensitivity(declared), readers(declared), may, declared.retention, columns(model),
    ]  # fmt: skip


def sensitivity(declared: Any) -> str:
    if not isinstance(declared, PersonRows | OrganisationRows):
        return "–"
    if declared.partition_column:
        return "celle de la ligne"
    if isinstance(declared, OrganisationRows):
        return "–"
    return words(int(declared.sensitivity or declared.partition or Partition(0)))


def readers(declared: Any) -> str:
    """In words, what the policy says."""
    if isinstance(declared, MemberRows):
        return (
            "son auteur ; le travail de nuit de la maison, pour l’effacer" if declared.swept else "son auteur"
        )
    if isinstance(declared, LogRows):
        return "qui lit ce dossier ; le lecteur lui-même"
    if isinstance(declared, OrganisationRows):
        restricted = " ; ce qui touche à la santé ou aux violences, qui peut le noter et qui l’a ajouté"
        return f"l’accueil de la maison ; qui s’en occupe{restricted if declared.partition_column else ''}"
    if isinstance(declared, OwnRows):
        return "la maison : les politiques des autres tables la lisent"
    said = ["qui lit cette partie du dossier, par sa maison ou par un motif d’accès"]
    said += ["qui a écrit la ligne"] if declared.author else []
    said += ["sous condition (auteur, destinataires, motif)"] if declared.only or declared.readers else []
    said += ["sans personne : l’accueil, qui en est chargé"] if declared.or_else else []
    return " ; ".join(said)


def columns(model: Any) -> str:
    """Every column, the sealed ones in bold."""
    fields = sorted(model._meta.concrete_fields, key=lambda field: str(field.column))
    return ", ".join(
        f"**{field.column}**" if field.get_internal_type() == "BinaryField" else field.column
        for field in fields
    )


def open_tables() -> str:
    """Tables that name nobody accompanied, with the reason."""
    ours = [(model._meta.db_table, model.rows, columns(model)) for model in _models()]
    rows = [
        [f"`{name}`", declared.why, ", ".join(GRANTS[letter] for letter in declared.grants), listed]
        for name, declared, listed in [*ours, *((name, rows, "–") for name, rows in LIBRARY_TABLES.items())]
        if isinstance(declared, OpenTable)
    ]
    titles = ["Table", "Pourquoi", "L’application peut", "Colonnes"]
    return "## Tables où personne d’accompagné n’est nommé\n\n" + table(titles, rows)


def retentions() -> str:
    return "## Durées de conservation\n\n" + table(
        ["Code", "Règle"], ([c, rule] for c, rule in RETENTIONS.items())
    )


def is_up_to_date() -> bool:
    return PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        print("docs/rights.md: up to date" if is_up_to_date() else "docs/rights.md: to be written again")
        return 0 if is_up_to_date() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
