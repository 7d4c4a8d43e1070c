"""The closed lists of data·inclusion (schema v1): codes kept, labels shown.

They are read from data_inclusion.toml rather than from the package, which takes half a second to load: it is loaded
when an extract comes in or goes out, and a test holds the two equal.
"""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("data_inclusion.toml")
SEPARATOR = "--"


@lru_cache(maxsize=1)
def _lists() -> dict[str, dict[str, str]]:
    return {name: said for name, said in tomllib.loads(FILE.read_text()).items() if isinstance(said, dict)}


def version() -> str:
    """The version of the package whose lists these are."""
    return str(tomllib.loads(FILE.read_text())["version"])


def listed(name: str) -> dict[str, str]:
    """Codes and labels of a list: categories, themes, publics, service_types, fees, reception_modes,
    mobilisation_modes, mobilisable_by, networks."""
    return _lists()[name]


def label(name: str, code: str) -> str:
    """The label of a code; the code itself when a later version of the schema brought it."""
    return listed(name).get(code, code)


def labels(name: str, codes: Iterable[str]) -> list[str]:
    """In the order of the list."""
    order = list(listed(name))
    known = sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))
    return [label(name, code) for code in known]


def category_of(theme: str) -> str:
    """sante--addictions is of sante."""
    return theme.split(SEPARATOR)[0]


@lru_cache(maxsize=1)
def themes_grouped() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """(category, its themes as choices), for a list of choices in groups."""
    return tuple(
        (words, tuple((one, said) for one, said in listed("themes").items() if category_of(one) == code))
        for code, words in listed("categories").items()
    )


def themes_of(need: str) -> list[str]:
    """What a need covers: itself, or every theme of a category."""
    if SEPARATOR in need:
        return [need] if need in listed("themes") else []
    return [one for one in listed("themes") if category_of(one) == need]


def need_label(need: str) -> str:
    """Of a theme or of a whole category; empty when nobody knows it."""
    return listed("themes").get(need) or listed("categories").get(need, "")


def unknown(name: str, codes: Iterable[str]) -> list[str]:
    """Codes that are not in the list."""
    return [code for code in codes if code not in listed(name)]
