"""What PostgreSQL really holds: writing the policies, reading them back, refusing to serve without them.

The same comparison serves `./do migrate` (which repairs), the start-up check (which refuses) and the
catalogue test (which fails the build). Everything is read in a few queries, whatever the number of tables.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cordee.plumbing.policies import (
    APP,
    RETENTIONS,
    SEARCH,
    VERBS,
    OpenTable,
    PersonRows,
    Rows,
    declarations,
    policies,
    statements,
)

OUTSIDE = {"pghistory_context"}  # pghistory's own table, never written: closed to the application
# Columns that only ever hold something about somebody accompanied.
PERSON_TEXT = frozenset(
    {
        "person_id",
        "birth",
        "birth_name",
        "first_names",
        "usage_name",
        "sealed_text",
        "sealed_reason",
        "sealed_value",
    }
)
DEFINERS = {"cordee_find_people"}  # functions that may run with more rights than their caller


@dataclass(frozen=True)
class TableState:
    """A table as PostgreSQL holds it. policies: (name, the roles it is for, all of it as text)."""

    enabled: bool
    forced: bool
    comment: str
    granted: frozenset[str]
    policies: tuple[tuple[str, str, str], ...]

    def digest(self) -> str:
        ours = sorted(text for name, _roles, text in self.policies if name != "search")
        return hashlib.sha256("\n".join(ours).encode()).hexdigest()[:20]


STATES = f"""
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, COALESCE(obj_description(c.oid, 'pg_class'), ''),
    ARRAY(SELECT DISTINCT x.privilege_type FROM aclexplode(c.relacl) x
          WHERE x.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = '{APP}'))),
    ARRAY(SELECT DISTINCT 'column ' || x.privilege_type FROM pg_attribute a, aclexplode(a.attacl) x
          WHERE a.attrelid = c.oid AND x.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = '{APP}'))),
    ARRAY(SELECT ARRAY[p.polname::text, roles.names, concat_ws(' | ', p.polname, p.polpermissive, p.polcmd,
              roles.names, pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid))]
          FROM pg_policy p, LATERAL (SELECT array_to_string(ARRAY(SELECT COALESCE(r.rolname, 'public')
              FROM unnest(p.polroles) o LEFT JOIN pg_roles r ON r.oid = o ORDER BY 1), ',') AS names) roles
          WHERE p.polrelid = c.oid ORDER BY p.polname)
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""  # noqa: S608 - the names of our own roles


def states(cursor: Any) -> dict[str, TableState]:
    cursor.execute(STATES)
    return {
        name: TableState(
            enabled,
            forced,
            comment,
            frozenset(granted) | frozenset(columns),
            tuple((p[0], p[1], p[2]) for p in found),
        )
        for name, enabled, forced, comment, granted, columns, found in cursor.fetchall()
    }


def synchronise(*, using: str = "owner") -> int:
    """Write every policy and grant from the declarations; returns how many tables changed.

    A table that obeys its declaration is left alone. Its comment holds the fingerprint of the declaration
    and that of the policies as PostgreSQL keeps them, so that one changed by hand is seen and repaired.
    """
    with connections[using].cursor() as cursor:
        known = states(cursor)
        wanted = [
            (table, declared)
            for table, declared in declarations()
            if table not in known or any(_faults_of_table(known[table], table, declared))
        ]
        for table, declared in wanted:
            _rewrite(cursor, table, declared, known.get(table))
        written = states(cursor)
        for table, declared in wanted:
            cursor.execute(
                f"COMMENT ON TABLE \"{table}\" IS '{fingerprint(table, declared, written[table])}'"
            )
        _close_undeclared(cursor)
    return len(wanted)


def fingerprint(table: str, declared: Rows | OpenTable, state: TableState) -> str:
    text = "\n".join(statements(table, declared))
    return f"cordee:{hashlib.sha256(text.encode()).hexdigest()[:20]}:{state.digest()}"


def _rewrite(cursor: Any, table: str, declared: Rows | OpenTable, state: TableState | None) -> None:
    for name, roles, _text in state.policies if state else ():
        if not _is_search(name, roles):
            cursor.execute(f'DROP POLICY "{name}" ON "{table}"')
    for statement in statements(table, declared):
        cursor.execute(statement)


def _is_search(name: str, roles: str) -> bool:
    """The search functions' own policy (people.search.install): for their role alone."""
    return name == "search" and roles == SEARCH


def _close_undeclared(cursor: Any) -> None:
    """Sequences are usable, undeclared tables are not."""
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {SEARCH}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
    known = [table for table, _ in declarations()]
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm') AND NOT relname = ANY(%s)",
        [known],
    )
    for (table,) in cursor.fetchall():
        cursor.execute(f'REVOKE ALL ON "{table}" FROM {APP}')


def faults(*, using: str = "default") -> list[str]:
    """Every way in which the database does not obey the declarations, in words. Empty when it does."""
    connection = connections[using]
    return [
        *role_faults(connection),
        *table_faults(connection),
        *undeclared(connection),
        *object_faults(connection),
    ]


