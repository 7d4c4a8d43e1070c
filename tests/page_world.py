"""Two départements with one of everything an address may name, and everybody who may ask for it.

`ours` belongs to the house the actors work in; `theirs` is the same thing in another house, full of canary
words that must never appear on a page of ours. `ACTORS` are the columns of the rights matrix.
"""

import hashlib
from dataclasses import dataclass
from datetime import time, timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils import timezone

from cordee.accounts.actor import Actor
from cordee.accounts.enums import Role
from cordee.accounts.models import Invitation, Place, SessionRecord
from cordee.appointments.actions import Wanted, When, Where, book_appointment
from cordee.appointments.feed import close_feed, open_feed
from cordee.appointments.matters import About
from cordee.assessments.actions import Said, note_situation
from cordee.assessments.answers import Answer
from cordee.assessments.catalogue import HEALTH, HOUSING, WORK
from cordee.assessments.diagnosis.actions import Said as Written
from cordee.assessments.diagnosis.actions import begin_diagnosis, write_diagnosis
from cordee.assessments.diagnosis.entries import Entry
from cordee.assessments.fetch import person_with_key
from cordee.commissions import agenda, boards, holding, inviting, planning
from cordee.commissions.boards import BoardWanted, HolderWanted, SeatWanted
from cordee.commissions.deciding import DecisionWanted, record_decision
from cordee.commissions.models import Convocation, ItemDecision, SeatHolder, Sitting, SittingItem
from cordee.doors import arriving, guarding, tokens
from cordee.doors.models import PublicPage, Sending
from cordee.dossier.actions import Contact, write_note
from cordee.dossier.messages import FREE
from cordee.dossier.models import Deadline
from cordee.engagements.actions import begin_contract
from cordee.engagements.models import Breach, SigningLink
from cordee.engagements.remote.actions import SIGN
from cordee.engagements.texts import Text
from cordee.goals.actions import GoalWanted, set_goal
from cordee.goals.foreseeing import write_project
from cordee.goals.stepping import StepWanted, add_step
from cordee.papers.actions import Described, add_paper
from cordee.papers.actions import remove_paper as throw_away
from cordee.pathways import circle
from cordee.pathways.models import CirclePlace
from cordee.people.actions import add_contact, change_social_profile
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.context import acting_in
from cordee.plumbing.jobs import Work
from cordee.plumbing.outbox.actions import post_message
from cordee.plumbing.outbox.models import Message
from cordee.programmes.drafts.actions import begin_version, change_draft
from cordee.programmes.drafts.document import adding
from cordee.programmes.models import Programme, VersionDraft
from cordee.referrals.actions import take_referral
from cordee.referrals.decisions import actions as orienting
from cordee.referrals.decisions.actions import Choice
from cordee.referrals.papers import attach_paper, remove_paper
from cordee.spreadsheets import actions as imports
from cordee.spreadsheets import keeping
from cordee.spreadsheets.models import ExportRun, ImportRun
from cordee.spreadsheets.outgoing import EXPORTS
from tests import factories
from tests.network import network
from tests.relaying import relays

CANARY = "Zzyzx"
TEAM = {"referent": Role.COUNSELLOR, "around": Role.WORKSHOP_LEADER, "carer": Role.HEALTH_PROFESSIONAL}
ACTORS = ["anonymous", "former", "without_role", *(role.value for role in Role), *TEAM, "stranger"]


@dataclass
class PageWorld:
    actors: dict[str, Actor | None]
    ours: dict[str, Any]
    theirs: dict[str, Any]
    cookies: dict[str, str]

    def client(self, who: str) -> Client:
        """A browser as it was right after signing in, whatever the requests before did to it."""
        client = Client()
        client.cookies = SimpleCookie(self.cookies[who])
        return client


def build() -> PageWorld:
    everybody = {**{role.value: role for role in Role}, **TEAM}
    house = factories.house("Maison des pages", kind="departement", team=everybody)
    other = factories.house(f"Maison {CANARY}", kind="departement", team=everybody)
    gone = factories.actor(house.organisation, Role.COUNSELLOR)
    gone.member.until_on = gone.today - timedelta(days=1)
    gone.member.save(update_fields=["until_on"])
    actors = {
        **house.team,
        "anonymous": None,
        "former": gone,
        "without_role": factories.actor(house.organisation),
        "stranger": other.coordinator,
    }
    cookies = {
        who: factories.visit(actor).cookies.output(header="", sep=";") for who, actor in actors.items()
    }
    ours, theirs = things(house, "Nadia", "Exemple"), things(other, CANARY, f"{CANARY}son")
    theirs["programme"].code = CANARY.lower()
    theirs["programme"].save(update_fields=["code"])
    return PageWorld(actors, ours, theirs, cookies)


