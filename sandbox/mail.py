"""Sends what managers are written."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from email.message import EmailMessage

from domain.errors import MailError
from mail.outbox import Outbox
from sandbox.letters import letters_of
from sandbox.messages import due_messages, mark_sent, postpone
from sandbox.platform import Platform
from sandbox.records import Message

PAUSE_SECONDS = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """How the platform writes to managers, and where its mails link to."""

    outbox: Outbox
    portal_url: str


def send_due(platform: Platform, post: Post) -> int:
    """Send the mails that are due, and return how many messages have gone.

    No transaction is open meanwhile, and one that can't be sent is tried again later: a mail
    server that fails holds nothing up (NTF-11).
    """
    with platform.reading() as books:
        waiting = [(m, letters_of(books, m, post.portal_url)) for m in due_messages(books)]
    return sum(_send(platform, post.outbox, message, letters) for message, letters in waiting)


def _send(
    platform: Platform, outbox: Outbox, message: Message, letters: list[EmailMessage]
) -> bool:
    try:
        for letter in letters:
            outbox.send(letter)
    except MailError as error:
        log.warning("mail %s could not be sent: %s", message.message_id, error)
        is_sent = False
    else:
        is_sent = True
    with platform.writing() as books:
        (mark_sent if is_sent else postpone)(books, message)
    return is_sent


class Postman:
    """Sends what is due, while the platform is served."""

    def __init__(self, platform: Platform, post: Post) -> None:
        self._platform, self._post = platform, post
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._go, name="postman", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._stopped.wait(PAUSE_SECONDS):
            send_due(self._platform, self._post)
