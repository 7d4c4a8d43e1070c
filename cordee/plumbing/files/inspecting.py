"""Which type a content really is, held against its name and what was declared; then its cleaning.

Runs in the child (see `child`): no Django, no setting, no secret. Nothing of what the sender says is believed: the
first bytes choose the reader, and the reader must be able to read it all.
"""

import re
from collections.abc import Callable

from cordee.plumbing.files.kinds import SAYS_NOTHING, Clean, FileType, Refused
from cordee.plumbing.files.limits import MOST_CLEAN

Cleaning = Callable[[bytes], tuple[FileType, bytes]]
HEIF = re.compile(rb"\A.{4}ftyp(?:heic|heix|hevc|heim|heis|mif1|msf1|avif)", re.DOTALL)
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
ARCHIVES = (
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"ITSF",
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a recent document under a password is an old one outside


def examine(content: bytes, *, extension: str = "", declared: str = "") -> Clean:
    """The content cleaned, with its type. extension: of its name, without the dot. Raises Refused."""
    if not content:
        raise Refused("empty")
    found, cleaned = reader_of(content)(content)
    if not agrees(found, extension=extension, declared=declared):
        raise Refused("mismatch")
    if len(cleaned) > MOST_CLEAN:
        raise Refused("too_big")
    return Clean(cleaned, found.media, found.extensions[0])


def agrees(found: FileType, *, extension: str, declared: str) -> bool:
    """Do the name and the declaration, when they say something, say the same as the content?"""
    said = declared.partition(";")[0].strip().lower()
    return extension.lower() in ("", *found.extensions) and (
        said in SAYS_NOTHING or said == found.media or said in found.declared
    )


def reader_of(content: bytes) -> Cleaning:
    """The cleaning that can read this content, from its first bytes. Raises Refused."""
    from cordee.plumbing.files import office, pdfs, pictures, texts  # each loads its own library

    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return pdfs.clean
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(content):
        return pictures.clean
    if content.startswith(b"PK\x03\x04"):
        return office.clean
    if code := refused_at_sight(content):
        raise Refused(code)
    return texts.clean


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def refused_at_sight(content: bytes) -> str:
    """Why, for the contents everybody knows and nobody keeps; nothing for the others."""
    if HEIF.match(content):
        return "heic"
    if content.startswith(OLD_OFFICE):
        return "locked" if ENCRYPTED in content else "old_office"
    if content.startswith(PROGRAMS):
        return "program"
    return "archive" if content.startswith((*ARCHIVES, b"PK")) else ""
