"""What is known of a few lives of the territory, and what has changed since: invented, dated, never complete.

The people of the stories one reads from the beginning come first. Health is noted where somebody follows it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Mod

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Organisation, zone
from cordee.assessments.access import may_change
from cordee.assessments.actions import Said, note_situation
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import HEALTH, THEMES
from cordee.assessments.enums import State
from cordee.assessments.fetch import person_with_key, theme_situation
from cordee.kernel.partitions import Partition
from cordee.pathways.models import Pathway
from cordee.people.models import Ground

MOST = 9  # dossiers of each house where a situation is noted
MOST_OF_CARE = 4
# (first names, usage name) of those whose whole story is told (README).
TOLD = ("Bise-Mésange", "Harmattan", "Micocoulier", "Lavande-Quartz", "Tramontane", "Khamsin")


@dataclass(frozen=True)
class Told:
    """An answer with its days counted from today."""

    state: str = State.KNOWN
    choices: tuple[str, ...] = ()
    number: int | None = None
    since: int | None = None
    left: int | None = None
    filed: int | None = None
    text: str = ""

    def on(self, today: date) -> Answer:
        def shifted(days: int | None) -> date | None:
            return today + timedelta(days=days) if days is not None else None

        return Answer(
            self.state,
            tuple(sorted(self.choices)),
            self.number,
            shifted(-self.since if self.since is not None else None),
            shifted(self.left),
            shifted(-self.filed if self.filed is not None else None),
            self.text,
        )


def one(*choices: str, **more: Any) -> Told:
    return Told(choices=choices, **more)


YES, NO, UNKNOWN = Told(), Told(State.NO), Told(State.UNKNOWN)
Life = Mapping[str, Told]  # by item, « item.1 » for a second one

# What was known at the beginning; then, for some, what was learnt since.
LIVES: Mapping[str, tuple[tuple[Life, Life], ...]] = {
    "cheval-bleu": (
        (
            {
                "household": one("alone", since=1600),
                "children": NO,
                "housing": one("social", since=1200),
                "neighbourhood": Told(text="Cité des Brebis"),
                "qpv": YES,
                "resources": one("aah", "housing_aid"),
                "budget": one("tight"),
                "work": one("without", since=2900),
                "education": one("3"),
                "diploma": Told(text="CAP peinture en bâtiment", since=6200),
                "licence": one("suspended"),
                "means": one("bike", "transit"),
                "reach": one("town"),
                "rqth": one("dated", since=900, left=140),
                "cdaph": one("ordinary", since=900, left=140),
                "digital": one("some"),
                "french": one("native"),
            },
            {"reach": one("area", text="Seul jusqu’à Lens depuis l’été."), "budget": one("balanced")},
        ),
        (
            {
                "household": one("parents"),
                "housing": one("parents", since=4000),
                "resources": Told(State.NO),
                "mdph": one("filed", since=75),
                "rqth": one("asked"),
                "work": one("never"),
                "education": one("before_3"),
                "licence": NO,
                "means": one("walk", "transit"),
                "reading": one("slow"),
                "debts": UNKNOWN,
            },
            {"resources": one("rsa"), "rsa": one("asked", since=20)},
        ),
    ),
    "le-lierre": (
        (
            {
                "household": one("lone_parent", since=800),
                "children": Told(number=2, text="7 et 4 ans, une semaine sur deux"),
                "childcare": one("fragile", text="Une voisine, sauf le mercredi."),
                "housing": one("social", since=2500),
                "neighbourhood": Told(text="Quartier Est"),
                "qpv": YES,
                "resources": one("rsa", "family", "housing_aid"),
                "rsa": one("paid", since=700),
                "budget": one("short"),
                "debts": Told(text="Retard de loyer, un échéancier tient."),
                "work": one("without", since=1500),
                "french": one("a2"),
                "reading": one("helped"),
                "digital": one("much"),
                "means": one("transit", "walk"),
                "licence": NO,
            },
            {"french": one("b1", text="Cours du mardi, jamais manqué."), "childcare": one("settled")},
        ),
        (
            {
                "household": one("alone"),
                "resources": one("ass"),
                "housing": one("private", since=3100),
                "work": one("without", since=3900),
                "education": one("none"),
                "french": one("b1"),
                "reading": one("not_french"),
                "permit": one("resident", since=2900, left=48),
                "right_to_work": YES,
                "carer": one(text="Sa mère, qui vit à côté."),
            },
            {},
        ),
    ),
    "la-mie-de-pain": (
        (
            {
                "household": one("alone"),
                "children": Told(text="Au pays, il leur écrit.", number=1),
                "housing": one("collective", since=260),
                "resources": NO,
                "permit": one("receipt", since=150, left=26),
                "right_to_work": YES,
                "work": one("without", since=420),
                "job": Told(text="Cuisinier, restaurant de quartier", since=2600, left=-430),
                "education": one("4"),
                "diploma": Told(text="Diplôme étranger, pas encore reconnu", since=4200),
                "french": one("b1"),
                "licence": one("foreign"),
                "means": one("transit"),
                "reach": one("further"),
                "equipment": one("smartphone"),
                "must_leave": NO,
            },
            {
                "resources": one("wage", text="Premières Heures, depuis l’automne."),
                "work": one("working", since=40),
            },
        ),
        (
            {
                "housing": one("street", since=90),
                "resources": UNKNOWN,
                "permit": UNKNOWN,
                "work": UNKNOWN,
                "french": one("a1"),
                "equipment": one("smartphone"),
            },
            {"housing": one("collective", since=12), "resources": one("rsa")},
        ),
    ),
    "gcms-pdip-71": (
        (
            {
                "work": one("esat", since=1900),
                "rqth": one("equivalent", since=1900),
                "cdaph": one("esat", since=700, left=1100),
                "education": one("before_3"),
                "job": Told(text="Espaces verts, en ESAT", since=1900),
                "licence": one("code"),
                "means": one("bike", "shared"),
                "reach": one("area"),
                "housing": one("foyer", since=1500),
                "resources": one("aah", "wage"),
                "household": one("others"),
                "reading": one("slow"),
                "digital": one("easy"),
            },
            {
                "licence": one("learning", text="Conduite accompagnée avec l’auto-école adaptée."),
                "housing": one("adapted", since=60),
            },
        ),
        (
            {
                "work": one("training", since=80),
                "rqth": one("dated", since=1000, left=95),
                "mdph": one("decided", since=1000),
                "education": one("3"),
                "diploma": Told(text="CAP agent polyvalent de restauration", since=140),
                "household": one("parents"),
                "housing": one("parents"),
                "licence": NO,
                "means": one("transit"),
                "reach": one("town"),
            },
            {},
        ),
    ),
    "departement-du-calvados": (
        (
            {
                "household": one("couple_children"),
                "children": Told(number=3, text="11, 8 et 2 ans"),
                "childcare": one("none"),
                "resources": one("rsa", "family"),
                "rsa": one("paid", since=480),
                "budget": one("short"),
                "housing": one("social", since=1900),
                "neighbourhood": Told(text="La Guérinière"),
                "qpv": YES,
                "work": one("without", since=1100),
                "education": one("3"),
                "licence": NO,
                "means": one("transit", "walk"),
                "reach": one("neighbourhood"),
                "french": one("native"),
                "digital": one("some"),
            },
            {"childcare": one("fragile", text="Halte-garderie, deux matinées."), "reach": one("town")},
        ),
        (
            {
                "household": one("parents"),
                "housing": one("hosted", since=200),
                "must_leave": Told(left=35),
                "resources": NO,
                "rsa": one("refused"),
                "work": one("without", since=240),
                "education": one("before_3"),
                "equipment": one("smartphone"),
                "licence": NO,
                "means": one("walk"),
                "debts": NO,
            },
            {},
        ),
    ),
}
CARE: Life = {
    "coverage": one("css", left=200),
    "doctor": Told(text="Cabinet médical de la place"),
    "effect": one("absences", text="Plutôt l’après-midi, des pauses."),
    "care": Told(text="CMP, tous les quinze jours", since=700),
    "continuity": Told(text="Sans nouvelles trois jours, appeler l’infirmière de secteur."),
    "stay": Told(text="Clinique du secteur, sortie préparée avec le CMP", since=400, left=-370),
}


def note(house: Organisation, rng: Random, now: datetime) -> int:
    """The situation of a few people of a house, in its own context. Returns how many dossiers."""
    today = now.astimezone(zone(house.time_zone)).date()
    lives = LIVES.get(house.code, ())
    if not lives:
        return 0
    followed = list(followed_in(house))
    told = [pathway for pathway in followed if pathway.person.usage_name in TOLD]
    others = [pathway for pathway in followed if pathway not in told]
    chosen = told + rng.sample(others, min(MOST - len(told), len(others)))
    seen = 0
    for rank, pathway in enumerate(chosen):
        actor = actor_for(pathway.referent.user_id, pathway.referent_id, today) if pathway.referent else None
        if actor is not None and actor.member == pathway.referent:
            before, since = lives[rank % len(lives)]
            first = min(pathway.opened_on + timedelta(days=9), today)
            _say(pathway.person_id, before, actor, first, today)
            _say(
                pathway.person_id, since, actor, max(first, today - timedelta(days=rng.randint(3, 30))), today
            )
            seen += 1
    _care(house, today)
    return seen


def followed_in(house: Organisation) -> Iterator[Pathway]:
    """Running pathways, one for each person, whose referent works in the house."""
    rows = Pathway.objects.filter(organisation=house, referent__organisation=house).running()
    known = set()
    for pathway in rows.select_related("person", "referent").order_by("pk"):
        if pathway.person_id not in known:
            known.add(pathway.person_id)
            yield pathway


def _say(person_id: Any, life: Life, actor: Actor, on: date, today: date) -> None:
    """Note what is said, theme by theme, on a day; what began after it had not begun."""
    there = replace(actor, today=on)
    person = person_with_key(actor, person_id)
    for theme in THEMES:
        if not may_change(actor, person, theme):
            continue
        standing = theme_situation(actor, person, theme)
        said = {}
        for code, told in life.items():
            if code in theme.by_code:
                answer = told.on(today)
                if answer.from_on and answer.from_on > on:
                    answer = replace(answer, from_on=on)
                shown = standing.get((code, 0))
                said[code, 0] = Said(answer, shown.row.pk if shown else None)
        if said:
            note_situation(person, theme, by=there, said=said, on=on)


def _care(house: Organisation, today: date) -> None:
    """Health, by whoever a ground opens it to."""
    wanted = Ground.objects.live().filter(organisation=house, member__organisation=house, ends_at=None)
    health = int(Partition.HEALTH)
    rows = wanted.alias(bit=Mod(F("partitions") / Value(health), Value(2))).filter(bit=1)
    for ground in rows.select_related("member").order_by("pk")[:MOST_OF_CARE]:
        actor = actor_for(ground.member.user_id, ground.member_id, today) if ground.member else None
        if actor is not None and may_change(actor, person_with_key(actor, ground.person_id), HEALTH):
            on = max(today - timedelta(days=20), ground.starts_at.astimezone(zone(house.time_zone)).date())
            _say(ground.person_id, CARE, actor, min(on, today), today)
