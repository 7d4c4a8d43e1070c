"""A form for each kind of table of a definition, in the words of the trade.

A form is given the table it stands on and the whole document (what one may choose in it). It writes the keys
of its fields and no other; `keys` says which key a field writes when it is not its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cordee.kernel.words import capital
from cordee.programmes.drafts.document import at
from cordee.programmes.drafts.fields import (
    TermField,
    line,
    number,
    one_of,
    options,
    prose,
    some_of,
    tick,
    written,
)
from cordee.programmes.loader import Problem
from cordee.programmes.locator import Path
from cordee.programmes.sources import SHORT_NAME
from cordee.programmes.vocabulary import (
    ADMISSION_MODES,
    AUDIENCES,
    CLOCK_SUBJECTS,
    EXIT_CATEGORIES,
    EXIT_KINDS,
    FACT_KINDS,
    MEMBER_ROLES,
    ORGANISATION_KINDS,
    OUTCOMES,
    PARTITIONS,
    THEMES,
)
from cordee.ui.forms import CordeeForm, FrenchDateField

HABIT = _("Décision de l’équipe")
SOURCE_HINT = _(
    "D’où vient cette ligne\u202f: un texte de loi, votre projet, une réunion d’équipe. "
    "Le nom court d’un document de la page Sources suffit."
)


def source(*, required: bool = True) -> forms.CharField:
    return line(_("Source"), SOURCE_HINT, required=required, initial=HABIT)


class SheetForm(CordeeForm):
    """A form over one table. document: the draft as plain values; today: the day the law is read at."""

    keys: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, data: Any = None, *, table: Mapping[str, Any] | None, document: Mapping[str, Any], today: date
    ) -> None:
        self.document, self.day, self.table = document, today, table or {}
        super().__init__(data, today=today, initial=self.read(table) if table is not None else {})
        self.prepare()

    def prepare(self) -> None:
        """Fill the lists whose choices come from the document."""

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

    def key_of(self, name: str) -> str:
        return self.keys.get(name, name)

    def read(self, table: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with: an empty source stays empty, unlike on a new line."""
        return {name: table.get(self.key_of(name)) for name in self.base_fields}

    def values(self) -> dict[str, Any]:
        """What it writes; only once it is valid."""
        return {self.key_of(name): written(self.cleaned_data.get(name)) for name in self.fields}

    def take(self, problems: Iterable[Problem], path: Path) -> None:
        """Show each fault beside the field it concerns."""
        fields = {self.key_of(name): name for name in self.fields}
        for problem in problems:
            key = next((step for step in problem.path[len(path) :] if isinstance(step, str)), "")
            self.add_error(fields.get(key), ValidationError(capital(problem.message)))


def of_document(document: Mapping[str, Any], *path: str) -> list[tuple[str, str]]:
    """The coded lines of a list of the document, as choices."""
    items = at(document, path)
    lines = [one for one in items if isinstance(one, Mapping)] if isinstance(items, list) else []
    return [(str(one["code"]), str(one.get("label") or one["code"])) for one in lines if one.get("code")]


class HeaderForm(SheetForm):
    label = line(_("Nom du programme"))
    short_label = line(_("Nom court"), _("Pour les listes et les petits écrans."))
    description = prose(
        _("En quelques phrases"), _("Pour qui, avec quoi, vers quoi. Se lit aussi par les personnes."), rows=5
    )
    audience = some_of(_("Pour qui"), options(AUDIENCES))
    organisation_kind = one_of(_("Votre organisation"), options(ORGANISATION_KINDS))
    territory = line(_("Territoire"), required=False)
    since = number(_("Depuis l’année"), least=1900, most=2100)
    long_term = tick(_("Sans date de fin"), _("L’accompagnement dure aussi longtemps qu’il le faut."))
    source = source()

    def prepare(self) -> None:
        self.fields["description"].required = True


