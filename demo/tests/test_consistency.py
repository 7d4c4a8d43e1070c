"""The loaded territory is what the real actions would have written."""

from collections import defaultdict
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from cordee.dossier.models import Deadline, Fact, HealthNote, Note, ProtectedNote
from cordee.kernel.partitions import Partition
from cordee.pathways import timekeeping
from cordee.pathways.circle import partitions_opened
from cordee.pathways.models import AdmissionDecision, CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.actions import name_keys
from cordee.people.enums import GroundKind
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import Ground, Person, Seal
from cordee.programmes import engine
from cordee.programmes.facts import AdmissionFacts, PathwayFacts, PathwayState, Status
from cordee.referrals.actions import keep_time, read_reason
from cordee.referrals.decisions import timekeeping as orienting
from cordee.referrals.decisions.enums import IN_FORCE, DecisionState
from cordee.referrals.models import LaneChoice, OrientationDecision, Referral, name_key

STEPS = (
    "pathway_opened",
    "pathway_moved",
    "pathway_suspended",
    "pathway_resumed",
    "pathway_closed",
    "pathway_reopened",
)


def facts_of(house):
    told = defaultdict(list)
    for fact in Fact.objects.filter(organisation=house).select_related("by").order_by("day", "id"):
        told[fact.pathway_id].append(fact)
    return told


def test_every_running_pathway_is_at_one_stage(house):
    standing = defaultdict(list)
    for period in StagePeriod.objects.filter(organisation=house, left_on=None):
        standing[period.pathway_id].append(period)

    for pathway in Pathway.objects.filter(organisation=house):
        found = [period.stage for period in standing[pathway.pk]]
        assert found == ([pathway.stage] if pathway.is_running else []), pathway.pk


def test_stages_follow_one_another_without_a_gap(house):
    periods = defaultdict(list)
    for period in StagePeriod.objects.filter(organisation=house).order_by("id"):
        periods[period.pathway_id].append(period)

    for pathway in Pathway.objects.filter(organisation=house):
        line = periods[pathway.pk]
        assert line[0].entered_on == pathway.opened_on
        assert line[-1].entered_on == pathway.stage_since
        for one, following in zip(line, line[1:], strict=False):
            assert one.left_on == following.entered_on or following.move == ""  # taken up again later


def test_the_engine_accepts_every_history(house):
    """Each gesture, by the roles of who made it, on its day, with what was known then."""
    told = facts_of(house)
    roles = defaultdict(set)
    for fact in [fact for facts in told.values() for fact in facts]:
        if fact.by_id is not None and fact.by_id not in roles:
            roles[fact.by_id] = set(fact.by.roles.values_list("role", flat=True))
    people = {person.pk: person for person in Person.objects.filter(organisation=house)}
    decisions = {row.pk: row for row in AdmissionDecision.objects.filter(organisation=house)}
    moves = defaultdict(list)
    for period in StagePeriod.objects.filter(organisation=house).exclude(move="").order_by("id"):
        moves[period.pathway_id].append(period.move)

    for pathway in Pathway.objects.filter(organisation=house).select_related("programme_version"):
        play, steps = Replay(pathway, people[pathway.person_id]), iter(moves[pathway.pk])
        for fact in told[pathway.pk]:
            play.take(fact, frozenset(roles[fact.by_id]), decisions, steps)
        assert next(steps, None) is None
        assert (play.state.stage, play.state.status.value) == (pathway.stage, pathway.status)


class Replay:
    """A pathway played again from its facts."""

    def __init__(self, pathway, person):
        self.definition = pathway.programme_version.definition
        self.person, self.pathway = person, pathway
        self.state, self.admission = None, None

    def facts(self, on):
        return PathwayFacts(on=on, birth=self.person.birth_date, admission=self.admission)

    def take(self, fact, roles, decisions, moves):
        on = fact.day
        facts = self.facts(on)
        if fact.kind.startswith("admission_"):
            row = decisions[fact.thing_id]
            asked = engine.check_admission(self.definition, row.decision, roles=roles, facts=facts)
            self.admission = AdmissionFacts(row.outcome, row.decided_on, row.effective_from)
        elif fact.kind == "pathway_opened":
            asked = engine.check_open(self.definition, facts=facts)
            self.state = PathwayState(Status.OPEN, self.definition.initial_stage.code, on)
        elif fact.kind == "pathway_moved":
            code = next(moves)
            asked = engine.check_move(self.definition, self.state, code, roles=roles, facts=facts)
            self.state = PathwayState(Status.OPEN, self.definition.workflow.move(code).to_state, on)
        elif fact.kind in STEPS:
            asked = self.change(fact.kind, on, facts)
        else:
            return
        assert asked.allowed, (fact.kind, on, [verdict.reason for verdict in asked.refusals])

    def change(self, kind, on, facts):
        asked = {
            "pathway_suspended": lambda: engine.check_suspend(self.definition, self.state, facts=facts),
            "pathway_resumed": lambda: engine.check_resume(self.definition, self.state, facts=facts),
            "pathway_closed": lambda: engine.check_close(
                self.definition,
                self.state,
                self.pathway.exit_code or self.definition.exits[0].code,
                facts=facts,
            ),
            "pathway_reopened": lambda: engine.check_reopen(self.definition, self.state, facts=facts),
        }[kind]()
        after = {"pathway_suspended": Status.SUSPENDED, "pathway_closed": Status.CLOSED}.get(
            kind, Status.OPEN
        )
        self.state = PathwayState(after, self.state.stage, on)
        return asked


