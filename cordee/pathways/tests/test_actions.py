"""What is done on a pathway: opened on conditions, moved, admitted, suspended, closed, reopened."""

from datetime import timedelta

import pytest

from cordee.dossier.actions import Contact, write_note
from cordee.dossier.enums import Sector
from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.pathways import actions, circle
from cordee.pathways.actions import WarningsToPass
from cordee.pathways.models import CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.models import Ground
from cordee.plumbing.context import acting_in
from cordee.programmes.cached import definition_of
from tests import factories


@pytest.fixture
def pathway(house, acting):
    made = factories.pathway(house, factories.person(house.referent, birth="1990"))
    acting(house.coordinator)
    return made


def fresh(pathway):
    return Pathway.objects.get(pk=pathway.pk)


def admit(house, pathway, **changes):
    on = house.coordinator.today
    said = {
        "decision": "admis",
        "decided_on": on - timedelta(days=3),
        "effective_from": None,
        "authority": "",
    }
    return actions.record_admission(
        pathway, by=house.coordinator, version=fresh(pathway).version, **{**said, **changes}
    )


def move(house, pathway, code, *, days_ago=0, by=None, **said):
    by = by or house.coordinator
    said.setdefault("version", fresh(pathway).version)
    return actions.move_pathway(pathway, by=by, move=code, on=by.today - timedelta(days=days_ago), **said)


class TestOpening:
    def test_it_begins_at_the_first_stage_with_its_referent(self, house, pathway):
        assert pathway.stage == "accueil"
        assert StagePeriod.objects.get(pathway=pathway).left_on is None
        assert CirclePlace.objects.get(pathway=pathway).member == house.referent.member
        assert Deadline.objects.standing().filter(thing_id=pathway.pk, kind="silence").exists()

    def test_a_condition_of_the_programme_refuses_with_its_rule(self, house, acting):
        child = factories.person(house.referent, birth=str(house.referent.today.year - 9))
        acting(house.referent)

        with pytest.raises(RuleBroken) as caught:
            actions.open_pathway(
                child, by=house.referent, version=house.version, on=house.referent.today, referent=None
            )

        assert caught.value.verdicts[0].rule == "ENT-01"
        assert not Pathway.objects.exists()

    def test_a_warning_needs_a_reason(self, house, acting):
        person = factories.person(house.referent, birth="1990")
        acting(house.referent)
        wanted = {
            "by": house.referent,
            "version": house.version,
            "on": house.referent.today,
            "referent": None,
        }

        with pytest.raises(WarningsToPass):
            actions.open_pathway(person, **wanted)
        opened = actions.open_pathway(person, **wanted, reason="Venue d’elle-même")

        assert opened.stage_periods.get().reason == "Venue d’elle-même"

    def test_one_runs_at_a_time_in_a_programme(self, house, pathway):
        with pytest.raises(BadInput) as caught:
            actions.open_pathway(
                pathway.person,
                by=house.coordinator,
                version=house.version,
                on=house.coordinator.today,
                referent=None,
                reason="essai",
            )
        assert caught.value.field == "programme"

    def test_several_programmes_run_side_by_side(self, house, pathway):
        text = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
        other = factories.programme(house.organisation, text.replace('"atelier-du-bief"', '"autre"'))

        actions.open_pathway(
            pathway.person,
            by=house.coordinator,
            version=other,
            on=house.coordinator.today,
            referent=None,
            reason="essai",
        )

        assert Pathway.objects.running().filter(person=pathway.person).count() == 2

    def test_not_tomorrow(self, house, acting):
        person = factories.person(house.referent)
        acting(house.referent)
        with pytest.raises(BadInput):
            actions.open_pathway(
                person,
                by=house.referent,
                version=house.version,
                on=house.referent.today + timedelta(days=1),
                referent=None,
            )

    def test_a_dossier_held_elsewhere_is_not_ours_to_open(self, house, stranger, acting):
        theirs = factories.person(stranger)
        acting(house.referent)
        with pytest.raises(BadInput):
            actions.open_pathway(
                theirs, by=house.referent, version=house.version, on=house.referent.today, referent=None
            )

    def test_an_operator_reads_the_open_parts_from_then_on(self, house, stranger, acting):
        person = factories.person(house.referent)
        made = factories.pathway(house, person, carried_out_by=stranger.organisation)

        with acting_in(stranger.context()):
            assert Pathway.objects.visible_to(stranger).get() == made
        acting(house.coordinator)
        ground = Ground.objects.get(person=person, grantee_organisation=stranger.organisation)
        assert ground.partitions == 7


