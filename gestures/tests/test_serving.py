"""`./do demo` from start to Ctrl-C, and what happens when it is not stopped politely."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gestures import postgres, serving
from gestures.processes import is_alive
from gestures.state import ROOT, state_of


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def request(port, method="GET", path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def wait_for_free(port, seconds=20):
    """A busy machine takes a moment to bury who held a port."""
    for _try in range(seconds * 10):
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)


class Demo:
    """A ./do demo in its own process."""

    def __init__(self, port, **environment):
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gestures.tests.toy.serve", "demo", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self):
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                return "".join(lines)
        raise AssertionError("".join(lines))

    def ends(self):
        text = self.process.communicate(timeout=120)[0]
        return self.process.returncode, text


@pytest.fixture
def start(home, prepared):
    prepared(state_of(demo=True))
    started = []

    def launch(port=None, **environment):
        started.append(Demo(port or free_port(), **environment))
        return started[-1]

    yield launch
    for demo in started:
        demo.process.kill()
        demo.process.communicate()
    serving.stop(state_of(demo=True))


def everything_of(state):
    """Every process of this instance: the servers and PostgreSQL."""
    marks = (f"CORDEE_STATE={state.folder}", str(state.data))
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            told = (entry / "environ").read_text(errors="replace") if entry.name.isdigit() else ""
            where = os.readlink(entry / "cwd") if told else ""
            if marks[0] in told or where == marks[1]:
                yield int(entry.name)


def test_serves_says_where_and_stops_all_it_started(start):
    demo = start()
    said = demo.wait_until_ready()

    assert f"http://localhost:{demo.port}/" in said
    assert "Compte : essai" in said
    status, names = request(demo.port)
    assert status == 200
    assert "DATABASE_URL" in names and "CORDEE_MASTER_KEY" in names
    assert "DATABASE_OWNER_URL" not in names
    code, text = start(demo.port).ends()
    assert code == 1 and "tourne déjà" in text

    demo.process.send_signal(signal.SIGINT)
    code, text = demo.ends()

    assert code == 0, text
    assert "Tout est arrêté" in text
    assert not list(everything_of(state_of(demo=True)))


def test_second_demo_shares_the_database_and_leaves_it_to_the_first(start):
    first, second = start(), start()
    first.wait_until_ready()
    second.wait_until_ready()

    request(first.port, "POST", "/1")
    second.process.send_signal(signal.SIGTERM)
    assert second.ends()[0] == 0

    assert request(first.port, "POST", "/2")[0] == 200


def test_busy_port_is_said_in_french(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, text = start(port).ends()

    assert code == 1
    assert f"Le port {port} est déjà pris" in text
    assert f"--port {port + 1}" in text


def test_comes_back_after_kill_nine_of_everything(start):
    demo = start()
    demo.wait_until_ready()
    acknowledged = [n for n in range(50) if request(demo.port, "POST", f"/{n}")[0] == 200]
    demo.process.kill()
    for pid in everything_of(state_of(demo=True)):
        os.kill(pid, signal.SIGKILL)
    wait_for_free(demo.port)

    start(demo.port).wait_until_ready()

    found = postgres.cluster_of(state_of(demo=True)).sql("SELECT n FROM written", role="owner")
    assert {int(n) for n in found.split()} >= set(acknowledged)


def test_servers_left_by_a_killed_do_are_ended_at_the_next_start(start):
    demo = start()
    demo.wait_until_ready()
    left = [pid for pid in everything_of(state_of(demo=True)) if pid != demo.process.pid]
    demo.process.kill()
    demo.process.wait()
    assert request(demo.port)[0] == 200

    again = start(demo.port)
    again.wait_until_ready()

    assert request(demo.port)[0] == 200
    servers = [pid for pid in left if is_alive(pid) and "granian" in command_line(pid)]
    assert not servers


def test_stop_ends_a_running_demo(start, monkeypatch):
    demo = start()
    demo.wait_until_ready()

    subprocess.run([sys.executable, str(ROOT / "do"), "stop"], check=True, capture_output=True)

    assert demo.ends()[0] == 0
    assert not list(everything_of(state_of(demo=True)))


def test_demo_refuses_a_remote_mail_server(start):
    code, text = start(EMAIL_HOST="mail.example.org").ends()

    assert code == 1
    assert "mail.example.org" in text


def test_a_server_that_dies_is_said_with_its_last_words(start):
    demo = start()
    demo.wait_until_ready()
    web = next(pid for pid in everything_of(state_of(demo=True)) if "granian" in command_line(pid))
    os.killpg(os.getpgid(web), signal.SIGKILL)

    code, text = demo.ends()

    assert code == 1
    assert "s’est arrêté" in text


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def test_waiting_for_a_stopped_process_is_bounded(home):
    began = time.monotonic()
    assert serving.stop(state_of(demo=True)) == 0
    assert time.monotonic() - began < 10
