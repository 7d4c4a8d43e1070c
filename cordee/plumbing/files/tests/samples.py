"""Files as people send them, good and bad, made on the spot: nothing of anybody stands in the repository."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image

SECRET = b"Nadia-a-la-maison"
GPS = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}


def picture(kind: str = "JPEG", *, size=(40, 30), mode: str = "RGB", turned: int = 1) -> bytes:
    """A picture with all that a telephone writes in it."""
    made, out = Image.new(mode, size, (200, 30, 30) if mode == "RGB" else None), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "Telephone", turned, SECRET.decode()
    exif[0x8825] = GPS
    made.save(out, kind, exif=exif, **({"comment": SECRET} if kind == "JPEG" else {}))
    return out.getvalue()


def pdf(*, pages: int = 1, active: bool = False, password: str = "") -> bytes:
    """A PDF with its author; active: with everything a PDF can start or carry."""
    with pikepdf.new() as made:
        for _page in range(pages):
            made.add_blank_page(page_size=(200, 200))
        made.pages[0].Contents = made.make_stream(b"BT /F1 12 Tf 10 100 Td (Bonjour) Tj ET")
        made.docinfo["/Author"] = SECRET.decode()
        with made.open_metadata() as told:
            told["dc:creator"] = [SECRET.decode()]
        if active:
            arm(made)
        out = io.BytesIO()
        made.save(out, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return out.getvalue()


def arm(made: pikepdf.Pdf) -> None:
    """Scripts, programmes, attachments, films, forms sent away, at every place of a PDF where they may stand."""
    name, dictionary, array = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array
    script = dictionary(S=name.JavaScript, JS="app.alert('x')")
    launch = dictionary(S=name.Launch, F="cmd.exe", Next=script)
    made.Root.OpenAction = made.make_indirect(launch)
    made.Root.AA = dictionary(WC=script)
    made.Root.Names = dictionary(JavaScript=dictionary(Names=array(["x", made.make_indirect(script)])))
    made.attachments["paie.exe"] = b"MZ" + SECRET
    made.Root.AcroForm = dictionary(Fields=array([]), XFA=made.make_stream(b"<xdp/>"))
    note = {"Type": name.Annot, "Rect": array([0, 0, 9, 9])}
    link = note | {"Subtype": name.Link}
    notes = [
        dictionary(A=dictionary(S=name.URI, URI="https://exemple.invalid/"), **link),
        dictionary(A=dictionary(S=name.URI, URI="javascript:alert(1)"), **link),
        dictionary(A=dictionary(S=name.SubmitForm, F="http://exemple.invalid/"), **link),
        dictionary(A=made.make_indirect(dictionary(S=name.GoToR, F="//serveur/partage")), **link),
        dictionary(Subtype=name.Screen, A=script, **note),
        dictionary(Subtype=name.Widget, FT=name.Tx, AA=dictionary(K=script), **note),
    ]
    made.pages[0].obj.Annots = array([made.make_indirect(one) for one in notes])
    made.Root.AcroForm.Fields.append(made.pages[0].obj.Annots[-1])
    made.pages[0].obj.AA = dictionary(O=script)


CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
KINDS = {
    "docx": (
        "word/document.xml",
        "wordprocessingml.document",
        "<document><body><p>Bonjour</p></body></document>",
    ),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet", "<workbook><sheets/></workbook>"),
}
OPEN = {
    "odt": ("application/vnd.oasis.opendocument.text", "<office:document-content xmlns:office='o'/>"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "<office:document-content xmlns:office='o'/>"),
}


def office(kind: str = "docx", *, core: str = "", **more) -> bytes:
    """A document of this kind. more: parts added or replaced, their names with __ for / and _DOT_ for the dot."""
    parts: dict[str, str | bytes] = {}
    if kind in OPEN:
        parts["mimetype"], parts["content.xml"] = OPEN[kind]
        parts["meta.xml"] = f"<office:meta xmlns:office='o'>{SECRET.decode()}</office:meta>"
    else:
        part, named, body = KINDS[kind]
        parts["[Content_Types].xml"] = CONTENT_TYPES.format(part=part, kind=named)
        parts[part] = body
        parts["docProps/core.xml"] = f"<core>{SECRET.decode()}</core>"
        parts["docProps/app.xml"] = f"<app>{SECRET.decode()}</app>"
    for name, content in more.items():
        parts[name.replace("__", "/").replace("_DOT_", ".")] = content
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def relation(target: str, kind: str = "hyperlink") -> str:
    return (
        '<Relationships xmlns="r"><Relationship Id="r1" TargetMode="External" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
    )


def locked_workbook() -> bytes:
    """The outside of a workbook under a password: an old document that holds an encrypted package."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 400
    )


def huge_png(side: int = 30_000) -> bytes:
    """A few kilobytes that say they are nine hundred million points."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )
