"""The section « contracts » of a definition in words, for the page of the programme and its document."""

from __future__ import annotations

from collections.abc import Iterator

from cordee.engagements.section import ASKED, Contracts, Kind
from cordee.kernel.words import french_list
from cordee.kernel.words import sentence as _
from cordee.programmes.describe import Line, Part


def say(section: object) -> Part:
    """« Contrats : … ». Raises TypeError on anything but the section read."""
    if not isinstance(section, Contracts):
        raise TypeError("contracts: Contracts were expected")
    return Part(_("Contrats"), tuple(line for kind in section.kinds for line in _lines(kind, section)))


def _lines(kind: Kind, section: Contracts) -> Iterator[Line]:
    parts = french_list([part.label for part in kind.sections])
    yield Line(_("{label}\u202f: {parts}.", label=kind.label, parts=parts), kind.source)
    if kind.legacy:
        newer = section.kind(kind.replaced_by)
        if newer is not None:
            yield Line(
                _(
                    "{label}\u202f: un contrat ancien, à remplacer ({newer}).",
                    label=kind.label,
                    newer=newer.label,
                )
            )
        return
    asked = french_list([str(ASKED[code]) for code in kind.asks])
    if asked:
        yield Line(_("{label}\u202f: pour signer, il faut {asked}.", label=kind.label, asked=asked))
    if kind.after_diagnosis:
        yield Line(_("{label}\u202f: se signe après le diagnostic.", label=kind.label))
    if kind.duties:
        yield Line(
            _(
                "{label}\u202f: ce qui n’a pas pu être tenu se note avec ses motifs\u202f; rien n’est"
                " proposé ni décidé ici.",
                label=kind.label,
            ),
            "RSA-29",
        )
    yield Line(_("{label}\u202f: revu tous les {n} mois environ.", label=kind.label, n=kind.review_months))
