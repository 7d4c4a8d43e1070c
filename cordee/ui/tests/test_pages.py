"""Pages of the interface: every component renders, with nothing undefined; errors are kind."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory

from cordee.ui import errors

TEMPLATES = Path(__file__).parent.parent / "templates"
COMPONENTS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
UNDEFINED = "¿%s?"


@pytest.fixture(autouse=True)
def undefined_is_shown(settings: Any) -> None:
    """A variable that does not exist appears on the page instead of vanishing."""
    first = settings.TEMPLATES[0]
    options = first["OPTIONS"] | {"string_if_invalid": UNDEFINED}
    settings.TEMPLATES = [first | {"OPTIONS": options}]


@pytest.fixture
def request_() -> Any:
    request = RequestFactory().post(
        "/dossier", {"note": "Un texte assez long pour être gardé.", "_once": "x" * 30}
    )
    request.user, request.actor, request.htmx = AnonymousUser(), None, False
    return request


@pytest.mark.django_db
def test_the_gallery_shows_every_component_with_nothing_undefined(client: Client) -> None:
    response = client.get("/galerie")

    html = response.content.decode()
    assert response.status_code == 200
    assert "¿" not in html
    assert " style=" not in html and " onclick" not in html and "<style" not in html


def test_the_gallery_forgets_no_component() -> None:
    shells = {"page", "bare", "gallery", "_head", "as_field", "climb", "breadcrumb"}
    sources = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    sources += (TEMPLATES.parent / "templatetags" / "ui.py").read_text()
    sources += (TEMPLATES.parent / "forms.py").read_text() + (TEMPLATES.parent / "fields.py").read_text()

    unused = [name for name in COMPONENTS if name.startswith("ui/") and f'"{name}"' not in sources]

    assert [name for name in unused if Path(name).stem not in shells] == []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_template_says_what_it_is(name: str) -> None:
    get_template(name)
    text = (TEMPLATES / name).read_text()

    assert "{#" in text[:400] or "{% comment %}" in text[:400]
    assert not re.search(r"hx-on|\bjs:|javascript:|<script>| style=", text)


def test_sentences_for_users_have_french_spaces() -> None:
    wrong = re.compile(r'translate "[^"]*(?: [:;?!»](?: |")|« )[^"]*"')

    assert [name for name in COMPONENTS if wrong.search((TEMPLATES / name).read_text())] == []


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, errors.not_found),
        (403, errors.forbidden),
        (403, lambda request: errors.refusal_page(request, "Seule la coordination répond.")),
        (409, lambda request: errors.stale_page(request, "Claire a changé la date.")),
        (400, errors.bad_request),
        (413, lambda request: errors.bad_request(request, RequestDataTooBig())),
        (403, errors.csrf_failure),
        (500, errors.server_error),
    ],
)
def test_an_error_says_what_to_do_next(request_: Any, status: int, answer: Any) -> None:
    response = answer(request_)

    html = response.content.decode()
    assert response.status_code == status
    assert "¿" not in html and "!" not in re.sub(r"<!doctype|<!--", "", html)
    assert "erreur" not in html.lower()
    assert "<h1>" in html


def test_a_conflict_gives_back_what_was_written(request_: Any) -> None:
    html = errors.stale_page(request_, "Claire a changé la date.").content.decode()

    assert "Un texte assez long pour être gardé." in html
    assert "x" * 30 not in html


def test_an_expired_form_gives_back_what_was_written_but_no_password(request_: Any) -> None:
    request = RequestFactory().post(
        "/", {"note": "Un texte assez long pour être gardé.", "password": "p" * 30}
    )

    html = errors.csrf_failure(request).content.decode()

    assert "Un texte assez long" in html and "p" * 30 not in html


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("label", "Rue Zola", True),
        ("label", "Anticonstitutionnelleme", True),
        ("label", "Zola", False),
        ("same_person", "01a22500-e0e1-7287-bf2f-29a40eba815f", False),
        ("shown", "01a22500-e0e1-7287-bf2f-29a40eba815f, 01a22500-e0e1-7287-bf2f-29a40eba8150", False),
        ("new_password", "un long mot de passe à soi", False),
        ("_once", "un jeton qui est assez long", False),
    ],
)
def test_what_a_refused_form_gives_back_is_what_somebody_wrote(name: str, value: str, kept: bool) -> None:
    request = RequestFactory().post("/", {name: value})

    html = errors.csrf_failure(request).content.decode()

    assert (value in html) is kept


def test_a_refusal_is_marked_so_that_it_is_logged(request_: Any) -> None:
    assert errors.not_found(request_).refusal and errors.refusal_page(request_, "Non.").refusal


def test_htmx_gets_a_sentence_instead_of_a_page(request_: Any) -> None:
    request_.htmx = True

    html = errors.refusal_page(request_, "Seule la coordination répond.").content.decode()

    assert "<html" not in html and "Seule la coordination répond." in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("theme", "next_page", "cookie", "location"),
    [
        ("dark", "/galerie?x=1", "dark", "/galerie?x=1"),
        ("light", "//elsewhere.example/", "light", "/"),
        ("auto", "/galerie", "", "/galerie"),
        ("<b>", "https://elsewhere.example", "", "/"),
    ],
)
def test_light_or_dark_is_remembered(
    client: Client, theme: str, next_page: str, cookie: str, location: str
) -> None:
    response = client.post("/apparence", {"theme": theme, "next": next_page})

    assert response.headers["Location"] == location
    assert response.cookies["cordee-theme"].value == cookie


@pytest.mark.django_db
def test_the_chosen_theme_is_on_the_page(client: Client) -> None:
    client.cookies["cordee-theme"] = "dark"

    assert 'data-theme="dark"' in client.get("/galerie").content.decode()


@pytest.mark.parametrize("shell", ["ui/bare.html"])
def test_the_bare_shell_renders_without_a_request(shell: str) -> None:
    assert "¿" not in render_to_string(shell)
