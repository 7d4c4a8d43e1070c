"""The second lock, reading: what PostgreSQL shows the application role, whatever the code asks.

Plain SQL, real transactions, every guarded table one by one: a table made tomorrow is tried by these tests.
"""

from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from cordee.accounts.enums import Role
from cordee.dossier.models import Deadline, Fact, HealthNote, Note, ProtectedNote, WorkingNote
from cordee.kernel.partitions import Partition
from cordee.people.models import Ground, Person, ProtectedContact, Seal
from cordee.plumbing.models import AccessLog, Draft, Submission
from cordee.plumbing.policies import PersonRows
from cordee.referrals.models import Referral
from tests.lock_world import TABLES, WORK, give
from tests.rows import history_models, make_row, rows_declared

OF_A_DOSSIER = [model for model in TABLES if isinstance(rows_declared(model), PersonRows)]
OWN_NAME = {AccessLog, Draft, Submission}  # rows of their author, shown to their author
WITHOUT_ANY_DOSSIER = [Role.DIRECTOR, Role.STATISTICIAN, Role.TECH_ADMIN]
BY_GROUND_ONLY = [
    Role.WORKSHOP_LEADER,
    Role.TECHNICAL_SUPERVISOR,
    Role.HEALTH_PROFESSIONAL,
    Role.COMMISSION_MEMBER,
    Role.PRESCRIBER,
]


def name(model) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", [*TABLES, Ground, Seal], ids=name)
def test_another_organisation_sees_no_row(locks, database, model):
    theirs = locks.other_house.organisation.pk
    where = "organisation_id = %s" if model is not Submission else "member_id = %s"
    value = theirs if model is not Submission else locks.other_house.author.member.pk

    assert (
        database.count(locks.open_house.coordinator, model._meta.db_table, where=where, values=[value]) == 0
    )


@pytest.mark.parametrize("model", OF_A_DOSSIER, ids=name)
@pytest.mark.parametrize("role", [*WITHOUT_ANY_DOSSIER, *BY_GROUND_ONLY])
def test_the_same_organisation_without_the_right_sees_no_row(locks, database, model, role):
    assert not database.shows(locks.open_house.team[role], locks.row(model, "known"))


@pytest.mark.parametrize("model", [model for model in OF_A_DOSSIER if model not in OWN_NAME], ids=name)
def test_by_caseload_a_colleague_sees_no_row_of_a_dossier_they_do_not_follow(locks, database, model):
    house = locks.caseload_house

    assert not database.shows(house.referent, locks.row(model, "unfollowed"))


def test_by_caseload_the_referent_sees_the_dossier_they_follow(locks, database):
    assert database.shows(locks.caseload_house.referent, locks.followed)


@pytest.mark.parametrize("model", [*TABLES, Ground, Seal], ids=name)
def test_without_a_context_there_is_no_row(locks, database, model):
    assert database.count(None, model._meta.db_table) == 0


@pytest.mark.parametrize("model", history_models(), ids=name)
def test_history_is_closed_like_the_row_it_tells_of(locks, database, model):
    stranger = locks.caseload_house.coordinator
    row = locks.rows.get((model.pgh_tracked_model._meta.label, "known"))
    where, values = (
        ("pgh_obj_id = %s", [row.pk])
        if row is not None
        else ("organisation_id = %s", [locks.known.organisation_id])
    )

    assert database.count(None, model._meta.db_table) == 0
    assert database.count(stranger, model._meta.db_table, where=where, values=values) == 0


# Grounds of access


def test_a_live_ground_opens_the_partitions_it_names_and_no_other(locks, database, unguarded_rows):
    leader = locks.open_house.workshop_leader
    give(locks, "known", leader, partitions=Partition.IDENTITY | Partition.EMPLOYMENT)
    social = locks.row(Note, "known")
    work = make_row(Note, locks.spot("known"), using=unguarded_rows, partition=int(Partition.EMPLOYMENT))

    assert database.shows(leader, locks.known)
    assert database.shows(leader, work)
    assert not database.shows(leader, social)
    assert not database.shows(leader, locks.row(HealthNote, "known"))
    Ground.objects.using(unguarded_rows).all().filter(member=leader.member).delete()


