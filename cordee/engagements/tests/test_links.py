"""A contract signed from home: who is given a link, what it opens, what it signs, and what it never does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cordee.accounts.enums import Role
from cordee.assessments.fetch import person_with_key
from cordee.doors.tokens import read_token
from cordee.dossier.messages import Way
from cordee.dossier.models import Deadline, Fact
from cordee.engagements import actions
from cordee.engagements.models import Signature, SigningLink
from cordee.engagements.remote import opening
from cordee.engagements.remote.actions import SIGN, Wanted, give_link, withdraw_link
from cordee.engagements.remote.rules import TRIES, is_of, is_same
from cordee.engagements.tests.factories import (
    BORN,
    DRAWING,
    a_text,
    again,
    in_house,
    proposed,
    sign,
    signed,
    somebody,
)
from cordee.engagements.tests.test_signing import protect
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.people.keys import key_of, unseal_text
from cordee.plumbing.context import acting_in
from tests import factories

BIRTH = date.fromisoformat(BORN)
PREFIX = "https://cordee.exemple.invalid/lien/"
MAIL = Way(None, "mail", "Courriel", "elle@exemple.invalid")


@pytest.fixture
def person(house):
    return somebody(house)


def given(house, contract, person, *, by=None, capacity="person", **more):
    """A link given: (its row, its token)."""
    more.setdefault("days", 14)
    wanted = Wanted(capacity=capacity, address=lambda token: PREFIX + token, **more)
    link, address = in_house(by or house.referent, give_link, contract, person, wanted=wanted)
    return link, address.removeprefix(PREFIX)


def opened(token):
    return opening.look(read_token(SIGN, token))


def said(house, contract, **more):
    with acting_in(house.referent.context()):
        version = contract.versions.order_by("-number").first()
    more.setdefault("name", "Nadia Exemple")
    return opening.Given(**{"agrees": True, "digest": version.digest, **more})


def named(person):
    return person.full_name


def sign_at_home(house, contract, person, token, **more):
    more.setdefault("name", named(person))
    opening.sign(opened(token), given=said(house, contract, **more))


def rows(house, model, **wanted):
    with acting_in(house.referent.context()):
        return list(model.objects.filter(**wanted).order_by("pk"))


def signatures(house, contract):
    return rows(house, Signature, version__contract=contract)


def answers(house, contract, **wanted):
    return rows(house, Deadline, thing_id=contract.pk, kind="contract_answer", **wanted)


# The main story


def test_the_person_signs_from_home_and_the_house_completes_the_contract(house, person):
    contract = proposed(house, person)
    link, token = given(house, contract, person)

    assert opening.prove(opened(token), BIRTH) is None
    sign_at_home(house, contract, person, token, drawing=DRAWING)

    assert again(house, contract).status == "proposed"
    (row,) = signatures(house, contract)
    assert (row.means, row.capacity, row.recorded_by, row.link_id) == ("link", "person", None, link.pk)
    with acting_in(house.referent.context()):
        assert unseal_text(key_of(person), row, "sealed_name", person.pk) == named(person)
        assert unseal_text(key_of(person), row, "sealed_drawing", person.pk) == DRAWING
        kept = SigningLink.objects.get(pk=link.pk)
    assert kept.opened_at and kept.signed_at and kept.signature_id == row.pk
    assert row.digest == kept.digest
    (answer,) = answers(house, contract, closed_on=None)
    assert answer.in_charge_id == house.referent.member.pk

    sign(house, contract, person, "house")

    assert again(house, contract).status == "signed"
    assert answers(house, contract, closed_on=None) == []


def test_the_last_signature_given_from_home_signs_the_contract(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "house")
    _link, token = given(house, contract, person)

    sign_at_home(house, contract, person, token)

    assert again(house, contract).status == "signed"
    assert answers(house, contract, closed_on=None) == []
    kinds = [fact.kind for fact in rows(house, Fact, person=person.pk, thing_id=contract.pk)]
    assert {"contract_link_given", "contract_signed_by_link", "contract_signed"} <= set(kinds)


def test_an_amendment_is_signed_from_home_too(house, person):
    contract = signed(house, person)
    in_house(house.referent, actions.amend_contract, contract, person, reason="Moins d’heures")
    in_house(house.referent, actions.propose_contract, contract, person, edit=1)
    sign(house, contract, person, "house")
    _link, token = given(house, contract, person)

    sign_at_home(house, contract, person, token)

    with acting_in(house.referent.context()):
        assert list(contract.versions.order_by("number").values_list("state", flat=True)) == [
            "replaced",
            "signed",
        ]


# One question first


def test_wrong_answers_are_counted_then_the_link_opens_nothing(house, person):
    contract = proposed(house, person)
    link, token = given(house, contract, person)

    left = [opening.prove(opened(token), date(1984, 3, 13)) for _try in range(TRIES - 1)]
    assert left == list(range(TRIES - 1, 0, -1))
    assert opened(token) is not None

    assert opening.prove(opened(token), date(1984, 3, 13)) == 0
    assert opened(token) is None
    assert opening.prove(link, BIRTH) == 0
    (told,) = answers(house, contract, closed_on=None)
    assert "bloqué" in told.label


def test_a_right_answer_forgets_the_wrong_ones(house, person):
    contract = proposed(house, person)
    link, token = given(house, contract, person)
    for _time in range(3):
        for _try in range(TRIES - 1):
            opening.prove(opened(token), date(1984, 3, 13))
        assert opening.prove(opened(token), BIRTH) is None
    assert opened(token) is not None


def test_a_birth_known_only_in_part_gives_no_link(house):
    someone = somebody(house, birth="1984-03")
    contract = proposed(house, someone)

    with pytest.raises(NotAllowed, match="date de naissance"):
        given(house, contract, someone)


# What it never signs


@pytest.mark.parametrize("gesture", ["take_back", "drop"])
def test_a_text_taken_back_or_given_up_is_not_signed(house, person, gesture):
    contract = proposed(house, person)
    before = said(house, contract)
    _link, token = given(house, contract, person)
    do = {"take_back": actions.take_back_contract, "drop": actions.drop_contract}[gesture]
    in_house(house.referent, do, contract, person)

    with pytest.raises(StaleState, match="repris"):
        opening.sign(opened(token), given=before)

    assert signatures(house, contract) == []
    assert opening.read(opened(token)).stands is False


def test_a_text_proposed_again_otherwise_is_not_signed_by_the_link_of_before(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    in_house(house.referent, actions.take_back_contract, contract, person)
    with acting_in(house.referent.context()):
        edit = contract.versions.get().edit
    in_house(
        house.referent, actions.write_contract, contract, person,
        text=a_text(house.referent, actions=("Tout autre chose",)), edit=edit,
    )  # fmt: skip
    in_house(house.referent, actions.propose_contract, contract, person, edit=edit + 1)

    with pytest.raises(StaleState, match="repris"):
        sign_at_home(house, contract, person, token)

    assert signatures(house, contract) == []


def test_a_page_shown_with_another_text_signs_nothing(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)

    with pytest.raises(StaleState):
        sign_at_home(house, contract, person, token, digest="0" * 64)

    assert signatures(house, contract) == []


def test_a_link_taken_back_opens_nothing(house, person):
    contract = proposed(house, person)
    link, token = given(house, contract, person)
    row, sent = opened(token), said(house, contract)
    with acting_in(house.referent.context()):
        withdraw_link(link, contract, person_with_key(house.referent, person.pk), by=house.referent)

    assert opened(token) is None
    with pytest.raises(StaleState):
        opening.sign(row, given=sent)
    assert signatures(house, contract) == []


@pytest.mark.parametrize(("seconds", "opens"), [(1, True), (-1, False)])
def test_a_link_serves_until_its_instant(house, person, seconds, opens):
    contract = proposed(house, person)
    link, token = given(house, contract, person)
    row, sent = opened(token), said(house, contract, name=named(person))
    with acting_in(house.referent.context()):
        until = timezone.now() + timedelta(seconds=60 if opens else seconds)
        SigningLink.objects.filter(pk=link.pk).update(expires_at=until)

    assert (opened(token) is not None) is opens
    if opens:
        opening.sign(row, given=sent)
        return
    with pytest.raises(StaleState):
        opening.sign(row, given=sent)


def test_a_second_link_takes_the_place_of_the_first(house, person):
    contract = proposed(house, person)
    _first, old = given(house, contract, person)
    _second, new = given(house, contract, person)

    assert opened(old) is None
    assert opened(new) is not None


def test_it_is_signed_once(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    row, sent = opened(token), said(house, contract, name=named(person))
    opening.sign(row, given=sent)

    with pytest.raises(StaleState, match="déjà signé"):
        opening.sign(row, given=sent)
    assert len(signatures(house, contract)) == 1
    with pytest.raises(StaleState):
        given(house, contract, person)


def test_signed_in_presence_meanwhile_it_is_not_signed_twice(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)
    sign(house, contract, person, "person")

    with pytest.raises(StaleState, match="déjà signé"):
        sign_at_home(house, contract, person, token)
    assert len(signatures(house, contract)) == 1


# Nobody in somebody else's place


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "Quelqu’un d’Autre"}, "name"),
        ({"agrees": False}, "agrees"),
        ({"drawing": "M1 1"}, "drawing"),
        ({"drawing": DRAWING + '"/><script/>'}, "drawing"),
    ],
)
def test_a_signature_without_a_name_of_theirs_or_a_tick_is_refused(house, person, more, field):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)

    with pytest.raises(BadInput) as refused:
        sign_at_home(house, contract, person, token, **more)

    assert refused.value.field == field
    assert signatures(house, contract) == []


@pytest.mark.parametrize(
    ("name", "holds"), [("Awa Martin", False), ("Martin", False), ("lina martin", True), ("Lina", True)]
)
def test_a_relative_of_the_same_name_does_not_sign_as_the_person(house, name, holds):
    someone = somebody(house, first_names="Lina", usage_name="Martin")
    contract = proposed(house, someone)
    _link, token = given(house, contract, someone)

    if holds:
        sign_at_home(house, contract, someone, token, name=name)
        return
    with pytest.raises(BadInput) as refused:
        sign_at_home(house, contract, someone, token, name=name)
    assert refused.value.field == "name"


def test_whoever_gives_the_link_never_signs_by_it(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)

    with pytest.raises(BadInput, match="à la place"):
        sign_at_home(house, contract, person, token, name=house.referent.member.display_name.lower())


@pytest.mark.parametrize("capacity", ["parent", "guardian", "house", "other", ""])
def test_no_link_for_somebody_else_than_an_adult_herself(house, person, capacity):
    contract = proposed(house, person)

    with pytest.raises(BadInput) as refused:
        given(house, contract, person, capacity=capacity)

    assert refused.value.field == "capacity"


def test_who_exercises_a_protection_signs_by_their_own_link(house):
    someone = somebody(house)
    protect(house, someone, "tutelle")
    contract = proposed(house, someone)
    sign(house, contract, someone, "house")
    _hers, her_token = given(house, contract, someone)
    _theirs, their_token = given(house, contract, someone, capacity="guardian")

    sign_at_home(house, contract, someone, her_token)
    assert again(house, contract).status == "proposed"
    with pytest.raises(BadInput, match="votre propre nom"):
        sign_at_home(house, contract, someone, their_token, name=named(someone))
    sign_at_home(house, contract, someone, their_token, name="Mme Aubert, UDAF")

    assert again(house, contract).status == "signed"


def test_a_protection_ended_meanwhile_signs_nothing(house):
    from cordee.people.models import SocialProfile

    someone = somebody(house)
    protect(house, someone, "tutelle")
    contract = proposed(house, someone)
    _link, token = given(house, contract, someone, capacity="guardian")
    with acting_in(house.referent.context()):
        SocialProfile.objects.filter(person=someone).update(legal_protection="")

    with pytest.raises(StaleState, match="a changé"):
        sign_at_home(house, contract, someone, token, name="Mme Aubert, UDAF")


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.WORKSHOP_LEADER, Role.DIRECTOR])
def test_only_those_who_accompany_give_links(house, person, role):
    contract = proposed(house, person)
    actor = factories.actor(house.organisation, role)
    wanted = Wanted(capacity="person", days=14, address=str)

    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        give_link(contract, person_with_key(house.referent, person.pk), by=actor, wanted=wanted)


# « Je veux en parler d’abord »


def test_they_may_talk_first_and_whoever_follows_them_is_told(house, person):
    contract = proposed(house, person)
    link, token = given(house, contract, person)

    opening.talk_first(opened(token), words="  Les horaires du mardi ")

    with acting_in(house.referent.context()):
        kept = SigningLink.objects.get(pk=link.pk)
        assert unseal_text(key_of(person), kept, "sealed_words", person.pk) == "Les horaires du mardi"
    (answer,) = answers(house, contract, closed_on=None)
    assert answer.in_charge_id == house.referent.member.pk
    assert signatures(house, contract) == []

    in_house(house.referent, actions.take_back_contract, contract, person)
    assert answers(house, contract, closed_on=None) == []


def test_words_too_long_are_said_so(house, person):
    contract = proposed(house, person)
    _link, token = given(house, contract, person)

    with pytest.raises(BadInput):
        opening.talk_first(opened(token), words="x" * 1_001)
    opening.talk_first(opened(token), words="x" * 1_000)


def test_a_rule_that_refuses_is_told_to_whoever_follows_them(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "house")
    _link, token = given(house, contract, person)
    with acting_in(house.referent.context()):
        from cordee.assessments.models import Diagnosis

        Diagnosis.objects.filter(person=person.pk).update(closed_on=None, closed_by=None)

    row = opened(token)
    with pytest.raises(RuleBroken) as refused:
        sign_at_home(house, contract, person, token)
    opening.hindered(row, refused.value)

    assert len(signatures(house, contract)) == 1  # the house's
    (answer,) = answers(house, contract, closed_on=None)
    assert "RSA-10" in answer.label


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("Nadia", True),
        ("NADIA  Éxemple", True),
        ("exemple", True),
        ("Nad", False),
        ("", False),
        ("Autre", False),
    ],
)
def test_a_name_is_theirs_when_a_word_of_it_is(typed, holds):
    assert is_of(typed, ("Nadia", "", "Exemple")) is holds


def test_the_same_name_in_another_order_is_the_same():
    assert is_same("Nora EXEMPLE", "exemple nora")
    assert not is_same("Nora", "Nora Exemple")
