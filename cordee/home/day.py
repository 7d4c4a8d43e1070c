"""My day: what is late, what comes this week, who has heard nothing from us, what is new."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.dossier.models import Deadline
from cordee.pathways.models import Pathway
from cordee.programmes.cached import definition_of
from cordee.referrals.models import Referral
from cordee.ui.shapes import Action, Badge, DeadlineRow, PersonCard

MOST = 60  # deadlines read for a day: beyond, the list of people is the tool
NEW_DAYS = 14
SILENCE = "silence"
OVERSEERS = ("coordinator",)


@dataclass
class Day:
    """What the page shows. more: deadlines beyond those read."""

    late: list[DeadlineRow] = field(default_factory=list)
    today: list[DeadlineRow] = field(default_factory=list)
    soon: list[DeadlineRow] = field(default_factory=list)
    silent: list[DeadlineRow] = field(default_factory=list)
    new: list[PersonCard] = field(default_factory=list)
    unassigned: int = 0
    more: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.today or self.soon or self.silent or self.new)


def day_of(actor: Actor) -> Day:
    """Three queries: the deadlines, the orientations waiting, the people newly followed."""
    day = Day()
    rows = list(speaking(actor)[: MOST + 1])
    day.more = len(rows) > MOST
    for row in rows[:MOST]:
        _place(day, row, actor)
    day.new = [*new_referrals(actor), *new_people(actor)]
    return day


def speaking(actor: Actor) -> Any:
    """The open deadlines whose time to be shown has come: mine, and for the coordination those of nobody."""
    mine = Q(in_charge=actor.member)
    if actor.has_role(*OVERSEERS):
        mine |= Q(in_charge=None, organisation=actor.organisation)
    return (
        Deadline.objects.standing()
        .filter(mine)
        .visible_to(actor)
        .speaking_on(actor.today)
        .select_related("person")
        .order_by("due_on", "pk")
    )


def _place(day: Day, row: Deadline, actor: Actor) -> None:
    shown = deadline_row(row, actor)
    if row.kind == SILENCE:
        day.silent.append(shown)
    elif row.late_on <= actor.today:
        day.late.append(shown)
    elif row.due_on <= actor.today:
        day.today.append(shown)
    else:
        day.soon.append(shown)


def deadline_row(row: Deadline, actor: Actor) -> DeadlineRow:
    """A deadline as a row: what, who, by when, with its gestures."""
    person, url = "", ""
    if row.person is not None:
        person, url = row.person.full_name, reverse("person", args=[row.person_id])
    elif row.thing_kind == "referral":
        url = reverse("referral", args=[row.thing_id])
    gestures = [Action(_("Reporter"), reverse("deadline_postpone", args=[row.pk]))]
    if row.kind == SILENCE and row.person_id:
        gestures.insert(0, Action(_("Noter un contact"), reverse("contact", args=[row.person_id])))
    return DeadlineRow(
        title=row.label,
        due=row.due_on,
        today=actor.today,
        warn_on=row.warn_on,
        url=url,
        person=person,
        person_url=url if person else "",
        why=row.postponed_reason,
        actions=tuple(gestures),
    )


def new_referrals(actor: Actor) -> list[PersonCard]:
    """Orientations nobody has looked at yet, the oldest first."""
    if not actor.rights.intake:
        return []
    waiting = Referral.objects.visible_to(actor).filter(state="received").order_by("received_on", "pk")[:8]
    return [
        PersonCard(
            name=row.full_name,
            url=reverse("referral", args=[row.pk]),
            meta=row.structure or _("sans structure indiquée"),
            badge=Badge(_("Orientation reçue"), "info"),
        )
        for row in waiting
    ]


def new_people(actor: Actor) -> list[PersonCard]:
    """People whose referent one has just become."""
    since = actor.today - timedelta(days=NEW_DAYS)
    pathways = (
        Pathway.objects.running()
        .filter(referent=actor.member, opened_on__gte=since)
        .visible_to(actor)
        .select_related("person")
        .order_by("-opened_on", "pk")[:8]
    )
    return [
        PersonCard(
            name=row.person.full_name,
            url=reverse("person", args=[row.person_id]),
            meta=definition_of(row.programme_version_id).label,
            badge=Badge(_("Parcours ouvert"), "done"),
        )
        for row in pathways
    ]
