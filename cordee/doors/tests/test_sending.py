"""From one house of the instance to another: two dossiers, one line that follows, a ground only with agreement."""

import random
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connections
from django.utils import timezone

from cordee.doors.models import Follow, PublicPage, Sending
from cordee.doors.tests.factories import publish
from cordee.dossier.actions import write_note
from cordee.dossier.models import Deadline, Fact
from cordee.pathways.actions import suspend_pathway
from cordee.pathways.gesturing import tell
from cordee.pathways.models import Pathway
from cordee.people.models import ContactPoint, Ground, Person
from cordee.plumbing.context import acting_in
from cordee.programmes.models import ProgrammeVersion
from cordee.programmes.vocabulary import FACT_KINDS
from cordee.referrals.actions import Opening, answer_referral, convert_referral
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories
from tests.worlds import World, unguarded

SENT, SEND = "/orientations/envoyees", "/orientations/envoyees/nouvelle"


def text(page):
    return page.content.decode()


@pytest.fixture
def other(house):
    relay = factories.house(name="Le Relais")
    publish(relay)
    return relay


def typed(other, **changes):
    given = {
        "towards": str(other.version.programme_id),
        "first_names": "Camille",
        "usage_name": "Exemple",
        "reason": "Voudrait travailler le matin.",
        "told": "Que vous liriez ceci.",
        "person_agrees": "on",
        **changes,
    }
    return {name: value for name, value in given.items() if value}


def received(other):
    with acting_in(other.coordinator.context()):
        return Referral.objects.get()


def line(house):
    with acting_in(house.coordinator.context()):
        return Sending.objects.get()


def welcome(other):
    by, row = other.coordinator, received(other)
    version = ProgrammeVersion.objects.get(pk=other.version.pk)
    with acting_in(by.context()):
        opening = Opening(version=version, on=by.today, words="Le matin", reason="essai")
        return convert_referral(row, by=by, version=row.version, opening=opening)


def note(other, pathway, kind):
    by = other.coordinator
    with acting_in(by.context()):
        kept = Pathway.objects.select_related("person").get(pk=pathway.pk)
        tell(kept, kind, by.today, by=by)


def opened_to(who, pathway):
    """What the database alone lets them read of the dossier opened there."""
    with acting_in(who.context()):
        asked = {"person": Person.objects.filter(pk=pathway.person_id)}
        asked |= {
            model._meta.label: model.objects.filter(person_id=pathway.person_id)
            for model in (Pathway, Fact, Deadline, ContactPoint)
        }
        return [name for name, rows in asked.items() if rows.exists()]


