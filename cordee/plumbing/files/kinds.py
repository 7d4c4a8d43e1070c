"""The types of file Cordée keeps, a file that may be kept, and the one that may not."""

from dataclasses import dataclass


class Refused(Exception):
    """A file that must not be kept. code: a key of refusals.SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class FileType:
    """A type we keep. extensions: the usual one first; declared: what browsers say of it."""

    media: str
    extensions: tuple[str, ...]
    declared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clean:
    """A content that may be kept."""

    content: bytes
    media: str
    extension: str


PDF = FileType("application/pdf", ("pdf",), ("application/x-pdf",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), ("image/jpg", "image/pjpeg"))
PNG = FileType("image/png", ("png",), ("image/x-png",))
WEBP = FileType("image/webp", ("webp",))
TEXT = FileType("text/plain", ("txt", "text"))
ZIPPED = ("application/zip", "application/x-zip-compressed", "application/x-zip")
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",), ZIPPED)
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), ZIPPED)
ODT = FileType("application/vnd.oasis.opendocument.text", ("odt",), ZIPPED)
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", ("ods",), ZIPPED)
SCANS = (PDF, JPEG, PNG, WEBP)  # a paper signed by hand, scanned or photographed
TYPES = (PDF, JPEG, PNG, WEBP, TEXT, DOCX, XLSX, ODT, ODS)
SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream"})
