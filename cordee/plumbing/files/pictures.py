"""Pictures: drawn again from their points. What a telephone hides in them (place, day, owner) stays behind.

Their turn is applied, colours are those of a screen, and no side is longer than a sheet of paper at 300 dots an inch.
"""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

from cordee.plumbing.files.kinds import JPEG, PNG, WEBP, FileType, Refused
from cordee.plumbing.files.limits import LONGEST_SIDE, MOST_PIXELS

FORMATS = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP}
WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 88},
    "PNG": {"optimize": False},
    "WEBP": {"quality": 88},
}
MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "L", "RGBA", "LA", "1"), "WEBP": ("RGB", "RGBA")}


def clean(content: bytes) -> tuple[FileType, bytes]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(FORMATS)) as picture:
                return FORMATS[picture.format or ""], drawn_again(picture, picture.format or "")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("pixels") from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError):
        raise Refused("damaged") from None  # Pillow's ways of saying so


def drawn_again(picture: Image.Image, kind: str) -> bytes:
    """The first picture of the file, alone with its points."""
    if kind == "JPEG":
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large one is never wholly in memory
    picture.load()
    turned: Image.Image = ImageOps.exif_transpose(picture)
    turned = in_mode(turned, kind)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned.info = {}  # comments, profiles, everything that is not a point
    written = io.BytesIO()
    turned.save(written, kind, **WRITTEN[kind])
    return written.getvalue()


def in_mode(picture: Image.Image, kind: str) -> Image.Image:
    """A copy in a mode the format writes: transparency kept where it can be."""
    if picture.mode in MODES[kind] and "transparency" not in picture.info:
        return picture.copy()
    is_clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return picture.convert("RGBA" if is_clear and kind != "JPEG" else "RGB")


# Pictures that stand inside a document keep their points as they are; only what is said beside them goes.

KEPT_MARKERS = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, Adobe's colour transform


def jpeg_without_notes(content: bytes) -> bytes:
    """The same JPEG without its EXIF, XMP, IPTC and comment segments; as it was when it is not well formed."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            return content
        is_note = marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in KEPT_MARKERS)
        if not is_note:
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return b"".join([*kept, content[at:]])


def png_without_notes(content: bytes) -> bytes:
    """The same PNG without its text, time and EXIF chunks."""
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if content[at + 4 : at + 8] not in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"):
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)
