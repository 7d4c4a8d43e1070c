"""A plain text: decoded, without a sign no text holds, written again in UTF-8."""

import re

from cordee.plumbing.files.kinds import TEXT, FileType, Refused

# What a browser or a spreadsheet would run, were the name changed on the way.
MARKUP = re.compile(r"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php|%)", re.IGNORECASE)
OTHER_FORMATS = ("{\\rtf", "%!PS", "BEGIN:VCARD", "-----BEGIN")
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def clean(content: bytes) -> tuple[FileType, bytes]:
    text = decoded(content)
    if CONTROLS.search(text) or text.lstrip().startswith(OTHER_FORMATS):
        raise Refused("unknown")
    if MARKUP.search(text):
        raise Refused("page")
    if not text.strip():
        raise Refused("empty")
    return TEXT, text.encode()


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 when it says so, else the old Windows code page. Raises Refused."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("unknown")
