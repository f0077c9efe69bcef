"""What became of an operation on a subscription. All of them happen on ordinary days.

The `fields` of what was refused are those of single amounts, by plan resource id, or another member
of the request, by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dashboard.services.refusals import NotSent as NotSent
from dashboard.services.refusals import Refused as Refused
from domain.pricing.shown_price import ShownPrice


@dataclass(frozen=True, slots=True)
class Done:
    """The platform has accepted it; carrying it out may take a while (MSG-13).

    `order_id` is the order placed, or cancelled; None where the operation is none.
    """

    operation_id: str
    order_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have been done. It is looked up and settled; it is never sent again before that."""

    operation_id: str


@dataclass(frozen=True, slots=True)
class InProgress:
    """The same form is being sent at this moment, by another press, tab or process."""

    operation_id: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Nothing was done: the subscription is not what the form was drawn from (MSG-15)."""

    text: str


@dataclass(frozen=True, slots=True)
class PriceChanged:
    """Nothing was done: it costs something else than the form said, or at another time (MSG-8).

    None is a price that was not, or can't be, told in advance.
    """

    old: ShownPrice | None
    new: ShownPrice | None


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """Nothing was done: the operation is not offered (any more). `text` says why (MSG-4)."""

    text: str


Outcome: TypeAlias = (
    Done | Refused | NotSent | Unknown | InProgress | Changed | PriceChanged | NotAvailable
)
