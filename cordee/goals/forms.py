"""Goals, steps, reviews and projects as they are typed: parsed and explained here, written by the actions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordee.dossier.forms import Pills
from cordee.goals.actions import LONGEST_TEXT, GoalWanted
from cordee.goals.enums import Outcome, StepKind, Who
from cordee.goals.fetch import ToldForeseen, ToldGoal, ToldStep
from cordee.goals.foreseeing import LONGEST_PROJECT, Foreseen
from cordee.goals.reviewing import Reviewed
from cordee.goals.section import Dimension, Goals
from cordee.goals.stepping import StepWanted
from cordee.kernel.words import capital
from cordee.ui.fields import HoursField
from cordee.ui.forms import CordeeForm, FrenchDateField

FREE = _("Un autre, dans ses mots")


class ProjectForm(CordeeForm):
    """What the person wants, in their words."""

    words = forms.CharField(
        label=_("Dans ses mots"), max_length=LONGEST_PROJECT, widget=forms.Textarea({"rows": 6})
    )
    said_on = FrenchDateField(label=_("Dit le"), allow="past")


class SeenForm(CordeeForm):
    """A form that says which version it was filled in from, and shows what a colleague wrote meanwhile."""

    theirs = ""

    def meet(self, theirs: str, version: int) -> None:
        """Show both; sent again, what is here takes its place."""
        self.theirs = theirs
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = str(version)
        self.data = data


def seen_field() -> forms.IntegerField:
    return forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class GoalForm(SeenForm):
    """A goal: of the catalogue, or free; the person's words always count. parts: those the actor may write in."""

    line = forms.ChoiceField(label=_("Au catalogue du dispositif"), required=False)
    words = forms.CharField(
        label=_("Dans les mots de la personne"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("«\u202fJe voudrais…\u202f». Ces mots seront sur son papier."),
    )
    axis = forms.ChoiceField(
        label=_("Sur quoi il porte"),
        required=False,
        help_text=_("Déjà connu pour un objectif du catalogue."),
    )
    target_on = FrenchDateField(label=_("Pour le"), required=False)
    set_on = FrenchDateField(label=_("Décidé le"), allow="past")
    agreed = forms.BooleanField(label=_("Décidé avec elle"), required=False)
    seen = seen_field()

    def __init__(
        self, *args: Any, section: Goals, parts: Sequence[str], theme: str = "", **more: Any
    ) -> None:
        self.section, self.theme = section, theme
        super().__init__(*args, **more)
        axes = [axis for axis in section.axes if axis.part in parts]
        groups = [
            (axis.label, [(line.code, line.label) for line in section.catalogue if line.axis == axis.code])
            for axis in axes
        ]
        line: Any = self.fields["line"]
        line.choices = [("", FREE), *(group for group in groups if group[1])]
        chosen: Any = self.fields["axis"]
        chosen.choices = [("", _("à choisir")), *((axis.code, axis.label) for axis in axes)]

    def wanted(self) -> GoalWanted:
        kept = self.cleaned_data
        line = self.section.line(kept["line"])
        return GoalWanted(
            axis=line.axis if line else kept["axis"],
            line=kept["line"],
            words=kept["words"],
            theme=self.theme,
            set_on=kept["set_on"],
            target_on=kept["target_on"],
            agreed_on=kept["set_on"] if kept["agreed"] else None,
        )


def goal_initial(told: ToldGoal) -> dict[str, Any]:
    return {
        "line": told.said.line,
        "axis": told.said.axis,
        "words": told.said.words,
        "target_on": told.row.target_on,
        "set_on": told.row.set_on,
        "agreed": told.row.agreed_on is not None,
        "seen": told.row.version,
    }


HOURS_ASKED = ("hours", "is_weekly", "from_on", "is_supervised")


class StepForm(SeenForm):
    """A step: what, who, by when. members: (identifier, name) of those who may have it in charge."""

    line = forms.ChoiceField(label=_("Souvent utile"), required=False)
    words = forms.CharField(
        label=_("Ce qui est à faire"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )
    who = forms.ChoiceField(label=_("Qui s’en charge"), widget=Pills)
    in_charge = forms.ChoiceField(
        label=_("Quel collègue"),
        required=False,
        help_text=_("L’étape sera sur sa journée à l’approche de l’échéance."),
    )
    partner = forms.CharField(label=_("Quel partenaire"), required=False, max_length=200)
    due_on = FrenchDateField(label=_("Pour le"), required=False)
    kind = forms.ChoiceField(label=_("Nature"), required=False)
    is_collective = forms.BooleanField(label=_("Action collective"), required=False)
    is_supervised = forms.BooleanField(label=_("Encadrée par quelqu’un"), required=False)
    hours = HoursField(
        label=_("Heures d’activité"),
        required=False,
        max_length=40,
        help_text=_("Par exemple 15, 15h30 ou quinze. Elles comptent dans ses heures de la semaine."),
    )
    is_weekly = forms.BooleanField(label=_("Ces heures reviennent chaque semaine"), required=False)
    from_on = FrenchDateField(label=_("À partir du"), required=False)
    seen = seen_field()

    def __init__(
        self, *args: Any, section: Goals, members: Sequence[tuple[str, str]], counts: bool = True, **more: Any
    ) -> None:
        """counts: may this step carry hours? Not in a part of care or protection."""
        self.section = section
        super().__init__(*args, **more)
        for name in () if counts else HOURS_ASKED:
            del self.fields[name]
        self._offer("line", [("", _("autre chose")), *((one.code, one.label) for one in section.steps)])
        self._offer("who", [(code, capital(str(label))) for code, label in Who.choices])
        self._offer("in_charge", [("", _("à préciser")), *members])
        kinds = [(code, capital(str(label))) for code, label in StepKind.choices]
        self._offer("kind", [("", _("à préciser")), *kinds])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def wanted(self, in_charge: Any) -> StepWanted:
        kept = self.cleaned_data
        line = self.section.step(kept["line"])
        return StepWanted(
            words=kept["words"],
            line=kept["line"],
            kind=kept["kind"],
            is_collective=kept["is_collective"] or bool(line and line.is_collective),
            who=kept["who"],
            in_charge=in_charge,
            partner=kept["partner"],
            due_on=kept["due_on"],
            minutes=kept.get("hours"),
            is_weekly=kept.get("is_weekly", False),
            from_on=kept.get("from_on"),
            is_supervised=kept.get("is_supervised", False),
        )


def step_initial(told: ToldStep) -> dict[str, Any]:
    return {
        "line": told.said.line,
        "words": told.said.words,
        "who": told.row.who,
        "in_charge": str(told.row.in_charge_id or ""),
        "partner": told.said.partner,
        "due_on": told.row.due_on,
        "kind": told.said.kind,
        "is_collective": told.row.is_collective,
        "seen": told.row.version,
        **({"hours": told.row.minutes} if getattr(told.row, "minutes", None) else {}),
        **{name: getattr(told.row, name, None) for name in HOURS_ASKED if name != "hours"},
    }


@dataclass(frozen=True)
class AskedGoal:
    """A goal as the form of a review shows it."""

    told: ToldGoal
    goal: Any
    outcome: Any
    words: Any
    new_words: Any
    target_on: Any


ASKED = ("goal", "outcome", "words", "new_words", "target_on")


class ReviewForm(CordeeForm):
    """What became of each goal of a pathway; what nobody spoke of is left as it is.

    goals: all of the pathway; the open ones are asked. Fields are numbered in the order of the page; the goal of each
    is sent with it, so that one added or ended meanwhile moves nobody's words.
    """

    day = FrenchDateField(label=_("Fait le"), allow="past")
    with_person = forms.BooleanField(label=_("Fait avec elle"), required=False)

    def __init__(self, data: Any = None, *args: Any, goals: Sequence[ToldGoal], **more: Any) -> None:
        self.goals = [one for one in goals if one.row.is_open] if data is None else sent(data, goals)
        asked = {
            f"{name}-{place}": field
            for place, told in enumerate(self.goals)
            for name, field in fields_of(told).items()
        }
        self.base_fields = {**asked, **type(self).base_fields}  # type: ignore[misc]
        first = {f"goal-{place}": str(told.row.pk) for place, told in enumerate(self.goals)}
        super().__init__(data, *args, initial=first | more.pop("initial", {}), **more)

    @property
    def asked(self) -> Iterator[AskedGoal]:
        for place, told in enumerate(self.goals):
            yield AskedGoal(told, *(self[f"{name}-{place}"] for name in ASKED))

    def reviewed(self) -> list[Reviewed]:
        kept = self.cleaned_data
        return [
            Reviewed(
                told.row,
                outcome,
                words=kept[f"words-{place}"],
                new_words=kept[f"new_words-{place}"],
                target_on=kept[f"target_on-{place}"],
            )
            for place, told in enumerate(self.goals)
            if (outcome := kept[f"outcome-{place}"])
        ]

    def field_of(self, named: str) -> str:
        """The field of an error that names a goal by its identifier."""
        for place, told in enumerate(self.goals):
            named = named.replace(str(told.row.pk), str(place))
        return named


def sent(data: Any, goals: Sequence[ToldGoal]) -> list[ToldGoal]:
    """The goals a form was sent about, in its order; what is not of this pathway is left out."""
    known = {str(one.row.pk): one for one in goals}
    places = range(len(known))
    return [known[pk] for place in places if (pk := data.get(f"goal-{place}", "")) in known]


def fields_of(told: ToldGoal) -> dict[str, forms.Field]:
    outcomes = [("", _("Pas abordé")), *((code, capital(str(label))) for code, label in Outcome.choices)]
    return {
        "goal": forms.CharField(widget=forms.HiddenInput, max_length=36),
        "outcome": forms.ChoiceField(
            label=_("Ce qu’il devient"), choices=outcomes, required=False, widget=Pills
        ),
        "words": forms.CharField(
            label=_("Ce qu’elle en dit"),
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea({"rows": 2}),
        ),
        "new_words": forms.CharField(
            label=_("L’objectif qui prend sa place, s’il change"), required=False, max_length=LONGEST_TEXT
        ),
        "target_on": FrenchDateField(label=_("Désormais pour le"), required=False),
    }


@dataclass(frozen=True)
class AskedDimension:
    dimension: Dimension
    target: Any
    words: Any


class ForeseeForm(CordeeForm):
    """Where one thinks of going, dimension by dimension, several at once. dimensions: those the actor may write."""

    def __init__(
        self, *args: Any, dimensions: Sequence[Dimension], standing: Sequence[ToldForeseen], **more: Any
    ) -> None:
        self.dimensions = dimensions
        asked: dict[str, forms.Field] = {}
        initial = dict(more.pop("initial", {}))
        said = {one.row.dimension: one.said for one in standing}
        for one in dimensions:
            if one.targets:
                asked[f"target-{one.code}"] = forms.ChoiceField(
                    label=_("Vers quoi"),
                    required=False,
                    widget=Pills,
                    choices=[("", _("À voir")), *((target.code, target.label) for target in one.targets)],
                )
            asked[f"words-{one.code}"] = forms.CharField(
                label=_("En quelques mots"), required=False, max_length=LONGEST_TEXT
            )
            if one.code in said:
                initial.setdefault(f"target-{one.code}", said[one.code].target)
                initial.setdefault(f"words-{one.code}", said[one.code].words)
        self.base_fields = asked  # type: ignore[misc]
        super().__init__(*args, initial=initial, **more)

    @property
    def asked(self) -> Iterator[AskedDimension]:
        for one in self.dimensions:
            target = self[f"target-{one.code}"] if one.targets else None
            yield AskedDimension(one, target, self[f"words-{one.code}"])

    def wanted(self) -> dict[str, Foreseen]:
        kept = self.cleaned_data
        return {
            one.code: Foreseen(kept.get(f"target-{one.code}") or "", kept[f"words-{one.code}"])
            for one in self.dimensions
        }
