"""Asking for a page as somebody, and counting the statements it costs."""

from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

MOST_QUERIES = 8  # performance.md; the line of the reading log comes on top
HTMX = {"HX-Request": "true"}
# What a test adds: savepoints, and the context that is cleared because the transaction goes on.
OF_THE_TEST = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config('cordee.organisation', ''")


def ask(who: Any, address: str, data: Any = None, **headers: str) -> tuple[Any, list[str]]:
    """The answer to a page asked twice, and the statements of the second time."""
    client = factories.visit(who)
    client.get(address, data, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, data, headers=headers)
    asked = [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(OF_THE_TEST) and "plumbing_accesslog" not in query["sql"]
    ]
    return answer, asked


def text_of(answer: Any) -> str:
    """The words of a page, as read: no markup, no doubled space."""

    class Words(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_data(self, data: str) -> None:
            self.found.append(data)

    parser = Words()
    parser.feed(answer.content.decode())
    return " ".join(unescape(" ".join(parser.found)).split()).replace("\u202f", " ").replace("\u00a0", " ")


def links_of(answer: Any) -> list[str]:
    """Every address the page leads to."""

    class Links(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[str] = []

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            self.found += [value for name, value in attrs if name in ("href", "hx-get") and value]

    parser = Links()
    parser.feed(answer.content.decode())
    return parser.found
