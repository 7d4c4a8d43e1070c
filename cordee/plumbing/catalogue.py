"""What PostgreSQL really holds: writing the policies, reading them back, refusing to serve without them.

The same comparison serves `./do migrate` (which repairs), the start-up check (which refuses) and the
catalogue test (which fails the build).
"""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cordee.plumbing.policies import (
    APP,
    SEARCH,
    OpenTable,
    Rows,
    declarations,
    policies,
    statements,
)

OUTSIDE = {"pghistory_context"}  # pghistory's own table, never written: closed to the application
PERSON_COLUMNS = ("person_id",)


def synchronise(*, using: str = "owner") -> int:
    """Write every policy and grant from the declarations; returns how many tables changed.

    A table whose declaration did not change since the last time is left alone: its fingerprint stands
    in the table's comment.
    """
    changed = 0
    with connections[using].cursor() as cursor:
        for table, declared in declarations():
            wanted = fingerprint(table, declared)
            if current_fingerprint(cursor, table) == wanted:
                continue
            _rewrite(cursor, table, declared, wanted)
            changed += 1
        _close_undeclared(cursor)
    return changed


def fingerprint(table: str, declared: Rows | OpenTable) -> str:
    text = "\n".join(statements(table, declared))
    return "cordee:" + hashlib.sha256(text.encode()).hexdigest()[:20]


def current_fingerprint(cursor: object, table: str) -> str | None:
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [table])  # type: ignore[attr-defined]
    row = cursor.fetchone()  # type: ignore[attr-defined]
    return row[0] if row else None


def _rewrite(cursor: object, table: str, declared: Rows | OpenTable, wanted: str) -> None:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute("SELECT polname FROM pg_policy WHERE polrelid = to_regclass(%s) AND polname <> 'search'", [table])
    for (name,) in cursor.fetchall():  # type: ignore[attr-defined]
        execute(f'DROP POLICY "{name}" ON "{table}"')
    for statement in statements(table, declared):
        execute(statement)
    execute(f"COMMENT ON TABLE \"{table}\" IS '{wanted}'")


def _close_undeclared(cursor: object) -> None:
    """Sequences are usable, undeclared tables are not."""
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {SEARCH}")
    execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
    known = [table for table, _ in declarations()]
    execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm') AND NOT relname = ANY(%s)",
        [known],
    )
    for (table,) in cursor.fetchall():  # type: ignore[attr-defined]
        execute(f'REVOKE ALL ON "{table}" FROM {APP}')


def faults(*, using: str = "default") -> list[str]:
    """Every way in which the database does not obey the declarations, in words. Empty when it does."""
    connection = connections[using]
    return [*role_faults(connection), *table_faults(connection), *undeclared(connection)]


def role_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        names = ("is a superuser", "bypasses row-level security", "may create roles", "may create databases")
        yield from (f"the application role {name}" for name, is_true in zip(names, cursor.fetchone()) if is_true)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
            " AND relkind IN ('r', 'p', 'v')"
        )
        yield from (f"the application role owns {name}" for (name,) in cursor.fetchall())
        cursor.execute(
            "SELECT has_schema_privilege(current_user, 'public', 'CREATE'),"
            " has_database_privilege(current_user, current_database(), 'TEMP'),"
            " pg_has_role(current_user, 'cordee_owner', 'MEMBER'), pg_has_role(current_user, 'cordee_search', 'MEMBER')"
        )
        names = ("may create tables", "may create temporary tables", "may become owner", "may become search")
        yield from (f"the application role {name}" for name, is_true in zip(names, cursor.fetchone()) if is_true)


def table_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        for table, declared in declarations():
            yield from _faults_of_table(cursor, table, declared)


def _faults_of_table(cursor: object, table: str, declared: Rows | OpenTable) -> Iterator[str]:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(
        "SELECT relrowsecurity, relforcerowsecurity, has_table_privilege(%s, oid, 'TRUNCATE'),"
        " obj_description(oid, 'pg_class') FROM pg_class WHERE oid = to_regclass(%s)",
        [APP, table],
    )
    row = cursor.fetchone()  # type: ignore[attr-defined]
    if row is None:
        yield f"{table}: declared, but absent from the database"
        return
    enabled, forced, truncates, comment = row
    if truncates:
        yield f"{table}: the application may truncate it"
    if isinstance(declared, OpenTable):
        return
    if not (enabled and forced):
        yield f"{table}: row-level security is not enabled and forced"
    if comment != fingerprint(table, declared):
        yield f"{table}: its policies are not those of its declaration"
    execute("SELECT polname FROM pg_policy WHERE polrelid = to_regclass(%s)", [table])
    present = {name for (name,) in cursor.fetchall()}  # type: ignore[attr-defined]
    missing = {name for name, _ in policies(declared)} - present
    surplus = present - {name for name, _ in policies(declared)} - {"search"}
    yield from (f"{table}: policy “{name}” is missing" for name in sorted(missing))
    yield from (f"{table}: policy “{name}” is not declared" for name in sorted(surplus))


def undeclared(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Tables of the database nobody declared, and person tables declared open."""
    known = dict(declarations())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND a.attnum > 0 GROUP BY c.relname"
        )
        for table, columns in cursor.fetchall():
            declared = known.get(table)
            if declared is None and table not in OUTSIDE:
                yield f"{table}: no declaration says who may read it"
            holds_person = any(column in columns for column in PERSON_COLUMNS)
            if holds_person and isinstance(declared, OpenTable):
                yield f"{table}: it names a person, and is declared open"


def person_models() -> Iterator[type]:
    """Every model whose rows hang from a person."""
    for model in apps.get_models():
        if any(field.attname in PERSON_COLUMNS for field in model._meta.concrete_fields):
            yield model
