"""Forms of contracts: they parse and explain, the actions write. A line of a text is a commitment, an objective."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.engagements.enums import Capacity, Ending, Means, lanes
from cordee.engagements.rules import CHILDCARE, HEALTH, Signers
from cordee.engagements.section import HOUSE, OTHER, PERSON, PLAN, RIGHTS, WRITTEN, Kind, Section
from cordee.engagements.texts import LONGEST_TEXT, Text
from cordee.kernel.errors import BadInput, CordeeError
from cordee.kernel.words import capital
from cordee.papers.forms import ACCEPTED_SCANS
from cordee.ui.fields import HoursField
from cordee.ui.forms import CordeeForm, FrenchDateField

LINES_HELP = _("Une phrase par ligne.")
GROUNDS = [
    ("", _("Aucun")),
    (HEALTH, _("Santé, handicap ou invalidité (sans préciser)")),
    (CHILDCARE, _("Parent isolé, sans garde pour un enfant")),
]


# Of a text, the field that holds it: named apart from what addresses and other forms call a person or a referent.
FIELDS = {
    "from_on": "from_on",
    "until_on": "until_on",
    "review_on": "review_on",
    "lane": "lane",
    "referent": "referent_named",
    "house": "house_does",
    "person": "person_does",
    "other": "other_does",
}


class LinesField(forms.CharField):
    """Sentences, one a line; blank ones and the dashes people put before are dropped."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 4)
        kwargs.setdefault("widget", forms.Textarea({"rows": rows}))
        super().__init__(required=False, help_text=LINES_HELP, **kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        return tuple(line for one in text.splitlines() if (line := one.strip().lstrip("-•– ").strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value


@dataclass(frozen=True)
class Shown:
    """A part of the contract in the form. suggested: sentences one may start from."""

    section: Section
    fields: Sequence[Any]
    suggested: Sequence[str] = ()
    fixed: str = ""


class ContractForm(CordeeForm):
    """The text of a contract, part by part, in the order of its kind.

    goals: (code, words) of those under way; what is ticked is added to the plan.
    """

    from_on = FrenchDateField(label=_("Commence le"), required=False)
    until_on = FrenchDateField(label=_("Finit le"), required=False)
    review_on = FrenchDateField(label=_("Prochain point le"), required=False)
    lane = forms.ChoiceField(label=_("Voie"), required=False, choices=())
    referent_named = forms.CharField(label=_("Référent"), required=False, max_length=120)
    house_does = LinesField(label=_("La structure s’engage à"), rows=5)
    person_does = LinesField(label=_("La personne s’engage à"), rows=4)
    other_does = LinesField(label=_("L’employeur s’engage à"))
    goals = forms.MultipleChoiceField(
        label=_("Objectifs du projet à reprendre"), required=False, widget=forms.CheckboxSelectMultiple
    )
    objectives = LinesField(label=_("Objectifs"))
    actions = LinesField(label=_("Actions"))
    hours = HoursField(
        label=_("Heures d’activité par semaine"),
        required=False,
        max_length=40,
        help_text=_("Par exemple 15, 15h30 ou 15,5."),
    )
    reason = forms.CharField(
        label=_("Pourquoi moins de 15 heures"),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("La raison propre à la personne, écrite dans le contrat."),
    )
    ground = forms.ChoiceField(
        label=_("Motif pour n’avoir aucune heure"),
        required=False,
        choices=GROUNDS,
        help_text=_("Seulement à zéro heure. Un motif de santé n’est jamais nommé sur le contrat."),
    )
    asked = forms.BooleanField(label=_("C’est la personne qui le demande"), required=False)
    child_age = forms.IntegerField(
        label=_("Âge de l’enfant sans garde"), required=False, min_value=0, max_value=30
    )
    edit = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        text: Text,
        edit: int,
        goals: Iterable[tuple[str, str]] = (),
        typed: Any = None,
        **kwargs: Any,
    ) -> None:
        self.kind, self.text = kind, text
        self.offered = dict(goals)
        self.theirs: Text | None = None
        first = initial_of(text) | {"edit": edit}
        super().__init__(*args, initial=first | (typed or {}), **kwargs)
        self._keep_asked()

    def _keep_asked(self) -> None:
        """Only the fields of this kind's parts; words in the person's own voice."""
        kind = self.kind
        wanted = {"from_on", "until_on", "review_on", "edit"}
        wanted |= {"lane"} if kind.lanes else set()
        wanted |= {"referent_named", "house_does"} if kind.has(HOUSE) else set()
        wanted |= {f"{side}_does" for side in (PERSON, OTHER) if kind.has(side)}
        wanted |= {"objectives", "actions"} if kind.has(PLAN) else set()
        wanted |= {"goals"} if kind.has(PLAN) and self.offered else set()
        wanted |= {"hours", "reason", "ground", "asked", "child_age"} if kind.hours else set()
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        for code in WRITTEN:
            section = kind.section(code)
            if section is not None:
                self.fields[code] = forms.CharField(
                    label=_("En quelques mots"),
                    required=False,
                    max_length=LONGEST_TEXT,
                    widget=forms.Textarea({"rows": 4}),
                )
        if "lane" in self.fields:
            self.fields["lane"].choices = [(code, capital(str(label))) for code, label in lanes()]  # type: ignore[attr-defined]
        if "goals" in self.fields:
            self.fields["goals"].choices = list(self.offered.items())  # type: ignore[attr-defined]

    @property
    def days(self) -> list[Any]:
        return [self[name] for name in ("from_on", "until_on", "review_on", "lane") if name in self.fields]

    @property
    def parts(self) -> list[Shown]:
        """The parts in their order, each with its fields."""
        names = {
            HOUSE: ("referent_named", "house_does"),
            PERSON: ("person_does",),
            OTHER: ("other_does",),
            PLAN: ("goals", "objectives", "actions", "hours", "reason", "ground", "asked", "child_age"),
        }
        found = []
        for section in self.kind.sections:
            asked = names.get(section.code, (section.code,))
            bound = [self[name] for name in asked if name in self.fields]
            fixed = self.kind.rights if section.code == RIGHTS else ""
            found.append(Shown(section, bound, self.kind.suggested(section.code), fixed))
        return found

    def said(self) -> Text:
        """The text as it was written; what this kind does not ask stays as it was."""
        kept = self.cleaned_data
        text = self.text
        changes: dict[str, Any] = {name: kept[field] for name, field in FIELDS.items() if field in kept}
        if self.kind.has(PLAN):
            changes["objectives"], changes["actions"] = kept["objectives"], kept["actions"]
        if self.kind.hours:
            changes |= {
                "minutes": kept["hours"],
                "reason": kept["reason"].strip(),
                "ground": kept["ground"],
                "asked": kept["asked"],
                "child_age": kept["child_age"],
            }
        words = {code: kept[code].strip() for code in WRITTEN if code in kept}
        return replace(text, **changes, written={**text.written, **words})

    def meet(self, theirs: Text, edit: int) -> None:
        """Show what a colleague wrote meanwhile; sent again, what is here takes its place."""
        self.theirs = theirs
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["edit"] = str(edit)
        self.data = data

    def take(self, error: CordeeError) -> None:
        """Put a refusal on its field, else above everything."""
        field = error.field if isinstance(error, BadInput) else ""
        field = FIELDS.get(field, field)
        self.add_error(field if field in self.fields else None, error.message)


def initial_of(text: Text) -> dict[str, Any]:
    names = ("objectives", "actions", "reason", "ground", "asked", "child_age")
    first = {field: getattr(text, name) for name, field in FIELDS.items()}
    return (
        first | {name: getattr(text, name) for name in names} | {"hours": text.minutes} | dict(text.written)
    )


class OldForm(CordeeForm):
    """A contract of before, as its paper says."""

    kind = forms.ChoiceField(label=_("Nature"))
    signed_on = FrenchDateField(label=_("Signé le"), allow="past")
    from_on = FrenchDateField(label=_("Commence le"))
    until_on = FrenchDateField(label=_("Finit le"), required=False)
    house_does = LinesField(label=_("La structure s’est engagée à"))
    person_does = LinesField(label=_("La personne s’est engagée à"))
    objectives = LinesField(label=_("Objectifs"))

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0][0]

    def take(self, error: CordeeError) -> None:
        field = error.field if isinstance(error, BadInput) else ""
        self.add_error(field if field in self.fields else None, error.message)

    def text(self) -> Text:
        kept = self.cleaned_data
        return Text(house=kept["house_does"], person=kept["person_does"], objectives=kept["objectives"])


class GestureForm(CordeeForm):
    """A gesture on a contract: a refusal goes to its field."""

    def take(self, error: CordeeError) -> None:
        field = error.field if isinstance(error, BadInput) else ""
        self.add_error(field if field in self.fields else None, error.message)


class AmendForm(GestureForm):
    reason = forms.CharField(
        label=_("Ce qui change"), max_length=500, widget=forms.Textarea({"rows": 2}), required=False
    )


class ReviewForm(GestureForm):
    on = FrenchDateField(label=_("Point fait le"), allow="past")
    next_on = FrenchDateField(label=_("Prochain point le"))


class EndForm(GestureForm):
    on = FrenchDateField(label=_("Terminé le"), allow="past")
    ending = forms.ChoiceField(label=_("Pourquoi"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, capital(str(one.label))) for one in Ending if one != Ending.REPLACED]
        self.fields["ending"].choices = [("", _("Choisir…")), *offered]  # type: ignore[attr-defined]


class SignForm(GestureForm):
    """A signature on the person's side, or another party's. drawing is filled in by the page's own script."""

    capacity = forms.ChoiceField(label=_("Qui signe"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Nom de qui signe"),
        required=False,
        max_length=120,
        help_text=_("Laissez vide quand la personne signe elle-même."),
    )
    means = forms.ChoiceField(
        label=_("Comment"),
        widget=forms.RadioSelect,
        choices=[
            (Means.SCREEN.value, _("En dessinant à l’écran, maintenant")),
            (Means.PAPER.value, _("Sur papier\u202f: je joins le papier signé")),
        ],
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput, max_length=50_000)
    upload = forms.FileField(
        label=_("Le papier signé"),
        required=False,
        widget=forms.FileInput({"accept": ACCEPTED_SCANS}),
        help_text=_("Une photo ou un PDF."),
    )
    on = FrenchDateField(label=_("Signé le"), allow="past", required=False)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, kind: Kind, found: Signers, guardian: str, signed: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            Capacity.PERSON: _("La personne elle-même"),
            Capacity.PARENT: _("Un parent"),
            Capacity.GUARDIAN: _("Qui exerce la protection"),
        }
        held = set(signed)
        offered: list[tuple[str, Any]] = [
            (code.value, labels[code]) for code in labels if code in found.may and code.value not in held
        ]
        offered += [
            (f"{Capacity.OTHER.value}:{one.code}", one.label)
            for one in kind.signers
            if f"{Capacity.OTHER.value}:{one.code}" not in held
        ]
        self.fields["capacity"].choices = offered  # type: ignore[attr-defined]
        if offered:
            self.fields["capacity"].initial = next(
                (code for code, _label in offered if code in found.needed), offered[0][0]
            )
        if guardian:
            self.fields["name"].help_text = _(
                "Laissez vide quand la personne signe elle-même. Protection exercée par\u202f: %(who)s"
            ) % {"who": guardian}

    @property
    def offers_any(self) -> bool:
        return bool(self.fields["capacity"].choices)  # type: ignore[attr-defined]
