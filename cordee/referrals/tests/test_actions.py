"""What is done with an orientation: kept whole, answered in order, turned into one dossier."""

from datetime import timedelta

import pytest

from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.pathways.actions import WarningsToPass
from cordee.pathways.models import Pathway
from cordee.people.actions import protect_contact
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.context import acting_in
from cordee.referrals import actions
from cordee.referrals.actions import Opening, answer_referral, convert_referral, take_referral
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason
from cordee.referrals.tests.factories import referral
from tests import factories


def answer(row, by, move, **said):
    return answer_referral(row, by=by, move=move, on=said.pop("on", by.today), version=row.version, **said)


def opening(house, **changes):
    wanted = {
        "version": house.version,
        "on": house.referent.today,
        "referent": house.referent.member,
        "reason": "essai",
    }
    return Opening(**{**wanted, **changes})


class TestTaking:
    def test_it_waits_on_the_day_of_who_takes_it_when_they_may_answer(self, house, acting):
        row = referral(house, by=house.referent)

        acting(house.referent)
        deadline = Deadline.objects.get(thing_id=row.pk)
        assert row.handled_by == house.referent.member
        assert deadline.in_charge == house.referent.member
        assert deadline.due_on == row.received_on + timedelta(days=15)

    def test_taken_at_the_desk_it_waits_for_somebody_who_may_answer(self, house, acting):
        row = referral(house, by=house.secretary)

        acting(house.coordinator)
        assert row.handled_by is None
        assert Deadline.objects.get(thing_id=row.pk).in_charge == house.coordinator.member

    def test_without_a_programme_the_shortest_delay_of_the_house_runs(self, house, acting):
        text = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
        shorter = text.replace('"atelier-du-bief"', '"atelier-court"').replace(
            "{ days = 15 }", "{ days = 6 }"
        )
        factories.programme(house.organisation, shorter.replace("{ days = 10 }", "{ days = 4 }"))

        row = referral(house, programme_id=None)

        acting(house.coordinator)
        assert Deadline.objects.get(thing_id=row.pk).due_on == row.received_on + timedelta(days=6)

    def test_a_person_recognised_gets_the_fact_at_once(self, house, acting):
        known = factories.person(house.referent)

        row = referral(house, person=known, structure_kind="CMP")

        acting(house.referent)
        fact = Fact.objects.get(person=known, kind="referral_received")
        assert fact.thing_id == row.pk
        assert fact.codes["named"] is True
        assert row.person == known

    def test_it_cannot_arrive_tomorrow(self, house, acting):
        acting(house.coordinator)
        with pytest.raises(BadInput) as caught:
            take_referral(
                by=house.coordinator, received_on=house.coordinator.today + timedelta(days=1), first_names="A"
            )
        assert caught.value.field == "received_on"

    def test_the_reason_is_sealed_in_the_table(self, house, acting):
        row = referral(house, reason="Elle voudrait travailler dehors.")

        acting(house.coordinator)
        kept = Referral.objects.get(pk=row.pk)
        assert b"dehors" not in bytes(kept.sealed_reason)
        assert read_reason(kept) == "Elle voudrait travailler dehors."

    @pytest.mark.parametrize("who", ["workshop_leader", "nurse", "director", "admin"])
    def test_others_do_not_take_orientations_down(self, house, acting, who):
        actor = getattr(house, who)
        acting(actor)
        with pytest.raises(NotAllowed):
            take_referral(by=actor, received_on=actor.today, first_names="Camille")

    def test_a_job_coach_keeps_what_they_take_down(self, house, acting):
        row = referral(house, by=house.coach, handled_by=house.coordinator.member)

        assert row.handled_by == house.coach.member


class TestChanging:
    def test_another_programme_brings_its_own_delay(self, house, acting):
        text = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
        other = factories.programme(
            house.organisation,
            text.replace('"atelier-du-bief"', '"autre"')
            .replace('"repondre"', '"dire"')
            .replace("{ days = 15 }", "{ days = 20 }"),
        )
        row = referral(house)
        acting(house.coordinator)

        changed = actions.change_referral(
            row,
            by=house.coordinator,
            version=row.version,
            received_on=row.received_on,
            reason="",
            programme_id=other.programme_id,
        )

        standing = Deadline.objects.standing().filter(thing_id=changed.pk)
        assert [deadline.kind for deadline in standing] == ["dire"]

    def test_two_tabs_do_not_overwrite_each_other(self, house, acting):
        row = referral(house)
        acting(house.coordinator)
        actions.change_referral(
            row, by=house.coordinator, version=1, received_on=row.received_on, reason="", first_names="Alix"
        )

        with pytest.raises(StaleState):
            actions.change_referral(
                row,
                by=house.coordinator,
                version=1,
                received_on=row.received_on,
                reason="",
                first_names="Zoé",
            )

        assert Referral.objects.get(pk=row.pk).first_names == "Alix"


