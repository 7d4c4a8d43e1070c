"""Long texts cut to what one page holds: pure functions. Where something was cut, a mark says so."""

from collections.abc import Sequence

MARK = "[…]"
# How much of each block is kept, from whole to least: the page takes the first that fits.
LEVELS = (1.0, 0.7, 0.45, 0.25)


def shortened(text: str, most: int) -> str:
    """The beginning of a text on one line, at most so many signs, the mark included; cut between two words.

    most: at least as long as the mark.
    """
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    kept = flat[: max(0, most - len(MARK) - 1)]
    whole = kept.rsplit(" ", 1)[0] if " " in kept and flat[len(kept)] != " " else kept
    return f"{whole.rstrip(' ,;:')} {MARK}".strip()


def fewer(lines: Sequence[str], *, most: int, signs: int) -> list[str]:
    """The first lines, each cut; the mark alone stands for those that are left out."""
    kept = [shortened(line, signs) for line in lines[:most]]
    return [*kept, MARK] if len(lines) > most else kept
