"""Delays kept in step with facts: opened, moved, closed; and the silence watch of a pathway."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cordee.dossier import clocks
from cordee.dossier.actions import Contact, complete_deadline, postpone_deadline, write_note
from cordee.dossier.clocks import Watch, Watched
from cordee.dossier.models import Deadline
from cordee.kernel.clock import Clock, Delay, Event
from cordee.pathways.actions import close_pathway, resume_pathway, suspend_pathway
from cordee.pathways.models import Pathway
from cordee.people.actions import give_ground
from cordee.plumbing.context import acting_in
from tests import factories

MONTH = Clock(
    code="diagnostic",
    start=frozenset({"orientation_notified"}),
    stop=frozenset({"diagnosis_made"}),
    interruption=frozenset({"pathway_suspended"}),
    restart=frozenset({"pathway_resumed"}),
    due=Delay(months=1),
    warn_before=Delay(days=10),
)


@pytest.fixture
def keep(house, acting):
    """Keep one watch on one thing, from what happened to it; the standing deadline, if any."""
    acting(house.referent)
    person = factories.person(house.referent)
    acting(house.referent)
    thing = uuid4()
    watched = Watched(house.organisation.pk, "pathway", thing, person.pk)

    def kept(*events, watch=None):
        watch = watch or Watch(
            "diagnostic", "Poser le diagnostic", MONTH, "CASF L262-29", house.referent.member.pk
        )
        clocks.keep_time(watched, [watch], [Event(kind, on) for kind, on in events])
        return Deadline.objects.filter(thing_id=thing, closed_on=None).first()

    kept.thing = thing
    return kept


def days(row):
    return row.warn_on, row.due_on, row.late_on


NOTIFIED = ("orientation_notified", date(2026, 2, 20))
FIRST_MONTH = (date(2026, 3, 10), date(2026, 3, 20), date(2026, 3, 21))


def test_a_fact_opens_a_delay_counted_date_to_date(keep):
    row = keep(NOTIFIED)

    assert days(row) == FIRST_MONTH
    assert (row.label, row.source) == ("Poser le diagnostic", "CASF L262-29")


def test_nothing_happened_nothing_is_due(keep):
    assert keep() is None
    assert keep(("diagnosis_made", date(2026, 2, 20))) is None


def test_the_same_facts_twice_keep_one_deadline(keep):
    first, second = keep(NOTIFIED), keep(NOTIFIED)

    assert first.pk == second.pk and Deadline.objects.filter(thing_id=keep.thing).count() == 1


def test_what_was_awaited_closes_it_that_very_day(keep):
    keep(NOTIFIED)

    assert keep(NOTIFIED, ("diagnosis_made", date(2026, 3, 1))) is None

    row = Deadline.objects.get(thing_id=keep.thing)
    assert (row.closed_on, row.closing) == (date(2026, 3, 1), "met")


def test_a_new_orientation_starts_a_whole_new_month_in_the_same_row(keep):
    """RSA-09: notified again during the diagnosis, the delay starts again; the row's history keeps the first."""
    first = keep(NOTIFIED)

    second = keep(NOTIFIED, ("orientation_notified", date(2026, 3, 5)))

    assert second.pk == first.pk
    assert days(second) == (date(2026, 3, 26), date(2026, 4, 5), date(2026, 4, 6))
    kept = Deadline.pgh_event_model.objects.filter(pgh_obj_id=first.pk).order_by("pgh_id")
    assert [event.due_on for event in kept] == [date(2026, 3, 20), date(2026, 4, 5)]


def test_an_orientation_told_late_counts_from_its_own_day(keep):
    keep(("orientation_notified", date(2026, 3, 5)))

    row = keep(("orientation_notified", date(2026, 3, 5)), NOTIFIED)

    assert row.due_on == date(2026, 4, 5)


def test_an_interruption_closes_and_the_resumption_opens_a_new_delay(keep):
    keep(NOTIFIED)
    assert keep(NOTIFIED, ("pathway_suspended", date(2026, 3, 1))) is None

    row = keep(NOTIFIED, ("pathway_suspended", date(2026, 3, 1)), ("pathway_resumed", date(2026, 6, 1)))

    assert row.due_on == date(2026, 7, 1)