class TestAnswering:
    def test_each_answer_is_kept_in_order_with_who_gave_it(self, house, acting):
        row = referral(house, days_ago=9)
        acting(house.coordinator)

        row = answer(row, house.coordinator, "study", on=row.received_on)
        row = answer(row, house.referent, "ask_papers", answer="La fiche", papers_missing=["accord"])
        row = answer(row, house.coordinator, "refuse", refusal_reason="full", answer="Rappeler au printemps")

        assert [step["move"] for step in row.steps] == ["study", "ask_papers", "refuse"]
        assert row.steps[1]["by"] == house.referent.member.display_name
        assert row.steps[1]["papers"] == ["accord"]
        assert row.steps[2]["words"] == "Rappeler au printemps"
        assert row.answered_on == house.coordinator.today
        assert not Deadline.objects.standing().filter(thing_id=row.pk).exists()

    def test_a_refusal_says_why(self, house, acting):
        row = referral(house)
        acting(house.coordinator)

        for reason in ("", "parce que"):
            with pytest.raises(BadInput) as caught:
                answer(row, house.coordinator, "refuse", refusal_reason=reason)
            assert caught.value.field == "refusal_reason"

    def test_passing_on_needs_a_place_and_an_agreement(self, house, acting):
        row = referral(house)
        acting(house.coordinator)

        with pytest.raises(BadInput) as caught:
            answer(row, house.coordinator, "pass_on", person_agrees=True)
        assert caught.value.field == "answer"
        with pytest.raises(BadInput) as caught:
            answer(row, house.coordinator, "pass_on", answer="SAVS L’Escale")
        assert caught.value.field == "person_agrees"

        row = answer(row, house.coordinator, "pass_on", answer="SAVS L’Escale", person_agrees=True)
        assert row.state == "passed_on"
        assert row.person_agrees

    def test_taken_up_again_its_delay_runs_again(self, house, acting):
        row = referral(house)
        acting(house.coordinator)
        row = answer(row, house.coordinator, "withdraw")

        row = answer(row, house.coordinator, "reopen")

        assert row.is_standing
        assert row.answered_on is None
        assert Deadline.objects.standing().filter(thing_id=row.pk).exists()

    def test_an_answer_does_not_come_before_the_last_one_nor_tomorrow(self, house, acting):
        row = referral(house, days_ago=9)
        acting(house.coordinator)
        row = answer(row, house.coordinator, "study", on=house.coordinator.today - timedelta(days=2))

        for day in (-3, 1):
            with pytest.raises(BadInput) as caught:
                answer(row, house.coordinator, "meet", on=house.coordinator.today + timedelta(days=day))
            assert caught.value.field == "on"

    @pytest.mark.parametrize("move", ["accept", "reopen", "fabricated", ""])
    def test_an_answer_that_is_not_possible_changes_nothing(self, house, acting, move):
        row = referral(house)
        acting(house.coordinator)

        with pytest.raises(StaleState):
            answer(row, house.coordinator, move)

        assert Referral.objects.get(pk=row.pk).state == "received"

    def test_the_desk_does_not_answer(self, house, acting):
        row = referral(house)
        acting(house.secretary)
        with pytest.raises(NotAllowed):
            answer(row, house.secretary, "study")

    def test_a_person_recognised_reads_the_refusal_in_their_thread(self, house, acting):
        known = factories.person(house.referent)
        row = referral(house, person=known)
        acting(house.coordinator)

        answer(row, house.coordinator, "refuse", refusal_reason="full")

        fact = Fact.objects.get(person=known, kind="referral_answered")
        assert fact.codes == {"state": "refused"}


