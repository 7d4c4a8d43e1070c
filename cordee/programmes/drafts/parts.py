"""The sections of a draft as pages: where each stands in the document, its form, how its lines are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.kernel.words import capital, french_list
from cordee.programmes.describe import term_in_words
from cordee.programmes.drafts import conditions, sheets
from cordee.programmes.drafts.document import at
from cordee.programmes.drafts.fields import UNITS
from cordee.programmes.drafts.sheets import SheetForm, of_document
from cordee.programmes.law import LawDelay, parameters
from cordee.programmes.locator import Path
from cordee.programmes.vocabulary import (
    ADMISSION_MODES,
    EXIT_CATEGORIES,
    MEMBER_ROLES,
    OUTCOMES,
    PARTITIONS,
    THEMES,
)

Table = Mapping[str, Any]
Say = Callable[[Table, Table, date], str]


@dataclass(frozen=True)
class Part:
    """A section. code: the end of its address. one: what a line of a list is called, with its article.

    path: where it stands. form: of the table, or of one line of the list. title_of, detail_of: how a line is
    said. nested: the key of a list inside each line (the conditions of a move). group: the heading of the
    summary it stands under. is_ordered: its order means something.
    """

    code: str
    title: Any
    help: Any
    path: Path
    form: type[SheetForm]
    group: Any = ""
    is_list: bool = True
    one: Any = ""
    is_coded: bool = True
    is_ordered: bool = True
    of_rules: bool = False
    nested: str = ""
    title_of: Say = field(default=lambda table, document, on: str(table.get("label") or _("Sans nom")))
    detail_of: Say = field(default=lambda table, document, on: "")

    def lines(self, document: Table) -> list[Table]:
        """Its lines, however strange the document."""
        found = at(document, self.path)
        return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def stage_detail(table: Table, document: Table, on: date) -> str:
    said = [
        *([_("après admission")] if table.get("admitted") else []),
        *([_("à côté du chemin")] if table.get("aside") else []),
        *(
            [_("%(n)s mois environ") % {"n": table["expected_months"]}]
            if table.get("expected_months")
            else []
        ),
    ]
    return capital(", ".join(map(str, said)))


def move_detail(table: Table, document: Table, on: date) -> str:
    stages = dict(of_document(document, "stages"))
    origins = table.get("from")
    listed = [origins] if isinstance(origins, str) else origins if isinstance(origins, list) else []
    start = french_list([stages.get(str(code), "?") for code in listed], "ou")
    return _("%(start)s → %(end)s (par\u202f: %(roles)s)") % {
        "start": start,
        "end": stages.get(str(table.get("to")), "?"),
        "roles": french_list(_labels(MEMBER_ROLES, table.get("roles")), "ou"),
    }


def clock_detail(table: Table, document: Table, on: date) -> str:
    due = table.get("due")
    return due_in_words(due, on) if isinstance(due, Mapping) else ""


def due_in_words(due: Table, on: date) -> str:
    """6 semaines; «\u202f1 mois, fixé par la loi\u202f»."""
    unit, amount = next(iter(due.items()), ("", ""))
    if unit != "law":
        return f"{amount} {dict(UNITS).get(unit, unit)}"
    said = term_in_words(LawDelay(str(amount)), on) if str(amount) in parameters() else "?"
    return _("%(delay)s, fixé par la loi") % {"delay": said}


def role_detail(table: Table, document: Table, on: date) -> str:
    sees = french_list(_labels(PARTITIONS, table.get("may_see")))
    said = _("peut lire\u202f: %(sees)s") % {"sees": sees} if sees else _("ne lit rien du dossier")
    return f"{_('Référent du parcours')}, {said}" if table.get("referent") else capital(str(said))


def _labels(known: Mapping[str, str], codes: Any) -> list[str]:
    return [known.get(str(code), "?") for code in codes] if isinstance(codes, list) else []


def chosen(known: Mapping[str, str], key: str) -> Say:
    return lambda table, document, on: capital(known.get(str(table.get(key)), ""))


def condition_title(table: Table, document: Table, on: date) -> str:
    return conditions.says(table, document, on)


def condition_detail(table: Table, document: Table, on: date) -> str:
    return str(conditions.FIRMNESS.get(str(table.get("severity", "refuse")), ""))


def capacity_title(table: Table, document: Table, on: date) -> str:
    return _("%(n)s places") % {"n": table.get("places", "?")}


def capacity_detail(table: Table, document: Table, on: date) -> str:
    start = table.get("from")
    return _("à partir du %(day)s") % {"day": f"{start:%d/%m/%Y}"} if isinstance(start, date) else ""


PRESENT, ENTER, ADVANCE, AROUND = (
    _("Ce que c’est"),
    _("Entrer"),
    _("Avancer"),
    _("Autour de la personne, et la suite"),
)

PARTS: dict[str, Part] = {
    part.code: part
    for part in (
        Part("presentation", _("Présentation"), _("Le nom, pour qui, où, depuis quand."),
             ("programme",), sheets.HeaderForm, PRESENT, is_list=False),
        Part("mots", _("Vos mots"), _("Comment vous appelez les choses\u202f: Cordée parlera comme vous."),
             ("programme", "words"), sheets.WordsForm, PRESENT, is_list=False),
        Part("places", _("Places"), _("Combien de personnes en même temps, depuis quand."),
             ("capacity",), sheets.CapacityForm, PRESENT, one=_("un nombre de places"), is_coded=False,
             is_ordered=False, title_of=capacity_title, detail_of=capacity_detail),
        Part("sources", _("Sources"), _("Les documents d’où viennent les lignes\u202f: textes, projet, réunions."),
             ("sources",), sheets.SourcesForm, PRESENT, is_list=False),
        Part("accueil", _("Accueil sans condition"), _("Si personne ne peut être écarté."),
             ("entry",), sheets.EntryForm, ENTER, is_list=False),
        Part("canaux", _("Par qui l’on vient"), _("Qui oriente vers ce programme."),
             ("entry", "channels"), sheets.SourcedForm, ENTER, one=_("une provenance")),
        Part("besoins", _("Besoins"), _("Ce qu’une orientation peut nommer."),
             ("entry", "needs"), sheets.NeedForm, ENTER, one=_("un besoin"), detail_of=chosen(THEMES, "theme")),
        Part("papiers", _("Papiers habituels"), _("Leur absence est signalée, elle n’empêche jamais d’être écouté."),
             ("entry", "papers"), sheets.SourcedForm, ENTER, one=_("un papier")),
        Part("conditions", _("Conditions d’entrée"), _("Ce qui est regardé à l’ouverture d’un parcours."),
             ("entry", "conditions"), conditions.ConditionForm, ENTER, one=_("une condition"), is_coded=False,
             of_rules=True, title_of=condition_title, detail_of=condition_detail),
        Part("admission", _("Admission"), _("Qui laisse entrer\u202f: directe, entretien, commission."),
             ("admission",), sheets.AdmissionForm, ENTER, is_list=False),
        Part("decisions", _("Décisions d’admission"), _("Les réponses possibles, dans vos mots."),
             ("admission", "decisions"), sheets.DecisionForm, ENTER, one=_("une décision"),
             detail_of=chosen(OUTCOMES, "outcome")),
        Part("colleges", _("Membres de la commission"), _("Qui y siège."),
             ("admission", "seats"), sheets.LabelForm, ENTER, one=_("un siège")),
        Part("etapes", _("Étapes"), _("Les moments du parcours, dans l’ordre habituel."),
             ("stages",), sheets.StageForm, ADVANCE, one=_("une étape"), detail_of=stage_detail),
        Part("passages", _("Passages"), _("D’une étape à l’autre, et retour\u202f: qui peut, et à quelles conditions."),
             ("moves",), sheets.MoveForm, ADVANCE, one=_("un passage"), nested="requires", detail_of=move_detail),
        Part("delais", _("Délais"), _("Ce qui doit arriver, avant quand, qui s’en charge."),
             ("clocks",), sheets.ClockForm, ADVANCE, one=_("un délai"), detail_of=clock_detail),
        Part("roles", _("Rôles"), _("Qui entoure la personne, et ce que chacun peut lire."),
             ("roles",), sheets.RoleForm, AROUND, one=_("un rôle"), detail_of=role_detail),
        Part("sorties", _("Sorties"), _("Comment un parcours se termine."),
             ("exits",), sheets.ExitForm, AROUND, one=_("une sortie"), nested="requires",
             detail_of=chosen(EXIT_CATEGORIES, "category")),
    )
}  # fmt: skip


def nested_part(part: Part, position: int, document: Table, on: date) -> Part:
    """The conditions of one line of a list: «\u202fCommencer les ateliers : conditions\u202f»."""
    table = part.lines(document)[position]
    return replace(
        PARTS["conditions"],
        code=part.code,
        title=_("«\u202f%(line)s\u202f»\u202f: conditions") % {"line": part.title_of(table, document, on)},
        help=_("Ce qui est regardé à ce moment-là."),
        path=(*part.path, position, part.nested),
    )


def summary(part: Part, document: Table, on: date) -> list[str]:
    """A few words of what a part says, for its card."""
    if part.is_list:
        return [part.title_of(one, document, on) for one in part.lines(document)]
    table = at(document, part.path)
    return list(_said(part.code, table if isinstance(table, Mapping) else {}))


def _said(code: str, table: Table) -> Iterable[str]:
    if code == "presentation":
        yield from (str(table[key]) for key in ("label", "territory") if table.get(key))
    elif code == "mots":
        yield french_list([str(word) for word in table.values()])
    elif code == "sources":
        yield from (str(title) for title in table.values())
    elif code == "accueil":
        yield str(
            _("Personne n’est écarté") if table.get("zero_exclusion") else _("Des conditions peuvent refuser")
        )
    elif code == "admission":
        mode = capital(ADMISSION_MODES.get(str(table.get("mode")), ""))
        yield f"{mode}\u202f: {table['body']}" if table.get("body") else mode