def test_a_delay_that_moves_comes_back_on_the_day_it_was_left_aside(keep, house):
    row = keep(NOTIFIED)
    postpone_deadline(
        row, by=house.referent, until=house.referent.today + timedelta(days=3), reason="vacances"
    )

    assert keep(NOTIFIED).shown_from is not None
    assert keep(NOTIFIED, ("orientation_notified", date(2026, 3, 5))).shown_from is None


def test_a_change_of_who_is_in_charge_moves_no_day(keep, house):
    keep(NOTIFIED)
    watch = Watch("diagnostic", "Poser le diagnostic", MONTH, "CASF L262-29", house.colleague.member.pk)

    row = keep(NOTIFIED, watch=watch)

    assert row.in_charge_id == house.colleague.member.pk and days(row) == FIRST_MONTH


def test_when_nothing_changes_two_queries_are_enough(keep, django_assert_max_num_queries):
    keep(NOTIFIED)

    with django_assert_max_num_queries(2):
        keep(NOTIFIED)


def test_all_the_delays_of_a_thing_close_with_it(keep):
    keep(NOTIFIED)

    assert clocks.close_all(keep.thing, on=date(2026, 3, 2), closing="closed") == 1
    assert Deadline.objects.get(thing_id=keep.thing).closing == "closed"


def test_a_departure_hands_the_delays_over(keep, house):
    keep(NOTIFIED)

    assert clocks.hand_over(house.referent.member, house.colleague.member) == 1
    assert keep(NOTIFIED, watch=Watch("diagnostic", "Poser le diagnostic", MONTH, "CASF L262-29",
                                      house.colleague.member.pk)).in_charge == house.colleague.member  # fmt: skip


# --- The silence watch ------------------------------------------------------------------------------------


@pytest.fixture
def silence(house):
    """The silence watch of somebody followed for forty days, and what may happen to them."""

    class Followed:
        def __init__(self):
            self.by = house.referent
            self.person = factories.person(self.by)
            factories.pathway(house, self.person, on=self.by.today - timedelta(days=40))

        def contact(self, days_ago, by=None, sector="social"):
            who = by or self.by
            with acting_in(who.context()):
                day = who.today - timedelta(days=days_ago)
                write_note(self.person, by=who, text="", day=day, sector=sector, contact=Contact("phone"))

        def pathway(self, gesture, **options):
            with acting_in(self.by.context()):
                row = Pathway.objects.get(person=self.person)
                gesture(row, by=self.by, on=self.by.today, version=row.version, **options)

        @property
        def due_in(self):
            with acting_in(self.by.context()):
                row = Deadline.objects.standing().filter(person=self.person, kind="silence").first()
                return (row.due_on - self.by.today).days if row else None

    return Followed()


def test_silence_is_counted_from_the_opening(silence):
    assert silence.due_in == -10


def test_a_contact_starts_the_silence_again_from_its_day(silence):
    silence.contact(days_ago=3)

    assert silence.due_in == 27


def test_a_contact_noted_afterwards_for_an_earlier_day_does_not_bring_it_forward(silence):
    silence.contact(days_ago=3)
    silence.contact(days_ago=20)

    assert silence.due_in == 27


def test_a_contact_of_the_nurse_counts_though_its_words_are_closed(house, silence):
    with acting_in(house.referent.context()):
        give_ground(
            silence.person, member=house.nurse.member, kind="follows", partitions=9, by=house.referent
        )

    silence.contact(days_ago=0, by=house.nurse, sector="health")

    assert silence.due_in == 30


def test_a_suspended_pathway_is_not_silent_and_its_resumption_counts_again(silence):
    silence.pathway(suspend_pathway, reason="hospitalisation")
    assert silence.due_in is None

    silence.pathway(resume_pathway)

    assert silence.due_in is not None


def test_the_end_of_the_pathway_ends_the_watch(silence):
    silence.pathway(close_pathway, exit_code="choix")

    assert silence.due_in is None


# --- Gestures on a deadline ---------------------------------------------------------------------------------


def test_what_is_done_by_hand_is_closed_today(keep, house):
    row = keep(NOTIFIED)

    complete_deadline(row, by=house.referent)

    assert (row.closed_on, row.closing) == (house.referent.today, "done")
