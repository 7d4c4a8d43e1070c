"""The campaigns there are, by the name one types. Imported once Django is ready."""

from collections.abc import Callable

from tests.campaigns import attack, days, exports, files, imports, outbox, races

CAMPAIGNS: dict[str, Callable[..., tuple[int, list[str]]]] = {
    "attack": attack.run,
    "days": days.run,
    "exports": exports.run,
    "files": files.run,
    "imports": imports.run,
    "outbox": outbox.run,
    "races": races.run,
}
