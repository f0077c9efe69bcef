"""Where mails go, as MAIL_URL says it: to a server, or into a folder with a file for each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from domain.errors import MailUnavailable
from mail.server import Server

EXPECTED = (
    "file:<folder>, smtp://[<user>:<password>@]<host>:<port>"
    " or smtps://[<user>:<password>@]<host>:<port>"
)


class Outbox(Protocol):
    """Where mails go."""

    def send(self, letter: EmailMessage) -> None:
        """Send a mail.

        Raises:
            MailUnavailable: it could not be sent now; it may be tried again.
            MailRefused: it is not taken, and would not be if it were sent again.
        """

    def check(self) -> None:
        """See whether mails could be sent now, without sending any.

        Raises:
            MailUnavailable: they could not.
        """


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with one .eml file for each mail; sent again, a mail replaces its file."""

    path: Path

    def send(self, letter: EmailMessage) -> None:
        name = letter["Message-ID"].strip("<>").partition("@")[0]
        unfinished = self.path / f"{name}.unfinished"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # A letter may hold a link that lets its reader in: the folder's owner reads it only.
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(letter.as_bytes(policy=SMTP))
            unfinished.replace(self.path / f"{name}.eml")
        except OSError as error:
            raise MailUnavailable(f"{self.path}: {error.strerror}") from error

    def check(self) -> None:
        probe = self.path / ".probe"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise MailUnavailable(f"{self.path}: {error.strerror}") from error


def outbox_of(url: str) -> Outbox:
    """Return the outbox that MAIL_URL names.

    Raises:
        ValueError: it names none; the message does not repeat it, for it may hold a password.
    """
    try:
        parts = urlsplit(url)
        found = _folder(url, parts) or _server(parts)
    except ValueError:  # The port is not a number, or too high.
        found = None
    if found is None:
        raise ValueError(f"not {EXPECTED}")
    return found


def _folder(url: str, parts: SplitResult) -> Folder | None:
    if parts.scheme != "file" or not parts.path:
        return None
    return Folder(Path(url.removeprefix("file://").removeprefix("file:")))


def _server(parts: SplitResult) -> Server | None:
    is_whole = parts.hostname and parts.port and parts.path in ("", "/") and not parts.query
    # A password with an unescaped "#" or "/" would be cut off there.
    if parts.scheme not in ("smtp", "smtps") or not is_whole or parts.fragment:
        return None
    if bool(parts.username) != bool(parts.password):
        return None
    return Server(
        parts.hostname or "",
        parts.port or 0,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
    )
