"""The answers an orientation allows, as the page offers them: one small form each.

Which are possible comes from rules.WORKFLOW; what each asks, from the table below.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cordee.pathways.fetch import Choices
from cordee.referrals.access import can
from cordee.referrals.forms import AnswerForm, PapersForm, PassOnForm, RefuseForm
from cordee.referrals.models import Referral
from cordee.referrals.rules import LAPSING, WORKFLOW
from cordee.referrals.waiting import reason_not_to_end, wait_of
from cordee.ui.shapes import Gesture


@dataclass(frozen=True)
class Asked:
    """What an answer asks, and the sign and sentence it is shown with."""

    form: type[AnswerForm] = AnswerForm
    icon: str = ""
    lead: Any = ""


ASKED = {
    "study": Asked(icon="search"),
    "ask_papers": Asked(
        PapersForm,
        icon="file-earmark-text",
        lead=_("Cochez ce qui manque encore\u202f: la liste remplace celle d’avant."),
    ),
    "meet": Asked(icon="people"),
    "wait": Asked(icon="hourglass-split"),
    "to_board": Asked(
        icon="people", lead=_("Elle paraîtra parmi les situations à présenter, sur la liste d’attente.")
    ),
    "refuse": Asked(
        RefuseForm,
        icon="x-circle",
        lead=_("Le motif parle de la place ou du dispositif, pas de la personne."),
    ),
    "pass_on": Asked(PassOnForm, icon="send"),
    "withdraw": Asked(icon="arrow-left-circle", lead=_("La personne ou qui l’oriente ne donne pas suite.")),
    "expire": Asked(
        icon="calendar-x",
        lead=_("La demande se referme sans reproche\u202f: elle peut être reprise à tout moment."),
    ),
    "reopen": Asked(
        icon="arrow-counterclockwise", lead=_("La réponse d’avant reste dans l’histoire de l’orientation.")
    ),
}


def answer_form(referral: Referral, choices: Choices, move: str, data: Any = None) -> AnswerForm:
    """The form of an answer; papers come from the programme asked for."""
    form = ASKED.get(move, Asked()).form(
        data,
        today=choices.actor.today,
        auto_id=f"{move}_%s",
        initial={
            "version": referral.version,
            "move": move,
            "papers_missing": referral.papers_missing,
            "person_agrees": referral.person_agrees,
        },
    )
    if isinstance(form, PapersForm):
        _offer_papers(form, referral, choices)
    return form


def _offer_papers(form: PapersForm, referral: Referral, choices: Choices) -> None:
    definition = choices.definition_for(referral.programme_id)
    papers = [(paper.code, paper.label) for paper in definition.entry.papers] if definition else []
    known = {code for code, _label in papers}
    papers += [(code, code) for code in referral.papers_missing if code not in known]
    if papers:
        form.choose("papers_missing", papers)
    else:
        del form.fields["papers_missing"]


def offered(referral: Referral, choices: Choices, sent: AnswerForm | None = None) -> list[Gesture]:
    """The answers this actor may give now; the refused one with what was typed."""
    actor = choices.actor
    if not can(actor, "referral:answer") or referral.pathway_id is not None:
        return []
    moves = WORKFLOW.moves_from(referral.state, actor.roles)
    answers = [shown(referral, choices, move, sent) for move in moves if move.code != "accept"]
    return [*news_asked(referral, choices, sent), *answers]


def news_asked(referral: Referral, choices: Choices, sent: AnswerForm | None = None) -> list[Gesture]:
    """What one who waits may be asked, or told: still interested, or soon ended for want of news."""
    if referral.state not in LAPSING or not can(choices.actor, "referral:answer"):
        return []
    found = wait_of(referral, choices.definition_for(referral.programme_id))
    gestures = [_news(referral, choices, "confirm", sent, found.confirm_on)]
    if found.may_end_on is None:
        gestures.append(_news(referral, choices, "announce", sent, found.lapse_on))
    return gestures


NEWS = {
    "confirm": (_("Noter que la demande tient toujours"), Asked(icon="check2-circle")),
    "announce": (_("Annoncer la fin faute de nouvelles"), Asked(icon="megaphone")),
}


def _news(
    referral: Referral, choices: Choices, move: str, sent: AnswerForm | None, due: date | None
) -> Gesture:
    label, asked = NEWS[move]
    form = _form_sent(move, sent)
    return Gesture(
        code=move,
        label=str(label),
        url=reverse("referral_news", args=[referral.pk]),
        form=form or answer_form(referral, choices, move),
        icon=asked.icon,
        detail=str(_("à faire")) if due is not None and due <= choices.actor.today else "",
        is_open=form is not None,
    )


def _form_sent(move: str, sent: AnswerForm | None) -> AnswerForm | None:
    return sent if sent is not None and sent["move"].value() == move else None


def shown(referral: Referral, choices: Choices, move: Any, sent: AnswerForm | None) -> Gesture:
    form = _form_sent(move.code, sent) or answer_form(referral, choices, move.code)
    return Gesture(
        code=move.code,
        label=str(move.label),
        url=reverse("referral_answer", args=[referral.pk]),
        form=form,
        icon=ASKED[move.code].icon,
        lead=str(ASKED[move.code].lead),
        is_open=form.is_refused,
        why_not=_why_not(referral, choices) if move.code == "expire" else "",
    )


def _why_not(referral: Referral, choices: Choices) -> str:
    """Why it may not end for want of news yet."""
    definition = choices.definition_for(referral.programme_id)
    return reason_not_to_end(referral, definition, choices.actor.today)
