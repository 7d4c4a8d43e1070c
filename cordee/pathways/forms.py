"""Forms of pathways: they parse and explain, the actions write.

JudgedForm: one that rules may answer to. GestureForm: a gesture on what may have moved meanwhile.
OpeningForm: what opening a pathway asks, by the programme's own conditions, here and where an orientation
becomes a dossier.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import BadInput, CordeeError, RuleBroken
from cordee.kernel.verdict import Examination, examine
from cordee.kernel.words import capital
from cordee.pathways.actions import WarningsToPass
from cordee.pathways.fetch import Choices
from cordee.programmes.definition import Definition
from cordee.programmes.vocabulary import AUTHORITIES, RESOURCES
from cordee.ui.forms import CordeeForm, FrenchDateField
from cordee.ui.long_lists import Listed, LongSelect

REASON_LIMIT = 500
UNSAID = ("", _("Non renseigné"))
CHOOSE = ("", _("Choisir…"))
NOBODY = ("", "—")


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class JudgedForm(CordeeForm):
    """A form the rules may answer to.

    examination: their verdicts, once asked. starts_today: the days that are today unless said otherwise.
    named: fields that the action calls otherwise.
    """

    examination: Examination = Examination()
    starts_today: tuple[str, ...] = ()
    named: dict[str, str] = {}

    def __init__(self, *args: Any, today: date, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        first = {**dict.fromkeys(self.starts_today, today), **(initial or {})}
        super().__init__(*args, today=today, initial=first, **kwargs)

    def choose(self, name: str, options: Iterable[tuple[Any, Any]]) -> None:
        """Give a field its choices."""
        self.fields[name].choices = Listed(list(options))  # type: ignore[attr-defined]

    def take(self, error: CordeeError) -> None:
        """Put a refusal of the action on its field, among the verdicts, or above everything."""
        if isinstance(error, RuleBroken):
            self.examination = examine(error.verdicts)
            if isinstance(error, WarningsToPass) and "pass_reason" in self.fields:
                self.add_error("pass_reason", _("Dites en quelques mots pourquoi vous continuez."))
            return
        field = error.field if isinstance(error, BadInput) else ""
        field = self.named.get(field, field)
        self.add_error(field if field in self.fields else None, error.message)

    @property
    def so_far(self) -> dict[str, Any]:
        """What could be read of what is typed, the rest left out; nothing before anything is sent."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return self.cleaned_data

    @property
    def is_refused(self) -> bool:
        """Sent, and not accepted: by the form itself or by the action."""
        return self.is_bound and bool(self.errors or self.examination.verdicts)

    def leave_unjudged(self) -> None:
        """Show what was typed without saying yet what is missing: the page is only being adapted."""
        self._errors = ErrorDict()


