"""PDFs: opened whole by qpdf, rewritten without what runs, what is attached, and who wrote them.

Links to a web page stay: nothing opens unless somebody touches them. Everything else an annotation, a page or the
document could start by itself goes: scripts, programmes, forms sent elsewhere, attached files, films.
"""

import io
import warnings
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from cordee.plumbing.files.kinds import PDF, FileType, Refused
from cordee.plumbing.files.limits import MOST_PAGES, MOST_UNPACKED
from cordee.plumbing.files.pictures import jpeg_without_notes

# Keys that start something, carry something, or tell of whoever wrote the document.
REMOVED = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/AF", "/Collection",
    "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/Rendition", "/Renditions", "/Next",
    "/Metadata", "/PieceInfo", "/LastModified",
)  # fmt: skip
HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named")
WEB = ("http:", "https:", "mailto:", "tel:")
ACTIVE_NOTES = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Redact")
DEEPEST = 40


def clean(content: bytes) -> tuple[FileType, bytes]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Refused("pages")
            if not len(pdf.pages):
                raise Refused("damaged")
            disarm(pdf)
            return PDF, written(pdf)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, zlib.error):
        raise Refused("damaged") from None  # qpdf's ways of saying so


def written(pdf: pikepdf.Pdf) -> bytes:
    """The document without encryption, unused objects or identifier of its own."""
    pdf.remove_unreferenced_resources()
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a form badly put together stays as its author left it
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            encryption=False,
        )
    return target.getvalue()


def disarm(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    left = MOST_UNPACKED
    for thing in pdf.objects:
        for found in dictionaries(thing):
            disarm_dictionary(found)
        if isinstance(thing, pikepdf.Stream):
            left -= clean_stream(thing, left)
    for page in pdf.pages:
        drop_active_notes(page.obj)


def dictionaries(thing: Any, depth: int = 0) -> Iterator[Any]:
    """Every dictionary that stands directly in an object; those it points at are objects of their own."""
    if depth > DEEPEST:
        raise Refused("damaged")
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        yield thing
        children = [value for _name, value in thing.items()]
    elif isinstance(thing, pikepdf.Array):
        children = list(thing)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from dictionaries(child, depth + 1)


def disarm_dictionary(found: Any) -> None:
    for name in REMOVED:
        if name in found:
            del found[name]
    if "/A" in found and is_action(found["/A"]) and not is_harmless(found["/A"]):
        del found["/A"]
    if is_action(found) and not is_harmless(found):
        found["/S"] = pikepdf.Name("/Removed")
        for name in ("/F", "/Win", "/Mac", "/Unix", "/URI", "/Fields", "/R"):
            if name in found:
                del found[name]


def is_action(found: Any) -> bool:
    return isinstance(found, pikepdf.Dictionary) and isinstance(found.get("/S"), pikepdf.Name) and (
        str(found.get("/Type", "/Action")) == "/Action"
    ) and str(found["/S"]) in ACTIONS  # fmt: skip


ACTIONS = (
    "/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named",
    "/SubmitForm", "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans",
    "/GoTo3DView", "/RichMediaExecute",
)  # fmt: skip


def is_harmless(action: Any) -> bool:
    kind = str(action["/S"])
    if kind == "/URI":
        return str(action.get("/URI", "")).strip().lower().startswith(WEB)
    return kind in HARMLESS_ACTIONS


def drop_active_notes(page: Any) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [
        note
        for note in notes
        if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) not in ACTIVE_NOTES
    ]
    page["/Annots"] = pikepdf.Array(kept)


def clean_stream(stream: pikepdf.Stream, left: int) -> int:
    """Take what a camera wrote out of a photograph; measure what anything but a picture unpacks to.

    A picture that unpacks to a lot is a picture; a text that does is a bomb for whoever opens it.
    """
    filters = filters_of(stream)
    if filters == ["/DCTDecode"]:
        stream.write(
            jpeg_without_notes(stream.read_raw_bytes()),
            filter=pikepdf.Name("/DCTDecode"),
            decode_parms=stream.get("/DecodeParms"),  # type: ignore[arg-type]
        )
        return 0
    if filters != ["/FlateDecode"] or str(stream.get("/Subtype", "")) == "/Image":
        return 0
    unpacking = zlib.decompressobj()
    size = len(unpacking.decompress(stream.read_raw_bytes(), left + 1))
    if size > left:
        raise Refused("bomb")
    return size


def filters_of(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    if isinstance(named, pikepdf.Array):
        return [str(one) for one in named]
    return [str(named)] if named is not None else []
