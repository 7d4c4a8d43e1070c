"""Sealed on disk, bound to a row and a person, written wholly or not at all."""

import os
import stat

import pytest

from cordee.plumbing.crypto import Unreadable, bound, new_key
from cordee.plumbing.files import giving, naming, store
from cordee.plumbing.ids import new_id

KEY, TIED = new_key(), bound("papers_paper", "content", new_id(), new_id())
CONTENT = b"%PDF-1.7 Nadia"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def test_what_is_kept_is_read_again():
    assert store.read(store.keep(CONTENT, KEY, TIED), KEY, TIED) == CONTENT


def test_the_disk_shows_neither_the_content_nor_whose_it_is(folder):
    name = store.keep(CONTENT, KEY, TIED)
    path = folder / name[:2] / name[2:4] / name

    assert b"Nadia" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_content_has_another_name_and_another_seal():
    first, second = store.keep(CONTENT, KEY, TIED), store.keep(CONTENT, KEY, TIED)

    assert first != second
    assert store.path_of(first).read_bytes() != store.path_of(second).read_bytes()


@pytest.mark.parametrize(
    ("key", "tied"),
    [
        (new_key(), TIED),
        (KEY, bound("papers_paper", "content", new_id(), new_id())),
        (KEY, TIED.replace("paper|", "healthpaper|")),
    ],
    ids=["another key", "another person", "another table"],
)
def test_another_key_person_or_row_opens_nothing(key, tied):
    name = store.keep(CONTENT, KEY, TIED)

    with pytest.raises(Unreadable):
        store.read(name, key, tied)


def test_a_changed_byte_opens_nothing():
    name = store.keep(CONTENT, KEY, TIED)
    path = store.path_of(name)
    sealed = path.read_bytes()
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))

    with pytest.raises(Unreadable):
        store.read(name, KEY, TIED)


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "", "x" * 32, "A" * 32, "0" * 31, "0" * 33, "0" * 31 + "\n"]
)
def test_nothing_but_a_blob_can_be_named(name):
    with pytest.raises(Unreadable):
        store.read(name, KEY, TIED)
    with pytest.raises(ValueError, match="blob"):
        store.erase(name)


def test_a_writing_cut_leaves_no_blob(folder, monkeypatch):
    def cut(descriptor):
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(OSError, match="space"):
        store.keep(CONTENT, KEY, TIED)

    assert list(store.names()) == []
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_what_a_stopped_machine_left_is_found_and_dropped():
    name = store.keep(CONTENT, KEY, TIED)
    path = store.path_of(name)
    path.with_name(name + store.PARTIAL).write_bytes(b"half")

    assert {found for found, _at in store.names()} == {name, name + store.PARTIAL}
    store.drop(name + store.PARTIAL)
    assert {found for found, _at in store.names()} == {name}


def test_erasing_twice_is_no_fault():
    name = store.keep(CONTENT, KEY, TIED)
    store.erase(name)
    store.erase(name)

    with pytest.raises(store.Missing):
        store.read(name, KEY, TIED)


NAMES = {
    "Mon CV.pdf": "Mon CV",
    "C:\\Users\\n\\CV.pdf": "CV",
    "../../etc/passwd": "passwd",
    "a\0b\r\nSet-Cookie: x.pdf": "abSet-Cookie x",
    "photo\u202egpj.exe": "photogpj",
    ".htaccess": "htaccess",
    "": "",
    "...": "",
    "é" * 400 + ".pdf": "é" * 120,
    "CV été 2026 (1).pdf": "CV été 2026 (1)",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_made_harmless(name):
    assert naming.stem(name).replace("  ", " ") == NAMES[name]


def test_a_file_is_handed_over_as_one_to_save():
    answer = giving.attachment(CONTENT, naming.offered('Attestation "été"\r\nX: y', "pdf"), "application/pdf")

    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Attestation%20")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == CONTENT
