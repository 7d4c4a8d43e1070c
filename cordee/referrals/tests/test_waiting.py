"""Those who wait: the list in the order of requests, the reminder, the end announced before it is noted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.plumbing.context import acting_in
from cordee.referrals.actions import answer_referral
from cordee.referrals.models import Referral
from cordee.referrals.tests.factories import MOST_QUERIES, asking, referral
from cordee.referrals.waiting import announce_end, confirm_interest
from tests import factories

LIST = "/orientations/attente"


def waiting(house, *, days_ago=3, move="wait", since=None, **described):
    """An orientation that waits since a day."""
    row = referral(house, days_ago=days_ago, **described)
    by = house.coordinator
    on = by.today - timedelta(days=days_ago if since is None else since)
    with acting_in(by.context()):
        return answer_referral(row, by=by, move=move, on=on, version=row.version)


def fresh(house, row):
    with acting_in(house.coordinator.context()):
        return Referral.objects.get(pk=row.pk)


def text(page):
    return page.content.decode()


class TestTheList:
    @pytest.mark.parametrize("rows", [3, 30])
    def test_it_costs_the_same_for_three_or_thirty(self, house, rows):
        for number in range(rows):
            waiting(house, usage_name=f"Nom{number}", days_ago=number)

        answer, asked = asking(house.coordinator, LIST)

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
        assert len(answer.context["list"].lines) == rows

    def test_the_rank_is_that_of_the_request_not_of_the_answer(self, house, visit):
        waiting(house, first_names="Ancienne", usage_name="", days_ago=40, since=1)
        waiting(house, first_names="Récente", usage_name="", days_ago=9, since=9, move="to_board")
        referral(house, first_names="Absente", usage_name="")

        lines = visit(house.coordinator).get(LIST).context["list"].lines

        assert [(line.rank, line.name) for line in lines] == [(1, "Ancienne"), (2, "Récente")]

    def test_the_rank_goes_on_from_one_page_to_the_next(self, house, visit):
        for number in range(52):
            waiting(house, first_names=f"P{number:02}", usage_name="", days_ago=60 - number)
        client = visit(house.coordinator)

        first = client.get(LIST).context["list"]
        second = client.get(LIST + first.next_url).context["list"]

        assert len(first.lines) == 50
        assert [line.rank for line in second.lines] == [51, 52]
        assert second.next_url == ""

    @pytest.mark.parametrize(
        "query", ["?rang=-1", "?rang=" + "9" * 400, "?rang=%00", "?dispositif=%00", "?rang=٣"]
    )
    def test_an_altered_address_shows_a_list(self, house, visit, query):
        waiting(house)

        assert visit(house.coordinator).get(LIST + query).status_code == 200

    @pytest.mark.parametrize(
        ("places", "said"),
        [
            (None, "2 parcours en cours"),
            (3, "2 parcours en cours pour 3 places\u202f: 1 libre"),
            (2, "2 parcours en cours pour 2 places\u202f: aucune de libre"),
            (1, "2 parcours en cours pour 1 place\u202f: 1 de plus que prévu"),
        ],
    )
    def test_the_places_stand_beside_the_pathways_and_each_place_taken_counts(
        self, house, visit, places, said
    ):
        if places:
            whole = f"{house.version.text}\n[[capacity]]\nplaces = {places}\nfrom = 2020-01-01\n"
            version = factories.programme(house.organisation, whole)
            house.version = version
        for number in range(2):
            factories.pathway(house, factories.person(house.colleague, first_names=f"Rosa{number}"))
        waiting(house)

        page = text(visit(house.coordinator).get(LIST))
        assert f" · {said}</p>" in page or f" · {said} · " in page

    def test_one_who_sees_only_their_own_is_told_of_no_place(self, db, visit):
        house = factories.house(name="Par personnes suivies", sharing="caseload")
        whole = f"{house.version.text}\n[[capacity]]\nplaces = 3\nfrom = 2020-01-01\n"
        house.version = factories.programme(house.organisation, whole)
        waiting(house, handled_by=house.referent.member)

        assert "3 libres" in text(visit(house.coordinator).get(LIST))
        assert "places" not in text(visit(house.referent).get(LIST))

    def test_a_request_without_programme_waits_apart(self, house, visit):
        waiting(house, first_names="Sans", usage_name="", programme_id=None)

        page = visit(house.coordinator).get(LIST + "?dispositif=aucun")

        assert [line.name for line in page.context["list"].lines] == ["Sans"]


class TestNews:
    def test_a_confirmation_is_kept_and_changes_no_state(self, house):
        row = waiting(house, days_ago=100)
        by = house.coordinator
        with acting_in(by.context()):
            confirm_interest(row, by=by, on=by.today, version=row.version, answer="Toujours partante.")
        kept = fresh(house, row)

        assert (kept.state, kept.confirmed_on) == ("waiting", by.today)
        assert kept.steps[-1]["move"] == "confirm"
        assert kept.steps[-1]["words"] == "Toujours partante."

    def test_nobody_is_closed_without_having_been_told(self, house):
        row = waiting(house, days_ago=400)
        by = house.coordinator
        with acting_in(by.context()), pytest.raises(StaleState, match="Annoncez d’abord"):
            answer_referral(row, by=by, move="expire", on=by.today, version=row.version)

    @pytest.mark.parametrize(("days", "passes"), [(14, False), (15, True)])
    def test_the_end_comes_after_the_notice(self, house, days, passes):
        row = waiting(house, days_ago=400)
        by = house.coordinator
        with acting_in(by.context()):
            row = announce_end(row, by=by, on=by.today - timedelta(days=days), version=row.version)
            if passes:
                answer_referral(row, by=by, move="expire", on=by.today, version=row.version)
            else:
                with pytest.raises(StaleState, match="pourra être notée"):
                    answer_referral(row, by=by, move="expire", on=by.today, version=row.version)

        assert fresh(house, row).state == ("expired" if passes else "waiting")

    def test_one_that_ended_may_be_taken_up_again(self, house):
        row = waiting(house, days_ago=400)
        by = house.coordinator
        with acting_in(by.context()):
            row = announce_end(row, by=by, on=by.today - timedelta(days=20), version=row.version)
            row = answer_referral(row, by=by, move="expire", on=by.today, version=row.version)
            row = answer_referral(row, by=by, move="reopen", on=by.today, version=row.version)

        assert row.state == "in_study"

    @pytest.mark.parametrize("action", [confirm_interest, announce_end])
    def test_refusals(self, house, action):
        row = waiting(house)
        by = house.coordinator
        given = {"on": by.today, "version": row.version}
        for wrong, error in (
            ({"by": house.secretary, **given}, NotAllowed),
            ({"by": by, **given, "version": 1}, StaleState),
            ({"by": by, **given, "on": by.today + timedelta(days=1)}, BadInput),
            ({"by": by, **given, "on": by.today - timedelta(days=4)}, BadInput),
        ):
            with acting_in(wrong["by"].context()), pytest.raises(error):
                action(row, **wrong)
        with acting_in(by.context()):
            action(row, by=by, **given)

    def test_one_not_waiting_expects_no_news(self, house):
        row = referral(house)
        by = house.coordinator
        with acting_in(by.context()), pytest.raises(StaleState):
            confirm_interest(row, by=by, on=by.today, version=row.version)


class TestThePage:
    def test_the_page_of_one_who_waits_offers_both(self, house, visit):
        row = waiting(house, days_ago=200)
        address = reverse("referral", args=[row.pk])
        page = text(visit(house.coordinator).get(address))

        assert "Noter que la demande tient toujours" in page
        assert "Annoncez d’abord la fin" in page

    def test_a_confirmation_is_noted_by_the_page(self, house, visit):
        row = waiting(house, days_ago=200)
        sent = {"move": "confirm", "version": row.version, "on": "aujourd’hui", "answer": "Oui."}

        answer = visit(house.coordinator).post(reverse("referral_news", args=[row.pk]), sent)

        assert answer.status_code == 302
        assert fresh(house, row).confirmed_on == house.coordinator.today

    def test_a_day_to_come_is_refused_with_what_was_typed(self, house, visit):
        row = waiting(house, days_ago=200)
        sent = {
            "move": "announce",
            "version": row.version,
            "on": "31/12/2099",
            "answer": "Appelée deux fois.",
        }

        answer = visit(house.coordinator).post(reverse("referral_news", args=[row.pk]), sent)

        assert answer.status_code == 422
        assert "Appelée deux fois." in text(answer)

    @pytest.mark.parametrize("move", ["expire", "", "x" * 20])
    def test_no_other_word_is_taken(self, house, visit, move):
        row = waiting(house)
        sent = {"move": move, "version": row.version, "on": "aujourd’hui"}

        assert visit(house.coordinator).post(reverse("referral_news", args=[row.pk]), sent).status_code == 409
