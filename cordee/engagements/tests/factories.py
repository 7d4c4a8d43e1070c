"""Contracts of tests: a draft that may be proposed, a proposed one, a signed one."""

from dataclasses import replace
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.assessments.fetch import person_with_key
from cordee.assessments.models import Diagnosis
from cordee.engagements import actions, signing
from cordee.engagements.actions import Old
from cordee.engagements.models import Contract
from cordee.engagements.signing import Signed
from cordee.engagements.texts import Text
from cordee.pathways.actions import close_pathway
from cordee.pathways.models import Pathway
from cordee.plumbing.context import acting_in
from cordee.plumbing.files.tests.samples import picture
from tests import factories

DRAWING = "M10 10L20 30L30 40L40 50L50 40L60 30L70 20L80 10L90 5"
BORN = "1984-03-12"


def somebody(house, *, diagnosed=True, **identity):
    """A person followed by the referent, with a closed diagnosis."""
    identity.setdefault("birth", BORN)
    person = factories.person(house.referent, **identity)
    person.pathway = factories.pathway(house, person)
    if diagnosed:
        diagnose(house, person)
    return person


def diagnose(house, person, *, day=None):
    who = house.referent
    with acting_in(who.context()):
        Diagnosis.objects.create(
            organisation=who.organisation,
            person=person,
            pathway_id=person.pathway.pk,
            programme_version=house.version,
            day=day or who.today - timedelta(days=20),
            author=who.member,
            author_organisation=who.organisation,
            closed_on=who.today,
            closed_by=who.member,
        )


def a_text(who, **changes):
    today = who.today
    text = Text(
        from_on=today,
        until_on=today + timedelta(days=200),
        review_on=today + timedelta(days=90),
        referent="Nora Exemple",
        house=("Vous recevoir chaque mois",),
        person=("Venir aux rendez-vous",),
        objectives=("Trouver une garde", "Reprendre confiance"),
        actions=("Atelier cuisine",),
        minutes=15 * 60,
        written={"situation": "Vit seule avec deux enfants"},
    )
    return replace(text, **changes)


def in_house(who, call, contract, person, *args, **more):
    """Call a gesture as somebody, on a person seen by them."""
    with acting_in(who.context()):
        return call(contract, person_with_key(who, person.pk), *args, by=who, **more)


def begun(house, person, *, kind="contrat", by=None, text=None, use_text=True, **more):
    """use_text: False for what a draft holds by itself."""
    who = by or house.referent
    said = (text or a_text(who)) if use_text else None
    with acting_in(who.context()):
        seen = person_with_key(who, person.pk)
        return actions.begin_contract(seen, person.pathway, by=who, kind=kind, text=said, **more)


def proposed(house, person, **more):
    who = more.get("by") or house.referent
    contract = begun(house, person, **more)
    in_house(who, actions.propose_contract, contract, person, edit=1)
    return contract


def a_signature(who, contract, capacity, **more):
    with acting_in(who.context()):
        version = contract.versions.order_by("-number").first()
    means = "account" if capacity == "house" else more.pop("means", "screen")
    return Signed(
        capacity=capacity,
        means=means,
        on=more.pop("on", who.today),
        digest=more.pop("digest", version.digest),
        drawing=more.pop("drawing", DRAWING if means == "screen" else ""),
        upload=more.pop("upload", scan() if means == "paper" else None),
        **more,
    )


def sign(house, contract, person, capacity, *, by=None, **more):
    who = by or house.referent
    given = a_signature(who, contract, capacity, **more)
    return in_house(who, signing.sign_contract, contract, person, signed=given)


def signed(house, person, **more):
    contract = proposed(house, person, **more)
    sign(house, contract, person, "person")
    sign(house, contract, person, "house")
    return again(house, contract)


def old_one(house, person, **more):
    who = house.referent
    more.setdefault("signed_on", who.today - timedelta(days=400))
    more.setdefault("from_on", more["signed_on"])
    more.setdefault("text", Text(house=("Un appui",), person=("Venir",), objectives=("Passer le permis",)))
    with acting_in(who.context()):
        seen = person_with_key(who, person.pk)
        return actions.record_old_contract(seen, person.pathway, by=who, old=Old(kind="ancien", **more))


def left(house, person, on):
    """Their pathway ended that day."""
    who = house.referent
    with acting_in(who.context()):
        pathway = Pathway.objects.get(pk=person.pathway.pk)
        close_pathway(pathway, by=who, exit_code="choix", on=on, version=pathway.version, reason="essai")


def again(house, contract):
    with acting_in(house.referent.context()):
        return Contract.objects.get(pk=contract.pk)


def scan():
    return SimpleUploadedFile("contrat.jpg", picture(), content_type="image/jpeg")
