"""A few diagnoses of the territory: one made, one made again some months later, one still under way. Invented words.

Each follows the form of the programme: what a theme says is chosen by its public code, never by the programme.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Organisation, zone
from cordee.assessments.diagnosis.access import MAKERS
from cordee.assessments.diagnosis.actions import (
    Said,
    begin_diagnosis,
    close_diagnosis,
    form_for,
    write_diagnosis,
)
from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.diagnosis.section import OWN_WORDS, Form, form_of
from cordee.assessments.fetch import person_with_key
from cordee.kernel.partitions import RESTRICTED_PARTITIONS
from cordee.pathways.models import Pathway
from cordee.programmes.cached import definition_of
from demo.situations import TOLD, followed_in

MOST = 6  # dossiers of each house where a diagnosis is made
AGAIN_AFTER = 150  # days
# By data·inclusion category: what was said the first time, then the second.
SPOKEN: Mapping[str, tuple[Entry, Entry]] = {
    "mobilite": (
        Entry(
            4,
            "",
            True,
            ("no_licence",),
            limits="Pas encore le bus sans quelqu’un",
            words="Deux heures pour venir.",
        ),
        Entry(2, "better", True, ("no_licence",), strengths="Prend le bus sans aide depuis le printemps"),
    ),
    "logement-hebergement": (
        Entry(2, strengths="Tient à son quartier", watch="Le loyer, en fin de mois"),
        Entry(1, "lifted", strengths="Le loyer est à jour", watch="La facture d’hiver"),
    ),
    "difficultes-financieres": (
        Entry(3, "", True, ("short",), strengths="Note tout dans un carnet"),
        Entry(
            3,
            "stable",
            True,
            ("short",),
            strengths="Note tout dans un carnet",
            watch="Un crédit finit en juin",
        ),
    ),
    "remobilisation": (
        Entry(3, "", True, limits="Sort peu", words="Avant, j’avais des copains."),
        Entry(1, "lifted", strengths="Vient au groupe du jeudi, y a des amis"),
    ),
    "lecture-ecriture-calcul": (
        Entry(2, strengths="Parle trois langues", limits="Remplir un papier"),
        Entry(1, "better", strengths="A rempli son dossier sans aide"),
    ),
    "trouver-un-emploi": (
        Entry(3, strengths="Le soin du travail, la ponctualité", limits="Tenir une journée entière"),
        Entry(
            2, "better", strengths="Trois matinées par semaine, sans absence", watch="La fatigue du vendredi"
        ),
    ),
    "choisir-un-metier": (
        Entry(3, strengths="Le soin du travail, la ponctualité", limits="Tenir une journée entière"),
        Entry(
            2, "better", strengths="Trois matinées par semaine, sans absence", watch="La fatigue du vendredi"
        ),
    ),
    "se-former": (Entry(), Entry(2, situations=("no_diploma",), strengths="Veut passer son CAP")),
}
WORDS = (
    "J’ai envie de bouger, mais pas sans quelqu’un la première fois.",
    "Je veux travailler dehors, et rentrer avant que l’école finisse.",
)
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "triad": (
        "Travailler dehors, avec une petite équipe. Plus jamais de travail à la chaîne.",
        "Sait tailler, planter, tenir un outil. Apprend en regardant, puis en faisant.",
        "À vélo jusqu’au bourg voisin\u202f; plus loin, avec quelqu’un.",
        "Les espaces verts de la commune, s’ils embauchent. Reste à préparer le trajet d’hiver.",
    ),
    "environment": (
        "Un studio au calme, des voisins qu’il fait bon croiser.",
        "Un budget tenu avec l’aide de la curatelle, un peu d’épargne.",
        "Le club de pétanque le samedi, deux bons copains.",
        "Sa mère appelle chaque dimanche\u202f; son frère n’est pas loin.",
    ),
    "other": ("Un lieu calme, quelqu’un qui montre une fois.", "Retrouver un rythme, puis un métier."),
}


def make(house: Organisation, rng: Random, now: datetime) -> int:
    """Diagnoses of a few people of a house, in its own context. Returns how many."""
    today = now.astimezone(zone(house.time_zone)).date()
    able = [pathway for pathway in followed_in(house) if _form(pathway) is not None]
    told = [pathway for pathway in able if pathway.person.usage_name in TOLD]
    others = [pathway for pathway in able if pathway not in told]
    made = 0
    for rank, pathway in enumerate(told + rng.sample(others, min(MOST, len(others)))):
        actor = actor_for(pathway.referent.user_id, pathway.referent_id, today) if pathway.referent else None
        if actor is not None and actor.member == pathway.referent and actor.roles & MAKERS:
            made += _lives(pathway, actor, rank)
    return made


def _form(pathway: Pathway) -> Form | None:
    return form_of(definition_of(pathway.programme_version_id))


def _lives(pathway: Pathway, actor: Actor, rank: int) -> int:
    """One made at the beginning; again when it was long ago; one begun today for some."""
    first = min(pathway.opened_on + timedelta(days=21), actor.today)
    days = [first]
    if (actor.today - first).days > AGAIN_AFTER:
        days.append(actor.today - timedelta(days=7 + rank))
    for turn, day in enumerate(days):
        _one(pathway, actor, day, turn, is_closed=rank % 3 != 2 or turn < len(days) - 1)
    return len(days)


def _one(pathway: Pathway, actor: Actor, day: date, turn: int, *, is_closed: bool) -> None:
    by = replace(actor, today=day)
    person = person_with_key(actor, pathway.person_id)
    diagnosis = begin_diagnosis(person, pathway, by=by, on=day)
    said = _said(form_for(diagnosis), person.opened_to(actor), turn)
    write_diagnosis(diagnosis, person, by=by, said=said, done_with="person" if is_closed else None)
    if is_closed:
        close_diagnosis(diagnosis, person, by=by)


def _said(form: Form, opened: Any, turn: int) -> dict[str, Said]:
    """What is said on a form, in the parts the professional reads, restricted ones left alone."""
    found = {OWN_WORDS: Said(Entry(words=WORDS[turn]))}
    for group, answers in ANSWERS.items():
        blocks = [block for block in form.blocks if block.group == group]
        for block, words in zip(blocks, answers, strict=False):
            if block.partition & opened:
                found[block.code] = Said(Entry(words=words))
    for theme in form.themes:
        known = {one.code for one in theme.situations}
        spoken = next((SPOKEN[code] for code in _categories(theme.data_inclusion) if code in SPOKEN), None)
        if spoken and theme.partition & opened and not theme.partition & RESTRICTED_PARTITIONS:
            entry = spoken[turn]
            found[theme.code] = Said(
                replace(entry, situations=tuple(code for code in entry.situations if code in known))
            )
    return found


def _categories(codes: tuple[str, ...]) -> list[str]:
    return [code.partition("--")[0] for code in codes]