class WordsForm(SheetForm):
    programme = line(
        _("Un programme s’appelle chez vous"), _("dispositif, action, chantier…"), required=False
    )
    person = line(_("Une personne"), _("personne accompagnée, jeune, salarié…"), required=False)
    pathway = line(_("Son parcours"), _("parcours, chemin…"), required=False)
    stage = line(_("Une étape"), _("étape, phase, palier…"), required=False)
    referent = line(_("Qui l’accompagne"), _("référent, conseiller, éducateur…"), required=False)
    exit = line(_("La fin"), _("sortie, départ…"), required=False)


class EntryForm(SheetForm):
    zero_exclusion = tick(
        _("Ce programme n’écarte personne"),
        _(
            "Aucune condition ne peut alors refuser une entrée\u202f: ce qui manque est signalé, jamais bloquant."
        ),
    )


class LabelForm(SheetForm):
    label = line(_("Nom"))


class SourcedForm(LabelForm):
    source = source()


class NeedForm(LabelForm):
    theme = one_of(_("Domaine"), options(THEMES))


class DecisionForm(LabelForm):
    outcome = one_of(_("Ce qu’elle veut dire"), options(OUTCOMES), radio=True)


class AdmissionForm(SheetForm):
    mode = one_of(_("Comment on est admis"), options(ADMISSION_MODES), radio=True)
    body = line(
        _("Qui prononce l’admission"),
        _(
            "Comme dans une phrase\u202f: «\u202fla commission insertion\u202f», «\u202fla cheffe de service\u202f»."
        ),
        required=False,
    )
    recorded_by = some_of(_("Qui enregistre la décision"), options(MEMBER_ROLES))
    every_months = number(_("La commission se réunit tous les"), _("En mois\u202f: 1, 3…"), least=1, most=24)
    guests = prose(_("Qui peut y être invité"))
    source = source()


class StageForm(LabelForm):
    description = prose(_("Ce qui s’y passe"))
    admitted = tick(_("Demande l’admission"), _("On n’y entre qu’une fois l’admission prononcée."))
    aside = tick(_("À côté du chemin"), _("Une pause, un détour\u202f: dessinée à part."))
    expected_months = number(_("Dure d’habitude (en mois)"), _("Dit, jamais imposé."), least=1, most=120)
    source = source()


class MoveForm(LabelForm):
    keys = {"origins": "from", "target": "to"}

    origins = some_of(_("Depuis"), required=True)
    target = one_of(_("Vers"))
    roles = some_of(_("Qui peut le faire"), options(MEMBER_ROLES), required=True)
    back = tick(_("C’est un retour"), _("Revenir n’est pas un échec\u202f: le chemin le dessine."))
    source = source(required=False)

    def prepare(self) -> None:
        self.fields["label"].label = _("Ce que dit le bouton")
        self.fields["label"].help_text = _("Un verbe\u202f: «\u202fCommencer les ateliers\u202f».")
        stages = of_document(self.document, "stages")
        self.offer("origins", stages)
        self.offer("target", stages)


