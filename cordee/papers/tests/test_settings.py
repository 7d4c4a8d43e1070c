"""The settings say honestly whether an antivirus reads the files."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "Aucun antivirus n’est branché"),
        ("true", "L’antivirus répond"),
        ("false -", "L’antivirus ne répond pas"),
    ],
)
def test_the_antivirus_is_told_as_it_is(house, visit, settings, command, said):
    settings.CLAMD, settings.ANTIVIRUS_COMMAND = "", command
    page = visit(house.admin).get(reverse("files_settings")).content.decode()

    assert said in page
    assert "10 Mo au plus" in page


def test_a_counsellor_has_nothing_to_set(house, visit):
    assert visit(house.referent).get(reverse("files_settings")).status_code == 403
