"""The list of orientations: the longest wait first, filters in the address, the same cost for 3 or 30."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.plumbing.context import acting_in
from cordee.referrals.actions import answer_referral
from cordee.referrals.tests.factories import MOST_QUERIES, asking, referral
from tests import factories

LIST = "/orientations/"


def names(page):
    return [cell.split("</bdi>")[0] for cell in page.content.decode().split("data-item><bdi>")[1:]]


def refuse(house, row):
    with acting_in(house.coordinator.context()):
        answer_referral(
            row, by=house.coordinator, move="refuse", on=house.coordinator.today, version=row.version,
            refusal_reason="full",
        )  # fmt: skip


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same_for_three_or_thirty(house, rows):
    for number in range(rows):
        referral(house, usage_name=f"Nom{number}", days_ago=number)

    answer, asked = asking(house.coordinator, LIST)

    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n\n".join(asked)
    assert len(names(answer)) == min(rows, 25)


def test_those_who_wait_longest_come_first(house, visit):
    for name, days in (("Récente", 1), ("Ancienne", 40), ("Moyenne", 9)):
        referral(house, first_names=name, usage_name="", days_ago=days)

    page = visit(house.coordinator).get(LIST)

    assert names(page) == ["Ancienne", "Moyenne", "Récente"]
    assert "il y a 40 jours" in page.content.decode()
    assert "En retard de 25 jours" in page.content.decode()


def test_every_line_is_met_once_page_after_page(house, visit):
    for number in range(60):
        referral(house, first_names=f"P{number:02}", usage_name="", days_ago=number // 7)
    seen, address, client = [], LIST, visit(house.coordinator)
    while address:
        page = client.get(address)
        seen += names(page)
        after = page.context["next_url"]
        address = LIST + after if after else ""

    assert len(seen) == 60
    assert len(set(seen)) == 60
    assert page.context["first_url"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Attend"}),
        ("?etat=refused", {"Refusée"}),
        ("?etat=repondues", {"Refusée"}),
        ("?etat=toutes", {"Attend", "Refusée"}),
        ("?etat=met", set()),
        ("?moi=on", {"Attend"}),
        ("?etat=fabriquee", {"Attend"}),
        ("?apres=n’importe quoi", {"Attend"}),
        ("?apres=" + "9" * 400, {"Attend"}),
        ("?dispositif=pas-un-identifiant", {"Attend"}),
        ("?moi=%00&etat=%00", {"Attend"}),
    ],
)
def test_filters_in_the_address(house, visit, query, found):
    referral(house, first_names="Attend", usage_name="")
    refuse(house, referral(house, first_names="Refusée", usage_name=""))

    page = visit(house.coordinator).get(LIST + query)

    assert page.status_code == 200
    assert set(names(page)) == found


def test_the_programme_filter_offers_only_those_of_the_house(house, visit):
    text = (factories.Path(factories.__file__).parent / "programme.toml").read_text()
    other = factories.programme(house.organisation, text.replace('"atelier-du-bief"', '"autre"'))
    referral(house, first_names="Ici", usage_name="")
    referral(house, first_names="Ailleurs", usage_name="", programme_id=other.programme_id)

    page = visit(house.coordinator).get(LIST, {"dispositif": str(other.programme_id)})

    assert names(page) == ["Ailleurs"]


def test_one_sees_what_nobody_handles(house, visit):
    referral(house, by=house.secretary)

    assert "à attribuer" in visit(house.coordinator).get(LIST).content.decode()


def test_an_empty_list_teaches(house, visit):
    page = visit(house.coordinator).get(LIST).content.decode()

    assert "même avec un seul prénom" in page
    assert reverse("new_referral") in page


def test_a_filter_without_answer_offers_the_way_out(house, visit):
    page = visit(house.coordinator).get(LIST, {"etat": "waiting"}).content.decode()

    assert "Retirez un filtre" in page


def test_the_count_is_honest(house, visit):
    for number in range(27):
        referral(house, usage_name=f"N{number}", days_ago=number)

    assert "27 orientations attendent une réponse" in visit(house.coordinator).get(LIST).content.decode()


def test_a_long_or_right_to_left_name_keeps_its_place(house, visit):
    referral(house, first_names="محمد", usage_name="العربي" * 15)
    referral(house, first_names="🙂", usage_name="")

    page = visit(house.coordinator).get(LIST)

    assert "🙂" in names(page)
    assert len(names(page)) == 2


def test_what_is_missing_shows_only_while_it_waits(house, visit):
    row = referral(house, papers_missing=["accord"])
    assert "manque 1 pièce" in visit(house.coordinator).get(LIST).content.decode()

    refuse(house, row)

    answered = visit(house.coordinator).get(LIST, {"etat": "refused"}).content.decode()
    assert "manque" not in answered
    assert f"le {house.coordinator.today - timedelta(days=0):%d/%m/%Y}" in answered