class ClockForm(LabelForm):
    subject = one_of(_("Porte sur"), options(CLOCK_SUBJECTS))
    start = some_of(_("Part de"), required=True)
    stop = some_of(_("S’arrête quand"), required=True)
    interruption = some_of(_("Se suspend quand"))
    restart = some_of(_("Repart, après une suspension, quand"))
    in_charge = one_of(_("En charge"))
    in_charge_then = one_of(_("À défaut"), required=False)
    in_charge_last = one_of(_("À défaut encore"), required=False)
    source = source()

    def prepare(self) -> None:
        kinds = [(kind.code, capital(kind.label)) for kind in FACT_KINDS.values()]
        for name in ("start", "stop", "interruption", "restart"):
            self.offer(name, kinds)
        around = of_document(self.document, "roles")
        grouped: list[Any] = [
            (_("Autour de la personne"), around),
            (_("Dans la maison"), options(MEMBER_ROLES)),
        ]
        for name in ("in_charge", "in_charge_then", "in_charge_last"):
            first = [] if name == "in_charge" else [("", "—")]
            self.offer(name, [*first, *grouped])
        if self.initial.get("subject") is None:
            self.initial["subject"] = "pathway"
        for name, label, hint in TERMS:
            self.fields[name] = TermField(label=label, help_text=hint, required=name == "due", today=self.day)
        self.order_fields(["label", "due", "warn_before", "warn_after", "late_after"])

    def read(self, table: Mapping[str, Any]) -> dict[str, Any]:
        held = table.get("in_charge")
        held = [held] if isinstance(held, str) else list(held or [])
        held += [""] * 3
        terms = {name: table.get(name) for name, _label, _hint in TERMS}
        named = {"in_charge": held[0], "in_charge_then": held[1], "in_charge_last": held[2]}
        return super().read(table) | terms | named

    def values(self) -> dict[str, Any]:
        values = super().values()
        names = ("in_charge", "in_charge_then", "in_charge_last")
        held = [values.pop(name) for name in names]
        if values.get("subject") == "pathway":
            values["subject"] = None  # what it is when nothing is said
        return values | {"in_charge": [one for one in dict.fromkeys(held) if one]}


TERMS = (
    ("due", _("Échéance"), _("Un délai fixé par la loi suit la loi quand elle change.")),
    ("warn_before", _("Alerte avant l’échéance"), ""),
    ("warn_after", _("Ou alerte après le départ"), _("Compté depuis le premier jour.")),
    ("late_after", _("En retard après"), _("Le lendemain de l’échéance, si rien n’est dit.")),
)


class RoleForm(LabelForm):
    keys = {"is_referent": "referent"}

    may_see = some_of(_("Peut lire du dossier"), options(PARTITIONS))
    unique = tick(_("Une seule personne à la fois"))
    is_referent = tick(
        _("C’est le référent du parcours"), _("Un rôle et un seul, tenu par une seule personne à la fois.")
    )
    outside = tick(
        _("Souvent d’une autre structure, ou un proche"),
        _("Ne lit rien sans un accès daté, avec l’accord de la personne."),
    )
    source = source()


class ExitForm(LabelForm):
    category = one_of(_("Comment elle se compte"), options(EXIT_CATEGORIES), radio=True)
    kind = one_of(_("Vers quoi"), options(EXIT_KINDS))
    source = source()


class CapacityForm(SheetForm):
    keys = {"from_on": "from"}

    places = number(
        _("Places"), _("Combien de personnes en même temps."), least=0, most=100_000, required=True
    )
    from_on = FrenchDateField(label=_("À partir du"))
    source = source(required=False)


class SourcesForm(SheetForm):
    """The documents lines refer to, one a line: «\u202fB0 = Présentation publique\u202f»."""

    named = prose(
        _("Documents, un par ligne"),
        _(
            "Un nom court, le signe =, puis le titre du document. Exemple\u202f: PE = Projet d’établissement 2024"
        ),
        rows=10,
    )

    def read(self, table: Mapping[str, Any]) -> dict[str, Any]:
        return {"named": "\n".join(f"{name} = {title}" for name, title in table.items())}

    def clean_named(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for rank, text in enumerate(self.cleaned_data["named"].splitlines(), start=1):
            name, sign, title = (part.strip() for part in text.partition("="))
            if not text.strip():
                continue
            if not sign or not title or len(title) > 200:
                raise ValidationError(
                    _("Ligne %(n)d\u202f: un nom court, «\u202f=\u202f», un titre."), params={"n": rank}
                )
            if not re.fullmatch(SHORT_NAME, name):
                raise ValidationError(
                    _("Ligne %(n)d\u202f: un nom court s’écrit avec lettres, chiffres, points et tirets."),
                    params={"n": rank},
                )
            found[name] = title
        return found

    def values(self) -> dict[str, Any]:
        before = dict.fromkeys(at(self.document, ("sources",)) or {})
        return before | self.cleaned_data["named"]
