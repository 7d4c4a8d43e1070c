"""Who signs, how, when, on what is kept; nobody in somebody else's place."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction

from cordee.accounts.enums import Role
from cordee.engagements import actions
from cordee.engagements.models import Signature
from cordee.engagements.signing import is_drawing
from cordee.engagements.tests.factories import (
    DRAWING,
    a_text,
    again,
    in_house,
    proposed,
    sign,
    signed,
    somebody,
)
from cordee.kernel.errors import BadInput, NotAllowed, RuleBroken, StaleState
from cordee.papers.models import Paper
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import SocialProfile
from cordee.plumbing.context import acting_in
from tests import factories


@pytest.fixture
def person(house):
    return somebody(house)


def protect(house, person, protection, guardian="Mme Aubert, UDAF"):
    with acting_in(house.referent.context()):
        SocialProfile.objects.create(
            person=person,
            organisation=house.organisation,
            legal_protection=protection,
            guardian=guardian,
        )


def rows(house, contract):
    with acting_in(house.referent.context()):
        found = Signature.objects.filter(version__contract=contract).order_by("recorded_at")
        return list(found.select_related("version"))


def test_it_is_signed_when_both_sides_have_signed_in_any_order(house, person):
    for order in (("person", "house"), ("house", "person")):
        somebody_else = somebody(house)
        contract = proposed(house, somebody_else)
        sign(house, contract, somebody_else, order[0])
        assert again(house, contract).status == "proposed"
        sign(house, contract, somebody_else, order[1])
        assert again(house, contract).status == "signed"


def test_a_signature_says_who_how_when_and_on_what(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "person")
    sign(house, contract, person, "house", by=house.colleague)

    hers, ours = rows(house, contract)
    with acting_in(house.referent.context()):
        key = key_of(person)
        assert unseal_text(key, hers, "sealed_name", person.pk) == person.full_name
        assert unseal_text(key, hers, "sealed_drawing", person.pk) == DRAWING
    assert (hers.means, hers.member, hers.recorded_by) == ("screen", None, house.referent.member)
    assert (ours.means, ours.member) == ("account", house.colleague.member)
    assert {hers.digest, ours.digest} == {hers.version.digest}
    assert hers.signed_on == house.referent.today


def test_a_paper_keeps_its_scan_in_the_dossier(house, person):
    contract = proposed(house, person)
    yesterday = house.referent.today - timedelta(days=1)
    sign(house, contract, person, "person", means="paper", on=yesterday)

    (row,) = rows(house, contract)
    with acting_in(house.referent.context()):
        paper = Paper.objects.get(pk=row.paper_id)
        assert (paper.kind, paper.day) == ("commitment", yesterday)
    assert row.signed_on == yesterday


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"drawing": ""}, "drawing"),
        ({"drawing": "M1 1L2 2"}, "drawing"),
        ({"drawing": "<script>alert(1)</script>"}, "drawing"),
        ({"drawing": DRAWING + '"/><script/>'}, "drawing"),
        ({"means": "paper", "upload": None}, "upload"),
        ({"means": "account"}, "means"),
        ({"means": "remote"}, "means"),
        ({"means": "fax"}, "means"),
        ({"on": timedelta(days=1)}, "on"),
        ({"on": timedelta(days=-1)}, "on"),
        ({"means": "paper", "on": timedelta(days=1)}, "on"),
    ],
)
def test_a_signature_that_leaves_no_trace_or_has_no_day_is_refused(house, person, more, field):
    contract = proposed(house, person)
    if "on" in more:
        more["on"] = house.referent.today + more["on"]

    with pytest.raises(BadInput) as refused:
        sign(house, contract, person, "person", **more)

    assert refused.value.field == field
    assert rows(house, contract) == []


def test_what_shows_no_signature_is_no_signed_paper(house, person):
    contract = proposed(house, person)
    text = SimpleUploadedFile("contrat.txt", "J’ai signé.".encode(), content_type="text/plain")

    with pytest.raises(BadInput, match="PDF ou en photo") as refused:
        sign(house, contract, person, "person", means="paper", upload=text)

    assert refused.value.field == "upload"
    assert rows(house, contract) == []
    with acting_in(house.referent.context()):
        assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("name", "holds"),
    [("", True), ("Lina Martin", True), ("Mme MARTIN", True), ("Awa Martin", False), ("Awa", False)],
)
def test_somebody_elses_name_is_no_signature_of_hers(house, name, holds):
    person = somebody(house, first_names="Lina", usage_name="Martin")
    contract = proposed(house, person)

    if holds:
        sign(house, contract, person, "person", name=name)
        return
    with pytest.raises(BadInput, match="choisissez qui signe") as refused:
        sign(house, contract, person, "person", name=name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("capacity", ["parent", "guardian", "other", "", "mayor"])
def test_nobody_else_signs_for_an_adult(house, person, capacity):
    contract = proposed(house, person)

    with pytest.raises(BadInput) as refused:
        sign(house, contract, person, capacity, name="Quelqu’un")

    assert refused.value.field == "capacity"


def test_a_guardian_signs_where_a_judge_says_so(house):
    person = somebody(house)
    protect(house, person, "tutelle")
    contract = proposed(house, person)
    sign(house, contract, person, "house")
    sign(house, contract, person, "person")
    assert again(house, contract).status == "proposed"

    sign(house, contract, person, "guardian", name="Mme Aubert, UDAF")

    assert again(house, contract).status == "signed"


def test_a_parent_signs_for_a_minor_and_the_minor_may_beside(house):
    person = somebody(house, birth=f"{house.referent.today.year - 17}-01-01")
    text = a_text(house.referent)
    contract = proposed(house, person, text=text)
    sign(house, contract, person, "house")
    sign(house, contract, person, "person")
    assert again(house, contract).status == "proposed"

    sign(house, contract, person, "parent", name="Awa Exemple", means="paper")

    assert again(house, contract).status == "signed"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_whoever_signs_beside_the_person_is_named(house, name):
    person = somebody(house)
    protect(house, person, "tutelle")
    contract = proposed(house, person)

    with pytest.raises(BadInput) as refused:
        sign(house, contract, person, "guardian", name=name)

    assert refused.value.field == "name"


def test_the_colleague_who_collects_a_signature_never_gives_it(house):
    person = somebody(house)
    protect(house, person, "tutelle")
    contract = proposed(house, person)

    with pytest.raises(BadInput, match="à la place"):
        sign(house, contract, person, "guardian", name=house.referent.member.display_name.upper())


def test_whoever_signs_beside_gives_a_name_of_their_own(house):
    person = somebody(house, first_names="Lina", usage_name="Martin")
    protect(house, person, "tutelle")
    contract = proposed(house, person)

    with pytest.raises(BadInput, match="le nom de la personne") as refused:
        sign(house, contract, person, "guardian", name="MARTIN Lina")
    assert refused.value.field == "name"


def test_a_text_that_changed_meanwhile_is_not_signed(house, person):
    contract = proposed(house, person)

    with pytest.raises(StaleState):
        sign(house, contract, person, "person", digest="0" * 64)

    in_house(house.referent, actions.take_back_contract, contract, person)
    with pytest.raises(StaleState):
        sign(house, contract, person, "person", digest="")


def test_one_signs_once(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "person")

    with pytest.raises(StaleState):
        sign(house, contract, person, "person")


@pytest.mark.parametrize(("days", "holds"), [(21, False), (20, True)])
def test_a_paper_dated_before_the_diagnosis_is_refused(house, person, days, holds):
    """RSA-10: the diagnosis is dated twenty days ago."""
    contract = proposed(house, person)
    on = house.referent.today - timedelta(days=days)

    if holds:
        sign(house, contract, person, "person", means="paper", on=on)
        return
    with pytest.raises(RuleBroken) as refused:
        sign(house, contract, person, "person", means="paper", on=on)
    assert [verdict.rule for verdict in refused.value.verdicts] == ["RSA-10"]
    assert rows(house, contract) == []


def test_an_employer_signs_the_individual_agreement_only_when_there_is_one(house, person):
    """EA-03."""
    text = a_text(house.referent, until_on=None, minutes=None)
    contract = signed(house, person, kind="convention", text=text)
    assert again(house, contract).status == "signed"

    other = somebody(house)
    waiting = proposed(house, other, kind="convention", text=text)
    sign(house, waiting, other, "other", party="employer", name="Boulangerie Martin", means="paper")
    assert len(rows(house, waiting)) == 1


def test_a_signature_never_changes(house, person):
    contract = proposed(house, person)
    sign(house, contract, person, "person")

    with acting_in(house.referent.context()), pytest.raises(ProgrammingError), transaction.atomic():
        Signature.objects.update(digest="0" * 64)
    with acting_in(house.referent.context()), pytest.raises(ProgrammingError), transaction.atomic():
        Signature.objects.all().delete()


def test_whoever_cannot_read_a_protection_collects_no_signature(house, person):
    contract = proposed(house, person)
    with acting_in(house.referent.context()):
        from cordee.assessments.fetch import person_with_key
        from cordee.engagements.signing import side_of
        from cordee.kernel.partitions import Partition

        seen = person_with_key(house.referent, person.pk)
        seen.opened_to = lambda _actor, titles=False: Partition.EMPLOYMENT
        with pytest.raises(NotAllowed):
            side_of(seen, house.referent)
    assert contract


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.WORKSHOP_LEADER, Role.DIRECTOR])
def test_only_those_who_accompany_collect_signatures(house, person, role):
    contract = proposed(house, person)
    actor = factories.actor(house.organisation, role)
    from cordee.assessments.fetch import person_with_key
    from cordee.engagements.signing import sign_contract
    from cordee.engagements.tests.factories import a_signature

    given = a_signature(house.referent, contract, "person")
    with acting_in(house.referent.context()), pytest.raises(NotAllowed):
        sign_contract(contract, person_with_key(house.referent, person.pk), by=actor, signed=given)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (DRAWING, True),
        ("M1 1" * 8, True),
        ("M1 1" * 7, False),
        ("M-1 1L2 2" * 8, False),
        ("M1.5 1" * 8, False),
        ("", False),
        ("M1 1L2 2" * 6_000, False),
        ("m1 1" * 8, False),
        ("M1 1 " * 8, False),
    ],
)
def test_a_drawing_is_a_line_of_points_and_nothing_else(text, holds):
    assert is_drawing(text) is holds


def test_overlap_is_looked_at_again_when_the_last_one_signs(house, person):
    """Two contracts proposed at once, on two pathways: the second to be signed is refused."""
    from cordee.engagements.models import Contract
    from cordee.plumbing.ids import new_id

    first = proposed(house, person)
    with acting_in(house.referent.context()):
        Contract.objects.filter(pk=first.pk).update(pathway_id=new_id())
    second = proposed(house, person)
    sign(house, second, person, "person")
    sign(house, second, person, "house")
    # The diagnosis is of the pathway: this one is asked of the overlap alone.
    sign(house, first, person, "person")
    with pytest.raises(RuleBroken) as refused:
        sign(house, first, person, "house")
    assert "CTR-01" in [verdict.rule for verdict in refused.value.verdicts]
    assert len(rows(house, first)) == 1
