"""Addresses written from a shape are those Django gives."""

from uuid import uuid4

import pytest
from django.urls import reverse, set_script_prefix
from hypothesis import given
from hypothesis import strategies as st

from cordee.ui.addresses import address


@given(st.uuids(), st.uuids(), st.sampled_from(["social", "health", "working"]))
def test_as_reverse_gives_them(person, thing, sector):
    assert address("person", person) == reverse("person", args=[person])
    assert address("note", person, sector, thing) == reverse("note", args=[person, sector, thing])
    assert address("people") == reverse("people")


def test_under_a_prefix():
    pk = uuid4()
    plain = address("person", pk)
    try:
        set_script_prefix("/cordee/")
        assert address("person", pk) == f"/cordee{plain}"
    finally:
        set_script_prefix("/")
    assert address("person", pk) == plain


def test_an_unknown_name_is_said_as_django_says_it():
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        address("nowhere", uuid4())
