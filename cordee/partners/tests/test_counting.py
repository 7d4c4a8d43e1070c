"""The network in figures and in files: each figure opens as many rows as it says; what is sensitive never leaves."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.accounts.enums import Role
from cordee.partners.actions import add_partner, close_partner
from cordee.partners.counting import counts_of
from cordee.partners.linking import name_referent, note_contact
from cordee.plumbing.context import acting_in
from tests import factories


@pytest.fixture
def by(house):
    with acting_in(house.colleague.context()):
        yield house.colleague


@pytest.fixture
def network(by):
    first = add_partner(
        by=by, name="=CCAS()", town="Metz", domains=["social", "municipalite"], kinds=["CCAS"]
    )
    second = add_partner(
        by=by, name="Le Relais des soins", town="Yutz", domains=["sanitaire"], kinds=["CSAPA"]
    )
    add_partner(by=by, name="SPIP de la ville")
    gone = add_partner(by=by, name="Ancien", domains=["social"])
    close_partner(gone, by=by, seen=1, on=by.today)
    name_referent(first, by=by, name="Mme Aulne", function="assistante sociale", from_on=by.today)
    note_contact(first, by=by, on=by.today, means="phone")
    note_contact(second, by=by, on=by.today - timedelta(days=800), means="phone")


def test_a_partner_of_two_domains_counts_once_in_the_total(by, network, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        counts = counts_of(by)

    assert [figure.value for figure in counts.total.figures] == [3, 1, 2, 1, 1, 1]
    by_domain = {row.code: row.figures[0].value for row in counts.domains}
    assert (by_domain["social"], by_domain["municipalite"], by_domain["sanitaire"], by_domain["aucun"]) == (
        1,
        1,
        1,
        1,
    )
    assert by_domain["police"] == 0
    assert {row.code: row.figures[0].value for row in counts.towns} == {"Metz": 1, "Yutz": 1, "aucun": 1}
    assert counts.closed.value == 1


def test_each_figure_opens_as_many_rows_as_it_says(by, network):
    counts = counts_of(by)
    client = factories.visit(by)
    figures = [figure for row in (counts.total, *counts.domains, *counts.towns) for figure in row.figures]

    for figure in (*figures, counts.closed):
        if figure.value:
            assert len(client.get(figure.url).context["lines"]) == figure.value, figure.url


def test_the_page_is_for_the_director_and_for_figures(house, by, network):
    page = factories.visit(by).get(reverse("partner_counts")).content.decode()
    assert "Le réseau en chiffres" in page
    assert "?domaine=social&amp;referent=avec" in page
    reader = factories.actor(house.organisation, Role.STATISTICIAN)
    seen = factories.visit(reader).get(reverse("partner_counts"))
    assert seen.status_code == 200
    assert "?domaine=social" not in seen.content.decode()


def taken_out(client, liste, asked=""):
    answer = client.get(reverse("export", args=[liste, "csv"]) + asked)
    assert answer.status_code == 200
    content = b"".join(answer) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_what_is_sensitive_never_leaves_and_a_name_is_never_a_formula(by, network):
    rows = taken_out(factories.visit(by), "partenaires")
    text = "\n".join(";".join(row) for row in rows)

    assert "Mme Aulne" in text
    assert "CCAS()" in text
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert "Relais des soins" not in text
    assert "SPIP" not in text
    assert "CSAPA" not in text


def test_the_figures_leave_as_they_are_shown(by, network):
    rows = taken_out(factories.visit(by), "reseau")

    assert any(row[:1] == ["Ensemble"] and row[2] == "3" for row in rows)


def test_domains_that_nobody_answers_are_told_in_a_line(by, network):
    answer = factories.visit(by).get(reverse("partner_counts"))

    assert all(row[1].text for row in answer.context["tables"][0].rows)
    assert "Mobilité" in answer.context["without"]
    assert "Aucun partenaire pour" in answer.content.decode()
