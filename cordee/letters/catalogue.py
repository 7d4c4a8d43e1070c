"""The letters there are: Cordée's, under those of the house when it wrote its own, less those it withdrew."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from cordee.accounts.models import OrganisationSetting
from cordee.kernel.partitions import CODES, Partition

SETTING = "letters"  # of OrganisationSetting: {code: {label, about, group, part, title, body} or {"withdrawn": true}}
SHIPPED = Path(__file__).with_name("shipped.toml")
GROUPS = {
    "certificate": _("Attestations"),
    "letter": _("Courriers"),
    "simple": _("En mots simples"),
}
PARTS = ("identity", "social", "employment")
SAID = ("label", "about", "group", "part", "title", "body")


@dataclass(frozen=True)
class Letter:
    """A text to start from. part: where what is printed is kept. is_own: the house wrote it; is_shipped: one of
    Cordée's bears this code."""

    code: str
    label: str
    about: str
    group: str
    part: str
    title: str
    body: str
    is_own: bool = False
    is_shipped: bool = False
    is_withdrawn: bool = False

    @property
    def partition(self) -> Partition:
        return CODES[self.part]

    @property
    def said(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in SAID}


BLANK = Letter(code="", label="", about="", group="letter", part="social", title="", body="")


@cache
def shipped() -> tuple[Letter, ...]:
    told = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["letters"]
    texts: list[dict[str, Any]] = [{name: one[name].strip() for name in ("code", *SAID)} for one in told]
    return tuple(replace(BLANK, is_shipped=True, **one) for one in texts)


def letters_of(organisation: Any, on: date, *, withdrawn: bool = False) -> list[Letter]:
    """Every letter of a house, in the order they are offered. One query. withdrawn: those too."""
    found = list(_every(kept(organisation, on)))
    order = list(GROUPS)
    found.sort(key=lambda one: (order.index(one.group), one.is_own and not one.is_shipped))
    return [one for one in found if withdrawn or not one.is_withdrawn]


def kept(organisation: Any, on: date) -> dict[str, Any]:
    """What the house wrote, by code. One query."""
    rows = OrganisationSetting.objects.filter(organisation=organisation, key=SETTING, valid_from__lte=on)
    value = rows.order_by("-valid_from", "-set_at").values_list("value", flat=True).first()
    return value if isinstance(value, dict) else {}


def _every(own: Mapping[str, Any]) -> Iterator[Letter]:
    for letter in shipped():
        yield _worded(letter, own.get(letter.code))
    codes = {letter.code for letter in shipped()}
    for code, said in own.items():
        if code not in codes and isinstance(said, dict) and not said.get("withdrawn"):
            yield replace(_worded(BLANK, said), code=code)


def _worded(letter: Letter, said: Any) -> Letter:
    if not isinstance(said, dict):
        return letter
    if said.get("withdrawn"):
        return replace(letter, is_withdrawn=True)
    texts: dict[str, Any] = {name: str(said.get(name, "")) for name in SAID}
    return replace(letter, is_own=True, **texts)
