"""A row of tabs: whole while it fits, folded beyond, the current one always in the row."""

import re

import pytest
from django.template.loader import render_to_string

from cordee.ui.shapes import Tab


def drawn(number, current=0):
    tabs = [Tab(f"Onglet {place}", f"/{place}", place == current) for place in range(number)]
    return " ".join(render_to_string("ui/tabs.html", {"tabs": tabs, "label": "Parties"}).split())


def places(html):
    """The addresses of the row, then those folded."""
    row, _found, folded = html.partition("<details")
    return re.findall(r'href="/(\d+)"', row), re.findall(r'href="/(\d+)"', folded)


@pytest.mark.parametrize("number", [1, 8, 11])
def test_what_fits_is_not_folded(number):
    row, folded = places(drawn(number))

    assert row == [str(place) for place in range(number)] and folded == []
    assert "tab-wide" not in drawn(number)


@pytest.mark.parametrize("current", [0, 1, 5, 9, 10, 12])
def test_beyond_it_folds_and_every_tab_stands_in_the_row_or_under_more(current):
    html = drawn(13, current)
    row, folded = places(html)

    assert str(current) in row and str(current) not in folded
    assert set(row) | set(folded) == {str(place) for place in range(13)}
    assert html.count('aria-current="page"') == 1
    assert f'<li><a href="/{current}" aria-current="page">' in html
    # Twice where a telephone folds what a desk shows: each has one of the two hidden.
    assert html.count("tab-wide") == html.count("tab-narrow") == len(set(row) & set(folded))
