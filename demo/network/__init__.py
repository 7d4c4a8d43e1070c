"""The partners of the houses: public structures' names as each house tells them; people and numbers are invented.

Telephones are of the series kept for fiction (01 99 00), addresses of mail end with `@exemple.invalid`. Referents bear the
names of plants, stones, birds and winds. Days are counted back from today.
"""

from datetime import timedelta
from random import Random

from cordee.accounts.actor import Actor, actor_for
from cordee.kernel.names import search_key
from cordee.partners.actions import add_partner, add_site, close_partner
from cordee.partners.agreeing import add_agreement
from cordee.partners.enums import Means
from cordee.partners.linking import name_referent, note_contact
from cordee.partners.models import InstitutionalReferent, Partner
from cordee.partners.offering import add_service
from cordee.plumbing.context import acting_in
from demo.network.shapes import Structure
from demo.network.told import AGREED, CALLED, FIRST_NAMES, FUNCTIONS, LAST_NAMES
from demo.network.told import STRUCTURES as TOLD
from demo.settling import Settled

YEAR = 365
MOST_CONTACTS = 4


def make(settled: dict[str, Settled], seed: str) -> None:
    """The directory of each house, with its history: some links asleep, some partners without anybody named."""
    for house, structures in TOLD.items():
        here = settled[house]
        by = actor_for(here.lead.member.user_id, here.lead.member.pk, here.organisation.today)
        if by is None:
            raise LookupError(house)
        rng = Random(f"{seed} network {house}")
        with acting_in(by.context()):
            for number, structure in enumerate(structures):
                _Writer(by, rng, number).write(structure)


class _Writer:
    """One structure, and what is known of it. number: its place in the list, so that every case is met."""

    def __init__(self, by: Actor, rng: Random, number: int) -> None:
        self.by, self.rng, self.number = by, rng, number

    def write(self, structure: Structure) -> None:
        partner = add_partner(
            by=self.by,
            name=structure.name,
            short_name=structure.short_name,
            kinds=list(structure.kinds),
            domains=list(structure.domains),
            description=structure.description,
            town=structure.town,
            postcode=structure.postcode,
            insee=structure.insee,
            territory=structure.territory,
            phone=f"01 99 00 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)}",
            email=f"accueil.{self.number}@exemple.invalid",
            opening_hours=self.rng.choice(
                ("Mo-Fr 09:00-12:00,14:00-17:00", "Mo-Th 08:30-12:00; Fr 08:30-11:30", "")
            ),
        )
        for name, themes, publics in structure.services:
            add_service(
                partner,
                by=self.by,
                name=name,
                themes=list(themes),
                publics=list(publics),
                reception=["en-presentiel"],
                fee="gratuit",
                mobilisation=["telephoner"],
                mobilisable_by=["professionnels", "usagers"],
            )
        if self.number % 6 == 2:
            name = f"Permanence de {structure.town or structure.name}"
            add_site(partner, by=self.by, name=name, town=structure.town, opening_hours="We 14:00-16:30")
        if self.number % 5 != 3:
            self._name_referents(partner)
        self._tell_contacts(partner)
        if self.number % 4 == 1:
            self._agree(partner)
        if structure.has_closed:
            self._close(partner, structure)

    def _name_referents(self, partner: Partner) -> None:
        """Somebody, in place of somebody else in one house out of three."""
        first = self._referent(partner, days=self.rng.randint(3 * YEAR, 6 * YEAR))
        if self.number % 3 == 0:
            self._referent(partner, days=self.rng.randint(60, YEAR), replaces=first)

    def _referent(
        self, partner: Partner, *, days: int, replaces: InstitutionalReferent | None = None
    ) -> InstitutionalReferent:
        last = self.rng.choice(LAST_NAMES)
        title, first = self.rng.choice(FIRST_NAMES)
        return name_referent(
            partner,
            by=self.by,
            replaces=replaces,
            name=f"{title} {first} {last}",
            email=f"{search_key(last)}.{self.number}@exemple.invalid",
            function=self.rng.choice(FUNCTIONS),
            phone=f"01 99 00 {self.rng.randint(10, 99)} {self.rng.randint(10, 99)}",
            from_on=self.by.today - timedelta(days=days),
        )

    def _tell_contacts(self, partner: Partner) -> None:
        """The last one this year for most; long ago for one in six; none for one in nine."""
        if self.number % 9 == 8:
            return
        start = self.rng.randint(YEAR + 40, 2 * YEAR) if self.number % 6 == 4 else self.rng.randint(2, 300)
        for place in range(self.rng.randint(1, MOST_CONTACTS)):
            day = self.by.today - timedelta(days=start + place * self.rng.randint(40, 120))
            note_contact(
                partner,
                by=self.by,
                on=day,
                means=self.rng.choice(Means.values[:5]),
                words=self.rng.choice(CALLED),
            )

    def _agree(self, partner: Partner) -> None:
        """An agreement: soon over for some, still long for others."""
        signed = self.by.today - timedelta(days=self.rng.randint(300, 900))
        left = self.rng.choice((25, 60, 200, 500))
        kind, terms = self.rng.choice(AGREED)
        add_agreement(
            partner,
            by=self.by,
            kind=kind,
            terms=terms,
            signed_on=signed,
            until=self.by.today + timedelta(days=left),
        )

    def _close(self, partner: Partner, structure: Structure) -> None:
        partner.refresh_from_db()
        close_partner(
            partner,
            by=self.by,
            seen=partner.version,
            on=self.by.today - timedelta(days=70),
            words=structure.turn_to,
        )
