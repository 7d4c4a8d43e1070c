"""How a house of the demo is described: its sites, its team, who comes, how far they have gone.

Plain values, written in houses/*.py and writing/*.py; `loading` turns them into rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """A site and what is in it."""

    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Colleague:
    """A professional. years: how long they have been there; left: days since they went, if they did."""

    key: str
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    job: str
    years: float = 4
    left: int | None = None
    site: str = ""


@dataclass(frozen=True)
class Scene:
    """Something that can be noted. No means: a plain note. by: the role of the circle whose holder writes it.

    The text may hold {p} the first name, {il} {Il} the pronoun, {lui}, and {e} for the agreement.
    """

    text: str
    means: str = ""
    counterpart: str = "person"
    sector: str = "social"
    minutes: int | None = None
    by: str = ""
    audience: str = "house"


Scenes = Mapping[str, tuple[Scene, ...]]


@dataclass(frozen=True)
class Writing:
    """What is written in a programme. scenes: by stage. words: the people's own.

    reasons: why they are oriented. reviews: notes of a review held together. warnings: why one was passed.
    """

    scenes: Scenes
    words: tuple[str, ...]
    reasons: tuple[str, ...]
    reviews: tuple[Scene, ...] = ()
    health: tuple[Scene, ...] = ()
    warnings: tuple[str, ...] = ("Vu avec la personne : les éléments manquants suivront.",)


@dataclass(frozen=True)
class Source:
    """Who orients, by a channel of the programme. weight: how often."""

    channel: str
    kind: str
    structures: tuple[str, ...]
    functions: tuple[str, ...] = ("assistante sociale",)
    weight: int = 1


@dataclass(frozen=True)
class Around:
    """Who stands around people, in a role of the circle: members (by key), or people named, of structures."""

    role: str
    share: float
    members: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    consent: bool = False


@dataclass(frozen=True)
class Shape:
    """Who is in a programme, and how far.

    stages: running pathways by stage. spans: days usually spent in a stage. referents: keys of the team, in
    turn. from_entry: how often the referent is named at the opening. guardianship: how many have a legal
    protection. tied: facts noted by hand on reaching a
    stage. every: days between two contacts. alongside: people of another programme who are in this one too.
    carried_out_by: the house that carries it out, for some. adjourned: those the board will see again.
    """

    code: str
    writing: Writing
    stages: Mapping[str, int]
    spans: Mapping[str, tuple[int, int]]
    referents: tuple[str, ...]
    sources: tuple[Source, ...]
    exits: tuple[str, ...]
    suspended: int = 0
    closed: int = 0
    reopened: int = 0
    ways_back: int = 0
    adjourned: int = 0
    ages: tuple[int, int] = (22, 60)
    women: float = 0.5
    guardianship: float = 0.0
    oriented: float = 1.0
    worded: float = 0.8
    from_entry: float = 1.0
    site: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    circle: tuple[Around, ...] = ()
    tied: Mapping[str, str] = field(default_factory=dict)
    every: tuple[int, int] = (9, 24)
    alongside: Mapping[str, int] = field(default_factory=dict)
    carried_out_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pauses: tuple[str, ...] = ("Absence de quelques semaines, convenue ensemble.",)


@dataclass(frozen=True)
class Cast:
    """Somebody the demo wants to be met: given an identity, perhaps a place, and a story of their own.

    stage, state: where in the programme (Plan.state). age: in years, or born: a birth code. protection: the
    measure and who exercises it. traits: "protected", "sealed", "first_name_only".
    """

    programme: str
    first_names: str
    usage_name: str = ""
    gender: str = "f"
    stage: str = ""
    state: str = "open"
    identity: Mapping[str, object] = field(default_factory=dict)
    age: int | None = None
    born: str = ""
    words: str = ""
    scenes: tuple[Scene, ...] = ()
    protection: tuple[str, str] = ("", "")
    way_back: bool = False
    referent: str = ""
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class House:
    """An organisation of the territory. streets: where its people live, with the note of the address."""

    code: str
    name: str
    kind: str
    department: str = ""
    school_zone: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    directions: str = ""
    sharing: str = "open_team"
    places: tuple[Place, ...] = ()
    team: tuple[Colleague, ...] = ()
    programmes: tuple[Shape, ...] = ()
    streets: tuple[tuple[str, str], ...] = ()
    languages: tuple[tuple[str, float], ...] = ()
    cast: tuple[Cast, ...] = ()
    welcome: tuple[str, ...] = ()
    commission_days_ago: int | None = None
