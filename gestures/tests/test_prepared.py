"""A demonstration that nothing changed starts without preparing its database again; anything else prepares it."""

import pytest

from gestures import assets, commands, instance, prepared
from gestures.console import GestureError
from gestures.instance import Instance
from gestures.state import state_of


@pytest.fixture
def served(home, monkeypatch, tmp_path):
    """A demonstration whose preparations are counted, on sources of its own."""
    source = tmp_path / "cordee" / "people"
    source.mkdir(parents=True)
    (source / "models.py").write_text("# as it was\n")
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "refresh", lambda variables, state: None)
    ran = []
    monkeypatch.setattr(
        Instance,
        "_run_commands",
        lambda self, wanted: ran.append(wanted) or [prepared.LOADED, "Compte : essai"],
    )
    state = state_of(demo=True)
    state.create()
    state.data.mkdir()
    made = Instance(state, "app", "owner")
    assert made.prepare(again=False) == "Compte : essai"
    made.state.folder.joinpath("models").symlink_to(source / "models.py")
    ran.clear()
    return made, ran


def test_second_start_says_the_same_without_preparing(served):
    demo, ran = served

    assert demo.prepare(again=False) == "Compte : essai"
    assert not ran


def test_asked_for_it_prepares(served):
    demo, ran = served

    demo.prepare()

    assert ran


def test_changed_code_prepares(served):
    demo, ran = served
    (demo.state.folder / "models").resolve().write_text("# changed since\n")

    demo.prepare(again=False)

    assert ran


def test_another_day_prepares(served, monkeypatch):
    demo, ran = served
    monkeypatch.setattr(prepared.time, "strftime", lambda wanted: "2031-01-01")

    demo.prepare(again=False)

    assert ran


def test_another_hand_on_the_database_prepares(served, monkeypatch):
    demo, ran = served
    monkeypatch.setattr(commands.environment, "ensure", lambda *told, **more: None)
    monkeypatch.setattr(commands, "_in_front", lambda command, variables: 0)
    monkeypatch.setattr(commands.instance, "running", lambda *, demo: _given(served[0]))

    commands._django(True, ["migrate", "people", "zero"])
    demo.prepare(again=False)

    assert ran


def test_an_interrupted_preparation_is_done_again(served, monkeypatch):
    demo, ran = served

    def interrupted(self, wanted):
        raise KeyboardInterrupt

    with monkeypatch.context() as moment:
        moment.setattr(Instance, "_run_commands", interrupted)
        with pytest.raises(KeyboardInterrupt):
            demo.prepare()
    demo.prepare(again=False)

    assert ran


def test_a_real_instance_and_a_database_of_others_always_prepare(served, monkeypatch):
    demo, ran = served
    real = Instance(state_of(demo=False), "app", "owner")
    real.prepare(again=False)
    real.prepare(again=False)
    assert len(ran) == 2

    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/cordee")
    demo.prepare(again=False)

    assert len(ran) == 3


@pytest.fixture
def territory(home, monkeypatch, tmp_path):
    """`territory(loads)`: a start of a demonstration, which writes its territory or finds it there."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "names.py").write_text("NAMES = 1\n")
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    monkeypatch.setattr(assets, "refresh", lambda variables, state: None)
    state = state_of(demo=True)
    state.create()
    state.data.mkdir(exist_ok=True)
    demo = Instance(state, "app", "owner")

    def start(*, loads=False, again=True):
        told = f"{prepared.LOADED} en 3 s" if loads else ""
        monkeypatch.setattr(Instance, "_run_commands", lambda self, wanted: [told, "Compte : essai"])
        return demo.prepare(again=again)

    return start


def test_a_territory_of_another_version_says_so_at_each_start(territory, tmp_path):
    assert territory(loads=True) == "Compte : essai"
    assert territory() == "Compte : essai"
    (tmp_path / "demo" / "names.py").write_text("NAMES = 2\n")

    assert "./do demo --again" in territory()
    assert "./do demo --again" in territory(again=False)
    assert territory(loads=True) == "Compte : essai"


def test_a_territory_loaded_before_anything_was_noted_is_an_older_one(territory):
    assert "./do demo --again" in territory()


def test_again_erases_the_demonstration_and_nothing_else(home, monkeypatch):
    demo, real = state_of(demo=True), state_of(demo=False)
    for state in (demo, real):
        state.create()
        state.secrets()
    served = []
    monkeypatch.setattr(commands.serving, "serve", lambda **told: served.append(told) or 0)

    commands._demo(["--again"])

    assert served
    assert not demo.folder.exists()
    assert real.folder.exists()


def test_again_never_touches_a_database_of_others(home, monkeypatch):
    state = state_of(demo=True)
    state.create()
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/cordee")

    with pytest.raises(GestureError):
        instance.erase_demo()
    assert state.folder.exists()


class _given:
    def __init__(self, served: instance.Instance) -> None:
        self.served = served

    def __enter__(self):
        return self.served

    def __exit__(self, *raised):
        return False