def things(house: factories.House, first: str, family: str) -> dict[str, Any]:
    """One of everything an address may name, by the name the matrix gives it."""
    by, programme = house.referent, Programme.objects.get(pk=house.version.programme_id)
    person = factories.person(by, first_names=first, usage_name=family, birth="1984-03-12")
    pathway = factories.pathway(house, person, by=by, words=f"Les mots de {first}")
    with acting_in(by.context()):
        add_contact(person, by=by, kind="phone", value=f"{first} 0199000042", on=by.today)
        change_social_profile(
            person, by=by, legal_protection="tutelle", guardian=f"Tuteur {first}", on=by.today
        )
        paper = add_paper(
            person, by=by, upload=file_of(f"Papier de {first}"),
            described=Described(kind="residence", valid_until=by.today + timedelta(days=20)),
        )  # fmt: skip
        thrown = add_paper(
            person, by=by, upload=file_of(f"Ancien papier de {first}"), described=Described(kind="residence")
        )
        throw_away(thrown, by=by)
        diagnosis = diagnosed(person, pathway, first, by=by)
        goal, step = aimed(person, pathway, first, by=by)
        contract = contracted(person, pathway, first, by=by)
        said_of(person, HOUSING, "housing", f"Logement de {first}", by=by)
        said_of(person, WORK, "work", f"Travail de {first}", by=by)
        appointment = booked(person, first, by=by)
        secret = open_feed(by=by)
        if first == CANARY:
            close_feed(by=by)
        note = write_note(person, by=by, text=f"Note sur {first}", day=by.today, contact=Contact("phone"))
        for who, role in (("around", "animatrice"), ("carer", "soin")):
            definition = house.version.definition
            circle.add_place(
                pathway, definition, role=role, by=by, on=by.today, member=house.team[who].member
            )
        referral = take_referral(
            by=by, received_on=by.today, first_names=first, usage_name=f"{family}-{first}", channel="voisins",
            programme=house.version.programme, reason=f"Parce que {first}",
        )  # fmt: skip
        came, gone = (
            attach_paper(referral, upload=file_of(f"Pièce {number} de {first}"), by=by) for number in (1, 2)
        )
        health_came = attach_paper(
            referral, upload=file_of(f"Santé venue de {first}"), by=house.referent, kind="medical"
        )
        remove_paper(gone, by=by)
        referral.refresh_from_db()
        message = post_message(
            organisation=house.organisation, channel="mail", purpose=FREE, person=person, to_person=True, by=by,
            to=f"{first.lower()}@exemple.invalid", subject=f"Objet {first}", text=f"Texte {first}", once=first,
        )  # fmt: skip
        Message.objects.filter(pk=message.pk).update(state="sent", sent_at=timezone.now())
    public_page(house, first)
    directory, links = network(house, first), links_given(house, first)
    with acting_in(house.carer.context()):
        health = write_note(person, by=house.carer, text=f"Santé de {first}", day=by.today, sector="health")
        said_of(person, HEALTH, "continuity", f"Soins de {first}", by=house.carer)
        described = Described(kind="medical")
        medical = add_paper(
            person, by=house.carer, upload=file_of(f"Ordonnance de {first}"), described=described
        )
    awaited, told = decisions(house, person, first, family)
    with acting_in(house.coordinator.context()):
        made = {
            "programme": programme,
            "site": house.site,
            "contact": ContactPoint.objects.get(person=person),
            "circle_place": CirclePlace.objects.get(pathway=pathway, role="animatrice"),
            "import_run": import_run(house, first, family),
            "export_run": export_run(house),
            "deadline": Deadline.objects.filter(person=person, closed_on=None).first(),
        }
    return (
        made
        | commission(house, first, family)
        | {
            "person": Person(pk=person.pk),
            "pathway": pathway,
            "version": house.version,
            "draft": draft_of(house),
            "note": note,
            "appointment": appointment,
            "calendar": SimpleNamespace(token=secret),
            "diagnosis": diagnosis,
            "goal": goal,
            "step": step,
            "contract": contract,
            "breach": breach_of(contract, by=by),
            "signing_link": signing_link(contract, first, by=by),
            "health_note": health,
            "referral": referral,
            **links,
            **directory,
            **relays(house, person, first, directory["partner"], with_link=first != CANARY),
            "sending": sending_of(house, person, first, family),
            "paper": paper,
            "paper_removed": thrown,
            "health_paper": medical,
            "referral_paper": came,
            "referral_paper_removed": gone,
            "referral_health_paper": health_came,
            "decision": awaited,
            "told_decision": told,
            "message": message,
            "member": house.counsellor.member,
            "place": Place.objects.create(organisation=house.organisation, name=f"Atelier {first}"),
            "invitation": invitation(house, first),
            "organisation": house.organisation,
            "session": SessionRecord.objects.create(
                session_key=f"{first}-session", user=house.coordinator.user, device="Un navigateur"
            ),
        }
    )


