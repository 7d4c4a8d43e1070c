"""From one house of the instance to another: two dossiers, one line that follows, a ground only with agreement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.doors.models import Follow, PublicPage, Sending
from cordee.doors.tests.factories import publish
from cordee.people.models import Ground, Person
from cordee.plumbing.context import acting_in
from cordee.programmes.models import ProgrammeVersion
from cordee.referrals.actions import Opening, answer_referral, convert_referral
from cordee.referrals.models import Referral
from cordee.referrals.reasons import read_reason
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories

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
    def test_the_dossier_there_opens_only_as_the_person_agreed(self, house, other, visit, agreed):
        visit(house.coordinator).post(SEND, typed(other, follows=agreed))
        pathway = welcome(other)

        kept = line(house)
        assert kept.state == "accepted"
        with acting_in(house.coordinator.context()):
            assert Person.objects.visible_to(house.coordinator).filter(pk=pathway.person_id).exists() is bool(
                agreed
            )
        with acting_in(other.coordinator.context()):
            grounds = list(Ground.objects.filter(kind="referred"))
        assert len(grounds) == bool(agreed)
        if agreed:
            left = grounds[0].ends_at - timezone.now()
            assert timedelta(days=89) < left <= timedelta(days=90)
            assert grounds[0].member == house.coordinator.member

    def test_a_prescriber_sees_their_own_only(self, house, other, visit):
        prescriber = factories.actor(house.organisation, "prescriber")
        visit(house.coordinator).post(SEND, typed(other, usage_name="Autre"))
        visit(prescriber).post(SEND, typed(other, usage_name="Sienne"))

        assert [one.name for one in visit(prescriber).get(SENT).context["lines"]] == ["Camille Sienne"]
        assert len(visit(house.coordinator).get(SENT).context["lines"]) == 2

    def test_others_have_no_such_page(self, house, visit):
        assert visit(factories.actor(house.organisation, "statistician")).get(SENT).status_code == 403