class TestMoving:
    def test_the_admission_gate(self, house, pathway):
        with pytest.raises(RuleBroken) as caught:
            move(house, pathway, "entrer")
        assert "Admission à prononcer par la commission du Bief" in str(caught.value)

        admit(house, pathway)
        assert move(house, pathway, "entrer").stage == "jardin"

    def test_an_admission_counts_from_its_date(self, house, pathway):
        today = house.coordinator.today
        admit(house, pathway, decided_on=today - timedelta(days=4), effective_from=today - timedelta(days=1))

        with pytest.raises(RuleBroken):
            move(house, pathway, "entrer", days_ago=2)
        assert move(house, pathway, "entrer", days_ago=1).stage == "jardin"

    def test_a_refusal_by_the_board_opens_nothing(self, house, pathway):
        admit(house, pathway, decision="refuse")

        with pytest.raises(RuleBroken):
            move(house, pathway, "entrer")

    def test_the_last_decision_counts(self, house, pathway):
        admit(house, pathway, decision="refuse")
        admit(house, pathway, decided_on=house.coordinator.today)

        assert move(house, pathway, "entrer").stage == "jardin"

    def test_the_way_back_is_kept(self, house, pathway):
        admit(house, pathway, decided_on=house.coordinator.today - timedelta(days=20))
        move(house, pathway, "entrer", days_ago=10)
        move(house, pathway, "avancer", days_ago=5)
        move(house, pathway, "revenir", reason="Trop tôt")

        told = list(
            StagePeriod.objects.filter(pathway=pathway)
            .order_by("entered_on")
            .values_list("stage", "is_way_back")
        )
        assert told == [("accueil", False), ("jardin", False), ("depart", False), ("jardin", True)]
        assert StagePeriod.objects.get(pathway=pathway, left_on=None).reason == "Trop tôt"

    def test_time_does_not_run_backwards(self, house, pathway):
        admit(house, pathway)
        move(house, pathway, "entrer", days_ago=1)

        with pytest.raises(RuleBroken):
            move(house, pathway, "avancer", days_ago=2)
        with pytest.raises(BadInput):
            move(house, pathway, "avancer", days_ago=-1)

    @pytest.mark.parametrize("code", ["avancer", "fabriqué", ""])
    def test_a_move_that_does_not_leave_from_here(self, house, pathway, code):
        with pytest.raises(RuleBroken):
            move(house, pathway, code)

        assert fresh(pathway).stage == "accueil"

    def test_two_colleagues_at_once(self, house, pathway):
        admit(house, pathway)
        seen = fresh(pathway).version
        move(house, pathway, "entrer", version=seen)

        with pytest.raises(StaleState):
            move(house, pathway, "avancer", version=seen)

    def test_who_may_decide_is_the_programmes_business(self, house, pathway, acting):
        admit(house, pathway)
        acting(house.secretary)

        with pytest.raises(RuleBroken) as caught:
            move(house, pathway, "entrer", by=house.secretary)
        assert caught.value.verdicts[0].rule == "MOV-03"

    def test_a_contact_the_mover_cannot_read_still_counts_for_the_delays(self, house, pathway, acting):
        """With the counsellor's eyes alone, a contact of the nurse's would be lost: a false delay."""
        day = house.coordinator.today - timedelta(days=2)
        circle.add_place(
            pathway,
            definition_of(pathway.programme_version_id),
            role="soin",
            by=house.coordinator,
            on=day,
            member=house.nurse.member,
        )
        acting(house.nurse)
        write_note(
            pathway.person,
            by=house.nurse,
            text="Passée",
            day=day,
            sector=Sector.HEALTH,
            contact=Contact("phone"),
        )
        acting(house.referent)

        actions.change_referent(
            pathway,
            by=house.referent,
            member=house.colleague.member,
            on=house.referent.today,
            version=fresh(pathway).version,
        )

        silence = Deadline.objects.standing().get(thing_id=pathway.pk, kind="silence")
        assert silence.due_on == day + timedelta(days=30)


class TestAdmission:
    def test_it_is_written_down_with_who_and_when(self, house, pathway):
        row = admit(house, pathway, text="Avis favorable de tous")

        assert (row.outcome, row.authority) == ("admitted", "la commission du Bief")
        assert b"favorable" not in bytes(row.sealed_reason)
        assert Fact.objects.filter(pathway_id=pathway.pk, kind="admission_admitted").exists()

    @pytest.mark.parametrize(
        ("field", "days"), [("decided_on", 1), ("effective_from", -30)], ids=["to come", "before it opened"]
    )
    def test_a_decision_on_a_day_that_makes_no_sense(self, house, pathway, field, days):
        with pytest.raises(BadInput):
            admit(house, pathway, **{field: house.referent.today + timedelta(days=days)})

    def test_a_decision_the_programme_does_not_know(self, house, pathway):
        with pytest.raises(RuleBroken):
            admit(house, pathway, decision="fabriquée")

    def test_only_those_the_programme_names(self, house, pathway, acting):
        acting(house.referent)
        with pytest.raises(RuleBroken):
            actions.record_admission(
                pathway,
                by=house.referent,
                decision="admis",
                decided_on=house.referent.today,
                effective_from=None,
                authority="",
                version=fresh(pathway).version,
            )


