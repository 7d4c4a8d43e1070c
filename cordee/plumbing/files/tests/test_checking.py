"""The way in: size on both sides of its limit, names, the antivirus, and a child that may die without harm."""

import os
import socket
import stat
import struct
import sys
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.plumbing.files import antivirus, checking
from cordee.plumbing.files.checking import check, check_bytes
from cordee.plumbing.files.refusals import SENTENCES, FileRefused
from cordee.plumbing.files.tests import samples

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def refusal(content, name="", **said):
    with pytest.raises(FileRefused) as refused:
        check_bytes(content, name=name, **said)
    return refused.value


def test_an_uploaded_file_is_kept_clean():
    clean = check(SimpleUploadedFile("Mon CV.pdf", samples.pdf(active=True), "application/pdf"))

    assert (clean.media, clean.extension) == ("application/pdf", "pdf")
    assert samples.SECRET not in clean.content


@pytest.mark.parametrize("over", [0, 1])
def test_a_file_has_a_largest_size(settings, over):
    settings.FILE_MEGABYTES = 1
    content = b"a" * (1024 * 1024 + over)

    if over:
        told = refusal(content, "long.txt")
        assert told.code == "too_big"
        assert "1 Mo au plus" in told.message
    else:
        assert check_bytes(content, name="long.txt").content == content


def test_a_refusal_names_the_file_and_says_what_to_do():
    told = refusal(b"MZ" + b"\0" * 300, "C:\\Users\\x\\photo\u202eexe.jpg")

    assert told.field == "file"
    assert told.message.startswith("photoexe\u202f: ")
    assert "PDF" in told.message


def test_what_the_child_is_told_cannot_be_an_option_nor_hold_a_nul():
    assert check_bytes(samples.pdf(), name="a.pdf", declared="application/pdf\0").extension == "pdf"
    assert refusal(samples.pdf(), "a.--help").code == "mismatch"
    assert refusal(samples.pdf(), "a.pdf", declared="é" * 3000).code == "mismatch"


def test_every_reason_has_a_sentence_in_french_typography():
    for code, sentence in SENTENCES.items():
        assert "'" not in sentence, code
        assert " :" not in sentence, code
        assert sentence.endswith("."), code


# The child


def dying(monkeypatch, tmp_path, body):
    """A child with the same limits, in which a library would misbehave."""
    script = tmp_path / "child.py"
    root = str(checking.CHILD.parents[3])
    script.write_text(
        f"import sys; sys.path.insert(0, {root!r})\n"
        f"from cordee.plumbing.files import child\nchild.give_up_means()\n{body}\n"
    )
    monkeypatch.setattr(checking, "CHILD", script)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory holds on Linux")
def test_a_file_that_takes_all_the_memory_is_refused(monkeypatch, tmp_path):
    dying(monkeypatch, tmp_path, "x = bytearray(4 << 30)")

    assert refusal(b"bonjour").code == "bomb"


def test_a_file_that_never_ends_is_refused(monkeypatch, tmp_path):
    from cordee.plumbing.files import limits

    dying(
        monkeypatch,
        tmp_path,
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass",
    )
    assert limits.PROCESSOR_SECONDS < limits.WALL_SECONDS
    assert refusal(b"bonjour").code == "slow"


