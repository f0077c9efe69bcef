"""The charges of a subscription with the rates and discounts they are at, which are not told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from domain.pricing.history import agrees, rate_of
from domain.pricing.known_charge import Charge, KnownCharge
from domain.statuses import ChargeStatus


@dataclass(frozen=True, slots=True)
class Charged:
    """Completes charges. `rates` are those there have been, the likeliest first; `discount` tells
    the discount on a plan on a day, in percent; `currency` is the reseller's.
    """

    rates: Sequence[Decimal]
    discount: Callable[[str, date], Decimal]
    currency: str

    def known(self, charges: Sequence[Charge], today: date) -> tuple[KnownCharge, ...]:
        """Return the charges of every order that are for time to come, at least in part.

        The others of such an order are among them: it is one discount that they share.
        """
        orders: dict[str | None, list[Charge]] = defaultdict(list)
        for charge in charges:
            orders[charge.order_id].append(charge)
        lasting = {key for key, found in orders.items() if any(c.end_on > today for c in found)}
        completed = {key: self._completed(orders[key], today) for key in lasting}
        by_id = {charge.charge_id: charge for found in completed.values() for charge in found}
        return tuple(by_id[c.charge_id] for c in charges if c.charge_id in by_id)

    def _completed(self, charges: Sequence[Charge], today: date) -> list[KnownCharge]:
        rate = rate_of(charges, self.rates, self.currency)
        is_ahead = any(charge.is_closed_ahead(today) for charge in charges)
        found = [
            KnownCharge(
                **{one.name: getattr(charge, one.name) for one in fields(charge)},
                rate=rate,
                discount_percent=self._percent(charge) if is_ahead else None,
            )
            for charge in charges
        ]
        return list(_certain(found))

    def _percent(self, charge: Charge) -> Decimal | None:
        """Return the discount on the day a charge was closed on."""
        if charge.status is not ChargeStatus.CLOSED or charge.close_on is None:
            return None
        return self.discount(charge.plan_id, charge.close_on)


def _certain(charges: Sequence[KnownCharge]) -> Iterator[KnownCharge]:
    """Yield charges of an order with their discounts, as far as their amounts bear them out."""
    percents = {charge.discount_percent for charge in charges} - {None}
    certain = {one for one in percents if one is not None and agrees(charges, one)}
    for charge in charges:
        is_certain = charge.discount_percent in certain
        yield charge if is_certain else replace(charge, discount_percent=None)
