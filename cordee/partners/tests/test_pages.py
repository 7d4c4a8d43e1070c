"""The pages of the directory: what they show, to whom, in how many queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bench.network import directory_of
from cordee.home.tests.asking import MOST_QUERIES, ask, text_of
from cordee.partners.actions import add_partner, change_partner, close_partner
from cordee.partners.agreeing import add_agreement
from cordee.partners.finding import find_partners
from cordee.partners.linking import end_referent, name_referent, note_contact
from cordee.partners.models import InstitutionalReferent, Partner, PartnerContact
from cordee.partners.offering import add_service
from cordee.plumbing.context import acting_in, apply
from tests import factories


@pytest.fixture
def by(house):
    with acting_in(house.colleague.context()):
        yield house.colleague


class Visiting:
    """A browser in a test that goes on acting: a request leaves the database answering as to nobody."""

    def __init__(self, by):
        self.by, self.client = by, factories.visit(by)

    def get(self, *asked, **more):
        return self._asked(self.client.get, *asked, **more)

    def post(self, *asked, **more):
        return self._asked(self.client.post, *asked, **more)

    def _asked(self, ask, *asked, **more):
        try:
            return ask(*asked, **more)
        finally:
            apply(self.by.context())


def some(by, count):
    """Partners with everything that hangs from one."""
    for number in range(count):
        partner = add_partner(
            by=by, name=f"Structure {number:03}", town=f"Ville {number % 4}", domains=["social"]
        )
        name_referent(partner, by=by, name=f"Mme Aulne {number:03}", from_on=by.today)
        note_contact(partner, by=by, on=by.today, means="phone", words="Point")
        add_service(partner, by=by, name="Accueil", themes=["sante--addictions"])
        add_agreement(
            partner, by=by, kind="convention", signed_on=by.today, until=by.today + timedelta(days=20)
        )
    return Partner.objects.order_by("sort_key").first()


def queries_of(by, url):
    """The answer, and how many statements it took."""
    try:
        answer, asked = ask(by, url)
    finally:
        apply(by.context())
    assert answer.status_code == 200
    return answer, len(asked)


def names(answer):
    return [line.name for line in answer.context["lines"]]


def test_the_list_costs_the_same_with_one_line_and_with_forty(by):
    client = Visiting(by)
    some(by, 1)
    _answer, one = queries_of(by, reverse("partners"))
    some(by, 39)
    answer, many = queries_of(by, reverse("partners"))

    assert one == many <= MOST_QUERIES
    assert len(answer.context["lines"]) == 25
    assert answer.context["counted"] == "40 partenaires"
    further = client.get(reverse("partners") + answer.context["next_url"])
    assert len(further.context["lines"]) == 15
    assert not set(names(answer)) & set(names(further))


def test_a_partner_costs_the_same_whatever_hangs_from_it(by):
    partner = some(by, 1)
    url = reverse("partner", args=[partner.pk])
    _answer, one = queries_of(by, url)
    for number in range(12):
        note_contact(partner, by=by, on=by.today, means="phone", words="Encore")
        name_referent(partner, by=by, name=f"M. Pinson {number}", from_on=by.today)
    answer, many = queries_of(by, url)

    assert one == many <= MOST_QUERIES
    assert "Mme Aulne 000" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=ccas", ["CCAS"]),
        ("q=cmpp", []),
        ("q=pensoin", ["Pension"]),
        ("q=helebore", ["CCAS"]),
        ("q=pension+metz", ["Pension"]),
        ("q=hellebore", ["CCAS"]),
        ("commune=Metz", ["Pension"]),
        ("domaine=social", ["CCAS"]),
        ("besoin=sante", ["Pension"]),
        ("besoin=sante--addictions", ["Pension"]),
        ("lien=alive", ["CCAS"]),
        ("lien=unknown", ["Pension"]),
        ("lien=dormant", []),
        ("referent=sans", ["Pension"]),
        ("referent=avec", ["CCAS"]),
        ("domaine=aucun", []),
        ("convention=a-renouveler", ["CCAS"]),
        ("convention=sans", ["Pension"]),
        ("etat=fermes", ["Ancien"]),
        ("domaine=social&lien=unknown", []),
        ("domaine=rien", ["CCAS", "Pension"]),
        ("apres=nimporte", ["CCAS", "Pension"]),
    ],
)
def test_filters_live_in_the_address(by, asked, found):
    first = add_partner(by=by, name="CCAS", town="Exempleville", domains=["social"])
    second = add_partner(by=by, name="Pension", town="Metz", domains=["logement"])
    gone = add_partner(by=by, name="Ancien")
    close_partner(gone, by=by, seen=1, on=by.today)
    name_referent(first, by=by, name="Mme Hellébore", from_on=by.today)
    note_contact(first, by=by, on=by.today, means="phone")
    add_agreement(first, by=by, kind="convention", signed_on=by.today, until=by.today + timedelta(days=20))
    add_service(second, by=by, name="Accueil", themes=["sante--addictions"])

    assert names(factories.visit(by).get(f"{reverse('partners')}?{asked}")) == found


def test_an_empty_directory_teaches(by):
    page = factories.visit(by).get(reverse("partners")).content.decode()

    assert "Le répertoire est vide" in page
    assert reverse("new_partner") in page


def test_one_that_looks_like_it_is_shown_before_it_is_written_twice(by):
    client = Visiting(by)
    known = add_partner(by=by, name="CCAS de la ville")
    shown = client.post(reverse("new_partner"), {"name": "ccas de la vile", "phone": "115"})

    assert shown.status_code == 422
    assert shown.context["form"].alike == [known]
    assert 'value="115"' in shown.content.decode()
    assert Partner.objects.count() == 1
    client.post(reverse("new_partner"), {"name": "ccas de la vile", "phone": "115", "is_other": "on"})
    assert Partner.objects.count() == 2


def test_a_form_refused_gives_back_what_was_typed(by):
    client = Visiting(by)
    shown = client.post(reverse("new_partner"), {"name": "Le Relais", "siret": "12", "domains": ["social"]})

    page = shown.content.decode()
    assert shown.status_code == 422
    assert "quatorze chiffres" in page
    assert 'value="Le Relais"' in page
    assert 'value="12"' in page


def test_two_people_at_once_see_each_other(by):
    client, partner = Visiting(by), add_partner(by=by, name="Le Relais", phone="115")
    change_partner(partner, by=by, seen=1, phone="3919")
    url = reverse("change_partner", args=[partner.pk])
    shown = client.post(url, {"name": "Le Relais", "phone": "01 99 00 00 42", "seen": "1"})

    page = shown.content.decode()
    assert shown.status_code == 422
    assert "3919" in page
    assert 'value="01 99 00 00 42"' in page
    again = client.post(
        url, {"name": "Le Relais", "phone": "01 99 00 00 42", "seen": shown.context["form"]["seen"].value()}
    )
    assert again.status_code == 302
    partner.refresh_from_db()
    assert partner.phone == "+33199000042"


def test_changing_another_thing_leaves_what_the_form_does_not_show(by):
    partner = add_partner(by=by, name="Le Relais", kinds=["CCAS", "MAIRIE", "ASSO"], networks=["ccas-cias", "cms"],
                          opening_hours="Jan-Mar Mo 09:00-10:00")  # fmt: skip
    client, url = Visiting(by), reverse("change_partner", args=[partner.pk])
    form = client.get(url).context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert client.post(url, sent | {"short_name": "R"}).status_code == 302

    partner.refresh_from_db()
    assert (partner.short_name, partner.kinds, partner.networks) == (
        "R",
        ["CCAS", "MAIRIE", "ASSO"],
        ["ccas-cias", "cms"],
    )
    assert partner.opening_hours == "Jan-Mar Mo 09:00-10:00"


def test_a_contact_in_twenty_seconds_and_its_undo(by):
    client, partner = Visiting(by), add_partner(by=by, name="Le Relais")
    url = reverse("note_partner_contact", args=[partner.pk])
    sent = {"on": f"{by.today:%d/%m/%Y}", "means": "phone", "words": "Point sur les délais"}
    page = client.post(url, sent, follow=True)

    assert "Point sur les délais" in page.content.decode()
    contact = PartnerContact.objects.get()
    assert reverse("withdraw_partner_contact", args=[partner.pk, contact.pk]) in page.content.decode()
    refused = client.post(url, sent | {"means": ""})
    assert refused.status_code == 422
    assert "Point sur les délais" in refused.content.decode()


def test_a_referent_is_changed_with_their_history(by):
    client, partner = Visiting(by), add_partner(by=by, name="Le Relais")
    assert "Aucun référent" in client.get(reverse("partner", args=[partner.pk])).content.decode()
    first = name_referent(partner, by=by, name="Mme Aulne", from_on=by.today - timedelta(days=10))
    sent = {"name": "M. Pinson", "from_on": f"{by.today:%d/%m/%Y}", "replaces": str(first.pk)}
    page = client.post(reverse("new_partner_referent", args=[partner.pk]), sent, follow=True).content.decode()

    assert "Référents d’avant" in page
    assert [one.until_on is None for one in InstitutionalReferent.objects.order_by("from_on")] == [
        False,
        True,
    ]


def test_the_search_box_finds_partners_for_who_reads_them(house, by):
    partner = add_partner(by=by, name="Réseau Utopia", town="Thionville")

    assert find_partners(by, "utopai") == [partner]
    assert find_partners(by, "thionville") == [partner]
    with acting_in(house.admin.context()):
        assert find_partners(house.admin, "utopia") == []
    page = factories.visit(by).get(reverse("search"), {"q": "utop"}).content.decode()
    assert reverse("partner", args=[partner.pk]) in page


def test_two_hundred_partners_are_listed_as_fast_as_one(by):
    made = directory_of(by.organisation.pk, by.member.pk, by.today)
    some(by, 1)
    _answer, one = queries_of(by, reverse("partners"))
    for model, rows in made.items():
        model.objects.bulk_create(rows)
    answer, many = queries_of(by, reverse("partners"))

    assert answer.context["counted"] == "201 partenaires"
    assert one == many <= MOST_QUERIES
    counts = Visiting(by).get(reverse("partner_counts")).context["counts"]
    assert counts.total.figures[2].value == 40


def test_beyond_six_the_services_are_folded(by):
    partner = some(by, 1)
    url = reverse("partner", args=[partner.pk])
    for number in range(9):
        add_service(partner, by=by, name=f"Atelier {number}")
    _answer, few = queries_of(by, url)
    for number in range(30):
        add_service(partner, by=by, name=f"Permanence {number}")
    answer, many = queries_of(by, url)

    assert few == many
    assert "34 autres services" in answer.content.decode()


def test_who_answered_for_a_day_is_told_by_that_day(by):
    partner = some(by, 1)
    sheet = reverse("new_partner_referent", args=[partner.pk])
    first = InstitutionalReferent.objects.get(partner=partner)
    said = {"name": "M. Pinson", "from_on": f"{by.today:%d/%m/%Y}", "replaces": str(first.pk)}
    assert Visiting(by).post(sheet, said).status_code == 302

    page = text_of(Visiting(by).get(reverse("partner", args=[partner.pk])))
    assert "Mme Aulne 000 le " in page and "M. Pinson depuis le" in page
    listed = Visiting(by).get(reverse("partners")).content.decode()
    assert "M. Pinson" in listed and "Mme Aulne 000" not in listed
    last = InstitutionalReferent.objects.get(partner=partner, name="M. Pinson")
    end_referent(last, by=by, seen=last.version, on=by.today)
    assert "Aucun référent n’est nommé" in text_of(Visiting(by).get(reverse("partner", args=[partner.pk])))