class TestSending:
    def test_it_arrives_like_any_other(self, house, other, visit):
        answer = visit(house.coordinator).post(SEND, typed(other, safe="non"))

        row = received(other)
        assert answer["Location"] == SENT
        assert (row.channel, row.structure, row.person_agrees) == ("autre-maison", "La Passerelle", True)
        assert (row.taken_by, row.reach_note) == (None, "Ne pas laisser de message.")
        with acting_in(other.coordinator.context()):
            assert "travailler le matin" in read_reason(row)

    def test_neither_house_sees_the_other_s_rows(self, house, other, visit):
        visit(house.coordinator).post(SEND, typed(other))

        with acting_in(house.coordinator.context()):
            assert not Referral.objects.exists()
            assert not Follow.objects.exists()
        with acting_in(other.coordinator.context()):
            assert not Sending.objects.exists()

    @pytest.mark.parametrize(
        ("name", "value"), [("person_agrees", ""), ("towards", ""), ("told", ""), ("first_names", "a\x00b")]
    )
    def test_bad_input_keeps_what_was_typed(self, house, other, visit, name, value):
        answer = visit(house.coordinator).post(SEND, typed(other, **{name: value}))

        assert answer.status_code == 422
        assert "Voudrait travailler" in text(answer)
        with acting_in(other.coordinator.context()):
            assert not Referral.objects.exists()

    def test_one_does_not_send_to_oneself(self, house, other, visit):
        own = str(house.version.programme_id)

        assert visit(house.coordinator).post(SEND, typed(other, towards=own)).status_code == 422

    def test_a_house_that_takes_none_is_not_offered(self, house, other, visit):
        PublicPage.objects.filter(organisation=other.organisation).update(is_published=False)

        assert "Le Relais" not in text(visit(house.coordinator).get(SEND))
        assert visit(house.coordinator).post(SEND, typed(other)).status_code == 422

    def test_a_dossier_gives_what_is_known(self, house, other, visit):
        person = factories.person(house.referent, first_names="Rosa", usage_name="Parks", birth="1984-03-12")
        page = text(visit(house.coordinator).get(f"{SEND}?personne={person.pk}"))

        assert "Rosa" in page
        assert "12/03/1984" in page
        visit(house.coordinator).post(f"{SEND}?personne={person.pk}", typed(other))
        assert line(house).person_id == person.pk

    def test_a_referent_by_caseload_sends_whom_they_follow(self, other, visit):
        house = factories.house(name="Par personnes suivies", sharing="caseload")
        person = factories.person(house.referent, first_names="Rosa", usage_name="Parks")
        address = f"{SEND}?personne={person.pk}"

        assert address in text(visit(house.referent).get(f"/personnes/{person.pk}"))
        assert 'value="Rosa"' in text(visit(house.referent).get(address))
        assert 'value="Rosa"' not in text(visit(house.colleague).get(address))
        assert "Orienter vers une autre organisation" in text(
            visit(house.referent).get("/recherche?q=orienter")
        )
        statistician = factories.actor(house.organisation, "statistician")
        assert "Orienter vers" not in text(visit(statistician).get("/recherche?q=orienter"))

    @pytest.mark.parametrize("query", ["?personne=x", "?personne=%00", "?rang=-1", "?rang=" + "9" * 30])
    def test_an_altered_address_is_a_page(self, house, other, visit, query):
        assert visit(house.coordinator).get(SEND + query).status_code == 200
        assert visit(house.coordinator).get(SENT + query).status_code == 200


