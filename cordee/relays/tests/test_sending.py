"""A relay prepared, agreed to or not, sent, completed, taken back: what is written, what leaves, what is refused."""

from datetime import timedelta

import pytest

from cordee.dossier.models import Deadline, Fact
from cordee.dossier.sentences import say
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.kernel.partitions import Partition
from cordee.partners.models import Partner
from cordee.people.actions import give_ground
from cordee.people.keys import key_of
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.outbox.models import Message
from cordee.relays import actions, answering, fetch, timekeeping
from cordee.relays.contents import sent_of, wanted_of
from cordee.relays.links import SENT
from cordee.relays.models import HealthRelay, Relay
from cordee.relays.tests.factories import (
    NEED,
    WANTED,
    again,
    agreement,
    followed,
    letters,
    partner_of,
    prepared,
    sent,
)

DAY = timedelta(days=1)


@pytest.fixture
def person(house):
    return followed(house, first_names="Zibeline", usage_name="Secret")


def act(house, relay, person, gesture, **said):
    by = said.pop("by", house.referent)
    with acting_in(by.context()):
        return gesture(relay, fetch.person_for(by, person.pk), by=by, **said)


def send(house, relay, person, leaving, by=None):
    who = by or house.referent
    with acting_in(who.context()):
        return actions.send_relay(relay, fetch.person_for(who, person.pk), leaving, by=who)


def deadline(house, relay):
    with acting_in(house.referent.context()):
        return Deadline.objects.filter(thing_id=relay.pk, closed_on=None).first()


def facts(house, kind):
    with acting_in(house.referent.context()):
        return list(Fact.objects.filter(kind=kind))


def test_prepared_nothing_leaves(house, person):
    relay = prepared(house, person)

    assert relay.state == "prepared" and relay.partition == Partition.SOCIAL
    assert letters(house, SENT) == [] and deadline(house, relay) is None
    with acting_in(house.referent.context()):
        assert wanted_of(relay, key_of(person)).need == NEED


def test_a_dossier_shared_by_another_house_points_at_no_partner_of_ours(house, stranger, person):
    """A partner is read in its own directory alone: the house that keeps the dossier would read nothing."""
    with acting_in(house.referent.context()):
        give_ground(person, member=stranger.member, kind="shared", partitions=7, by=house.referent)
    with acting_in(stranger.context()):
        theirs = fetch.person_for(stranger, person.pk)
        ours = Partner.objects.create(
            organisation=stranger.organisation, name="CCAS d’ici", created_by=stranger.member
        )
        with pytest.raises(BadInput, match="écrivez le nom de ce partenaire"):
            actions.prepare_relay(theirs, actions.Towards("droits", partner=ours), WANTED, by=stranger)
        relay = actions.prepare_relay(theirs, actions.Towards("droits"), WANTED, by=stranger)

    assert relay.partner is None and relay.organisation_id == house.referent.organisation.pk


def test_sent_as_agreed_the_mail_names_nobody(house, person):
    relay = sent(house, person)
    letter = letters(house, SENT)[0]

    assert relay.state == "sent" and relay.consent_until == house.referent.today + 90 * DAY
    assert letter.to == "diallo@ccas.invalid"
    for word in ("Zibeline", "Secret", "emménager", NEED):
        assert word not in letter.text + letter.subject
    assert deadline(house, relay).due_on == house.referent.today + 30 * DAY


def test_what_left_is_what_was_chosen_and_nothing_else(house, person):
    relay = sent(house, person)
    with acting_in(house.referent.context()):
        left = sent_of(relay, key_of(person))

    assert dict(left.lines) == {"Qui": "Zibeline Secret", "Pour la joindre": "passez par nous"}
    assert left.need == NEED and left.papers == ()


def test_a_telephone_leaves_when_chosen(house, person):
    with acting_in(house.referent.context()):
        point = fetch.person_for(house.referent, person.pk).contacts[0]
    relay = sent(house, person, reach="direct", contacts=(str(point["id"]),), items=())
    with acting_in(house.referent.context()):
        assert dict(sent_of(relay, key_of(person)).lines) == {"Téléphone": "01 99 00 00 42"}


@pytest.mark.parametrize("days", [1, 91])
def test_without_an_agreement_in_force_nothing_leaves(house, person, days):
    relay = prepared(house, person)
    on = house.referent.today + DAY if days == 1 else house.referent.today - days * DAY
    with pytest.raises(RuleBroken) as refused:
        send(house, relay, person, agreement(house.referent, on=on))

    assert refused.value.verdicts[0].rule == "DPO-03"
    assert letters(house, SENT) == [] and again(relay, house.referent).state == "prepared"