def test_a_file_on_which_nothing_moves_is_refused(monkeypatch, tmp_path):
    dying(monkeypatch, tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(checking, "WALL_SECONDS", 1)

    assert refusal(b"bonjour").code == "slow"


@pytest.mark.parametrize(
    "body", ["import os; os.kill(os.getpid(), 11)", "raise ValueError", "print('pas du json')", ""]
)
def test_a_child_that_dies_otherwise_says_that_the_file_is_damaged(monkeypatch, tmp_path, body):
    dying(monkeypatch, tmp_path, body)

    assert refusal(b"bonjour").code == "damaged"


def test_the_child_can_write_no_file_and_knows_no_secret(monkeypatch, tmp_path):
    target = tmp_path / "left"
    body = (
        "import json, os\n"
        "told = {'media': ' '.join(sorted(os.environ)), 'extension': ''}\n"
        f"try:\n    os.write(os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY), b'x')\nexcept OSError:\n    told['extension'] = 'refused'\n"
        "print(json.dumps(told))"
    )  # fmt: skip
    dying(monkeypatch, tmp_path, "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + body)
    told = check_bytes(b"bonjour")

    assert told.extension == "refused"
    assert "CORDEE_MASTER_KEY" in os.environ
    assert "CORDEE" not in told.media and "DATABASE" not in told.media


# The antivirus


class Clamd(threading.Thread):
    """A server that speaks clamd's INSTREAM as clamd does. mood: fine, mute, mad."""

    def __init__(self, line, mood="fine"):
        super().__init__(daemon=True)
        self.line, self.mood, self.seen = line, mood, []

    def run(self):
        while True:
            try:
                caller, _from = self.line.accept()
            except OSError:
                return
            with caller:
                self.answer(caller)

    def answer(self, caller):
        assert self.exactly(caller, 10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.exactly(caller, 4))[0]:
            content += self.exactly(caller, length)
        self.seen.append(content)
        told = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        if self.mood != "mute":
            caller.sendall(told if self.mood == "fine" else b"INSTREAM size limit exceeded. ERROR\0")

    @staticmethod
    def exactly(caller, length):
        got = b""
        while len(got) < length:
            more = caller.recv(length - len(got))
            assert more, "the caller hung up"
            got += more
        return got


@pytest.fixture(params=["unix", "tcp"])
def clamd(request, settings, tmp_path):
    if request.param == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.bind(str(tmp_path / "clamd.ctl"))
        settings.CLAMD = f"unix:{tmp_path / 'clamd.ctl'}"
    else:
        line = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD = f"tcp:127.0.0.1:{line.getsockname()[1]}"
    line.listen()
    server = Clamd(line)
    server.start()
    yield server
    line.close()


def test_clamd_is_asked_the_whole_content(clamd):
    content = ("Un long texte. " * 20_000).encode()

    assert check_bytes(content).content == content
    assert clamd.seen == [content]
    assert antivirus.answers()


def test_what_clamd_knows_is_refused(clamd):
    assert refusal(b"Bonjour " + EICAR).code == "infected"


@pytest.mark.parametrize("mood", ["mute", "mad"])
def test_a_clamd_that_does_not_tell_closes_the_door(clamd, mood):
    clamd.mood = mood

    assert refusal(b"bonjour").code == "unchecked"
    assert not antivirus.answers()


def test_no_clamd_closes_the_door(settings, tmp_path):
    settings.CLAMD = f"unix:{tmp_path}/nobody"

    assert refusal(b"bonjour").code == "unchecked"


@pytest.mark.parametrize(
    "address", ["tcp:antivirus.exemple.invalid:3310", "tcp:192.0.2.1:3310", "http://x", "clamd"]
)
def test_papers_do_not_travel(settings, address):
    settings.CLAMD = address

    with pytest.raises(ImproperlyConfigured):
        check_bytes(b"bonjour")


def test_without_an_antivirus_nothing_is_asked(settings):
    settings.CLAMD = settings.ANTIVIRUS_COMMAND = ""

    assert not antivirus.is_plugged_in()
    assert check_bytes(b"bonjour")


@pytest.mark.parametrize(
    ("code", "expected"), [(0, ""), (1, "infected"), (2, "unchecked"), (127, "unchecked")]
)
def test_a_command_tells_by_its_code(settings, tmp_path, code, expected):
    script = tmp_path / "antivirus"
    script.write_text(f"#!/bin/sh\ncat > {tmp_path}/seen\nexit {code}\n")
    script.chmod(stat.S_IRWXU)
    settings.ANTIVIRUS_COMMAND = f"{script} -"

    if expected:
        assert refusal(b"bonjour").code == expected
    else:
        assert check_bytes(b"bonjour")
    assert (tmp_path / "seen").read_bytes() == b"bonjour"


def test_a_command_that_is_not_there_closes_the_door(settings):
    settings.ANTIVIRUS_COMMAND = "/nulle/part/antivirus -"

    assert refusal(b"bonjour").code == "unchecked"
