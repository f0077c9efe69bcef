"""Why the price of an operation can't be told in advance."""

from __future__ import annotations

from enum import Enum


class Untold(Enum):
    """What is not known, of all that a price follows from."""

    NO_PLAN = "the platform does not show the plan, or the period that runs"
    NO_RATE = "there is no exchange rate for the plan's currency"
    NO_RULES = "how plans of this billing type are charged"
    NO_START = "when the period that runs began"
    NO_ORDERS = "which orders the charges belong to"
    NO_HISTORY = "what was charged at which rate and discount, or up to when time is paid for"
