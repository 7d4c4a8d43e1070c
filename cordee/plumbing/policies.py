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

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.apps import apps
from django.db import models

from cordee.kernel.partitions import RESTRICTED_PARTITIONS, Partition

APP, SEARCH, STATS = "cordee_app", "cordee_search", "cordee_stats"
UUID_SETTING = "(SELECT NULLIF(current_setting('cordee.{0}', true), '')::uuid)"
MASK_SETTING = "(SELECT COALESCE(NULLIF(current_setting('cordee.{0}', true), ''), '0')::int)"
INTAKE = "(SELECT current_setting('cordee.intake', true) = '1')"
REVEALS = "(SELECT current_setting('cordee.reveals', true) = '1')"
ORGANISATION, MEMBER, HOUSE, SHARED = (
    UUID_SETTING.format(name) for name in ("organisation", "member", "house", "shared")
)
WITHHELD = MASK_SETTING.format("withheld")
RECEIVED = MASK_SETTING.format("received")
BY_NOBODY = f"{MEMBER} IS NULL"  # a job of the organisation itself
CONTEXT_PRESENT = "(SELECT NULLIF(current_setting('cordee.organisation', true), '') IS NOT NULL)"


class Rows(Protocol):
    """What a declaration must answer: who reads, who changes, what may be written, what is granted."""

    @property
    def grants(self) -> str: ...
    @property
    def retention(self) -> str: ...
    def readable(self) -> str: ...
    def changeable(self) -> str: ...
    def writable(self, table: str) -> str: ...


ROW = "{row}"  # the table a condition is written for: `policies` puts its name there
LIVE = "g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())"
LIVE_GROUND = f"(g.member_id = {MEMBER} OR g.grantee_organisation_id = {SHARED}) AND {LIVE}"
SEALED = "(SELECT s.person_id FROM people_seal s WHERE s.lifted_at IS NULL)"
# What an import made, while whoever brought it in undoes it (spreadsheets.actions): nothing else of a dossier is ever
# removed. A line and its run are rows one may write: a trigger of theirs refuses that a dossier made before be named.
BEING_UNDONE = (
    "(SELECT i.made_id FROM spreadsheets_importrow i JOIN spreadsheets_importrun r ON r.id = i.run_id"  # noqa: S608
    f" WHERE i.is_undoing AND i.organisation_id = {ORGANISATION} AND r.organisation_id = {ORGANISATION}"
    f" AND r.by_id = {MEMBER} AND r.state = 'applied' AND r.undone_at IS NULL)"
)
# RET-05, for the nightly job of the house: the lines of the tables brought in thirty days ago.
OLD_IMPORTS = (
    "run_id IN (SELECT r.id FROM spreadsheets_importrun r WHERE r.created_at < now() - interval '30 days')"
)
# RET-06, for the same: the files prepared a day ago.
OLD_EXPORTS = "created_at < now() - interval '24 hours'"


def ground(person: str, condition: str) -> str:
    """Is there such a ground on the person a row names? The person stands inside, so that an index finds the two or
    three grounds on them: `(person, organisation) IN (…)` read all those of the member again for each row, 0.13 ms
    a row for somebody who follows 900 people.

    A ground opens the rows of the house that gave it: without the organisation, a member could open anybody's
    dossier by writing a ground of their own house on it.
    """
    return (
        f"EXISTS (SELECT 1 FROM people_ground g WHERE g.person_id = {ROW}.{person}"  # noqa: S608 - our own names
        f" AND g.organisation_id = {ROW}.organisation_id AND {condition})"
    )


IN_CIRCLE = ground("person_id", f"g.member_id = {MEMBER} AND {LIVE}")


