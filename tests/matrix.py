"""Reading rights_matrix.toml: one line per address, what each actor must be answered.

A line:

    ["personnes/<uuid:pk>"]
    get = "200 @house | 404"        # STATUS actors… | … | STATUS for all the others
    post = "405"
    things = { pk = "person" }      # what fills the address: a thing of page_world, or "=literal"
    query = { programme = "programme.code" }   # IDs that may come in the query string
    body = { member = "member" }               # IDs that may come in the body of a POST
    form = { on = "…" }             # the rest of a body that is otherwise right
    offered = ["member"]            # IDs open to anybody on purpose, with a comment that says why
    by = "coordinator"              # who asks when an ID is replaced (the one who could do it)

Unless the line says otherwise: anonymous is sent to sign in (302), a former member is refused (403).
"""

import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tests.page_world import ACTORS

SOURCE = Path(__file__).with_name("rights_matrix.toml")
DEFAULTS = {"anonymous": 302, "former": 403}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
CHANGING = re.compile(
    r'("X-CSRFToken": "|name="csrfmiddlewaretoken" value="|name="_once" value="|name="jeton" value=")[^"]*'
    r"|(?<=X-CSRFToken&quot;: &quot;)[^&]*"
)
LITERAL = "="
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Line:
    """What the table says of one address."""

    address: str
    expectations: dict[str, dict[str, int]]
    things: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)
    by: str = "coordinator"

    def expected(self, method: str, who: str) -> int:
        return self.expectations[method][who]

    def path(self, world_things: dict[str, Any], **replaced: Any) -> str:
        """The address, its parameters filled with things of a house."""
        filled = {name: value_of(world_things, what) for name, what in self.things.items()} | replaced
        return "/" + PARAMETER.sub(lambda found: quote(str(filled[found[1]])), self.address)

    def cases(self) -> list[tuple[str, str]]:
        """(where, name) of each ID this address takes."""
        named = {"path": self.things, "query": self.query, "body": self.body}
        return [
            (where, name)
            for where, names in named.items()
            for name, what in names.items()
            if not what.startswith(LITERAL)
        ]

    def request_with(self, where: str, name: str, value: Any, ours: dict[str, Any]) -> tuple[str, str, str]:
        """(method, address, body) of a request right in everything but this one ID."""
        body = {key: value_of(ours, what) for key, what in (self.form | self.body).items()}
        path = self.path(ours, **({name: value} if where == "path" else {}))
        if where == "query":
            return "GET", f"{path}?{urlencode({name: value})}", ""
        if where == "body":
            return "POST", path, urlencode(body | {name: value})
        method = "GET" if self.expectations["GET"][self.by] != 405 else "POST"
        return method, path, urlencode(body) if method == "POST" else ""


def value_of(things: dict[str, Any], what: str) -> Any:
    """ "person" → its key; "programme.code" → that attribute; "=social" → social."""
    if what.startswith(LITERAL):
        return what.removeprefix(LITERAL)
    name, _dot, attribute = what.partition(".")
    return getattr(things[name], attribute or "pk")


def plain_inputs() -> frozenset[str]:
    """The names of inputs that carry no identifier."""
    return frozenset(tomllib.loads(SOURCE.read_text())["inputs"]["plain"])


def read_table(part: str = "pages") -> dict[str, Line]:
    """part: "pages", one line for each address; "restricted", the same address about what fewer people read; "codes",
    the same address with another code in it (after a #)."""
    written = tomllib.loads(SOURCE.read_text())
    groups: dict[str, list[str]] = written.pop("groups")
    return {address: _line(address, said, groups) for address, said in written[part].items()}


def _line(named: str, said: dict[str, Any], groups: dict[str, list[str]]) -> Line:
    address = named.partition("#")[0]
    expectations = {method: _statuses(said[method.lower()], groups) for method in ("GET", "POST")}
    rest = {key: value for key, value in said.items() if key not in ("get", "post")}
    return replace(Line(address, expectations), **rest)


def _statuses(text: str, groups: dict[str, list[str]]) -> dict[str, int]:
    """ "200 coordinator @team | 403" → the status of each actor."""
    told: dict[str, int] = {}
    *parts, last = [part.split() for part in text.split("|")]
    for status, *names in [*parts, last] if len(last) > 1 else parts:
        for name in names:
            members = groups[name[1:]] if name.startswith("@") else [name]
            assert set(members) <= set(ACTORS), f"unknown actor in {text!r}"
            told |= {member: int(status) for member in members}
    if len(last) == 1:
        rest = int(last[0])
        told = {who: DEFAULTS.get(who, rest) for who in ACTORS} | told
    assert set(told) == set(ACTORS), f"{text!r} says nothing of {set(ACTORS) - set(told)}"
    return told


def plain(answer: Any, *changing: Any) -> str:
    """A page without what differs from one asking to the next: its own address and tokens."""
    text = CHANGING.sub(r"\1", answer.body)
    for value in changing:
        text = text.replace(str(value), "ID")
    return text


def headers(answer: Any, *changing: Any) -> dict[str, str]:
    kept = {
        name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Content-Length")
    }
    for value in changing:
        kept = {name: text.replace(str(value), "ID") for name, text in kept.items()}
    return kept


TABLE = read_table()
RESTRICTED = read_table("restricted")
CODES = read_table("codes")
