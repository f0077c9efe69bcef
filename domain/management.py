"""What a manager may ask to be done with a subscription that is there.

Quantities are the amounts wanted in the end, by plan resource id, included ones counted in. The
platform counts them in other ways in some of its orders; `upstream` knows in which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Change:
    """Other amounts from now on (OP-28 to OP-35). Resources that are left out keep theirs."""

    quantities: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Renewal:
    """The next period (OP-16). `replaces` is the id of a waiting renewal of which this changes the
    options (OP-17); None where there is none.
    """

    plan_period_id: str
    quantities: Mapping[str, int]
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """Another plan, now or when the period that runs expires (OP-36 to OP-41)."""

    plan_id: str
    plan_period_id: str
    quantities: Mapping[str, int]
    is_on_renewal: bool = False
    async_task_id: str | None = None


@dataclass(frozen=True, slots=True)
class AutoRenewal:
    """Auto-renew on or off (OP-22). `plan_period_id` is the period it renews for; None keeps it."""

    is_on: bool
    plan_period_id: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Off for the time being (OP-10). The platform wants a reason and a comment."""

    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class Activation:
    """On again after a stop (OP-14)."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """Gone for good (OP-42)."""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """An order that waits is not to be carried out."""

    order_id: str


Request: TypeAlias = (
    Change | Renewal | Switch | AutoRenewal | Stop | Activation | Deletion | Cancellation
)
