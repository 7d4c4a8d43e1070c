"""Partners in the search box: by name, town or referent, tolerant of accents and, when nothing else is, of slips."""

from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from cordee.kernel.names import tokens
from cordee.partners import fetch
from cordee.partners.access import can
from cordee.partners.models import InstitutionalReferent, Partner
from cordee.plumbing.prepared import Given, prepared

MOST = 6
SHORTEST = 2  # letters typed


def find_partners(actor: Any, text: str, *, alike: bool = True) -> list[Partner]:
    """Open partners that hold these words; those merely alike when there are none, unless `alike` is false.

    At most two queries; none for who does not read the directory.
    """
    words = tokens(text[: fetch.LONGEST_SEARCH])[: fetch.MOST_WORDS]
    typed = " ".join(words)
    if len(typed) < SHORTEST or not can(actor, "partner:read"):
        return []
    return _bearing(actor, *(Given(f" {word}") for word in words)) or (_near(actor, text) if alike else [])


@prepared
def _bearing(actor: Any, *words: str) -> QuerySet[Partner]:
    """Those that bear every word, or somebody who answers for them does. Written once: each key typed asks it."""
    rows: Any = fetch.seen(Partner, actor).open()
    answering: Any = fetch.seen(InstitutionalReferent, actor).on(actor.today).filter(partner=OuterRef("pk"))
    for word in words:
        rows = rows.filter(Q(_holds(word)) | Exists(answering.filter(_holds(word))))
    return rows.order_by(StrIndex("search_key", Value(words[0])), "sort_key", "pk").only(*SHOWN)[:MOST]


def _holds(word: str) -> GreaterThan:
    return GreaterThan(StrIndex("search_key", Value(word)), 0)


SHOWN = ("pk", "name", "short_name", "town")


def _near(actor: Any, text: str) -> list[Partner]:
    typed = " ".join(tokens(text[: fetch.LONGEST_SEARCH]))
    rows = fetch.matching(actor, fetch.Wanted(text=text))
    near = rows.annotate(near=TrigramWordSimilarity(typed, "search_key")).order_by("-near", "sort_key", "pk")
    return list(near.only(*SHOWN)[:MOST])
