"""Definitions kept: a new version only when something changed, faults refused whole."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from cordee.kernel.errors import NotAllowed
from cordee.kernel.words import sentence
from cordee.plumbing.jobs import enqueue
from cordee.plumbing.tests.jobs import run_jobs
from cordee.programmes import fetch, shipped
from cordee.programmes.actions import load_definition, load_shipped_for
from cordee.programmes.loader import DefinitionError
from cordee.programmes.models import Programme, ProgrammeVersion
from cordee.programmes.tests.test_loader import SIXTH

NEW_YEAR = SIXTH.replace("valid_from = 2024-01-01", "valid_from = 2027-01-01").replace(
    "below = 30", "below = 31"
)


def test_a_definition_is_kept_for_its_organisation(house, acting):
    acting(house.coordinator)

    version = load_definition(SIXTH, organisation=house.organisation, by=house.coordinator)

    assert (version.programme.code, version.programme.label) == (
        "gens-du-chantier",
        "L’apprentissage par le bateau",
    )
    assert (version.valid_from, version.source_kind) == (date(2024, 1, 1), "organisation")
    assert version.loaded_by == house.coordinator.member
    assert ProgrammeVersion.objects.get(pk=version.pk).definition.text == SIXTH


def test_loading_the_same_text_again_keeps_one_version(house, acting):
    acting(house.coordinator)
    first = load_definition(SIXTH, organisation=house.organisation)

    assert load_definition(SIXTH.replace("\n", "\r\n"), organisation=house.organisation).pk == first.pk
    assert ProgrammeVersion.objects.filter(programme=first.programme).count() == 1


def test_a_change_is_a_new_version_and_the_old_one_stays(house, acting):
    acting(house.coordinator)
    old = load_definition(SIXTH, organisation=house.organisation)
    new = load_definition(NEW_YEAR, organisation=house.organisation)

    versions = ProgrammeVersion.objects.filter(programme=old.programme)
    assert versions.current_on(date(2026, 12, 31)).pk == old.pk
    assert versions.current_on(date(2027, 1, 1)).pk == new.pk
    assert versions.current_on(date(2023, 12, 31)) is None
    assert fetch.version_on(old.programme, date(2023, 12, 31)).pk == old.pk


def test_a_version_for_later_does_not_give_its_label_before_its_day(house, acting, time_machine):
    """A programme is called as the version in force calls it, today and on the day the next one begins."""
    acting(house.coordinator)
    old = load_definition(SIXTH, organisation=house.organisation).programme
    begins = house.organisation.today + timedelta(days=3)
    later = SIXTH.replace("valid_from = 2024-01-01", f"valid_from = {begins}")
    load_definition(
        later.replace("L’apprentissage par le bateau", "Le bateau"), organisation=house.organisation
    )
    assert label_of(old) == "L’apprentissage par le bateau"

    for days, label in ((2, "L’apprentissage par le bateau"), (3, "Le bateau"), (3, "Le bateau")):
        time_machine.move_to(datetime.combine(begins + timedelta(days=days - 3), time(12), tzinfo=UTC))
        enqueue("programmes.rename", organisation=house.organisation, because="test")
        assert "programmes.rename" in run_jobs()
        acting(house.coordinator)
        assert label_of(old) == label, days


def test_a_correction_of_the_version_in_force_gives_its_label_at_once(house, acting):
    acting(house.coordinator)
    old = load_definition(SIXTH, organisation=house.organisation).programme

    load_definition(
        SIXTH.replace("L’apprentissage par le bateau", "Le bateau"), organisation=house.organisation
    )

    assert label_of(old) == "Le bateau"


def test_a_programme_yet_to_begin_has_the_label_of_its_first_version(house, acting):
    acting(house.coordinator)

    version = load_definition(
        SIXTH.replace("valid_from = 2024-01-01", "valid_from = 2999-01-01"), organisation=house.organisation
    )

    assert label_of(version.programme) == "L’apprentissage par le bateau"


def label_of(programme):
    return Programme.objects.get(pk=programme.pk).label


def test_one_may_change_ones_mind_and_load_the_first_text_again(house, acting):
    acting(house.coordinator)
    load_definition(SIXTH, organisation=house.organisation)
    load_definition(SIXTH.replace("below = 30", "below = 31"), organisation=house.organisation)

    again = load_definition(SIXTH, organisation=house.organisation)

    assert again.programme.versions.current_on(date(2026, 1, 1)).definition.text == SIXTH


def test_a_new_label_is_the_programmes_label(house, acting):
    acting(house.coordinator)
    load_definition(SIXTH, organisation=house.organisation)

    load_definition(SIXTH.replace("par le bateau", "par la mer"), organisation=house.organisation)

    assert Programme.objects.get(organisation=house.organisation, code="gens-du-chantier").label.endswith(
        "la mer"
    )


def test_a_sentence_made_in_pure_code_is_stored_as_text(house):
    Programme.objects.create(organisation=house.organisation, code="mot", label=sentence("{n} mots", n=2))

    assert Programme.objects.get(organisation=house.organisation, label="2 mots").code == "mot"


def test_two_organisations_have_each_their_own(house, stranger, acting):
    acting(house.coordinator)
    mine = load_definition(SIXTH, organisation=house.organisation)
    theirs = load_definition(SIXTH, organisation=stranger.organisation)

    assert mine.programme_id != theirs.programme_id
    assert list(Programme.objects.visible_to(stranger).filter(code="gens-du-chantier")) == [theirs.programme]


def test_a_faulty_definition_keeps_nothing(house, acting):
    acting(house.coordinator)

    with pytest.raises(DefinitionError):
        load_definition(SIXTH.replace("age_within", "age_witin"), organisation=house.organisation)

    assert not Programme.objects.filter(code="gens-du-chantier").exists()


@pytest.mark.parametrize(
    ("who", "allowed"), [("coordinator", True), ("director", True), ("admin", True), ("referent", False)]
)
def test_only_some_roles_load_definitions(house, acting, who, allowed):
    member = getattr(house, who)
    acting(member)

    if allowed:
        assert load_definition(SIXTH, organisation=house.organisation, by=member)
    else:
        with pytest.raises(NotAllowed, match="coordination"):
            load_definition(SIXTH, organisation=house.organisation, by=member)


def test_the_shipped_definitions_are_loaded_like_any_other(house, acting):
    acting(house.coordinator)

    versions = load_shipped_for(house.organisation, shipped.codes())
    again = load_shipped_for(house.organisation, shipped.codes())

    assert [version.definition.code for version in versions] == list(shipped.codes())
    assert [version.pk for version in versions] == [version.pk for version in again]
    assert {version.source_kind for version in versions} == {"shipped"}
    with pytest.raises(LookupError):
        load_shipped_for(house.organisation, ["inconnu"])
