"""What the pages of relays show: lines, badges, what left, what was answered, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cordee.accounts.enums import PARTITION_WORDS
from cordee.kernel.partitions import Partition
from cordee.kernel.words import french_day
from cordee.relays.contents import Sent, Told
from cordee.relays.enums import Agreed, Answer, Channel, Dimension, Kind, State
from cordee.relays.fetch import ToldRelay, restricted_words, row_is_late
from cordee.relays.rules import next_look
from cordee.ui.addresses import address
from cordee.ui.shapes import Badge, Definition

TONES = {
    State.PREPARED: "neutral",
    State.SENT: "info",
    State.READ: "info",
    State.ACCEPTED: "done",
    State.NEEDS_MORE: "soon",
    State.REFUSED: "soon",
    State.DONE: "done",
}
ANSWER_WORDS = {
    Answer.ACCEPTED: lazy("accepte"),
    Answer.NEEDS_MORE: lazy("demande un complément"),
    Answer.REFUSED: lazy("ne peut pas"),
    Answer.DONE: lazy("dit que c’est fait"),
}
YOUR_WORDS = {
    Answer.ACCEPTED: lazy("Vous acceptez"),
    Answer.NEEDS_MORE: lazy("Vous demandez un complément"),
    Answer.REFUSED: lazy("Vous ne pouvez pas"),
    Answer.DONE: lazy("Vous dites que c’est fait"),
}


def badge_of(row: Any) -> Badge:
    state = State(row.state)
    return Badge(str(state.label), TONES.get(state, "neutral"))


def towards_words(told: ToldRelay) -> str:
    if told.row.kind == Kind.SHEET:
        return _("Fiche de relais")
    return str(Dimension(told.row.dimension).label)


@dataclass(frozen=True)
class Line:
    """A relay of a list. when: what it waits for; late: its day is past; closed: its partner is, meanwhile."""

    url: str
    towards: str
    what: str
    need: str
    to: str
    badge: Badge
    late: Badge | None
    when: str
    follower: str
    name: str = ""
    closed: Badge | None = None


def line_of(told: ToldRelay, today: date, *, name: str = "") -> Line:
    row = told.row
    late = Badge(_("À relancer"), "late") if row_is_late(row, today) else None
    return Line(
        url=address("relay", row.person_id, row.pk),
        towards=told.towards or "…",
        what=towards_words(told),
        need=told.wanted.need,
        to=told.recipient.name,
        badge=badge_of(row),
        late=late,
        when=when_words(row),
        follower=told.follower,
        name=name,
        closed=Badge(_("Partenaire fermé"), "soon") if told.is_left_alone else None,
    )


def when_words(row: Any) -> str:
    """« depuis le 3 mars ; on en reparle le 2 avril »."""
    since = _("depuis le %(day)s") % {"day": french_day(row.state_since)}
    day = next_look(row.state, row.state_since, row.sent_on, row.consent_until) if row.sent_on else None
    if day is None:
        return since
    return _("%(since)s\u202f; à regarder le %(day)s") % {"since": since, "day": french_day(day)}


@dataclass(frozen=True)
class AnswerLine:
    said: str
    on: date
    words: str
    elsewhere: str


def answer_lines(told: tuple[Told, ...] | list[Told], who: str = "") -> list[AnswerLine]:
    """The latest first. who: empty when it is who reads."""
    found = []
    for one in reversed(told):
        if who:
            said = str(ANSWER_WORDS[Answer(one.answer)])
            words = _("%(who)s %(said)s") % {"who": who, "said": said}
        else:
            words = str(YOUR_WORDS[Answer(one.answer)])
        if one.by:
            words = _("%(words)s (noté par %(by)s)") % {"words": words, "by": one.by}
        found.append(AnswerLine(words, date.fromisoformat(one.on), one.words, one.elsewhere))
    return found


def consent_facts(told: ToldRelay, proof: str) -> list[Definition]:
    """What the person agreed to, as it is kept."""
    row = told.row
    if row.consent_on is None:
        return []
    named = [str(PARTITION_WORDS[code]) for code in restricted_words(row.consent_named)]
    facts = [
        Definition(_("Accord donné le"), french_day(row.consent_on)),
        Definition(_("Comment"), str(Agreed(row.consent_means).label)),
        Definition(_("Informée par"), str(row.consent_by or "")),
        Definition(_("Vaut jusqu’au"), french_day(row.consent_until)),
        Definition(_("Parties nommées"), ", ".join(named)),
        Definition(_("En témoigne"), proof),
        Definition(
            _("Accord retiré le"), french_day(row.consent_withdrawn_on) if row.consent_withdrawn_on else ""
        ),
    ]
    return [fact for fact in facts if fact.value]


def sending_facts(told: ToldRelay) -> list[Definition]:
    """When it left, by which way, when it was read."""
    row = told.row
    if row.sent_on is None:
        return []
    read = _("pas encore") if row.channel == Channel.MAIL else ""
    if row.read_at is not None:
        read = _stamp(row.read_at)
        if row.read_last_at and localdate(row.read_last_at) != localdate(row.read_at):
            read = _("%(first)s, puis encore %(last)s") % {"first": read, "last": _stamp(row.read_last_at)}
    facts = [
        Definition(_("À"), told.recipient.words),
        Definition(_("Envoyée le"), french_day(row.sent_on)),
        Definition(_("Comment"), str(Channel(row.channel).label)),
        Definition(_("Lue"), read),
        Definition(_("Suivie par"), str(row.in_charge or row.author)),
    ]
    return [fact for fact in facts if fact.value]


def _stamp(at: Any) -> str:
    here = localtime(at)
    return _("le %(day)s à %(hour)s") % {"day": french_day(here.date()), "hour": f"{here:%H h %M}"}


def sent_lines(sent: Sent) -> list[Definition]:
    """Who it is about, as the partner reads it."""
    facts = [
        Definition(_("Demandé"), sent.need),
        Definition(_("Service"), sent.service),
        *(Definition(label, value) for label, value in sent.lines),
    ]
    return [fact for fact in facts if fact.value]


def more_lines(sent: Sent) -> list[tuple[date, str]]:
    return [(date.fromisoformat(day), words) for day, words in sent.more]


def parts_left(told: ToldRelay) -> list[str]:
    """The restricted parts that what was chosen belongs to, by their codes."""
    mask = Partition(told.row.partition)
    for part, _pk in told.wanted.papers:
        if part in ("health", "protected"):
            mask |= Partition.HEALTH if part == "health" else Partition.PROTECTED
    return restricted_words(int(mask))
