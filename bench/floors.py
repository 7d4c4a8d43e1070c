"""The bare thing beside operations 2 to 5: one statement written by hand, a minimal template.

Asked as /plancher/<what>?role=…, with the same parameters by both floors: `bare` serves it as a program of its
own, `floor_pages` behind Cordée's session and middleware. Same database role, same context, same policies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from cordee.kernel.names import phonetic, tokens

PERSON = "p.id, p.first_names, p.usage_name, p.birth"
LIST = (
    f"SELECT {PERSON}, w.stage, w.last_contact_on FROM pathways_pathway w JOIN people_person p ON p.id = w.person_id"
    " WHERE {owner} = %(owner)s AND w.programme_id = %(programme)s AND w.status = 'open' AND w.stage = %(stage)s"
    " ORDER BY w.sort_key, w.person_id LIMIT 25"
)
FACT = "f.id, f.kind, f.day, f.at, f.codes, m.display_name"
FACTS = (
    f"SELECT {FACT} FROM dossier_fact f LEFT JOIN accounts_member m ON m.id = f.by_id"
    " WHERE f.organisation_id = {holder} AND f.person_id = {person} {after} ORDER BY f.day DESC, f.id DESC LIMIT 30"
)
STATEMENTS = {
    "list": LIST.format(owner="w.organisation_id"),
    "mine": LIST.format(owner="w.referent_id"),
    "search": (
        f"SELECT {PERSON} FROM cordee_find_people(%(words)s::text[], %(sounds)s::text[], %(whole)s, 12, true) f"
        " JOIN people_person p ON p.id = f.id"
    ),
    "dossier": (
        f"SELECT {PERSON}, t.* FROM people_person p, LATERAL ("
        + FACTS.format(holder="p.organisation_id", person="p.id", after="")
        + ") t WHERE p.id = %(person)s"
    ),
    "timeline": FACTS.format(
        holder="%(holder)s", person="%(person)s", after="AND (f.day, f.id) < (%(day)s::date, %(fact)s::uuid)"
    ),
}
HEAD = '<!doctype html><html lang="fr"><title>Plancher</title><table>'


def parameters(what: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of the statement, from those of the address."""
    if what != "search":
        return dict(given)
    words = list(tokens(given["q"]))
    return {"words": words, "sounds": [phonetic(word) for word in words], "whole": " ".join(words)}


def rendered(rows: Sequence[Sequence[Any]]) -> str:
    lines = ("<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in rows)
    return HEAD + "".join(lines) + "</table>"
