"""The messages of the demonstration: a believable list in some dossiers, and one whose departure is uncertain."""

import json
from datetime import timedelta
from random import Random
from typing import Any

from cordee.dossier.messages import NEUTRAL_TEXTS
from cordee.dossier.models import Deadline
from cordee.dossier.unreached import FACTS, KIND, LATE_AFTER, THING, line_of
from cordee.pathways.enums import Status
from cordee.people.enums import Channel as Wish
from cordee.people.enums import ContactKind
from cordee.people.models import ContactPoint
from cordee.plumbing import crypto
from cordee.plumbing.outbox.actions import sms_number
from cordee.plumbing.outbox.enums import Channel, State, Why
from cordee.plumbing.outbox.letters import Letter
from cordee.plumbing.outbox.models import Message
from demo.dossiers import Dossier, Ledger, Writer

RECENT = 45  # days within which what did not arrive is still to be seen to
SHARE = 0.4  # of the dossiers open today
# The last two are of mail only.
RARE = ((State.CANCELLED, Why.NONE), (State.FAILED, Why.REFUSED), (State.BOUNCED, Why.FULL))
STATES = ((State.SENT, Why.NONE),) * 12 + RARE
UNCERTAIN = (State.UNKNOWN, Why.SILENCE)
NO_MESSAGE = (Wish.NONE, Wish.CALL, Wish.LETTER, Wish.THROUGH)


class Correspondence:
    """The messages of a house. phone: the number written in them."""

    def __init__(self, ledger: Ledger, rng: Random, phone: str) -> None:
        self.ledger, self.rng, self.phone = ledger, rng, phone
        self.uncertain_left = 1

    def write(self, dossier: Dossier, by: Writer) -> None:
        """One to four messages, over the last months."""
        ways = self._ways(dossier)
        if not ways or self.rng.random() > SHARE:
            return
        for _one in range(self.rng.randint(1, 4)):
            ago = self.rng.randint(2, 160)
            day = self.ledger.hours.today - timedelta(days=ago)
            if day > dossier.opened_on:
                self._message(dossier, by, self.rng.choice(ways), day)

    def _ways(self, dossier: Dossier) -> list[tuple[str, str]]:
        person = dossier.person
        if person.has_protected_contact or person.preferred_channel in NO_MESSAGE:
            return []
        found = []
        for point in self.ledger.rows[ContactPoint]:
            if point.person_id == person.pk and point.ended_on is None:
                found += self._way(point, person.preferred_channel)
        return found

    def _way(self, point: Any, wish: str) -> list[tuple[str, str]]:
        if point.kind == ContactKind.EMAIL and wish != Wish.SMS:
            return [(Channel.MAIL, point.value)]
        if point.kind == ContactKind.PHONE and wish != Wish.EMAIL and point.value.startswith(("06", "07")):
            return [(Channel.SMS, sms_number(point.value))]
        return []

    def _message(self, dossier: Dossier, by: Writer, way: tuple[str, str], day: Any) -> None:
        channel, to = way
        code, _label, subject, text = self.rng.choice(NEUTRAL_TEXTS[1:2] + NEUTRAL_TEXTS[3:])
        state, why = self._fate(channel)
        at = self.ledger.hours.at(day, self.rng.randint(2, 14))
        message = dossier.own(
            Message, to_person=True, channel=channel, purpose=code, state=state, why=why, state_at=at, due_at=at,
            created_at=at, created_by=by.member, attempts=0 if state == State.CANCELLED else 1,
            handed_at=at if state == State.UNKNOWN else None,
            sent_at=at if state in (State.SENT, State.BOUNCED) else None,
        )  # fmt: skip
        message.once = f"demo:{message.pk}"
        letter = Letter(
            to, str(subject) if channel == Channel.MAIL else "", str(text) % {"phone": self.phone}
        )
        message.sealed_content = sealed(dossier, message, letter)
        told = {"channel": channel, "purpose": code}
        dossier.tell("message_sent", day, by=by, thing=message, codes=told)
        if (kind := FACTS.get(State(state))) is not None:
            dossier.tell(kind, day, by=None, thing=message, codes=told | {"why": why})
            self._show(dossier, by, message, day)
        elif state == State.CANCELLED:
            dossier.tell("message_cancelled", day, by=by, thing=message, codes=told)

    def _show(self, dossier: Dossier, by: Writer, message: Message, day: Any) -> None:
        """On the day of who follows the person, as `unreached` does; what is old was seen to two days later."""
        is_seen = (self.ledger.hours.today - day).days > RECENT
        dossier.own(
            Deadline, kind=KIND, label=line_of(message),
            in_charge=_follows(dossier) or by.member, warn_on=day, due_on=day,
            late_on=day + LATE_AFTER, thing_kind=THING, thing_id=message.pk,
            closed_on=day + timedelta(days=2) if is_seen else None, closing="met" if is_seen else "",
        )  # fmt: skip

    def _fate(self, channel: str) -> tuple[str, str]:
        if self.uncertain_left:
            self.uncertain_left -= 1
            return UNCERTAIN
        return self.rng.choice(STATES if channel == Channel.MAIL else STATES[:-2])


def _follows(dossier: Dossier) -> Any:
    """Who follows the person on the pathway open today."""
    found = [
        way.row.referent for way in dossier.ways if way.row.status == Status.OPEN and way.row.referent_id
    ]
    return found[0] if found else None


def sealed(dossier: Dossier, message: Message, letter: Letter) -> bytes:
    """As outbox.letters.seal_letter, with the key at hand."""
    bound = crypto.bound(message._meta.db_table, "sealed_content", message.pk, dossier.person.pk)
    return crypto.seal(dossier.key, json.dumps(vars(letter)).encode(), bound)