def age_cases():
    now = timezone.now()
    return {
        "not started": ({"starts_at": now + timedelta(hours=1)}, False),
        "starts in two seconds": ({"starts_at": now + timedelta(seconds=2)}, False),
        "standing": ({"starts_at": now - timedelta(days=1)}, True),
        "until later": ({"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(hours=1)}, True),
        "ended yesterday": (
            {"starts_at": now - timedelta(days=2), "ends_at": now - timedelta(days=1)},
            False,
        ),
        "ended in the same second": ({"starts_at": now - timedelta(days=2), "ends_at": now}, False),
    }


@pytest.mark.parametrize("case", age_cases())
def test_a_ground_opens_between_its_dates_only(locks, database, unguarded_rows, case):
    dates, opens = age_cases()[case]
    reader = locks.other_house.author
    ground = give(locks, "known", reader, partitions=WORK, **dates)

    assert database.shows(reader, locks.known) is opens
    ground.delete(using=unguarded_rows)


def test_a_ground_written_by_another_house_opens_nothing(locks, database, unguarded_rows):
    """A member may write grounds of their own house: on somebody else's person, they open nothing."""
    intruder = locks.other_house.author
    rogue = Ground(
        organisation=intruder.organisation,
        person=locks.known,
        member=intruder.member,
        kind="follows",
        partitions=63,
    )
    rogue.save(using=unguarded_rows, force_insert=True)

    for model in OF_A_DOSSIER:
        assert not database.shows(intruder, locks.row(model, "known")), model
    rogue.delete(using=unguarded_rows)


def test_an_organisation_ground_serves_the_roles_that_may_use_it(locks, database, unguarded_rows):
    given = Ground(
        organisation=locks.followed.organisation,
        person=locks.followed,
        kind="carries_out",
        partitions=WORK,
        grantee_organisation=locks.open_house.organisation,
    )
    given.save(using=unguarded_rows, force_insert=True)

    assert database.shows(locks.open_house.counsellor, locks.followed)
    assert not database.shows(locks.open_house.secretary, locks.followed)
    assert not database.shows(locks.open_house.director, locks.followed)
    given.delete(using=unguarded_rows)


# Seals


@pytest.mark.parametrize("model", [model for model in OF_A_DOSSIER if model not in OWN_NAME], ids=name)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COUNSELLOR, Role.SECRETARY])
def test_a_sealed_dossier_is_closed_to_the_house(locks, database, model, role):
    assert not database.shows(locks.open_house.team[role], locks.row(model, "sealed"))


def test_a_sealed_dossier_stays_open_to_those_who_follow_the_person(locks, database, unguarded_rows):
    follower = locks.open_house.second_counsellor
    ground = give(locks, "sealed", follower, partitions=WORK)

    assert database.shows(follower, locks.sealed)
    ground.delete(using=unguarded_rows)


def test_a_seal_written_by_another_house_hides_nothing(locks, database, unguarded_rows):
    rogue = Seal(organisation=locks.other_house.organisation, person=locks.known, reason="essai")
    rogue.save(using=unguarded_rows, force_insert=True)

    assert database.shows(locks.open_house.counsellor, locks.known)
    rogue.delete(using=unguarded_rows)


def test_an_orientation_that_became_a_sealed_dossier_is_hidden_too(locks, database, unguarded_rows):
    described = make_row(Referral, locks.spot("sealed"), using=unguarded_rows, handled_by=None)
    unknown = make_row(Referral, locks.spot("sealed"), using=unguarded_rows, person_id=None, handled_by=None)
    welcoming = locks.open_house.secretary

    assert database.shows(welcoming, unknown)
    assert not database.shows(welcoming, described)


# Restricted partitions, audiences, working notes


def test_health_and_protection_are_closed_to_the_house(locks, database):
    for role in (Role.COORDINATOR, Role.COUNSELLOR, Role.SOCIAL_WORKER, Role.JOB_COACH, Role.SECRETARY):
        reader = locks.open_house.team[role]
        assert not database.shows(reader, locks.row(HealthNote, "known")), role
        assert not database.shows(reader, locks.row(ProtectedNote, "known")), role


