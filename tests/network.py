"""One partner of a house, with one of everything that hangs from it."""

from datetime import timedelta
from typing import Any

from cordee.partners.actions import add_partner, add_site
from cordee.partners.agreeing import add_agreement
from cordee.partners.linking import name_referent, note_contact
from cordee.partners.offering import add_service
from cordee.plumbing.context import acting_in
from tests import factories


def network(house: factories.House, first: str) -> dict[str, Any]:
    """By the name the rights matrix gives them; every word of it is the house's own."""
    by = house.coordinator
    with acting_in(by.context()):
        partner = add_partner(
            by=by, name=f"Structure de {first}", town=f"Ville de {first}", phone="01 99 00 00 42",
            domains=["social"], kinds=["CCAS"], description=f"Ce que fait {first}.",
        )  # fmt: skip
        return {
            "partner": partner,
            "partner_other": add_partner(by=by, name=f"Voisins de {first}", town=f"Ville de {first}"),
            "partner_site": add_site(partner, by=by, name=f"Antenne de {first}"),
            "partner_referent": name_referent(
                partner, by=by, name=f"Mme {first} Référente", from_on=by.today - timedelta(days=100)
            ),
            "partner_agreement": add_agreement(
                partner, by=by, kind="convention", label=f"Convention de {first}", signed_on=by.today
            ),
            "partner_contact": note_contact(
                partner, by=by, on=by.today, means="phone", words=f"Appel à {first}"
            ),
            "partner_service": add_service(
                partner, by=by, name=f"Service de {first}", themes=["numerique--acquerir-un-equipement"]
            ),
        }
