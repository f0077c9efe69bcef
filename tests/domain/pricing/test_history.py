"""What follows from charges and orders that is not told of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.details import OrderDetails
from domain.pricing.history import agrees, period_start, rate_of
from domain.pricing.known_charge import KnownCharge
from domain.statuses import BillingType
from tests.domain.pricing.held import held_of
from tests.domain.pricing.offers import license_of, period_of

(CHARGE,) = held_of(BillingType.MONTHLY, period_of(), license_of("4.00"), 10).charges
SOLD = datetime(2025, 8, 20, 9, tzinfo=UTC)


def charge(plan_amount: str, amount: str, currency: str = "USD") -> KnownCharge:
    return replace(CHARGE, plan_amount=Decimal(plan_amount), amount=Decimal(amount),
                   currency=currency)  # fmt: skip


def order(kind: str, on: date | None, closed_at: datetime | None = SOLD, own_id: str = "1",
          status: str = "completed") -> OrderDetails:  # fmt: skip
    return OrderDetails(own_id, "7", kind, status, None, "EUR", on, None, closed_at, None)


def test_the_rate_is_the_first_by_which_every_amount_comes_out() -> None:
    charges = [charge("336.00", "296.62"), charge("1.00", "0.88")]

    assert rate_of(charges, map(Decimal, ("0.9", "0.8828", "0.88281")), "EUR") == Decimal("0.8828")


def test_without_such_a_rate_it_is_not_known() -> None:
    assert rate_of([charge("336.00", "296.62")], [Decimal("0.9")], "EUR") is None


def test_in_one_currency_there_is_nothing_to_convert() -> None:
    assert rate_of([charge("15.48", "15.48", "EUR")], [], "EUR") == Decimal(1)


def test_a_discount_is_borne_out_by_what_was_taken_off() -> None:
    """10 % of 15.48 and 5.05 together: 2.05, where each alone would be 1.55 and 0.51."""
    closed = [
        replace(CHARGE, amount=Decimal(amount), discount_amount=Decimal(discount),
                discount_percent=Decimal(10))
        for amount, discount in (("15.48", "1.54"), ("5.05", "0.51"))
    ]  # fmt: skip

    assert agrees(closed, Decimal(10))
    assert not agrees([replace(closed[0], discount_amount=Decimal("3.00")), closed[1]], Decimal(10))


def test_a_sale_and_a_switch_say_when_their_period_began() -> None:
    later = datetime(2025, 9, 3, 9, tzinfo=UTC)
    orders = [order("switch", date(2025, 9, 3), later), order("sales", date(2025, 8, 20))]

    assert period_start(orders, [], 12, date(2026, 9, 3)) == date(2025, 9, 3)
    assert period_start(orders[1:], [], 12, date(2026, 8, 20)) == date(2025, 8, 20)


def test_a_late_renewal_began_on_the_first_day_it_charged() -> None:
    """OP-19."""
    late = order("renewal", date(2025, 8, 25), own_id="9")
    charged = replace(CHARGE, order_id="9", start_on=date(2025, 8, 20))

    assert period_start([late], [charged], 12, date(2026, 8, 20)) == date(2025, 8, 20)
    assert period_start([late], [], 12, date(2026, 8, 25)) == date(2025, 8, 25)
    assert period_start([late], [], 12, date(2026, 8, 20)) is None


def test_an_early_renewal_began_where_its_period_is_as_long_as_it_should_be() -> None:
    """OP-19: from 20 August on; what was left until then was charged with it."""
    early = order("renewal", date(2026, 7, 25), own_id="9")
    days = (date(2026, 8, 1), date(2026, 8, 20))
    charged = [replace(CHARGE, order_id="9", start_on=day) for day in days]

    assert period_start([early], charged, 12, date(2027, 8, 20)) == date(2026, 8, 20)


def test_orders_that_are_not_carried_out_began_nothing() -> None:
    waiting = order("renewal", date(2026, 8, 20), status="waiting_for_provisioning")

    assert period_start([waiting], [], 12, None) is None
    assert period_start([order("change", date(2025, 8, 20))], [], 12, None) is None