def test_facts_come_in_the_order_of_their_days(house):
    by_person = defaultdict(list)
    # Papers are handed in, situations noted, diagnoses made, goals set, appointments booked once the rest is written;
    # people are oriented once there are partners, each step as of its own day.
    later = Q(thing_kind__endswith="paper") | Q(kind="situation_noted")
    later |= Q(thing_kind__in=("diagnosis", "contract", "appointment"))
    later |= Q(kind__startswith="goal_") | Q(kind__in=("project_written", "orientation_foreseen"))
    later |= Q(kind__in=("objectives_reviewed", "review_held"), thing_kind="pathway")
    later |= Q(kind__startswith="relay_") | Q(kind="exchange_held")
    for fact in Fact.objects.filter(organisation=house).exclude(later).order_by("id"):
        by_person[fact.person_id].append(fact.day)

    now, today = timezone.now(), house.today
    assert all(days == sorted(days) for days in by_person.values())
    assert max(max(days) for days in by_person.values()) <= today
    assert not Fact.objects.filter(organisation=house, at__gt=now).exists()


def test_facts_say_codes_never_words(house):
    known = {
        *(
            "programme",
            "stage",
            "from",
            "back",
            "decision",
            "authority",
            "exit",
            "category",
            "reason",
            "role",
            "who",
        ),
        *(
            "sector",
            "audience",
            "means",
            "counterpart",
            "channel",
            "structure_kind",
            "named",
            "state",
            "purpose",
            "why",
            "kind",
        ),
        *("body", "origin"),
        *("theme", "items", "done_with"),
        *("axis", "outcome", "state", "dimension"),
        *("at", "place", "times", "legitimate"),
        *("number", "capacity"),  # of a contract, among those of a person; of who signed from home
        *("board", "sitting", "level"),
        *("done", "justified", "planned", "week", "hours"),  # of a step, in a week
        *(
            "partner",
            "answer",
            "presence",
        ),  # of an orientation to a partner; of an exchange around a situation
    }
    for fact in Fact.objects.filter(organisation=house):
        assert set(fact.codes) <= known
        assert all(len(str(value)) < 130 for value in fact.codes.values())


def test_grounds_live_only_for_what_is_open(house):
    places = {place.pk: place for place in CirclePlace.objects.filter(organisation=house)}
    pathways = {pathway.pk: pathway for pathway in Pathway.objects.filter(organisation=house)}
    decisions = {row.pk: row for row in OrientationDecision.objects.filter(organisation=house)}
    opening = set()
    for ground in Ground.objects.filter(organisation=house).exclude(person__in=Seal.objects.standing()):
        if ground.kind == GroundKind.FOLLOWS and ground.thing_id:
            place = places[ground.thing_id]
            assert (ground.ends_at is None) == (place.until_on is None)
            assert ground.partitions == place.partitions
            opening.add(place.pk)
        elif ground.kind == GroundKind.CARRIES_OUT and ground.thing_id in decisions:
            assert (ground.ends_at is None) == (decisions[ground.thing_id].state in IN_FORCE)
        elif ground.kind == GroundKind.CARRIES_OUT:
            assert ground.ends_at is not None or pathways[ground.thing_id].is_running
        else:
            assert ground.kind != GroundKind.COMMISSION, "no sitting is called yet"

    wanted = {pk for pk, place in places.items() if place.partitions and place.until_on is None}
    assert wanted <= opening


def test_whoever_carries_out_a_running_pathway_reads_the_dossier(house):
    for pathway in Pathway.objects.running().filter(organisation=house).exclude(carried_out_by=None):
        live = Ground.objects.live().filter(grantee_organisation=pathway.carried_out_by, thing_id=pathway.pk)
        assert live.count() == 1


def test_places_open_what_the_real_circle_would(house):
    places = CirclePlace.objects.filter(organisation=house, until_on=None).exclude(member=None)
    for place in places.select_related("member", "pathway__programme_version"):
        role = place.pathway.programme_version.definition.role(place.role)
        assert place.partitions == int(partitions_opened(role, place.member, place.consent_on))


