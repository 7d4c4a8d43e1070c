"""Who sees and who acts on pathways: the same set-up for those allowed and those refused."""

import pytest
from django.urls import reverse

from cordee.kernel.partitions import Partition
from cordee.pathways.access import REASONS, ROLES, can, opens, reason_against
from cordee.pathways.gestures import KINDS
from cordee.pathways.models import CirclePlace, Pathway
from cordee.plumbing.models import AccessLog
from tests import factories

EVERYONE = sorted(factories.TEAM)
FOLLOWERS = {"referent", "colleague", "coordinator", "coach"}
TABLE = {
    "pathway:open": FOLLOWERS,
    "pathway:move": FOLLOWERS | {"secretary", "workshop_leader"},
    "pathway:admit": FOLLOWERS | {"secretary", "workshop_leader", "director"},
    "pathway:suspend": FOLLOWERS,
    "pathway:close": FOLLOWERS,
    "pathway:reopen": FOLLOWERS,
    "circle:change": FOLLOWERS,
    "milestone:note": FOLLOWERS,
    "words:write": FOLLOWERS,
    "pathway:change_version": {"coordinator"},
}


@pytest.fixture
def pathway(house):
    return factories.pathway(
        house, factories.person(house.referent, first_names="Camille", usage_name="Secrète")
    )


@pytest.mark.parametrize("action", TABLE)
def test_the_table_of_rights(house, action):
    for who in EVERYONE:
        actor = getattr(house, who)
        assert can(actor, action) is (who in TABLE[action]), who
        assert bool(reason_against(actor, action)) is (who not in TABLE[action]), who


def test_each_right_has_its_sentence_and_each_gesture_its_right():
    assert set(ROLES) == set(REASONS) == set(TABLE)
    assert {kind.right for kind in KINDS} <= set(ROLES)


@pytest.mark.parametrize("name", ["pathway", "person_circle", "person_pathways", "open_pathway"])
def test_nothing_is_betrayed_to_another_house(house, stranger, visit, pathway, name):
    pk = pathway.pk if name == "pathway" else pathway.person_id

    hidden = visit(stranger).get(reverse(name, args=[pk]))
    absent = visit(stranger).get(reverse(name, args=[house.site.pk]))

    assert hidden.status_code == absent.status_code == 404
    assert "Secrète" not in hidden.content.decode()


def test_a_gesture_sent_by_another_house_answers_like_nothing(house, stranger, visit, pathway, acting):
    client = visit(stranger)

    for kind in KINDS:
        answer = client.post(reverse(kind.url_name, args=[pathway.pk]), {"version": 1, "on": "aujourd’hui"})
        assert answer.status_code == 404, kind.code

    acting(house.coordinator)
    assert Pathway.objects.get(pk=pathway.pk).version == pathway.version


@pytest.mark.parametrize("who", EVERYONE)
def test_every_role_gets_an_answer_to_every_gesture_never_an_error_page(house, visit, pathway, who):
    client = visit(getattr(house, who))

    for kind in KINDS:
        answer = client.post(reverse(kind.url_name, args=[pathway.pk]), {"version": 1, "on": "aujourd’hui"})
        wanted = {403} if who not in TABLE[kind.right] else {302, 404, 409, 422}
        assert answer.status_code in wanted, kind.code


@pytest.mark.parametrize(
    ("who", "status"),
    [("referent", 200), ("secretary", 200), ("coach", 200), ("nurse", 404), ("director", 404)],
)
def test_who_reads_the_page(house, visit, pathway, who, status):
    for address in (
        reverse("pathway", args=[pathway.pk]),
        reverse("person_circle", args=[pathway.person_id]),
    ):
        assert visit(getattr(house, who)).get(address).status_code == status


def test_a_place_of_another_house_cannot_be_ended(house, stranger, visit, pathway, acting):
    acting(house.coordinator)
    place = CirclePlace.objects.get(pathway=pathway)

    answer = visit(stranger).post(reverse("circle_end", args=[place.pk]), {"on": "aujourd’hui"})

    acting(house.coordinator)
    assert answer.status_code == 404
    assert CirclePlace.objects.get(pk=place.pk).until_on is None


def test_what_a_role_may_not_do_is_not_offered(house, visit, pathway):
    page = visit(house.secretary).get(reverse("pathway", args=[pathway.pk])).content.decode()

    assert 'id="suspension"' not in page
    assert 'id="sortie"' not in page
    assert "Votre rôle ne permet pas d’enregistrer la décision d’admission." in page


def test_readings_leave_a_line_in_the_log(house, visit, pathway, acting):
    visit(house.colleague).get(reverse("pathway", args=[pathway.pk]))
    visit(house.colleague).get(reverse("person_circle", args=[pathway.person_id]))

    acting(house.colleague)
    assert set(AccessLog.objects.values_list("what", flat=True)) == {"pathway.opened", "circle.opened"}


@pytest.mark.parametrize(("who", "opened"), [("referent", True), ("coach", False), ("secretary", False)])
def test_a_part_is_open_as_the_policies_say(house, pathway, acting, who, opened):
    actor = getattr(house, who)
    acting(actor)

    assert opens(actor, pathway.person, Partition.SOCIAL) is opened


def test_anonymous_visitors_sign_in_first(visit, pathway):
    assert visit().get(reverse("pathway", args=[pathway.pk])).status_code == 302
