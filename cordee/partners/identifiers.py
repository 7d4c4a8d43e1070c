"""SIRET and telephones: what people type, what is kept, what is shown."""

import re

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as french_siret

from cordee.kernel.errors import BadInput
from cordee.kernel.words import sentence as _

SHORT_NUMBER = re.compile(r"1\d{1,2}|11[68]\d{3}|3\d{3}|10\d{2}")  # 15, 115, 119, 116 117, 3919, 1014
# The country codes French numbers of ten digits may hide: 0590… is +590 590…
OVERSEAS = {
    "0262": "262", "0263": "262", "0269": "262", "0639": "262", "0692": "262", "0693": "262",
    "0590": "590", "0690": "590", "0691": "590", "0594": "594", "0694": "594",
    "0596": "596", "0696": "596", "0697": "596",
}  # fmt: skip


def read_siret(typed: str) -> str:
    """Fourteen digits whose key is right; empty for nothing. Raises BadInput. Source: ECO-05.

    La Poste's own numbers are accepted as INSEE writes them (they follow another key).
    """
    digits = re.sub(r"[\s.\u00a0\u202f-]", "", typed)
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit() or len(digits) != 14:
        said = _(
            "Un SIRET compte quatorze chiffres\u202f: celui-ci en compte {count}. Laissez vide si vous ne l’avez pas.",
            count=len(re.findall(r"\d", digits)),
        )
        raise BadInput("siret", said)
    try:
        return str(french_siret.validate(digits))
    except ValidationError:
        said = _(
            "Ce SIRET ne peut pas être juste\u202f: sa clé ne correspond pas. Un chiffre a sans doute été mal recopié."
        )
        raise BadInput("siret", said) from None


def shown_siret(kept: str) -> str:
    """123 456 789 00012"""
    return f"{kept[:3]}\u202f{kept[3:6]}\u202f{kept[6:9]}\u202f{kept[9:]}" if len(kept) == 14 else kept


def read_phone(typed: str, field: str = "phone") -> str:
    """The international form (E.164); short numbers (115, 3919) as they are; empty for nothing. Raises BadInput."""
    digits = re.sub(r"[^0-9+]", "", typed.replace("(0)", ""))
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    if not typed.strip():
        return ""
    if SHORT_NUMBER.fullmatch(digits):
        return digits
    if re.fullmatch(r"0[1-9]\d{8}", digits):
        return f"+{OVERSEAS.get(digits[:4], '33')}{digits[1:]}"
    if re.fullmatch(r"\+33[1-9]\d{8}", digits) or re.fullmatch(r"\+(?!33)[1-9]\d{7,14}", digits):
        return digits
    said = _(
        "Ce numéro n’est pas complet\u202f: dix chiffres en France, ou + et l’indicatif du pays ailleurs. Un numéro "
        "court comme 115 convient aussi."
    )
    raise BadInput(field, said)


def shown_phone(kept: str) -> str:
    """01 99 00 12 34, which no line cuts; a foreign number as it is."""
    found = re.fullmatch(r"\+(33|262|590|594|596)(\d{9})", kept)
    if not found:
        return kept
    digits = f"0{found[2]}"
    return "\u00a0".join(digits[place : place + 2] for place in range(0, 10, 2))
