"""Mails really received on loopback, read by the stories of the browser."""

import email
import email.policy
import re
import time

from demo import mail_server


class Post:
    """What was received by one address: mails of the rest of the demonstration come in as well."""

    def __init__(self) -> None:
        self.mails: list[mail_server.Envelope] = []

    def text(self, to: str, number: int) -> str:
        """The n-th mail this address received."""
        found: list[mail_server.Envelope] = []
        for _attempt in range(600):
            found = [one for one in self.mails if to in one.recipients]
            if len(found) >= number:
                break
            time.sleep(0.1)
        assert len(found) >= number, f"{len(found)} mails for {to}"
        mail = email.message_from_bytes(found[number - 1].content, policy=email.policy.default)
        return str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]

    def link(self, to: str, number: int) -> str:
        """What the n-th mail gives to whoever has no account, within this site."""
        return re.search(r"https?://[^/\s]+(/(?:partage|confirmation|suivi)/\S+)", self.text(to, number))[1]  # type: ignore[index]

    def code(self, to: str, number: int) -> str:
        return re.search(r"\b(\d{6})\b", self.text(to, number))[1]  # type: ignore[index]
