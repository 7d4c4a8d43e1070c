"""After a sitting: letters kept, who orients told, nothing before the gesture, everything taken back until approval."""

import re
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from cordee.commissions import deciding
from cordee.commissions.enums import ItemKind
from cordee.commissions.minutes.tests.factories import approved, closed, held, presences
from cordee.commissions.models import ItemNews, Sitting, SittingItem
from cordee.commissions.news import actions
from cordee.commissions.news.gathering import prospects
from cordee.commissions.tests.factories import board_of, cheval_bleu, decide, opened, sitting_of
from cordee.doors.models import Follow
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.kernel.errors import NotAllowed, StaleState
from cordee.papers.models import Paper
from cordee.people.actions import add_contact
from cordee.people.models import Person, Seal
from cordee.plumbing.context import acting_in, apply
from cordee.plumbing.models import AccessLog
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.printing.tests.read_pdf import text_of as text_of_pdf
from cordee.referrals.actions import answer_referral, take_referral
from cordee.referrals.models import Referral
from tests.factories import visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_coordinator(house):
    """What is looked at beside a gesture is looked at by whoever coordinates. The house has a telephone."""
    house.organisation.phone = "03 21 00 00 00"
    house.organisation.save(update_fields=["phone"])
    for actor in house.team.values():
        actor.organisation.phone = house.organisation.phone
    apply(house.coordinator.context())


def given(house, sitting, *, by=None, only=None):
    who = by or house.secretary
    with acting_in(who.context()):
        found = Sitting.objects.select_related("board").get(pk=sitting.pk)
        chosen = {one.item.pk for one in prospects(who, found)} if only is None else {one.pk for one in only}
        return actions.give_news(found, by=who, chosen=chosen)


def papers_of(house, item):
    with acting_in(house.coordinator.context()):
        return list(Paper.objects.filter(person=item.person_id, removed_at=None))


def test_nothing_is_prepared_before_the_gesture_then_two_letters_each(house):
    sitting, items = held(house)
    assert papers_of(house, items[0]) == [] and not ItemNews.objects.exists()

    done = given(house, sitting)

    assert (done.letters, done.answers, done.refused) == (4, 0, [])
    for item in items:
        kept = papers_of(house, item)
        row = ItemNews.objects.get(item=item)
        assert {paper.pk for paper in kept} == {row.letter_id, row.simple_letter_id}
        assert row.person_id == item.person_id and row.decision.outcome in ("adjourned", "waiting")


def test_done_once_it_is_not_done_again(house):
    sitting, _items = held(house)
    given(house, sitting)

    assert given(house, sitting).letters == 0
    assert ItemNews.objects.count() == 2


def test_who_was_told_otherwise_is_left_out(house):
    sitting, items = held(house)

    given(house, sitting, only=items[:1])

    assert [row.item_id for row in ItemNews.objects.all()] == [items[0].pk]


def test_not_while_the_sitting_is_open_nor_by_who_does_not_hold_the_pen(house):
    sitting, _items = held(house, close=False)
    with pytest.raises(StaleState):
        given(house, sitting)
    closed(house, sitting)
    with pytest.raises(NotAllowed):
        given(house, sitting, by=house.referent)

    given(house, sitting)


def test_taken_back_the_letters_leave_the_dossier_and_may_be_prepared_again(house):
    sitting, items = held(house)
    given(house, sitting)
    with acting_in(house.coordinator.context()):
        assert actions.undo_all(sitting, by=house.coordinator) == 0

    assert papers_of(house, items[0]) == []
    assert given(house, sitting).letters == 4


def test_a_decision_told_is_taken_back_once_the_news_is(house):
    sitting, items = held(house)
    given(house, sitting)
    who = house.secretary
    with acting_in(who.context()):
        items[0].refresh_from_db()
        with pytest.raises(StaleState):
            deciding.undo_decision(items[0], by=who, version=items[0].version)
        actions.undo_news(ItemNews.objects.get(item=items[0]), by=who)
        deciding.undo_decision(items[0], by=who, version=items[0].version)


def test_once_approved_what_was_prepared_stays_and_what_was_not_may_still_be(house):
    sitting, items = held(house)
    given(house, sitting, only=items[:1])
    approved(house, sitting)

    with acting_in(house.coordinator.context()), pytest.raises(StaleState):
        actions.undo_news(ItemNews.objects.get(), by=house.coordinator)

    assert given(house, sitting).letters == 2


def test_a_house_without_a_telephone_is_told_what_the_letter_lacks(house):
    sitting, _items = held(house)
    for actor in house.team.values():
        actor.organisation.phone = ""
    with acting_in(house.secretary.context()):
        found = Sitting.objects.select_related("board").get(pk=sitting.pk)
        plans = [one.letter_plan for one in prospects(house.secretary, found)]

    assert all(not plan.is_ready and "téléphone" in plan.why for plan in plans)


def sealed(house, item):
    with acting_in(house.referent.context()):
        person = Person.objects.get(pk=item.person_id)
        Seal(
            organisation=house.organisation, person=person, reason="essai", sealed_by=house.referent.member
        ).save(force_insert=True)


