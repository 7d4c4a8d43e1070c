"""What must be true of the repository itself: names, places, texts, generated documents."""

import ast
import importlib
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template

from cordee.kernel.verdict import RULES
from cordee.programmes import docs, shipped
from cordee.programmes.loader import parse

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 600
SPOKEN_BY = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "sentence"}
# An apostrophe, or a space before a sign, of a typewriter.
TYPEWRITTEN = re.compile(r"[a-zéèA-Z]'[a-zéèhA-Z]| [:;!?»](?=[\s.,…)]|$)|« ")
NNBSP, NBSP = "\u202f", "\u00a0"
TEXT_FILES = (".py", ".html", ".css", ".js", ".toml", ".md", ".json", ".txt", ".sql", "")


@cache
def tracked() -> tuple[Path, ...]:
    """The files git knows; in a tree without git (an archive), those that are there."""
    said = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    names = (
        said.stdout.split("\n")
        if said.returncode == 0
        else [str(p.relative_to(ROOT)) for p in ROOT.rglob("*")]
    )
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def files(*suffixes: str, under: str = "") -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix in suffixes and str(path.relative_to(ROOT)).startswith(under)
    ]


def places(pattern: str, paths: list[Path], *, flags: int = 0) -> list[str]:
    """file:line of every match."""
    wanted = re.compile(pattern, flags)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if wanted.search(line)
    ]


def product() -> list[Path]:
    """Python of the product: neither tests nor migrations."""
    return [path for path in files(".py", under="cordee") if not {"tests", "migrations"} & set(path.parts)]


def templates() -> list[Path]:
    return files(".html", under="cordee")


def test_no_query_is_written_in_a_view():
    views = [
        path
        for path in product()
        if path.name == "views.py" or "views" in path.parts or "_views" in path.stem
    ]

    assert views
    assert not places(r"\.objects\b", views)


def test_no_code_names_a_programme():
    """A definition carries what a programme does differently; no line of code asks which one it is."""
    codes = "|".join(re.escape(code) for code in shipped.codes())

    assert not places(r"programme\.(code|slug|kind) *(==|in|!=)", product() + templates())
    assert not places(rf"[\"']({codes})[\"']", product() + templates())


def test_no_address_of_another_host_nor_of_a_machine():
    hosts = r"(cdn\.|unpkg|jsdelivr|googleapis|npmjs|pypi\.|pythonhosted)"
    machine = r"(^|[^a-zA-Z.~])/(work|farm|root|home)/[a-z]"
    texts = [p for p in tracked() if p.suffix in TEXT_FILES and p != Path(__file__).resolve()]

    assert not places(hosts, [p for p in texts if "docs" not in p.parts])
    assert not places(machine, [p for p in texts if ".ci" not in p.parts and "gestures" not in p.parts])


def test_templates_hold_no_script_nor_style_of_their_own():
    """The content security policy refuses them; so do event filters and other features that need eval."""
    refused = r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|hx-trigger=\"[^\"]*\["

    assert not places(refused, templates())


def test_every_template_is_used():
    """Named by a view, a tag, another template, or Django's own handlers."""
    sources = "\n".join(path.read_text() for path in files(".py", ".html", under="cordee"))
    sources += (ROOT / "config" / "settings.py").read_text()
    unused = []
    for path in templates():
        name = str(path).split("/templates/", 1)[1]
        by_library = name.startswith(("account/", "mfa/", "django/")) or name == "429.html"
        stem = name.rsplit("/", 1)[-1].removesuffix(".html")
        if name not in sources and not by_library and f'"{stem}"' not in sources:
            unused.append(name)

    assert not unused


def test_every_template_compiles():
    for path in templates():
        get_template(str(path).split("/templates/", 1)[1])


def test_french_typography_of_templates():
    """’ and narrow no-break spaces: an apostrophe or a space of a typewriter in a French sentence is a fault."""
    sentence = re.compile(
        r"{% (?:translate|trans) \"([^\"]+)\"|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.S
    )
    faults = []
    for path in templates():
        for found in sentence.finditer(path.read_text()):
            text = re.sub(r"{{.*?}}|{%.*?%}", "x", found[1] or found[2])
            if TYPEWRITTEN.search(text):
                faults.append(f"{path.relative_to(ROOT)}: {text.strip()[:80]}")

    assert not faults