class GestureForm(JudgedForm):
    """A gesture on what may have moved meanwhile. version: the one the page showed."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Cette page est restée ouverte trop longtemps\u202f: rechargez-la.")
        ),
    )


class DatedForm(GestureForm):
    """A gesture that took place on a day."""

    on = FrenchDateField(label=_("Quel jour"), allow="past")
    starts_today = ("on",)


def pass_reason() -> forms.CharField:
    return forms.CharField(
        label=_("Pourquoi continuer"),
        required=False,
        max_length=REASON_LIMIT,
        widget=long_text(2),
        help_text=_("Ce motif est gardé avec le parcours."),
    )


class MoveForm(DatedForm):
    """Another stage. pass_reason: why, where a rule warns or the person comes back."""

    move = forms.CharField(widget=forms.HiddenInput, max_length=60)
    pass_reason = pass_reason()


class AdmissionForm(GestureForm):
    """A decision on the admission, as it was pronounced."""

    decision = forms.ChoiceField(label=_("Décision"), widget=forms.RadioSelect)
    decided_on = FrenchDateField(label=_("Prononcée le"), allow="past")
    effective_from = FrenchDateField(
        label=_("Valable à partir du"),
        required=False,
        help_text=_("Laissez vide si elle vaut tout de suite."),
    )
    authority = forms.CharField(label=_("Prononcée par"), required=False, max_length=200)
    text = forms.CharField(
        label=_("Ce qui a été dit"),
        required=False,
        widget=long_text(),
        help_text=_("Gardé chiffré dans le dossier."),
    )

    starts_today = ("decided_on",)

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("authority", definition.admission.body)
        self.choose("decision", [(one.code, one.label) for one in definition.admission.decisions])


class SuspendForm(DatedForm):
    reason = forms.CharField(
        label=_("Pourquoi"),
        max_length=200,
        help_text=_("En quelques mots, sans détail de santé\u202f: cette phrase paraît dans le fil."),
    )


class CloseForm(DatedForm):
    """The end of a pathway, by a way out of its programme."""

    exit_code = forms.ChoiceField(label=_("Sortie"))
    pass_reason = pass_reason()

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("exit_code", [CHOOSE, *exits_of(definition)])


class ExitTargetForm(GestureForm):
    """The exit foreseen: it guides, it binds nobody."""

    exit_target = forms.ChoiceField(label=_("Orientation envisagée"), required=False)

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("exit_target", [("", _("Pas encore")), *exits_of(definition)])


class MilestoneForm(DatedForm):
    """A day the programme waits for."""

    kind = forms.ChoiceField(label=_("Ce qui a eu lieu"))

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "kind", [CHOOSE, *((kind.code, capital(str(kind.label))) for kind in definition.milestones)]
        )


class WordsForm(JudgedForm):
    """What the person wants, as they say it."""

    words = forms.CharField(
        label=_("Ses mots"), widget=long_text(), help_text=_("Comme elle les dit. Les mots d’avant restent.")
    )
    said_on = FrenchDateField(label=_("Dits le"), allow="past")
    starts_today = ("said_on",)
    named = {"on": "said_on"}


class ReferentForm(DatedForm):
    """The professional answerable for the pathway."""

    member = forms.ChoiceField(label=_("Référent"), widget=LongSelect)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.choose("member", [CHOOSE, *choices.referents])

    def clean_member(self) -> Any:
        return self.choices.member(self.cleaned_data["member"])


class PlaceForm(JudgedForm):
    """Somebody joins the circle: a colleague, or somebody from elsewhere who is only named."""

    role = forms.ChoiceField(label=_("Rôle"))
    member = forms.ChoiceField(label=_("Quelqu’un de l’équipe"), required=False, widget=LongSelect)
    name = forms.CharField(label=_("Ou quelqu’un d’ailleurs"), required=False, max_length=200)
    structure = forms.CharField(label=_("Structure"), required=False, max_length=200)
    phone = forms.CharField(label=_("Téléphone"), required=False, max_length=40)
    email = forms.EmailField(label=_("Courriel"), required=False)
    on = FrenchDateField(label=_("Depuis"), allow="past")
    consent_on = FrenchDateField(
        label=_("Accord de la personne, donné le"),
        required=False,
        allow="past",
        help_text=_(
            "Nécessaire pour ouvrir la santé ou la protection à quelqu’un dont ce n’est pas le métier."
        ),
    )

    starts_today = ("on",)

    def __init__(self, *args: Any, choices: Choices, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.choose("role", [CHOOSE, *((role.code, capital(role.label)) for role in definition.roles)])
        self.choose("member", [NOBODY, *choices.professionals])

    def clean_member(self) -> Any:
        return self.choices.member(self.cleaned_data["member"])


class EndPlaceForm(JudgedForm):
    """The last day of a place."""

    on = FrenchDateField(label=_("Dernier jour"), allow="past")
    starts_today = ("on",)


def exits_of(definition: Definition) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in definition.exits]


def labelled(labels: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, capital(label)) for code, label in labels.items()]


# What the form asks beside the words and the exit foreseen, by the rule that needs it.
QUESTIONS = {
    "receives": ("resources",),
    "disability_recognised": ("disability_recognised",),
    "decision_named_authority": ("deciding_authority", "delegation_recorded"),
}


class OpeningForm(JudgedForm):
    """What opening a pathway asks: when, with whom, and what the programme's conditions need to know.

    The programme chosen says what is asked; before that, only what every programme asks.
    """

    programme = forms.ChoiceField(
        label=_("Dispositif"), error_messages={"required": _("Choisissez le dispositif du parcours.")}
    )
    words = forms.CharField(
        label=_("Ce que veut la personne, dans ses mots"), required=False, widget=long_text()
    )
    exit_target = forms.ChoiceField(label=_("Orientation envisagée à la sortie"), required=False)
    resources = forms.MultipleChoiceField(
        label=_("Ressources connues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    disability_recognised = forms.ChoiceField(
        label=_("Reconnaissance du handicap (RQTH ou équivalent)"),
        required=False,
        choices=[UNSAID, ("oui", _("Oui")), ("non", _("Non"))],
    )
    deciding_authority = forms.ChoiceField(label=_("Décision d’orientation prise par"), required=False)
    delegation_recorded = forms.BooleanField(
        label=_("Une délégation le permet, elle est enregistrée"), required=False
    )
    opened_on = FrenchDateField(label=_("Ouvert le"), allow="past")
    referent = forms.ChoiceField(label=_("Référent"), required=False, widget=LongSelect)
    site = forms.ChoiceField(label=_("Site"), required=False)
    carried_out_by = forms.ChoiceField(
        label=_("Accompagnement réalisé par"),
        required=False,
        help_text=_(
            "L’organisation choisie lira ce dossier, hors santé et protection, le temps du parcours."
        ),
    )
    pass_reason = pass_reason()

    starts_today = ("opened_on",)
    named = {"on": "opened_on"}

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.initial.setdefault("referent", str(choices.actor.member.pk))
        self._choose("programme", [CHOOSE, *choices.programmes])
        if len(choices.programmes) == 1:
            self.initial.setdefault("programme", choices.programmes[0][0])
        self.definition = choices.definition_for(self["programme"].value())
        self._offer(choices)
        self._ask(self.definition)

    def _offer(self, choices: Choices) -> None:
        sites = [(str(site.pk), site.name) for site in choices.sites]
        operators = [(str(one.pk), str(one)) for one in choices.operators]
        self._choose("referent", [("", _("À désigner")), *choices.referents])
        self._choose("site", [NOBODY, *sites], needed=bool(sites))
        self._choose("carried_out_by", [("", _("Notre organisation")), *operators], needed=bool(operators))

    def _ask(self, definition: Definition | None) -> None:
        asked = {condition.rule for condition in definition.entry.conditions} if definition else set()
        for rule, names in QUESTIONS.items():
            for name in names if rule not in asked else ():
                del self.fields[name]
        self._choose("resources", labelled(RESOURCES), needed="resources" in self.fields)
        authorities = [UNSAID, *labelled(AUTHORITIES)]
        self._choose("deciding_authority", authorities, needed="deciding_authority" in self.fields)
        if definition:
            self.fields["referent"].label = capital(definition.words.referent)
        exits = exits_of(definition) if definition else []
        self._choose("exit_target", [("", _("Pas encore")), *exits], needed=bool(exits))

    def _choose(self, name: str, options: list[tuple[Any, Any]], *, needed: bool = True) -> None:
        if needed:
            self.choose(name, options)
        else:
            self.fields.pop(name, None)

    def clean_programme(self) -> Any:
        """The version in force."""
        return self.choices.version_of(self.cleaned_data["programme"])

    def clean_referent(self) -> Any:
        return self.choices.member(self.cleaned_data["referent"])

    def clean_site(self) -> Any:
        return self.choices.site(self.cleaned_data["site"])

    def clean_carried_out_by(self) -> Any:
        return self.choices.operator(self.cleaned_data["carried_out_by"])

    @property
    def questions(self) -> list[BoundField]:
        """The fields in order, but for the programme and the reason, which stand on their own."""
        return [bound for bound in self.visible_fields() if bound.name not in ("programme", "pass_reason")]

    @property
    def answers(self) -> dict[str, Any]:
        """What the form says of the conditions, as rules look at it; what is left unsaid stays unknown."""
        kept = self.cleaned_data
        said = {
            "exit_target": kept.get("exit_target", ""),
            "deciding_authority": kept.get("deciding_authority", ""),
            "delegation_recorded": kept.get("delegation_recorded", False),
            "disability_recognised": {"oui": True, "non": False}.get(kept.get("disability_recognised", "")),
        }
        if resources := kept.get("resources"):
            said["resources"] = frozenset(resources)
        return said
