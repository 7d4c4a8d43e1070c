"""A small SMTP server on loopback that keeps what it is given: the post of the demonstration, and of the tests.

It speaks what a client of ours says (EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT) and sends nothing anywhere. `behave` may
make it fail as real servers do: at each step it is asked for a reply of its own, `DROP` to hang up, or a number of
seconds to fall asleep.
"""

import contextlib
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

DROP = "drop"
LONGEST = 30 << 20
USUAL = {
    "connect": "220 localhost",
    "ehlo": "250-localhost\r\n250 8BITMIME",
    "mail": "250 OK",
    "rcpt": "250 OK",
    "data": "354 Go ahead",
    "body": "250 OK",
}


@dataclass(frozen=True)
class Envelope:
    """What a client handed over. content: the mail as bytes."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


Behaviour = Callable[[str, list[str]], str | float | None]


def well_behaved(step: str, recipients: list[str]) -> str | float | None:
    return None


@dataclass
class MailServer:
    """receive: given each mail accepted, before the client is told. behave(step, recipients): see the module."""

    receive: Callable[[Envelope], None]
    behave: Behaviour = well_behaved
    port: int = 0
    server: socketserver.ThreadingTCPServer | None = field(default=None, repr=False)

    def start(self) -> None:
        """Listen on loopback; `port` says where."""
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 60

            def handle(self) -> None:
                with contextlib.suppress(OSError, _HungUp):
                    Conversation(self, outer).go()

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@contextmanager
def serving(receive: Callable[[Envelope], None], behave: Behaviour = well_behaved) -> Iterator[MailServer]:
    server = MailServer(receive, behave)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class _HungUp(Exception):
    pass


class Conversation:
    """One connection."""

    def __init__(self, handler: socketserver.StreamRequestHandler, server: MailServer) -> None:
        self.handler, self.server = handler, server
        self.sender, self.recipients = "", list[str]()

    def go(self) -> None:
        self.answer("connect")
        while line := self.handler.rfile.readline(2000):
            verb = line[:4].strip().upper().decode(errors="replace")
            if verb == "QUIT":
                return self.say("221 Bye")
            self.obey(verb, line.decode(errors="replace").strip())

    def obey(self, verb: str, line: str) -> None:
        if verb in {"EHLO", "HELO"}:
            self.answer("ehlo")
        elif verb == "MAIL" and self.answer("mail"):
            self.sender, self.recipients = address_in(line), []
        elif verb == "RCPT":
            self.recipients.append(address_in(line))
            if not self.answer("rcpt"):
                self.recipients.pop()
        elif verb == "DATA" and self.recipients:
            self.take()
        elif verb in {"RSET", "NOOP"}:
            self.say("250 OK")
        elif verb not in {"MAIL", "DATA"}:
            self.say("502 Command not implemented")

    def take(self) -> None:
        if not self.answer("data"):
            return
        content = self.body()
        reply = self.server.behave("body", self.recipients)
        if reply is None or isinstance(reply, float) or (isinstance(reply, str) and reply.startswith("2")):
            self.server.receive(Envelope(self.sender, tuple(self.recipients), content))
        self.reply_with("body", reply)
        self.sender, self.recipients = "", []

    def body(self) -> bytes:
        lines, size = [], 0
        while (line := self.handler.rfile.readline(LONGEST)) not in {b".\r\n", b""}:
            size += len(line)
            if size > LONGEST:
                raise _HungUp
            lines.append(line[1:] if line.startswith(b".") else line)
        if line == b"":
            raise _HungUp  # cut before the end: nothing was given
        return b"".join(lines)

    def answer(self, step: str) -> bool:
        """Answer a step; did it go through?"""
        return self.reply_with(step, self.server.behave(step, self.recipients))

    def reply_with(self, step: str, reply: str | float | None) -> bool:
        if reply == DROP:
            raise _HungUp
        if isinstance(reply, (int, float)):
            time.sleep(reply)
            reply = None
        said = reply or USUAL[step]
        self.say(said)
        return said[0] in "23"

    def say(self, text: str) -> None:
        self.handler.wfile.write(text.encode() + b"\r\n")


def address_in(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
