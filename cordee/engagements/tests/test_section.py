"""Kinds of contracts as data: those shipped, those a house writes, and what is wrong in them."""

import pytest

from cordee.engagements.section import contracts_of, shared_kinds
from cordee.programmes import shipped
from cordee.programmes.loader import parse

INVENTED = """
[contracts]
source = "usage"
kinds = [{kinds}]
"""


def definition_with(kinds):
    from pathlib import Path

    import tests

    text = (Path(tests.__file__).parent / "programme.toml").read_text()
    return parse(text.partition("[contracts]")[0] + INVENTED.replace("{kinds}", kinds))


def faults(kinds):
    from cordee.programmes.loader import DefinitionError

    with pytest.raises(DefinitionError) as refused:
        definition_with(kinds)
    return str(refused.value)


def test_every_shipped_programme_makes_a_contract():
    for code in shipped.codes():
        made = contracts_of(parse(shipped.text(code)))
        assert made is not None, code
        assert [kind for kind in made.kinds if not kind.legacy], code


def test_the_contract_of_the_law_has_its_four_parts_in_their_order():
    """RSA-11."""
    kind = shared_kinds()["ce"]

    assert [part.code for part in kind.sections][:4] == ["house", "person", "plan", "rights"]
    assert set(kind.asks) == {"referent", "house", "person", "plan", "rights"}
    assert all(part.source for part in kind.sections)
    assert "France Travail" in kind.model


def test_the_individual_agreement_may_be_signed_by_an_employer():
    """EA-03: only when the person is employed."""
    signer = shared_kinds()["ea"].signer("employer")

    assert signer is not None
    assert not signer.needed


def test_a_kind_begins_from_another_and_says_what_it_changes():
    kind = contracts_of(definition_with('{ code = "a", like = "own", label = "Notre engagement" }')).kinds[0]

    assert (kind.label, kind.family) == ("Notre engagement", "support")
    assert kind.suggested("house")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ('{ code = "a", like = "rien" }', "rien"),
        ('{ code = "a", like = "own" }, { code = "a", like = "ea" }', "deux fois"),
        ('{ code = "a", like = "cer", replaced_by = "b" }', "b"),
        ('{ code = "a" }', "label"),
        ('{ code = "a", like = "own", asks = ["medal"] }', "medal"),
        ('{ code = "a", like = "own", review_months = 0 }', "review_months"),
        ('{ code = "a", like = "own", sections = [{ code = "person", label = "Moi" }] }', "asks"),
        ('{ code = "a", like = "own", colour = "red" }', "colour"),
        ("", "kinds"),
    ],
)
def test_what_is_wrong_is_named(kinds, said):
    assert said in faults(kinds)
