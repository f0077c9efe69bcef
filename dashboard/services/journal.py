"""Sends what changes something at the platform: written down first, sent once, answered once.

Whatever asks the platform to do something goes through here, under the key of the form that asks.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dashboard.texts import gettext
from domain.errors import (
    BadFilter,
    CantBeAsked,
    NotAllowed,
    OutcomeUnknown,
    UpstreamRejected,
    UpstreamUnavailable,
)
from domain.operation import Operation, OperationState, PlatformIds
from store.database import Store
from store.journal_rows import SENDING_LASTS, Answer
from store.operations import Asking, Begun, begin, find_operation, mark_sent, record_answer

if TYPE_CHECKING:
    from dashboard.context import Clock


# What our own keys are made of: a form may come from anybody who is signed in.
KEY = re.compile(r"[\w:~.-]{1,150}", re.ASCII)
PATIENCE_SECONDS, LOOK_EVERY_SECONDS = 10.0, 0.1
log = logging.getLogger(__name__)


class Journal:
    """The journal as one manager writes it. `platform_time` tells the platform's own time."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        platform_time: Callable[[], datetime | None],
        *,
        reseller_id: str,
        manager_id: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._platform_time = platform_time
        self._reseller_id = reseller_id
        self._manager_id = manager_id

    def find(self, key: str) -> Operation | None:
        """Return what was asked for by a form; None when it was never sent.

        Raises:
            NotAllowed: it was asked for at another reseller.
        """
        found = find_operation(self._store, key, manager_id=self._manager_id)
        if found is not None and found.reseller_id != self._reseller_id:
            raise NotAllowed(f"the operation is one of reseller {found.reseller_id}")
        return found

    def begin(
        self,
        key: str,
        kind: str,
        asked: Mapping[str, Any],
        *,
        account_id: str | None = None,
        subscription_id: str | None = None,
        seen_at: datetime | None = None,
    ) -> Begun:
        """Write down what a form asks for, and say whether it is now ours to send.

        Of a subscription, last looked at at `seen_at`, one thing at a time is.

        Raises:
            BadFilter: the key, which came with the form, is none.
        """
        if not KEY.fullmatch(key):
            raise BadFilter([gettext("The form has no key. Open it again.")])
        ids = PlatformIds(account_id=account_id, subscription_id=subscription_id)
        asking = Asking(key, self._reseller_id, self._manager_id, kind, asked, ids, seen_at)
        return begin(self._store, asking, now=self._clock())

    def send(
        self,
        operation: Operation,
        send: Callable[[], PlatformIds],
        *,
        account_id: str | None = None,
    ) -> Operation:
        """Send what was begun, once, and return the operation as it is then.

        `send` raises what `upstream.actions` does. Anything else leaves the operation as one whose
        sender is gone: it is looked up before anybody sends it again.
        """
        is_ours = mark_sent(
            self._store,
            operation,
            now=self._clock(),
            platform_at=self._platform_time(),
            account_id=account_id,
        )
        if not is_ours:
            return self.find(operation.key) or operation
        return self._record(operation, _answer_of(send))

    def give_up(self, operation: Operation) -> Operation:
        """Write down that what was begun is not sent: what it needs was not to be had."""
        return self._record(operation, Answer(OperationState.NOT_SENT))

    def is_not_sent(self, operation: Operation) -> bool:
        """Tell whether nothing has left, nor will: whoever was to send it failed, or is gone."""
        is_idle = operation.sent_at is None and not self.is_being_sent(operation)
        is_waiting = operation.state is OperationState.SENDING and is_idle
        return operation.state is OperationState.NOT_SENT or is_waiting

    def is_being_sent(self, operation: Operation) -> bool:
        """Tell whether a sender may be at work: later, nobody knows what came of it."""
        left_at = operation.sent_at or operation.begun_at
        is_recent = self._clock() - left_at < SENDING_LASTS
        return operation.state is OperationState.SENDING and is_recent

    def await_sender(self, operation: Operation) -> Operation:
        """Return an operation once whoever sends it knows what came of it, which is waited for a
        little: a button that is pressed twice is answered twice, and the second answer is shown.
        """
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while self.is_being_sent(operation) and time.monotonic() < give_up_at:
            time.sleep(LOOK_EVERY_SECONDS)
            operation = self.find(operation.key) or operation
        return operation

    def _record(self, operation: Operation, answer: Answer) -> Operation:
        return record_answer(self._store, operation, answer, now=self._clock())


def _answer_of(send: Callable[[], PlatformIds]) -> Answer:
    try:
        ids = send()
    except CantBeAsked as error:
        log.error("something can't be asked of the platform: %s", error)
        says = gettext(
            "The platform can't be asked for this. Nothing was done. Open the form again."
        )
        return Answer(OperationState.REFUSED, message=says)
    except UpstreamRejected as error:
        return Answer(OperationState.REFUSED, message=error.text, problems=error.fields)
    except UpstreamUnavailable:
        return Answer(OperationState.NOT_SENT)
    except OutcomeUnknown:
        return Answer(OperationState.UNKNOWN)
    return Answer(OperationState.ACCEPTED, ids)
