"""Who may ask for what: every address × everybody × method, against the hand-written rights_matrix.toml.

The addresses come from the resolver: one without a line in the table fails. Every ID that an address, a query
string or a body may carry is then replaced by somebody else's and by one that does not exist: the answer must
be the same to the byte, in as many queries.
"""

from contextlib import contextmanager, nullcontext
from unittest import mock
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection, reset_queries, transaction
from django.http import QueryDict
from django.template import Context, Template, VariableDoesNotExist
from django.template.base import FilterExpression, Variable
from django.test.utils import CaptureQueriesContext

from cordee.home.tests.asking import MOST_QUERIES, OF_THE_TEST
from cordee.plumbing.access import every_pattern
from cordee.plumbing.ids import new_id
from cordee.spreadsheets.outgoing import EXPORTS
from cordee.spreadsheets.registry import IMPORTS
from cordee.spreadsheets.writers import FORMATS
from tests.matrix import CODES, RESTRICTED, TABLE, headers, plain, plain_inputs, value_of
from tests.page_world import ACTORS, CANARY, body_of, build

FORM = "application/x-www-form-urlencoded"
PLAIN = plain_inputs()
BEFORE_ROLES = ["anonymous", "former", "coordinator", "statistician", "stranger"]  # 405 comes before them


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with nothing_undefined(), django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@contextmanager
def nothing_undefined():
    """A template that shows a variable nobody defined fails, unless it says what to show instead (`default`)."""
    resolve = FilterExpression.resolve

    def telling(self, context, ignore_failures=False):
        foreseen = ignore_failures or any(one.__name__ == "default" for one, _arguments in self.filters)
        if isinstance(self.var, Variable) and not foreseen:
            try:
                self.var.resolve(context)
            except VariableDoesNotExist:
                raise AssertionError(f"{context.template_name}: {self.token} is not defined") from None
        return resolve(self, context, ignore_failures)

    with mock.patch.object(FilterExpression, "resolve", telling):
        yield


def ask(world, who, method, address, body=""):
    """One request, undone afterwards."""
    with transaction.atomic():
        answer = world.client(who).generic(method, address, body, FORM)
        answer.body = body_of(answer)
        transaction.set_rollback(True)
    return answer


TRAPS = [("{{ x }}", True), ("{{ x|default:'' }}", False), ("{% if x %}{% endif %}", False)]


@pytest.mark.parametrize(("shown", "fails"), TRAPS)
def test_an_undefined_variable_is_seen(shown, fails):
    with nothing_undefined(), pytest.raises(AssertionError) if fails else nullcontext():
        Template(shown).render(Context())


def test_every_address_has_a_line_and_every_line_an_address():
    assert set(TABLE) == {address for address, _pattern in every_pattern()}


def test_what_is_restricted_is_an_address_of_the_table():
    assert set(RESTRICTED) <= set(TABLE)
    assert {line.address for line in CODES.values()} <= set(TABLE)


def test_every_parameter_of_an_address_is_filled():
    unfilled = [address for address, line in TABLE.items() if address.count("<") != len(line.things)]

    assert unfilled == []


LINES = [*sorted(TABLE.items()), *sorted(RESTRICTED.items()), *sorted(CODES.items())]
KNOWN_CODES = {"kind": IMPORTS, "liste": EXPORTS, "file_format": FORMATS}


def test_every_code_an_address_may_carry_has_a_line():
    """The lists taken out, the tables brought in, the formats: each is asked for by everybody."""
    told = {}
    for line in (*TABLE.values(), *CODES.values()):
        for name, what in line.things.items():
            if line.address.startswith("tableaux/") and name in KNOWN_CODES:
                told.setdefault((line.address, name), set()).add(what.removeprefix("="))

    assert told == {
        (address, name): {code for code, _one in KNOWN_CODES[name].items()} for address, name in told
    }
    assert {name for _address, name in told} == set(KNOWN_CODES)


@pytest.mark.parametrize(("address", "line"), LINES, ids=[address for address, _line in LINES])
def test_everybody_gets_the_answer_of_the_table(world, address, line):
    wrong = []
    for method in ("GET", "POST"):
        asking = BEFORE_ROLES if line.expected(method, "coordinator") == 405 else ACTORS
        for who in asking:
            status = ask(world, who, method, line.path(world.ours)).status_code
            if status != line.expected(method, who):
                wrong.append(f"{method} {who}: {status}, {line.expected(method, who)} expected")

    assert wrong == []