def test_a_sealed_dossier_is_not_in_the_list(house):
    sitting, items = held(house)
    sealed(house, items[0])

    assert given(house, sitting).letters == 2
    assert [row.item_id for row in ItemNews.objects.all()] == [items[1].pk]


def test_a_dossier_sealed_since_keeps_its_letters_from_the_file(house):
    sitting, items = held(house)
    given(house, sitting)
    sealed(house, items[0])

    answer = visit(house.secretary).get(reverse("news_letters", args=[sitting.pk]))

    assert pages_of(answer) == 2
    with acting_in(house.coordinator.context()):
        told = AccessLog.objects.filter(what="commission.printed").values_list("person_id", flat=True)
        assert set(told) == {items[1].person_id}


# Who orients


@pytest.fixture
def oriented(house):
    """(a sitting held, an orientation without a dossier refused there, followed by link)."""
    version = cheval_bleu(house)
    board = board_of(house, version)
    by = house.coordinator
    with acting_in(by.context()):
        referral = take_referral(
            by=by, received_on=by.today, first_names="Zoé", usage_name="Exemple",
            programme=version.programme,
        )  # fmt: skip
        answer_referral(referral, by=by, move="to_board", on=by.today, version=referral.version)
        Follow.objects.create(
            organisation=house.organisation, referral_id=referral.pk, reference="CB-1234",
            email="oriente@exemple.invalid", site="http://testserver", expires_at="2099-01-01T00:00:00Z",
        )  # fmt: skip
    sitting = opened(house, sitting_of(house, board))
    presences(house, sitting)
    item = SittingItem.objects.get(referral=referral, kind=ItemKind.ADMISSION)
    decide(house, item, "refused", reason="Trop loin", refusal_reason="other_territory")
    closed(house, sitting)
    return sitting, item, referral


def test_who_orients_hears_of_it_with_the_gesture_and_not_before(house, oriented):
    sitting, _item, referral = oriented
    before = Message.objects.count()
    referral.refresh_from_db()
    assert referral.state == "refused"

    done = given(house, sitting)

    assert (done.letters, done.answers) == (0, 1)
    apply(house.coordinator.context())
    assert Message.objects.count() == before + 1


def test_an_answer_that_has_not_left_is_taken_back_and_told_again_with_the_next(house, oriented):
    sitting, item, _referral = oriented
    given(house, sitting)
    who = house.secretary
    with acting_in(who.context()):
        assert actions.undo_all(sitting, by=who) == 0
    apply(house.coordinator.context())
    assert Message.objects.filter(state="cancelled").count() == 1
    waiting = Message.objects.exclude(state="cancelled").count()

    given(house, sitting)

    apply(house.coordinator.context())
    assert Message.objects.exclude(state="cancelled").count() == waiting + 1


def test_an_answer_that_has_left_is_said_so_and_the_reopening_is_told(house, oriented):
    sitting, item, _referral = oriented
    given(house, sitting)
    who = house.secretary
    apply(house.coordinator.context())
    Message.objects.update(state="sent")
    with acting_in(who.context()):
        assert actions.undo_all(sitting, by=who) == 1
        before = Message.objects.count()
        item.refresh_from_db()
        deciding.undo_decision(item, by=who, version=item.version)
        assert Message.objects.count() > before


def test_a_decision_taken_back_before_the_gesture_leaves_no_mail(house, oriented):
    _sitting, item, referral = oriented
    apply(house.coordinator.context())
    before = Message.objects.count()
    with acting_in(house.secretary.context()):
        item.refresh_from_db()
        deciding.undo_decision(item, by=house.secretary, version=item.version)

    apply(house.coordinator.context())
    assert Message.objects.count() == before
    assert Referral.objects.get(pk=referral.pk).state == "to_board"


# The page


def test_the_page_says_what_will_be_done_and_what_was(house):
    sitting, items = held(house)
    url = reverse("news", args=[sitting.pk])
    with acting_in(house.coordinator.context()):
        person = Person.objects.get(pk=items[1].person_id)
        add_contact(
            person, by=house.coordinator, kind="address", value="3 rue Haute", on=house.coordinator.today
        )
    browser = visit(house.secretary)

    before = browser.get(url).content.decode()
    browser.post(url, {"chosen": re.findall(r'name="chosen" value="([^"]+)"', before)})
    after = text_of(ask(house.secretary, url)[0])

    assert before.count("Deux lettres dans ses documents") == 2
    assert before.count("à remettre en main propre") == 1
    assert "Lettres rangées dans ses documents" in after and "Tout reprendre" in after
    browser.post(reverse("undo_news", args=[sitting.pk, items[0].pk]))
    browser.post(reverse("undo_all_news", args=[sitting.pk]))
    assert browser.get(url).content.decode().count("Deux lettres") == 2
    with acting_in(house.coordinator.context()):
        assert AccessLog.objects.filter(what="commission.news", person_id=items[0].person_id).exists()


def test_the_page_waits_for_the_end_of_the_sitting(house):
    sitting, _items = held(house, close=False)

    assert visit(house.secretary).get(reverse("news", args=[sitting.pk])).status_code == 302
    assert visit(house.referent).get(reverse("news", args=[sitting.pk])).status_code == 403