def test_who_wrote_a_restricted_note_reads_it_again(locks, database):
    assert database.shows(locks.open_house.author, locks.row(HealthNote, "known"))
    assert database.shows(locks.open_house.author, locks.row(ProtectedNote, "known"))


def test_titles_tell_a_coordinator_that_a_restricted_fact_exists(locks, database, unguarded_rows):
    fact = make_row(
        Fact, locks.spot("known"), using=unguarded_rows, partition=int(Partition.HEALTH), by_id=None
    )

    assert database.shows(locks.open_house.coordinator, fact)
    assert not database.shows(locks.open_house.counsellor, fact)


def test_protected_contacts_are_shown_to_those_who_may_reveal_them(locks, database):
    row = locks.row(ProtectedContact, "known")

    shown = {role for role in Role if database.shows(locks.open_house.team[role], row)}
    assert shown == {Role.COORDINATOR, Role.COUNSELLOR, Role.SOCIAL_WORKER}


def test_a_working_note_is_its_author_s_alone(locks, database):
    note = locks.row(WorkingNote, "known")

    assert database.shows(locks.open_house.author, note)
    for who, reader in locks.open_house.team.items():
        if who != "author":
            assert not database.shows(reader, note), who


@pytest.mark.parametrize(
    ("audience", "author", "colleague", "circle"),
    [("house", True, True, True), ("circle", True, False, True), ("author", True, False, False)],
)
def test_the_audience_of_a_note(locks, database, unguarded_rows, audience, author, colleague, circle):
    note = make_row(Note, locks.spot("known"), using=unguarded_rows, audience=audience)
    around = locks.open_house.second_counsellor
    ground = give(locks, "known", around, partitions=WORK)

    assert database.shows(locks.open_house.author, note) is author
    assert database.shows(locks.open_house.counsellor, note) is colleague
    assert database.shows(around, note) is circle
    ground.delete(using=unguarded_rows)


def test_an_organisation_ground_is_not_a_place_in_the_circle(locks, database, unguarded_rows):
    note = make_row(Note, locks.spot("followed"), using=unguarded_rows, audience="circle")
    ground = Ground(
        organisation=locks.followed.organisation,
        person=locks.followed,
        kind="carries_out",
        partitions=WORK,
        grantee_organisation=locks.open_house.organisation,
    )
    ground.save(using=unguarded_rows, force_insert=True)

    assert database.shows(locks.open_house.counsellor, locks.row(Note, "followed"))
    assert not database.shows(locks.open_house.counsellor, note)
    ground.delete(using=unguarded_rows)


# Rows of one's own, and rows without a person


def test_drafts_and_forms_sent_are_their_author_s_alone(locks, database):
    for model in (Draft, Submission):
        assert database.shows(locks.open_house.author, locks.row(model, "known"))
        assert not database.shows(locks.open_house.coordinator, locks.row(model, "known"))


def test_the_reading_log_is_shown_to_the_reader_and_to_those_who_may_open_the_dossier(locks, database):
    line, sealed = locks.row(AccessLog, "known"), locks.row(AccessLog, "sealed")

    assert database.shows(locks.open_house.author, line)
    assert database.shows(locks.open_house.coordinator, line)
    assert not database.shows(locks.open_house.director, line)
    assert not database.shows(locks.open_house.coordinator, sealed)
    assert not database.shows(locks.other_house.author, line)


def test_a_deadline_without_a_person_is_for_those_who_welcome_and_who_is_in_charge(
    locks, database, unguarded_rows
):
    coach = locks.open_house.job_coach
    nobody_s = make_row(Deadline, locks.spot("known"), using=unguarded_rows, person_id=None)
    hers = make_row(
        Deadline, locks.spot("known"), using=unguarded_rows, person_id=None, in_charge_id=coach.member.pk
    )

    assert database.shows(locks.open_house.secretary, nobody_s)
    assert not database.shows(coach, nobody_s)
    assert database.shows(coach, hers)
    assert not database.shows(locks.other_house.coordinator, nobody_s)


