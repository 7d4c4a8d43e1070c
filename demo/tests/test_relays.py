"""People oriented to partners: in several dimensions at once, in every state, never towards a name that tells."""

from collections import defaultdict

from cordee.dossier.models import Deadline, Fact
from cordee.people.keys import key_of
from cordee.plumbing.context import acting_in, system_context
from cordee.relays.contents import sent_of, wanted_of
from cordee.relays.models import RELAY_TABLES, Exchange


def relays_in(house):
    rows = (
        model.objects.filter(organisation=house).select_related("partner", "person") for model in RELAY_TABLES
    )
    return [relay for table in rows for relay in table]


def test_several_dimensions_at_once_in_every_house(house):
    towards = defaultdict(set)
    for relay in relays_in(house):
        towards[relay.person_id].add(relay.dimension)

    assert max(len(found) for found in towards.values()) == 3


def test_some_wait_and_some_were_answered_in_every_house(house):
    states = {relay.state for relay in relays_in(house)}

    assert {"sent", "accepted", "needs_more"} <= states


def test_every_way_it_may_end_is_met_in_the_territory(territory):
    states, kinds = set(), set()
    for organisation in territory.values():
        with acting_in(system_context(organisation.pk, because="test")):
            for relay in relays_in(organisation):
                states.add(relay.state)
                kinds.add(relay.kind)

    assert states >= {
        "prepared",
        "declined",
        "sent",
        "accepted",
        "needs_more",
        "refused",
        "done",
        "withdrawn",
    }
    assert kinds == {"orientation", "sheet"}


def test_one_is_to_be_asked_about_again(house):
    due = Deadline.objects.filter(organisation=house, kind="relay_due", closed_on=None)

    assert due.filter(late_on__lt=house.today).exists()
    assert due.filter(late_on__gt=house.today).exists()


def test_no_partner_is_one_whose_name_tells_something(house):
    for relay in relays_in(house):
        assert relay.partner is not None
        assert not relay.partner.is_kept_in
        assert relay.partner.closed_on is None


def test_what_left_opens_with_the_key_of_the_person(house):
    for relay in relays_in(house):
        key = key_of(relay.person)
        assert wanted_of(relay, key).recipient.email.endswith("@exemple.invalid")
        if relay.sent_on is not None and relay.state != "withdrawn":
            assert sent_of(relay, key).need


def test_nothing_left_before_the_person_agreed_nor_tomorrow(house):
    for relay in relays_in(house):
        assert relay.state_since <= house.today
        if relay.sent_on is not None:
            assert relay.consent_on <= relay.sent_on <= relay.state_since


def test_one_situation_was_talked_over(house):
    (held,) = Exchange.objects.filter(organisation=house)

    assert Fact.objects.filter(organisation=house, kind="exchange_held", thing_id=held.pk).count() == 1
