"""The territory shows life: every stage, every state, every day, and nobody who exists."""

import re
from collections import Counter, defaultdict

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cordee.accounts.actor import actor_for
from cordee.accounts.enums import Role
from cordee.accounts.models import Member, MemberRole, Organisation, Place, User
from cordee.dossier.models import HealthNote, Note, ProtectedNote, WorkingNote
from cordee.home.day import day_of
from cordee.pathways.models import AdmissionDecision, CirclePlace, Pathway, StagePeriod
from cordee.people.actions import reveal_contact
from cordee.people.enums import ContactKind
from cordee.people.keys import key_of, unseal_text
from cordee.people.models import ContactPoint, Person, Seal, SocialProfile
from cordee.people.search import find_people, lookalikes
from cordee.plumbing.context import acting_in, system_context
from cordee.referrals.enums import State
from cordee.referrals.models import Referral
from cordee.spreadsheets.models import ImportRow, ImportRun
from demo import imported, names
from demo.houses import FIVE

FICTION = re.compile(r"06 39 98 \d\d \d\d")
PEOPLE = {
    "cheval-bleu": (63, 76),
    "le-lierre": (86, 94),
    "la-mie-de-pain": (65, 90),
    "gcms-pdip-71": (65, 78),
    "departement-du-calvados": (120, 140),
}
FOLLOWING = {Role.COUNSELLOR, Role.SOCIAL_WORKER, Role.JOB_COACH}


def seen_by(organisation):
    return acting_in(system_context(organisation.pk, because="test"))


def actor(organisation, display_name):
    member = Member.objects.get(organisation=organisation, display_name=display_name)
    return actor_for(member.user_id, member.pk, organisation.today)


def test_about_four_hundred_people(territory):
    counts = {}
    for code in PEOPLE:
        with seen_by(territory[code]):
            counts[code] = Person.objects.count()

    assert all(low <= counts[code] <= high for code, (low, high) in PEOPLE.items()), counts
    assert 408 <= sum(counts.values()) <= 468


def test_somebody_at_every_stage_of_every_programme(house):
    running = Pathway.objects.running().filter(organisation=house).select_related("programme_version")
    stages = defaultdict(set)
    for pathway in running:
        stages[pathway.programme_version.definition.code].add(pathway.stage)

    for pathway in running:
        definition = pathway.programme_version.definition
        assert stages[definition.code] == {stage.code for stage in definition.stages}


def test_every_turn_a_life_can_take(house):
    statuses = Counter(Pathway.objects.filter(organisation=house).values_list("status", flat=True))
    again = StagePeriod.objects.filter(organisation=house, move="")
    reopened = [row for row in again.select_related("pathway") if row.entered_on != row.pathway.opened_on]

    assert min(statuses["open"], statuses["suspended"], statuses["closed"]) >= 2
    assert reopened
    assert StagePeriod.objects.filter(organisation=house, is_way_back=True).exists()
    assert CirclePlace.objects.filter(organisation=house, member=None).exists()
    assert (
        Pathway.objects.filter(organisation=house)
        .exclude(exit_code="")
        .values("exit_code")
        .distinct()
        .count()
        >= 3
    )


def test_orientations_at_every_state(house):
    states = set(Referral.objects.filter(organisation=house).values_list("state", flat=True))

    assert states == set(State.values)


def test_the_board_has_adjourned_some_and_others_wait(territory):
    with seen_by(territory["cheval-bleu"]):
        outcomes = Counter(AdmissionDecision.objects.values_list("outcome", flat=True))
        waiting = Pathway.objects.running().filter(stage="dossier-en-attente").count()

    assert outcomes["admitted"] > 20
    assert outcomes["adjourned"] >= 2
    assert waiting >= 8


def test_several_pathways_at_once(territory):
    for code in ("la-mie-de-pain", "departement-du-calvados"):
        with seen_by(territory[code]):
            running = Counter(Pathway.objects.running().values_list("person", flat=True))
        assert sum(number > 1 for number in running.values()) >= 10


@pytest.mark.parametrize("code", PEOPLE)
def test_each_referent_has_a_day(territory, code):
    """Late, due today, soon, somebody new; over the house, people who have heard nothing for a month."""
    house, silent = territory[code], 0
    for member in Member.objects.filter(organisation=house).active_on(house.today):
        who = actor_for(member.user_id, member.pk, house.today)
        with acting_in(who.context()):
            followed = Pathway.objects.running().filter(referent=member).visible_to(who).count()
            day = day_of(who)
        if followed >= 4 and who.roles & FOLLOWING:
            assert day.late and day.soon and day.new, (member, day)
            # A delay in months never ends on some of the last days of a month.
            assert day.today or house.today.day > 28, (member, day)
            silent += len(day.silent)
    assert silent >= 3