class TestWelcoming:
    def test_everything_said_goes_to_the_dossier(self, house, acting):
        row = referral(
            house,
            first_names="Alix",
            usage_name="Martin",
            birth="1990-02",
            phone="06 12 00 00 00",
            channel="voisins",
        )
        acting(house.coordinator)

        pathway = convert_referral(row, by=house.coordinator, version=row.version, opening=opening(house))

        person = pathway.person
        assert (person.full_name, person.birth) == ("Alix Martin", "1990-02")
        assert ContactPoint.objects.get(person=person).value == "06 12 00 00 00"
        kinds = set(Fact.objects.filter(person=person).values_list("kind", flat=True))
        assert {"referral_received", "pathway_opened", "referral_answered", "referent_named"} <= kinds
        row.refresh_from_db()
        assert (row.state, row.person, row.pathway_id) == ("accepted", person, pathway.pk)
        assert not Deadline.objects.standing().filter(thing_id=row.pk).exists()

    def test_a_dossier_known_is_not_doubled(self, house, acting):
        known = factories.person(house.referent)
        row = referral(house)
        acting(house.coordinator)

        pathway = convert_referral(
            row, by=house.coordinator, version=row.version, opening=opening(house), person=known
        )

        assert pathway.person == known
        assert Person.objects.count() == 1

    def test_the_arrival_is_told_once_to_a_person_already_recognised(self, house, acting):
        known = factories.person(house.referent)
        row = referral(house, person=known)
        acting(house.coordinator)

        convert_referral(row, by=house.coordinator, version=row.version, opening=opening(house), person=known)

        assert Fact.objects.filter(person=known, kind="referral_received").count() == 1

    def test_a_refusal_of_the_programme_leaves_nothing_behind(self, house, acting):
        row = referral(house, birth=str(house.coordinator.today.year - 10))
        acting(house.coordinator)

        with pytest.raises(RuleBroken) as caught:
            convert_referral(row, by=house.coordinator, version=row.version, opening=opening(house))

        assert [verdict.rule for verdict in caught.value.verdicts] == ["ENT-01"]
        assert Person.objects.count() == Pathway.objects.count() == Fact.objects.count() == 0
        assert Referral.objects.get(pk=row.pk).state == "received"

    def test_a_warning_is_passed_with_a_reason_which_is_kept(self, house, acting):
        text = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
        asking = text.replace('rule = "orientation_recorded"', 'rule = "wishes_recorded"').replace(
            '"atelier-du-bief"', '"b2"'
        )
        version = factories.programme(house.organisation, asking)
        row = referral(house, birth="1990", programme_id=version.programme_id)
        acting(house.coordinator)

        with pytest.raises(WarningsToPass):
            convert_referral(
                row,
                by=house.coordinator,
                version=row.version,
                opening=opening(house, version=version, reason=" "),
            )
        pathway = convert_referral(
            row,
            by=house.coordinator,
            version=row.version,
            opening=opening(house, version=version, reason="Elle revient lundi en parler"),
        )

        assert pathway.stage_periods.get().reason == "Elle revient lundi en parler"

    def test_somebody_elses_dossier_is_not_taken_over(self, house, stranger, acting):
        theirs = factories.person(stranger)
        row = referral(house)
        acting(house.coordinator)

        with pytest.raises(BadInput) as caught:
            convert_referral(
                row, by=house.coordinator, version=row.version, opening=opening(house), person=theirs
            )
        assert caught.value.field == "same_person"

    def test_two_colleagues_do_not_welcome_twice(self, house, acting):
        row = referral(house, birth="1990")
        acting(house.coordinator)
        convert_referral(row, by=house.coordinator, version=row.version, opening=opening(house))

        with pytest.raises(StaleState):
            convert_referral(row, by=house.referent, version=row.version, opening=opening(house))

        assert Pathway.objects.count() == 1

    def test_the_welcome_does_not_come_before_the_arrival(self, house, acting):
        row = referral(house, days_ago=2)
        acting(house.coordinator)

        with pytest.raises(BadInput) as caught:
            convert_referral(
                row,
                by=house.coordinator,
                version=row.version,
                opening=opening(house, on=row.received_on - timedelta(days=1)),
            )
        assert caught.value.field == "on"

    @pytest.mark.django_db
    def test_a_counsellor_by_caseload_welcomes_whom_they_took_down(self):
        closed = factories.house("Par personnes suivies", sharing="caseload")
        row = referral(closed, by=closed.referent, birth="1990")

        with acting_in(closed.referent.context()):
            pathway = convert_referral(
                row, by=closed.referent, version=row.version, opening=opening(closed, words="Du calme")
            )
            assert Pathway.objects.visible_to(closed.referent).get() == pathway

    def test_a_known_person_gains_the_number_they_did_not_have(self, house, acting):
        known = factories.person(house.referent)
        row = referral(house, phone="06 12 00 00 00", birth="1990")
        acting(house.coordinator)

        convert_referral(row, by=house.coordinator, version=row.version, opening=opening(house), person=known)

        assert ContactPoint.objects.get(person=known).value == "06 12 00 00 00"

    def test_a_protected_persons_number_leaves_the_orientation(self, house, acting):
        known = factories.person(house.referent)
        acting(house.coordinator)
        protect_contact(known, by=house.coordinator, on=house.coordinator.today)

        row = referral(house, phone="06 12 00 00 00", person=known)

        acting(house.coordinator)
        assert Referral.objects.get(pk=row.pk).phone == ""
        assert not ContactPoint.objects.filter(person=known, ended_on=None).exists()
