"""The smallest whole story: a person, a pathway, a stage, a note, an exit."""

from datetime import timedelta

from cordee.dossier.actions import Contact, write_note
from cordee.dossier.models import Deadline, Fact
from cordee.pathways.actions import close_pathway, move_pathway, record_admission
from tests import factories


def test_a_person_goes_from_entry_to_exit(house, acting):
    on = house.referent.today
    person = factories.person(house.referent)
    pathway = factories.pathway(house, person)
    acting(house.coordinator)
    record_admission(
        pathway,
        by=house.coordinator,
        decision="admis",
        decided_on=on - timedelta(days=3),
        effective_from=None,
        authority="",
        version=pathway.version,
    )
    pathway.refresh_from_db()
    move_pathway(pathway, by=house.coordinator, move="entrer", on=on, version=pathway.version)
    write_note(person, by=house.referent, text="Un mot", day=on, contact=Contact("phone"))
    pathway.refresh_from_db()
    close_pathway(pathway, by=house.coordinator, exit_code="emploi", on=on, version=pathway.version)

    kinds = set(Fact.objects.values_list("kind", flat=True))
    assert {
        "person_registered",
        "pathway_opened",
        "pathway_moved",
        "contact_noted",
        "pathway_closed",
    } <= kinds
    assert not Deadline.objects.standing().exists()


def test_the_team_of_a_house_is_the_one_the_next_request_finds(house):
    for actor in house.team.values():
        found = factories.fresh(actor.member)
        assert (found, found.rights, found.context()) == (actor, actor.rights, actor.context())
