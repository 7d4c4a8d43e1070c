"""The post of the demonstration: a mail server and an SMS gateway on loopback that keep what they are given.

    python -m demo.post --folder FOLDER --mail PORT --sms PORT

Started by ./do beside the worker, in plain Python: nothing leaves the machine, and what left Cordée is read at
/demo/courrier. Each mail is a file `.eml`, each SMS a file `.sms`, named for its instant.
"""

import argparse
import email
import email.policy
import json
import signal
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from demo.mail_server import Envelope, MailServer

KEPT = 200
LONGEST_SMS = 100_000


@dataclass(frozen=True)
class Received:
    """What somebody would have in their box, or on their telephone."""

    kind: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str


def keep(folder: Path, kind: str, content: bytes) -> None:
    """One more; the oldest go."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{time.time_ns()}.new"
    draft.write_bytes(content)
    draft.rename(draft.with_suffix(f".{kind}"))
    for old in _files(folder)[KEPT:]:
        old.unlink(missing_ok=True)


def received(folder: Path, *, most: int = 50) -> list[Received]:
    """The last ones, latest first."""
    return [_read(path) for path in _files(folder)[:most]]


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    kept = [path for path in folder.iterdir() if path.suffix in {".eml", ".sms"}]
    return sorted(kept, key=lambda path: path.name, reverse=True)


def _read(path: Path) -> Received:
    at = datetime.fromtimestamp(int(path.stem) / 1e9, UTC)
    if path.suffix == ".sms":
        told = json.loads(path.read_bytes())
        return Received(
            "sms", at, str(told.get("from", "")), str(told.get("to", "")), "", str(told.get("text", ""))
        )
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    return Received(
        "mail",
        at,
        str(mail["From"]),
        str(mail["To"]),
        str(mail["Subject"]),
        body.get_content() if body else "",
    )


def gateway(folder: Path, port: int) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name http.server wants
            body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LONGEST_SMS))
            keep(folder, "sms", body)
            self.send_response(201)
            self.end_headers()
            self.wfile.write(json.dumps({"id": self.headers.get("Idempotency-Key", "")}).encode())

        def log_message(self, *arguments: Any) -> None:
            """Silent: the log of the demonstration names nobody."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="demo.post")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--mail", type=int, required=True)
    parser.add_argument("--sms", type=int, required=True)
    options = parser.parse_args(arguments)

    def take(envelope: Envelope) -> None:
        keep(options.folder, "eml", envelope.content)

    mail, sms = MailServer(take, port=options.mail), gateway(options.folder, options.sms)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_given: stop.set())
    mail.start()
    threading.Thread(target=sms.serve_forever, daemon=True).start()
    stop.wait()
    mail.stop()
    sms.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
