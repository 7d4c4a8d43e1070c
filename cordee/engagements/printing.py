"""A contract on paper: its parts in order, room to sign or what was signed, and that it is a working copy."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cordee.engagements.enums import Capacity, VersionState
from cordee.engagements.fetch import ToldContract, ToldVersion
from cordee.engagements.panels import Part, Signed, days_words, lane_said, parts_of, signed_of
from cordee.engagements.rules import Signers
from cordee.engagements.section import Kind
from cordee.engagements.signing import SIDE_OF_PERSON
from cordee.kernel.words import capital, french_day
from cordee.people.models import Person
from cordee.plumbing.printing import pdf

TEMPLATE = Path(__file__).parent / "printed" / "contract.typ"
SHOWN_DIGEST = 16


def printed(
    told: ToldContract, version: ToldVersion, person: Person, *, house: str, found: Signers | None = None
) -> bytes:
    """The PDF of one text. found: who signs on the person's side, where the reader may know it."""
    return pdf(TEMPLATE, paper_of(told, version, person, house=house, found=found))


def paper_of(
    told: ToldContract, version: ToldVersion, person: Person, *, house: str, found: Signers | None = None
) -> dict[str, Any]:
    """What the template shows."""
    text, kind = version.text, told.kind
    label = text.label or kind.label
    amended = _("%(label)s, avenant %(number)s") % {"label": label, "number": version.amends}
    title = amended if version.amends else label
    return {
        "title": f"{title}, {text.person_name or person.full_name}",
        "heading": title,
        "house": text.house_name or house,
        "mark": mark_of(version),
        "footer": text.model or kind.model or _("Gardé dans le dossier de la personne."),
        "facts": [
            {"label": one, "value": value}
            for one, value in (
                (_("Entre"), text.house_name or house),
                (_("et"), _who(text.person_name or person.full_name, text.birth)),
                (_("Durée"), days_words(text)),
                (_("Voie"), lane_said(text)),
            )
            if value
        ],
        "parts": [_part(part) for part in parts_of(text, kind) if not part.is_empty],
        "signatures": [_signature(one) for one in signed_of(version, kind, person)],
        "to_sign": to_sign(version, kind, found),
        "reason": version.reason,
        "digest": version.row.digest[:SHOWN_DIGEST],
        "words": {
            "signatures": _("Signatures"),
            "reason": _("Ce qui change"),
            "digest": _("Empreinte du texte"),
            "signed": _("Nom, date et signature"),
        },
    }


def to_sign(version: ToldVersion, kind: Kind, found: Signers | None) -> list[str]:
    """Who has still to sign, and finds room to; nobody on a draft, nor on a text that is signed or set aside."""
    if version.row.state != VersionState.PROPOSED:
        return []
    held = {(one.row.capacity, one.row.party) for one in version.signatures}
    side = {capacity for capacity, _party in held} & set(SIDE_OF_PERSON)
    theirs = _on_their_side(found, side)
    others = [
        one.label
        for one in kind.signers
        if (one.needed or version.text.other) and (Capacity.OTHER, one.code) not in held
    ]
    ours = [] if (Capacity.HOUSE, "") in held else [_("Pour la structure")]
    return [*theirs, *others, *ours]


def _on_their_side(found: Signers | None, held: Collection[str]) -> list[str]:
    """Whoever must sign, the person beside, and who exercises a protection beside where one may."""
    if found is None:
        return [] if held else [_("La personne, ou qui signe pour elle")]
    wanted = {*found.needed, *({Capacity.PERSON} & found.may)}
    if Capacity.PARENT not in found.may:
        wanted |= {Capacity.GUARDIAN} & found.may
    if Capacity.GUARDIAN in held:
        wanted -= {Capacity.PARENT}
    return [capital(str(code.label)) for code in SIDE_OF_PERSON if code in wanted and code not in held]


def mark_of(version: ToldVersion) -> str:
    """At the top of each page: whether it may be signed yet."""
    if version.row.state == VersionState.DRAFT:
        return _("Brouillon, ne pas signer")
    if version.row.state == VersionState.PROPOSED:
        return _("À signer")
    if version.row.state == VersionState.SIGNED:
        return _("Signé le %(day)s") % {"day": french_day(version.row.signed_on)}
    return _("Texte remplacé ou abandonné")


def _who(name: str, birth: str) -> str:
    return _("%(name)s, naissance\u202f: %(birth)s") % {"name": name, "birth": birth} if birth else name


def _part(part: Part) -> dict[str, Any]:
    return {
        "label": part.label,
        "source": part.source,
        "text": part.text,
        "lines": list(part.lines),
        "groups": [{"label": label, "lines": list(lines)} for label, lines in part.groups],
    }


def _signature(one: Signed) -> dict[str, Any]:
    said = _("%(who)s\u202f: %(name)s, le %(day)s, %(how)s")
    words = said % {"who": one.who, "name": one.name, "day": french_day(one.on), "how": one.how}
    return {
        "words": words,
        "svg": svg_of(one.drawing) if one.drawing else "",
        "alt": _("Signature dessinée de %(name)s") % {"name": one.name},
    }


def svg_of(drawing: str) -> str:
    """The picture of a drawing whose points were checked when it was made."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 300">'
        f'<path d="{drawing}" fill="none" stroke="#16323a" stroke-width="6" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
