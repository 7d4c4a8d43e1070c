"""Running pathways taken to a newer version: counted, chosen one by one or all, undone for ten minutes."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cordee.dossier.models import Deadline, Fact
from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.pathways import versions
from cordee.pathways.actions import record_admission
from cordee.pathways.models import Pathway, StagePeriod
from cordee.programmes.actions import load_definition
from cordee.programmes.definition import Definition
from cordee.programmes.loader import parse
from tests import factories

FIRST = "accueil"


@pytest.fixture
def lead(house, acting):
    acting(house.coordinator)
    return house.coordinator


def newer(house, by, *changes):
    """A newer version of the house's programme, in force today."""
    text = house.version.text.replace("valid_from = 2020-01-01", f"valid_from = {by.today}")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return load_definition(text, organisation=house.organisation, by=by)


RENAMED = ('code = "accueil"\nlabel = "Accueil"', 'code = "accueil"\nlabel = "Premier accueil"')
GONE = ('"accueil"', '"seuil"')


def here(house, stage=FIRST):
    return (house.version.pk, stage)


def kept(pathway):
    return Pathway.objects.get(pk=pathway.pk)


def test_pathways_are_counted_by_stage_of_their_version(house, lead):
    for _each in range(2):
        factories.pathway(house, factories.person(lead), by=lead)

    (found,) = versions.standings(lead, house.version.programme)

    assert (found.version_id, found.stage, found.number) == (house.version.pk, FIRST, 2)


def test_all_go_at_their_stage_and_say_so(house, lead):
    pathway = factories.pathway(house, factories.person(lead), by=lead)
    version = newer(house, lead, RENAMED)

    done = versions.move_to_version(version, by=lead, stages={here(house): FIRST})

    assert done.number == 1
    assert (kept(pathway).programme_version_id, kept(pathway).stage) == (version.pk, FIRST)
    assert StagePeriod.objects.filter(pathway=pathway).count() == 1
    assert Fact.objects.filter(pathway_id=pathway.pk, kind="version_changed").count() == 1


def test_somebody_may_be_left_as_they_are(house, lead):
    one, other = (factories.pathway(house, factories.person(lead), by=lead) for _each in range(2))
    version = newer(house, lead, RENAMED)

    done = versions.move_to_version(version, by=lead, stages={here(house): FIRST}, without=[other.pk])

    assert done.number == 1
    assert kept(one).programme_version_id == version.pk
    assert kept(other).programme_version_id == house.version.pk


def test_a_stage_that_is_gone_becomes_the_one_chosen(house, lead):
    pathway = factories.pathway(house, factories.person(lead), by=lead)
    version = newer(house, lead, GONE)
    with pytest.raises(BadInput):
        versions.move_to_version(version, by=lead, stages={here(house): FIRST})

    versions.move_to_version(version, by=lead, stages={here(house): "seuil"})

    assert (kept(pathway).stage, kept(pathway).stage_since) == ("seuil", lead.today)
    periods = StagePeriod.objects.filter(pathway=pathway).order_by("entered_on")
    assert [(one.stage, one.left_on) for one in periods] == [(FIRST, lead.today), ("seuil", None)]


def test_whoever_was_not_admitted_is_taken_to_no_stage_that_asks_for_it(house, lead):
    factories.pathway(house, factories.person(lead), by=lead)
    version = newer(house, lead, RENAMED)
    definition: Definition = version.definition
    admitted = next(stage.code for stage in definition.stages if stage.admitted)

    assert admitted not in dict(versions.stages_open_to(house.version.definition, FIRST, definition))
    with pytest.raises(BadInput):
        versions.move_to_version(version, by=lead, stages={here(house): admitted})


def test_delays_are_worked_out_again_and_those_unknown_are_dropped(house, lead):
    pathway = factories.pathway(house, factories.person(lead), by=lead)
    before = {row.kind: row.due_on for row in Deadline.objects.filter(thing_id=pathway.pk, closed_on=None)}
    assert before
    code = next(iter(before))
    version = newer(house, lead, (f'code = "{code}"', f'code = "{code}-bis"'))

    versions.move_to_version(version, by=lead, stages={here(house): FIRST})

    after = {row.kind: row.due_on for row in Deadline.objects.filter(thing_id=pathway.pk, closed_on=None)}
    assert code not in after and after[f"{code}-bis"] == before[code]