def commission(house: factories.House, first: str, family: str) -> dict[str, Any]:
    """A board, its sitting of today called, somebody before it, a guest for that situation alone."""
    by, sits = house.coordinator, house.team["commission_member"].member
    person = factories.person(house.referent, first_names=first, usage_name=f"{family}-Séance")
    pathway = factories.pathway(house, person, by=house.referent)
    with acting_in(by.context()):
        wanted = BoardWanted(
            f"Commission de {first}", f"la commission de {first}", powers=("opinion", "review")
        )
        holders = [HolderWanted(f"Membre {first}", email="membre@exemple.invalid", member=sits)]
        board = boards.make_board(wanted, [SeatWanted(f"Collège {first}", holders)], by=by, on=by.today)
        sitting = planning.plan_sitting(board, by=by, day=by.today)
        item = agenda.add_by_hand(sitting, by=by, kind="opinion", person=person, pathway=pathway)
        guest = inviting.invite_guest(item, by=by, name=f"Invitée {first}", consent_on=by.today)
        planning.convene(sitting, by=by, version=sitting.version, site="")
        sitting.refresh_from_db()
        spare = boards.seat_holder(board.seats.get(), HolderWanted(f"Suppléante {first}"), by=by, on=by.today)
        withdrawal = holding.withdraw_holder(item, spare, by=by)
        held, told = sitting_held(board, person, pathway, first, by=by)
        return {
            "held": held,
            "held_item": told,
            "board": board,
            "seat": board.seats.get(),
            "holder": SeatHolder.objects.get(seat__board=board, member=sits),
            "sitting": sitting,
            "call": Convocation.objects.get(sitting=sitting),
            "item": item,
            "guest": guest,
            "withdrawal": withdrawal,
            "waiting": in_line(board, item, by=by),
        }


def sitting_held(board: Any, person: Person, pathway: Any, first: str, *, by: Actor) -> tuple[Any, Any]:
    """Yesterday's sitting, over, and what was said there of somebody: its minutes are a draft."""
    held = planning.plan_sitting(board, by=by, day=by.today - timedelta(days=1))
    item = agenda.add_by_hand(held, by=by, kind="opinion", person=person, pathway=pathway)
    held = holding.open_sitting(held, by=by, version=held.version)
    wanted = DecisionWanted("favourable", reason=f"Séance de {first}")
    record_decision(item, by=by, wanted=wanted, version=item.version)
    held.refresh_from_db()
    holding.close_sitting(held, by=by, version=held.version)
    held.refresh_from_db()
    return held, item


def in_line(board: Any, item: SittingItem, *, by: Actor) -> ItemDecision:
    """Put on the waiting list a month ago."""
    last = planning.plan_sitting(board, by=by, day=by.today - timedelta(days=30))
    Sitting.objects.filter(pk=last.pk).update(state="closed")
    same = {"organisation": by.organisation, "person": item.person}
    before = SittingItem.objects.create(
        **same, sitting=last, kind="admission", pathway=item.pathway, state="decided", added_by=by.member
    )
    return ItemDecision.objects.create(
        **same, item=before, level="decision", outcome="waiting", rank=1, decided_on=last.day,
        authority=board.body, recorded_by=by.member,
    )  # fmt: skip


