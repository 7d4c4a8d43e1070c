"""A few contracts of the territory: signed, waiting for a signature, being written, and old ones to replace.

Each is of the first kind its programme makes; nothing here knows which programme. Invented words.
"""

from datetime import date, datetime, timedelta
from random import Random

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Organisation, zone
from cordee.assessments.fetch import person_with_key
from cordee.assessments.models import Diagnosis
from cordee.engagements.access import MAKERS
from cordee.engagements.actions import Old, begin_contract, propose_contract, record_old_contract
from cordee.engagements.breach.access import may as may_note
from cordee.engagements.breach.actions import note_conciliation, note_facts, note_reason
from cordee.engagements.breach.enums import About, Legitimate
from cordee.engagements.enums import Capacity, Means
from cordee.engagements.models import Breach, Contract
from cordee.engagements.remote import opening
from cordee.engagements.remote.actions import Wanted, give_link, why_no_link
from cordee.engagements.section import Kind, contracts_of
from cordee.engagements.signing import Signed, needed_by, side_of, sign_contract
from cordee.engagements.texts import Text
from cordee.kernel.dates import add_months
from cordee.kernel.partitions import Partition
from cordee.pathways.models import Pathway
from cordee.people.models import Person
from cordee.programmes.cached import definition_of
from demo.situations import followed_in

MOST = 7  # dossiers of each house where a contract is made
SIGNED, AWAITED, DRAFT, OLD, AT_HOME, FROM_HOME = range(6)
# Of the dossiers of a house in turn. AT_HOME: a link waits to be opened; FROM_HOME: the person signed by theirs.
FATES = (SIGNED, AWAITED, AT_HOME, FROM_HOME, DRAFT, SIGNED, SIGNED)
OBJECTIVES = (
    "Venir au groupe chaque semaine",
    "Retrouver un rythme de sommeil",
    "Savoir prendre le bus jusqu’au centre",
    "Refaire sa carte de transport",
)
ACTIONS = ("Un rendez-vous par mois", "Un atelier du matin", "Une démarche en ligne, ensemble")
WORDS = {
    "words": "« Je veux y aller à mon pas, et qu’on me dise les choses. »",
    "situation": "Vit seule avec un enfant scolarisé. A travaillé cinq ans dans le commerce. Peu de bus.",
    "modalities": "Une rencontre par quinzaine, au travail ou au café d’en face, selon les semaines.",
}
OLD_FROM = date(2024, 3, 4)  # before the contracts of the law of 2023
# A hand that signs: points, as the page keeps them.
STROKE = "M60 190L90 120L130 80L150 140L120 210L170 170L220 120L260 190L300 140L350 180L420 120L500 170L620 130L760 160"


def make(house: Organisation, rng: Random, now: datetime) -> int:
    """Contracts of a few people of a house, in its own context. Returns how many."""
    today = now.astimezone(zone(house.time_zone)).date()
    diagnosed = set(
        Diagnosis.objects.filter(organisation=house, closed_on__isnull=False).values_list(
            "pathway_id", flat=True
        )
    )
    able = [pathway for pathway in followed_in(house) if pathway.pk in diagnosed and _kinds(pathway)]
    others = [pathway for pathway in followed_in(house) if pathway.pk not in diagnosed and _old_kind(pathway)]
    made = 0
    for rank, pathway in enumerate(able[:MOST]):
        made += _one(pathway, FATES[rank % len(FATES)], today)
    for pathway in rng.sample(others, min(MOST, len(others))):
        made += _one(pathway, OLD, today)
    return made


def _kinds(pathway: Pathway) -> list[Kind]:
    made = contracts_of(definition_of(pathway.programme_version_id))
    return [kind for kind in made.kinds if not kind.legacy] if made else []


def _old_kind(pathway: Pathway) -> Kind | None:
    made = contracts_of(definition_of(pathway.programme_version_id))
    return next((kind for kind in made.kinds if kind.legacy), None) if made else None


