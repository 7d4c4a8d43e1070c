"""What may follow what, when to try again, how many SMS a text makes. Plain functions on plain values."""

import math
from datetime import datetime, timedelta

# to -> from: the only moves there are. `states.moved` asks it before each writing.
MOVES: dict[str, tuple[str, ...]] = {
    "queued": ("sending", "unknown", "failed"),
    "held": ("sending",),
    "sending": ("queued", "held"),
    # A slow worker, thought dead, may say at last that the message went.
    "sent": ("sending", "unknown"),
    "failed": ("queued", "held", "sending"),
    "unknown": ("sending",),
    "cancelled": ("queued", "held"),
    "bounced": ("sent", "unknown"),
}
WAITING = ("queued", "held")
# Asked to wait by the server (4xx): one minute, then longer and longer; given up after four days.
WAITS = (1, 5, 15, 30, 60, 120, 240)  # minutes; the last one is repeated
GIVE_UP_AFTER = timedelta(days=4)
UNDO_WINDOW = timedelta(minutes=10)
MOST_SMS = 6

GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = set("^{}\\[~]|€")


def next_try(attempts: int, *, first: datetime, now: datetime) -> datetime | None:
    """When to try again a message the server put off; None once it is time to give up.

    attempts: those made. first: when it was due for the first time.
    """
    if now - first >= GIVE_UP_AFTER:
        return None
    return now + timedelta(minutes=WAITS[min(max(attempts, 1), len(WAITS)) - 1])


def sms_parts(text: str) -> int:
    """How many SMS a text makes (GSM 03.38: 160 then 153 signs; 70 then 67 with any other sign)."""
    if all(sign in GSM or sign in GSM_DOUBLE for sign in text):
        length = sum(2 if sign in GSM_DOUBLE else 1 for sign in text)
        alone, linked = 160, 153
    else:
        length, alone, linked = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if length <= alone else math.ceil(length / linked)


# Signs a telephone keyboard and our typography put in a text, that would double the number of SMS.
PLAINER = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "–": "-", "—": "-"}
    | {"\u202f": " ", "\u00a0": " ", "œ": "oe", "Œ": "OE", "ê": "e", "â": "a", "î": "i", "ô": "o", "û": "u"}
    | {"ë": "e", "ï": "i", "ç": "c", "À": "A", "È": "E", "Ê": "E"}
)


def plainer(text: str) -> str:
    """The same text in the signs an SMS is counted in, where French allows it."""
    return (
        text.replace("« ", "«")
        .replace(" »", "»")
        .replace("«\u202f", "«")
        .replace("\u202f»", "»")
        .translate(PLAINER)
    )
