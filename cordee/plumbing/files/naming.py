"""The name a file came with, made harmless: shown on a page, offered when it is saved again."""

import re
import unicodedata

LONGEST = 120
FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
# Marks that turn the direction of a text: "exe.pdf" could be read the other way round.
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def stem(name: str) -> str:
    """The name without folder, extension, or any sign that misleads. May be empty."""
    last = re.split(r"[\\/]", name)[-1]
    return harmless(last.rpartition(".")[0] or last)


def harmless(text: str) -> str:
    """What a person typed as a name, on one line and without a sign that misleads. May be empty."""
    kept = "".join(sign for sign in text if unicodedata.category(sign) not in INVISIBLE)
    return " ".join(FORBIDDEN.sub(" ", kept).split()).strip(". ")[:LONGEST].strip()


def extension(name: str) -> str:
    """What follows the last dot, in small letters; nothing when there is none."""
    last = re.split(r"[\\/]", name)[-1]
    return last.rpartition(".")[2].lower()[:20] if "." in last else ""


def offered(label: str, extension: str) -> str:
    """The name under which a paper is saved."""
    return f"{harmless(label) or 'document'}.{extension}"
