"""Writing to a person: their wishes first, what goes out before it does, what became of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cordee.dossier import messages
from cordee.dossier.models import Fact
from cordee.kernel.errors import BadInput, NotAllowed
from cordee.pathways.models import Pathway
from cordee.people.actions import add_contact
from cordee.people.models import ContactPoint, Person
from cordee.plumbing.context import acting_in, system_context
from cordee.plumbing.models import AccessLog
from cordee.plumbing.outbox.letters import open_letter
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.tests.jobs import run_jobs
from demo import mail_server
from tests import factories

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 12, 1, 9, tzinfo=UTC)  # a Tuesday, ten o'clock in France


@pytest.fixture
def post(settings):
    mails = []
    with mail_server.serving(mails.append) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield mails


@pytest.fixture
def person(house):
    made = factories.person(house.referent, first_names="Nadia", usage_name="Exemple")
    with acting_in(house.referent.context()):
        add_contact(
            made, by=house.referent, kind="email", value="nadia@exemple.invalid", on=house.referent.today
        )
        add_contact(made, by=house.referent, kind="phone", value="06 12 34 56 78", on=house.referent.today)
        add_contact(made, by=house.referent, kind="address", value="1 rue du Bief", on=house.referent.today)
    return made


def wish(person, house, **changes):
    with acting_in(house.referent.context()):
        Person.objects.filter(pk=person.pk).update(**changes)
        person.refresh_from_db()


def ways(person, house):
    with acting_in(house.referent.context()):
        points = list(ContactPoint.objects.filter(person=person, ended_on=None))
    return {way.channel: way for way in messages.ways_to(person, points)}


def write(person, house, *, by=None, channel="mail", **given):
    by = by or house.referent
    way = ways(person, house)[channel]
    with acting_in(by.context()):
        return messages.write_to_person(
            person, by=by, way=way, **{"text": "Bonjour.", "subject": "Merci de nous rappeler"} | given
        )


def sent_rows(house):
    with acting_in(system_context(house.organisation.pk, because="test")):
        return list(Message.objects.all())


# The wishes


@pytest.mark.parametrize(
    ("wanted", "channels"),
    [
        ("", {"mail", "sms", "letter"}),
        ("sms", {"sms"}),
        ("email", {"mail"}),
        ("letter", {"letter"}),
        ("none", set()),
    ],
)
def test_only_the_means_the_person_accepts(house, person, settings, wanted, channels):
    settings.SMS_URL = "http://127.0.0.1:1/"
    wish(person, house, preferred_channel=wanted)

    assert set(ways(person, house)) == channels


def test_without_a_gateway_no_sms_is_offered(house, person):
    assert set(ways(person, house)) == {"mail", "letter"}


@pytest.mark.parametrize("wanted", ["none", "call", "through"])
def test_who_wants_no_message_gets_none(house, person, wanted):
    way = ways(person, house)["mail"]
    wish(person, house, preferred_channel=wanted)

    with acting_in(house.referent.context()), pytest.raises(NotAllowed) as refusal:
        messages.write_to_person(person, by=house.referent, way=way, text="Bonjour.", subject="x")
    assert refusal.value.message == messages.why_not_write(person) != ""
    assert sent_rows(house) == []


def test_a_means_of_a_person_in_danger_must_be_said_safe(house, person):
    wish(person, house, has_protected_contact=True)

    with pytest.raises(BadInput) as refusal:
        write(person, house)
    assert refusal.value.field == "is_safe"
    assert write(person, house, is_safe=True).state in {"queued", "held"}


def test_nobody_writes_to_the_dead(house, person, monkeypatch):
    pathway = factories.pathway(house, person)
    assert messages.why_not_write(person) == ""
    with acting_in(house.referent.context()):
        Pathway.objects.filter(pk=pathway.pk).update(
            status="closed", closed_on=house.referent.today, exit_code="deces"
        )
    monkeypatch.setattr("cordee.pathways.contacting.definition_of", lambda version: Ends())

    with pytest.raises(NotAllowed, match="décès"):
        write(person, house)


class Ends:
    def exit(self, code):
        return type("Exit", (), {"kind": "death" if code == "deces" else "moved"})


def test_it_waits_for_the_hours_of_the_person(house, person, post, monkeypatch):
    wish(person, house, contact_hours="après 17 h")
    monkeypatch.setattr(messages.timezone, "now", lambda: MORNING)
    message = write(person, house)

    assert message.state == "held"
    assert message.due_at == datetime(2026, 12, 1, 16, tzinfo=UTC)
    monkeypatch.undo()
    run_jobs(ahead=True)
    assert post == []


def test_a_change_of_mind_stops_what_waits(house, person, post):
    message = write(person, house)
    wish(person, house, preferred_channel="none")
    with acting_in(system_context(house.organisation.pk, because="test")):
        Message.objects.update(due_at=timezone.now())
    run_jobs()

    (kept,) = sent_rows(house)
    assert (kept.pk, kept.state, kept.why) == (message.pk, "failed", "unwanted")
    assert post == []


def test_a_message_of_a_sealed_dossier_leaves_all_the_same(house, person, post):
    from cordee.people.actions import seal_dossier

    message = write(person, house)
    with acting_in(house.coordinator.context()):
        seal_dossier(person, by=house.coordinator, reason="essai", on=house.coordinator.today)
    with acting_in(system_context(house.organisation.pk, because="test")):
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now())
    run_jobs()

    assert len(post) == 1
    with acting_in(house.secretary.context()):
        assert Message.objects.count() == 0


# The trace


def test_the_thread_keeps_codes_and_no_word(house, person):
    message = write(person, house, text="Rendez-vous mardi")

    with acting_in(house.referent.context()):
        fact = Fact.objects.get(person=person, kind="message_sent")
    assert fact.codes == {"channel": "mail", "purpose": "written"}
    assert fact.thing_id == message.pk


def test_a_letter_is_noted_and_sent_by_nobody(house, person, post):
    message = write(person, house, channel="letter", text="Une lettre")
    run_jobs()

    assert (message.state, message.channel) == ("sent", "letter")
    assert post == []


@pytest.mark.parametrize("who", ["workshop_leader", "nurse", "director", "admin"])
def test_who_may_not_write_is_told_why(house, person, who):
    with pytest.raises(NotAllowed, match="Écrire à la personne"):
        write(person, house, by=house.team[who])


# The pages


def page(person, name="person_messages", **more):
    return reverse(name, args=[person.pk, *more.values()])


def test_the_tab_lists_what_was_sent(house, person, visit, django_assert_max_num_queries):
    for _one in range(3):
        write(person, house)
    client = visit(house.secretary)
    with django_assert_max_num_queries(14):
        answer = client.get(page(person))

    told = answer.content.decode()
    assert answer.status_code == 200
    assert told.count("Message libre") == 3
    assert told.count("Reprendre") == 3


def test_the_text_is_unfolded_alone_and_its_reading_logged(house, person, visit):
    message = write(person, house, text="Bonjour, à mardi.")
    answer = visit(house.secretary).get(page(person, "message", pk=message.pk))

    assert "Bonjour, à mardi." in answer.content.decode()
    assert "nadia@exemple.invalid" in answer.content.decode()
    with acting_in(house.secretary.context()):
        assert AccessLog.objects.filter(what="message.opened", person_id=person.pk).count() == 1


def test_one_sees_what_will_go_out_then_sends_it(house, person, visit, post):
    client = visit(house.referent)
    address = page(person, "write_message")
    chosen = ways(person, house)["mail"]
    typed = {"way": str(chosen.point), "subject": "Merci de nous rappeler", "text": "Bonjour, à bientôt."}

    seen = client.post(address, typed | {"apercu": "1"}).content.decode()
    assert "Ce qui va partir" in seen
    assert "Un message pour vous" in seen
    assert sent_rows(house) == []

    answer = client.post(address, typed | {"envoyer": "1"})
    assert (answer.status_code, answer["Location"]) == (302, page(person))
    (message,) = sent_rows(house)
    with acting_in(house.referent.context()):
        assert open_letter(message).text == "Bonjour, à bientôt."


def test_a_model_gives_neutral_words_and_the_telephone_of_the_house(house, person, visit):
    house.organisation.phone = "01 99 00 00 00"
    house.organisation.save(update_fields=["phone"])
    told = visit(house.referent).get(page(person, "write_message") + "?modele=call_back").content.decode()

    assert "merci de nous rappeler au 01 99 00 00 00" in told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": "  "}, "obligatoire"),
        ({"subject": ""}, "Donnez un objet"),
        ({"way": "0"}, "choix"),
        ({"text": "x" * 20_001}, "20"),
        ({"text": "nul\0"}, "signe"),
    ],
)
def test_bad_input_keeps_what_was_typed(house, person, visit, typed, said):
    chosen = ways(person, house)["mail"]
    right = {"way": str(chosen.point), "subject": "Objet gardé", "text": "Texte gardé"}
    answer = visit(house.referent).post(page(person, "write_message"), right | typed)

    assert answer.status_code == 422
    told = answer.content.decode()
    assert said in told
    assert ("Objet gardé" in told) or ("subject" in typed)
    assert sent_rows(house) == []


def test_the_means_of_somebody_else_is_no_choice(house, person, visit):
    other = factories.person(house.referent)
    with acting_in(house.referent.context()):
        point = add_contact(
            other, by=house.referent, kind="email", value="autre@exemple.invalid", on=house.referent.today
        )
        pk = point.pk if point else ContactPoint.objects.get(person=other).pk
    answer = visit(house.referent).post(
        page(person, "write_message"), {"way": str(pk), "subject": "x", "text": "x", "envoyer": "1"}
    )

    assert answer.status_code == 422
    assert sent_rows(house) == []


def test_a_form_sent_twice_is_one_message(house, person, visit):
    client = visit(house.referent)
    chosen = ways(person, house)["mail"]
    typed = {
        "way": str(chosen.point), "subject": "x", "text": "x", "envoyer": "1",
        "_once": "0190a1b2-0000-7000-8000-000000000001",
    }  # fmt: skip
    for _time in range(2):
        assert client.post(page(person, "write_message"), typed).status_code == 302

    assert len(sent_rows(house)) == 1


def test_a_message_is_taken_back_from_the_tab(house, person, visit):
    message = write(person, house)
    client = visit(house.referent)
    back = page(person, "message_back", pk=message.pk)

    assert client.post(back).status_code == 302
    assert sent_rows(house)[0].state == "cancelled"
    assert client.post(back).status_code == 409


# The house


def unknown(house, person, **changes):
    message = write(person, house)
    with acting_in(system_context(house.organisation.pk, because="test")):
        Message.objects.filter(pk=message.pk).update(
            **{"state": "unknown", "why": "silence", "handed_at": timezone.now()} | changes
        )
    return message


def test_the_house_sees_what_needs_somebody(house, person, visit, django_assert_max_num_queries):
    for state in ("unknown", "failed", "bounced", "sent"):
        unknown(house, person, state=state)
    client = visit(house.secretary)
    with django_assert_max_num_queries(13):
        told = client.get(reverse("sendings")).content.decode()

    assert told.count("Renvoyer") == 2
    assert told.count("C’est parti") == 1
    assert "Nadia Exemple" in told


def test_late_messages_are_counted_with_their_age(house, person, visit):
    message = write(person, house)
    with acting_in(system_context(house.organisation.pk, because="test")):
        Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - timedelta(minutes=6))

    assert "Un message aurait dû partir" in visit(house.secretary).get(reverse("sendings")).content.decode()


@pytest.mark.parametrize(("name", "state"), [("sending_sent", "sent"), ("sending_again", "queued")])
def test_somebody_says_what_became_of_it(house, person, visit, name, state):
    message = unknown(house, person)
    client = visit(house.coordinator)

    assert client.post(reverse(name, args=[message.pk])).status_code == 302
    assert sent_rows(house)[0].state == state
    assert client.post(reverse(name, args=[message.pk])).status_code == 409
    assert visit(house.referent).post(reverse(name, args=[message.pk])).status_code == 403
