"""People oriented to partners of the directory, in several dimensions at once, and what came of it. Invented words.

Each step is the real action, by the referent as they were on its day. What has already left went on paper: a link is
made of the address of the instance, which nobody knows yet when the territory is loaded. One relay per house is left in
preparation, with an address to write to: sent from the page, its mail and its code are read at /demo/courrier.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from django.http import Http404

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Organisation
from cordee.partners.models import InstitutionalReferent, Partner
from cordee.pathways.models import Pathway
from cordee.plumbing.context import acting_in, system_context
from cordee.relays import fetch
from cordee.relays.access import may_write
from cordee.relays.actions import Leaving, Towards, decline_relay, prepare_relay, send_relay
from cordee.relays.answering import complete_relay, note_answer, withdraw_relay
from cordee.relays.contents import ExchangeSaid, Recipient, Task, Wanted
from cordee.relays.enums import Agreed, Channel, Dimension, Kind, part_of
from cordee.relays.exchanges import Held, note_exchange
from cordee.relays.models import BaseRelay
from demo.settling import Settled
from demo.situations import TOLD, followed_in

MOST = 5  # dossiers of each house where somebody is oriented
D = Dimension
DOMAINS: dict[str, tuple[str, ...]] = {
    D.HOUSING: ("logement", "bailleur"),
    D.SOCIAL: ("social", "municipalite"),
    D.CARE: ("psychiatrique", "sanitaire", "prevention"),
    D.RIGHTS: ("droits", "budget"),
    D.WORK: ("emploi",),
    D.FRENCH: ("francais",),
    D.MOBILITY: ("mobilite",),
    D.FAMILY: ("famille",),
    D.MATERIAL: ("alimentation",),
    D.LINK: ("lien", "culture"),
}

TELLING = {"justice", "police", "addictions"}  # being sent there says something by itself


@dataclass(frozen=True)
class Asked:
    """What is asked, what the partner must know, what the person says."""

    need: str
    words: str = ""
    own_words: str = ""


ASKED: dict[str, Asked] = {
    D.HOUSING: Asked(
        "Un rendez-vous pour une demande de logement",
        "Hébergement provisoire depuis le printemps, fin prévue. Ressources stables, dossier presque complet.",
        "Un endroit calme, avec une porte qui ferme.",
    ),
    D.SOCIAL: Asked(
        "Un accompagnement social, dans le quartier",
        "Le courrier s’est accumulé ; nous avons commencé à le trier ensemble.",
        "J’aimerais qu’on m’explique, sans se presser.",
    ),
    D.CARE: Asked("Un premier rendez-vous, au calme", "Préfère un appel la veille."),
    D.RIGHTS: Asked(
        "Faire le point sur les droits et les démarches en cours",
        "Deux courriers restés sans réponse depuis l’été.",
        "Je ne sais plus ce que je dois envoyer.",
    ),
    D.WORK: Asked(
        "Découvrir un métier, deux matinées",
        "À l’aise en petite équipe. Pas de port de charges.",
        "Essayer, et voir si je tiens.",
    ),
    D.FRENCH: Asked("Une place dans un cours du matin", "Lit déjà un peu.", "Pour parler avec l’école."),
    D.MOBILITY: Asked("Un vélo, ou de quoi réparer le sien", "Habite loin du bus."),
    D.FAMILY: Asked("Une place de garde le temps des démarches", "", "Deux matins, ce serait déjà bien."),
    D.MATERIAL: Asked("Une aide alimentaire le temps que les droits arrivent", "Trois semaines à tenir."),
    D.LINK: Asked("Un lieu où passer l’après-midi", "", "Ne plus rester dans ma chambre."),
}


@dataclass(frozen=True)
class Step:
    """What comes days after the sending: an answer noted by the house, or a move."""

    after: int
    what: str
    words: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class Fate:
    """Towards what, how long ago it left (None: in preparation), and what came of it."""

    towards: tuple[str, ...]
    ago: int | None
    steps: tuple[Step, ...] = ()
    kind: str = Kind.ORIENTATION


ACCEPTED = Step(6, "accepted", "Premier rendez-vous proposé dans deux semaines, avec Mme Sureau.")
ASKS = Step(4, "needs_more", "Il nous manque l’avis d’imposition et une date d’entrée souhaitée.")
CANNOT = Step(9, "refused", "Liste fermée jusqu’au printemps.", "La permanence du samedi, sans rendez-vous.")
DONE = Step(19, "done", "Trois colis donnés.")
SENT_MORE = Step(8, "complete", "L’avis d’imposition est joint au dossier ; entrée possible tout de suite.")
# One dossier each, in turn; a dimension no partner of the house answers to is left for the next of its line.
LIVES: tuple[tuple[Fate, ...], ...] = (
    (
        Fate((D.HOUSING, D.RIGHTS), 24, (ACCEPTED,)),
        Fate((D.SOCIAL, D.RIGHTS), 41),  # nobody answered: to be asked again
        Fate((D.CARE,), 12, (replace(ACCEPTED, after=5, words="Rendez-vous donné."),)),
    ),
    (
        Fate((D.RIGHTS, D.SOCIAL), 9, (ASKS,)),
        Fate((D.WORK,), 38, (CANNOT,)),
        Fate((D.LINK, D.FAMILY, D.WORK), None),
    ),
    (
        Fate((D.MATERIAL, D.SOCIAL, D.RIGHTS), 45, (replace(ACCEPTED, after=3), DONE)),
        Fate((D.HOUSING, D.WORK), 16, (Step(5, "withdraw"),)),
    ),
    (
        Fate((D.SOCIAL, D.RIGHTS, D.WORK), 5, kind=Kind.SHEET),
        Fate((D.MOBILITY, D.FRENCH, D.LINK, D.WORK), 22, (replace(ASKS, after=6), SENT_MORE)),
    ),
    (Fate((D.FAMILY, D.CARE, D.WORK), 2, (Step(0, "decline"),)), Fate((D.WORK, D.RIGHTS), 3)),
)  # fmt: skip


def orient(settled: dict[str, Settled], seed: str) -> None:
    """A few dossiers of each house, once it has its directory."""
    for code, here in settled.items():
        house = here.organisation
        with acting_in(system_context(house.pk, because="demo")):
            if Partner.objects.filter(organisation=house).exists():
                _House(house, Random(f"{seed} relays {code}"), house.today).tell()


class _House:
    """A house, on the day the territory is loaded."""

    def __init__(self, house: Organisation, rng: Random, today: date) -> None:
        self.house, self.rng, self.today = house, rng, today
        self.taken: set[Any] = set()

    def tell(self) -> None:
        followed = list(followed_in(self.house))
        told = [one for one in followed if one.person.usage_name in TOLD]
        others = [one for one in followed if one not in told]
        lives = iter(LIVES)
        for pathway in told + self.rng.sample(others, len(others)):
            who = self._who(pathway)
            if who is None:
                continue
            life = next(lives, None)
            if life is None:
                return
            for fate in life:
                _Relay(self, pathway, *who).tell(fate)
            if life is LIVES[0]:
                self._exchange(pathway, *who)

    def _who(self, pathway: Pathway) -> tuple[Actor, Any] | None:
        """The referent and the person, when the one may orient the other and there is enough past to tell."""
        if pathway.referent is None or (self.today - pathway.opened_on).days < 50:
            return None
        actor = actor_for(pathway.referent.user_id, pathway.referent_id, self.today)
        if actor is None or actor.member != pathway.referent:
            return None
        try:
            person = fetch.person_for(actor, pathway.person_id)
        except Http404:
            return None
        parts = {part_of(code) for life in LIVES for fate in life for code in fate.towards}
        able = all(may_write(actor, person, part, "relay:send") for part in parts)
        return (actor, person) if able and not person.has_protected_contact else None

    def partner(self, dimension: str) -> Partner | None:
        """Somebody answers there, it is open, and its very name tells nothing; one nobody was sent to yet, if any."""
        for domain in DOMAINS[dimension]:
            rows = Partner.objects.open().filter(organisation=self.house, domains__contains=[domain])
            named = rows.with_referent(self.today).order_by("sort_key", "pk")
            quiet = [one for one in named if not one.is_kept_in and not TELLING & set(one.domains)]
            found = sorted(quiet, key=lambda one: one.pk in self.taken)
            if found:
                self.taken.add(found[0].pk)
                return found[0]
        return None

    def _exchange(self, pathway: Pathway, actor: Actor, person: Any) -> None:
        """A case conference, ten days ago: who was there, what is concluded, who does what."""
        day = self.today - timedelta(days=10)
        mine = str(actor.member.pk)
        said = ExchangeSaid(
            place="Dans nos locaux",
            members=(mine,),
            others="Mme Hellébore, assistante sociale de secteur\nM. Roitelet, service logement",
            words="Chacun a dit ce qui est en cours. Le logement d’abord ; le reste peut attendre un mois.",
            conclusions="Une seule demande de logement, portée ensemble. Un point dans six semaines.",
            wish="Qu’on ne me demande plus trois fois les mêmes papiers.",
            tasks=(
                Task("", "Envoyer la liste des pièces déjà données", member=mine, due_on=_iso(self.today, 4)),
                Task("", "Appeler le service logement", who="Mme Hellébore", due_on=_iso(self.today, 12)),
            ),
        )  # fmt: skip
        held = Held(day, presence="there", pathway_id=pathway.pk)
        note_exchange(person, held, said, by=replace(actor, today=day))


def _iso(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


@dataclass
class _Relay:
    """One relay, from its preparation to where it stands."""

    house: _House
    pathway: Pathway
    actor: Actor
    person: Any

    def tell(self, fate: Fate) -> None:
        found = ((one, self.house.partner(one)) for one in fate.towards)
        dimension, partner = next(((one, there) for one, there in found if there is not None), ("", None))
        if partner is None:
            return
        day = self.house.today - timedelta(days=fate.ago or 0)
        by = self._on(day)
        relay = self._prepared(dimension, partner, fate, by)
        if fate.ago is None:
            return
        if any(step.what == "decline" for step in fate.steps):
            decline_relay(relay, self.person, by=by)
            return
        part = part_of(dimension)
        agreed = Leaving(day, Agreed.SPOKEN, proof="Relu ensemble à l’entretien.", channel=Channel.PAPER)
        named = replace(agreed, named=part) if dimension == D.CARE else agreed
        relay = send_relay(relay, self.person, named, by=by)
        for step in fate.steps:
            relay = self._step(relay, step, day + timedelta(days=step.after))

    def _on(self, day: date) -> Actor:
        return replace(self.actor, today=day)

    def _prepared(self, dimension: str, partner: Partner, fate: Fate, by: Actor) -> BaseRelay:
        rows = InstitutionalReferent.objects.on(self.house.today)
        referent = rows.filter(partner=partner).order_by("pk")[0]
        asked = ASKED[dimension]
        wanted = Wanted(
            recipient=Recipient(referent.name, partner.named, referent.function, referent.email),
            need=asked.need if fate.kind == Kind.ORIENTATION else "Vous dire où nous en sommes",
            words=asked.words,
            own_words=asked.own_words,
            items=("name",),
        )
        towards = Towards(dimension, fate.kind, partner, referent=referent, pathway_id=self.pathway.pk)
        return prepare_relay(self.person, towards, wanted, by=by)

    def _step(self, relay: BaseRelay, step: Step, day: date) -> BaseRelay:
        by = self._on(day)
        moves: dict[str, Callable[[], BaseRelay]] = {
            "withdraw": lambda: withdraw_relay(relay, self.person, by=by, by_person=True),
            "complete": lambda: complete_relay(relay, self.person, by=by, words=step.words),
        }
        if step.what in moves:
            return moves[step.what]()
        return note_answer(
            relay, self.person, by=by, answer=step.what, on=day, words=step.words, elsewhere=step.elsewhere
        )
