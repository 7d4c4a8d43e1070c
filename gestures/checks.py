"""What a developer and the continuous integration run: tests, lint, types, import contracts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from gestures import assets, environment
from gestures.console import GestureError, step
from gestures.state import ROOT

PACKAGES = ("gestures", "config", "cordee", "demo", "bench")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MOST_PROCESSES = 4


def run_tests(arguments: list[str]) -> int:
    """pytest, whose last line stays the last one shown."""
    environment.ensure("dev")
    browser = find_browser() or install_browser()
    given = variables(CORDEE_TEST="1", CORDEE_CHROMIUM=browser)
    assets.build(given)
    if not _chooses_processes(arguments):
        arguments = ["-n", str(_processes()), *arguments]
    return _run(["pytest", *arguments], given)


def lint(arguments: list[str]) -> int:
    """ruff, its formatter, and djlint on the templates; --fix repairs what can be."""
    environment.ensure("dev", front=False)
    fix = "--fix" in arguments
    sources = _existing([*PACKAGES, "tests", "do"])
    results = [
        _run(["ruff", "check", *(["--fix"] if fix else []), *sources]),
        _run(["ruff", "format", *([] if fix else ["--check"]), *sources]),
    ]
    if any(ROOT.glob("cordee/**/templates/**/*.html")):
        results.append(_run(["djlint", "--lint", "--quiet", *_existing(["cordee", "demo"])]))
    return max(results)


def types(arguments: list[str]) -> int:
    environment.ensure("dev", front=False)
    return _run(["mypy", *(arguments or _existing(PACKAGES))])


def contracts(arguments: list[str]) -> int:
    environment.ensure("dev", front=False)
    return _call([str(environment.VENV / "bin" / "lint-imports"), *arguments], variables())


def pin_requirements() -> int:
    """Write again the pinned requirements and the front-end lock, and check that they name no host."""
    uv = environment.uv()
    if uv is None:
        raise GestureError("Il faut uv pour ce geste : pip install uv")
    base = [*uv, "pip", "compile", "--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
    base += ["--custom-compile-command", "./do requirements"]
    wanted = {
        "runtime": ["pyproject.toml"],
        "dev": ["pyproject.toml", "--group", "dev"],
        "node": ["--group", "node"],
    }
    with step("Versions fixées"):
        for name, sources in wanted.items():
            target = Path("requirements") / f"{name}.txt"
            if _call([*base, *sources, "-o", str(target)], dict(os.environ)):
                raise GestureError(f"{target} n’a pas pu être écrit.")
            _refuse_host(ROOT / target)
        _refuse_host(ROOT / "package-lock.json")
    return 0


def find_browser() -> str | None:
    """The Chromium that browser tests drive; CORDEE_CHROMIUM names another."""
    chosen = os.environ.get("CORDEE_CHROMIUM")
    if chosen:
        return chosen
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or (MAC_BROWSER if Path(MAC_BROWSER).exists() else None)


def install_browser() -> str:
    """As root on Debian or Ubuntu, install it; elsewhere, say the line to type."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise GestureError(
            "Il manque Chromium, que les essais de pages pilotent. Tapez :\napt install chromium"
        )
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-qq"]
    with step("Chromium installé"):
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            ran = subprocess.run([*apt, *command], env=quiet, stdin=subprocess.DEVNULL, capture_output=True)
    found = find_browser()
    if ran.returncode or not found:
        raise GestureError("Chromium n’a pas pu être installé. Tapez :\napt install chromium")
    return found


def _refuse_host(path: Path) -> None:
    if "://" in path.read_text(encoding="utf-8"):
        raise GestureError(
            f"{path.name} nomme un hôte : il ne doit contenir que des versions et des empreintes."
        )


def _chooses_processes(arguments: list[str]) -> bool:
    """Someone who names tests wants them now, in one process, unless they say otherwise."""
    return any(
        not one.startswith("-") or one.startswith(("-n", "--numprocesses", "-p", "--pdb"))
        for one in arguments
    )


def _processes() -> int:
    return min(os.cpu_count() or 1, MOST_PROCESSES)


def _existing(names: list[str] | tuple[str, ...]) -> list[str]:
    return [name for name in names if (ROOT / name).exists()]


def variables(**more: str) -> dict[str, str]:
    return (
        environment.inherited()
        | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "config.settings"}
        | more
    )


def _run(module: list[str], given: dict[str, str] | None = None) -> int:
    return _call([environment.python(), "-m", *module], given or variables())


def _call(command: list[str], given: dict[str, str]) -> int:
    return subprocess.call(command, cwd=ROOT, env=given)
