"""Published pages and visitors for the tests of the doors."""

from datetime import timedelta
from unittest import mock

from django.test import Client
from django.utils import timezone

from cordee.doors.guarding import page_token
from cordee.doors.models import PublicPage
from tests import factories

SAID = {
    "does": "Nous accompagnons vers un projet, au pas de chacun.",
    "for_whom": "Toute personne adulte du territoire.",
    "how_to_ask": "Poussez la porte, ou appelez.",
    "whom_to_call": "Capucine, à l’accueil.",
    "hours": "Le matin, du lundi au jeudi.",
}


def publish(house: factories.House, **said) -> PublicPage:
    """The page of a house, published."""
    house.organisation.email = "accueil@exemple.invalid"
    house.organisation.phone = "01 99 00 00 42"
    house.organisation.save(update_fields=["email", "phone"])
    return PublicPage.objects.create(
        organisation=house.organisation, **{**SAID, "is_published": True, **said}
    )


def token(house: factories.House, seconds: float = 60) -> str:
    """The token of a page shown that long ago."""
    then = timezone.now() - timedelta(seconds=seconds)
    with mock.patch("cordee.doors.guarding.timezone.now", return_value=then):
        return page_token(house.organisation)


def sent(house: factories.House, seconds: float = 60, **typed) -> dict[str, str]:
    """A form as a browser sends it."""
    return {"jeton": token(house, seconds), "preuve": "", "site_web": "", **typed}


def visitor(address: str = "192.0.2.7") -> Client:
    return Client(REMOTE_ADDR=address)


def address_of(house: factories.House, page: str = "") -> str:
    return f"/accueil/{house.organisation.code}{page}"
