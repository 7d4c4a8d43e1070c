"""A small HTTP client that measures: one connection kept open, as a browser does, and little else to pay for.

It knows what our pages need: gzip, cookies, a form read from a page and sent back.
"""

from __future__ import annotations

import socket
import time
import zlib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

PATIENCE = 30.0
LARGEST_HEAD = 65_536


@dataclass(frozen=True)
class Answer:
    """What came back. body: as it travelled; seconds: from the first byte sent to the last one received."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        plain = self.body
        if self.headers.get("content-encoding") == "gzip":
            plain = zlib.decompress(plain, 31)
        return plain.decode()


class Refused(RuntimeError):
    """The server answered something else than what was asked for."""


@dataclass
class Wire:
    """A connection of somebody signed in. session: the value of their cookie."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: socket.socket | None = field(default=None, repr=False)
    _left: bytes = b""

    def __post_init__(self) -> None:
        if self.session:
            self.cookies["cordee-session"] = self.session

    # Asking

    def get(self, path: str, *, fragment: bool = False, wanted: tuple[int, ...] = (200,)) -> Answer:
        """fragment: asked as htmx does, for a part of the page."""
        return self.ask(self.request("GET", path, fragment=fragment), wanted, path)

    def post(
        self, path: str, fields: dict[str, str | list[str]], *, wanted: tuple[int, ...] = (302, 303)
    ) -> Answer:
        body = urlencode(fields, doseq=True).encode()
        return self.ask(self.request("POST", path, body), wanted, path)

    def request(self, method: str, path: str, body: bytes = b"", *, fragment: bool = False) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: localhost:{self.port}",
            "Accept-Encoding: gzip",
            "Accept: text/html",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        if fragment:
            lines.append("HX-Request: true")
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def ask(self, request: bytes, wanted: tuple[int, ...] = (200,), path: str = "") -> Answer:
        """Send, wait, time. Raises Refused when the status is not one of those wanted."""
        if self._socket is None:
            self._connect()
        began = time.perf_counter()
        try:
            answer = self._exchange(request, began)
        except (BrokenPipeError, ConnectionResetError):
            self._connect()  # the server closed an idle connection
            began = time.perf_counter()
            answer = self._exchange(request, began)
        if answer.status not in wanted:
            raise Refused(f"{path or request[:120]!r}: {answer.status}\n{answer.text[:600]}")
        if "set-cookie" in answer.headers:
            self._keep(answer.headers["set-cookie"])
        if answer.headers.get("connection", "").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._left = None, b""

    # Reading

    def _connect(self) -> None:
        self.close()
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _exchange(self, request: bytes, began: float) -> Answer:
        assert self._socket is not None
        self._socket.sendall(request)
        head = self._until(b"\r\n\r\n").decode("latin-1")
        first, *lines = head.split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            name = name.lower()
            headers[name] = f"{headers[name]}\n{value}" if name in headers else value
        body = (
            self._chunks()
            if "transfer-encoding" in headers
            else self._bytes(int(headers.get("content-length", 0)))
        )
        return Answer(int(first.split(" ")[1]), headers, body, time.perf_counter() - began)

    def _more(self) -> None:
        assert self._socket is not None
        data = self._socket.recv(65_536)
        if not data:
            raise ConnectionResetError
        self._left += data

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._left:
            if len(self._left) > LARGEST_HEAD:
                raise Refused("no end to the headers")
            self._more()
        head, _, self._left = self._left.partition(mark)
        return head

    def _bytes(self, count: int) -> bytes:
        while len(self._left) < count:
            self._more()
        body, self._left = self._left[:count], self._left[count:]
        return body

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self._until(b"\r\n"), 16):
            body += self._bytes(size)
            self._bytes(2)
        self._bytes(2)
        return body

    def _keep(self, told: str) -> None:
        for cookie in told.split("\n"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()


# Forms


class FormReader(HTMLParser):
    """The fields of the forms of a page, with the values they come with."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, str | list[str]]] = []
        self.actions: list[str] = []
        self._inside = False
        self._select = self._area = ""
        self._first_option = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append({})
            self.actions.append(given.get("action") or "")
            self._inside = True
        name = given.get("name") or ""
        if not self._inside or not (name or tag == "option"):
            return
        fields = self.forms[-1]
        if tag == "select":
            self._select, self._first_option = name, True
        elif tag == "option" and self._select and (self._first_option or "selected" in given):
            fields[self._select], self._first_option = given.get("value") or "", False
        elif tag == "textarea":
            self._area = name
            fields[name] = ""
        elif tag == "input" and _is_sent(given):
            fields[name] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area] = str(self.forms[-1][self._area]) + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def _is_sent(given: dict[str, str | None]) -> bool:
    kind = given.get("type") or "text"
    return kind not in {"submit", "button", "file"} and (
        kind not in {"radio", "checkbox"} or "checked" in given
    )


def form_of(page: str, holding: str) -> tuple[str, dict[str, str | list[str]]]:
    """The address and the fields of the form that has a field of that name. Raises Refused without one."""
    reader = FormReader()
    reader.feed(page)
    for action, fields in zip(reader.actions, reader.forms, strict=True):
        if holding in fields:
            return action, fields
    raise Refused(f"no form with a field « {holding} » in the page")


class LinkReader(HTMLParser):
    """The addresses a page leads to, htmx's included."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "hx-get", "src"} and value]


def links_of(page: str) -> list[str]:
    reader = LinkReader()
    reader.feed(page)
    return reader.found
