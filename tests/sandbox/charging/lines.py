"""Short ways to say what is bought and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from domain.statuses import ChargeStatus
from sandbox.charging.lines import THE_PLAN, Item, Line, Wanted
from sandbox.charging.settling import Settlement
from sandbox.records import Charge

LICENSE = Item(resource_id=51, plan_resource_id=7, name="License")
MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
NOTHING = Decimal(0)


def licenses(
    quantity: int, monthly: str = "0", *, setup: str = "0", renewal: str = "0", item: Item = LICENSE
) -> Wanted:
    return Wanted(item, quantity, Decimal(setup), Decimal(monthly), Decimal(renewal))


def the_plan(monthly: str = "0", *, setup: str = "0", renewal: str = "0") -> Wanted:
    return licenses(1, monthly, setup=setup, renewal=renewal, item=THE_PLAN)


def told(lines: Iterable[Line]) -> list[tuple[str, str, str, str]]:
    """Say of each line the first day, the day after the last, the amount and the status."""
    return [
        (f"{line.start_on:%d.%m.%y}", f"{line.end_on:%d.%m.%y}", str(line.amount), line.status)
        for line in lines
    ]


def parts(settlement: Settlement) -> list[tuple[str, str, str, str]]:
    return told(part.line for part in settlement.parts)


def written(
    lines: Iterable[Line], status: ChargeStatus | None = None, first_id: int = 1
) -> list[Charge]:
    """Return the charges that lines become."""
    return [_written(first_id + place, line, status) for place, line in enumerate(lines)]


def _written(charge_id: int, line: Line, status: ChargeStatus | None) -> Charge:
    return Charge(
        charge_id=charge_id,
        reseller_id=1,
        account_id=1,
        subscription_id=1,
        plan_id=1,
        order_id=1,
        resource_id=line.item.resource_id,
        plan_resource_id=line.item.plan_resource_id,
        resource_name=line.item.name,
        kind=line.kind,
        description="",
        quantity=line.quantity,
        unit_price=line.unit_price,
        start_on=line.start_on,
        end_on=line.end_on,
        duration=line.duration,
        plan_currency="EUR",
        plan_amount=line.amount,
        exchange_rate=Decimal(1),
        amount=line.amount,
        accrued=NOTHING,
        refund_of_id=None,
        discount_percent=None,
        discount_amount=None,
        status=status or line.status,
        close_on=line.close_on,
        created_at=MOMENT,
        updated_at=MOMENT,
    )


def on(day: int, month: int, year: int = 2025) -> date:
    return date(year, month, day)
