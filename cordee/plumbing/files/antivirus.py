"""An optional antivirus: clamd on this machine, or any command that reads a file on its input.

CORDEE_CLAMD="unix:/run/clamav/clamd.ctl" or "tcp:127.0.0.1:3310"; or CORDEE_ANTIVIRUS_COMMAND="clamdscan
--no-summary -" (0: nothing found, 1: found, anything else: it could not tell). When one is named and does not answer,
files are refused: a lock that opens when it is broken is not one.
"""

import shlex
import socket
import struct
import subprocess
from contextlib import closing
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SECONDS = 30
BLOCK = 64 * 1024
END = struct.pack(">I", 0)


class Infected(Exception):
    """The antivirus knows this content."""


class Unreachable(Exception):
    """An antivirus is named, and did not answer."""


def is_plugged_in() -> bool:
    return bool(settings.CLAMD or settings.ANTIVIRUS_COMMAND)


def scan(content: bytes) -> None:
    """Raises Infected, Unreachable. Nothing is asked when no antivirus is named."""
    if settings.CLAMD:
        _ask_clamd(content)
    elif settings.ANTIVIRUS_COMMAND:
        _ask_command(content)


def answers() -> bool:
    """Does the one named answer just now? For the page that tells."""
    try:
        scan(b"Cord\xc3\xa9e")
    except (Unreachable, Infected):
        return False
    return True


def _ask_clamd(content: bytes) -> None:
    """clamd's INSTREAM: blocks preceded by their length, then nothing; one line comes back."""
    try:
        with closing(_connected(settings.CLAMD)) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), BLOCK):
                block = content[start : start + BLOCK]
                line.sendall(struct.pack(">I", len(block)) + block)
            line.sendall(END)
            told = _line_of(line)
    except OSError as error:
        raise Unreachable(str(error)) from None
    if told.endswith("FOUND"):
        raise Infected(told)
    if not told.endswith("OK"):
        raise Unreachable(told or "no answer")


def _connected(address: str) -> socket.socket:
    kind, _colon, where = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(where)
        return line
    host, _colon, port = where.rpartition(":")
    if kind != "tcp" or not is_loopback(host):
        raise ImproperlyConfigured(
            "CORDEE_CLAMD: unix:/path, or tcp:127.0.0.1:port; papers do not travel in clear"
        )
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _line_of(line: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < 4096:
        more = line.recv(1024)
        if not more:
            break
        told += more
    return told.rstrip(b"\0\n ").decode(errors="replace")


def _ask_command(content: bytes) -> None:
    try:
        ran = subprocess.run(  # noqa: S603 - the command is the administrator's, split without a shell
            shlex.split(settings.ANTIVIRUS_COMMAND), input=content, capture_output=True, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable(str(error)) from None
    if ran.returncode == 1:
        raise Infected(ran.stdout.decode(errors="replace")[:200])
    if ran.returncode:
        raise Unreachable(f"code {ran.returncode}")
