"""What is done about a person's orientation: who may, when, what it leaves, what it opens and closes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import OPEN_PARTITIONS
from cordee.pathways.actions import WarningsToPass
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import Ground, Person
from cordee.plumbing.context import acting_in
from cordee.referrals.decisions import actions
from cordee.referrals.decisions.models import LaneChoice, OrientationDecision
from cordee.referrals.tests.decision_factories import (
    SOCIAL,
    asked_again,
    awaited,
    ccas,
    decided,
    departement,
    fresh,
    notified,
    told,
)
from tests import factories


@pytest.fixture
def land(db):
    return departement()


@pytest.fixture
def by(land):
    return land.coordinator


@pytest.fixture
def person(by):
    return factories.person(by, on=by.today - timedelta(days=300))


def ago(by, days):
    return by.today - timedelta(days=days)


def run(by, action, row, **kwargs):
    """An action on a decision as it stands now."""
    with acting_in(by.context()):
        now = fresh(row)
        return action(now, by=by, **{"version": now.version, **kwargs})


def deadline(person, kind):
    return Deadline.objects.filter(person=person, kind=kind, closed_on=None).first()


class TestBeforeADecision:
    def test_the_information_starts_six_weeks_on_the_day_of_the_coordination(self, by, person, acting):
        row = awaited(by, person, ago(by, 3))

        acting(by)
        kept = deadline(person, "orienter")
        assert row.state == "to_decide"
        assert kept.due_on == ago(by, 3) + timedelta(days=42)
        assert kept.in_charge is None  # nobody's in particular: the coordination's, all of it
        assert Fact.objects.get(kind="rsa_information_received").day == ago(by, 3)

    def test_without_a_day_the_information_is_awaited_and_nothing_runs(self, by, person, acting):
        row = awaited(by, person, None)
        acting(by)
        assert (row.state, deadline(person, "orienter")) == ("waiting", None)

        row = run(by, actions.note_information, row, information_on=by.today)
        acting(by)
        assert row.state == "to_decide"
        assert deadline(person, "orienter").due_on == by.today + timedelta(days=42)

    def test_one_at_a_time(self, by, person):
        awaited(by, person, by.today)

        with pytest.raises(BadInput, match="déjà à prendre"):
            awaited(by, person, by.today)

    def test_not_ahead(self, by, person):
        assert awaited(by, person, by.today)
        with pytest.raises(BadInput, match="avenir"):
            awaited(by, factories.person(by), by.today + timedelta(days=1))

    def test_a_house_that_does_not_decide_has_none(self, house):
        with pytest.raises(NotAllowed):
            awaited(house.coordinator, factories.person(house.referent), None)

    def test_the_registration_is_checked(self, by, person):
        row = awaited(by, person, by.today)

        with pytest.raises(BadInput, match="8 signes"):
            run(by, actions.note_registration, row, registered="yes", identifier="12")
        row = run(by, actions.note_registration, row, registered="yes", identifier="123 4567 a")
        assert row.ft_identifier == "1234567A"


class TestDeciding:
    def test_the_lane_is_kept_apart_and_its_reason_sealed(self, by, person, acting):
        row = awaited(by, person, by.today)
        row = decided(by, row, by.today, replace(SOCIAL, reason="Une place à trouver."))

        acting(by)
        choice = LaneChoice.objects.get(decision=row)
        assert (choice.lane, choice.criteria) == ("social", ["aspirations", "housing"])
        assert b"place" not in bytes(choice.sealed_reason)
        assert unseal_text(key_of(person), choice, "sealed_reason", person.pk) == "Une place à trouver."

    @pytest.mark.parametrize("who", ["secretary", "referent", "director", "coach"])
    def test_only_the_coordination_decides(self, land, by, person, who):
        row = awaited(by, person, by.today)

        with acting_in(by.context()):
            now = fresh(row)
        with pytest.raises(NotAllowed), acting_in(land.team[who].context()):
            actions.decide(now, by=land.team[who], version=now.version, on=by.today, choice=SOCIAL)
        assert decided(by, row, by.today).state == "decided"

    def test_nothing_considered_is_refused(self, by, person, acting):
        row = awaited(by, person, by.today)

        with pytest.raises(RuleBroken, match="critère"):
            decided(by, row, by.today, replace(SOCIAL, criteria=()))
        acting(by)
        assert fresh(row).state == "to_decide"
        assert not LaneChoice.objects.exists()

    def test_a_warning_is_passed_with_a_reason_which_is_kept(self, by, person):
        row = awaited(by, person, ago(by, 50))

        with pytest.raises(WarningsToPass):
            decided(by, row, by.today, passed="  ")
        assert decided(by, row, by.today, passed="Accord de France Travail").passed_reason.startswith(
            "Accord"
        )

    def test_not_before_it_was_asked_for_nor_ahead(self, by, person):
        row = awaited(by, person, ago(by, 2))

        for day in (ago(by, 3), by.today + timedelta(days=1)):
            with pytest.raises(BadInput):
                decided(by, row, day)
        assert decided(by, row, ago(by, 2)).state == "decided"

    def test_decided_once(self, by, person):
        row = awaited(by, person, by.today)
        decided(by, row, by.today)

        with pytest.raises(StaleState):
            decided(by, row, by.today)

    def test_somebody_else_was_faster(self, by, person):
        row = awaited(by, person, by.today)

        with pytest.raises(StaleState):
            run(by, actions.decide, row, version=0, on=by.today, choice=SOCIAL)


class TestTelling:
    def test_the_month_runs_from_the_reception_on_the_day_of_the_referent(self, land, by, person, acting):
        factories.pathway(land, person)
        row = told(by, person, by.today)

        acting(by)
        kept = deadline(person, "contrat")
        assert row.state == "notified"
        assert kept.in_charge == land.referent.member
        assert (kept.due_on - by.today).days in (28, 29, 30, 31)
        assert deadline(person, "orienter") is None

    def test_the_secretariat_may_note_it_without_reading_the_lane(self, land, by, person, acting):
        row = decided(by, awaited(by, person, by.today), by.today)
        row = notified(land.secretary, row, by.today)

        acting(land.secretary)
        assert row.notified_by == land.secretary.member
        assert not LaneChoice.objects.exists()

    def test_without_proof_no_delay(self, by, person, acting):
        row = decided(by, awaited(by, person, by.today), by.today)

        with pytest.raises(RuleBroken, match="preuve"):
            run(
                by,
                actions.notify,
                row,
                on=by.today,
                means="handed",
                proof=" ",
            )
        acting(by)
        assert deadline(person, "contrat") is None

    def test_not_before_the_decision(self, by, person):
        row = decided(by, awaited(by, person, ago(by, 5)), ago(by, 2))

        with pytest.raises(BadInput, match="précéder"):
            notified(by, row, ago(by, 3))
        assert notified(by, row, ago(by, 2)).state == "notified"

    def test_several_at_once_all_or_none(self, by, acting):
        rows = [decided(by, awaited(by, factories.person(by), ago(by, 9)), ago(by, days)) for days in (5, 3)]

        def together(on):
            with acting_in(by.context()):
                return actions.notify_together(
                    [fresh(row) for row in rows], by=by, on=on, means="registered", proof="Bordereau 12"
                )

        with pytest.raises(BadInput, match="Exemple"):
            together(ago(by, 4))
        acting(by)
        assert {fresh(row).state for row in rows} == {"decided"}
        assert together(ago(by, 3)) == 2
        acting(by)
        assert {fresh(row).state for row in rows} == {"notified"}

    def test_a_contract_noted_by_hand_stops_the_month(self, by, person, acting):
        row = told(by, person, ago(by, 10))
        run(by, actions.sign_contract, row, on=ago(by, 2))

        acting(by)
        assert deadline(person, "contrat") is None
        assert Deadline.objects.get(person=person, kind="contrat").closed_on == ago(by, 2)

    def test_a_contract_noted_on_a_pathway_stops_it_too(self, land, by, person, acting):
        from cordee.dossier.actions import record_fact

        pathway = factories.pathway(land, person)
        told(by, person, ago(by, 10))
        with acting_in(land.referent.context()):
            record_fact(
                person=person, kind="contract_signed", day=by.today, by=land.referent, pathway_id=pathway.pk
            )

        acting(by)
        assert deadline(person, "contrat") is None

    def test_a_referent_named_later_gets_the_deadline(self, land, by, person, acting):
        told(by, person, by.today)
        acting(by)
        assert deadline(person, "contrat").in_charge is None

        factories.pathway(land, person)
        acting(by)
        assert deadline(person, "contrat").in_charge == land.referent.member


class TestCarryingOut:
    @pytest.fixture
    def carrier(self, db):
        return ccas()

    @pytest.fixture
    def entrusted(self, carrier):
        return replace(SOCIAL, body="delegate", convention="C-14", carried_out_by=carrier.organisation)

    def sees(self, who, person):
        with acting_in(who.context()):
            return Person.objects.visible_to(who).filter(pk=person.pk).exists()

    def test_the_decision_opens_the_dossier_to_who_carries_it_out(
        self, by, person, carrier, entrusted, acting
    ):
        assert not self.sees(carrier.coordinator, person)

        row = told(by, person, by.today, entrusted)

        assert self.sees(carrier.coordinator, person)
        acting(by)
        ground = Ground.objects.get(thing_id=row.pk)
        assert (ground.kind, ground.partitions) == ("carries_out", int(OPEN_PARTITIONS))
        assert deadline(person, "contrat").in_charge == carrier.coordinator.member

    def test_they_ask_for_another_orientation_and_note_the_contract(
        self, by, person, carrier, entrusted, acting
    ):
        row = told(by, person, ago(by, 10), entrusted)
        who = carrier.referent

        with acting_in(who.context()):
            actions.sign_contract(fresh(row), by=who, version=fresh(row).version, on=ago(by, 1))
            again = actions.ask_reorientation(
                fresh(row),
                by=who,
                version=fresh(row).version,
                on=who.today,
                reason="better_body",
                words="Loin",
            )
        acting(by)
        assert fresh(again).state == "to_decide"
        assert deadline(person, "contrat") is None

    def test_they_neither_decide_nor_tell(self, by, person, carrier, entrusted):
        row = told(by, person, by.today, entrusted)
        again = asked_again(by, row, by.today)

        with pytest.raises(NotAllowed):
            decided(carrier.coordinator, again, by.today)
        decided(by, again, by.today, entrusted)
        with pytest.raises(NotAllowed):
            notified(carrier.coordinator, again, by.today)

    def test_a_reorientation_closes_the_ground_and_opens_the_next(self, by, person, carrier, entrusted):
        other = ccas()
        row = told(by, person, by.today, entrusted)
        again = asked_again(by, row, by.today)
        assert self.sees(carrier.coordinator, person), "asked only: nothing changes yet"

        decided(by, again, by.today, replace(entrusted, carried_out_by=other.organisation))

        assert not self.sees(carrier.coordinator, person)
        assert self.sees(other.coordinator, person)
        with acting_in(by.context()):
            assert fresh(row).state == "replaced"

    def test_a_correction_before_the_notification_closes_it_at_once(
        self, by, person, carrier, entrusted, acting
    ):
        row = decided(by, awaited(by, person, by.today), by.today, entrusted)
        assert self.sees(carrier.coordinator, person)

        with pytest.raises(BadInput, match="corrigée"):
            asked_again(by, row, by.today, "move")
        again = asked_again(by, row, by.today, "correction")

        assert not self.sees(carrier.coordinator, person)
        decided(by, again, by.today)
        acting(by)
        assert OrientationDecision.objects.filter(person=person).count() == 2


class TestTheEnd:
    def test_leaving_the_rsa_stops_everything(self, by, person, acting):
        row = told(by, person, ago(by, 3))
        row = run(by, actions.end_orientation, row, on=by.today)

        acting(by)
        assert row.state == "ended"
        assert not Deadline.objects.filter(person=person, closed_on=None).exists()

    def test_before_any_decision_too(self, by, person, acting):
        row = awaited(by, person, ago(by, 3))
        row = run(by, actions.end_orientation, row, on=by.today)

        acting(by)
        assert row.state == "dropped"
        assert not Deadline.objects.filter(person=person, closed_on=None).exists()
        assert awaited(by, person, by.today).state == "to_decide"

    def test_not_before_what_is_noted(self, by, person):
        row = told(by, person, ago(by, 3))

        with pytest.raises(BadInput, match="précéder"):
            run(by, actions.end_orientation, row, on=ago(by, 4))
        assert run(by, actions.end_orientation, row, on=ago(by, 3)).state == "ended"


class TestAskingAgain:
    def test_a_request_dropped_changes_nothing(self, by, person, acting):
        row = told(by, person, ago(by, 5))
        acting(by)
        due = deadline(person, "contrat").due_on
        again = asked_again(by, row, ago(by, 1))
        again = run(by, actions.drop_request, again, on=by.today)

        acting(by)
        assert (again.state, fresh(row).state) == ("dropped", "notified")
        assert deadline(person, "contrat").due_on == due

    def test_one_request_at_a_time(self, by, person):
        row = told(by, person, by.today)
        asked_again(by, row, by.today)

        with pytest.raises(BadInput, match="attend déjà"):
            asked_again(by, row, by.today)

    def test_an_opening_is_not_dropped(self, by, person):
        row = awaited(by, person, by.today)

        with pytest.raises(StaleState):
            run(by, actions.drop_request, row, on=by.today)

    def test_the_rsa_opens_again_after_a_break(self, by, person, acting):
        first = told(by, person, ago(by, 200))
        second = told(by, person, ago(by, 3))

        acting(by)
        assert (fresh(first).state, fresh(second).state) == ("replaced", "notified")
        assert deadline(person, "contrat").due_on > by.today


def test_a_month_that_ends_on_a_29_february(by, person, acting):
    from cordee.referrals.tests.decision_factories import on_day

    leap = date(2028, 1, 31)
    told(on_day(by, leap), person, leap)

    acting(by)
    assert deadline(person, "contrat").due_on == date(2028, 2, 29)
