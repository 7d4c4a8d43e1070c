"""What a link to sign bears: how long, how many wrong answers; whose name may be written under a text."""

from collections.abc import Collection

from cordee.kernel.names import search_key

FOR_DAYS = (7, 14, 30)
USUAL_DAYS = 14
TRIES = 5
RECOGNISED_FOR = 30 * 60  # seconds in one browser, then the question is asked again
LONGEST_WORDS = 1_000
TITLES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"})


def is_of(typed: str, known: Collection[str]) -> bool:
    """Is the name typed theirs: has it a word in common with the names the dossier knows?"""
    words = set(search_key(typed).split())
    return bool(words & {word for name in known for word in search_key(name).split()})


def is_made_of(typed: str, known: Collection[str]) -> bool:
    """Is each word of the name typed one of theirs, a title beside?"""
    theirs = {word for name in known for word in search_key(name).split()}
    return set(search_key(typed).split()) - TITLES <= theirs


def is_same(one: str, other: str) -> bool:
    """The same name, whatever its accents, its case and the order of its words."""
    return sorted(search_key(one).split()) == sorted(search_key(other).split())
