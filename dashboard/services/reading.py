"""Where what a page shows comes from: the platform itself, or the last load."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from domain.errors import UpstreamRejected
from upstream.client import UpstreamClient
from upstream.transport import Answer

Answered = TypeVar("Answered")

NUMBER = re.compile(r"[0-9]{1,18}")
ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class Origin(StrEnum):
    """What a page shows, and why it is not the platform's own answer where it is not."""

    LIVE = "live"
    NOT_CONNECTED = "not_connected"
    UNREACHABLE = "unreachable"
    NOT_SHOWN = "not_shown"  # The platform does not show it to us (any more).
    WITHOUT_ORDERS = "without_orders"  # All but its orders, which are as last loaded.


@dataclass(frozen=True, slots=True)
class Reading:
    """Where what is shown comes from, and when it was so, by the platform's clock."""

    origin: Origin
    as_of: datetime = field(repr=False)

    @property
    def is_live(self) -> bool:
        return self.origin is Origin.LIVE


def is_id(text: str) -> bool:
    """Tell whether a text can be an id at all: it becomes a part of the platform's address."""
    return ID.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Tell whether a text can be one of the ids that the platform wants as a number."""
    return NUMBER.fullmatch(text) is not None


def live_reading(answer: Answer) -> Reading:
    return Reading(Origin.LIVE, answer.answered_at or datetime.now(UTC))


def unless_refused(
    ask: Callable[[UpstreamClient], Answered],
) -> Callable[[UpstreamClient], Answered | None]:
    """Return a question whose refusal is no answer: what it is asked besides is shown without."""

    def asked(client: UpstreamClient) -> Answered | None:
        try:
            return ask(client)
        except UpstreamRejected:
            return None

    return asked
