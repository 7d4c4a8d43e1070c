"""What a first visit downloads beside the page: styles, scripts and fonts, as they travel."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bench.visits import Visit
from bench.wire import Wire

SHEET = re.compile(r'<link[^>]+rel="stylesheet"[^>]*>')
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]+src="[^"]+"')
SPRITE = re.compile(r'<use[^>]+href="([^"#]+)')
FACE = re.compile(r"@font-face\s*{[^}]*}", re.S)
FONT = re.compile(r'url\(["\']?([^)"\']+\.woff2)')


def first_visit(visit: Visit) -> dict[str, float]:
    """Kilobytes of each file the first page needs, by address."""
    wire = visit.wire()
    page = wire.get("/").text
    wanted = [
        address for tag in SHEET.findall(page) + SCRIPT.findall(page) for address in ADDRESS.findall(tag)
    ]
    wanted += list(dict.fromkeys(SPRITE.findall(page)))
    found: dict[str, float] = {}
    for address in dict.fromkeys(wanted):
        _fetch(wire, address, found)
    wire.close()
    return found


def _fetch(wire: Wire, address: str, found: dict[str, float]) -> None:
    answer = wire.get(address)
    found[address] = len(answer.body) / 1024
    if address.endswith(".css"):
        for face in FACE.findall(answer.text):
            if is_for_french(face):
                for font in FONT.findall(face)[:1]:
                    whole = urljoin(address, font)
                    if whole not in found:
                        found[whole] = len(wire.get(whole).body) / 1024


def is_for_french(face: str) -> bool:
    """A browser only downloads a font for the letters it meets: ours are Latin, and upright first."""
    is_italic = re.search(r"font-style:\s*italic", face) is not None
    ranges = re.search(r"unicode-range:([^;}]+)", face)
    return not is_italic and (
        ranges is None or "U+0000" in ranges.group(1).upper() or "U+00" in ranges.group(1).upper()
    )
