"""The definitions that come with Cordée, loaded like any other, each with its story beside it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
STORY = ".story.toml"


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """The codes of the shipped definitions, in alphabetical order."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml") if not path.name.endswith(STORY)))


def text(code: str) -> str:
    """The TOML document of a shipped definition. Raises LookupError for an unknown code."""
    if code not in codes():
        raise LookupError(f"définition livrée « {code} » : inconnue")
    return (HERE / f"{code}.toml").read_text(encoding="utf-8")


def story(code: str) -> str:
    """The story played beside it."""
    if code not in codes():
        raise LookupError(f"définition livrée « {code} » : inconnue")
    return (HERE / f"{code}{STORY}").read_text(encoding="utf-8")