@dataclass(frozen=True)
class PersonRows:
    """Rows that hang from a person: read in the holder's house, or through a ground of access.

    person: the column that names the person. partition: the part of the dossier every row belongs to,
    or partition_column: the column that says it row by row. sensitivity: that of what is written there, where
    it is not the partition that opens it (a protected address). mask: which setting opens the partition,
    "partitions" (contents) or "titles" (that it exists). author: the column of who wrote the row, who reads
    it again whatever its partition while the dossier is open to them. only: a further SQL condition every
    reader and writer meets; readers: one that writers need not meet. or_else: a condition that opens a row
    without a person (an orientation's deadline). removing: what a row must further be to be removed. grants: the
    letters of SELECT, INSERT, UPDATE, DELETE the application gets. retention: the rule after which rows go
    (RETENTIONS). parents: (column, table) of the other person tables a row points at, and houses: of those of the
    house that keeps the dossier, both found by `declarations`. A row whose person may be empty also
    names there the tables of persons it points at: `parents` only hold where there is somebody.
    """

    person: str = "person_id"
    partition: Partition | None = None
    partition_column: str | None = None
    sensitivity: Partition | None = None
    mask: str = "partitions"
    author: str = ""
    only: str = ""
    readers: str = ""
    or_else: str = ""
    removing: str = ""
    grants: str = "SIU"
    retention: str = "RET-01"
    parents: tuple[tuple[str, str], ...] = ()
    houses: tuple[tuple[str, str], ...] = ()

    def readable(self) -> str:
        return f"{self.changeable()} AND ({self.readers})" if self.readers else self.changeable()

    def changeable(self) -> str:
        return self._or_else(self._seen())

    def writable(self, table: str) -> str:
        """What a row must be once written: seen by its writer, hung from rows of the same person and house.

        A foreign key alone would accept a person hidden from the writer, and tell hidden from absent.
        """
        row = f'"{table}"'
        hung = self._or_else(" AND ".join([self._seen(), *self._attached(row)]))
        same_house = (_of_the_same_house(row, column, parent) for column, parent in self.houses)
        return " AND ".join([hung, *same_house])

    def _seen(self) -> str:
        wanted = self.partition_column or str(int(self.partition or 0))
        ways = [self._house(wanted), self._ground(wanted)]
        if self.author:
            known = str(int(Partition.IDENTITY))
            ways.append(f"{self.author} = {MEMBER} AND (({self._house(known)}) OR ({self._ground(known)}))")
        seen = " OR ".join(f"({way})" for way in ways)
        return f"({seen}) AND ({self.only})" if self.only else f"({seen})"

    def _or_else(self, seen: str) -> str:
        return f"(({seen}) OR ({self.or_else}))" if self.or_else else seen

    def _house(self, wanted: str) -> str:
        # A row without a person is nobody's dossier: NOT IN alone would open it while nothing is sealed.
        named = f" AND {self.person} IS NOT NULL" if self.or_else else ""
        return (
            f"organisation_id = {HOUSE} AND ({MASK_SETTING.format(self.mask)} & {wanted}) <> 0{named}"
            f" AND {self.person} NOT IN {SEALED}"
        )

    def _ground(self, wanted: str) -> str:
        opening = f"(g.partitions & {wanted} & ~{WITHHELD}) <> 0"
        return ground(self.person, f"{LIVE_GROUND} AND {opening}")

    def _attached(self, row: str) -> Iterator[str]:
        if self.person != "id":
            yield (
                f"(SELECT p.organisation_id FROM people_person p WHERE p.id = {row}.{self.person})"  # noqa: S608
                f" = {row}.organisation_id"
            )
        for column, parent in self.parents:
            yield (
                f"({row}.{column} IS NULL"  # noqa: S608 - names of our own tables
                f" OR (SELECT p.person_id FROM {parent} p WHERE p.id = {row}.{column})"
                f" = {row}.{self.person})"
            )


def _of_the_same_house(row: str, column: str, parent: str) -> str:
    return (
        f"({row}.{column} IS NULL OR (SELECT p.organisation_id FROM {parent} p"  # noqa: S608 - our own names
        f" WHERE p.id = {row}.{column}) = {row}.organisation_id)"
    )


@dataclass(frozen=True)
class LogRows(PersonRows):
    """Read by whoever may open the dossier, and by the reader.

    Written by the reader alone, in their own name, even about a dossier they were refused.
    """

    def writable(self, table: str) -> str:
        return f"reader_organisation_id = {ORGANISATION} AND member_id = {MEMBER}"


