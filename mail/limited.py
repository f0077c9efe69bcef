"""A conversation with a mail server that ends in time, however slowly the server talks.

A time limit of smtplib is for one operation of the socket: a server that sends a byte now and then,
or never ends its answer, would hold up all mails behind this one.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from contextlib import suppress
from typing import Any


class TimeLimit:
    """Ends a conversation from another thread, so many seconds after its first answer is due."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._server: smtplib.SMTP | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def watch(self, server: smtplib.SMTP) -> None:
        """Begin to count, if that was not done."""
        if self._server is None:
            self._server = server
            self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        connection = self._server.sock if self._server else None
        if connection is not None:
            # Of the socket itself: TLS would be taken off it under the thread that reads.
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


class Limited(smtplib.SMTP):
    """A conversation within a time limit."""

    def __init__(self, limit: TimeLimit, *args: Any, **options: Any) -> None:
        self._limit = limit
        super().__init__(*args, **options)

    def getreply(self) -> tuple[int, bytes]:
        self._limit.watch(self)
        return super().getreply()


class LimitedTls(Limited, smtplib.SMTP_SSL):
    """The same, speaking TLS from the first byte."""
