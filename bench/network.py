"""The directory of the big organisations of a set: two hundred partners each, with what hangs from them.

Written once the dossiers are loaded: no visit of the set depends on it, and its rows are few.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import UUID

from django.db import connections

from cordee.partners import vocabulary
from cordee.partners.enums import Domain, Means, partner_kinds
from cordee.partners.models import (
    Agreement,
    InstitutionalReferent,
    Partner,
    PartnerContact,
    PartnerService,
)
from cordee.plumbing.bulk import with_policies_off

PARTNERS = 200
BIG = 2_000  # dossiers from which an organisation is big
TOWNS = tuple(f"Commune {number:02}" for number in range(1, 31))
MODELS = (Partner, InstitutionalReferent, PartnerContact, Agreement, PartnerService)
Rows = dict[type, list[object]]


def weave(*, today: date, using: str = "owner") -> int:
    """Give each big organisation its directory. Returns how many rows were written."""
    tables = [model._meta.db_table for model in MODELS]
    written = 0
    with with_policies_off("people_person", *tables, using=using, history=False):
        with connections[using].cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            cursor.execute(
                "SELECT p.organisation_id, (SELECT min(m.id::text)::uuid FROM accounts_member m"
                " WHERE m.organisation_id = p.organisation_id) FROM people_person p"
                " GROUP BY p.organisation_id HAVING count(*) >= %s",
                [BIG],
            )
            houses = cursor.fetchall()
        for organisation, member in houses:
            for model, rows in directory_of(organisation, member, today).items():
                model._default_manager.using(using).bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]
                written += len(rows)
    return written


def directory_of(organisation: UUID, member: UUID, today: date) -> Rows:
    """The rows of one organisation: one partner in five without a referent, one link in six asleep."""
    chance = random.Random(f"{organisation} network")
    made: Rows = {model: [] for model in MODELS}
    kinds, themes = list(partner_kinds()), list(vocabulary.listed("themes"))
    for number in range(PARTNERS):
        asleep = chance.random() < 1 / 6
        last = today - timedelta(days=chance.randint(400, 900) if asleep else chance.randint(0, 300))
        partner = Partner(
            organisation_id=organisation,
            name=f"Structure {chance.choice(TOWNS)} {number:03}",
            kinds=[chance.choice(kinds)],
            domains=chance.sample(list(Domain.values), 2),
            town=chance.choice(TOWNS),
            phone=f"+33199{chance.randint(0, 999_999):06}",
            last_contact_on=last,
        )
        partner.key_again()
        made[Partner].append(partner)
        hung = {"organisation_id": organisation, "partner": partner}
        if number % 5:
            started = today - timedelta(days=chance.randint(30, 2_000))
            made[InstitutionalReferent].append(
                InstitutionalReferent(name=f"Mme Aulne {number:03}", from_on=started, **hung)
            )
        made[PartnerContact] += [
            PartnerContact(
                day=last - timedelta(days=90 * place),
                member_id=member,
                means=chance.choice(Means.values),
                **hung,
            )
            for place in range(3)
        ]
        if number % 4 == 0:
            until = today + timedelta(days=chance.randint(-100, 700))
            signed = until - timedelta(days=1_000)
            made[Agreement].append(Agreement(kind="convention", signed_on=signed, until=until, **hung))
        made[PartnerService] += [
            PartnerService(
                name=f"Service {place}", themes=chance.sample(themes, 2), publics=["tous-publics"], **hung
            )
            for place in range(2)
        ]
    return made
