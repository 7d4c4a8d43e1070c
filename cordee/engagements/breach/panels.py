"""What pages show of facts: where they stand, what was said, what the law leaves time for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.engagements.breach.enums import About, Closing, Legitimate, Sense, What
from cordee.engagements.breach.fetch import Told
from cordee.engagements.breach.models import Breach, Sanction
from cordee.engagements.breach.rules import (
    answer_until,
    appeal_until,
    decide_by,
    has_answered,
    suspended_until,
)
from cordee.kernel.dates import add_months
from cordee.kernel.words import capital, french_day
from cordee.ui.shapes import Badge


@dataclass(frozen=True)
class Row:
    """Facts in a list."""

    url: str
    label: str
    badge: Badge


def row_of(breach: Breach, on: date) -> Row:
    return Row(
        reverse("breach", args=[breach.person_id, breach.pk]),
        _("Faits du %(day)s") % {"day": french_day(breach.day)},
        badge_of(breach, on),
    )


def badge_of(breach: Breach, on: date) -> Badge:
    if breach.reason:
        return Badge(_("Motif légitime"), "done")
    if breach.ending == Closing.DECIDED:
        return Badge(_("Décision notée"), "neutral")
    if not breach.is_open:
        return Badge(capital(str(Closing(breach.ending).label)), "done")
    if breach.told_on and not has_answered(breach.told_on, breach.observed_on):
        if on > answer_until(breach.told_on):
            return Badge(_("Son délai pour répondre est passé"), "info")
        return Badge(_("Sa réponse est attendue"), "soon")
    return Badge(_("En cours"), "info")


def said_of(told: Told) -> list[tuple[str, str]]:
    """(what, words) of everything noted, in the order of the law."""
    return list(_said(told))


def _said(told: Told) -> Iterator[tuple[str, str]]:
    row = told.row
    yield _("De quoi il s’agit"), _("%(about)s, le %(day)s") % {
        "about": capital(str(About(row.about).label)), "day": french_day(row.day)
    }  # fmt: skip
    if row.reason:
        yield _("Motif légitime"), _("%(reason)s, dit le %(day)s") % {
            "reason": Legitimate(row.reason).label, "day": french_day(row.reason_on)
        }  # fmt: skip
    if row.conciliated_on:
        yield _("Entretien de conciliation"), french_day(row.conciliated_on)
    if row.told_on:
        yield _("Informée par écrit"), french_day(row.told_on)
        yield (
            _("Elle peut répondre jusqu’au"),
            _("%(day)s inclus") % {"day": french_day(answer_until(row.told_on))},
        )
    if row.observed_on:
        yield _("Sa réponse"), french_day(row.observed_on)
    if row.heard_on:
        beside = _(", avec une personne de son choix") if row.is_accompanied else ""
        yield _("Entendue"), french_day(row.heard_on) + beside
    if row.invited_on:
        yield _("Invitée devant l’équipe pluridisciplinaire"), french_day(row.invited_on)
    if row.opinion_on:
        yield _("Avis"), _("%(sense)s, %(body)s, le %(day)s") % {
            "sense": Sense(row.opinion).label, "body": row.opinion_body, "day": french_day(row.opinion_on)
        }  # fmt: skip
    if row.told_on and row.is_open:
        yield _("À décider ou à clore au plus tard"), french_day(decide_by(row.told_on, row.heard_on))
    if row.ended_on:
        yield _("Clos"), _("%(how)s, le %(day)s") % {
            "how": Closing(row.ending).label, "day": french_day(row.ended_on)
        }  # fmt: skip


def decision_of(sanction: Sanction | None) -> list[tuple[str, str]]:
    """(what, words) of a decision taken elsewhere."""
    return list(_decision(sanction)) if sanction is not None else []


def _decision(one: Sanction) -> Iterator[tuple[str, str]]:
    yield _("Décidé"), _("%(what)s de %(rate)s\u202f%% du RSA pendant %(months)s mois") % {
        "what": What(one.kind).label, "rate": one.rate, "months": one.months
    }  # fmt: skip
    yield _("Notifié"), french_day(one.notified_on)
    yield _("S’applique"), _applies(one)
    if one.complied_on:
        yield _("Reprise constatée"), french_day(one.complied_on)


def _applies(one: Sanction) -> str:
    """Between which days; not at all where the contract was kept again before the first of them (RSA-24)."""
    until = ended_on(one)
    if until < one.from_on:
        said = _("ne s’applique pas\u202f: le contrat est tenu de nouveau avant le %(start)s")
    else:
        said = _("du %(start)s au %(end)s")
    return said % {"start": french_day(one.from_on), "end": french_day(until)}


def ended_on(one: Sanction) -> Any:
    """Its last day: planned, or the day the person kept the contract again (RSA-24)."""
    planned = add_months(one.from_on, one.months)
    return suspended_until(type(planned).fromordinal(planned.toordinal() - 1), one.complied_on)


def appeal_words(one: Sanction) -> str:
    """What a decision says of the way to contest it (RSA-30)."""
    said = _(
        "La personne peut demander au président du conseil départemental de revoir cette décision, jusqu’au %(day)s "
        "inclus (recours administratif préalable). Après sa réponse, ou son silence, le tribunal administratif peut "
        "être saisi. Le recours est gratuit, une association peut aider à l’écrire."
    )
    return said % {"day": french_day(appeal_until(one.notified_on))}
