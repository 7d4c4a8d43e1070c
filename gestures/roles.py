"""The roles of the database, as SQL: run by our launcher, or printed for a host's administrator.

owner    owns the tables, runs migrations
app      serves requests: owns nothing, creates nothing, bypasses nothing
search   owns the search functions, cannot sign in
stats    reads figures, cannot sign in
backup   reads everything, past the row policies
admin    superuser, only on clusters of ours, only for the launcher
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

DATABASE = "cordee"

CREATE_ROLES = """
BEGIN;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['owner', 'app', 'search', 'stats', 'backup'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cordee_' || name) THEN
            EXECUTE format('CREATE ROLE %I', 'cordee_' || name);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOLOGIN',
            'cordee_' || name
        );
    END LOOP;
END
$$;
ALTER ROLE cordee_owner LOGIN PASSWORD '{owner}';
ALTER ROLE cordee_app LOGIN PASSWORD '{app}';
ALTER ROLE cordee_backup LOGIN BYPASSRLS PASSWORD '{backup}';
GRANT cordee_search TO cordee_owner;
GRANT pg_read_all_data TO cordee_backup;
ALTER ROLE cordee_app SET idle_in_transaction_session_timeout = '60s';
COMMIT;
"""

CREATE_DATABASE = (
    "CREATE DATABASE {database} OWNER cordee_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';"
)

CLOSE_DATABASE = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO cordee_app, cordee_stats, cordee_backup;
ALTER DATABASE {database} SET jit = off;
"""

# Run while connected to the database itself.
CLOSE_SCHEMA = """
ALTER SCHEMA public OWNER TO cordee_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO cordee_app, cordee_search, cordee_stats, cordee_backup;
"""


def create_roles(passwords: Mapping[str, str]) -> str:
    """Roles and their passwords; may be run again. A password never holds a quote: they are drawn by us."""
    return CREATE_ROLES.format(**{role: passwords[role] for role in ("owner", "app", "backup")})


def close_database(database: str) -> str:
    return CLOSE_DATABASE.format(database=database)


def for_an_administrator() -> str:
    """What the administrator of a hosted PostgreSQL runs once, in psql, as a superuser."""
    passwords = {role: f"MOT-DE-PASSE-{role.upper()}" for role in ("owner", "app", "backup")}
    return "\n".join(
        [
            "-- Cordée : à exécuter une fois, dans psql, par l’administrateur de PostgreSQL (≥ 15).",
            "-- Remplacez d’abord les trois mots de passe, par des suites de lettres et de chiffres.",
            create_roles(passwords).strip(),
            "",
            CREATE_DATABASE.format(database=DATABASE),
            close_database(DATABASE).strip(),
            f"\\connect {DATABASE}",
            CLOSE_SCHEMA.strip(),
            "",
            "-- Puis, pour ./do (une seule machine : ?host= désigne le dossier de la socket) :",
            f"--   DATABASE_URL=postgresql://cordee_app:…@serveur/{DATABASE}",
            f"--   DATABASE_OWNER_URL=postgresql://cordee_owner:…@serveur/{DATABASE}",
        ]
    )


def digest(statements: str) -> str:
    """What tells that the same statements already ran; no password can be read from it."""
    return hashlib.sha256(statements.encode()).hexdigest()
