"""Word, Excel and LibreOffice documents: their parts read one by one, written again without their authors.

Refused: macros, objects and documents inside, anything fetched elsewhere when it opens. A link one may touch stays.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from cordee.plumbing.files.kinds import DOCX, ODS, ODT, XLSX, FileType, Refused
from cordee.plumbing.files.limits import MOST_PARTS, MOST_RATIO, MOST_UNPACKED, RATIO_COUNTS_FROM
from cordee.plumbing.files.office_xml import check_part
from cordee.plumbing.files.pictures import jpeg_without_notes, png_without_notes

OPEN_DOCUMENTS = {ODT.media.encode(): ODT, ODS.media.encode(): ODS}
MAIN_PARTS = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
MACROS = (
    "vbaproject",
    "vbadata",
    "macrosheets/",
    "activex",
    "basic/",
    "scripts/",
    "customui/",
    "dialogsheets/",
)
ELSEWHERE = ("externallinks/", "xl/connections.xml", "querytables/", "xl/model/", "customdata/")
INSIDE = ("embeddings/", "word/afchunk", "oleobject")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FIXED_DAY = (1980, 1, 1, 0, 0, 0)
BLANK = {
    "docprops/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties"/>',
    "docprops/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"/>',
    "docprops/custom.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'custom-properties"/>',
    "meta.xml": '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'office:version="1.2"><office:meta/></office:document-meta>',
}  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def clean(content: bytes) -> tuple[FileType, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            check_sizes(parts, len(content))
            kind = kind_of(packed)
            for part in parts:
                check_name(part.filename.lower().replace("\\", "/"))
            return kind, written(packed, parts, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError, expat.ExpatError):
        raise Refused("damaged") from None
    except (NotImplementedError, RuntimeError):
        raise Refused("locked") from None  # zipfile's ways of saying that it would need a password


def check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """Before anything is unpacked. zipfile never gives more than what a part declares."""
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise Refused("damaged")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("locked")
    if any(part.compress_type not in PACKED for part in parts):
        raise Refused("damaged")
    total = sum(part.file_size for part in parts)
    overlapping = sum(part.compress_size for part in parts) > packed
    too_packed = total > RATIO_COUNTS_FROM and total > MOST_RATIO * packed
    if total > MOST_UNPACKED or overlapping or too_packed:
        raise Refused("bomb")


def kind_of(packed: zipfile.ZipFile) -> FileType:
    names = set(packed.namelist())
    if "mimetype" in names:
        said = packed.read("mimetype").strip()
        if said in OPEN_DOCUMENTS:
            return OPEN_DOCUMENTS[said]
        raise Refused("unknown")
    if "[Content_Types].xml" not in names:
        raise Refused("archive")
    said = packed.read("[Content_Types].xml")
    if b"macroEnabled" in said or b"vbaProject" in said:
        raise Refused("macros")
    found = [kind for main, kind in MAIN_PARTS.items() if main in said]
    if len(found) != 1:
        raise Refused("unknown")
    return found[0]


def check_name(name: str) -> None:
    """name: of a part, in small letters."""
    if name.startswith("/") or ".." in name.split("/") or "\0" in name:
        raise Refused("damaged")
    for code, marks in (("macros", MACROS), ("links", ELSEWHERE), ("embedded", INSIDE)):
        if any(name.startswith(mark) or f"/{mark}" in name for mark in marks):
            raise Refused(code)
    if name.endswith((".bin", ".exe", ".dll", ".js", ".vbs", ".hta", ".html", ".htm", ".jar")) and (
        "printersettings" not in name
    ):
        raise Refused("embedded")


def written(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], kind: FileType) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in cleaned_parts(packed, parts, kind):
            entry = zipfile.ZipInfo(name, FIXED_DAY)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            out.writestr(entry, content)
    return target.getvalue()


def cleaned_parts(
    packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], kind: FileType
) -> Iterator[tuple[str, bytes]]:
    """`mimetype` first, as OpenDocument wants it; then the others in their order."""
    for part in sorted(parts, key=lambda part: part.filename != "mimetype"):
        if part.is_dir():
            continue
        name = part.filename.lower()
        if name in BLANK:
            yield part.filename, (HEAD + BLANK[name]).encode()
            continue
        content = packed.read(part)
        if name.endswith((".xml", ".rels", ".rdf", ".vml")):
            check_part(content, is_open_document=kind in (ODT, ODS))
        yield part.filename, picture_cleaning(content)(content)


def picture_cleaning(content: bytes) -> Callable[[bytes], bytes]:
    if content.startswith(b"\xff\xd8\xff"):
        return jpeg_without_notes
    return png_without_notes if content.startswith(b"\x89PNG\r\n\x1a\n") else bytes
