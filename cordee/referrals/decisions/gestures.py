"""The gestures on a decision: for each, who may, in which states, its form, what it does, what is said afterwards.

The page of a person's orientation offers them (`offered`), their addresses run them (views): one table for both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cordee.pathways.forms import DatedForm, JudgedForm
from cordee.referrals.decisions import actions, forms
from cordee.referrals.decisions.access import can_for
from cordee.referrals.decisions.enums import IN_FORCE, STANDING, DecisionState
from cordee.referrals.decisions.models import OrientationDecision
from cordee.ui.shapes import Gesture

Run = Callable[[OrientationDecision, Any, dict[str, Any]], Any]


@dataclass(frozen=True)
class Kind:
    """A gesture. code: the end of its address. right: its line in access.ROLES. states: those that offer it.

    only_reorientation: on another orientation asked for; only_opening: on anything but that.
    """

    code: str
    label: Any
    right: str
    states: tuple[str, ...]
    form: type[JudgedForm]
    run: Run
    said: Any
    icon: str = ""
    lead: Any = ""
    button: Any = ""
    only_reorientation: bool = False
    only_opening: bool = False

    @property
    def url_name(self) -> str:
        return f"decision_{self.code.replace('-', '_')}"

    def is_for(self, row: OrientationDecision) -> bool:
        if self.only_reorientation and not row.is_reorientation:
            return False
        if self.only_opening and row.is_reorientation and row.is_undecided:
            return False
        return row.state in self.states

    def form_for(self, row: OrientationDecision, actor: Any, data: Any = None) -> JudgedForm:
        initial = {
            "version": row.version,
            "registered": row.ft_registered,
            "registered_on": row.ft_registered_on,
            "identifier": row.ft_identifier,
        }
        return self.form(data, today=actor.today, initial=initial, auto_id=f"{self.code}_%s")

    def shown(self, row: OrientationDecision, form: JudgedForm) -> Gesture:
        return Gesture(
            code=self.code,
            label=str(self.label),
            url=reverse(self.url_name, args=[row.pk]),
            form=form,
            button=str(self.button),
            icon=self.icon,
            lead=str(self.lead),
            is_open=form.is_refused,
        )


def _run(action: Callable[..., Any]) -> Run:
    return lambda row, actor, kept: action(row, by=actor, **kept)


INFORM = Kind(
    code="information",
    label=_("L’information est arrivée"),
    right="orientation:note",
    states=(DecisionState.WAITING,),
    form=forms.InformationForm,
    run=_run(actions.note_information),
    said=_("Information notée\u202f: les six semaines se comptent de ce jour."),
    icon="inbox",
    button=_("Noter l’information"),
)
REGISTER = Kind(
    code="france-travail",
    label=_("Inscription à France Travail"),
    right="orientation:note",
    states=(*STANDING, DecisionState.NOTIFIED),
    form=forms.RegistrationForm,
    run=_run(actions.note_registration),
    said=_("Inscription notée."),
    icon="pencil",
    button=_("Enregistrer"),
)
NOTIFY = Kind(
    code="notification",
    label=_("Noter la notification"),
    right="orientation:notify",
    states=(DecisionState.DECIDED,),
    form=forms.NotifyForm,
    run=_run(actions.notify),
    said=_("Notification notée\u202f: le mois pour signer le contrat est commencé."),
    icon="reply",
)
ASK = Kind(
    code="reorientation",
    label=_("Demander une réorientation"),
    right="orientation:ask",
    states=IN_FORCE,
    form=forms.AskForm,
    run=_run(actions.ask_reorientation),
    said=_("Réorientation demandée\u202f: elle attend une décision."),
    icon="arrow-counterclockwise",
    lead=_("L’orientation en cours continue jusqu’à la décision."),
)
DROP = Kind(
    code="maintien",
    label=_("Garder l’orientation en cours"),
    right="orientation:decide",
    states=(DecisionState.TO_DECIDE,),
    form=DatedForm,
    run=_run(actions.drop_request),
    said=_("La demande est close, l’orientation continue."),
    icon="check2-square",
    lead=_("La demande se ferme, rien ne change pour la personne."),
    button=_("Fermer la demande"),
    only_reorientation=True,
)
SIGN = Kind(
    code="contrat",
    label=_("Contrat signé hors de Cordée"),
    right="orientation:sign",
    states=(DecisionState.NOTIFIED,),
    form=DatedForm,
    run=_run(actions.sign_contract),
    said=_("Signature notée."),
    icon="calendar-check",
    lead=_("Le jour où le contrat d’engagement a été signé."),
    button=_("Noter la signature"),
)
END = Kind(
    code="fin",
    label=_("Fin du RSA ou départ"),
    right="orientation:decide",
    states=(DecisionState.WAITING, DecisionState.TO_DECIDE, DecisionState.DECIDED, DecisionState.NOTIFIED),
    form=DatedForm,
    run=_run(actions.end_orientation),
    said=_("C’est noté\u202f: plus rien n’est attendu de cette orientation."),
    icon="door-open",
    lead=_("Les délais s’arrêtent, et l’accès de qui accompagne se ferme."),
    button=_("Terminer l’orientation"),
    only_opening=True,
)
KINDS = (INFORM, NOTIFY, SIGN, ASK, DROP, REGISTER, END)


@dataclass(frozen=True)
class Sent:
    """A gesture that was sent and refused: its form goes back where it was."""

    kind: Kind
    row: OrientationDecision
    form: JudgedForm


def offered(rows: list[OrientationDecision], actor: Any, sent: Sent | None = None) -> list[Gesture]:
    """The gestures these decisions allow this actor, each once, on the first decision that allows it."""
    found = []
    for kind in KINDS:
        row = next((one for one in rows if kind.is_for(one)), None)
        if row is None or not can_for(actor, kind.right, row.organisation_id):
            continue
        is_sent = sent is not None and sent.kind is kind and sent.row.pk == row.pk
        form = sent.form if sent and is_sent else kind.form_for(row, actor)
        found.append(kind.shown(row, form))
    return found