@pytest.mark.parametrize(
    ("who", "allowed"), [("coordinator", True), ("referent", False), ("director", False)]
)
def test_only_the_coordination_does_it(house, lead, acting, who, allowed):
    version = newer(house, lead, RENAMED)
    by = getattr(house, who)
    acting(by)
    if allowed:
        assert versions.move_to_version(version, by=by, stages={}).number == 0
    else:
        for gesture in (
            lambda: versions.move_to_version(version, by=by, stages={}),
            lambda: versions.give_back(version.pk, by=by),
        ):
            with pytest.raises(NotAllowed, match="coordination"):
                gesture()


def test_a_version_that_has_not_begun_takes_nobody(house, lead):
    text = house.version.text.replace("2020-01-01", str(lead.today + timedelta(days=1)))
    version = load_definition(text, organisation=house.organisation, by=lead)

    with pytest.raises(BadInput):
        versions.move_to_version(version, by=lead, stages={here(house): FIRST})


@pytest.fixture
def done(house, lead):
    pathway = factories.pathway(house, factories.person(lead), by=lead)
    moved = versions.move_to_version(newer(house, lead, GONE), by=lead, stages={here(house): "seuil"})
    return pathway, moved


def test_the_whole_is_undone(house, lead, done):
    pathway, moved = done

    assert versions.give_back(moved.batch, by=lead) == 1

    assert (kept(pathway).programme_version_id, kept(pathway).stage) == (house.version.pk, FIRST)
    assert Fact.objects.filter(pathway_id=pathway.pk, kind="version_given_back").exists()
    with pytest.raises(StaleState):
        versions.give_back(moved.batch, by=lead)


@pytest.mark.parametrize(("minutes", "allowed"), [(9, True), (11, False)])
def test_only_for_ten_minutes(lead, done, monkeypatch, minutes, allowed):
    now = timezone.now()
    monkeypatch.setattr(versions.timezone, "now", lambda: now + timedelta(minutes=minutes))
    if allowed:
        assert versions.give_back(done[1].batch, by=lead) == 1
    else:
        with pytest.raises(StaleState, match="Dix minutes"):
            versions.give_back(done[1].batch, by=lead)


def test_not_once_somebody_has_moved(house, lead, done):
    pathway, moved = done
    record_admission(
        kept(pathway), by=lead, decision="admis", decided_on=lead.today, authority="la commission", effective_from=lead.today, version=kept(pathway).version,
    )  # fmt: skip

    with pytest.raises(StaleState):
        versions.give_back(moved.batch, by=lead)


def address(house):
    return f"/parcours/versions/{house.version.programme.code}"


def test_the_page_names_each_group_and_moves_those_chosen(
    house, lead, visit, acting, django_assert_max_num_queries
):
    person = factories.person(lead, first_names="Ondine", usage_name="Roseau")
    pathway = factories.pathway(house, person, by=lead)
    newer(house, lead, GONE)
    client = visit(lead)
    client.get(address(house))
    with django_assert_max_num_queries(12):
        shown = client.get(address(house)).content.decode()
    assert "Ondine Roseau" in shown and "n’a pas cette étape" in shown

    key = f"{house.version.pk}:{FIRST}"
    left = client.post(address(house), {"groupe": key, "etape": "seuil", "laisser": pathway.pk})
    assert left.status_code == 422 and "tous gardent" in left.content.decode()
    answer = client.post(address(house), {"groupe": key, "etape": "seuil"})

    assert answer.status_code == 302
    acting(lead)
    assert kept(pathway).stage == "seuil"
    page = client.get(f"/parcours/{pathway.pk}").content.decode()
    assert "Accueil" in page, "the stage the newer version forgot keeps its name"
    acting(lead)
    batch = Fact.objects.get(kind="version_changed").codes["batch"]
    assert client.post(f"/parcours/versions/{batch}/annuler").status_code == 302
    acting(lead)
    assert kept(pathway).stage == FIRST


@pytest.mark.parametrize(
    "sent", [{"groupe": "x", "etape": "y"}, {"groupe": ["a:b"] * 3}, {"etape": "\x00"}, {"laisser": "rien"}]
)
def test_what_makes_no_sense_moves_nobody(house, lead, visit, sent):
    factories.pathway(house, factories.person(lead), by=lead)

    assert visit(lead).post(address(house), sent).status_code == 422


def test_nobody_to_move_is_said(house, lead, visit):
    assert "rien à faire" in visit(lead).get(address(house)).content.decode()


def test_places_offered_are_read_on_a_day(house):
    text = (
        house.version.text
        + "\n[[capacity]]\nplaces = 12\nfrom = 2026-01-01\n[[capacity]]\nplaces = 15\nfrom = 2027-01-01\n"
    )
    definition = parse(text)

    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [definition.places_on(day) for day in days] == [None, 12, 12, 15]
