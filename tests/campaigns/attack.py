"""Somebody of another house asks for everything of ours, by every address, with whatever comes to mind."""

import random
import re
from typing import Any

from django.test import Client

from cordee.doors.models import PublicPage
from cordee.doors.tests.factories import visitor
from cordee.dossier.actions import write_note
from cordee.pathways.models import CirclePlace
from cordee.plumbing.access import every_pattern
from cordee.plumbing.context import acting_in
from cordee.referrals.actions import take_referral
from tests import factories
from tests.campaigns.lasting import tries_of
from tests.campaigns.links import Links, links_of

CANARY = "Canariperdu"
TOKEN = "<str:token>"
BY_LINK = 0.25  # of the requests
OUTSIDE = 0.8  # of those, by somebody who is not signed in
HOSTILE = (
    "", "x", "0", "-1", "\0", "\u202e\u0627\u0644", "😀" * 40, "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}",
    "000000", "123456", "../../etc/passwd", "2026-02-30", "31/02/2026", "99999999999999999999", "a" * 5000, "%00", "null", "[]", "éàü",
)  # fmt: skip
NAMES = (
    "q", "vue", "programme", "etape", "referent", "site", "etat", "ordre", "apres", "avant", "partie", "apercu", "dispositif",
    "member", "person", "contact", "part", "move", "exit_code", "text", "day", "sector", "audience", "version", "on",
    "code", "envoyer", "words", "born", "agrees", "name", "digest", "kind", "until", "reason", "first_names", "usage_name", "same_person", "role", "organisation", "handled_by", "_once",
)  # fmt: skip
NOT_ASKED = {
    "account_logout",
    "demo",
}  # they would end the session, or lend it to anybody: a demonstration only


def run(*, seconds: float, chance: random.Random, only: str = "", least: int = 0) -> tuple[int, list[str]]:
    """(requests made, faults found). A fault names the request; the seed plays it again. only: the addresses asked
    begin so, to prove in little time that something would be found there."""
    victim = factories.house(name=f"Maison {CANARY}")
    attacker = factories.house(name="Une autre maison")
    prey = identifiers(victim)
    links = links_of(victim, words=CANARY)
    passers_by = [visitor(f"192.0.2.{number}") for number in range(1, 5)]
    clients = [*(factories.visit(who) for who in attacker.team.values()), *passers_by]
    addresses = [
        (pattern.name, "/" + address)
        for address, pattern in every_pattern()
        if pattern.name not in NOT_ASKED and f"/{address}".startswith(only)
    ]
    by_link = [address for address in addresses if TOKEN in address[1]]
    tries, faults = 0, []
    for _try in tries_of(seconds, least=least):
        tries += 1
        address = chance.choice(by_link if chance.random() < BY_LINK else addresses)
        # Whoever holds a link has no account.
        outside = TOKEN in address[1] and chance.random() < OUTSIDE
        if fault := one(chance, chance.choice(passers_by if outside else clients), address, prey, links):
            faults.append(fault)
    return tries, faults + links.faults()


def identifiers(victim: factories.House) -> list[str]:
    """Rows of the other house, each bearing the canary wherever words can be."""
    person = factories.person(victim.referent, first_names=CANARY, usage_name=CANARY)
    pathway = factories.pathway(victim, person)
    with acting_in(victim.referent.context()):
        note = write_note(person, by=victim.referent, text=CANARY, day=victim.referent.today)
        referral = take_referral(
            by=victim.referent,
            received_on=victim.referent.today,
            first_names=CANARY,
            reason=CANARY,
            programme=None,
        )
        place = CirclePlace.objects.filter(pathway=pathway).values_list("pk", flat=True).first()
    members = [actor.member.pk for actor in victim.team.values()]
    PublicPage.objects.create(organisation=victim.organisation, does=CANARY, for_whom=CANARY)
    rows = [person.pk, pathway.pk, note.pk, referral.pk, place, victim.site.pk, victim.organisation.pk]
    codes = [victim.organisation.code]  # of its public page, which is not published
    return [str(pk) for pk in (*rows, victim.version.pk, victim.version.programme_id, *members, *codes)]


def one(
    chance: random.Random, client: Client, address: tuple[str, str], prey: list[str], links: Links
) -> str:
    """One request; what was wrong with its answer, or nothing."""
    name, pattern = address
    path = pattern.replace(TOKEN, links.draw(chance, pattern))
    path = re.sub(r"<(\w+):\w+>", lambda found: filling(chance, found[1], prey), path)
    sent: dict[str, Any] = {chance.choice(NAMES): value(chance, prey) for _one in range(chance.randint(0, 5))}
    is_read = chance.random() < 0.6 or links.waiting in path
    ask = client.get if is_read else client.post
    headers = {"HX-Request": "true"} if chance.random() < 0.3 else {}
    try:
        answer = ask(path, sent, headers=headers)
    except Exception as error:  # noqa: BLE001 - any exception that reaches here is what the campaign looks for
        return f"{ask.__name__} {name} {path} {sent}: {error!r}"[:500]
    told = answer.content.decode(errors="replace") if not answer.streaming else ""
    typed = any(CANARY in str(item) for item in sent.values())
    if CANARY in told and not typed:
        around = told.index(CANARY)
        return f"{ask.__name__} {name} {path} {sent}: {answer.status_code}, the canary sang: …{told[around - 60 : around + 60]}…"
    return f"{ask.__name__} {name} {path} {sent}: {answer.status_code}" if answer.status_code >= 500 else ""


def filling(chance: random.Random, kind: str, prey: list[str]) -> str:
    if kind == "uuid":
        return chance.choice(prey)
    words = ["health", "protected", "counsellor", "contact", "orientation", "atelier-du-bief", "x"]
    return chance.choice([*words, *(word for word in prey if word.startswith("maison-"))])


def value(chance: random.Random, prey: list[str]) -> str:
    return chance.choice(prey) if chance.random() < 0.5 else chance.choice(HOSTILE)
