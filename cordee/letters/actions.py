"""What is done with letters: one printed and kept in a dossier; one of the house written, withdrawn, put back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.accounts.models import OrganisationSetting
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.kernel.words import french_day, french_list
from cordee.letters import catalogue, merging
from cordee.letters.access import can, reason_against
from cordee.letters.catalogue import GROUPS, PARTS, SAID, SETTING, Letter
from cordee.letters.merging import Sheet, house_address, signs_as
from cordee.letters.rules import LONGEST_BODY, LONGEST_TITLE, faults_in, left_to_fill
from cordee.papers.access import PLACES
from cordee.papers.actions import Described, keep_paper
from cordee.papers.enums import Kind
from cordee.papers.models import BasePaper
from cordee.plumbing import access_log
from cordee.plumbing.files.kinds import PDF, Clean
from cordee.plumbing.printing import pdf

TEMPLATE = Path(__file__).with_name("printed") / "letter.typ"
MOST_LETTERS = 60
LONGEST_CODE = 60


@dataclass(frozen=True)
class Written:
    """A letter as it will be printed. to: the lines of whom it is for; place: said before the day."""

    title: str
    body: str
    to: str = ""
    place: str = ""


def print_letter(sheet: Sheet, letter: Letter, written: Written) -> bytes:
    """The PDF, nothing kept. Raises BadInput on what is missing or left to fill."""
    _check_written(written)
    return pdf(TEMPLATE, _printed(sheet, letter, written))


def keep_letter(sheet: Sheet, letter: Letter, written: Written, *, by: Actor) -> BasePaper:
    """Print it and put it in the dossier, in the part it belongs to. Raises NotAllowed, BadInput."""
    if not can(by, "letter:write"):
        raise NotAllowed(reason_against(by, "letter:write"))
    if not by.roles & PLACES[letter.partition]:
        raise NotAllowed(_("Cette lettre se range dans une partie du dossier que d’autres tiennent."))
    clean = Clean(print_letter(sheet, letter, written), PDF.media, "pdf")
    described = Described(
        kind=Kind.LETTER, label=written.title[:LONGEST_TITLE], part=letter.partition, day=by.today
    )
    return keep_paper(sheet.person, by=by, clean=clean, described=described)


def _check_written(written: Written) -> None:
    if not written.title.strip():
        raise BadInput("title", _("Donnez un titre à cette lettre."))
    if not written.body.strip():
        raise BadInput("body", _("Cette lettre est vide."))
    for name, text in (("title", written.title), ("to", written.to), ("body", written.body)):
        if left := left_to_fill(text):
            said = _(
                "Il reste à compléter\u202f: %(left)s. Remplacez ce qui est entre crochets, ou enlevez-le."
            )
            raise BadInput(name, said % {"left": french_list(left)})


def _printed(sheet: Sheet, letter: Letter, written: Written) -> dict[str, Any]:
    house = sheet.house
    day = french_day(sheet.actor.today)
    place = written.place.strip()
    return {
        "title": written.title.strip(),
        "body": written.body.strip(),
        "to": written.to.strip(),
        "house": house.name,
        "sender": "\n".join(line for line in (house_address(sheet), house.phone) if line),
        "when": _("%(place)s, le %(day)s") % {"place": place, "day": day}
        if place
        else _("Le %(day)s") % {"day": day},
        "signs": sheet.actor.member.display_name,
        "signs_as": signs_as(sheet),
        "is_simple": letter.group == "simple",
        "footer": house.name,
    }


# The letters of the house


@transaction.atomic
def word_letter(*, by: Actor, said: Mapping[str, str], code: str = "") -> str:
    """Write a letter of the house, or write one again. Returns its code. Raises NotAllowed, BadInput.

    said: label, about, group, part, title, body; code: of the one that is written again, empty for a new one.
    """
    _check_may_word(by)
    _check_said(said)
    known = {one.code: one for one in catalogue.letters_of(by.organisation, by.today, withdrawn=True)}
    if not code and len(known) >= MOST_LETTERS:
        raise BadInput("label", _("Soixante lettres au plus\u202f: retirez-en une."))
    chosen = code if code in known else _new_code(said["label"], known)
    _keep(by, chosen, {name: said[name].strip() for name in SAID})
    return chosen


@transaction.atomic
def withdraw_letter(letter: Letter, *, by: Actor) -> None:
    """It is offered no more; what was printed stays. Raises NotAllowed."""
    _check_may_word(by)
    _keep(by, letter.code, {"withdrawn": True})


@transaction.atomic
def put_back_letter(letter: Letter, *, by: Actor) -> None:
    """Cordée's own text again, and offered. Raises NotAllowed."""
    _check_may_word(by)
    _keep(by, letter.code, None)


def _check_may_word(by: Actor) -> None:
    if not can(by, "letter:word"):
        raise NotAllowed(reason_against(by, "letter:word"))


def _check_said(said: Mapping[str, str]) -> None:
    for name, missing in (
        ("label", _("Donnez un nom à cette lettre, pour la retrouver dans la liste.")),
        ("title", _("Donnez le titre qui sera imprimé.")),
        ("body", _("Écrivez le texte de la lettre.")),
    ):
        if not said[name].strip():
            raise BadInput(name, missing)
    if said["group"] not in GROUPS or said["part"] not in PARTS:
        raise BadInput("group", _("Ce choix n’est plus proposé. Choisissez dans la liste."))
    for name in ("title", "body"):
        if faults := faults_in(said[name], merging.labels()):
            raise BadInput(name, " ".join(faults))
    if len(said["body"]) > LONGEST_BODY:
        raise BadInput(
            "body", _("Ce texte est trop long pour une lettre\u202f: 12\u202f000 caractères au plus.")
        )


def _new_code(label: str, known: Mapping[str, Letter]) -> str:
    base = slugify(label)[: LONGEST_CODE - 4] or "lettre"
    number = 1
    while (code := base if number == 1 else f"{base}-{number}") in known:
        number += 1
    return code


def _keep(by: Actor, code: str, value: dict[str, Any] | None) -> None:
    """The setting of today, with this letter changed; None takes the house's own away."""
    kept = catalogue.kept(by.organisation, by.today)
    kept = {one: said for one, said in kept.items() if one != code} | (
        {code: value} if value is not None else {}
    )
    access_log.record(by, what=f"house.{SETTING}", detail=code)
    OrganisationSetting.objects.create(
        organisation=by.organisation, key=SETTING, value=kept, valid_from=by.today, set_by=by.member
    )
