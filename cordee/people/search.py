"""Finding a person: as one types, in any order of names, without accents, by ear, with a typing error.

The work is done by `cordee_find_people` (sql/find_people.sql), which sees the key columns only and takes
its scope from the transaction's context. What it answers is read back under the actor's own policies.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.kernel.dates import BirthDate
from cordee.kernel.names import phonetic, tokens
from cordee.people.models import Person
from cordee.plumbing.policies import APP, SEARCH
from cordee.plumbing.prepared import prepared

MOST_WORDS = 6
LONGEST = 80
SQL = Path(__file__).with_name("sql") / "find_people.sql"
KEY_COLUMNS = {
    "people_person": ("id", "organisation_id", "search_key", "sound_key", "sort_key"),
    "people_ground": (
        "person_id",
        "organisation_id",
        "member_id",
        "grantee_organisation_id",
        "starts_at",
        "ends_at",
    ),
    "people_seal": ("person_id", "organisation_id", "lifted_at"),
}
FUNCTIONS = (
    "cordee_find_people(text[], text[], text, int, boolean)",
    "cordee_slip_keys(text)",
    "cordee_scoped(text, text, text)",
    "cordee_begins(text, text[])",
    "cordee_slipped(text[], boolean)",
    "cordee_slips(text)",
)
CALLED_BY_APP = FUNCTIONS[:2]  # the search itself, and what keeps its index when a name is written
INDEXES = (
    "CREATE INDEX IF NOT EXISTS person_search ON people_person"
    " USING gin (organisation_id, search_key gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS person_sound ON people_person USING gin (organisation_id, sound_key gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS person_slips ON people_person"
    " USING gin (organisation_id, cordee_slip_keys(search_key))",
    # New names wait in a list that every search reads whole: by default up to 4 MB of it, which makes a search four
    # times longer after two hundred arrivals. Emptied sixty times sooner, it costs a name nothing one can measure.
    *(
        f"ALTER INDEX {name} SET (gin_pending_list_limit = 64)"
        for name in ("person_search", "person_sound", "person_slips")
    ),
)


@dataclass(frozen=True)
class Found:
    """A person found, and how: "parts", "sound" or "likeness"."""

    person: Person
    how: str


HOW = {1: "parts", 2: "sound", 3: "likeness"}
NEAREST = tuple(HOW.values())


def find_people(actor: Any, text: str, *, wanted: int = 12, at_worst: bool = False) -> list[Found]:
    """People whose name holds these words, best first; three queries at most, one when nothing is typed.

    Falls back on how the name sounds, then on likeness, while fewer than `wanted` are found; on what is merely
    alike, when `at_worst`, only if nothing else is: who opens a dossier by its name wants no stranger below it.
    """
    words = list(tokens(text[:LONGEST]))[:MOST_WORDS]
    if not words:
        return []
    ways = _identifiers(words, wanted, at_worst)
    people = {person.pk: person for person in people_among(actor, list(ways))}
    return [Found(people[pk], HOW[how]) for pk, how in ways.items() if pk in people][:wanted]


@prepared
def people_among(actor: Actor, found: list[UUID]) -> QuerySet[Person]:
    return Person.objects.visible_to(actor).filter(pk__in=found).select_related("organisation")


def _identifiers(words: list[str], wanted: int, at_worst: bool) -> dict[UUID, int]:
    sounds = [sound for sound in (phonetic(word) for word in words) if sound]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, how FROM cordee_find_people(%s::text[], %s::text[], %s, %s, %s)",
            [words, sounds, " ".join(words), wanted, at_worst],
        )
        ways: dict[UUID, int] = {}
        for pk, how in cursor.fetchall():
            ways.setdefault(pk, how)
    return ways


@dataclass(frozen=True)
class Lookalike:
    """A person who may be the same, and why one may think so."""

    person: Person
    reason: str


def lookalikes(
    actor: Any,
    *,
    first_names: str,
    usage_name: str = "",
    birth_name: str = "",
    birth: str = "",
    wanted: int = 6,
) -> list[Lookalike]:
    """People of one's own sight who may be the one described, the likeliest first. Never blocks anything."""
    found: dict[UUID, Found] = {}
    for family in dict.fromkeys((usage_name or birth_name, birth_name or usage_name)):
        for one in find_people(actor, f"{first_names} {family}", wanted=wanted):
            found[one.person.pk] = min(
                one, found.get(one.person.pk, one), key=lambda way: NEAREST.index(way.how)
            )
    typed = BirthDate.from_code(birth)
    nearest = sorted(found.values(), key=lambda way: NEAREST.index(way.how))
    likely = [
        Lookalike(one.person, _reason(one, typed)) for one in nearest if not _different_birth(one, typed)
    ]
    return likely[:wanted]


def _different_birth(found: Found, typed: BirthDate) -> bool:
    """Two exact birth dates more than a year apart, and a name only alike: another person."""
    known = found.person.birth_date
    if found.how == "parts" or typed.year is None or known.year is None:
        return False
    return abs(known.year - typed.year) > 1


def _reason(found: Found, typed: BirthDate) -> str:
    name = {
        "parts": _("même nom"),
        "sound": _("nom qui se prononce de la même façon"),
        "likeness": _("nom très proche"),
    }[found.how]
    known = found.person.birth_date
    if typed.code and typed.code == known.code:
        return _("%(name)s, même date de naissance") % {"name": name}
    if typed.year and known.year and typed.year == known.year:
        return _("%(name)s, même année de naissance") % {"name": name}
    return name


def install(cursor: Any) -> None:
    """Write the functions, the indexes and the rights of the search role. Run as owner, any number of times."""
    cursor.execute(SQL.read_text())
    cursor.execute(f"GRANT CREATE ON SCHEMA public TO {SEARCH}")
    for function in FUNCTIONS:
        cursor.execute(f"ALTER FUNCTION {function} OWNER TO {SEARCH}")
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {SEARCH}")
    for function in CALLED_BY_APP:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {APP}")
    for statement in INDEXES:
        cursor.execute(statement)
    for table, columns in KEY_COLUMNS.items():
        cursor.execute(f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {SEARCH}")
        cursor.execute(f"DROP POLICY IF EXISTS search ON {table}")
        cursor.execute(f"CREATE POLICY search ON {table} FOR SELECT TO {SEARCH} USING (true)")
