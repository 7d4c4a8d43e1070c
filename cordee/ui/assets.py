"""Prepare the files taken from node_modules: one sprite of the icons in use, and the font.

    python -m cordee.ui.assets [--node-modules node_modules] [--into build/static/ui]

Standard library only: `./do` runs it before Django is configured. Icons are found by reading our own
templates and Python files, so the sprite holds those and no others, and there is no list to keep.
What is missing from node_modules is said and left out: pages are then plainer, never broken.
"""

import argparse
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("cordee", "demo")
# {% icon "bell" %}, icon="bell", "icon": "bell", icon: str = "bell"
ICON_NAME = re.compile(r"""\bicon(?:: str = |=|["']:\s*|\s+)["']([a-z0-9-]+)["']""")
FONT_FOLDER = Path("@fontsource-variable/atkinson-hyperlegible-next/files")
PRINT_FOLDER = Path("@expo-google-fonts/atkinson-hyperlegible-next")
PRINT_STYLES = ("400Regular", "400Regular_Italic", "700Bold")  # TrueType: no printer of PDF reads woff2
FONT_FILE = "atkinson-hyperlegible-next-{}-wght-normal.woff2"
# Letters of French and its neighbours; the second file is fetched only by a page that shows a Polish or
# a Turkish name. Ranges are those the font's publisher gives.
RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,"
    "U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
}
FONT_FACE = """@font-face {{
  font-family: "Atkinson Hyperlegible Next";
  font-weight: 200 800;
  font-display: swap;
  src: url("fonts/{file}") format("woff2");
  unicode-range: {ranges};
}}
"""


def icons_in_use(root: Path = ROOT) -> set[str]:
    """Names of the icons our templates and modules ask for."""
    names: set[str] = set()
    for source in SOURCES:
        for path in (root / source).rglob("*"):
            if path.suffix in {".html", ".py"} and "tests" not in path.parts and path != Path(__file__):
                names.update(ICON_NAME.findall(path.read_text(encoding="utf-8")))
    return names


def build_sprite(names: set[str], node_modules: Path, into: Path) -> list[str]:
    """Write icons.svg; returns the names that no icon has."""
    folder = node_modules / "bootstrap-icons" / "icons"
    missing = sorted(name for name in names if not (folder / f"{name}.svg").is_file())
    symbols = [_symbol(folder, name) for name in sorted(names - set(missing))]
    if symbols:
        svg = '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"
        (into / "icons.svg").write_text(svg, encoding="utf-8")
    return missing


def _symbol(folder: Path, name: str) -> str:
    svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
    drawing = re.sub(r"\s*\n\s*", "", svg[svg.index(">") + 1 : svg.rindex("</svg>")])
    return f'<symbol id="{name}" viewBox="0 0 16 16">{drawing}</symbol>'


def build_fonts(node_modules: Path, into: Path) -> bool:
    """Copy the font and write fonts.css; False when the font is not there."""
    files = {subset: node_modules / FONT_FOLDER / FONT_FILE.format(subset) for subset in RANGES}
    if not all(path.is_file() for path in files.values()):
        return False
    (into / "fonts").mkdir(exist_ok=True)
    rules = []
    for subset, path in files.items():
        shutil.copyfile(path, into / "fonts" / f"atkinson-{subset}.woff2")
        rules.append(FONT_FACE.format(file=f"atkinson-{subset}.woff2", ranges=RANGES[subset]))
    (into / "fonts.css").write_text("".join(rules), encoding="utf-8")
    return True


def build_print_fonts(node_modules: Path, into: Path) -> bool:
    """Copy the same font as papers are printed with (plumbing.printing); False when it is not there."""
    name = "AtkinsonHyperlegibleNext_{}.ttf"
    files = [node_modules / PRINT_FOLDER / style / name.format(style) for style in PRINT_STYLES]
    if not all(path.is_file() for path in files):
        return False
    (into / "fonts").mkdir(exist_ok=True)
    for path in files:
        shutil.copyfile(path, into / "fonts" / path.name)
    return True


def build(node_modules: Path, into: Path) -> list[str]:
    """Make everything; returns the sentences that say what is missing."""
    into.mkdir(parents=True, exist_ok=True)
    said = []
    if missing := build_sprite(icons_in_use(), node_modules, into):
        said.append("icônes introuvables, les pages s’en passent\u202f: " + ", ".join(missing))
    if not build_fonts(node_modules, into):
        said.append("police introuvable, les pages prennent celle du système")
    if not build_print_fonts(node_modules, into):
        said.append("police des documents imprimés introuvable, ils en prennent une autre")
    return said


def main() -> int:
    """1 when something is missing: the caller says so and goes on, a plainer page is better than no page."""
    parser = argparse.ArgumentParser(description="Prepare icons and font from node_modules.")
    parser.add_argument("--node-modules", type=Path, default=ROOT / "node_modules")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "static" / "ui")
    options = parser.parse_args()
    missing = build(options.node_modules, options.into)
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
