"""What one view of an order shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.services.ordering.additional import Additional
from dashboard.services.ordering.client import ClientStep
from dashboard.services.ordering.configuration import Configuration
from dashboard.services.ordering.confirmation import Confirmation
from dashboard.services.ordering.draft import OrderDraft
from dashboard.services.ordering.prices import Offered
from dashboard.services.ordering.steps import Progress, Step
from dashboard.services.outcomes import Placed
from domain.pricing.quote import Quote


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence above the step: `info`, `warn` or `bad`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderScreen:
    """An order at one of its steps.

    `quote` is in the plan's currency, None while the price can't be told. `problems` are by the
    names of fields. `is_checking` tells that the vendor looks at the data now. `placed` is what
    came of the order, once it was sent.
    """

    offered: Offered
    draft: OrderDraft
    progress: Progress
    configuration: Configuration
    quote: Quote | None
    client: ClientStep | None = None
    additional: Additional | None = None
    is_checking: bool = False
    confirmation: Confirmation | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    placed: Placed | None = None

    @property
    def step(self) -> Step:
        return self.progress.shown
