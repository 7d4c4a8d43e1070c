"""Orientations received: those that led to a dossier, those answered otherwise, those still waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import names, phrases
from bench.rows import NULL, identifier
from bench.sealing import seal_with
from bench.shapes import DEADLINE, REFERRAL

if TYPE_CHECKING:
    from bench.lives import Lives, Person

WELCOMED = 0.78  # share of the dossiers that began with an orientation
OTHERS = 0.32  # orientations that led nowhere here, for one person
# (cumulated share, state, reason of a refusal)
ANSWERS = (
    (0.40, "refused", "full"),
    (0.60, "passed_on", ""),
    (0.94, "withdrawn", ""),
    (0.97, "waiting", ""),
    (0.99, "in_study", ""),
    (1.00, "received", ""),
)
STANDING = ("waiting", "in_study", "received")
STRUCTURES = (
    ("FT", "Agence de l’emploi"),
    ("CCAS", "Centre communal"),
    ("CMP", "Centre médico-psychologique"),
    ("DEPT", "Centre médico-social"),
    ("ML", "Mission locale"),
    ("SIAO", "Service intégré d’accueil"),
)


def welcomed(person: Person) -> None:
    """The orientation a dossier began with."""
    day = max(1, person.arrival - 8)
    course = person.courses[0]
    number = _write(
        person.lives, day, (person.first, person.usage), "accepted", "", answered=person.arrival,
        offer=course.offer.id, person=person.id, pathway=course.id,
    )  # fmt: skip
    course.orientation = number
    told = '{"channel": "autre", "structure_kind": "CCAS", "named": true}'
    person.fact("referral_received", day, person.opener.id, thing="referral", thing_id=number, codes=told)
    person.fact(
        "referral_answered", person.arrival, person.opener.id, pathway=course.id, thing="referral", thing_id=number,
        codes='{"state": "accepted"}',
    )  # fmt: skip


def answered_otherwise(lives: Lives) -> None:
    """An orientation of somebody who has no dossier here."""
    luck = lives.chance.random()
    state, reason = next((state, reason) for share, state, reason in ANSWERS if luck <= share)
    standing = state in STANDING
    age = int(lives.chance.random() * (40 if standing else 3500))
    day = lives.calendar.today - age
    woman = lives.chance.random() < 0.48
    who = (names.first_names(lives.chance, woman=woman), names.family_name(lives.chance))
    offer = lives.chance.choice(lives.house.offers).id
    number = _write(
        lives, day, who, state, reason, answered=None if standing else min(day + 9, day + age), offer=offer
    )
    if standing:
        _delay(lives, number, day)


def _write(
    lives: Lives, day: int, who: tuple[str, str], state: str, reason: str, *, answered: int | None, offer: str,
    person: str = NULL, pathway: str = NULL,
) -> str:  # fmt: skip
    chance, calendar, house = lives.chance, lives.calendar, lives.house
    number = identifier(calendar.milliseconds(day, 30), chance)
    kind, structure = chance.choice(STRUCTURES)
    taker = chance.choice(lives.intake).id
    plain = chance.choice(phrases.REASONS).encode()
    sealed = seal_with(
        lives.house_cipher, plain, f"{REFERRAL.table}|sealed_reason|{number}|{house.id}|1", chance
    )
    words = " ".join(sorted(names.searched(*who).split()))
    since = calendar.text[day if answered is None else answered]
    lives.add(
        REFERRAL.table,
        f"{number}\t{house.id}\t{offer}\t{calendar.text[day]}\tautre\t{structure}\t{kind}\t{who[0]}\t{who[1]}"
        f"\t{words}\t1980\t06 {chance.randint(10_000_000, 99_999_999)}\t\\\\x{sealed.hex()}\tt"
        f"\t{state}\t{since}\t{taker}"
        f"\t{reason}\t{NULL if answered is None else since}\t{person}\t{pathway}\t{taker}"
        f"\t{calendar.instant(day, 30)}",
        calendar.month[day],
    )
    return number


def _delay(lives: Lives, number: str, day: int) -> None:
    """The deadline to answer: of nobody's dossier yet."""
    text, due = lives.calendar.text, day + 10
    lives.add(
        DEADLINE.table,
        f"{identifier(lives.calendar.milliseconds(day, 31), lives.chance)}\t{lives.house.id}\t{NULL}\t{NULL}"
        f"\trepondre\tRépondre à l’orientation\t{lives.chance.choice(lives.coordinators).id}"
        f"\t{text[due - 3]}\t{text[due]}\t{text[due + 1]}"
        f"\treferral\t{number}\t{NULL}\t",
    )
