"""One XML part of a document, read as it comes (never as a tree): what it would run or fetch is refused."""

import re
from xml.parsers import expat

from cordee.plumbing.files.kinds import Refused

WEB = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|\\\\|//|\.\./\.\./", re.IGNORECASE)
# Field codes of Word that fetch or start something; functions of spreadsheets that do.
FETCHING = re.compile(
    r"^\s*\W?(?:DDEAUTO|DDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE)\b|\b(?:WEBSERVICE|RTD|CALL|REGISTER\.ID)\(",
    re.IGNORECASE,
)
WRITTEN_CODES = {"instrText", "f", "f1", "delInstrText"}
OBJECTS = {
    "OLEObject",
    "oleObject",
    "control",
    "altChunk",
    "object-ole",
    "plugin",
    "applet",
    "floating-frame",
}
PROGRAMS = {"event-listener"}
CALLING = {"ddeLink", "dde-source", "dde-link", "dde-connection", "dde-connection-decl", "section-source"}
TOUCHED = {"a", "hyperlink"}  # links one has to touch


def check_part(content: bytes, *, is_open_document: bool) -> None:
    """Raises Refused, or ExpatError when it is not XML."""
    reading = Reading(is_open_document)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reading.opened
    parser.EndElementHandler = reading.closed
    parser.CharacterDataHandler = reading.said
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.Parse(content, True)


class Reading:
    """What is kept while a part is read: the field code or the formula being spelled, if any."""

    def __init__(self, is_open_document: bool) -> None:
        self.is_open_document = is_open_document
        self.code: list[str] | None = None

    def doctype(self, *declared: object) -> None:
        raise Refused("damaged")  # no office document has one; it is how an XML bomb begins

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in OBJECTS:
            raise Refused("embedded")
        if self.is_open_document and name in PROGRAMS:
            raise Refused("macros")
        if name in CALLING:
            raise Refused("links")
        if name == "Relationship":
            self.relationship(attributes)
        if name in WRITTEN_CODES:
            self.code = []
        for key, value in attributes.items():
            self.attribute(name, key.rpartition(":")[2], value)

    def attribute(self, tag: str, name: str, value: str) -> None:
        if name in ("instr", "formula") and FETCHING.search(value.removeprefix("of:=")):
            raise Refused("links")
        if name == "href" and not self._may_point(tag, value):
            raise Refused("links")

    @staticmethod
    def _may_point(tag: str, target: str) -> bool:
        if tag in TOUCHED:
            return bool(WEB.match(target)) or not ELSEWHERE.match(target)
        return not ELSEWHERE.match(target)

    @staticmethod
    def relationship(attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            return
        is_touched = attributes.get("Type", "").rpartition("/")[2] == "hyperlink"
        if not is_touched or not WEB.match(attributes.get("Target", "")):
            raise Refused("links")

    def closed(self, tag: str) -> None:
        if self.code is not None and tag.rpartition(":")[2] in WRITTEN_CODES:
            if FETCHING.search("".join(self.code)):
                raise Refused("links")
            self.code = None

    def said(self, text: str) -> None:
        if self.code is not None:
            self.code.append(text)