@dataclass(frozen=True)
class OrganisationRows:
    """Rows of an organisation, not (yet) of a person of its own. only: a further SQL condition.

    person: the column that will name a person: then a sealed dossier hides the row from whoever does not
    follow the person, and the person written must be one the writer sees. partition_column: the part of a dossier
    the row will belong to; a restricted one is read by who may receive that, and by its author (a column).
    removing: what a row must further be to be removed. under: (column, table) of the rows of the same house it hangs
    from: a foreign key alone would accept those of another, and tell hidden from absent.
    """

    only: str = ""
    person: str = ""
    partition_column: str = ""
    author: str = ""
    removing: str = ""
    under: tuple[tuple[str, str], ...] = ()
    grants: str = "SIU"
    retention: str = "RET-01"

    def readable(self) -> str:
        seen = f"organisation_id = {ORGANISATION}"
        if self.only:
            seen = f"{seen} AND ({self.only})"
        if self.partition_column:
            seen = f"{seen} AND {self.opened()}"
        if self.person:
            follows = ground(self.person, LIVE_GROUND)
            seen = f"{seen} AND ({self.person} IS NULL OR {self.person} NOT IN {SEALED} OR {follows})"
        return seen

    def opened(self) -> str:
        """Where a part is restricted: who may receive it, and its author."""
        column, restricted = self.partition_column, int(RESTRICTED_PARTITIONS)
        author = f" OR {self.author} = {MEMBER}" if self.author else ""
        return f"(({column} & {restricted}) = 0 OR ({column} & {RECEIVED}) <> 0{author})"

    def changeable(self) -> str:
        return self.readable()

    def writable(self, table: str) -> str:
        row = f'"{table}"'
        hung = [*([(self.person, "people_person")] if self.person else []), *self.under]
        known = [_of_the_same_house(row, column, parent) for column, parent in hung]
        return " AND ".join([self.readable(), *known])


@dataclass(frozen=True)
class MemberRows:
    """Rows of one member only: drafts, forms sent. of_house: they carry the member's organisation too.

    swept: which of them the nightly job of the house, which is nobody, may remove; it changes none, since what is
    written must still be its writer's own.
    """

    of_house: bool = False
    swept: str = ""
    grants: str = "SIUD"
    retention: str = "RET-02"

    def readable(self) -> str:
        if not self.swept:
            return self._mine()
        return f"({self._mine()} OR organisation_id = {ORGANISATION} AND {BY_NOBODY} AND {self.swept})"

    def changeable(self) -> str:
        return self.readable()

    def writable(self, table: str) -> str:
        return self._mine()

    def _mine(self) -> str:
        mine = f"member_id = {MEMBER}"
        return f"{mine} AND organisation_id = {ORGANISATION}" if self.of_house else mine


@dataclass(frozen=True)
class OwnRows:
    """Rows whose reading and writing conditions are spelled, where no other shape fits."""

    reading: str
    writing: str
    removing: str = ""
    grants: str = "SIU"
    retention: str = "RET-01"

    def readable(self) -> str:
        return self.reading

    def changeable(self) -> str:
        return self.writing

    def writable(self, table: str) -> str:
        return self.writing


@dataclass(frozen=True)
class OpenTable:
    """No person in it (members, definitions, sessions): grants only. why: as docs/rights.md says it."""

    why: str
    grants: str = "SIUD"
    retention: str = ""


VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}

# Tables of Django and of libraries, which cannot carry the attribute.
LIBRARY_TABLES: dict[str, OpenTable] = {
    "django_session": OpenTable("sessions ; leur clé est dans un cookie signé"),
    "django_content_type": OpenTable("noms des modèles", "S"),
    "django_migrations": OpenTable("noms des migrations", "S"),
    "auth_group": OpenTable("inutilisée par Cordée", "S"),
    "auth_permission": OpenTable("inutilisée par Cordée", "S"),
    "auth_group_permissions": OpenTable("inutilisée par Cordée", "S"),
    "account_emailaddress": OpenTable("adresse d’un professionnel"),
    "account_emailconfirmation": OpenTable("adresse d’un professionnel"),
    "mfa_authenticator": OpenTable("second facteur d’un professionnel, chiffré"),
    "axes_accessattempt": OpenTable("connexions manquées"),
    "axes_accessattemptexpiration": OpenTable("connexions manquées"),
    "axes_accesslog": OpenTable("connexions"),
    "axes_accessfailurelog": OpenTable("connexions manquées"),
    "procrastinate_jobs": OpenTable("file du travail de fond : des identifiants seulement"),
    "procrastinate_events": OpenTable("heures du travail de fond", "SI"),
    "procrastinate_periodic_defers": OpenTable("heures du travail périodique"),
    "procrastinate_workers": OpenTable("travailleurs en marche"),
}


