"""What the user reads: the list of gestures, and kind refusals."""

import re
import subprocess
import sys

import pytest

from gestures import binaries, checks, commands, environment, roles
from gestures.console import GestureError, typeset
from gestures.state import ROOT


def do(*arguments, **options):
    return subprocess.run(
        [sys.executable, str(ROOT / "do"), *arguments], capture_output=True, text=True, **options
    )


def test_bare_do_lists_only_what_works(monkeypatch, capsys):
    monkeypatch.setattr(commands.instance, "has_command", lambda name: name != "init_instance")
    monkeypatch.setattr(commands.instance, "has_module", lambda name: name != "bench")

    assert commands.main([]) == 0

    shown = capsys.readouterr().out
    assert " demo " in shown and " test " in shown
    assert " init " not in shown and " serve " not in shown and " bench " not in shown


def test_an_unknown_gesture_is_said_without_a_traceback():
    ran = do("danser")

    assert ran.returncode == 2
    assert "« danser »" in ran.stderr.replace("\u202f", " ")
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "٣"])
def test_a_port_that_is_not_one_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        commands.main(["demo", "--port", port])

    assert "port" in capsys.readouterr().err


def test_roles_sql_can_be_run_by_an_administrator():
    text = roles.for_an_administrator()

    assert "CREATE DATABASE cordee" in text
    assert "BYPASSRLS" in text
    assert do("roles-sql").stdout.strip() == text.strip()


def test_a_given_database_is_left_to_its_host(home, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone@elsewhere/cordee")

    assert commands.main(["backup", "file"]) == 1

    assert "DATABASE_URL" in capsys.readouterr().err


def test_french_spacing():
    assert typeset("« Oui » : non ?") == "«\u202fOui\u202f»\u202f: non\u202f?"
    assert typeset("apt install x") == "apt install x"


def test_forcing_an_unknown_engine_is_refused(monkeypatch):
    monkeypatch.setenv("CORDEE_PG", "oracle")

    with pytest.raises(GestureError, match="CORDEE_PG"):
        binaries.choose(data_version=None, account=None)


# What is installed


def test_requirements_are_pinned_by_hash_and_name_no_host():
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text()
        assert "://" not in text and "--index" not in text and "--find-links" not in text, file
        pins = re.findall(r"^[a-z0-9][^ \n]*==[^\n]*", text, re.MULTILINE)
        assert pins
        assert all(pin.rstrip().endswith("\\") for pin in pins), file


def test_development_holds_the_runtime_at_the_same_versions():
    def pins(name):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        return set(re.findall(r"^[a-z0-9][^ \n]*==[^ \n]*", text, re.MULTILINE))

    assert pins("runtime") <= pins("dev")


def test_the_front_end_lock_names_no_host():
    text = (ROOT / "package-lock.json").read_text()

    assert "://" not in text
    assert text.count('"integrity"') >= 4


def test_a_changed_requirement_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "MARK", tmp_path / "mark")
    monkeypatch.setattr(environment, "python", lambda: sys.executable)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    (tmp_path / "runtime.txt").write_text("a==1")
    assert environment.is_ready("runtime") is False
    environment.write_mark("runtime")
    assert environment.is_ready("runtime") is True

    (tmp_path / "runtime.txt").write_text("a==2")

    assert environment.is_ready("runtime") is False


def test_a_machine_without_venv_gets_the_line_to_type(monkeypatch):
    monkeypatch.setenv("CORDEE_PIP", "1")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(GestureError, match="apt install python3-venv"):
        environment.venv_command()


def test_a_failing_npm_is_said_and_stops_nothing(monkeypatch, capsys):
    monkeypatch.setattr(environment, "is_ready", lambda kind: True)
    monkeypatch.setattr(environment, "front_is_ready", lambda: False)
    monkeypatch.setattr(environment, "find_npm", lambda: (["false"], "/bin:/usr/bin"))

    environment.ensure()

    assert "plus sobres" in capsys.readouterr().err


def test_a_missing_browser_gets_the_line_to_type(monkeypatch):
    monkeypatch.setattr(checks.os, "geteuid", lambda: 1000)

    with pytest.raises(GestureError, match="apt install chromium"):
        checks.install_browser()