class TestFollowing:
    @pytest.mark.parametrize("rows", [3, 30])
    def test_the_list_costs_the_same(self, house, other, visit, rows):
        client = visit(house.coordinator)
        for number in range(rows):
            client.post(SEND, typed(other, usage_name=f"Nom{number}"))

        answer, asked = asking(house.coordinator, SENT)

        assert len(answer.context["lines"]) == rows
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)

    def test_the_sender_is_told_of_the_state_and_of_nothing_written(self, house, other, visit):
        visit(house.coordinator).post(SEND, typed(other))
        by, row = other.coordinator, received(other)
        with acting_in(by.context()):
            answer_referral(
                row,
                by=by,
                move="refuse",
                on=by.today,
                version=row.version,
                refusal_reason="full",
                answer="Mots d’ici.",
            )

        kept = line(house)
        page = text(visit(house.coordinator).get(f"{SENT}/{kept.pk}"))
        assert kept.state == "refused"
        assert "efusée" in page
        assert "Mots d’ici" not in page

    @pytest.mark.parametrize("agreed", ["on", ""])
    def test_the_dossier_there_never_opens_and_its_stages_are_told_as_agreed(
        self, house, other, visit, agreed
    ):
        visit(house.coordinator).post(SEND, typed(other, follows=agreed))
        pathway = welcome(other)
        note(other, pathway, "review_held")

        kept = line(house)
        page = text(visit(house.coordinator).get(f"{SENT}/{kept.pk}"))
        assert kept.state == "accepted"
        assert ("Parcours ouvert" in page, FACT_KINDS["review_held"].label in page.lower()) == (
            bool(agreed),
        ) * 2
        assert opened_to(house.coordinator, pathway) == []
        with acting_in(other.coordinator.context()):
            assert not Ground.objects.exclude(member__organisation=other.organisation).exists()
        if agreed:
            left = kept.shown_until - timezone.now()
            assert timedelta(days=89) < left <= timedelta(days=90)

    def test_what_is_confided_is_not_a_stage(self, house, other, visit):
        """Why a pathway is suspended or ends, who decided, what was noted: never told."""
        visit(house.coordinator).post(SEND, typed(other, follows="on"))
        pathway, by = welcome(other), other.coordinator
        with acting_in(by.context()):
            person = Person.objects.get(pk=pathway.person_id)
            write_note(person, by=by, text="Il va mieux.", day=by.today)
            pathway.refresh_from_db()
            suspend_pathway(pathway, by=by, on=by.today, reason="Hospitalisation", version=pathway.version)

        told = [one["words"] for one in line(house).shown]
        assert [words.split(":")[0].strip("\u202f") for words in told] == [
            "Parcours ouvert",
            "Parcours suspendu",
        ]
        assert "ospitalisation" not in text(visit(house.coordinator).get(f"{SENT}/{line(house).pk}"))

    @pytest.mark.parametrize(("days", "is_told"), [(89, True), (91, False)])
    def test_it_ends_by_itself(self, house, other, visit, days, is_told, time_machine):
        visit(house.coordinator).post(SEND, typed(other, follows="on"))
        pathway = welcome(other)
        time_machine.move_to(timezone.now() + timedelta(days=days))
        note(other, pathway, "review_held")

        kept = line(house)
        assert (len(kept.shown) == 2) is is_told
        assert ("Ses étapes là-bas" in text(visit(house.coordinator).get(f"{SENT}/{kept.pk}"))) is is_told

    def test_the_house_that_received_stops_it_when_the_person_wishes(self, house, other, visit):
        visit(house.coordinator).post(SEND, typed(other, follows="on"))
        pathway, row = welcome(other), received(other)
        client = visit(other.coordinator)
        stop = f"/orientations/{row.pk}/suivi/arreter"
        assert "La Passerelle suit les étapes" in text(client.get(f"/orientations/{row.pk}"))
        assert stop not in text(visit(other.secretary).get(f"/orientations/{row.pk}"))

        assert client.post(stop).status_code == 302
        assert client.post(stop).status_code == 302

        note(other, pathway, "review_held")
        kept = line(house)
        assert (kept.shown, kept.shown_until) == ([], None)
        assert "suit les étapes" not in text(client.get(f"/orientations/{row.pk}"))
        assert "Parcours ouvert" not in text(visit(house.coordinator).get(f"{SENT}/{kept.pk}"))

    def test_the_whole_house_that_prescribes_keeps_the_view_and_its_prescribers_their_own(
        self, house, other, visit
    ):
        """PDIP 71's prescribing establishment: whoever welcomes there; a prescriber, what they sent themselves."""
        prescriber, another = (factories.actor(house.organisation, "prescriber") for _time in range(2))
        visit(prescriber).post(SEND, typed(other, follows="on"))
        welcome(other)
        address = f"{SENT}/{line(house).pk}"

        for who in (prescriber, house.secretary, house.coordinator):
            assert "Parcours ouvert" in text(visit(who).get(address))
        assert visit(another).get(address).status_code == 404
        assert visit(other.coordinator).get(address).status_code == 404

    def test_a_prescriber_sees_their_own_only(self, house, other, visit):
        prescriber = factories.actor(house.organisation, "prescriber")
        visit(house.coordinator).post(SEND, typed(other, usage_name="Autre"))
        visit(prescriber).post(SEND, typed(other, usage_name="Sienne"))

        assert [one.name for one in visit(prescriber).get(SENT).context["lines"]] == ["Camille Sienne"]
        assert len(visit(house.coordinator).get(SENT).context["lines"]) == 2

    def test_a_house_that_decides_finds_its_delays_from_there_too(self, visit, db):
        department = factories.house(name="Département d’essai", kind="departement")

        assert "/orientations/decisions/delais" in text(visit(department.coordinator).get(SENT))

    def test_others_have_no_such_page(self, house, visit):
        assert visit(factories.actor(house.organisation, "statistician")).get(SENT).status_code == 403


def test_the_grounds_given_before_end(django_db_setup, django_db_blocker):
    """What the sender could read of the dossier until now, closed by the migration."""
    statements = import_module("cordee.doors.migrations.0004_stages_shown").END_GROUNDS
    with django_db_blocker.unblock(), unguarded() as using:
        world = World(using, random.Random(5)).draw(persons=1)
        person, member = world.persons[0], world.actors[0].member
        given = [
            Ground(organisation=person.organisation, person=person, member=member, kind=kind, partitions=1)
            for kind in ("referred", "follows")
        ]
        for one in given:
            one.starts_at = timezone.now() - timedelta(days=1)
            one.save(using=using, force_insert=True)
        with connections[using].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in statements:
                cursor.execute(statement)

        ended = [Ground.objects.using(using).get(pk=one.pk).ends_at is not None for one in given]
        assert ended == [True, False]
