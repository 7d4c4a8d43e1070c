"""The demonstration: one click, everybody invented, and nothing of it elsewhere."""

import importlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import clear_url_caches

from config import urls as root
from cordee.accounts import urls
from cordee.accounts.actions.joining import demo_faults
from cordee.accounts.models import User
from demo import urls as demo_urls


def test_everybody_is_shown_with_what_they_see(house, django_assert_num_queries):
    with django_assert_num_queries(5):  # three stand around any request of a test, one is the context
        page = Client().get("/demo")

    text = page.content.decode()
    assert str(house.referent.member) in text
    assert "accompagne, voit les dossiers de la maison" in text


def test_one_click_signs_in_as_somebody(house):
    client = Client()

    answer = client.post("/demo", {"member": str(house.referent.member.pk)})

    assert answer.url == "/"
    assert client.get("/compte").context["organisation_name"] == "La Passerelle"
    assert client.get("/compte").context["by_one_click"]


@pytest.mark.parametrize("member", ["", "x", "\0", "00000000-0000-4000-8000-000000000001"])
def test_a_forged_member_does_not_exist(house, member):
    assert Client().post("/demo", {"member": member}).status_code == 404


def test_a_real_address_cannot_be_entered_by_one_click(house):
    User.objects.filter(pk=house.referent.user.pk).update(email="vraie@exemple.fr")

    assert Client().post("/demo", {"member": str(house.referent.member.pk)}).status_code == 404


@pytest.fixture
def real_instance(settings):
    settings.DEMO = False
    read_addresses_again()
    yield
    settings.DEMO = True
    read_addresses_again()


def read_addresses_again():
    """Those of the demonstration first: they are kept as they were read, whichever test came first."""
    for module in (urls, demo_urls, root):
        importlib.reload(module)
    clear_url_caches()


def test_elsewhere_the_page_does_not_exist(house, real_instance):
    client = Client()

    assert client.get("/demo").status_code == 404
    assert client.post("/demo", {"member": str(house.referent.member.pk)}).status_code == 404
    assert "demo" not in [one.name for one in urls.urlpatterns]
    assert client.get("/connexion").status_code == 200


def test_even_called_by_hand_the_view_refuses_elsewhere(house, settings, rf):
    from django.http import Http404

    from cordee.accounts.views.demo import demo

    settings.DEMO = False

    with pytest.raises(Http404):
        demo(rf.get("/demo"))


def test_the_command_tells_names_and_addresses(house):
    said = StringIO()

    call_command("demo_accounts", stdout=said)

    assert "La Passerelle" in said.getvalue()
    assert house.referent.user.email in said.getvalue()
    assert "conseil en insertion" in said.getvalue()


def test_the_command_says_when_nobody_lives_there(db):
    said = StringIO()

    call_command("demo_accounts", stdout=said)

    assert "pas encore d’habitants" in said.getvalue()


def test_the_command_says_nothing_elsewhere(house, settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("demo_accounts")


def test_the_command_line_renews_an_access(house):
    said = StringIO()

    call_command(
        "renew_access",
        house.coordinator.user.email.upper(),
        address="https://cordee.exemple.fr/",
        stdout=said,
    )

    link = said.getvalue().split("https://cordee.exemple.fr", 1)[1].strip()
    assert Client().get(link).status_code == 200


def test_the_command_line_does_not_invent_an_account(db):
    with pytest.raises(CommandError):
        call_command("renew_access", "personne@exemple.invalid")


def test_a_demonstration_that_holds_a_real_address_does_not_start(house, settings):
    assert demo_faults() == []

    User.objects.filter(pk=house.referent.user.pk).update(email="vraie@exemple.fr")
    assert demo_faults()

    settings.DEMO = False
    assert demo_faults() == []
