"""What is done with drafts: nothing overwritten, nothing lost, only what is sound put in force."""

from datetime import timedelta

import pytest

from cordee.kernel.errors import BadInput, NotAllowed, StaleState
from cordee.programmes.drafts import actions
from cordee.programmes.drafts.document import adding, plain, removing, setting
from cordee.programmes.loader import DefinitionError
from cordee.programmes.models import Programme, ProgrammeVersion, VersionDraft
from cordee.programmes.tests.test_loader import SIXTH


@pytest.fixture
def lead(house, acting):
    acting(house.coordinator)
    return house.coordinator


@pytest.fixture
def draft(house, lead):
    return actions.begin_version(house.version.programme, by=lead, based_on=house.version)


def rename(label):
    return setting(("stages", 0), {"label": label})


def seen(draft, path=()):
    return actions.seen_at(draft.text, path)


def test_a_copy_has_a_name_and_a_code_of_its_own(house, lead):
    draft = actions.begin_copy(by=lead, text=SIXTH, label="L’équipage du dimanche")

    header = plain(draft.text)["programme"]
    assert (header["code"], header["label"]) == ("l-equipage-du-dimanche", "L’équipage du dimanche")
    assert draft.programme is None and draft.is_standing
    assert not Programme.objects.filter(code="l-equipage-du-dimanche").exists()


def test_two_programmes_of_a_house_do_not_share_a_name(house, lead):
    with pytest.raises(BadInput) as refused:
        actions.begin_copy(by=lead, text=SIXTH, label=house.version.definition.label.upper())

    assert refused.value.field == "label"


def test_a_programme_has_one_draft_at_a_time(house, lead, draft):
    assert actions.begin_version(house.version.programme, by=lead, based_on=house.version).pk == draft.pk
    assert VersionDraft.objects.standing().count() == 1


@pytest.mark.parametrize(("who", "allowed"), [("coordinator", True), ("director", True), ("referent", False)])
def test_only_some_roles_prepare(house, draft, acting, who, allowed):
    by = getattr(house, who)
    acting(by)
    if allowed:
        assert actions.change_draft(draft, by=by, change=rename("Autre"))
    else:
        for gesture in (
            lambda: actions.change_draft(draft, by=by, change=rename("Autre")),
            lambda: actions.discard_draft(draft, by=by),
            lambda: actions.take_up_again(draft, by=by),
            lambda: actions.put_in_force(draft, by=by, on=by.today, seen=seen(draft)),
            lambda: actions.begin_copy(by=by, text=SIXTH, label="X"),
            lambda: actions.begin_version(house.version.programme, by=by, based_on=house.version),
            lambda: actions.withdraw_version(house.version, by=by),
            lambda: actions.change_activity(house.version.programme, by=by, is_active=False),
        ):
            with pytest.raises(NotAllowed, match="coordination"):
                gesture()


def test_two_people_at_the_same_place_both_keep_their_words(lead, draft):
    path = ("stages", 0)
    mark = seen(draft, path)
    actions.change_draft(draft, by=lead, change=rename("Le sien"), at=path, seen=mark)

    with pytest.raises(actions.DraftConflict) as conflict:
        actions.change_draft(draft, by=lead, change=rename("Le mien"), at=path, seen=mark)

    assert conflict.value.theirs["label"] == "Le sien"
    assert plain(VersionDraft.objects.get(pk=draft.pk).text)["stages"][0]["label"] == "Le sien"


def test_two_people_at_two_places_add_up(lead, draft):
    one, other = ("stages", 0), ("programme",)
    marks = seen(draft, one), seen(draft, other)
    actions.change_draft(draft, by=lead, change=rename("Le sien"), at=one, seen=marks[0])

    after = actions.change_draft(
        draft, by=lead, change=setting(other, {"label": "Le mien"}), at=other, seen=marks[1]
    )

    assert plain(after.text)["stages"][0]["label"] == "Le sien"
    assert (after.label, plain(after.text)["programme"]["label"]) == ("Le mien", "Le mien")