def booked(person: Person, first: str, *, by: Actor) -> Any:
    """A meeting to come, with words of its own."""
    wanted = Wanted(
        When(by.today + timedelta(days=3), time(14, 30), 60), Where("neutral", None, f"Près de {first}"), by.member,
        About("housing", "family", f"Sujet de {first}"),
    )  # fmt: skip
    return book_appointment(person_with_key(by, person.pk), by=by, wanted=wanted)


def diagnosed(person: Person, pathway: Any, first: str, *, by: Actor) -> Any:
    """A diagnosis under way."""
    known = person_with_key(by, person.pk)
    diagnosis = begin_diagnosis(known, pathway, by=by, on=by.today)
    said = {"mobilite": f"Mobilité de {first}", "argent": f"Argent de {first}"}
    written = {code: Written(Entry(level=2, words=words)) for code, words in said.items()}
    write_diagnosis(diagnosis, known, by=by, said=written)
    return diagnosis


def aimed(person: Person, pathway: Any, first: str, *, by: Actor) -> tuple[Any, Any]:
    """A goal of the path to work with a step, one of daily life; what she wants for her work."""
    known = person_with_key(by, person.pk)
    goal = set_goal(known, pathway, GoalWanted(axis="bouger", words=f"Trajet de {first}"), by=by)
    set_goal(known, pathway, GoalWanted(axis="sortir", words=f"Sortie de {first}"), by=by)
    write_project(known, pathway, by=by, kind="career", words=f"Métier de {first}", on=by.today)
    return goal, add_step(goal, known, StepWanted(words=f"Étape de {first}"), by=by)


def contracted(person: Person, pathway: Any, first: str, *, by: Actor) -> Any:
    """A contract in preparation."""
    text = Text(
        from_on=by.today,
        review_on=by.today + timedelta(days=60),
        referent=f"Référent {first}",
        house=(f"Engagement envers {first}",),
        person=(f"Engagement de {first}",),
    )
    return begin_contract(person_with_key(by, person.pk), pathway, by=by, kind="accord", text=text)


def breach_of(contract: Any, *, by: Actor) -> Breach:
    """Facts noted on a contract."""
    with acting_in(by.context()):
        breach = Breach(
            organisation_id=contract.organisation_id, person_id=contract.person_id, contract=contract,
            pathway_id=contract.pathway_id, about="not_concluded", day=by.today, author=by.member,
            author_organisation=by.organisation,
        )  # fmt: skip
        breach.save(force_insert=True)
    return breach


def signing_link(contract: Any, first: str, *, by: Actor) -> SigningLink:
    """A link to sign; that of the other house opens nothing here: telling one from the other is another test."""
    with acting_in(by.context()):
        link = SigningLink(
            organisation_id=contract.organisation_id, person_id=contract.person_id, contract=contract,
            version=contract.versions.get(), capacity="person", by="given", digest="0" * 64, sent_by=by.member,
            expires_at=timezone.now() + timedelta(days=7),
        )  # fmt: skip
        token = tokens.new_token(SIGN, link.organisation_id, link.pk)
        link.token_digest = guarding.digest(token)
        link.save(force_insert=True)
    link.token = "pas-le-notre" if first == CANARY else token
    return link


def said_of(person: Person, theme: Any, item: str, text: str, *, by: Actor) -> None:
    """What somebody says of a situation."""
    answer = Answer("known", text=text)
    note_situation(person_with_key(by, person.pk), theme, by=by, said={(item, 0): Said(answer)})


def sending_of(house: factories.House, person: Person, first: str, family: str) -> Sending:
    """Somebody oriented elsewhere, and what was answered."""
    by = house.coordinator
    with acting_in(by.context()):
        sending = Sending(
            organisation=by.organisation, to_organisation=by.organisation, towards=f"Ailleurs de {first}",
            referral_id=person.pk, first_names=first, usage_name=family, sent_on=by.today, sent_by=by.member,
            state_since=by.today,
        )  # fmt: skip
        sending.save(force_insert=True)
    return sending


