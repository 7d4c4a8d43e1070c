"""A demonstration that nothing changed starts without preparing its database again; anything else prepares it."""

import pytest

from gestures import assets, commands, instance, prepared
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
        Instance, "_run_commands", lambda self, wanted: ran.append(wanted) or ["", "Compte : essai"]
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


class _given:
    def __init__(self, served: instance.Instance) -> None:
        self.served = served

    def __enter__(self):
        return self.served

    def __exit__(self, *raised):
        return False
