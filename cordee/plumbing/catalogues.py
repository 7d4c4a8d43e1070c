"""The French catalogue: sources are in French already, but its plurals are not English ones (0 is singular).

`python -m cordee.plumbing.catalogues` reads every plural of the code and of the templates, and writes
build/locale/fr/LC_MESSAGES/django.mo, with no gettext installed on the machine. A sentence without a plural
needs no line: gettext gives it back as it is.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("cordee", "demo")
TARGET = ROOT / "build" / "locale" / "fr" / "LC_MESSAGES" / "django.mo"
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
COUNTED = re.compile(rf"ngettext\(\s*{STRING},\s*{STRING},\s*count\)")
PLURALS = {"ngettext", "ngettext_lazy"}
HEADER = {
    "Content-Type": "text/plain; charset=utf-8",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
    "Language": "fr",
}


def main() -> int:
    """Write the catalogue; returns how the command ends."""
    catalogue = polib.MOFile()
    catalogue.metadata = HEADER
    for one, many in sorted(set(plurals(ROOT))):
        catalogue.append(polib.MOEntry(msgid=one, msgid_plural=many, msgstr_plural={0: one, 1: many}))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(TARGET))
    return 0


def plurals(root: Path) -> Iterator[tuple[str, str]]:
    """(singular, plural) of every sentence that counts."""
    for source in SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            yield from in_python(path.read_text())
        for path in sorted((root / source).rglob("*.html")):
            yield from in_template(path.read_text())


def in_python(text: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and _name(node.func) in PLURALS and len(node.args) >= 2:
            one, many = node.args[:2]
            if isinstance(one, ast.Constant) and isinstance(many, ast.Constant):
                yield str(one.value), str(many.value)


def in_template(text: str) -> Iterator[tuple[str, str]]:
    """Django's own reading of a template for translators: the sentences exactly as they are looked up."""
    if "{% plural %}" in text:
        for one, many in COUNTED.findall(templatize(text)):
            yield ast.literal_eval(one), ast.literal_eval(many)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


if __name__ == "__main__":
    sys.exit(main())
