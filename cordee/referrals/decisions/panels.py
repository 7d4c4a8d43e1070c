"""What the pages of orientation decisions show: the line of a person's decisions, the list, the figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.clock import Ending, Phase, Run
from cordee.kernel.words import capital, french_list
from cordee.people.access import name_of
from cordee.people.keys import key_from, unseal_text
from cordee.plumbing.crypto import Unreadable
from cordee.referrals.decisions.access import can
from cordee.referrals.decisions.delays import Figure, Measure, is_disclosive
from cordee.referrals.decisions.enums import (
    Authority,
    Body,
    Criterion,
    DecisionState,
    Lane,
    Means,
    Origin,
    Registration,
    ReorientationReason,
)
from cordee.referrals.decisions.fetch import Line, Page, concerns
from cordee.referrals.decisions.forms import EVERY, LATE, TO_NOTIFY, TO_TAKE, TOLD, state_label
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.decisions.rules import ORIENT, SIGN, decides, events_of, is_for_france_travail
from cordee.referrals.decisions.timekeeping import steps_of
from cordee.referrals.panels import tabs_at
from cordee.ui.shapes import Badge, Crumb, DeadlineRow, Definition, Tab
from cordee.ui.wording import ago_words, count_words, day_words

TONES = {
    DecisionState.WAITING: "neutral",
    DecisionState.TO_DECIDE: "soon",
    DecisionState.DECIDED: "info",
    DecisionState.NOTIFIED: "done",
}


def state_badge(state: str) -> Badge:
    return Badge(state_label(state), TONES.get(DecisionState(state), "neutral"))


def day(value: date | None) -> str:
    return day_words(value, "j F Y") if value else ""


def label(kind: Any, code: str) -> str:
    return capital(str(kind(code).label)) if code in kind.values and code else ""


# --- The line of a person's decisions -----------------------------------------------------------------


@dataclass(frozen=True)
class ShownDelay:
    """A delay that a decision started: what, by when, what became of it. tone: late, soon, done, later."""

    title: str
    due: date
    words: str
    tone: str


@dataclass(frozen=True)
class ShownDecision:
    """A decision in the line. lane is empty for a reader who may not read the social part."""

    row: OrientationDecision
    title: str
    badge: Badge
    lane: str = ""
    items: list[Definition] = field(default_factory=list)
    delays: list[ShownDelay] = field(default_factory=list)
    reason: str = ""
    request: str = ""


def shown_line(line: Line, person: Any, on: date) -> list[ShownDecision]:
    """Each decision with the delays it started, the latest first. No query."""
    events = events_of(steps_of(line.rows), line.signed_on)
    orienting, signing = ORIENT.runs(events), SIGN.runs(events)
    key = _key(person)
    shown = []
    for row in line.rows:
        choice = line.lanes.get(row.pk)
        shown.append(
            ShownDecision(
                row=row,
                title=title_of(row),
                badge=state_badge(row.state),
                lane=lane_of(choice),
                items=items_of(row, choice),
                delays=[*_orienting(row, orienting, on), *_signing(row, signing, on)],
                reason=_text(key, choice, "sealed_reason"),
                request=_text(key, choice, "sealed_request"),
            )
        )
    return shown[::-1]


def _key(person: Any) -> bytes | None:
    try:
        return key_from(person)
    except Unreadable:
        return None


def _text(key: bytes | None, choice: LaneChoice | None, column: str) -> str:
    if choice is None or getattr(choice, column) is None:
        return ""
    try:
        if key is None:
            raise Unreadable(str(choice.pk))
        return unseal_text(key, choice, column, choice.person_id)
    except Unreadable:
        return _("Ce texte n’est plus lisible.")


def title_of(row: OrientationDecision) -> str:
    """« Réorientation : déménagement », « Ouverture du RSA »."""
    if row.is_reorientation:
        why = label(ReorientationReason, row.reason)
        return f"{_('Réorientation')}\u202f: {why[:1].lower()}{why[1:]}" if why else _("Réorientation")
    return label(Origin, row.origin)


def lane_of(choice: LaneChoice | None) -> str:
    if choice is None:
        return ""
    known = label(Lane, choice.lane)
    named = choice.label and choice.label.casefold() != known.casefold()
    return f"{choice.label} ({known[:1].lower()}{known[1:]})" if named and known else known


def carrier_of(row: OrientationDecision) -> str:
    """Who accompanies the person, as named."""
    return row.carrier or (row.carried_out_by.name if row.carried_out_by else label(Body, row.body))


def items_of(row: OrientationDecision, choice: LaneChoice | None) -> list[Definition]:
    """What one decision says, from the day it is asked for to the proof that the person was told."""
    items = [
        Definition(_("Demandée le") if row.is_reorientation else _("Information reçue le"), asked_day(row))
    ]
    items.append(Definition(_("Inscription à France Travail"), registered(row)))
    if row.decided_on is None:
        return items
    if choice is not None:
        items += [
            Definition(_("Voie"), lane_of(choice)),
            Definition(_("Critères regardés"), capital(criteria_of(choice))),
        ]
    items += [
        Definition(_("Décidée"), decided_words(row)),
        Definition(_("Organisme référent"), body_words(row)),
        Definition(_("Accompagnement réalisé par"), carrier_of(row)),
        Definition(_("Notifiée"), told_words(row)),
    ]
    if row.passed_reason:
        items.append(Definition(_("Malgré l’alerte"), row.passed_reason))
    return items


def asked_day(row: OrientationDecision) -> str:
    return day(row.asked_on if row.is_reorientation else row.information_on)


def registered(row: OrientationDecision) -> str:
    """« Depuis le 3 mars 2026, identifiant 1234567A »."""
    if row.ft_registered == Registration.NO:
        return _("Pas encore")
    known = row.ft_registered == Registration.YES
    since = _("depuis le %(day)s") % {"day": day(row.ft_registered_on)} if row.ft_registered_on else ""
    number = _("identifiant %(code)s") % {"code": row.ft_identifier} if row.ft_identifier else ""
    return capital(", ".join(part for part in (since or (_("oui") if known else ""), number) if part))


def criteria_of(choice: LaneChoice) -> str:
    labels = [str(Criterion(code).label) for code in choice.criteria if code in Criterion.values]
    return french_list(labels)


def decided_words(row: OrientationDecision) -> str:
    """« Le 3 mars 2026, président du conseil départemental, par délégation (réf. …) »."""
    words = [_("le %(day)s") % {"day": day(row.decided_on)}, str(Authority(row.authority).label)]
    if row.delegation:
        words.append(_("par délégation %(reference)s") % {"reference": row.delegation})
    return capital(", ".join(words))


def body_words(row: OrientationDecision) -> str:
    known = label(Body, row.body)
    return f"{known}, {row.convention}" if row.convention else known


def told_words(row: OrientationDecision) -> str:
    if row.notified_on is None:
        return _("Pas encore")
    return ", ".join(
        (_("le %(day)s") % {"day": day(row.notified_on)}, str(Means(row.means).label), row.proof)
    )


def _orienting(row: OrientationDecision, runs: Sequence[Run], on: date) -> list[ShownDelay]:
    if row.is_reorientation or row.information_on is None:
        return []
    run = next((one for one in runs if one.started_on == row.information_on), None)
    return [shown_delay(_("Décider (six semaines)"), run, on, done=_("décidée"))] if run else []


def _signing(row: OrientationDecision, runs: Sequence[Run], on: date) -> list[ShownDelay]:
    if row.notified_on is None:
        return []
    run = next((one for one in runs if one.started_on == row.notified_on), None)
    return [shown_delay(_("Signer le contrat (un mois)"), run, on, done=_("signé"))] if run else []


def shown_delay(title: str, run: Run, on: date, *, done: str) -> ShownDelay:
    """What became of a delay, in words; both stand in the line when a new one took its place (RSA-09)."""
    phase = run.phase(on)
    if phase is Phase.INTERRUPTED and run.ended_on is not None:
        why = {
            Ending.INTERRUPTION: _("arrêté le %(day)s"),
            Ending.RESTART: _("recommencé le %(day)s"),
        }.get(run.ending or Ending.RESTART, "")
        return ShownDelay(title, run.due_on, capital(why % {"day": day(run.ended_on)}), "neutral")
    if phase in (Phase.DONE, Phase.DONE_LATE):
        words = capital(_("%(done)s le %(day)s") % {"done": done, "day": day(run.ended_on)})
        if phase is Phase.DONE_LATE:
            return ShownDelay(title, run.due_on, _("%(words)s, hors délai") % {"words": words}, "late")
        return ShownDelay(title, run.due_on, words, "done")
    row = DeadlineRow(title, run.due_on, on, warn_on=run.warn_on, late_on=run.late_on)
    return ShownDelay(title, run.due_on, row.words, row.tone)


def france_travail(line: Line, on: date) -> str:
    """The sentence of RSA-06 once the six weeks are over; nothing before, nothing for a re-orientation."""
    row = line.pending
    if row is None or not row.is_undecided or row.is_reorientation or row.information_on is None:
        return ""
    if not is_for_france_travail(row.information_on, on=on):
        return ""
    return _("Les six semaines sont passées le %(day)s\u202f: compétence France Travail.") % {
        "day": day(ORIENT.begin(row.information_on).late_on)
    }


# --- The list -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListLine:
    """A line of the list. wait: how long there is left, or how long it has been, in words."""

    pk: UUID
    person: UUID
    name: str
    why: str
    since: date
    state: Badge
    lane: str
    carrier: str
    wait: str
    tone: str
    can_notify: bool


def lines_of(page: Page, actor: Any) -> list[ListLine]:
    return [list_line(row, page.lanes.get(row.pk), actor) for row in page.rows]


def list_line(row: OrientationDecision, choice: LaneChoice | None, actor: Any) -> ListLine:
    words, tone = wait_of(row, actor.today)
    return ListLine(
        pk=row.pk,
        person=row.person_id,
        name=name_of(actor, row.person),
        why=title_of(row),
        since=row.asked_on,
        state=state_badge(row.state),
        lane=lane_of(choice),
        carrier=carrier_of(row) if row.decided_on else "",
        wait=words,
        tone=tone,
        can_notify=row.state == DecisionState.DECIDED and row.organisation_id == actor.organisation.pk,
    )


def wait_of(row: OrientationDecision, on: date) -> tuple[str, str]:
    """How long is left to decide; how long since it was asked, decided or told."""
    if row.is_undecided and row.information_on is not None and row.information_on >= ORIENT.applies_from:
        run = ORIENT.begin(row.information_on)
        left = DeadlineRow("", run.due_on, on, warn_on=run.warn_on, late_on=run.late_on)
        if on >= run.late_on:
            return _("six semaines passées, compétence France Travail"), "late"
        return left.words, left.tone
    if row.is_undecided:
        return _("demandée %(when)s") % {"when": ago_words(row.asked_on, on)}, "neutral"
    if row.notified_on is not None:
        return _("notifiée %(when)s") % {"when": ago_words(row.notified_on, on)}, "neutral"
    if row.decided_on is not None:
        return _("décidée %(when)s") % {"when": ago_words(row.decided_on, on)}, "neutral"
    return "", "neutral"


def counted(count: int, view: str) -> str:
    """The honest count, in words."""
    kinds = {
        TO_TAKE: ngettext("décision à prendre", "décisions à prendre", count),
        LATE: ngettext("décision hors délai", "décisions hors délai", count),
        TO_NOTIFY: ngettext("décision à notifier", "décisions à notifier", count),
        TOLD: ngettext("décision notifiée", "décisions notifiées", count),
        EVERY: ngettext("décision", "décisions", count),
    }
    return f"{count_words(count)} {kinds.get(view, kinds[EVERY])}"


def tabs(actor: Any, current: str) -> list[Tab]:
    """The pages about orientations, side by side; those of decisions for the houses they concern."""
    found = tabs_at(current)
    if concerns(actor):
        found.append(Tab(_("Décisions"), reverse("decisions"), current == "decisions"))
    if decides(actor.organisation.kind) and can(actor, "orientation:count"):
        found.append(Tab(_("Délais"), reverse("decision_delays"), current == "decision_delays"))
    return found


def crumbs_of_list(here: str) -> list[Crumb]:
    above = [Crumb(_("Orientations"), reverse("referrals")), Crumb(_("Décisions"), reverse("decisions"))]
    return [*above, Crumb(here)]


# --- The figures --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownFigure:
    """A row of the table of delays. url: the rows behind it, for who may open them."""

    label: str
    people: int
    mature: int
    share: int | None
    median: str
    is_hidden: bool
    url: str = ""


def shown_figure(words: str, measure: Measure, *, is_hidden: bool = False, url: str = "") -> ShownFigure:
    return ShownFigure(
        words, measure.people, measure.mature, measure.share, days_words(measure.median_days), is_hidden, url
    )


def whole(measure: Measure, least: int) -> ShownFigure:
    """Everybody together."""
    return shown_figure(_("Ensemble"), measure, is_hidden=is_disclosive(measure, least))


def days_words(days: float | None) -> str:
    """« 12 jours », « 12,5 jours »."""
    if days is None:
        return ""
    number = f"{days:.1f}".removesuffix(".0").replace(".", ",")
    return ngettext("%(days)s jour", "%(days)s jours", int(days)) % {"days": number}


def by_month(rows: Sequence[Figure], parameter: str, *, opens: bool) -> list[ShownFigure]:
    """parameter: of the list, that opens the rows of a month."""
    return [
        shown_figure(
            month_words(row.key),
            row.measure,
            is_hidden=row.is_hidden,
            url=f"{reverse('decisions')}?etat={EVERY}&{parameter}={row.key}" if opens else "",
        )
        for row in rows
    ]


def by_lane(rows: Sequence[Figure], parameter: str, *, opens: bool) -> list[ShownFigure]:
    return [
        shown_figure(
            label(Lane, row.key),
            row.measure,
            is_hidden=row.is_hidden,
            url=f"{reverse('decisions')}?etat={EVERY}&{parameter}=12&voie={row.key}" if opens else "",
        )
        for row in rows
    ]


def month_words(key: str) -> str:
    year, month = key.split("-")
    return capital(day_words(date(int(year), int(month), 2), "F Y"))