class TestPauseAndEnd:
    def test_suspended_its_delays_wait(self, house, pathway):
        by = house.coordinator
        actions.suspend_pathway(pathway, by=by, on=by.today, reason="Hôpital", version=fresh(pathway).version)
        assert not Deadline.objects.standing().filter(thing_id=pathway.pk).exists()

        actions.resume_pathway(pathway, by=by, on=by.today, version=fresh(pathway).version)
        assert Deadline.objects.standing().filter(thing_id=pathway.pk).exists()

    def test_closed_it_shuts_what_it_had_opened(self, house, stranger, acting):
        person = factories.person(house.referent)
        made = factories.pathway(house, person, carried_out_by=stranger.organisation)
        acting(house.coordinator)

        actions.close_pathway(
            made, by=house.coordinator, exit_code="emploi", on=house.coordinator.today, version=1
        )

        assert not CirclePlace.objects.filter(pathway=made, until_on=None).exists()
        assert not Ground.objects.live().filter(thing_id=made.pk).exists()
        with acting_in(stranger.context()):
            assert not Pathway.objects.visible_to(stranger).exists()

    def test_an_operator_who_closes_shuts_their_own_door(self, house, stranger, acting):
        """Written in their own name, the end of the ground would have touched no row: access for ever."""
        made = factories.pathway(
            house, factories.person(house.referent), carried_out_by=stranger.organisation
        )

        with acting_in(stranger.context()):
            actions.close_pathway(made, by=stranger, exit_code="emploi", on=stranger.today, version=1)
            assert not Pathway.objects.visible_to(stranger).exists()
        acting(house.coordinator)
        assert not Ground.objects.live().filter(grantee_organisation=stranger.organisation).exists()

    def test_by_caseload_the_referent_may_close_a_pathway_with_others_around(self, db):
        closed = factories.house("Par personnes suivies", sharing="caseload")
        made = factories.pathway(closed, factories.person(closed.referent))
        definition = definition_of(made.programme_version_id)
        with acting_in(closed.referent.context()):
            circle.add_place(
                made,
                definition,
                role="animatrice",
                by=closed.referent,
                on=closed.referent.today,
                member=closed.workshop_leader.member,
            )
            actions.close_pathway(
                made, by=closed.referent, exit_code="choix", on=closed.referent.today, version=1
            )
        with acting_in(closed.coordinator.context()):
            assert not CirclePlace.objects.filter(until_on=None).exists()

    def test_an_unknown_exit_is_refused(self, house, pathway):
        with pytest.raises(RuleBroken):
            actions.close_pathway(
                pathway, by=house.coordinator, exit_code="fabriquée", on=house.coordinator.today, version=1
            )

    def test_reopened_it_goes_on_where_it_stopped(self, house, pathway):
        by = house.coordinator
        admit(house, pathway)
        move(house, pathway, "entrer")
        actions.close_pathway(pathway, by=by, exit_code="choix", on=by.today, version=fresh(pathway).version)

        again = actions.reopen_pathway(fresh(pathway), by=by, on=by.today, version=fresh(pathway).version)

        assert (again.status, again.stage, again.exit_code) == ("open", "jardin", "")
        assert CirclePlace.objects.get(pathway=pathway, until_on=None).member == house.referent.member


class TestWordsAndDates:
    def test_the_words_before_stay(self, house, pathway):
        actions.write_words(
            pathway, by=house.referent, text="Du calme", on=house.referent.today - timedelta(days=9)
        )
        actions.write_words(pathway, by=house.referent, text="Des chevaux", on=house.referent.today)

        assert OwnWords.objects.filter(person=pathway.person).count() == 2
        assert b"chevaux" not in bytes(OwnWords.objects.latest("said_on").sealed_text)

    def test_a_colleague_to_whom_the_social_part_is_closed_is_told_so(self, house, pathway, acting):
        acting(house.coach)
        with pytest.raises(BadInput) as caught:
            actions.write_words(pathway, by=house.coach, text="Du calme", on=house.coach.today)
        assert caught.value.field == "words"

    def test_opening_with_words_works_for_a_job_coach_who_becomes_referent(self, house, acting):
        person = factories.person(house.referent, birth="1990")
        acting(house.coach)

        opened = actions.open_pathway(
            person,
            by=house.coach,
            version=house.version,
            on=house.coach.today,
            referent=house.coach.member,
            words="Conduire",
            reason="essai",
        )

        assert OwnWords.objects.get(pathway=opened)

    def test_a_date_nobody_waits_for_is_refused(self, house, pathway):
        with pytest.raises(BadInput):
            actions.note_milestone(
                pathway, by=house.coordinator, kind="fabriquée", on=house.coordinator.today
            )

    def test_the_exit_foreseen_guides_and_binds_nobody(self, house, pathway):
        actions.foresee_exit(pathway, by=house.coordinator, exit_target="emploi", version=1)
        with pytest.raises(BadInput):
            actions.foresee_exit(pathway, by=house.coordinator, exit_target="fabriquée", version=2)

        assert fresh(pathway).exit_target == "emploi"
        assert Fact.objects.get(kind="exit_foreseen").codes == {"exit": "Emploi"}

    def test_a_workshop_leader_does_not_write_them(self, house, pathway, acting):
        acting(house.workshop_leader)
        with pytest.raises(NotAllowed):
            actions.write_words(
                pathway, by=house.workshop_leader, text="Du calme", on=house.workshop_leader.today
            )