def _one(pathway: Pathway, fate: int, today: date) -> int:
    """One contract, when whoever follows may write it."""
    actor = actor_for(pathway.referent.user_id, pathway.referent_id, today) if pathway.referent else None
    if actor is None or actor.member != pathway.referent or not actor.roles & MAKERS:
        return 0
    person = person_with_key(actor, pathway.person_id)
    opened = person.opened_to(actor)
    if not opened & Partition.EMPLOYMENT or not opened & Partition.SOCIAL:
        return 0
    if fate == OLD:
        return _old(pathway, person, actor)
    kind = _kinds(pathway)[0]
    contract = begin_contract(person, pathway, by=actor, kind=kind.code, text=_text(kind, actor))
    if fate == DRAFT:
        return 1
    propose_contract(contract, person, by=actor, edit=1)
    if (
        fate in (AT_HOME, FROM_HOME)
        and not why_no_link(person)
        and side_of(person, actor).signers.needed == {"person"}
    ):
        _by_link(contract, person, actor, signs=fate == FROM_HOME)
        return 1
    _sign(contract, person, kind, actor, all_of_them=fate == SIGNED)
    return 1


def _explained(contract: Contract, person: Person, actor: Actor, day: date) -> None:
    """Something that could not be kept, and the reason that counts: only the first of a house."""
    if Breach.objects.filter(organisation=contract.organisation_id).exists():
        return
    breach = note_facts(
        contract, person, by=actor, about=About.NOT_KEPT, day=day,
        words="N’est pas venue à l’atelier du matin. N’avait pas pu prévenir.",
    )  # fmt: skip
    note_conciliation(breach, person, by=actor, on=actor.today)
    why = "L’école était fermée, personne pour garder sa fille."
    note_reason(breach, person, by=actor, on=actor.today, reason=Legitimate.CHILDCARE, words=why)


def _text(kind: Kind, actor: Actor) -> Text:
    today = actor.today
    return Text(
        from_on=today,
        until_on=add_months(today, 6) if kind.needs_end else None,
        review_on=add_months(today, kind.review_months),
        lane="social" if kind.lanes else "",
        referent=actor.member.display_name,
        house=tuple(kind.suggested("house")),
        person=tuple(kind.suggested("person")),
        objectives=OBJECTIVES[:3] if kind.has("plan") else (),
        actions=ACTIONS if kind.has("plan") else (),
        minutes=15 * 60 if kind.hours else None,
        written={code: words for code, words in WORDS.items() if kind.has(code)},
    )


def _sign(contract: Contract, person: Person, kind: Kind, actor: Actor, *, all_of_them: bool) -> None:
    """The person's side first; the house when everybody is to have signed."""
    side = side_of(person, actor)
    digest = contract.versions.get().digest
    for capacity in sorted(needed_by(kind, side.signers) - {Capacity.HOUSE.value}):
        name = "" if capacity == Capacity.PERSON else side.guardian or "Proche désigné"
        drawn = Signed(capacity, Means.SCREEN, actor.today, digest, name, drawing=STROKE)
        sign_contract(contract, person, by=actor, signed=drawn)
    if all_of_them:
        ours = Signed(Capacity.HOUSE, Means.ACCOUNT, actor.today, digest)
        sign_contract(contract, person, by=actor, signed=ours)


def _by_link(contract: Contract, person: Person, actor: Actor, *, signs: bool) -> None:
    """A link handed over; and, for some, what was done with it at home."""
    wanted = Wanted(capacity=Capacity.PERSON, days=14, address=str)
    link, _token = give_link(contract, person, by=actor, wanted=wanted)
    if not signs:
        return
    opening.prove(link, person.birth_date.earliest)
    opening.sign(link, given=opening.Given(person.full_name, True, link.digest, STROKE))


def _old(pathway: Pathway, person: Person, actor: Actor) -> int:
    """A contract of before: it waits to be replaced."""
    kind = _old_kind(pathway)
    if kind is None:
        return 0
    signed_on = min(actor.today, OLD_FROM + timedelta(days=pathway.opened_on.toordinal() % 240))
    said = Text(
        house=("Un rendez-vous par mois avec le référent",),
        person=("Venir aux rendez-vous", "Faire les démarches convenues"),
        objectives=OBJECTIVES[1:3],
    )
    old = Old(kind.code, signed_on, signed_on, None, text=said)
    contract = record_old_contract(person, pathway, by=actor, old=old)
    if kind.duties and may_note(actor, person, "breach:write"):
        _explained(contract, person, actor, max(signed_on, actor.today - timedelta(days=12)))
    return 1