def test_an_unknown_means_is_no_agreement(house, person):
    relay = prepared(house, person)
    with pytest.raises(RuleBroken, match="accord préalable"):
        send(house, relay, person, agreement(house.referent, means="supposed"))


def test_the_end_of_an_agreement_is_at_most_a_year_away(house, person):
    relay = prepared(house, person)
    with pytest.raises(RuleBroken, match="douze mois"):
        send(house, relay, person, agreement(house.referent, until=house.referent.today + 367 * DAY))


def test_a_recipient_without_an_address_is_written_to_on_paper(house, person):
    to = WANTED.recipient.__class__("M. Papier", "CMS")
    relay = prepared(house, person, recipient=to)
    with pytest.raises(RuleBroken, match="sur papier"):
        send(house, relay, person, agreement(house.referent))
    relay = send(house, relay, person, agreement(house.referent, channel="paper"))

    assert relay.state == "sent" and letters(house, SENT) == []


def test_nobody_named_nothing_is_prepared(house, person):
    with pytest.raises(RuleBroken, match="Dites à qui"):
        prepared(house, person, recipient=WANTED.recipient.__class__("", "CMS"))


def test_care_leaves_only_when_the_person_named_it(house, person):
    relay = prepared(house, person, dimension="soins")
    assert isinstance(relay, HealthRelay)
    with pytest.raises(RuleBroken) as refused:
        send(house, relay, person, agreement(house.referent))
    assert refused.value.verdicts[0].rule == "DIA-07"
    relay = send(house, relay, person, agreement(house.referent, named=Partition.HEALTH))

    assert relay.state == "sent" and relay.consent_named == Partition.HEALTH


def test_a_relay_of_care_says_nothing_to_who_does_not_read_care(house, person):
    relay = sent(
        house, person, dimension="soins", leaving=agreement(house.referent, named=Partition.HEALTH),
        partner=partner_of(house, "CMP du secteur"),
    )  # fmt: skip

    with acting_in(house.colleague.context()):
        assert not HealthRelay.objects.visible_to(house.colleague).exists()
        assert not Message.objects.filter(person=person.pk).exists()
        told = [
            say(fact)
            for fact in Fact.objects.of_person(house.colleague, fetch.person_for(house.colleague, person.pk))
        ]
        waiting = Deadline.objects.get(thing_id=relay.pk)
    assert not [words for words in told if "CMP" in words or "médico" in words]
    assert "CMP" not in waiting.label
    with acting_in(house.referent.context()):
        assert HealthRelay.objects.visible_to(house.referent).get() == relay


def test_a_protected_address_does_not_leave(house, person):
    by = house.referent
    with acting_in(by.context()):
        from cordee.people.actions import add_contact

        add_contact(person, by=by, kind="address", value="3 rue du Puits", on=by.today)
        address = next(one for one in fetch.person_for(by, person.pk).contacts if one["kind"] == "address")
    relay = prepared(house, person, reach="direct", contacts=(str(address["id"]),))
    with acting_in(by.context()):
        type(person).objects.filter(pk=person.pk).update(has_protected_contact=True)
    with pytest.raises(RuleBroken) as refused:
        send(house, relay, person, agreement(by))

    assert refused.value.verdicts[0].rule == "REL-02" and letters(house, SENT) == []


def test_a_refusal_of_the_person_is_kept_and_blocks_nothing(house, person):
    relay = act(house, prepared(house, person), person, actions.decline_relay)

    assert relay.state == "declined" and letters(house, SENT) == []
    assert say(facts(house, "relay_declined")[0]).endswith("la personne ne le souhaite pas")
    assert sent(house, person, dimension="emploi").state == "sent"
    assert act(house, relay, person, actions.prepare_again).state == "prepared"


def test_to_a_partner_that_has_closed_nothing_is_prepared(house, person):
    partner = partner_of(house)
    partner.closed_on = house.referent.today
    with pytest.raises(RuleBroken, match="fermé"):
        prepared(house, person, partner=partner)


def test_a_secretary_prepares_nothing(house, person):
    with pytest.raises(NotAllowed, match="revient à qui accompagne"):
        prepared(house, person, by=house.secretary)