def test_the_day_of_those_who_welcome_is_not_empty(territory):
    for code in PEOPLE:
        house = territory[code]
        for member in Member.objects.filter(
            organisation=house, roles__role__in=[Role.SECRETARY, Role.COORDINATOR]
        ):
            who = actor_for(member.user_id, member.pk, house.today)
            with acting_in(who.context()):
                day = day_of(who)
            assert day.new, member
            assert day.late or day.today or day.soon, member


def test_whoever_carries_out_has_a_day_too(territory):
    for code in ("ccas-de-caen", "enefa-normandie"):
        house = territory[code]
        for member in Member.objects.filter(organisation=house):
            who = actor_for(member.user_id, member.pk, house.today)
            with acting_in(who.context()):
                day = day_of(who)
                people = Person.objects.visible_to(who).count()
            assert people >= 4
            assert day.late or day.today or day.soon, member


def test_one_member_per_role_and_nobody_real():
    listed = {role for house in FIVE for one in house.team for role in one.roles} | {"prescriber"}

    assert listed == set(Role.values)
    assert len({one.key for house in FIVE for one in house.team}) == sum(len(house.team) for house in FIVE)


def test_one_human_belongs_to_two_organisations(territory):
    twice = [user for user in User.objects.all() if user.memberships.count() == 2]

    assert [user.full_name for user in twice] == ["Odile Orchidée"]


def test_the_departement_works_by_caseload_and_the_others_as_open_teams(territory):
    sharing = {}
    for code, house in territory.items():
        member = Member.objects.filter(organisation=house).active_on(house.today).first()
        sharing[code] = actor_for(member.user_id, member.pk, house.today).sharing

    assert {code for code, value in sharing.items() if value == "caseload"} == {"departement-du-calvados"}
    active = Member.objects.filter(organisation=territory["departement-du-calvados"]).active_on(
        timezone.localdate()
    )
    assert active.count() > 20


def test_the_five_places_of_le_lierre(territory):
    rooms = set(Place.objects.filter(organisation=territory["le-lierre"]).values_list("name", flat=True))

    assert rooms == {
        "Siège de l’action",
        "Espace adultes",
        "Espace multimédia",
        "Salle polyvalente",
        "Cuisine pédagogique",
    }
    with seen_by(territory["le-lierre"]):
        east = ContactPoint.objects.filter(kind=ContactKind.ADDRESS, note="Quartier-Est").count()
        every = ContactPoint.objects.filter(kind=ContactKind.ADDRESS).count()
        oriented = Referral.objects.filter(state=State.ACCEPTED).count()
    assert east / every > 0.5
    assert 80 <= oriented <= 90


def test_nobody_can_be_written_to_or_called(territory):
    emails = set(User.objects.values_list("email", flat=True))
    phones, houses = set(), {house.phone for house in territory.values()}
    for house in territory.values():
        with seen_by(house):
            emails |= set(ContactPoint.objects.filter(kind=ContactKind.EMAIL).values_list("value", flat=True))
            emails |= set(Referral.objects.exclude(email="").values_list("email", flat=True))
            emails |= set(CirclePlace.objects.exclude(email="").values_list("email", flat=True))
            phones |= set(ContactPoint.objects.filter(kind=ContactKind.PHONE).values_list("value", flat=True))
            phones |= set(Referral.objects.exclude(phone="").values_list("phone", flat=True))
            told = Referral.objects.exclude(referrer_contact="").values_list("referrer_contact", flat=True)
            ways = {way for ways in told for way in ways.split(", ")} - houses
            emails |= {way for way in ways if "@" in way}
            phones |= {way for way in ways if "@" not in way}
            phones |= set(CirclePlace.objects.exclude(phone="").values_list("phone", flat=True))

    assert all(email.endswith("@exemple.invalid") for email in emails)
    assert all(FICTION.fullmatch(phone) for phone in phones)


def test_names_quoted_in_the_sources_are_never_used(territory):
    used = set(User.objects.values_list("first_name", flat=True)) | set(
        User.objects.values_list("last_name", flat=True)
    )
    for house in territory.values():
        with seen_by(house):
            for columns in Person.objects.values_list("first_names", "usage_name", "birth_name", "alias"):
                used |= set(columns)
            used |= set(CirclePlace.objects.values_list("name", flat=True))
            used |= set(Referral.objects.values_list("referrer_name", flat=True))
            used |= set(Referral.objects.values_list("usage_name", flat=True))

    words = {word for name in used for word in re.split(r"[ ’-]", name)}
    assert not words & names.NEVER
    assert "Le Gentil" not in " ".join(used)