def test_orientations_are_for_those_who_welcome_and_who_handles_them(locks, database, unguarded_rows):
    coach = locks.open_house.job_coach
    waiting = make_row(Referral, locks.spot("known"), using=unguarded_rows, person_id=None, handled_by=None)
    hers = make_row(
        Referral, locks.spot("known"), using=unguarded_rows, person_id=None, handled_by=coach.member
    )

    welcoming = {role for role in Role if database.shows(locks.open_house.team[role], waiting)}
    assert welcoming == {Role.SECRETARY, Role.COORDINATOR, Role.COUNSELLOR, Role.SOCIAL_WORKER}
    assert database.shows(coach, hers)


# What plain SQL may try


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE people_person",
        "DELETE FROM pathways_pathway",
        "UPDATE dossier_fact SET kind = 'x'",
        "SET ROLE cordee_owner",
        "SET ROLE cordee_search",
        "SET SESSION AUTHORIZATION cordee_owner",
        "CREATE TABLE public.copy (a int)",
        "CREATE TEMP TABLE copy (a int)",
        "CREATE VIEW public.every AS SELECT * FROM people_person",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.leak() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY reading ON people_person",
        "CREATE POLICY mine ON people_person USING (true)",
        "ALTER TABLE people_person DISABLE TRIGGER ALL",
        "SELECT * FROM plumbing_accesslog_other",
        "SELECT * FROM pghistory_context",
        "SELECT cordee_scoped('', '')",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_application_role_may_not(locks, database, statement):
    assert database.refused(locks.open_house.coordinator, statement).startswith("42501 ")


def test_copying_into_a_guarded_table_is_refused(locks, database):
    assert "row-level security" in database.refused(
        locks.open_house.coordinator, "COPY people_person FROM STDIN"
    )


def test_row_security_cannot_be_switched_off(locks, database):
    with database.acting(locks.other_house.author) as cursor:
        cursor.execute("SET LOCAL row_security = off")

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cursor.execute("SELECT * FROM people_person")


def test_a_condition_that_would_betray_a_hidden_row_is_not_run_on_it(locks, database):
    betraying = (
        "SELECT id FROM people_person WHERE 1 / (CASE WHEN usage_name = 'Secret' THEN 0 ELSE 1 END) = 1"
    )

    assert database.refused(locks.open_house.director, betraying) == ""
    assert database.refused(locks.open_house.counsellor, betraying).startswith("22012 ")


def test_searching_gives_no_identifier_out_of_sight(locks, database):
    found = "SELECT id FROM cordee_find_people(ARRAY['secret'], ARRAY['scrt'], 'secret', 50)"
    seen = {}
    for who in (locks.open_house.counsellor, locks.open_house.director, locks.other_house.author, None):
        with database.acting(who) as cursor:
            cursor.execute(found)
            seen[who] = {identifier for (identifier,) in cursor.fetchall()}

    assert seen[locks.open_house.counsellor] == {locks.known.pk}
    assert seen[locks.open_house.director] == set()
    assert seen[locks.other_house.author] == {locks.theirs.pk}
    assert seen[None] == set()


# From one transaction to the next


def test_the_context_does_not_outlive_its_transaction(locks, database):
    table = Person._meta.db_table
    with database.acting(locks.open_house.counsellor) as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0
        database.connection.commit()

    for name_ in locks.open_house.counsellor.context().settings():
        with database.acting(None) as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [f"cordee.{name_}"])
            assert not cursor.fetchone()[0]
    assert database.count(None, table) == 0


def test_a_pooled_connection_starts_from_nothing(locks, settings):
    """One connection, lent twice: what the first request said is gone for the second."""
    import os

    from psycopg_pool import ConnectionPool

    with ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=1) as pool:
        with pool.connection() as first:
            for key, value in locks.open_house.counsellor.context().settings().items():
                first.execute("SELECT set_config(%s, %s, true)", [f"cordee.{key}", value])
            assert first.execute("SELECT count(*) FROM people_person").fetchone()[0] > 0
            served = first.info.backend_pid
        with pool.connection() as second:
            assert second.info.backend_pid == served
            assert second.execute("SELECT count(*) FROM people_person").fetchone()[0] == 0
