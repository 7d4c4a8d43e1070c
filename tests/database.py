"""The database of the tests: a throwaway cluster, a prepared template, one copy per process, and a folder for its
files: one shared by two processes holds at any moment what the other has just kept.

Loaded by pytest before Django reads its settings (`-p tests.database` in pyproject.toml). Tests connect as
the application role, never as a superuser: row-level security would be silently ignored (architecture,
recipe 3). `DATABASE_URL` given by hand is refused: a test must never touch somebody's data.
"""

import base64
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from gestures import postgres, roles

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "cordee_template"
CLUSTER_KEY = "CORDEE_TEST_CLUSTER"


class Databases:
    """The cluster of this run: the first process starts and stops it, each process has a copy of its own."""

    cluster: postgres.EphemeralCluster | None = None
    folder = ""

    @classmethod
    def start(cls) -> None:
        """Start the cluster and prepare the template, as `./do demo` prepares a real database."""
        cls.cluster = postgres.start_ephemeral()
        cls.folder = tempfile.mkdtemp(prefix="cordee-tests-")
        os.environ.update(
            {
                CLUSTER_KEY: cls.cluster.url("admin", "postgres"),
                "CORDEE_TEST": "1",
                "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # the browser's driver keeps an event loop in this thread
                "CORDEE_DEMO": "1",
                "CORDEE_STATE": cls.folder,
                "CORDEE_SECRET_KEY": "a-secret-for-tests-only-" * 3,
                "CORDEE_MASTER_KEY": base64.b64encode(b"0123456789abcdef0123456789abcdef").decode(),
            }
        )
        for role in ("app", "owner"):
            os.environ[f"CORDEE_TEST_{role.upper()}"] = cls.cluster.url(role, "DATABASE")
        cls.cluster.create_database(TEMPLATE)
        cls.point_at(TEMPLATE)
        settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
        subprocess.run(
            [sys.executable, "-m", "django", "prepare_database", "--verbosity", "0"],
            check=True,
            cwd=ROOT,
            env=os.environ | settings,
        )

    @classmethod
    def copy(cls, name: str) -> None:
        """A database of this process's own, made from the template."""
        with psycopg.connect(os.environ[CLUSTER_KEY], autocommit=True) as connection:
            for attempt in range(20):  # PostgreSQL copies a template for one process at a time
                try:
                    connection.execute(f"CREATE DATABASE {name} OWNER cordee_owner TEMPLATE {TEMPLATE}")
                    break
                except psycopg.errors.ObjectInUse:
                    time.sleep(0.2 * (attempt + 1))
            connection.execute(roles.close_database(name))
        cls.point_at(name)

    @classmethod
    def point_at(cls, name: str) -> None:
        """The settings of this process read that database."""
        for key, role in (("DATABASE_URL", "APP"), ("DATABASE_OWNER_URL", "OWNER")):
            os.environ[key] = os.environ[f"CORDEE_TEST_{role}"].replace("/DATABASE?", f"/{name}?")


if "CORDEE_TEST_APP" not in os.environ:
    if os.environ.get("DATABASE_URL"):
        raise pytest.UsageError("DATABASE_URL is set: tests make their own database and touch no other.")
    Databases.start()
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
Databases.copy(f"cordee_{PROCESS}")
os.environ["CORDEE_STATE"] = str(Path(os.environ["CORDEE_STATE"]) / PROCESS)


def pytest_unconfigure(config: pytest.Config) -> None:
    if Databases.cluster is not None:
        Databases.cluster.stop()
        shutil.rmtree(Databases.folder, ignore_errors=True)
