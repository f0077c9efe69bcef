"""Puts together what an operation costs, once its charges are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.money import Money
from domain.pricing.lines import Line
from domain.pricing.monthly import monthly_cost, uses_after, uses_before
from domain.pricing.months import Span
from domain.pricing.operation_quote import AmountChange, OperationQuote
from domain.pricing.quote import Price, price_of
from domain.pricing.refunds import given_back
from domain.pricing.rules import ChargingPeriod, Rhythm
from domain.pricing.settling import Settled
from domain.pricing.subscribed import Subscribed


@dataclass(frozen=True, slots=True)
class Operation:
    """A subscription before and after; which charges the operation makes, and which it settles.

    Both are known of a subscription whose billing type is known. It is asked for on `today`, and
    carried out on `on`.
    """

    before: Subscribed
    after: Subscribed
    today: date
    on: date
    lines: tuple[Line, ...] = ()
    settled: Sequence[Settled] = ()
    is_order: bool = True
    cancel_until: datetime | None = None
    extension: Span | None = None

    def quote(self) -> OperationQuote | None:
        """Return what it costs; None where it is not known what comes back."""
        before, after = self.before, self.after
        if any(one.charge.rate is None for one in self.settled):
            return None
        currency, percent = after.terms.currency, after.terms.discount_percent
        back = given_back(self.settled, before.charges, currency, before.terms.discount_percent)
        if back is None or after.rules is None:
            return None
        now_paid = [line for line in self.lines if self._is_paid_at_once(line)]
        charged = after.rules.charged
        return OperationQuote(
            money=after.money,
            discount_percent=percent,
            amounts=tuple(_amounts(before, after)),
            lines=self.lines,
            order=price_of(self.lines, currency, percent) if self.is_order else None,
            at_once=price_of(now_paid, currency, percent),
            settled=tuple(self.settled),
            given_back=back,
            released=Price(Money.zero(currency), Money.zero(currency)),
            released_on=None,
            monthly_before=monthly_cost(before, uses_before(before), self.today),
            monthly_after=monthly_cost(
                after, uses_after(before, self.settled, self.lines), self.on
            ),
            charged=charged,
            is_consumption_charged=charged is ChargingPeriod.CONSUMPTION and not after.is_trial,
            effective_on=self.on,
            is_delayed=self.on > self.today,
            until=after.expires_on,
            cancel_until=self.cancel_until,
            extension=self.extension,
        )

    def _is_paid_at_once(self, line: Line) -> bool:
        rules = self.after.rules
        is_in_turn = rules is not None and rules.rhythm is Rhythm.MONTHS_IN_TURN
        return not is_in_turn or line.paid_on <= self.on


def _amounts(before: Subscribed, after: Subscribed) -> Iterator[AmountChange]:
    """Yield the amounts of the plan that holds afterwards, the primary resource first.

    Of another plan it is the resource of the same name that had the amount before.
    """
    had = {
        one.name: before.quantities.get(one.plan_resource_id, one.included)
        for one in before.offer.resources
    }
    for one in after.offer.asked:
        yield AmountChange(
            plan_resource_id=one.plan_resource_id,
            name=one.name,
            unit=one.unit,
            is_primary=one == after.offer.primary,
            before=had.get(one.name, 0),
            after=after.quantities.get(one.plan_resource_id, one.included),
            unit_price=Money(one.recurring_fee, after.offer.currency),
        )