def decisions(house: factories.House, person: Any, first: str, family: str) -> list[Any]:
    """A decision on the person’s orientation still to be taken, one that somebody else was told of."""
    by, other = (
        house.coordinator,
        factories.person(house.referent, first_names=first, usage_name=f"{family}-Lou"),
    )
    choice = Choice(
        lane="social", label=f"Voie de {first}", criteria=("housing",), carrier=f"Service {first}"
    )
    with acting_in(by.context()):
        awaited, told = (
            orienting.await_orientation(one, by=by, information_on=by.today) for one in (person, other)
        )
        orienting.decide(told, by=by, version=told.version, on=by.today, choice=choice)
        told.refresh_from_db()
        orienting.notify(
            told, by=by, version=told.version, on=by.today, means="handed", proof=f"Remis à {first}"
        )
        told.refresh_from_db()
    return [awaited, told]


def public_page(house: factories.House, first: str) -> PublicPage:
    """What a house says of itself: published by ours, still a draft in the other."""
    return PublicPage.objects.create(
        organisation=house.organisation,
        does=f"La maison de {first}",
        for_whom="Tout le monde.",
        how_to_ask="En venant.",
        whom_to_call=f"Demandez {first}.",
        is_published=first != CANARY,
    )


def file_of(text: str) -> SimpleUploadedFile:
    """A file somebody chooses: its words are in its name and in its content."""
    return SimpleUploadedFile(f"{text}.txt", text.encode(), "text/plain")


def draft_of(house: factories.House) -> VersionDraft:
    """The next version of the programme, with two conditions on its first move."""
    by = house.coordinator
    draft = begin_version(house.version.programme, by=by, based_on=house.version)
    for text in ("penser à l’eau", "et au chapeau"):
        told = {"rule": "reminder", "parameters": {"text": text}, "severity": "inform", "source": "usage"}
        draft = change_draft(draft, by=by, change=adding(("moves", 0, "requires"), told))
    return draft


def export_run(house: factories.House) -> ExportRun:
    """A long list the coordination asked for, made."""
    by = house.coordinator
    run = keeping.ask(EXPORTS["personnes"], by=by, asked=QueryDict("vue=dossiers"), file_format="csv")
    keeping.make(Work(house.organisation.pk, "test", by.context(), by), run.pk)
    return ExportRun.objects.get(pk=run.pk)


def import_run(house: factories.House, first: str, family: str) -> ImportRun:
    """A table the coordination has sent and tried out."""
    by, content = house.coordinator, f"Prénom;Nom;Né le\n{first};{family} importé;3/1/1985\n".encode()
    run = imports.start_import(by=by, kind="personnes", file_name=f"{first}.csv", content=content)
    mapping = {int(place): code for place, (code, _how) in run.mapping.items()}
    return imports.examine_import(run, by=by, mapping=mapping)


@dataclass
class GivenLink:
    """A link mailed by a public page. Made up in the other house: telling one from the other is another test."""

    token: str


def links_given(house: factories.House, first: str) -> dict[str, GivenLink]:
    """Somebody oriented from outside, once confirmed, once not yet: the two links that were mailed."""
    if first == CANARY:
        return {"arrival": GivenLink("pas-le-notre"), "follow": GivenLink("pas-le-notre")}
    kept: list[str] = []
    described = {"first_names": first, "usage_name": "Dehors", "person_agrees": True}
    draw = tokens.new_token
    noting = mock.patch.object(
        arriving, "new_token", side_effect=lambda *given: kept.append(draw(*given)) or kept[-1]
    )
    with noting:
        for reason in ("Première", "Seconde"):
            arriving.leave_arrival(
                organisation=house.organisation,
                email="alma@exemple.invalid",
                site="http://testserver",
                described=described,
                reason=reason,
            )
    confirmed = arriving.confirm_arrival(tokens.read_token(tokens.CONFIRM, kept[0]))
    return {"arrival": GivenLink(kept[1]), "follow": GivenLink(confirmed[1])}


def invitation(house: factories.House, first: str) -> Invitation:
    return Invitation.objects.create(
        organisation=house.organisation,
        email=f"{first.lower()}@exemple.invalid",
        first_name=first,
        last_name="Invitée",
        roles=["counsellor"],
        token_hash=hashlib.sha256(first.encode()).hexdigest(),
        invited_by=house.coordinator.member,
        expires_at=timezone.now() + timedelta(days=7),
    )


def body_of(answer: HttpResponse) -> str:
    return (
        b"".join(answer).decode(errors="replace")
        if answer.streaming
        else answer.content.decode(errors="replace")
    )