@pytest.mark.parametrize("many", [1, 5])
def test_the_page_costs_as_much_for_five_situations_as_for_one(house, many):
    sitting, _items = held(house, people=many)

    _answer, asked = ask(house.coordinator, reverse("news", args=[sitting.pk]))

    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def told(house):
    with acting_in(house.coordinator.context()):
        return ItemNews.objects.standing().count()


class TestManySituations:
    """Told a few at a time: the page asks for the next ones, what is done stays done."""

    @pytest.fixture
    def sitting(self, house, monkeypatch):
        monkeypatch.setattr(actions, "AT_ONCE", 1)
        return held(house)[0]

    def chosen(self, house, sitting):
        with acting_in(house.secretary.context()):
            return [str(one.item.pk) for one in prospects(house.secretary, sitting)]

    def test_without_a_script_one_goes_on_with_a_button(self, house, sitting):
        client, url = visit(house.secretary), reverse("news", args=[sitting.pk])

        first = client.post(url, {"chosen": self.chosen(house, sitting)})

        assert told(house) == 1
        assert "1 sur 2" in text_of(first) and "Continuer" in text_of(first)
        sent = re.findall(r'name="(chosen|of|letters|answers)" value="([^"]*)"', first.content.decode())
        last = client.post(url, dict(sent), follow=True)
        assert told(house) == 2
        assert "4 lettres préparées" in text_of(last)

    def test_with_a_script_the_page_goes_on_by_itself_then_comes_back(self, house, sitting):
        client, url, keys = (
            visit(house.secretary),
            reverse("news", args=[sitting.pk]),
            self.chosen(house, sitting),
        )
        htmx = {"HX-Request": "true"}

        part = client.post(url, {"chosen": keys}, headers=htmx)
        end = client.post(url, {"chosen": keys[1:], "of": "2", "letters": "2"}, headers=htmx)

        assert 'hx-trigger="load"' in part.content.decode() and "<html" not in part.content.decode()
        assert end.status_code == 204 and end.headers["HX-Redirect"] == url

    @pytest.mark.parametrize("said", ["-1", "1e9", "٣", "99999", "beaucoup"])
    def test_a_count_made_up_only_changes_words(self, house, sitting, said):
        client, url = visit(house.secretary), reverse("news", args=[sitting.pk])

        first = client.post(url, {"chosen": self.chosen(house, sitting), "of": said, "letters": said})

        assert "1 sur 2" in text_of(first)

    def test_one_refused_on_the_way_is_named_at_the_end(self, house, sitting, monkeypatch):
        client, url = visit(house.secretary), reverse("news", args=[sitting.pk])
        keys = self.chosen(house, sitting)
        htmx = {"HX-Request": "true"}

        def refuse(*_given, **_named):
            raise StaleState("Ce dossier vient d’être scellé.")

        with monkeypatch.context() as for_now:
            for_now.setattr(actions, "keep_letter", refuse)
            client.post(url, {"chosen": keys}, headers=htmx)
        client.post(url, {"chosen": keys[1:], "of": "2"}, headers=htmx)

        assert "Ce dossier vient d’être scellé." in text_of(client.get(url))
        assert told(house) == 1


def pages_of(answer):
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        return len(pdf.pages)


class TestAllTheLetters:
    def test_they_come_in_one_file_in_the_order_of_the_agenda(self, house):
        sitting, items = held(house)
        given(house, sitting)
        by = house.secretary
        answer = visit(by).get(reverse("news_letters", args=[sitting.pk]))

        shown = text_of_pdf(answer.content)
        with acting_in(by.context()):
            names = [Person.objects.get(pk=item.person_id).usage_name for item in items]
        places = [shown.index(name) for name in names]
        assert answer.headers["Content-Type"] == "application/pdf" and places == sorted(places)
        assert pages_of(answer) == 4
        with acting_in(house.coordinator.context()):
            logged = list(AccessLog.objects.filter(what="commission.printed", member_id=by.member.pk))
        assert {row.person_id for row in logged} == {item.person_id for item in items}

    def test_one_taken_back_is_not_among_them(self, house):
        sitting, items = held(house)
        given(house, sitting)
        with acting_in(house.secretary.context()):
            actions.undo_news(ItemNews.objects.select_related("item").get(item=items[0]), by=house.secretary)

        answer = visit(house.secretary).get(reverse("news_letters", args=[sitting.pk]))

        assert pages_of(answer) == 2

    def test_without_any_one_is_told_so(self, house):
        sitting, _items = held(house)

        answer = visit(house.secretary).get(reverse("news_letters", args=[sitting.pk]), follow=True)

        assert "Aucune lettre n’est prête." in text_of(answer)

    def test_neither_who_sits_nor_another_house_reads_them(self, house, stranger):
        sitting, _items = held(house)
        given(house, sitting)
        url = reverse("news_letters", args=[sitting.pk])

        assert visit(house.referent).get(url).status_code == 403
        assert visit(stranger).get(url).status_code in (403, 404)