def test_french_typography_of_sentences():
    """The same of what Python says through gettext."""
    faults = [
        f"{path.relative_to(ROOT)}:{text.lineno}: {text.value[:80]}"
        for path in [*product(), *files(".py", under="demo")]
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SPOKEN_BY
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and TYPEWRITTEN.search(text.value)
    ]

    assert not faults


def test_files_stay_readable_in_one_sitting():
    """Above six hundred lines a file says why, at its top."""
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts
        and (count := len(path.read_text().splitlines())) > LONGEST_FILE
        and "reason" not in path.read_text()[:600]
    ]

    assert not long


def test_every_organisation_table_says_who_sees_it():
    """A model that belongs to an organisation and that pages list has `visible_to`."""
    internal = {"PersonKey", "OrganisationKey", "AccessLog", "Draft", "OrganisationSetting"}
    missing = []
    for model in apps.get_models():
        own = model.__module__.startswith("cordee.") and not hasattr(model, "pgh_tracked_model")
        names = {field.name for field in model._meta.concrete_fields}
        if own and {"organisation", "person"} <= names and model.__name__ not in internal:
            manager = getattr(model, "objects", None)
            if not hasattr(manager, "visible_to"):
                missing.append(model.__name__)

    assert not missing


def test_every_right_has_its_sentence():
    """The refusal page and the disabled button say the same thing, so there must be something to say."""
    found = 0
    for path in product():
        if path.name != "access.py" or path.parent.name == "plumbing":
            continue
        module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        reasons, roles = getattr(module, "REASONS", None), getattr(module, "ROLES", None)
        if roles is not None and reasons is not None:
            found += 1
            assert roles.keys() == reasons.keys(), path.parent

    assert found >= 4


def test_every_rule_is_used_by_a_definition():
    used = set()
    for code in shipped.codes():
        definition = parse(shipped.text(code))
        asked = [*definition.entry.conditions]
        asked += [requirement for move in definition.moves for requirement in move.requires]
        asked += [requirement for way_out in definition.exits for requirement in way_out.requires]
        used |= {requirement.rule for requirement in asked}

    # `admission_decided` is asked by the admission gate itself, of every admitted stage. The rules other tests
    # invent in the same process begin with an underscore.
    ours = {name for name in RULES if not name.startswith("_")}
    assert ours - used <= {"admission_decided"}


def test_generated_documents_are_up_to_date():
    for code in shipped.codes():
        path = ROOT / "docs" / "programmes" / f"{code}.md"
        assert path.exists(), code
    assert hasattr(docs, "main") or hasattr(docs, "write")


def test_rules_read_no_clock_and_no_framework():
    for path in product():
        if path.name != "rules.py":
            continue
        tree = ast.parse(path.read_text())
        imported = {
            name.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        calls = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not any(name.startswith("django") for name in imported), path
        assert not {"today", "now", "localdate"} & calls, path


@pytest.mark.parametrize("word", ["TODO", "FIXME", "coming soon", "lorem ipsum"])
def test_nothing_is_left_for_later_in_silence(word):
    sources = [path for path in files(".py", ".html", ".js", ".css") if path != Path(__file__).resolve()]

    assert not places(rf"\b{word}\b", sources)


def test_a_moment_becomes_a_day_where_the_house_stands():
    """« 2026-11-29 23:30 UTC » is the 30th in Paris: `localdate(row.changed_at)`, never `row.changed_at.date()` nor
    `f"{row.changed_at:%d/%m/%Y}"`."""
    sources = [*product(), *(path for path in files(".py", under="demo") if "tests" not in path.parts)]

    assert not places(r"_at\.date\(\)|_at:%d", sources)


CLOCKS = {"now", "today", "localdate", "localtime"}


def test_nothing_reads_the_clock_when_it_is_loaded():
    """A server, or a run of the tests, begun before midnight goes on after: a day kept in a module, in a decorator or
    in the default of an argument would be that of the day before."""
    faults = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in files(".py")
        for call in run_when_loaded(ast.parse(path.read_text()))
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in CLOCKS
    ]

    assert not faults


def run_when_loaded(node: ast.AST):
    """The calls a module makes when it is imported: not those of the bodies of its functions."""
    if isinstance(node, ast.Call):
        yield node
    inside = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inside = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.Lambda):
        inside = []
    for child in inside:
        yield from run_when_loaded(child)
