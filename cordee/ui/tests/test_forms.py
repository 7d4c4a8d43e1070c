"""Forms: errors are explained, nothing typed is lost, nothing the database refuses gets through."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict

from cordee.kernel.dates import BirthDate
from cordee.ui.forms import (
    LINE_LIMIT,
    TEXT_LIMIT,
    CordeeForm,
    DateInThreeParts,
    FrenchDateField,
    PartialBirthDateField,
)
from cordee.ui.typed import giving_back

TODAY = dt.date(2026, 11, 23)


class Visit(CordeeForm):
    name = forms.CharField(label="Prénom")
    short = forms.CharField(label="Sigle", max_length=5, required=False)
    text = forms.CharField(label="Mots", required=False, widget=forms.Textarea)
    born = PartialBirthDateField(label="Naissance", required=False)
    day = FrenchDateField(label="Jour", required=False, allow="past")
    parts = FrenchDateField(label="En trois", required=False, widget=DateInThreeParts)
    pick = forms.ChoiceField(label="Choix", required=False, choices=[("a", "A")])
    tags = forms.MultipleChoiceField(label="Marques", required=False, choices=[("a", "A"), ("b", "B")])


def visit(**data: object) -> Visit:
    return Visit({"name": "Rosa", **data}, today=TODAY)


def test_a_filled_form_gives_dates_and_words() -> None:
    form = visit(born="03/1985", day="3/1/85", parts_0="3", parts_1="1", parts_2="1985")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == BirthDate(1985, 3)
    assert form.cleaned_data["day"] == form.cleaned_data["parts"] == dt.date(1985, 1, 3)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "31/02/2026", "n’existe pas dans le calendrier"),
        ("day", "mardi", "n’est pas comprise"),
        ("day", "1/1/1700", "semble trop lointaine"),
        ("day", "24/11/2026", "dans l’avenir"),
        ("born", "2027", "dans l’avenir"),
        ("born", "1890", "trop ancienne"),
        ("pick", "z", "n’est plus proposé"),
        ("name", "", "nécessaire pour continuer"),
        ("short", "CAARUD", "6 signes, pour une limite de 5"),
        ("name", "a" * (LINE_LIMIT + 1), "201 signes"),
        ("text", "a" * (TEXT_LIMIT + 1), "20 001 signes, pour une limite de 20 000 signes"),
        ("short", "abcdef", "6 signes, pour une limite de 5 signes"),
    ],
)
def test_each_refusal_says_what_is_wrong(field: str, typed: str, said: str) -> None:
    form = visit(**{field: typed})

    assert said in str(form.errors[field]).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"minutes": "0"}, "Au moins 5."),
        ({"minutes": "2000"}, "Au plus 720."),
        ({"site": "nos pages"}, "www.exemple.fr"),
    ],
)
def test_a_bound_or_an_address_is_said_as_people_say_it(typed: dict[str, str], said: str) -> None:
    class Visit(CordeeForm):
        minutes = forms.IntegerField(min_value=5, max_value=720, required=False)
        site = forms.URLField(required=False, assume_scheme="https")

    form = Visit(typed)

    assert said in str(form.errors[next(iter(typed))])
    assert Visit({"minutes": "5", "site": "www.exemple.fr"}).is_valid()


@pytest.mark.parametrize("typed", ["31/02/2026", "mardi en huit", "3/1"])
def test_what_was_typed_is_shown_again(typed: str) -> None:
    form = visit(day=typed, born=typed)

    assert f'value="{typed}"' in str(form["day"])
    assert f'value="{typed}"' in str(form["born"])


def test_three_boxes_keep_what_was_typed() -> None:
    form = visit(parts_0="31", parts_1="2", parts_2="x26")

    shown = str(form["parts"])

    assert not form.is_valid()
    assert all(f'value="{part}"' in shown for part in ("31", "2", "x26"))


def test_three_boxes_show_a_date_and_a_part_of_one() -> None:
    whole = Visit(initial={"parts": dt.date(1985, 1, 3)})
    widget = DateInThreeParts()

    assert 'value="1985"' in str(whole["parts"])
    assert widget.decompress(BirthDate(1985, 3)) == ["", "3", "1985"]
    assert widget.decompress(BirthDate()) == ["", "", ""]


def test_an_invisible_sign_is_removed_and_said() -> None:
    data = QueryDict(mutable=True)
    data.update({"name": "Ro\0sa", "text": "bien"})
    data.setlist("tags", ["a", "b\0"])

    form = Visit(data, today=TODAY)

    assert set(form.errors) == {"name", "tags"}
    assert "signe invisible" in str(form.errors["name"])
    assert 'value="Rosa"' in str(form["name"])
    assert form.data.getlist("tags") == ["a", "b"]
    assert data["name"] == "Ro\0sa"


def test_an_invisible_sign_in_a_box_of_a_date_is_said_on_the_date() -> None:
    form = visit(parts_0="3\0", parts_1="1", parts_2="1985")

    assert set(form.errors) == {"parts"}


def test_texts_are_never_cut_by_the_browser() -> None:
    assert "maxlength" not in str(Visit()["short"])


def test_a_required_field_is_announced_without_the_browser_bubble() -> None:
    shown = str(Visit()["name"])

    assert 'aria-required="true"' in shown
    assert " required" not in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (BirthDate(1985), "1985"),
        (BirthDate(1985, 3), "03/1985"),
        (BirthDate(1985, 3, 1), "01/03/1985"),
        (BirthDate(), ""),
    ],
)
def test_a_birth_is_shown_as_precisely_as_it_is_known(value: BirthDate, shown: str) -> None:
    assert Visit(initial={"born": value})["born"].value() == shown


def test_a_birth_kept_as_it_was_has_not_changed() -> None:
    known = BirthDate(1985, 3)

    form = Visit({"name": "Rosa", "born": "03/1985"}, initial={"name": "Rosa", "born": known})

    assert form.changed_data == []


def test_what_was_typed_before_the_session_slept_is_given_back() -> None:
    sent = QueryDict(
        "name=Rosa&short=&text=Des+mots&born=mars+85&day=31/02&parts_0=3&parts_1=&parts_2=85&pick=a&tags=b"
    )

    with giving_back(sent) as typed:
        shown = str(Visit(initial={"name": "Ancien"}))

    assert typed.was_used
    for words in ("Rosa", "Des mots", "mars 85", "31/02", "selected"):
        assert words in shown
    assert "Ancien" not in shown and "error" not in shown


def test_the_words_of_another_form_are_not_taken() -> None:
    with giving_back(QueryDict("name=Rosa&other=x")) as typed:
        shown = str(Visit())

    assert not typed.was_used and "Rosa" not in shown
