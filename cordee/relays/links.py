"""The partner's link: no account, a code mailed to the address it was sent to, and what left, nothing else.

- give_link        a new link in a mail that names nobody; the one before is out of date
- look             what a link opens
- send_code, try_code  the second check; giving the right code is the read receipt
- answer           what the partner answers, as many times as it goes
- paper            a paper that was sent
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cordee.accounts.models import Organisation
from cordee.doors.guarding import digest
from cordee.doors.inside import inside
from cordee.doors.rules import CODE_FOR, CODE_TRIES
from cordee.doors.tokens import Link, new_token, read_token
from cordee.kernel.partitions import CODES, RESTRICTED_PARTITIONS
from cordee.papers import keeping
from cordee.papers.models import PAPER_MODELS
from cordee.people.models import Person
from cordee.plumbing.context import for_the_holder
from cordee.plumbing.crypto import Unreadable
from cordee.plumbing.keys import person_key
from cordee.plumbing.outbox.actions import post_message
from cordee.relays import telling, timekeeping
from cordee.relays.contents import Sent, SentPaper, Told, answers_of, sent_of, wanted_of
from cordee.relays.models import RELAY_TABLES, BaseRelay
from cordee.relays.moves import PARTNER
from cordee.relays.replying import add_answer, checked
from cordee.relays.states import become

SENT, CODE = "relay_sent", "relay_code"


def kind_of(model: type[BaseRelay]) -> str:
    """What a token says of its table, in its salt."""
    return f"relay.{model._meta.model_name}"


@dataclass(frozen=True)
class Seen:
    """What a link opens. house: whom it comes from. is_over: it was given, and no longer serves."""

    relay: BaseRelay | None = None
    house: Organisation | None = None
    is_over: bool = False

    @property
    def is_open(self) -> bool:
        return self.relay is not None and not self.is_over


def read_link(text: str) -> tuple[type[BaseRelay], Link] | None:
    """No query: one made up is not even looked for."""
    for model in RELAY_TABLES:
        if (link := read_token(kind_of(model), text)) is not None:
            return model, link
    return None


def look(text: str) -> Seen:
    """Read a link. Two queries, none for one made up."""
    found = read_link(text)
    if found is None:
        return Seen()
    model, link = found
    with inside(link.organisation):
        rows: Any = model.objects  # type: ignore[attr-defined]
        relay = rows.select_related("organisation").filter(pk=link.row).first()
    if relay is None:
        return Seen()
    house = relay.organisation
    given = relay.token_digest and constant_time_compare(relay.token_digest, link.digest)
    return Seen(relay, house, is_over=not given or not relay.is_open_on(house.today))


def give_link(relay: BaseRelay, person: Person, *, to: str, by: Any, first: bool = False) -> str:
    """A new token, mailed; the mail holds no name, no word of what is sent."""
    token = new_token(kind_of(type(relay)), relay.organisation_id, relay.pk)
    relay.token_digest, relay.code_digest = digest(token), ""
    relay.save(update_fields=["token_digest", "code_digest"])
    said = (
        _("%(house)s vous adresse une orientation. Elle est pour vous seul\u202f:")
        if first
        else _("%(house)s a complété ce qui vous avait été adressé\u202f:")
    )
    text = _(
        "Bonjour,\n\n%(said)s\n\n%(address)s\n\nUn code vous sera demandé\u202f: il arrive à cette adresse. Ce lien "
        "sert jusqu’au %(until)s. Ne le transmettez pas\u202f: il vous est destiné.\n\n%(house)s"
    ) % {
        "said": said % {"house": by.organisation.name},
        "address": relay.site + reverse("shared_relay", args=[token]),
        "until": f"{relay.consent_until:%d/%m/%Y}",
        "house": by.organisation.name,
    }
    subject = _("Une orientation vous est adressée") if first else _("Un complément vous est adressé")
    letter: dict[str, Any] = {
        "organisation": relay.organisation_id,
        "channel": "mail",
        "purpose": SENT,
        "to": to,
        "subject": subject,
        "text": text,
        "once": f"{SENT}:{relay.pk}:{relay.token_digest[:16]}",
        "thing": relay,
        "by": by,
    }
    if relay.partition & RESTRICTED_PARTITIONS:
        # To whom one writes would say what it is about: this message is the house's, not the dossier's.
        with for_the_holder(relay.organisation_id):
            post_message(**letter)
    else:
        post_message(person=person, **letter)
    return token


@transaction.atomic
def send_code(relay: BaseRelay) -> None:
    """Six figures to the address the link was sent to; those before no longer serve."""
    with inside(relay.organisation_id):
        kept = _held(relay)
        code = f"{secrets.randbelow(1_000_000):06}"
        kept.code_digest, kept.code_tries = digest(f"{kept.pk}|{code}"), 0
        kept.code_until = timezone.now() + CODE_FOR
        kept.save(update_fields=["code_digest", "code_tries", "code_until"])
        post_message(
            organisation=kept.organisation_id,
            channel="mail",
            purpose=CODE,
            to=wanted_of(kept, key_inside(kept)).recipient.email,
            subject=_("Votre code"),
            text=_("Bonjour,\n\nVoici le code pour lire ce qui vous a été adressé\u202f: %(code)s\n\n"
                   "Il sert pendant vingt minutes.") % {"code": code},
            once=f"{CODE}:{kept.pk}:{kept.code_digest[:16]}",
            not_after=kept.code_until,
            thing=kept,
        )  # fmt: skip


@transaction.atomic
def try_code(relay: BaseRelay, typed: str) -> bool:
    """Is it the code last sent? It serves once, a few tries; the right one says that they read it."""
    with inside(relay.organisation_id):
        kept = _held(relay)
        if not kept.has_code:
            return False
        kept.code_tries += 1
        digits = "".join(sign for sign in typed if sign.isdigit())
        holds = constant_time_compare(kept.code_digest, digest(f"{kept.pk}|{digits}"))
        holds = holds and kept.code_tries <= CODE_TRIES
        if holds or kept.code_tries >= CODE_TRIES:
            kept.code_digest = ""
        if holds:
            kept.read_last_at = timezone.now()
            kept.read_at = kept.read_at or kept.read_last_at
        kept.save(update_fields=["code_digest", "code_tries", "read_at", "read_last_at"])
        if holds and kept.state == "sent":
            since = kept.state_since
            become(kept, "read", roles=PARTNER, on=max(since, kept.organisation.today))
            _keep_time(kept)
    return holds


def _held(relay: BaseRelay) -> BaseRelay:
    rows: Any = type(relay).objects  # type: ignore[attr-defined]
    kept: BaseRelay = rows.select_for_update(of=("self",)).select_related("organisation").get(pk=relay.pk)
    return kept


def key_inside(relay: BaseRelay) -> bytes:
    return person_key(relay.person_id, relay.organisation_id)


def _keep_time(relay: BaseRelay) -> None:
    if Person.objects.filter(pk=relay.person_id).exists():  # a sealed dossier is closed to who is nobody
        timekeeping.keep_relay(relay, on=relay.organisation.today)


@dataclass(frozen=True)
class Shown:
    """What the partner sees: what left, and what they answered."""

    sent: Sent
    answers: tuple[Told, ...]


def shown(relay: BaseRelay) -> Shown | None:
    """None when it was erased meanwhile. One query."""
    with inside(relay.organisation_id):
        try:
            key = key_inside(relay)
            sent = sent_of(relay, key)
            return Shown(sent, tuple(answers_of(relay, key))) if sent else None
        except Unreadable:
            return None


@transaction.atomic
def answer(relay: BaseRelay, *, answer: str, words: str, elsewhere: str = "") -> None:
    """Raises BadInput, StaleState (it was taken back meanwhile)."""
    checked(answer, words)
    with inside(relay.organisation_id):
        kept = _held(relay)
        today = kept.organisation.today
        become(kept, answer, roles=PARTNER, on=max(today, kept.state_since))
        add_answer(kept, Told(answer, today.isoformat(), words.strip(), elsewhere.strip()), key_inside(kept))
        kept.save(update_fields=["sealed_answers"])
        person = Person.objects.filter(pk=kept.person_id).first()
        if person is not None:
            telling.tell(kept, person, "relay_answered", by=None, on=today, codes={"answer": answer})
            _keep_time(kept)


def paper(relay: BaseRelay, place: int) -> tuple[bytes, SentPaper, str]:
    """(content, paper, media) of a paper that was sent, by its place. Raises Http404 for any other."""
    found = shown(relay)
    if found is None or place >= len(found.sent.papers):
        raise Http404
    one = found.sent.papers[place]
    with inside(relay.organisation_id):
        rows: Any = PAPER_MODELS[CODES[one.part]].objects  # type: ignore[attr-defined]
        row = rows.filter(pk=one.pk, person=relay.person_id, removed_at=None).first()
        if row is None:
            raise Http404
        try:
            return keeping.read(row, key=key_inside(relay), owner=relay.person_id), one, row.media
        except Unreadable:
            raise Http404 from None


def address_of(relay: BaseRelay) -> str:
    """Where the code goes."""
    with inside(relay.organisation_id):
        try:
            return wanted_of(relay, key_inside(relay)).recipient.email
        except Unreadable:
            return ""
