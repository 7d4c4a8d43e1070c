"""French plurals: none and one are singular."""

import gettext

import pytest

from cordee.plumbing import catalogues


def test_every_plural_of_the_code_is_found():
    found = set(catalogues.plurals(catalogues.ROOT))

    assert ("%d jour", "%d jours") in found
    assert ("%(total)s étape", "%(total)s étapes") in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_n = ngettext('un', 'des', 3)", [("un", "des")]),
        ("x = ngettext_lazy('%d l’an', \"%d ans\", 'n')", [("%d l’an", "%d ans")]),
        ("x = gettext('seul')", []),
    ],
)
def test_plurals_of_python(text, expected):
    assert list(catalogues.in_python(text)) == expected


def test_plurals_of_a_template():
    text = "{% blocktranslate trimmed count n=a %}\n {{ n }} jour\n{% plural %}{{ n }} jours{% endblocktranslate %}"

    assert list(catalogues.in_template(text)) == [("%(n)s jour", "%(n)s jours")]


def test_zero_is_singular(tmp_path, monkeypatch):
    target = tmp_path / "fr" / "LC_MESSAGES" / "django.mo"
    monkeypatch.setattr(catalogues, "TARGET", target)
    assert catalogues.main() == 0

    with target.open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    words = [compiled.ngettext("%d jour", "%d jours", n) for n in (0, 1, 2)]
    assert words == ["%d jour", "%d jour", "%d jours"]
