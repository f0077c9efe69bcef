"""What an agreement is charged for: its items, turn by turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.offer import Offer, OfferPeriod, OfferResource
from domain.pricing.agreement import Agreement, Turn
from domain.pricing.lines import Currencies, Item, Line, one_time_lines, recurring_lines
from domain.pricing.rules import ChargingPeriod, Rules
from domain.statuses import ChargeType


@dataclass(frozen=True, slots=True)
class Charging:
    """Makes the charges of an agreement for its items; `fee` is the kind its start has (BIL-3)."""

    agreement: Agreement
    items: tuple[Item, ...]
    money: Currencies
    fee: ChargeType

    def ordered(self, *, is_extended: bool = False) -> tuple[Line, ...]:
        """Return the charges that the order makes; an extended one pays for a turn more (OP-26)."""
        is_free_start = self.agreement.paid_from > self.agreement.start_on
        fees = () if is_free_start else self.fees()
        return (*fees, *self.use(self.agreement.ordered_turns(is_extended=is_extended)))

    def of_turn(self, turn: Turn) -> tuple[Line, ...]:
        """Return the charges of a later turn; the fees that a free start spared come with it."""
        fees = self.fees() if turn.on == self.agreement.paid_from else ()
        return (*fees, *self.use([turn]))

    def use(self, turns: Iterable[Turn]) -> tuple[Line, ...]:
        """Return the recurring charges of turns: item by item, each in order of time."""
        paid = [(turn.on, span) for turn in turns for span in turn.spans]
        return tuple(recurring_lines(self.items, paid, self.money))

    def fees(self) -> tuple[Line, ...]:
        """Return the one-time fees: those of a one-time purchase are for its whole period."""
        if not self.agreement.rules.has_setup_fees:
            return ()
        covers_period = self.agreement.rules.charged is ChargingPeriod.ONCE
        end = self.agreement.end_on if covers_period else None
        start = self.agreement.paid_from
        return tuple(one_time_lines(self.fee, self.items, start, end, self.money))


def sold_items(
    offer: Offer,
    period: OfferPeriod,
    quantities: Mapping[str, int],
    rules: Rules,
    fee: ChargeType = ChargeType.SETUP,
) -> tuple[Item, ...]:
    """Return what a sale charges for: the plan, and what is beyond its included amounts (ORD-12).

    A resource that is left out has its included amount. What the vendor measures is charged as it
    is consumed, and a trial costs nothing (BIL-13). `fee` is the one-time fee that the start has.
    """
    if period.is_trial:
        return ()
    plan = Item(None, offer.name, 1, _one_time_fee(period, fee), period.recurring_fee)
    resources = [
        Item(
            one.plan_resource_id,
            one.name,
            one.additional(quantities.get(one.plan_resource_id, one.included)),
            _one_time_fee(one, fee),
            one.recurring_fee,
        )
        for one in offer.resources
        if not one.is_measured
    ]
    return (plan, *resources) if rules.has_plan_fees else tuple(resources)


def _one_time_fee(fees: OfferPeriod | OfferResource, kind: ChargeType) -> Decimal:
    return fees.renewal_fee if kind is ChargeType.RENEWAL else fees.setup_fee