# What a test undoes each time: the session of the day made longer. What comes on top: the line of the reading log.
APART = (*OF_THE_TEST, 'UPDATE "django_session"', 'INSERT INTO "plumbing_accesslog"')
# What more than eight statements are spent on; each one is known, and none may grow (performance.md).
COSTLIER = {
    "calendrier/<str:token>.ics": 9,  # six for a calendar program; here, the session of who is signed in as well
    "partage/<str:token>": 10,  # six for who has no account; the context of the link is set and put back twice
    "orientations/<uuid:pk>/accueillir": 11,  # looks for the person and for another orientation of theirs
    "reglages/equipe/<uuid:member_id>/depart": 11,  # everything somebody who leaves hands over
    "personnes/<uuid:pk>/contrats/<uuid:contract_id>/assiduite": 9,  # asks each domain that counts hours
    "personnes/<uuid:pk>/contrats/<uuid:contract_id>/assiduite/pdf": 9,
    "personnes/<uuid:pk>/documents/<slug:sector>/<uuid:paper_id>": 9,  # two keys for the name, two for the file
    "personnes/<uuid:pk>/documents/<slug:sector>/<uuid:paper_id>/modifier": 10,
    "personnes/<uuid:pk>/parcours/nouveau": 9,
    "tableaux/exporter/<slug:liste>/<slug:file_format>": 9,
}


def statements(world, address):
    """What a page asks of the database once a process keeps what it keeps; nothing when it is no page."""
    for _time in range(2):
        reset_queries()  # Django notes 9,000 of them, then none
        with CaptureQueriesContext(connection) as captured:
            answer = ask(world, "coordinator", "GET", TABLE[address].path(world.ours))
    asked = [sql for query in captured if not (sql := query["sql"]).startswith(APART)]
    return asked if answer.status_code == 200 else []


@pytest.mark.parametrize("address", sorted({*TABLE} - {*COSTLIER}))
def test_a_page_costs_eight_statements_at_most(world, address):
    asked = statements(world, address)

    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


@pytest.mark.parametrize("address", sorted(COSTLIER))
def test_a_costlier_page_costs_what_is_said(world, address):
    """One that no longer does leaves the list."""
    assert len(statements(world, address)) == COSTLIER[address] > MOST_QUERIES


@pytest.mark.parametrize("address", sorted(TABLE))
def test_no_other_method_is_taken(world, address):
    path = TABLE[address].path(world.ours)

    assert ask(world, "coordinator", "DELETE", path).status_code == 405
    assert ask(world, "anonymous", "DELETE", path).status_code in {302, 405}


WITH_CODES = TABLE | CODES
IDENTIFIERS = [
    (address, where, name) for address, line in sorted(WITH_CODES.items()) for where, name in line.cases()
]


@pytest.mark.parametrize(("address", "where", "name"), IDENTIFIERS)
def test_hidden_and_absent_get_the_same_answer(world, address, where, name):
    line, seen = WITH_CODES[address], []
    what = {"path": line.things, "query": line.query, "body": line.body}[where][name]
    for value in (value_of(world.theirs, what), absent(what)):
        method, path, body = line.request_with(where, name, value, world.ours)
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            answer = ask(world, line.by, method, path, body)
        assert CANARY not in answer.body, "somebody of another house is named"
        seen.append((answer.status_code, plain(answer, value), headers(answer, value), len(queries)))

    assert seen[0] == seen[1]
    if where == "path":
        assert seen[0][0] == 404


def absent(what: str):
    """An identifier of the same kind that nothing has."""
    return "absent" if what.endswith(".code") else new_id()


@pytest.mark.parametrize("address", [address for address, line in sorted(TABLE.items()) if line.things])
def test_an_address_that_is_no_identifier_is_not_found(world, address):
    """Forged identifiers: too long, not one, nothing at all."""
    line = TABLE[address]
    for value in ("0", "x" * 300, "00000000-0000-0000-0000-000000000000"):
        path = line.path(world.ours, **dict.fromkeys(line.things, value))
        for method in ("GET", "POST"):
            assert ask(world, line.by, method, path).status_code in {200, 204, 404, 405}, urlsplit(path).path[
                :80
            ]


@pytest.fixture
def names_read(monkeypatch):
    """Every name a page looks for in a query string or a body."""
    names = set()
    for way in ("__getitem__", "__contains__", "get", "getlist"):
        monkeypatch.setattr(QueryDict, way, noting(names, getattr(QueryDict, way)))
    return names


def noting(names, look):
    def noted(self, name, *rest, **options):
        names.add(str(name))
        return look(self, name, *rest, **options)

    return noted


@pytest.mark.parametrize("address", sorted(TABLE))
def test_every_input_a_page_reads_is_known(world, names_read, address):
    """An identifier nobody listed is one nobody tried with a stranger's."""
    line = TABLE[address]
    body = urlencode({name: value_of(world.ours, what) for name, what in (line.form | line.body).items()})

    ask(world, line.by, "GET", line.path(world.ours))
    ask(world, line.by, "POST", line.path(world.ours), body)

    assert names_read - {*line.query, *line.body, *line.offered} - PLAIN == set()