def test_the_referent_holds_the_place_of_the_referent(house):
    held = defaultdict(list)
    for place in CirclePlace.objects.filter(organisation=house, until_on=None).exclude(member=None):
        held[place.pathway_id].append((place.role, place.member_id))

    for pathway in Pathway.objects.running().filter(organisation=house).select_related("programme_version"):
        role = pathway.programme_version.definition.referent_role.code
        found = [member for code, member in held[pathway.pk] if code == role]
        assert found == ([pathway.referent_id] if pathway.referent_id else [])


def deadlines(house):
    columns = (
        "thing_id",
        "kind",
        "label",
        "source",
        "in_charge",
        "warn_on",
        "due_on",
        "late_on",
        "closed_on",
    )
    return set(Deadline.objects.filter(organisation=house).values_list(*columns))


def test_the_clocks_have_nothing_to_change(house):
    before = deadlines(house)

    for pathway in Pathway.objects.filter(organisation=house):
        timekeeping.refresh(pathway)
    for referral in Referral.objects.filter(organisation=house):
        keep_time(referral, on=house.today)
    for person in Person.objects.filter(pk__in=OrientationDecision.objects.values("person")):
        orienting.keep_time(person)

    assert deadlines(house) == before
    assert len(before) > 60


def test_the_last_contact_is_that_of_the_notes(house):
    met = {}
    for fact in Fact.objects.filter(organisation=house, kind="contact_noted").order_by("day"):
        met[fact.person_id] = fact.day

    for person in Person.objects.filter(organisation=house):
        assert person.last_contact_on == met.get(person.pk)
    for pathway in Pathway.objects.filter(organisation=house).select_related("person"):
        assert pathway.last_contact_on == pathway.person.last_contact_on
        assert pathway.sort_key == pathway.person.sort_key


def test_names_are_found_as_they_are_typed(house):
    for person in Person.objects.filter(organisation=house):
        kept = (person.search_key, person.sound_key, person.sort_key)
        name_keys(person)
        assert kept == (person.search_key, person.sound_key, person.sort_key)
    for referral in Referral.objects.filter(organisation=house):
        assert referral.name_key == name_key(referral.full_name)


def test_every_text_opens_with_its_own_key(house):
    people = {person.pk: key_of(person) for person in Person.objects.filter(organisation=house)}
    sealed = {
        Note: "sealed_text",
        HealthNote: "sealed_text",
        ProtectedNote: "sealed_text",
        OwnWords: "sealed_text",
    }

    for model, column in sealed.items():
        for row in model.objects.filter(organisation=house):
            text = unseal_text(people[row.person_id], row, column, row.person_id)
            assert len(text) > 10
            assert "{" not in text
    assert all(len(read_reason(referral)) > 20 for referral in Referral.objects.filter(organisation=house))


def test_health_and_protection_stay_in_their_own_tables(house):
    restricted = int(Partition.HEALTH | Partition.PROTECTED)

    assert not Note.objects.filter(organisation=house).exclude(partition__in=[2, 4]).exists()
    for fact in Fact.objects.filter(organisation=house, thing_kind__in=["healthnote", "protectednote"]):
        assert fact.partition & restricted


def test_every_decision_is_what_the_actions_would_leave(house):
    lanes = {choice.decision_id: choice for choice in LaneChoice.objects.filter(organisation=house)}
    decisions = OrientationDecision.objects.filter(organisation=house).select_related("person")
    assert bool(decisions) == orienting.holder_decides(house.pk)

    for row in decisions:
        assert not row.decided_on or lanes[row.pk].criteria
        if row.pk in lanes:
            texts = [
                unseal_text(key_of(row.person), lanes[row.pk], column, row.person_id)
                for column in ("sealed_reason", "sealed_request")
            ]
            assert any(texts)
            assert "{" not in "".join(texts)
    if decisions:
        assert {row.state for row in decisions} == set(DecisionState.values)


def test_an_orientation_accepted_leads_to_its_pathway(house):
    pathways = {pathway.pk: pathway for pathway in Pathway.objects.filter(organisation=house)}
    for referral in Referral.objects.filter(organisation=house):
        assert bool(referral.pathway_id) == (referral.state == "accepted")
        assert referral.state == (referral.steps[-1]["state"] if referral.steps else "received")
        if referral.pathway_id:
            pathway = pathways[referral.pathway_id]
            assert (pathway.referral_id, pathway.person_id) == (referral.pk, referral.person_id)
            assert referral.received_on <= pathway.opened_on == referral.answered_on


@pytest.mark.parametrize("longest", [timedelta(days=365 * 7)])
def test_nothing_is_older_than_a_few_years(house, longest):
    assert (
        min(Pathway.objects.filter(organisation=house).values_list("opened_on", flat=True))
        > house.today - longest
    )
