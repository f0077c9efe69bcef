"""Up to when what orders began can be given back (OP-42): the one place that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.service_terms import ServiceTerm, ServiceTerms
from domain.statuses import OrderType

# A period begins with each of these.
BEGINNINGS = frozenset({OrderType.SALES, OrderType.SWITCH, OrderType.RENEWAL})


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows under a plan's service term, by the rules of the day an order was completed on.

    Days are of `zone`, the platform's.
    """

    terms: ServiceTerms
    service_term_id: str | None
    zone: tzinfo

    def term_at(self, closed_at: datetime) -> ServiceTerm | None:
        """Return the rules for what was completed at an instant; None where none are known."""
        return self.terms.term(self.service_term_id, closed_at.astimezone(self.zone).date())

    def end(self, closed_at: datetime) -> datetime | None:
        """Return when the window of an order ends; None where it has none."""
        term = self.term_at(closed_at)
        return None if term is None else term.window_end(closed_at)

    def period_end(self, completed: Iterable[tuple[OrderType, datetime]]) -> datetime | None:
        """Return when the window of the period that runs ends, as far as its orders tell.

        `completed` are orders that were, and when. It is the window of the last one that opened
        it, even where others lasted longer: a renewal or a switch opens one for everything.
        """
        opened_at = [at for kind, at in completed if self._opens(kind, at)]
        return self.end(max(opened_at)) if opened_at else None

    def _opens(self, kind: OrderType, closed_at: datetime) -> bool:
        if kind is not OrderType.RENEWAL:
            return kind in BEGINNINGS
        term = self.term_at(closed_at)
        return term is not None and term.window_restarts_on_renewal
