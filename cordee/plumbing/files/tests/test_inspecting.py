"""Each type is kept without what hides in it; each hostile file is refused for the reason that is its own."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from cordee.plumbing.files import limits, office, pictures
from cordee.plumbing.files.inspecting import examine
from cordee.plumbing.files.kinds import Refused
from cordee.plumbing.files.tests import samples
from cordee.plumbing.files.tests.samples import SECRET

KEPT = {
    "jpg": samples.picture("JPEG"),
    "png": samples.picture("PNG"),
    "webp": samples.picture("WEBP"),
    "pdf": samples.pdf(),
    "txt": "Un mot, où l’on lit « été ».".encode(),
    "docx": samples.office("docx"),
    "xlsx": samples.office("xlsx"),
    "odt": samples.office("odt"),
    "ods": samples.office("ods"),
}


def refusal(content, **said):
    with pytest.raises(Refused) as refused:
        examine(content, **said)
    return refused.value.code


@pytest.mark.parametrize("extension", KEPT)
def test_each_type_is_recognised_by_its_content(extension):
    clean = examine(KEPT[extension])

    assert clean.extension == extension
    assert examine(clean.content).extension == extension


@pytest.mark.parametrize("extension", sorted(set(KEPT) - {"txt"}))
def test_who_made_it_is_forgotten(extension):
    clean = examine(KEPT[extension], extension=extension)

    assert SECRET not in unpacked(clean.content)
    assert extension in ("odt", "ods", "docx", "xlsx") or SECRET in unpacked(KEPT[extension])


def unpacked(content):
    """Everything that can be read in a content, unpacked when it is packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            out = io.BytesIO()
            pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False,
                     object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
            return out.getvalue()
    return content


@pytest.mark.parametrize("extension", KEPT)
def test_the_same_file_gives_the_same_content(extension):
    assert examine(KEPT[extension]).content == examine(KEPT[extension]).content


@pytest.mark.parametrize("extension", KEPT)
@pytest.mark.parametrize("said", ["exe", "html", "svg"])
def test_a_renamed_file_is_refused(extension, said):
    assert refusal(KEPT[extension], extension=said) == "mismatch"


def test_what_the_browser_declares_must_agree():
    assert examine(KEPT["pdf"], extension="pdf", declared="application/pdf; x=y")
    assert examine(KEPT["pdf"], extension="pdf", declared="application/octet-stream")
    assert refusal(KEPT["pdf"], extension="pdf", declared="image/png") == "mismatch"


