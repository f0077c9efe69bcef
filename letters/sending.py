"""Sends what managers are to be written: the `etl` process calls it every few seconds."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from domain.errors import MailRefused, MailUnavailable, WarehouseNotReady
from domain.message import Message, MessageKind
from letters.kinds import KINDS
from letters.options import LetterOptions
from letters.resets import settle_reset
from letters.texts import DEFAULT_LANGUAGE, is_known
from letters.writing import Content, sender_to, write_letter
from mail.outbox import Outbox, outbox_of
from store.database import Store
from store.deactivations import is_deactivated
from store.manager_settings import language_of
from store.messages import (
    KEPT_FOR,
    claim_message,
    claim_one,
    forget_messages,
    record_dropped,
    record_failed,
    record_sent,
)
from store.tokens import new_token
from warehouse.connection import Snapshot, Warehouse
from warehouse.managers import Manager, manager

AT_ONCE = 50  # Then whoever called gets its turn.

log = logging.getLogger(__name__)


class NotWanted(Exception):
    """A mail that nobody is to get any more, and why."""


class Postman:
    """Sends mails that are due, one after the other.

    Any number of processes may: each mail is claimed by one of them (store/messages.py).
    """

    def __init__(
        self,
        options: LetterOptions,
        store: Store,
        *,
        outbox: Outbox | None = None,
        warehouse: Warehouse | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._outbox = outbox or outbox_of(options.mail_to)
        self._warehouse = warehouse or Warehouse(options.warehouse_dir)
        self._clock = clock
        self._default_language = options.default_language
        self._options = options

    def tick(self) -> int:
        """Send what is due, and return how many mails have gone.

        It ends at the first one that the server can't be reached for: the others would wait for
        it in vain, too, and their turn comes.
        """
        sent_count = 0
        for _ in range(AT_ONCE):
            message = claim_message(self._store, now=self._clock())
            if message is None:
                break
            is_sent = self._handle(message)
            if is_sent is None:
                break
            sent_count += is_sent
        return sent_count

    def send_one(self, key: str) -> str | None:
        """Send the mail of a key now, and return what kept it from going; None where nothing did.

        What did not go is tried again by `tick`, like any other.
        """
        message = claim_one(self._store, key, now=self._clock())
        if message is None:
            return None  # Another process was faster.
        try:
            self._send(message)
        except (MailUnavailable, MailRefused, NotWanted, WarehouseNotReady) as error:
            self._record(message, error)
            return str(error)
        record_sent(self._store, message, now=self._clock())
        return None

    def forget(self) -> None:
        """Forget mails of long ago, but none whose reminders are still to be known as told."""
        remembered = timedelta(days=max(self._options.reminded_before, default=0) + 2)
        kept_for = max(KEPT_FOR, remembered)
        forget_messages(self._store, now=self._clock(), kept_for=kept_for)

    def _handle(self, message: Message) -> bool | None:
        """Send a mail; None where the server can't be reached."""
        try:
            if message.kind == MessageKind.RESET_ASKED:
                with self._warehouse.snapshot() as snapshot:
                    settle_reset(self._store, snapshot, message, now=self._clock())
                return False
            self._send(message)
        except MailUnavailable as error:
            self._record(message, error)
            return None
        except Exception as error:
            # Whatever it was, the other mails go on.
            self._record(message, error)
            return False
        record_sent(self._store, message, now=self._clock())
        log.info("mail %s (%s) is sent", message.message_id, message.kind)
        return True

    def _send(self, message: Message) -> None:
        with self._warehouse.snapshot() as snapshot:
            letter = self._write(snapshot, message)
        self._outbox.send(letter)

    def _write(self, snapshot: Snapshot, message: Message) -> EmailMessage:
        if message.kind not in KINDS:
            raise MailRefused(f"there are no letters of the kind {message.kind!r}")
        reader = manager(snapshot, message.manager_id, reseller_id=message.reseller_id)
        if reader is None:
            # A manager who was only just added is in the next load, or the one after it.
            raise LookupError("the platform has no such manager yet")
        if not (reader.is_active and self._is_still_in(reader, snapshot)):
            raise NotWanted("the manager is not active")
        return write_letter(
            Content(message.kind, message.detail, self._link(message)),
            reader,
            sender_to(reader, self._options),
            language=self._language(reader),
            message_id=message.message_id,
            now=self._clock(),
        )

    def _is_still_in(self, reader: Manager, snapshot: Snapshot) -> bool:
        """Tell whether they were not deactivated here since the last load."""
        return not is_deactivated(
            self._store,
            manager_id=reader.manager_id,
            reseller_id=reader.reseller_id,
            loaded_at=snapshot.published.as_of,
        )

    def _link(self, message: Message) -> str | None:
        purpose = KINDS[message.kind].link_for
        if purpose is None:
            return None
        token = new_token(
            self._store,
            purpose,
            manager_id=message.manager_id,
            reseller_id=message.reseller_id,
            asked_at=message.created_at,
            now=self._clock(),
        )
        if token is None:
            raise NotWanted("a newer link has been sent")
        return f"{self._options.public_url}/set-password/{token}"

    def _language(self, reader: Manager) -> str:
        chosen = language_of(
            self._store,
            manager_id=reader.manager_id,
            reseller_id=reader.reseller_id,
            default=self._default_language,
        )
        return chosen if is_known(chosen) else DEFAULT_LANGUAGE

    def _record(self, message: Message, error: Exception) -> None:
        now, own_id = self._clock(), message.message_id
        if isinstance(error, NotWanted):
            record_dropped(self._store, message, str(error), now=now)
            log.info("mail %s (%s) is not sent: %s", own_id, message.kind, error)
            return
        is_final = isinstance(error, MailRefused)
        is_tried_again = record_failed(
            self._store, message, str(error) or type(error).__name__, is_final=is_final, now=now
        )
        # What a server says may hold the address: it is in the store, and not in the log.
        known = (MailUnavailable, MailRefused, WarehouseNotReady, LookupError)
        log.warning(
            "mail %s (%s) could not be sent%s: %s",
            own_id, message.kind, "" if is_tried_again else " and is given up",
            type(error).__name__, exc_info=None if isinstance(error, known) else error,
        )  # fmt: skip
