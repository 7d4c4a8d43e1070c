"""The page a house publishes: what it says, to whom, and what it keeps for whoever asks."""

import re

import pytest
from django.test import Client

from cordee.doors.models import PublicPage
from cordee.doors.tests.factories import SAID, address_of, publish, visitor
from cordee.referrals.tests.factories import MOST_QUERIES, asking
from tests import factories

SETTINGS = "/reglages/page-publique"


def text(page):
    return page.content.decode()


def plain(page):
    """Without the token of each asking, nor the address asked."""
    return re.sub(r'"X-CSRFToken": "[^"]*"|maison-\w+', "", text(page))


class TestWhatAnybodySees:
    def test_the_four_questions_the_programmes_and_the_way(self, house):
        publish(house)
        page = text(visitor().get(address_of(house)))

        for words in (
            *SAID.values(),
            "Qui peut venir\u202f?",
            "01 99 00 00 42",
            house.version.definition.label,
        ):
            assert words in page

    def test_nothing_before_it_is_published(self, house):
        absent = visitor().get("/accueil/maison-absente")
        publish(house, is_published=False)
        hidden = visitor().get(address_of(house))

        assert (absent.status_code, hidden.status_code) == (404, 404)
        assert plain(absent) == plain(hidden)

    @pytest.mark.parametrize("page", ["/aide", "/merci"])
    def test_its_forms_are_closed_with_it(self, house, page):
        publish(house, is_published=False)

        assert visitor().get(address_of(house, page)).status_code == 404

    def test_it_costs_little_and_asks_no_guarded_table(self, house, caplog):
        publish(house)
        answer, asked = asking(house.coordinator, address_of(house))

        assert answer.status_code == 200
        assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
        assert visitor().get(address_of(house)).status_code == 200
        assert "asked by nobody" not in caplog.text

    def test_search_engines_come_only_when_the_house_wishes(self, house):
        page = publish(house)
        assert 'content="noindex"' in text(visitor().get(address_of(house)))

        page.is_indexed = True
        page.save(update_fields=["is_indexed"])
        assert 'content="index"' in text(visitor().get(address_of(house)))

    def test_the_visitor_is_given_no_cookie_but_the_forms_own(self, house):
        publish(house)
        client = visitor()
        client.get(address_of(house))

        assert set(client.cookies) <= {"cordee-csrf"}

    def test_what_is_written_is_never_a_tag(self, house):
        publish(house, does="<script>alert(1)</script>")

        assert "<script>alert" not in text(visitor().get(address_of(house)))


class TestTheAddress:
    def test_it_is_not_in_the_page(self, house):
        publish(house)
        page = text(visitor().get(address_of(house)))

        assert "accueil@exemple.invalid" not in page
        assert "exemple.invalid" not in page

    def test_it_is_shown_to_whoever_presses_the_button(self, house):
        publish(house)

        assert "accueil@exemple.invalid" in text(visitor().post(address_of(house, "/courriel")))

    def test_a_form_of_another_site_does_not_obtain_it(self, house):
        publish(house)
        client = Client(enforce_csrf_checks=True)

        assert client.post(address_of(house, "/courriel")).status_code == 403

    def test_one_address_does_not_ask_for_ever(self, house):
        publish(house)
        answers = [visitor().post(address_of(house, "/courriel")) for _time in range(21)]

        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert "accueil@exemple.invalid" not in text(answers[-1])
        assert visitor("192.0.2.8").post(address_of(house, "/courriel")).status_code == 200


class TestWriting:
    def typed(self, **changes):
        return {**SAID, "version": "0", "is_published": "on", "takes_requests": "on", **changes}

    def test_the_coordination_publishes(self, house, visit):
        answer = visit(house.coordinator).post(SETTINGS, self.typed())

        page = PublicPage.objects.get()
        assert answer.status_code == 302
        assert (page.is_published, page.version, page.changed_by) == (True, 1, house.coordinator.member)
        assert visitor().get(address_of(house)).status_code == 200

    def test_a_preview_shows_what_is_not_published(self, house, visit):
        visit(house.coordinator).post(SETTINGS, self.typed(is_published=""))

        assert SAID["does"] in text(visit(house.coordinator).get(SETTINGS + "/apercu"))
        assert visitor().get(address_of(house)).status_code == 404

    def test_a_page_that_says_nothing_is_not_published(self, house, visit):
        answer = visit(house.coordinator).post(SETTINGS, self.typed(for_whom=" "))

        assert answer.status_code == 422
        assert SAID["does"] in text(answer)
        assert not PublicPage.objects.exists()

    def test_two_at_once_both_know(self, house, visit):
        client = visit(house.coordinator)
        client.post(SETTINGS, self.typed())

        assert client.post(SETTINGS, self.typed(does="Autre chose")).status_code == 409
        assert PublicPage.objects.get().does == SAID["does"]

    @pytest.mark.parametrize("does", ["x" * 4001, "Nous\x00 écoutons"])
    def test_bad_input_is_explained(self, house, visit, does):
        answer = visit(house.coordinator).post(SETTINGS, self.typed(does=does))

        assert answer.status_code == 422
        assert SAID["whom_to_call"] in text(answer)

    def test_the_settings_lead_there(self, house, visit):
        assert SETTINGS in text(visit(house.coordinator).get("/reglages"))

    @pytest.mark.parametrize("role", ["secretary", "counsellor", "tech_admin"])
    def test_others_do_not_speak_for_the_house(self, house, visit, role):
        assert visit(factories.actor(house.organisation, role)).get(SETTINGS).status_code == 403