def test_the_protected_address_is_nowhere_else(territory):
    house = territory["le-lierre"]
    referent = actor(house, "Mona Moselle")
    with acting_in(referent.context()):
        person = Person.objects.get(has_protected_contact=True)
        hidden = dict(
            reveal_contact(
                person, by=referent, reason="Essai : rien ailleurs que dans ses coordonnées protégées."
            )
        )
    with seen_by(house):
        key = key_of(person)
        texts = [
            unseal_text(key, row, "sealed_text", person.pk) for row in Note.objects.filter(person=person)
        ]
        referral = Referral.objects.get(person=person)

        assert set(hidden) >= {"téléphone", "adresse"}
        assert not ContactPoint.objects.filter(person=person).exists()
        assert ProtectedNote.objects.filter(person=person).count() >= 2
    assert (referral.phone, referral.email) == ("", "")
    assert not [text for text in texts for value in hidden.values() if value in text]


def test_the_sealed_dossier_is_found_by_its_own_team_only(territory):
    house = territory["le-lierre"]
    with seen_by(house):
        seal = Seal.objects.get()
    for name, found in {"Clémence Clématite": 1, "Théodora Tilleul": 0, "Odilon Ortolan": 0}.items():
        who = actor(house, name)
        with acting_in(who.context()):
            assert Person.objects.visible_to(who).filter(pk=seal.person_id).count() == found, name
            named = [one.person.pk for one in find_people(who, "Rougegorge Blanche")]
            assert (seal.person_id in named) == bool(found), name


def test_the_duplicate_check_has_something_to_say(territory):
    house = territory["departement-du-calvados"]
    who = actor(house, "Ondine Orne")
    with acting_in(who.context()):
        found = lookalikes(who, first_names="Élodie", usage_name="Lavande", birth="1987-09-30")
    assert len(found) >= 2

    house = territory["le-lierre"]
    who = actor(house, "Clémence Clématite")
    with acting_in(who.context()):
        same = [one.person for one in find_people(who, "marie bruyere")]
        twins = [one.person for one in find_people(who, "de roche mesange")]
    assert len([person for person in same if person.full_name == "Marie Bruyère"]) == 2
    assert len({person.birth for person in twins}) == 1 and len(twins) == 2


def test_what_is_known_of_people_varies(territory):
    births, languages, measures, channels = Counter(), set(), set(), set()
    interpreters = 0
    for code in PEOPLE:
        with seen_by(territory[code]):
            for person in Person.objects.all():
                births[len(person.birth)] += 1
                languages |= set(person.languages)
                channels.add(person.preferred_channel)
                interpreters += person.needs_interpreter
            measures |= set(SocialProfile.objects.values_list("legal_protection", flat=True))
            nameless = Person.objects.filter(usage_name="", birth_name="").count()
        assert nameless == {"cheval-bleu": 1, "la-mie-de-pain": 1}.get(code, 0)
    assert min(births[0], births[4], births[7], births[10]) >= 3
    assert len(languages) >= 8
    assert len(measures) >= 4
    assert interpreters >= 5
    assert len(channels) >= 4


def test_a_few_notes_are_of_health_protection_or_for_oneself(territory):
    counts = Counter()
    for code in PEOPLE:
        with seen_by(territory[code]):
            counts["health"] += HealthNote.objects.count()
            counts["protected"] += ProtectedNote.objects.count()
        for member in Member.objects.filter(organisation=territory[code]):
            who = actor_for(member.user_id, member.pk, timezone.localdate())
            if who:
                with acting_in(who.context()):
                    counts["working"] += WorkingNote.objects.visible_to(who).count()

    assert counts["health"] >= 20
    assert counts["protected"] >= 4
    assert counts["working"] >= 10


def test_a_table_was_brought_in_and_what_became_of_each_line(territory):
    who = actor(territory["cheval-bleu"], "Capucine Aubépine")
    with acting_in(who.context()):
        run = ImportRun.objects.visible_to(who).get()
        outcomes = Counter(
            ImportRow.objects.visible_to(who).filter(run=run).values_list("outcome", flat=True)
        )
        made = ImportRow.objects.visible_to(who).filter(run=run).exclude(made_id=None).values("made_id")
        people = list(Person.objects.visible_to(who).filter(pk__in=made).order_by("sort_key"))

    assert (run.state, run.file_name, run.total) == ("applied", imported.FILE_NAME, 12)
    assert run.can_be_undone and run.applied_at.date() >= run.created_at.date()
    assert outcomes == {"create": 8, "change": 1, "same": 1, "ask": 1, "error": 1}
    assert len(people) == len(imported.MET) and {person.created_by_id for person in people} == {who.member.pk}
    assert all(person.created_on < territory["cheval-bleu"].today for person in people)
    assert "De L’Églantine" in {person.usage_name.title() for person in people}


def test_the_second_load_does_nothing(territory):
    before = Organisation.objects.count(), MemberRole.objects.count()

    with CaptureQueriesContext(connection) as asked:
        call_command("load_demo", verbosity=0)

    assert len(asked) == 1  # it is there already
    assert (Organisation.objects.count(), MemberRole.objects.count()) == before


def test_only_a_demonstration_is_filled(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="démonstration"):
        call_command("load_demo")
