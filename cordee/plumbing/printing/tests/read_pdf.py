"""What a printed paper says of itself, read by another library than the one that wrote it."""

import re
from dataclasses import dataclass
from io import BytesIO

import pikepdf


@dataclass(frozen=True)
class Read:
    """lang, title: of the document; tags: kinds of the marked parts, in order; alts: what pictures say."""

    lang: str
    title: str
    shows_title: bool
    is_tagged: bool
    standard: str
    tags: list[str]
    alts: list[str]
    pages: int
    fonts: set[str]


def read_pdf(content: bytes) -> Read:
    with pikepdf.open(BytesIO(content)) as document:
        root, tags, alts = document.Root, [], []
        _walk(root.StructTreeRoot.get("/K"), tags, alts)
        with document.open_metadata() as metadata:
            standard = str(metadata.get("pdfuaid:part", ""))
            title = str(metadata.get("dc:title", ""))
        fonts = {
            str(font.get("/BaseFont", "")).split("+")[-1]
            for page in document.pages
            for font in page.get("/Resources", {}).get("/Font", {}).values()
        }
        return Read(
            lang=str(root.get("/Lang", "")),
            title=title,
            shows_title=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            is_tagged=bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            standard=standard,
            tags=tags,
            alts=alts,
            pages=len(document.pages),
            fonts=fonts,
        )


def text_of(content: bytes) -> str:
    """What is written, page after page, in the order it is written; lines run on, spaces as they are."""
    return " ".join(pages_of(content))


def pages_of(content: bytes) -> list[str]:
    """The same, page by page."""
    with pikepdf.open(BytesIO(content)) as document:
        return [_written(page) for page in document.pages]


def _written(page: pikepdf.Page) -> str:
    maps = {name: _signs_of(font) for name, font in page.Resources.get("/Font", {}).items()}
    found, signs = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            signs = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            found += [_decoded(bytes(piece), signs) for piece in pieces if isinstance(piece, pikepdf.String)]
        elif str(operator) == "ET":
            found.append(" ")
    return " ".join("".join(found).split())


def _signs_of(font) -> dict[int, str]:
    """Glyph to text, as the font tells readers (ToUnicode)."""
    told = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", told)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _decoded(piece: bytes, signs: dict[int, str]) -> str:
    return "".join(signs.get(int.from_bytes(piece[at : at + 2]), "") for at in range(0, len(piece), 2))


def _walk(node, tags: list[str], alts: list[str]) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _walk(child, tags, alts)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        tags.append(str(node.S).lstrip("/"))
        if "/Alt" in node:
            alts.append(str(node.Alt))
        if "/K" in node:
            _walk(node.K, tags, alts)
