"""Defects planted on purpose, each with the guard that must see it.

`plant` breaks something for the time of a block; `guard` is what runs in the tests and at start-up, and
answers what it complains of. A guard that says nothing with the defect, or something without, is worthless.
What is planted in the database goes with the transaction of the connection, which no policy holds.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import F, Q
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from cordee.accounts.models import Member
from cordee.doors.models import ArrivalQuerySet, FollowQuerySet
from cordee.dossier.models import HealthNote, Note, NoteQuerySet, WorkingNoteQuerySet
from cordee.kernel.partitions import Partition
from cordee.papers.models import HealthPaper
from cordee.people.models import GroundQuerySet, PersonScopedQuerySet, Seal, SealQuerySet
from cordee.plumbing import catalogue
from cordee.plumbing.access import undeclared_pages
from cordee.plumbing.crypto import Unreadable, new_key, seal, unseal
from cordee.plumbing.files import giving, store
from cordee.plumbing.middleware import DeclaredPages, ReadOnly
from cordee.plumbing.outbox.models import MessageQuerySet
from cordee.plumbing.policies import WITHHELD, OpenTable, PersonRows, named
from cordee.programmes.models import VersionDraftQuerySet
from cordee.referrals.models import Referral, ReferralPaper, ReferralPaperQuerySet, ReferralQuerySet
from tests.planted_doors import PLANTS, doors_guard
from tests.worlds import World, disagreements, listed_models, open_leaks

Guard = Callable[[World], list[str]]
Plant = Callable[[str], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Defect:
    """plant: given the connection; guard: given the world. says: part of what the guard must answer."""

    name: str
    plant: Plant
    guard: Guard
    says: str


# Guards


def catalogue_guard(world: World) -> list[str]:
    """What the start-up check and the build complain of, asked as the application role."""
    with connections[world.using].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE cordee_app")
        found = catalogue.faults(using=world.using)
        cursor.execute("RESET ROLE")
    return found


def locks_guard(world: World, *labels: str) -> list[str]:
    """The two locks, asked the same question of every row (of these models only, when some are named)."""
    wanted = [model for model in listed_models() if not labels or model._meta.label in labels]
    return [*disagreements(world, wanted), *open_leaks(world)]


def locks_on(label: str) -> Guard:
    return lambda world: locks_guard(world, label)


def pages_guard(world: World) -> list[str]:
    """Views without a policy: the build says so, and the server refuses to answer anything at all."""
    found = undeclared_pages()
    try:
        DeclaredPages(lambda request: HttpResponse())(RequestFactory().get("/"))
    except ImproperlyConfigured as error:
        found.append(str(error))
    return found


def reading_guard(world: World) -> list[str]:
    """A page asked by GET must not write."""
    try:
        with override_settings(ROOT_URLCONF="tests.boundary_urls"):
            Client().get("/reads")
    except ReadOnly as error:
        return [f"wrote on GET: {error}"]
    return []


def files_guard(world: World) -> list[str]:
    """What is kept of a file on disk shows nothing of it, opens for its row alone, and is handed over to be saved."""
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        key, content, found = new_key(), b"Canari en clair", []
        name = store.keep(content, key, "table|content|row|person|1")
        if content in store.path_of(name).read_bytes():
            found.append("a file stands in clear on the disk")
        try:
            store.read(name, key, "table|content|row|somebody else|1")
            found.append("a file opens for another person")
        except Unreadable:
            pass
    answer = giving.attachment(content, "Canari.txt", "text/plain")
    if not answer["Content-Disposition"].startswith("attachment"):
        found.append("a file is shown rather than saved")
    if "sandbox" not in answer.get("Content-Security-Policy", ""):
        found.append("a file is not in a sandbox")
    return found


# Plants


def sql(*statements: str) -> Plant:
    @contextmanager
    def plant(using: str) -> Iterator[None]:
        with connections[using].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            yield

    return plant


def patched(target: Any, name: str, value: Any) -> Plant:
    return lambda using: mock.patch.object(target, name, value)


def policy_without(table: str, condition: str) -> Plant:
    """A policy from which one condition was forgotten, as PostgreSQL would keep it."""

    @contextmanager
    def plant(using: str) -> Iterator[None]:
        declared = dict(catalogue.declarations())[table]
        weakened = declared.readable().replace(condition, "")
        assert weakened != declared.readable(), f"{table} has no such condition"
        with sql(f'ALTER POLICY reading ON "{table}" USING ({named(table, weakened)})')(using):
            yield

    return plant


@contextmanager
def undecorated(using: str) -> Iterator[None]:
    from cordee.home import views

    policy = views.my_day.page_policy  # type: ignore[attr-defined]
    del views.my_day.page_policy  # type: ignore[attr-defined]
    try:
        yield
    finally:
        views.my_day.page_policy = policy  # type: ignore[attr-defined]


@contextmanager
def page_that_writes(using: str) -> Iterator[None]:
    from tests import boundary_urls

    with mock.patch.object(boundary_urls, "WRITES_ON_READING", True):
        yield


def everything(self: Any, actor: Any) -> Any:
    return self.all()


def of_the_house(self: Any, actor: Any) -> Any:
    return self.filter(organisation=actor.organisation)


def whatever_its_part(self: Any, actor: Any) -> Any:
    return of_the_house(self, actor).filter(referral__in=Referral.objects.using(self.db).visible_to(actor))


def everything_open(cls: Any, actor: Any, partition: Any, *, titles: bool = False) -> Q:
    return Q(pk__isnull=False)


def ignoring_the_end(self: Any) -> Any:
    return self.filter(starts_at__lte=TransactionNow())


def ignoring_the_start(self: Any) -> Any:
    return self.filter(Q(ends_at=None) | Q(ends_at__gt=TransactionNow()))


def ignoring_what_is_kept(self: Any, partition: Any, *, to: Any) -> Any:
    return self.alias(opened=F("partitions").bitand(partition)).exclude(opened=0)


def ignoring_the_seal(self: Any) -> Any:
    return self.none().values_list("person_id", flat=True)


def ignoring_the_giver(self: Any, person_field: str) -> Q:
    return Q(**{f"{person_field}__in": self.values("person")})


def ignoring_the_audience(self: Any, actor: Any) -> Any:
    return self.filter(self.readable_by_column(actor))


END = " AND (g.ends_at IS NULL OR g.ends_at > now())"
START = " AND g.starts_at <= now()"
SEALED = " AND person_id NOT IN (SELECT s.person_id FROM people_seal s WHERE s.lifted_at IS NULL)"
LEAK = (
    "CREATE FUNCTION count_people() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public"
    " AS 'SELECT count(*) FROM people_person'"
)

DEFECTS = [
    # The database
    Defect("a policy dropped", sql("DROP POLICY reading ON dossier_note"), catalogue_guard, "is missing"),
    Defect(
        "the restrictive policy dropped",
        sql("DROP POLICY context ON dossier_note"),
        catalogue_guard,
        "context",
    ),
    Defect(
        "a policy opened to all",
        sql("ALTER POLICY reading ON people_person USING (true)"),
        catalogue_guard,
        "not those of its declaration",
    ),
    Defect(
        "a policy opened to all, seen from the rows",
        sql("ALTER POLICY reading ON people_person USING (true)"),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "a policy added",
        sql("CREATE POLICY also ON dossier_note USING (true)"),
        catalogue_guard,
        "not declared",
    ),
    Defect(
        "a policy under the name of the search",
        sql("CREATE POLICY search ON dossier_note TO cordee_app USING (true)"),
        catalogue_guard,
        "not declared",
    ),
    Defect(
        "FORCE removed",
        sql("ALTER TABLE dossier_note NO FORCE ROW LEVEL SECURITY"),
        catalogue_guard,
        "forced",
    ),
    Defect(
        "RLS disabled",
        sql("ALTER TABLE dossier_note DISABLE ROW LEVEL SECURITY"),
        catalogue_guard,
        "not enabled",
    ),
    Defect(
        "RLS disabled, seen from the rows",
        sql("ALTER TABLE dossier_note DISABLE ROW LEVEL SECURITY"),
        locks_on("dossier.Note"),
        "dossier.Note",
    ),
    Defect(
        "an end date ignored by a policy",
        policy_without("pathways_pathway", END),
        locks_on("pathways.Pathway"),
        "pathways.Pathway",
    ),
    Defect(
        "a start ignored by a policy",
        policy_without("pathways_pathway", START),
        locks_on("pathways.Pathway"),
        "pathways.Pathway",
    ),
    Defect(
        "a seal ignored by a policy",
        policy_without("pathways_pathway", SEALED),
        locks_on("pathways.Pathway"),
        "pathways.Pathway",
    ),
    Defect(
        "what a house keeps from a role ignored by a policy",
        policy_without("pathways_pathway", f" & ~{WITHHELD}"),
        locks_on("pathways.Pathway"),
        "pathways.Pathway",
    ),
    Defect(
        "a dossier may be removed outside the undoing of an import",
        sql("ALTER POLICY removing ON people_person USING (true)"),
        catalogue_guard,
        "people_person: its policies are not those of its declaration",
    ),
    Defect(
        "an orientation may be removed outside the undoing of an import",
        sql("ALTER POLICY removing ON referrals_referral USING (true)"),
        catalogue_guard,
        "referrals_referral: its policies are not those of its declaration",
    ),
    Defect(
        "the application made owner",
        sql("ALTER TABLE dossier_note OWNER TO cordee_app"),
        catalogue_guard,
        "the application role owns dossier_note",
    ),
    Defect(
        "the application may become owner",
        sql("GRANT cordee_owner TO cordee_app"),
        catalogue_guard,
        "may become another role",
    ),
    Defect("the application bypasses", sql("ALTER ROLE cordee_app BYPASSRLS"), catalogue_guard, "bypasses"),
    Defect(
        "the application may truncate",
        sql("GRANT TRUNCATE ON people_person TO cordee_app"),
        catalogue_guard,
        "may TRUNCATE",
    ),
    Defect(
        "facts may be rewritten",
        sql("GRANT UPDATE ON dossier_fact TO cordee_app"),
        catalogue_guard,
        "may UPDATE",
    ),
    Defect(
        "everybody may read a column",
        sql("GRANT SELECT (sealed_text) ON dossier_note TO PUBLIC"),
        catalogue_guard,
        "column SELECT",
    ),
    Defect(
        "the application may create tables",
        sql("GRANT CREATE ON SCHEMA public TO cordee_app"),
        catalogue_guard,
        "may create tables",
    ),
    Defect(
        "a table undeclared",
        sql("CREATE TABLE dossier_letter (id uuid, body text)"),
        catalogue_guard,
        "dossier_letter: no declaration",
    ),
    Defect(
        "a view with its owner's rights",
        sql("CREATE VIEW every_person AS SELECT * FROM people_person"),
        catalogue_guard,
        "every_person",
    ),
    Defect(
        "a materialized view",
        sql("CREATE MATERIALIZED VIEW every_person AS SELECT id FROM people_person"),
        catalogue_guard,
        "every_person",
    ),
    Defect("a function with its owner's rights", sql(LEAK), catalogue_guard, "count_people: nobody allowed"),
    Defect(
        "a search path left open",
        sql("ALTER FUNCTION cordee_find_people RESET search_path"),
        catalogue_guard,
        "search_path is not fixed",
    ),
    Defect(
        "a person's column in an open table",
        sql("ALTER TABLE accounts_place ADD COLUMN sealed_text bytea"),
        catalogue_guard,
        "accounts_place: its column sealed_text",
    ),
    Defect(
        "an open table that points at a person",
        sql("ALTER TABLE accounts_place ADD COLUMN used_by uuid REFERENCES people_person"),
        catalogue_guard,
        "accounts_place: it points at people_person",
    ),
    # The declarations
    Defect(
        "a restricted table declared open",
        patched(HealthNote, "rows", OpenTable("by mistake")),
        catalogue_guard,
        "dossier_healthnote: its column",
    ),
    Defect(
        "a declaration without partition",
        patched(Note, "rows", PersonRows()),
        catalogue_guard,
        "which partition",
    ),
    Defect(
        "a declaration without retention",
        patched(Seal, "rows", PersonRows(retention="")),
        catalogue_guard,
        "retention",
    ),
    Defect(
        "an open table without a reason", patched(Member, "rows", OpenTable("")), catalogue_guard, "says why"
    ),
    # The code
    Defect(
        "an organisation filter removed",
        patched(PersonScopedQuerySet, "visible_to", everything),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "an organisation filter removed from an open table",
        patched(type(Member.objects.all()), "visible_to", everything),
        locks_on("accounts.Member"),
        "accounts.Member",
    ),
    Defect(
        "the drafts of every house shown",
        patched(VersionDraftQuerySet, "visible_to", everything),
        locks_on("programmes.VersionDraft"),
        "programmes.VersionDraft",
    ),
    Defect(
        "a partition ignored",
        patched(PersonScopedQuerySet, "opened", classmethod(everything_open)),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "an end date ignored",
        patched(GroundQuerySet, "live", ignoring_the_end),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "a start ignored",
        patched(GroundQuerySet, "live", ignoring_the_start),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "what a house keeps from a role ignored",
        patched(GroundQuerySet, "opening", ignoring_what_is_kept),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "a seal ignored",
        patched(SealQuerySet, "standing", ignoring_the_seal),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "a ground's giver ignored",
        patched(GroundQuerySet, "reaching", ignoring_the_giver),
        locks_on("people.Person"),
        "people.Person",
    ),
    Defect(
        "an audience ignored",
        patched(NoteQuerySet, "visible_to", ignoring_the_audience),
        locks_on("dossier.Note"),
        "dossier.Note",
    ),
    Defect(
        "working notes read by others",
        patched(WorkingNoteQuerySet, "visible_to", PersonScopedQuerySet.visible_to),
        locks_on("dossier.WorkingNote"),
        "dossier.WorkingNote",
    ),
    Defect(
        "orientations open to every role",
        patched(ReferralQuerySet, "visible_to", of_the_house),
        locks_on("referrals.Referral"),
        "referrals.Referral",
    ),
    Defect(
        "messages of the house open to every role",
        patched(MessageQuerySet, "visible_to", of_the_house),
        locks_on("outbox.Message"),
        "outbox.Message",
    ),
    Defect(
        "a message's seal ignored by a policy",
        policy_without("outbox_message", SEALED),
        locks_on("outbox.Message"),
        "outbox.Message",
    ),
    Defect(
        "an orientation's papers open to every role",
        patched(ReferralPaperQuerySet, "visible_to", of_the_house),
        locks_on("referrals.ReferralPaper"),
        "referrals.ReferralPaper",
    ),
    Defect(
        "an orientation's papers open whatever locks the orientation",
        policy_without(
            "referrals_referralpaper",
            " AND (EXISTS (SELECT FROM referrals_referral r WHERE r.id = referral_id))",
        ),
        locks_on("referrals.ReferralPaper"),
        "referrals.ReferralPaper",
    ),
    Defect(
        "a restricted paper of an orientation read by whoever welcomes, in the application",
        patched(ReferralPaperQuerySet, "visible_to", whatever_its_part),
        locks_on("referrals.ReferralPaper"),
        "referrals.ReferralPaper",
    ),
    Defect(
        "a restricted paper of an orientation read by whoever welcomes, in the database",
        policy_without("referrals_referralpaper", f" AND {ReferralPaper.rows.opened()}"),
        locks_on("referrals.ReferralPaper"),
        "referrals.ReferralPaper",
    ),
    Defect(
        "health papers read by the whole house",
        patched(HealthPaper, "PARTITIONS", (Partition.IDENTITY,)),
        locks_on("papers.HealthPaper"),
        "papers.HealthPaper",
    ),
    Defect(
        "a policy of papers dropped",
        sql("DROP POLICY reading ON papers_paper"),
        catalogue_guard,
        "papers_paper",
    ),
    Defect(
        "a seal ignored by the policy of papers",
        policy_without("papers_paper", SEALED),
        locks_on("papers.Paper"),
        "papers.Paper",
    ),
    # Files
    Defect(
        "encryption forgotten",
        patched(store, "seal", lambda key, content, bound_to: content),
        files_guard,
        "in clear",
    ),
    Defect(
        "a file bound to nobody",
        lambda using: mock.patch.multiple(
            store,
            seal=lambda key, content, bound_to: seal(key, content, ""),
            unseal=lambda key, sealed, bound_to: unseal(key, sealed, ""),
        ),
        files_guard,
        "another person",
    ),
    Defect(
        "a file shown by the browser",
        patched(giving, "content_disposition_header", lambda as_attachment, filename: "inline"),
        files_guard,
        "rather than saved",
    ),
    Defect("a file out of its sandbox", patched(giving, "SANDBOX", ""), files_guard, "not in a sandbox"),
    Defect(
        "arrivals shown to the team before they are confirmed",
        patched(ArrivalQuerySet, "visible_to", everything),
        locks_on("doors.Arrival"),
        "doors.Arrival",
    ),
    Defect(
        "links shown to every role",
        patched(FollowQuerySet, "visible_to", of_the_house),
        locks_on("doors.Follow"),
        "doors.Follow",
    ),
    *(Defect(name, lambda using, plant=plant: plant(), doors_guard, says) for name, plant, says in PLANTS),
    Defect("a decorator removed", undecorated, pages_guard, "my_day"),
    Defect("a GET that writes", page_that_writes, reading_guard, "wrote on GET"),
]