def test_a_draft_set_aside_comes_back_as_it_was(house, lead, draft):
    actions.discard_draft(draft, by=lead)
    with pytest.raises(StaleState):
        actions.change_draft(draft, by=lead, change=rename("X"))

    actions.take_up_again(draft, by=lead)
    assert actions.change_draft(draft, by=lead, change=rename("X"))

    actions.discard_draft(draft, by=lead)
    actions.begin_version(house.version.programme, by=lead, based_on=house.version)
    with pytest.raises(BadInput):
        actions.take_up_again(draft, by=lead)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (30, True)])
def test_a_version_applies_from_today_on(lead, draft, days, allowed):
    on = lead.today + timedelta(days=days)
    fresh = actions.change_draft(draft, by=lead, change=rename("Premier accueil"))
    if not allowed:
        with pytest.raises(BadInput) as refused:
            actions.put_in_force(fresh, by=lead, on=on, seen=seen(fresh))
        assert refused.value.field == "on"
        return

    version = actions.put_in_force(fresh, by=lead, on=on, seen=seen(fresh))

    assert (version.valid_from, version.definition.stages[0].label) == (on, "Premier accueil")
    assert not VersionDraft.objects.standing().filter(pk=draft.pk).exists()


def test_a_new_programme_may_have_begun_before_today(lead):
    draft = actions.begin_copy(by=lead, text=SIXTH, label="Chantier du jeudi")
    long_ago = lead.today - timedelta(days=4000)

    version = actions.put_in_force(draft, by=lead, on=long_ago, seen=seen(draft))

    assert version.programme.label == "Chantier du jeudi"
    assert version.valid_from == long_ago


def test_what_is_not_sound_is_not_put_in_force(lead, draft):
    fresh = actions.change_draft(
        draft, by=lead, change=adding(("stages",), {"code": "seule", "label": "Seule", "source": "x"})
    )
    count = ProgrammeVersion.objects.count()

    with pytest.raises(DefinitionError):
        actions.put_in_force(fresh, by=lead, on=lead.today, seen=seen(fresh))

    assert ProgrammeVersion.objects.count() == count


def test_what_changed_since_the_preview_is_previewed_again(lead, draft):
    mark = seen(draft)
    actions.change_draft(draft, by=lead, change=rename("Autre"))

    with pytest.raises(actions.DraftConflict):
        actions.put_in_force(draft, by=lead, on=lead.today, seen=mark)


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True)])
def test_only_a_version_that_has_not_begun_is_withdrawn(lead, draft, days, allowed):
    version = actions.put_in_force(draft, by=lead, on=lead.today + timedelta(days=days), seen=seen(draft))
    if not allowed:
        with pytest.raises(StaleState):
            actions.withdraw_version(version, by=lead)
        return

    back = actions.withdraw_version(version, by=lead)

    assert back.is_standing and plain(back.text)["stages"] == plain(version.text)["stages"]
    assert not ProgrammeVersion.objects.filter(pk=version.pk).exists()


def test_withdrawing_waits_for_the_draft_in_progress(house, lead, draft):
    version = actions.put_in_force(draft, by=lead, on=lead.today + timedelta(days=9), seen=seen(draft))
    actions.begin_version(house.version.programme, by=lead, based_on=version)

    with pytest.raises(BadInput):
        actions.withdraw_version(version, by=lead)


def test_stages_numbered_by_hand_are_put_in_order():
    text = SIXTH.replace('code = "quai"\n', 'code = "quai"\norder = 9\n')

    stages = plain(actions.straightened(text))["stages"]

    assert [stage["code"] for stage in stages] == ["chantier", "mer", "quai"]
    assert not any("order" in stage for stage in stages)


def test_a_draft_does_not_grow_without_end(lead, draft, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", len(draft.text) + 50)

    with pytest.raises(BadInput):
        actions.change_draft(draft, by=lead, change=rename("x" * 200))
    assert actions.change_draft(draft, by=lead, change=removing(("exits", 0)))
