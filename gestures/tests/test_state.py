"""What must last: the place of the state, its secrets."""

import base64
import os

import pytest

from gestures import state
from gestures.console import GestureError


def test_secrets_are_made_once_and_read_by_their_owner_alone(instance):
    first = instance.secrets()
    second = instance.secrets()

    assert first == second
    assert instance.secrets_file.stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(first.master_key)) == 32
    assert len(set(first.passwords.values())) == len(state.LOGIN_ROLES)


def test_secrets_opened_too_wide_are_closed_again(instance):
    instance.secrets()
    instance.secrets_file.chmod(0o644)

    instance.secrets()

    assert instance.secrets_file.stat().st_mode & 0o777 == 0o600


def test_a_master_key_given_at_creation_is_kept(instance, monkeypatch):
    given = base64.b64encode(b"k" * 32).decode()
    monkeypatch.setenv("CORDEE_MASTER_KEY", given)
    instance.secrets()
    monkeypatch.delenv("CORDEE_MASTER_KEY")

    assert instance.secrets().master_key == given


def test_damaged_secrets_are_never_replaced(instance):
    instance.secrets()
    instance.secrets_file.write_text("{")

    with pytest.raises(GestureError, match="abîmé"):
        instance.secrets()

    assert instance.secrets_file.read_text() == "{"


def test_the_print_of_a_master_key_does_not_reveal_it(instance):
    secrets = instance.secrets()

    assert secrets.master_key[:8] not in secrets.master_key_print
    assert secrets.master_key_print == instance.secrets().master_key_print


def test_two_clones_have_two_states(tmp_path, monkeypatch):
    monkeypatch.delenv("CORDEE_STATE_HOME", raising=False)

    assert state.state_home(tmp_path / "a") != state.state_home(tmp_path / "b")
    assert state.state_home(tmp_path / "a") == state.state_home(tmp_path / "a")


def test_state_lies_outside_the_tree(monkeypatch):
    monkeypatch.delenv("CORDEE_STATE_HOME", raising=False)

    assert state.ROOT not in state.state_home().parents


def test_demo_and_real_instance_never_share(home):
    assert state.state_of(demo=True).data != state.state_of(demo=False).data


def test_an_interrupted_write_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    target = tmp_path / "kept"
    target.write_text("before")
    monkeypatch.setattr(os, "fsync", lambda descriptor: (_ for _ in ()).throw(OSError("disk full")))

    with pytest.raises(OSError, match="disk full"):
        state.write_private(target, "after")

    assert target.read_text() == "before"
