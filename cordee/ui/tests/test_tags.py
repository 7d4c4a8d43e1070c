"""Words, small marks and addresses that templates use."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages.storage.base import Message
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from cordee.ui import built, flash, navigation, wording
from cordee.ui.shapes import Badge, Cell, Column, Table
from cordee.ui.templatetags import ui

TODAY = dt.date(2026, 11, 23)
UTC = dt.UTC


def render(source: str, **context: Any) -> str:
    request = context.pop("request", RequestFactory().get("/personnes", context.pop("query", {})))
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (ui.day(TODAY), "lundi 23 novembre 2026"),
        (ui.day(dt.date(2026, 10, 1)), "jeudi 1er octobre 2026"),
        (ui.long_day(TODAY), "23 novembre 2026"),
        (ui.short_day(TODAY), "23/11/2026"),
        (ui.short_day(dt.datetime(2026, 7, 14, 23, 0, tzinfo=UTC)), "15/07/2026"),
        (ui.hour(dt.time(14, 5)), "14\u00a0h\u00a005"),
        (ui.hour(dt.time(9, 0)), "9\u00a0h"),
        (ui.hour(dt.datetime(2026, 11, 23, 13, 5, tzinfo=UTC)), "14\u00a0h\u00a005"),
        (ui.number(12500), "12\u202f500"),
        (ui.count_upto(1000), "1\u202f000"),
        (ui.count_upto(1001), "plus de 1\u202f000"),
        (ui.count_upto(51, 50), "plus de 50"),
        (ui.count_upto(0), "0"),
        (ui.iso(TODAY), "2026-11-23"),
        (ui.day(None) + ui.hour(None) + ui.ago(None, TODAY) + ui.number(None), ""),
    ],
)
def test_words(words: str, expected: str) -> None:
    assert words == expected


@pytest.mark.parametrize(
    ("days", "ago", "deadline", "tone"),
    [
        (0, "aujourd’hui", "Aujourd’hui", "soon"),
        (-1, "hier", "En retard de 1 jour", "late"),
        (1, "demain", "Demain", "soon"),
        (-3, "il y a 3 jours", "En retard de 3 jours", "late"),
        (7, "dans 7 jours", "Dans 7 jours", "soon"),
        (8, "dans 8 jours", "Dans 8 jours", "later"),
        (-59, "il y a 59 jours", "En retard de 59 jours", "late"),
        (-61, "il y a 2 mois", "En retard de 2 mois", "late"),
        (730, "dans 23 mois", "Dans 23 mois", "later"),
        (731, "dans 2 ans", "Dans 2 ans", "later"),
    ],
)
def test_delays(days: int, ago: str, deadline: str, tone: str) -> None:
    day = TODAY + dt.timedelta(days=days)

    assert wording.ago_words(day, TODAY) == ago
    assert wording.deadline_words(day, TODAY) == deadline
    assert wording.deadline_tone(day, TODAY) == tone


def test_a_deadline_warns_from_the_day_it_says() -> None:
    due = dt.date(2026, 12, 23)

    assert wording.deadline_tone(due, TODAY, dt.date(2026, 11, 23)) == "soon"
    assert wording.deadline_tone(due, TODAY, dt.date(2026, 11, 24)) == "later"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nadia Benali", "NB"), ("Rosa", "R"), ("", "?"), ("jean-pierre dupont", "JD"),
        ("Marie-Ange Vandenbroucke de La Fontaine", "MF"), ("Christophe D’Hondt", "CH"), ("李 明", "李明"),
        ("— …", "?"),
    ],
)  # fmt: skip
def test_initials(name: str, letters: str) -> None:
    assert wording.initials(name) == letters


def test_marks_escape_what_they_show() -> None:
    evil = "<script>"

    html = "".join([
        ui.badge(evil), ui.avatar(evil), ui.button(evil, url=evil, title=evil), ui.stat(1, evil),
        ui.progress(1, 2, evil), ui.button(evil, why_not=evil), ui.drawing("lock", label=evil),
        ui.table_rows(Table(evil, [Column(evil)] * 2, [[Cell(evil, evil, evil, Badge(evil))] * 2])),
    ])  # fmt: skip

    assert "<script" not in html


def test_a_tone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown tone"):
        ui.badge("x", "red")


def test_a_blocked_button_says_why_and_cannot_be_sent() -> None:
    html = ui.button("Renouveler", why_not="Limite atteinte.")

    assert 'type="button"' in html and "aria-disabled" in html and "Limite atteinte." in html


def test_an_address_keeps_its_filters_and_loses_its_position() -> None:
    html = render("{% query_replace tri='-nom' etape='' %}", query={"q": "d’or", "etape": "2", "apres": "9"})

    assert html == "?q=d%E2%80%99or&amp;tri=-nom"


@pytest.mark.parametrize(
    ("query", "state", "link"),
    [
        ({}, "none", "?tri=nom"),
        ({"tri": "nom"}, "ascending", "?tri=-nom"),
        ({"tri": "-nom"}, "descending", "?tri=nom"),
    ],
)
def test_a_column_sorts_one_way_then_the_other(query: dict[str, str], state: str, link: str) -> None:
    html = render("{% sort_header 'Personne' 'nom' %}", query=query)

    assert f'aria-sort="{state}"' in html and f'href="{link}"' in html


def test_a_column_that_does_not_sort_is_plain() -> None:
    assert render("{% sort_header 'Heures' '' 'number' %}") == '<th scope="col" class="number">Heures</th>'


def test_each_form_has_its_own_key() -> None:
    first, second = ui.once(), ui.once()

    assert first != second and 'name="_once"' in first


def test_pages_do_without_icons_and_font_when_set_up_could_not_make_them(monkeypatch: Any) -> None:
    monkeypatch.setattr(ui, "built_url", lambda path: None)
    monkeypatch.setattr(ui, "_styles", ui._styles.__wrapped__)

    assert ui.drawing("bell") == ""
    assert "fonts" not in ui.styles()
    assert 'href="/static/ui/cordee' in ui.styles()


def test_an_icon_the_sprite_does_not_hold_leaves_no_hole() -> None:
    assert ui.drawing("no-such-icon") == ""


def test_a_file_that_was_not_built_has_no_address() -> None:
    assert built.built_url("ui/never-made.svg") is None


def test_a_component_refuses_a_parameter_it_does_not_know() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% card colour='red' %}x{% endcard %}")


def test_a_message_carries_its_way_back() -> None:
    plain = flash.read(Message(25, "Fait."))
    undo = flash.read(Message(25, "Déplacé.", extra_tags="undo:/annuler/1"))

    assert (plain.tone, plain.undo_url) == ("done", "")
    assert (undo.tone, undo.undo_url) == ("done", "/annuler/1")


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/personnes/", "/personnes/"),
        ("/personnes/abc/fil", "/personnes/"),
        ("/personnesque", None),
    ],
)
def test_the_menu_marks_the_current_line(path: str, current: str | None) -> None:
    lines = [
        {"url": url, "entry": navigation.NavEntry(url, "unused")}
        for url in ("/", "/personnes/", "/orientations/")
    ]

    assert navigation._current(path, lines) == current


def test_pages_kept_under_a_line_mark_it() -> None:
    lines = [{"url": "/reglages", "entry": navigation.NavEntry("Réglages", "settings")}]

    assert navigation._current("/programmes/nouveau", lines) == "/reglages"
    assert navigation._current("/programmesque", lines) is None


def test_an_address_is_cut_between_its_parts_and_stays_harmless():
    assert ui.breakable("lea.exemple@maison.invalid") == "lea<wbr>.exemple@<wbr>maison<wbr>.invalid"
    assert ui.breakable("<b>@x") == "&lt;b&gt;@<wbr>x"
    assert ui.breakable("06 39 98 01 01") == "06 39 98 01 01"