REFUSED = {
    "empty": (b"", "empty"),
    "only spaces": (b"  \n ", "empty"),
    "a programme": (b"MZ\x90\x00" + b"\0" * 200, "program"),
    "a programme of Linux": (b"\x7fELF" + b"\0" * 200, "program"),
    "a script": (b"#!/bin/sh\nrm -rf /", "program"),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", "page"),
    "a page after a mark": (b"\xef\xbb\xbf\n <HTML>", "page"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "page"),
    "a drawing as xml": (b"<?xml version='1.0'?><svg/>", "page"),
    "a text with a page in it": (b"Bonjour\n<script src=x></script>", "page"),
    "NUL bytes": (b"Bonjour\0monde", "unknown"),
    "any bytes": (bytes(range(256)), "unknown"),
    "an archive": (samples.zipped({"a.txt": "bonjour"}), "archive"),
    "an empty archive": (b"PK\x05\x06" + b"\0" * 18, "archive"),
    "a rar": (b"Rar!\x1a\x07\x00" + b"\0" * 40, "archive"),
    "a gzip": (b"\x1f\x8b\x08" + b"\0" * 40, "archive"),
    "an iphone's photo": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
    "a workbook under a password": (samples.locked_workbook(), "locked"),
    "a PDF under a password": (samples.pdf(password="secret"), "locked"),
    "a truncated PDF": (samples.pdf()[:60], "damaged"),
    "a truncated picture": (samples.picture(size=(400, 400))[:900], "damaged"),
    "a truncated archive": (samples.office()[:-30], "damaged"),
    "nine hundred million points": (samples.huge_png(), "pixels"),
    "macros": (samples.office(word__vbaProject_DOT_bin=b"x"), "macros"),
    "macros of LibreOffice": (samples.office("odt", Basic__Standard__Module1_DOT_xml="<x/>"), "macros"),
    "an event": (samples.office("odt", content_DOT_xml="<a xmlns:script='s'><script:event-listener/></a>"), "macros"),
    "an object": (samples.office(word__embeddings__oleObject1_DOT_bin=b"x"), "embedded"),
    "an object in the text": (samples.office(word__document_DOT_xml="<w:p xmlns:w='w'><w:OLEObject/></w:p>"), "embedded"),
    "a programme inside": (samples.office(word__media__image1_DOT_exe=b"MZ"), "embedded"),
    "a distant workbook": (samples.office("xlsx", xl__externalLinks__externalLink1_DOT_xml="<x/>"), "links"),
    "a distant model": (
        samples.office(word___rels__settings_DOT_xml_DOT_rels=samples.relation("http://x.invalid/m.dotm", "attachedTemplate")),
        "links",
    ),
    "a distant picture": (
        samples.office("odt", content_DOT_xml="<a xmlns:d='d' xmlns:x='x'><d:image x:href='http://x.invalid/p.png'/></a>"),
        "links",
    ),
    "a link to a folder": (
        samples.office(word___rels__document_DOT_xml_DOT_rels=samples.relation("file://///serveur/partage")), "links",
    ),
    "an exchange between programmes": (
        samples.office(word__document_DOT_xml="<w:p xmlns:w='w'><w:instrText> DDE</w:instrText></w:p>".replace("DDE", "DDEAUTO cmd")),
        "links",
    ),
    "a formula that fetches": (
        samples.office("xlsx", xl__worksheets__sheet1_DOT_xml="<c><f>WEBSERVICE(\"http://x.invalid\")</f></c>"), "links",
    ),
    "an XML bomb": (
        samples.office(word__document_DOT_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "damaged",
    ),
    "XML that is not": (samples.office(word__document_DOT_xml="<a><b></a>"), "damaged"),
    "a way out of the folder": (samples.office(**{"..__..__etc__passwd": "x"}), "damaged"),
    "a bomb": (samples.office(word__media__x_DOT_xml=b"<a>" + b" " * 60_000_000 + b"</a>"), "bomb"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_kept_is_refused(name):
    content, code = REFUSED[name]

    assert refusal(content) == code


@pytest.mark.parametrize(
    "target", ["https://exemple.invalid/cv", "mailto:nadia@exemple.invalid", "tel:+33199000042"]
)
def test_a_link_one_may_touch_is_kept(target):
    content = samples.office(word___rels__document_DOT_xml_DOT_rels=samples.relation(target))

    assert target.encode() in unpacked(examine(content).content)


# PDFs


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def test_nothing_of_a_pdf_can_start_by_itself():
    before, after = samples.pdf(active=True), examine(samples.pdf(active=True), extension="pdf").content

    for word in (
        b"JavaScript",
        b"/Launch",
        b"cmd.exe",
        b"EmbeddedFile",
        b"MZ",
        b"SubmitForm",
        b"/XFA",
        b"GoToR",
        b"/AA",
        b"/OpenAction",
    ):
        assert word in unpacked(before), word
        assert word not in unpacked(after), word
    with opened(after) as pdf:
        assert not pdf.attachments
        kinds = [str(note.Subtype) for note in pdf.pages[0].obj.Annots]
        links = [str(note.A.URI) for note in pdf.pages[0].obj.Annots if "/A" in note and "/URI" in note.A]
    assert "/Screen" not in kinds
    assert links == ["https://exemple.invalid/"]


def test_the_pages_of_a_pdf_are_still_there():
    with opened(examine(samples.pdf(pages=3, active=True)).content) as pdf:
        assert len(pdf.pages) == 3
        assert b"Bonjour" in pdf.pages[0].Contents.read_bytes()


@pytest.mark.parametrize(("pages", "kept"), [(limits.MOST_PAGES, True), (limits.MOST_PAGES + 1, False)])
def test_the_number_of_pages_has_a_limit(pages, kept):
    content = samples.pdf(pages=pages)

    assert bool(examine(content)) if kept else refusal(content) == "pages"


def test_a_scanned_page_forgets_where_it_was_taken():
    with pikepdf.new() as made:
        made.add_blank_page()
        image = made.make_stream(samples.picture())
        image.Type, image.Subtype, image.Filter = (
            pikepdf.Name.XObject,
            pikepdf.Name.Image,
            pikepdf.Name.DCTDecode,
        )
        image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = (
            40,
            30,
            8,
            pikepdf.Name.DeviceRGB,
        )
        made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        made.pages[0].Contents = made.make_stream(b"q 40 0 0 30 0 0 cm /Im0 Do Q")
        out = io.BytesIO()
        made.save(out)

    assert SECRET in out.getvalue()
    with opened(examine(out.getvalue()).content) as pdf:
        kept = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Im0).as_pil_image()
    assert kept.size == (40, 30)
    assert SECRET not in examine(out.getvalue()).content


def test_a_pdf_that_unpacks_to_the_moon_is_refused():
    with pikepdf.new() as made:
        made.add_blank_page()
        made.pages[0].Contents = made.make_stream(b" " * (limits.MOST_UNPACKED + 1))
        out = io.BytesIO()
        made.save(out)

    assert len(out.getvalue()) < 200_000
    assert refusal(out.getvalue()) == "bomb"


# Pictures


def test_a_picture_is_turned_the_right_way_up_and_forgets_where_it_was_taken():
    clean = examine(samples.picture(turned=6, size=(40, 30)))

    with Image.open(io.BytesIO(clean.content)) as kept:
        assert kept.size == (30, 40)
        assert not kept.getexif()


@pytest.mark.parametrize(("size", "kept"), [((300, 200), True), ((300, 201), False)])
def test_the_number_of_points_has_a_limit(size, kept, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 60_000)
    content = samples.picture("PNG", size=size)

    assert bool(examine(content)) if kept else refusal(content) == "pixels"


def test_a_large_picture_is_brought_to_a_sheet_of_paper():
    with Image.open(io.BytesIO(examine(samples.picture("PNG", size=(5000, 100))).content)) as kept:
        assert kept.size == (limits.LONGEST_SIDE, 70)


def test_transparency_is_kept():
    with Image.open(io.BytesIO(examine(samples.picture("PNG", mode="RGBA")).content)) as kept:
        assert kept.mode == "RGBA"


# Sizes of documents


def sized(monkeypatch, **limits_):
    for name, value in limits_.items():
        monkeypatch.setattr(office, name, value)


@pytest.mark.parametrize("over", [False, True])
def test_what_a_document_unpacks_to_has_a_limit(monkeypatch, over):
    content = samples.office()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        total = sum(part.file_size for part in packed.infolist())
    sized(monkeypatch, MOST_UNPACKED=total - over)

    assert refusal(content) == "bomb" if over else examine(content)


@pytest.mark.parametrize(("times", "kept"), [(29, True), (31, False)])
def test_how_much_a_document_is_packed_has_a_limit(monkeypatch, times, kept):
    sized(monkeypatch, RATIO_COUNTS_FROM=0)
    content = samples.office(word__media__a_DOT_xml=b"<a>" + b" " * 200_000 + b"</a>")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        total = sum(part.file_size for part in packed.infolist())
    sized(monkeypatch, MOST_RATIO=total / len(content) * (1.01 if kept else 0.99))

    assert bool(examine(content)) if kept else refusal(content) == "bomb"


@pytest.mark.parametrize("over", [False, True])
def test_the_number_of_parts_has_a_limit(monkeypatch, over):
    content = samples.office()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sized(monkeypatch, MOST_PARTS=len(packed.namelist()) - over)

    assert refusal(content) == "damaged" if over else examine(content)


def test_photographs_inside_a_document_forget_where_they_were_taken():
    content = samples.office(
        word__media__image1_DOT_jpeg=samples.picture(), word__media__image2_DOT_png=samples.picture("PNG")
    )

    assert SECRET in unpacked(content)
    assert SECRET not in unpacked(examine(content).content)
