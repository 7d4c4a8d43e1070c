"""The gestures of a pathway: for each, who may, its form, what it does, what is said afterwards.

The page offers them (`offered`), their addresses run them (views.gesture_view): one table for both.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cordee.kernel.errors import BadInput, RuleBroken
from cordee.kernel.verdict import Examination
from cordee.pathways import forms, outcomes
from cordee.pathways.access import can, reason_against
from cordee.pathways.enums import Status
from cordee.pathways.fetch import Choices
from cordee.pathways.forms import JudgedForm
from cordee.pathways.models import Pathway
from cordee.pathways.panels import offers
from cordee.pathways.story import Story
from cordee.programmes import engine
from cordee.ui.shapes import Gesture

Done = TypeVar("Done")


def attempt(form: JudgedForm, run: Callable[[dict[str, Any]], Done]) -> Done | None:
    """Run an action with what the form read; what refuses goes to the form, and nothing was written."""
    if not form.is_valid():
        return None
    try:
        return run(form.cleaned_data)
    except (BadInput, RuleBroken) as error:
        form.take(error)
        return None


@dataclass(frozen=True)
class Asking:
    """Who makes a gesture, on which pathway, with what was sent (None when the page only offers it)."""

    story: Story
    actor: Any
    choices: Choices
    data: Any = None
    move: str = ""

    def form(self, kind: type[JudgedForm], code: str, **options: Any) -> JudgedForm:
        """code: begins the identifiers of its fields, since a page shows many forms."""
        row = self.story.row
        return kind(
            self.data,
            today=self.actor.today,
            initial={"version": row.version, "exit_target": row.exit_target, "move": self.move},
            auto_id=f"{code}_%s",
            **options,
        )


@dataclass(frozen=True)
class Kind:
    """A gesture. code: the end of its address. right: its line in access.ROLES.

    examine: what rules answer to what is typed. closes: whoever makes it may lose sight of the dossier.
    """

    code: str
    label: Any
    right: str
    form: Callable[[Asking, str], JudgedForm]
    run: Callable[[Pathway, Any, dict[str, Any]], str]
    icon: str = ""
    lead: Any = ""
    button: Any = ""
    examine: Callable[[Asking, JudgedForm], Examination] | None = None
    on_circle: bool = False
    closes: bool = False

    @property
    def url_name(self) -> str:
        return f"pathway_{self.code}"

    def code_on(self, asking: Asking) -> str:
        """What names it in the page. The circle shows the same gestures once for each pathway."""
        if self.on_circle:
            return f"{self.code}-{asking.story.row.pk}"
        return f"{self.code}-{asking.move}" if asking.move else self.code

    def shown(self, asking: Asking, form: JudgedForm | None = None) -> Gesture:
        """As the page shows it; with the form just sent when it was refused."""
        code = self.code_on(asking)
        form = form or self.form(asking, code)
        if form.examination.verdicts or self.examine is None:
            examination = form.examination
        else:
            examination = self.examine(asking, form)
        return Gesture(
            code=code,
            label=str(self.label),
            url=reverse(self.url_name, args=[asking.story.row.pk]),
            form=form,
            button=str(self.button),
            icon=self.icon,
            lead=str(self.lead),
            is_open=form.is_refused,
            asks_rules=self.examine is not None,
            examination=examination,
        )


# --- What each asks ---------------------------------------------------------------------------------


def rules_of_move(asking: Asking, form: JudgedForm) -> Examination:
    on = read_day(form, asking)
    return engine.check_move(
        asking.story.definition,
        asking.story.state,
        asking.move,
        roles=asking.actor.roles,
        facts=asking.story.facts(on),
    )


def rules_of_exit(asking: Asking, form: JudgedForm) -> Examination:
    """Nothing before a way out is chosen."""
    chosen = form.so_far.get("exit_code", "")
    if not chosen:
        return Examination()
    facts = asking.story.facts(read_day(form, asking))
    return engine.check_close(asking.story.definition, asking.story.state, chosen, facts=facts)


def read_day(form: JudgedForm, asking: Asking) -> Any:
    """The day typed so far, today before one can be read."""
    return form.so_far.get("on") or asking.actor.today


def plain(kind: type[JudgedForm]) -> Callable[[Asking, str], JudgedForm]:
    return lambda asking, code: asking.form(kind, code)


def of_definition(kind: type[JudgedForm]) -> Callable[[Asking, str], JudgedForm]:
    return lambda asking, code: asking.form(kind, code, definition=asking.story.definition)


def referent_form(asking: Asking, code: str) -> JudgedForm:
    return asking.form(forms.ReferentForm, code, choices=asking.choices)


def place_form(asking: Asking, code: str) -> JudgedForm:
    definition = asking.story.definition
    return asking.form(forms.PlaceForm, code, choices=asking.choices, definition=definition)


MOVE = Kind(
    code="etape",
    label=_("Changer d’étape"),
    right="pathway:move",
    form=plain(forms.MoveForm),
    run=outcomes.move,
    icon="signpost",
    button=_("Changer d’étape"),
    examine=rules_of_move,
)
ADMISSION = Kind(
    code="admission",
    label=_("Enregistrer la décision d’admission"),
    right="pathway:admit",
    form=of_definition(forms.AdmissionForm),
    run=outcomes.admit,
    icon="check2-square",
    button=_("Enregistrer la décision"),
)
WORDS = Kind(
    code="mots",
    label=_("Noter ses mots"),
    right="words:write",
    form=plain(forms.WordsForm),
    run=outcomes.words,
    icon="quote",
)
MILESTONE = Kind(
    code="date",
    label=_("Noter une date"),
    right="milestone:note",
    form=of_definition(forms.MilestoneForm),
    run=outcomes.milestone,
    icon="calendar-check",
    lead=_("Ce qui a eu lieu fait avancer les échéances du dispositif."),
)
FORESEE = Kind(
    code="envisagee",
    label=_("Orientation envisagée"),
    right="pathway:move",
    form=of_definition(forms.ExitTargetForm),
    run=outcomes.foresee,
    icon="flag",
    lead=_("Elle guide le parcours, elle n’engage personne."),
    button=_("Enregistrer"),
)
SUSPEND = Kind(
    code="suspension",
    label=_("Suspendre le parcours"),
    right="pathway:suspend",
    form=plain(forms.SuspendForm),
    run=outcomes.suspend,
    icon="pause",
)
RESUME = Kind(
    code="reprise",
    label=_("Reprendre le parcours"),
    right="pathway:suspend",
    form=plain(forms.DatedForm),
    run=outcomes.resume,
    icon="play",
)
CLOSE = Kind(
    code="sortie",
    label=_("Terminer le parcours"),
    right="pathway:close",
    form=of_definition(forms.CloseForm),
    run=outcomes.close,
    icon="door-open",
    lead=_("Les accès ouverts par l’entourage s’arrêtent ce jour-là. Le dossier reste à la maison."),
    examine=rules_of_exit,
    closes=True,
)
REOPEN = Kind(
    code="reouverture",
    label=_("Rouvrir le parcours"),
    right="pathway:reopen",
    form=plain(forms.DatedForm),
    run=outcomes.reopen,
    icon="arrow-counterclockwise",
    lead=_("Rien n’est perdu\u202f: il reprend à l’étape où il s’était arrêté."),
)
REFERENT = Kind(
    code="referent",
    label=_("Nommer le référent"),
    right="circle:change",
    form=referent_form,
    run=outcomes.name_referent,
    icon="person-check",
    lead=_("La place de la personne qui l’est aujourd’hui se termine le même jour."),
    button=_("Nommer"),
    on_circle=True,
    closes=True,
)
JOIN = Kind(
    code="entourage",
    label=_("Associer quelqu’un"),
    right="circle:change",
    form=place_form,
    run=outcomes.join,
    icon="person-plus",
    button=_("Associer"),
    on_circle=True,
)
KINDS = (MOVE, ADMISSION, WORDS, MILESTONE, FORESEE, SUSPEND, RESUME, CLOSE, REOPEN, REFERENT, JOIN)
BY_STATUS: dict[str, tuple[Kind, ...]] = {
    Status.OPEN: (MILESTONE, FORESEE, SUSPEND, CLOSE),
    Status.SUSPENDED: (RESUME, CLOSE),
    Status.CLOSED: (REOPEN,),
}


@dataclass(frozen=True)
class Sent:
    """A gesture that was sent and refused: its form goes back where it was, with what prevents it."""

    kind: Kind
    form: JudgedForm
    move: str = ""

    def form_of(self, kind: Kind, move: str = "") -> JudgedForm | None:
        return self.form if self.kind is kind and self.move == move else None


def offered(asking: Asking, kinds: tuple[Kind, ...], sent: Sent | None = None) -> list[Gesture]:
    """These gestures as the page shows them to this actor, the refused one with its form."""
    return [
        kind.shown(asking, sent.form_of(kind) if sent else None)
        for kind in kinds
        if can(asking.actor, kind.right) and is_needed(kind, asking.story)
    ]


def is_needed(kind: Kind, story: Story) -> bool:
    """Does this programme know of such a gesture?"""
    return bool(story.definition.milestones) if kind is MILESTONE else True


def moves(asking: Asking, sent: Sent | None = None) -> list[Gesture]:
    """Each move these roles may make from here, blocked with its sentence when a rule refuses it today."""
    found = []
    for offer in offers(asking.story, asking.actor):
        form = sent.form_of(MOVE, offer.move.code) if sent else None
        shown = replace(
            MOVE.shown(replace(asking, move=offer.move.code), form),
            label=offer.move.label,
            detail=_("vers «\u202f%(stage)s\u202f»") % {"stage": offer.stage.label},
            icon="arrow-counterclockwise" if offer.move.back else "signpost",
        )
        if not offer.allowed and form is None:
            shown = replace(shown, why_not=" ".join(verdict.reason for verdict in offer.examination.refusals))
        found.append(shown)
    return found


def admission(asking: Asking, sent: Sent | None = None) -> Gesture | None:
    """The decision to record, for the roles the programme names; none where the entry is direct."""
    rule = asking.story.definition.admission
    if rule.is_direct or not asking.story.row.is_running:
        return None
    shown = ADMISSION.shown(asking, sent.form_of(ADMISSION) if sent else None)
    if not can(asking.actor, ADMISSION.right):
        return replace(shown, why_not=reason_against(asking.actor, ADMISSION.right))
    if not asking.actor.roles & rule.recorded_by:
        return replace(
            shown, why_not=str(_("Votre rôle ne permet pas d’enregistrer la décision d’admission."))
        )
    return shown
