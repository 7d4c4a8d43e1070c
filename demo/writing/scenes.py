"""Short ways to say where and with whom something took place."""

from demo.shapes import Scene

SOCIAL, EMPLOYMENT, HEALTH, PROTECTED, WORKING = "social", "employment", "health", "protected", "working"


def office(text: str, minutes: int = 45, sector: str = SOCIAL, by: str = "") -> Scene:
    return Scene(text, "office", sector=sector, minutes=minutes, by=by)


def home(text: str, minutes: int = 60, sector: str = SOCIAL) -> Scene:
    return Scene(text, "home", sector=sector, minutes=minutes)


def work(text: str, minutes: int = 40, sector: str = EMPLOYMENT, by: str = "") -> Scene:
    return Scene(text, "work", sector=sector, minutes=minutes, by=by)


def neutral(text: str, minutes: int = 50, sector: str = SOCIAL) -> Scene:
    return Scene(text, "neutral", sector=sector, minutes=minutes)


def phone(text: str, minutes: int = 10, sector: str = SOCIAL) -> Scene:
    return Scene(text, "phone", sector=sector, minutes=minutes)


def message(text: str, sector: str = SOCIAL) -> Scene:
    return Scene(text, "message", sector=sector)


def employer(text: str, means: str = "work", minutes: int = 30) -> Scene:
    return Scene(text, means, "employer", EMPLOYMENT, minutes)


def partner(text: str, means: str = "phone", minutes: int = 15, sector: str = SOCIAL) -> Scene:
    return Scene(text, means, "partner", sector, minutes)


def establishment(text: str, means: str = "phone", minutes: int = 20) -> Scene:
    return Scene(text, means, "establishment", EMPLOYMENT, minutes)


def family(text: str, means: str = "phone", minutes: int = 20) -> Scene:
    return Scene(text, means, "family", SOCIAL, minutes)


def care(text: str, means: str = "phone", minutes: int = 15) -> Scene:
    return Scene(text, means, "care", HEALTH, minutes)


def seen(text: str, sector: str = EMPLOYMENT, by: str = "") -> Scene:
    """A note: nobody was met for it."""
    return Scene(text, sector=sector, by=by)
