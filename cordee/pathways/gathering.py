"""What the rules of a programme look at, gathered from the dossier on a day: plain values, no decision."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cordee.dossier.gesture import is_newcomer
from cordee.dossier.models import Fact
from cordee.kernel.clock import Event
from cordee.pathways.models import AdmissionDecision, CirclePlace, OwnWords, Pathway
from cordee.people.models import Person
from cordee.plumbing.prepared import prepared
from cordee.programmes.definition import Definition
from cordee.programmes.facts import AdmissionFacts, PathwayFacts, PathwayState, Status


def facts_for(
    person: Person,
    pathway: Pathway | None,
    *,
    on: date,
    referral: Any = None,
    answers: dict[str, Any] | None = None,
) -> PathwayFacts:
    """The facts of a gesture on a day. answers: what the gesture's own form says (resources, authority…).

    referral: the orientation being turned into a pathway; otherwise the last orientation fact is read.
    """
    return PathwayFacts(
        on=on,
        birth=person.birth_date,
        admission=admission_of(pathway) if pathway else None,
        circle=circle_on(pathway, on) if pathway else frozenset(),
        **{**orientation(person, referral), **already_said(pathway), **(answers or {})},
    )


def already_said(pathway: Pathway | None) -> dict[str, Any]:
    """What the dossier holds of the person's wishes and of the exit foreseen."""
    if pathway is None:
        return {}
    return {"wishes_recorded": has_spoken(pathway.person), "exit_target": pathway.exit_target}


def has_spoken(person: Person) -> bool:
    """Are the person's own words in the dossier, from whichever pathway? No query when it was fetched, nor for
    somebody who has just arrived."""
    fetched = False if is_newcomer(person.pk) else getattr(person, "has_words", None)
    return OwnWords.objects.filter(person=person.pk).exists() if fetched is None else fetched


def orientation(person: Person, referral: Any) -> dict[str, Any]:
    if referral is not None:
        return {
            "orientation_on": referral.received_on,
            "channel": referral.channel,
            "prescriber_named": bool(referral.referrer_name or referral.structure),
        }
    fact = (
        Fact.objects.filter(organisation=person.organisation_id, person=person, kind="referral_received")
        .order_by("-day", "-id")
        .first()
    )
    if fact is None:
        return {}
    return {
        "orientation_on": fact.day,
        "channel": fact.codes.get("channel", ""),
        "prescriber_named": bool(fact.codes.get("named")),
    }


def admission_of(pathway: Pathway) -> AdmissionFacts | None:
    """The last decision on the admission nobody took back."""
    decision = (
        AdmissionDecision.objects.standing().filter(pathway=pathway).order_by("-decided_on", "-id").first()
    )
    if decision is None:
        return None
    return AdmissionFacts(decision.outcome, decision.decided_on, decision.effective_from)


def circle_on(pathway: Pathway, on: date) -> frozenset[str]:
    places = CirclePlace.objects.filter(pathway=pathway, from_on__lte=on)
    return frozenset(places.filter(Q(until_on=None) | Q(until_on__gte=on)).values_list("role", flat=True))


def state_of(pathway: Pathway) -> PathwayState:
    since = max(pathway.stage_since, pathway.status_since)
    return PathwayState(Status(pathway.status), pathway.stage, since)


def events_of(pathway: Pathway, definition: Definition) -> list[Event]:
    """What the programme's delays listen to, in order: this pathway's facts, and those of no pathway.

    An admission taken back was never pronounced: its fact is not heard.
    """
    kinds = {kind for item in definition.clocks for kind in item.clock.listens_to}
    heard = facts_heard(pathway.organisation_id, pathway.person_id, pathway.pk, tuple(sorted(kinds)))
    return [Event(kind, day) for kind, day in heard]


@prepared
def facts_heard(
    organisation: UUID, person: UUID, pathway: UUID, kinds: tuple[str, ...]
) -> QuerySet[Fact, tuple[str, date]]:
    facts = Fact.objects.filter(
        Q(pathway_id=pathway) | Q(pathway_id=None), organisation=organisation, person=person, kind__in=kinds
    )
    withdrawn = AdmissionDecision.objects.filter(pathway=pathway, withdrawn_at__isnull=False)
    heard = facts.exclude(Q(kind__startswith="admission_") & Q(thing_id__in=withdrawn.values("pk")))
    return heard.order_by("day", "id").values_list("kind", "day")
