"""Widgets written in Python say exactly what Django's templates say, but for the spaces between tags."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from cordee.ui.forms import CordeeRenderer
from cordee.ui.long_lists import Listed, LongSelect

NASTY = "a<b>&\"c' é 🙂"
CHOICES = [("", "—"), ("1", NASTY), (NASTY, "deux"), ("3", "trois")]
GROUPS = [("Ici", CHOICES), (NASTY, [("4", "quatre")])]


def same(html):
    """Without the spaces that follow a tag, but for the text of a text area."""
    tight = re.sub(r"(?<=>)\s+(?![^<]*</textarea>)", "", str(html))
    return re.sub(r"\s*\n\s*<", "<", tight).strip()


@pytest.mark.parametrize(
    ("widget", "values"),
    [
        (forms.TextInput({"class": "x", "data-on": True, "hidden": False}), [None, "", 0, NASTY]),
        (forms.HiddenInput(), [None, 7, NASTY]),
        (forms.EmailInput(), ["a@exemple.invalid"]),
        (forms.NumberInput(), [3]),
        (forms.CheckboxInput(), [True, False, None]),
        (forms.Textarea({"rows": 3}), [None, "", NASTY, "\nune\nligne"]),
        (forms.Select(choices=CHOICES), [None, "", "1", NASTY]),
        (forms.Select(choices=GROUPS), ["4"]),
        (forms.SelectMultiple(choices=CHOICES), [["1", "3"]]),
        (forms.RadioSelect({"class": "y"}, choices=CHOICES), [None, "1"]),
        (forms.CheckboxSelectMultiple(choices=CHOICES), [None, ["1", NASTY]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_same_html_as_django(widget, values):
    for value in values:
        for attrs in ({}, {"id": "id_x", "aria-describedby": "a b", "aria-invalid": "true"}):
            ours = widget.render("nom", value, attrs, renderer=CordeeRenderer())
            theirs = widget.render("nom", value, attrs, renderer=DjangoTemplates())
            assert same(ours) == same(theirs)


@pytest.mark.parametrize("value", [None, "", "1", NASTY, "absent"])
def test_a_long_select_is_django_s(value):
    for attrs in ({}, {"id": "id_x", "aria-describedby": "a b", "required": True}):
        ours = LongSelect({"class": "x"}, choices=CHOICES)
        ours.choices = Listed(CHOICES)
        theirs = forms.Select({"class": "x"}, choices=CHOICES)
        assert same(ours.render("nom", value, attrs)) == same(
            theirs.render("nom", value, attrs, renderer=DjangoTemplates())
        )


def test_what_is_not_in_the_list_is_refused_as_ever():
    class Chosen(forms.Form):
        who = forms.ChoiceField(widget=LongSelect, required=False)

    form = Chosen({"who": "3"})
    form.fields["who"].choices = Listed(CHOICES)
    other = Chosen({"who": "absent"})
    other.fields["who"].choices = Listed(CHOICES)

    assert form.is_valid() and len(Listed(CHOICES)) == len(CHOICES)
    assert not other.is_valid() and "who" in other.errors
