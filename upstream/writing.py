"""How whatever changes something at the platform is sent: once, and what came of it is told.

What a write raises says what became of it:

- `CantBeAsked`: it was never sent, and never can be as it is.
- `UpstreamRejected`: the platform refused; its `fields` say which values.
- `UpstreamUnavailable`: it was surely not done.
- `OutcomeUnknown`: it may have been done. It is looked for before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Self, TypeVar

import httpx

from domain.errors import OutcomeUnknown, UnexpectedPayload
from upstream.answers import only
from upstream.bodies import Body
from upstream.buying import BuyingReads, our_keys
from upstream.sending import Sender
from upstream.transport import Transport

Read = TypeVar("Read")


class Writes(BuyingReads):
    """The connection to the platform of whoever does something there."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30.0,
        read_timeout: float = 10.0,
        read_attempts: int = 2,
        concurrency: int = 8,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        reads = Transport(
            base_url,
            token,
            timeout=min(read_timeout, timeout),
            attempts=read_attempts,
            concurrency=concurrency,
            transport=transport,
            sleep=sleep,
        )
        super().__init__(reads)
        self._sender = Sender(
            base_url, token, timeout=timeout, concurrency=concurrency, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._sender.close()
        self._transport.close()

    def _write(
        self, method: str, path: str, body: Body, read: Callable[[bytes], list[Read]]
    ) -> Read:
        """Send a request and return the one thing that its answer tells of."""
        with our_keys():
            answer = self._sender.send(method, path, body)
        try:
            return only(read(answer))
        except UnexpectedPayload as error:
            raise OutcomeUnknown(f"{method} {path}: {error}") from error
