"""Where an import may go from where it stands: one table."""

MOVES: dict[str, frozenset[str]] = {
    "read": frozenset({"read", "examining", "dropped"}),
    "examining": frozenset({"read", "examined"}),
    "examined": frozenset({"read", "examining", "applying", "dropped"}),
    "applying": frozenset({"applied", "failed"}),
    "failed": frozenset({"read", "examining", "applying", "dropped"}),
    "applied": frozenset({"undone"}),
    "undone": frozenset(),
    "dropped": frozenset(),
}


def may_become(state: str, wanted: str) -> bool:
    """May an import in this state take that one?"""
    return wanted in MOVES.get(state, frozenset())


def is_decided(outcome: str, choice: str) -> str:
    """What is really done of a line: create, change, or nothing (empty).

    A likeness nobody decided does nothing: no dossier is made twice, none is mixed with another's.
    """
    if choice == "skip" or outcome in ("error", "same"):
        return ""
    if outcome == "ask":
        return {"new": "create", "same": "change"}.get(choice, "")
    return outcome