def role_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """What the application role could do beyond reading and writing rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        )
        names = ("is a superuser", "bypasses row-level security", "may create roles", "may create databases")
        yield from (
            f"the application role {name}"
            for name, is_true in zip(names, cursor.fetchone(), strict=True)
            if is_true
        )
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relowner = current_user::regrole"
            " AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"
        )
        yield from (f"the application role owns {name}" for (name,) in cursor.fetchall())
        cursor.execute(
            "SELECT has_schema_privilege(current_user, 'public', 'CREATE'),"
            " has_database_privilege(current_user, current_database(), 'TEMP'),"
            " has_database_privilege(current_user, current_database(), 'CREATE'),"
            " EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
            "         WHERE r.rolname = current_user)"
        )
        names = (
            "may create tables",
            "may create temporary tables",
            "may create schemas",
            "may become another role",
        )
        yield from (
            f"the application role {name}"
            for name, is_true in zip(names, cursor.fetchone(), strict=True)
            if is_true
        )


def table_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        known = states(cursor)
    for table, declared in declarations():
        yield from declaration_faults(table, declared)
        if table in known:
            yield from _faults_of_table(known[table], table, declared)
        else:
            yield f"{table}: declared, but absent from the database"


def declaration_faults(table: str, declared: Rows | OpenTable) -> Iterator[str]:
    """What a declaration left unsaid."""
    if isinstance(declared, OpenTable):
        if not declared.why:
            yield f"{table}: it is open, and nothing says why"
        return
    if declared.retention not in RETENTIONS:
        yield f"{table}: no retention rule is called “{declared.retention}”"
    if isinstance(declared, PersonRows) and declared.partition is None and not declared.partition_column:
        yield f"{table}: nothing says which partition its rows belong to"


def _faults_of_table(state: TableState, table: str, declared: Rows | OpenTable) -> Iterator[str]:
    allowed = {VERBS[letter] for letter in declared.grants}
    yield from (f"{table}: the application may {verb}" for verb in sorted(state.granted - allowed))
    yield from (f"{table}: the application may not {verb}" for verb in sorted(allowed - state.granted))
    if not isinstance(declared, OpenTable):
        if not (state.enabled and state.forced):
            yield f"{table}: row-level security is not enabled and forced"
        present = {name for name, roles, _text in state.policies if not _is_search(name, roles)}
        wanted = {name for name, _clause in policies(table, declared)}
        yield from (f"{table}: policy “{name}” is missing" for name in sorted(wanted - present))
        yield from (f"{table}: policy “{name}” is not declared" for name in sorted(present - wanted))
    if state.comment != fingerprint(table, declared, state):
        yield f"{table}: its policies are not those of its declaration"


def undeclared(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Tables of the database nobody declared, and tables that point at a person and are declared open."""
    known = dict(declarations())
    with connection.cursor() as cursor:
        for table in _tables(cursor):
            if table not in known and table not in OUTSIDE:
                yield f"{table}: no declaration says who may read it"
        for table, why in _that_name_a_person(cursor, known):
            if isinstance(known.get(table), OpenTable):
                yield f"{table}: {why}, and is declared open"


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname"
    )
    return [name for (name,) in cursor.fetchall()]


def _that_name_a_person(cursor: Any, known: dict[str, Rows | OpenTable]) -> Iterator[tuple[str, str]]:
    """(table, why) of the tables that hold something about somebody: by the name of a column, or because a
    foreign key leads to a guarded table."""
    cursor.execute(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND a.attnum > 0 AND NOT a.attisdropped"
    )
    for table, column in cursor.fetchall():
        if column in PERSON_TEXT:
            yield table, f"its column {column} tells of a person"
    cursor.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    )
    for table, pointed in cursor.fetchall():
        if isinstance(known.get(pointed), PersonRows):
            yield table, f"it points at {pointed}"


def object_faults(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Views and functions through which rows could be read past their policies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relkind, COALESCE(reloptions::text, '') FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm', 'f')"
        )
        for name, kind, options in cursor.fetchall():
            if kind != "v":
                yield f"{name}: a materialized view or foreign table knows no policy"
            elif "security_invoker=true" not in options:
                yield f"{name}: a view that does not say security_invoker runs with its owner's rights"
        cursor.execute(
            "SELECT p.proname, p.prosecdef, COALESCE(p.proconfig::text, ''), r.rolname FROM pg_proc p"
            " JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'public'::regnamespace"
            " AND p.prosecdef"
        )
        for name, _definer, config, owner in cursor.fetchall():
            if name not in DEFINERS:
                yield f"{name}: nobody allowed this function to run with its owner's rights"
            if "search_path=" not in config:
                yield f"{name}: its search_path is not fixed"
            if owner != SEARCH:
                yield f"{name}: it runs as {owner}"


def person_models() -> Iterator[type]:
    """Every model whose rows hang from a person."""
    for model in apps.get_models():
        if isinstance(getattr(model, "rows", None), PersonRows):
            yield model