def test_a_colleague_who_changed_it_is_not_written_over(house, person):
    relay = prepared(house, person)
    towards = actions.Towards("droits")
    act(
        house,
        relay,
        person,
        lambda row, who, by: actions.change_relay(row, who, towards, WANTED, by=by, seen=1),
    )
    with pytest.raises(StaleState, match="collègue"):
        act(
            house,
            relay,
            person,
            lambda row, who, by: actions.change_relay(row, who, towards, WANTED, by=by, seen=1),
        )


# After


def test_an_answer_noted_comes_back_to_the_thread(house, person):
    relay = sent(house, person, partner=partner_of(house))
    relay = act(
        house, relay, person, answering.note_answer, answer="refused", on=house.referent.today, words="Hors secteur",
        elsewhere="Le CMS",
    )  # fmt: skip

    assert relay.state == "refused"
    fact = facts(house, "relay_answered")[0]
    assert say(fact) == "Orientation vers CCAS de Valmont (accès aux droits)\u202f: le partenaire ne peut pas"
    assert "Hors secteur" not in str(fact.codes)
    assert deadline(house, relay).due_on == house.referent.today + 7 * DAY


@pytest.mark.parametrize("answer", ["needs_more", "refused"])
def test_a_question_or_a_refusal_says_why(house, person, answer):
    relay = sent(house, person)
    with pytest.raises(BadInput):
        act(house, relay, person, answering.note_answer, answer=answer, on=house.referent.today)

    assert again(relay, house.referent).state == "sent"


def test_an_answer_is_not_older_than_the_sending(house, person):
    relay = sent(house, person)
    with pytest.raises(BadInput):
        act(house, relay, person, answering.note_answer, answer="accepted", on=house.referent.today - DAY)


def test_what_was_missing_is_added_and_mailed(house, person):
    relay = sent(house, person)
    relay = act(
        house,
        relay,
        person,
        answering.note_answer,
        answer="needs_more",
        on=house.referent.today,
        words="Le bail",
    )
    relay = act(house, relay, person, answering.complete_relay, words="Bail signé le 3 mars.")

    assert relay.state == "sent" and len(letters(house, SENT)) == 2
    with acting_in(house.referent.context()):
        assert sent_of(relay, key_of(person)).more[0][1] == "Bail signé le 3 mars."


def test_a_withdrawn_agreement_erases_what_left_and_keeps_its_proof(house, person):
    relay = sent(house, person)
    relay = act(house, relay, person, answering.withdraw_relay, by_person=True)

    kept = again(relay, house.referent)
    assert kept.state == "withdrawn" and kept.consent_withdrawn_on == house.referent.today
    assert kept.sealed_sent is None and kept.token_digest == ""
    assert kept.sealed_proof is not None and kept.consent_on and kept.sent_on
    assert deadline(house, relay) is None
    with pytest.raises(RuleBroken, match="retiré son accord"):
        act(house, relay, person, answering.complete_relay, words="Encore ceci")


def test_closed_without_an_answer_by_somebody(house, person):
    relay = act(house, sent(house, person), person, answering.expire_relay)

    assert relay.state == "expired" and deadline(house, relay) is None
    assert facts(house, "relay_expired")


def test_a_partner_that_closes_is_told_to_who_follows(house, person):
    partner = partner_of(house)
    relay = sent(house, person, partner=partner)
    over = act(house, sent(house, person, partner=partner), person, answering.expire_relay)
    with acting_in(house.coordinator.context()):
        assert timekeeping.partner_closed(partner, on=house.referent.today) == 1

    waiting = deadline(house, relay)
    assert waiting.due_on == house.referent.today and "a fermé" in waiting.label
    assert waiting.in_charge_id == house.referent.member.pk and deadline(house, over) is None
    assert again(relay, house.referent).state == "sent"


def test_left_without_consent_is_refused_by_the_database(house, person):
    from django.db import IntegrityError

    relay = prepared(house, person)
    with pytest.raises(IntegrityError), acting_in(house.referent.context()):
        Relay.objects.filter(pk=relay.pk).update(sent_on=house.referent.today, channel="mail")


def test_a_mail_about_care_that_did_not_arrive_is_looked_at_at_once(house, person):
    relay = sent(house, person, dimension="soins", leaving=agreement(house.referent, named=Partition.HEALTH))
    with acting_in(system_context(house.organisation.pk, because="worker")):
        timekeeping.on_trouble(Message.objects.select_related("organisation").get(purpose=SENT))

    waiting = deadline(house, relay)
    assert waiting.due_on == house.referent.today and "n’est pas arrivé" in waiting.label
