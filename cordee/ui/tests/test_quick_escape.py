"""As Django escapes, for every text."""

import pytest
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from cordee.ui.quick_escape import escape


@given(st.text())
def test_any_text(text):
    assert escape(text) == conditional_escape(text)


@pytest.mark.parametrize(
    "value", ["<b>\"'&", mark_safe("<b>"), 12, None, gettext_lazy("Aujourd’hui <b>"), 1.5, True]
)
def test_any_value(value):
    assert escape(value) == conditional_escape(value)
