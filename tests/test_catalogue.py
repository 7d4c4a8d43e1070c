"""The catalogue lint: what PostgreSQL holds is what the declarations say, and nothing else.

`faults()` is what refuses to start; these tests read PostgreSQL themselves as well, so that a fault of
`faults()` cannot hide one of the database.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from cordee.plumbing import catalogue
from cordee.plumbing.access import undeclared_pages
from cordee.plumbing.policies import (
    APP,
    CONTEXT_PRESENT,
    RETENTIONS,
    OpenTable,
    PersonRows,
    declarations,
    policies,
)

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.django_db
GUARDED = [(table, declared) for table, declared in declarations() if not isinstance(declared, OpenTable)]
OURS = [model for model in apps.get_models() if model.__module__.startswith("cordee.")]


def asked(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def test_the_database_obeys_the_declarations():
    assert catalogue.faults() == []


def test_every_page_says_who_may_come():
    assert undeclared_pages() == []


def test_tests_run_as_the_application_role():
    ((name, is_super, bypasses),) = asked(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )

    assert (name, is_super, bypasses) == (APP, False, False)


def test_every_table_of_the_database_is_declared():
    tables = {name for (name,) in asked(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition"
    )}  # fmt: skip

    assert tables - dict(declarations()).keys() - catalogue.OUTSIDE == set()


def test_every_table_that_leads_to_a_person_is_guarded():
    """By following foreign keys from `people_person`, however far, and by the names of columns."""
    pointing = asked(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    )
    columns = asked(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    found = {"people_person"} | {table for table, column in columns if column == "person_id"}
    while more := {table for table, pointed in pointing if pointed in found} - found:
        found |= more

    known = dict(declarations())
    open_ones = {table for table in found if isinstance(known.get(table), OpenTable)}
    assert open_ones == set()


@pytest.mark.parametrize("table", [table for table, _declared in GUARDED])
def test_row_level_security_is_enabled_and_forced(table):
    assert asked("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", table) == [
        (True, True)
    ]


@pytest.mark.parametrize(("table", "declared"), GUARDED, ids=[table for table, _declared in GUARDED])
def test_the_policies_are_those_of_the_declaration(table, declared):
    present = asked(
        "SELECT polname, polpermissive, polcmd::text, polroles::regrole[]::text,"
        " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
        " FROM pg_policy WHERE polrelid = to_regclass(%s) AND polname <> 'search'",
        table,
    )
    by_name = {row[0]: row[1:] for row in present}
    letters = {"adding": "a", "changing": "w", "reading": "r", "removing": "d", "context": "*"}

    assert set(by_name) == {name for name, _clause in policies(table, declared)}
    for name, (permissive, command, roles, using, check) in by_name.items():
        assert (command, roles) == (letters[name], "{" + APP + "}")
        assert permissive is (name != "context")
        assert using is not None if name != "adding" else check is not None
        assert (check is not None) is (name in {"adding", "changing", "context"})
        for expression in filter(None, (using, check)):
            assert "current_setting('cordee." in expression, f"{name} does not look at who asks"
            assert expression.strip("()") not in {"true", "false"}


@pytest.mark.parametrize(("table", "declared"), GUARDED, ids=[table for table, _declared in GUARDED])
def test_a_guarded_table_says_its_partition_and_its_retention(table, declared):
    assert declared.retention in RETENTIONS
    if isinstance(declared, PersonRows):
        assert declared.partition or declared.partition_column


def test_every_restrictive_policy_asks_for_a_context():
    restrictive = asked("SELECT count(*) FROM pg_policy WHERE NOT polpermissive")

    assert restrictive == [(len(GUARDED),)]
    assert "cordee.organisation" in CONTEXT_PRESENT


# Facts (codes), open notes and papers; and what waits with an orientation until it goes to a table of its part: each
# of its rows says its part, the policy closes the restricted ones, and a planted defect proves it.
ROWS_SAY_THEIR_PART = (
    "dossier_fact",
    "dossier_note",
    "papers_paper",
    "referrals_referralpaper",
    "assessments_situation",
    "assessments_diagnosisentry",
    "goals_goal",
    "goals_actionstep",
    "goals_foreseenorientation",
    "appointments_matter",
    "relays_relay",
    "relays_exchange",
)


def test_restricted_matters_stand_in_tables_of_their_own():
    """Health, protection and working notes share no table with an open partition (policies hide rows)."""
    for table, declared in GUARDED:
        column = getattr(declared, "partition_column", None)
        restricted = table.startswith(
            (
                "dossier_health",
                "dossier_protected",
                "dossier_working",
                "people_protected",
                "papers_health",
                "papers_protected",
                "assessments_health",
                "assessments_protected",
                "goals_health",
                "goals_protected",
                "appointments_health",
                "appointments_protected",
                "relays_health",
                "relays_protected",
            )
        )
        if restricted:
            assert column is None, table
        elif column and not table.startswith(ROWS_SAY_THEIR_PART):
            pytest.fail(
                f"{table} mixes partitions: only facts (codes), open notes, papers, situations, goals and matters may"
            )


def test_texts_are_sealed():
    """Free texts about a person are bytes sealed with a key, never a text column."""
    plain = asked(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name ~ '^sealed(_text|_reason|_value)?$'"
        " AND data_type <> 'bytea'"
    )

    assert plain == []


# The application role


@pytest.mark.parametrize(
    "question",
    [
        "has_schema_privilege(current_user, 'public', 'CREATE')",
        "has_database_privilege(current_user, current_database(), 'CREATE')",
        "has_database_privilege(current_user, current_database(), 'TEMP')",
        "(SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles"
        " WHERE rolname = current_user)",
        "EXISTS (SELECT FROM pg_auth_members WHERE member = current_user::regrole)",
        "EXISTS (SELECT FROM pg_class WHERE relowner = current_user::regrole)",
        "EXISTS (SELECT FROM pg_proc WHERE proowner = current_user::regrole)",
        "EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege(current_user, oid, 'TRUNCATE, REFERENCES, TRIGGER'))",
        "EXISTS (SELECT FROM pg_class WHERE relispartition AND relkind = 'r'"
        " AND has_table_privilege(current_user, oid, 'SELECT, INSERT, UPDATE, DELETE'))",
        "EXISTS (SELECT FROM pg_default_acl)",
    ],
)  # fmt: skip
def test_the_application_role_has_no_other_power(question):
    assert asked(f"SELECT {question}") == [(False,)]


def test_nothing_else_may_sign_in_past_the_policies():
    powerful = asked(
        "SELECT rolname FROM pg_roles WHERE rolcanlogin AND (rolsuper OR rolbypassrls) ORDER BY 1"
    )

    assert {name for (name,) in powerful} - {"cordee_admin", "postgres"} == {"cordee_backup"}


# Views and functions


def test_no_view_and_no_materialized_view_shows_rows_past_their_policies():
    views = asked(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind IN ('m', 'f')"
        " OR relkind = 'v' AND NOT COALESCE(reloptions::text, '') LIKE '%%security_invoker=true%%')"
    )

    assert views == []


def test_functions_with_their_owner_s_rights_are_allowed_one_by_one():
    definers = asked(
        "SELECT p.proname, r.rolname, p.proconfig::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
        " WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"
    )

    assert {name for name, _owner, _config in definers} == catalogue.DEFINERS
    for name, owner, config in definers:
        assert owner == "cordee_search", name
        assert "search_path=public, pg_temp" in config.replace('"', ""), name


def test_the_search_role_reads_key_columns_only():
    readable = asked(
        "SELECT table_name, column_name FROM information_schema.column_privileges"
        " WHERE grantee = 'cordee_search' AND privilege_type = 'SELECT'"
    )
    others = asked("SELECT count(*) FROM information_schema.table_privileges WHERE grantee = 'cordee_search'")

    from cordee.people.search import KEY_COLUMNS

    assert set(readable) <= {(table, column) for table, columns in KEY_COLUMNS.items() for column in columns}
    assert others == [(0,)]


def test_the_functions_of_the_application_look_at_no_table_but_the_allowed_ones():
    callable_ones = asked(
        "SELECT p.proname, p.provolatile::text FROM pg_proc p"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'cordee%%'"
        " AND has_function_privilege(current_user, p.oid, 'EXECUTE')"
    )

    assert {name for name, volatility in callable_ones if volatility != "i"} == catalogue.DEFINERS


# Words


def test_every_model_is_in_the_glossary():
    written = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "glossary.md").read_text()))
    tracked = [model for model in OURS if getattr(model, "pgh_tracked_model", None) is None]

    assert [model.__name__ for model in tracked if model.__name__ not in written] == []


def test_every_model_that_belongs_to_an_organisation_can_be_asked_for():
    """`visible_to`, or a reason not to: see the tests of the two locks for the doors of the others."""
    from tests.worlds import THROUGH_A_DOOR

    without = {
        model
        for model in OURS
        if getattr(model, "pgh_tracked_model", None) is None
        and any(field.attname == "organisation_id" for field in model._meta.concrete_fields)
        and not hasattr(model._default_manager.none(), "visible_to")
    }

    assert {model._meta.label for model in without - set(THROUGH_A_DOOR)} == {
        "accounts.OrganisationSetting",  # read with the actor, never listed by a page
        "plumbing.OrganisationKey",  # people.keys.organisation_key, of a dossier already visible
    }
