"""Row-level security: one declaration per table, one function that writes them all.

A model says who may read its rows in one attribute:

    class Note(models.Model):
        rows = PersonRows(partition_column="partition", retention="RET-01")

`./do migrate` then writes the policies and the grants of the application role from these declarations
(`synchronise`), and only from them: a table nobody declared is closed to the application. The catalogue
test reads PostgreSQL back and compares.

Shape, measured at two million people (architecture, recipe 4): the holder's own house first, as an
equality the planner can use, then the dated grounds of access; never a policy that reads another
person table than `people_ground` and `people_seal` (recipe 5).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db import models

from cordee.kernel.partitions import Partition

APP, SEARCH, STATS = "cordee_app", "cordee_search", "cordee_stats"
UUID_SETTING = "(SELECT NULLIF(current_setting('cordee.{0}', true), '')::uuid)"
MASK_SETTING = "(SELECT COALESCE(NULLIF(current_setting('cordee.{0}', true), ''), '0')::int)"
INTAKE = "(SELECT current_setting('cordee.intake', true) = '1')"
ORGANISATION, MEMBER, HOUSE, SHARED = (
    UUID_SETTING.format(name) for name in ("organisation", "member", "house", "shared")
)
CONTEXT_PRESENT = "(SELECT NULLIF(current_setting('cordee.organisation', true), '') IS NOT NULL)"


class Rows(Protocol):
    """What a declaration must answer: who reads, who writes, what the application may do."""

    grants: str
    retention: str

    def readable(self) -> str: ...
    def writable(self) -> str: ...


@dataclass(frozen=True)
class PersonRows:
    """Rows that hang from a person: read in the holder's house, or through a ground of access.

    person: the column that names the person. partition: the part of the dossier every row belongs to,
    or partition_column: the column that says it row by row. mask: which setting opens the partition,
    "partitions" (contents) or "titles" (that it exists). only: a further SQL condition every reader
    meets. or_else: a condition that opens a row without a person (an orientation's deadline).
    grants: the letters of SELECT, INSERT, UPDATE, DELETE the application gets.
    retention: the rule after which rows go (docs/rights.md). sealed_text: columns encrypted with the key.
    """

    person: str = "person_id"
    partition: Partition | None = None
    partition_column: str | None = None
    mask: str = "partitions"
    only: str = ""
    or_else: str = ""
    grants: str = "SIU"
    retention: str = "RET-01"

    def _opened(self, mask: str) -> str:
        wanted = self.partition_column or str(int(self.partition or Partition.IDENTITY))
        return f"({mask} & {wanted}) <> 0"

    def readable(self) -> str:
        seen = f"(({self._house()}) OR ({self._ground()}))"
        if self.or_else:
            seen = f"({seen} OR ({self.or_else}))"
        return f"{seen} AND ({self.only})" if self.only else seen

    def writable(self) -> str:
        return self.readable()

    def _house(self) -> str:
        return (
            f"organisation_id = {HOUSE} AND {self._opened(MASK_SETTING.format(self.mask))}"
            f" AND {self.person} NOT IN (SELECT s.person_id FROM people_seal s WHERE s.lifted_at IS NULL)"
        )

    def _ground(self) -> str:
        return (
            f"{self.person} IN (SELECT g.person_id FROM people_ground g WHERE {LIVE_GROUND}"
            f" AND {self._opened('g.partitions')})"
        )


LIVE_GROUND = (
    f"(g.member_id = {MEMBER} OR g.grantee_organisation_id = {SHARED})"
    " AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())"
)


@dataclass(frozen=True)
class OrganisationRows:
    """Rows of an organisation, not (yet) of a person of its own. only: a further SQL condition."""

    only: str = ""
    or_else: str = ""
    grants: str = "SIU"
    retention: str = "RET-01"

    def readable(self) -> str:
        seen = f"organisation_id = {ORGANISATION}"
        if self.only:
            seen = f"{seen} AND ({self.only})"
        return f"(({seen}) OR ({self.or_else}))" if self.or_else else seen

    def writable(self) -> str:
        return self.readable()


@dataclass(frozen=True)
class MemberRows:
    """Rows of one member only: drafts, working notes."""

    grants: str = "SIUD"
    retention: str = "RET-02"

    def readable(self) -> str:
        return f"member_id = {MEMBER}"

    def writable(self) -> str:
        return self.readable()


@dataclass(frozen=True)
class OwnRows:
    """Rows whose reading and writing conditions are spelled, where no other shape fits."""

    reading: str
    writing: str
    grants: str = "SIU"
    retention: str = "RET-01"

    def readable(self) -> str:
        return self.reading

    def writable(self) -> str:
        return self.writing


@dataclass(frozen=True)
class OpenTable:
    """No person in it (members, definitions, sessions): grants only. why: said in the rights document."""

    why: str
    grants: str = "SIUD"
    retention: str = ""


VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}

# Tables of Django and of libraries, which cannot carry the attribute.
LIBRARY_TABLES: dict[str, OpenTable] = {
    "django_session": OpenTable("sessions; the signed cookie is the key"),
    "django_content_type": OpenTable("names of models", "S"),
    "django_migrations": OpenTable("names of migrations", "S"),
    "auth_group": OpenTable("unused by Cordée", "S"),
    "auth_permission": OpenTable("unused by Cordée", "S"),
    "auth_group_permissions": OpenTable("unused by Cordée", "S"),
    "account_emailaddress": OpenTable("a professional's own address"),
    "account_emailconfirmation": OpenTable("a professional's own address"),
    "mfa_authenticator": OpenTable("a professional's second factor, sealed by the adapter"),
    "axes_accessattempt": OpenTable("failed sign-ins"),
    "axes_accessattemptexpiration": OpenTable("failed sign-ins"),
    "axes_accesslog": OpenTable("sign-ins"),
    "axes_accessfailurelog": OpenTable("failed sign-ins"),
}


def declarations() -> Iterator[tuple[str, Rows | OpenTable]]:
    """(table, declaration) for every table of the project, histories included."""
    yield from LIBRARY_TABLES.items()
    for model in apps.get_models(include_auto_created=True):
        declared = getattr(model, "rows", None)
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None and model._meta.app_label != "pghistory":
            yield model._meta.db_table, history_rows(tracked)
        elif declared is not None and not model._meta.abstract:
            yield model._meta.db_table, declared


def history_rows(tracked: type[models.Model]) -> Rows | OpenTable:
    """History is read like the row it tells of; it is only ever added to."""
    from dataclasses import replace

    declared = tracked.rows  # type: ignore[attr-defined]
    return replace(declared, grants="SI")  # type: ignore[no-any-return]


def statements(table: str, declared: Rows | OpenTable) -> Iterator[str]:
    """The SQL that makes a table obey its declaration, whatever was there before."""
    yield f'REVOKE ALL ON "{table}" FROM {APP}'
    wanted = [VERBS[letter] for letter in declared.grants]
    if wanted:
        yield f'GRANT {", ".join(wanted)} ON "{table}" TO {APP}'
    if isinstance(declared, OpenTable):
        return
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    for name, clause in policies(declared):
        yield f'CREATE POLICY {name} ON "{table}" {clause}'


def policies(declared: Rows) -> Iterator[tuple[str, str]]:
    """(name, clause) of each policy: one restrictive, then one permissive per verb granted."""
    yield "context", f"AS RESTRICTIVE FOR ALL TO {APP} USING ({CONTEXT_PRESENT}) WITH CHECK ({CONTEXT_PRESENT})"
    reading, writing = declared.readable(), declared.writable()
    if "S" in declared.grants:
        yield "reading", f"FOR SELECT TO {APP} USING ({reading})"
    if "I" in declared.grants:
        yield "adding", f"FOR INSERT TO {APP} WITH CHECK ({writing})"
    if "U" in declared.grants:
        yield "changing", f"FOR UPDATE TO {APP} USING ({writing}) WITH CHECK ({writing})"
    if "D" in declared.grants:
        yield "removing", f"FOR DELETE TO {APP} USING ({writing})"