# When rows go. Shown in docs/rights.md; the nightly job of `privacy` will read the same codes.
RETENTIONS: dict[str, str] = {
    "RET-01": "deux ans après le dernier contact, puis anonymisation (CNIL, délibération 2023-095)",
    "RET-02": "trente jours après la dernière frappe ou l’envoi",
    "RET-03": "trois ans (journal des accès), par mois entiers",
    "RET-04": "trois mois après la fin de l’accompagnement (note de travail personnelle)",
    "RET-05": "trente jours après l’import d’un tableau ; le fichier lui-même, dès qu’il est importé",
    "RET-06": "vingt-quatre heures après la préparation d’une longue liste exportée",
    "RET-07": "tant que la maison tient son répertoire de partenaires",
}


def declarations() -> Iterator[tuple[str, Rows | OpenTable]]:
    """(table, declaration) for every table of the project, histories included."""
    yield from LIBRARY_TABLES.items()
    for model in apps.get_models(include_auto_created=True):
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None and model._meta.app_label != "pghistory":
            yield model._meta.db_table, history_rows(tracked)
        elif getattr(model, "rows", None) is not None and not model._meta.abstract:
            yield model._meta.db_table, rows_of(model)


def rows_of(model: type[models.Model]) -> Rows | OpenTable:
    """The declaration of a model, with the other guarded tables its rows point at."""
    declared: Any = model.rows  # type: ignore[attr-defined]
    if not isinstance(declared, PersonRows) or declared.parents:
        return declared
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.is_relation]
    return replace(
        declared,
        parents=_pointed(fields, _hangs_from_a_person),
        houses=(*declared.houses, *_pointed(fields, _hangs_from_a_house)),
    )


def _pointed(fields: list[Any], wanted: Callable[[Any], bool]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (field.column, field.related_model._meta.db_table) for field in fields if wanted(field.related_model)
    )


def _hangs_from_a_person(model: Any) -> bool:
    declared = getattr(model, "rows", None)
    return isinstance(declared, PersonRows) and declared.person == "person_id"


def _hangs_from_a_house(model: Any) -> bool:
    return isinstance(getattr(model, "rows", None), OrganisationRows)


def history_rows(tracked: type[models.Model]) -> Rows | OpenTable:
    """History is read like the row it tells of; it is only ever added to."""
    return replace(rows_of(tracked), grants="SI")  # type: ignore[type-var]


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
    for name, clause in policies(table, declared):
        yield f'CREATE POLICY {name} ON "{table}" {clause}'


def named(table: str, clause: str) -> str:
    """A condition written for this table."""
    return clause.replace(ROW, f'"{table}"')


def policies(table: str, declared: Rows) -> Iterator[tuple[str, str]]:
    """(name, clause) of each policy: one restrictive, then one permissive per verb granted."""
    yield (
        "context",
        f"AS RESTRICTIVE FOR ALL TO {APP} USING ({CONTEXT_PRESENT}) WITH CHECK ({CONTEXT_PRESENT})",
    )
    reading, changing, writing = (
        named(table, clause)
        for clause in (declared.readable(), declared.changeable(), declared.writable(table))
    )
    if "S" in declared.grants:
        yield "reading", f"FOR SELECT TO {APP} USING ({reading})"
    if "I" in declared.grants:
        yield "adding", f"FOR INSERT TO {APP} WITH CHECK ({writing})"
    if "U" in declared.grants:
        yield "changing", f"FOR UPDATE TO {APP} USING ({changing}) WITH CHECK ({writing})"
    if "D" in declared.grants:
        further = getattr(declared, "removing", "")
        yield "removing", f"FOR DELETE TO {APP} USING ({changing}{f' AND ({further})' if further else ''})"
