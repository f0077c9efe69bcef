"""Makes up the pages a load would have kept: three resellers, two years, records by the million."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from domain.periods import Period, add_months
from etl.raw import NOBODY, Header, RawLoad
from etl.summary import LoadKind
from upstream.transport import Answer

Json = dict[str, Any]

PAGE = 500
RESELLERS = ("11", "12", "13")
AS_OF = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
CHANGED_AT = "2026-11-20T09:05:00.000+03:00"
OPEN_MONTH = date(2026, 11, 1)
MONTHS = tuple(add_months(OPEN_MONTH, -back) for back in range(24))
# Of a thousand records; the rest are accounts, subscriptions and plans, and orders.
CHARGES, RESELLER_CHARGES, CONSUMPTION = 390, 370, 190
ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each there are in all, for a number of records."""

    records: int

    @property
    def charges(self) -> int:
        return self.records * CHARGES // 1000

    @property
    def reseller_charges(self) -> int:
        return self.records * RESELLER_CHARGES // 1000

    @property
    def consumption(self) -> int:
        return self.records * CONSUMPTION // 1000

    @property
    def subscriptions(self) -> int:
        return self.records // 100

    @property
    def orders(self) -> int:
        return self.records - sum(
            (self.charges, self.reseller_charges, self.consumption, self.subscriptions)
        )

    @property
    def consuming(self) -> int:
        """Subscriptions whose vendor records what they consume."""
        return max(self.consumption // 2_000, 1)


class Writer:
    """Keeps pages as a load would, without a load."""

    def __init__(self, folder: Path, kind: LoadKind, as_of: datetime) -> None:
        self._raw = RawLoad.begin(folder, Header(folder.name, kind, as_of))

    def close(self) -> None:
        self._raw.complete()

    def write(self, collection: str, body: Json, reseller_id: str, **window: Any) -> None:
        answer = Answer(f"GET /{collection}", ENCODER.encode(body), None, None)
        self._raw.keep(collection, answer, reseller_id=reseller_id, **window)

    def records(self, collection: str, records: Iterable[Json], reseller_id: str) -> None:
        page: list[Json] = []
        for record in records:
            page.append(record)
            if len(page) == PAGE:
                self.write(collection, {"data": page}, reseller_id)
                page = []
        if page:
            self.write(collection, {"data": page}, reseller_id)


def make_full(folder: Path, records: int) -> None:
    """Make up the pages of a full load of so many records."""
    size = Size(records)
    writer = Writer(folder, LoadKind.FULL, AS_OF)
    _write_base(writer, size)
    share = len(RESELLERS)
    for place, reseller_id in enumerate(RESELLERS):
        orders = range(place, size.orders, share)
        writer.records("orders", (_order(n, size) for n in orders), reseller_id)
        charges = range(place, size.charges, share)
        writer.records("charges", (_charge(n, size) for n in charges), reseller_id)
        closed = range(place, size.reseller_charges, share)
        writer.records("reseller_charges", (_reseller_charge(n, size) for n in closed), reseller_id)
    _write_consumption(writer, size, MONTHS)
    writer.close()


def make_refresh(folder: Path, records: int, *, part: float) -> None:
    """Make up the pages of a refresh that finds a part of a full load's records changed."""
    size = Size(records)
    writer = Writer(folder, LoadKind.REFRESH, AS_OF + timedelta(minutes=10))
    for collection, count, make in (
        ("orders", size.orders, _order),
        ("charges", size.charges, _charge),
        ("reseller_charges", size.reseller_charges, _reseller_charge),
    ):
        first = int(count * (1 - part))  # The last ones: they lie in the last months.
        for place, reseller_id in enumerate(RESELLERS):
            changed = range(first - first % len(RESELLERS) + place, count, len(RESELLERS))
            found = (make(number, size, is_changed=True) for number in changed)
            writer.records(collection, found, reseller_id)
    consuming = max(int(size.consuming * part * len(MONTHS)), 1)
    _write_consumption(writer, size, MONTHS[:1], only=consuming, is_changed=True)
    writer.close()


def _write_base(writer: Writer, size: Size) -> None:
    writer.write("resellers", {"data": [_reseller(one) for one in RESELLERS]}, NOBODY)
    for place, reseller_id in enumerate(RESELLERS):
        accounts = range(place, size.subscriptions // 10, len(RESELLERS))
        writer.records("accounts", (_account(n) for n in accounts), reseller_id)
        plans = range(place, 100 * len(RESELLERS), len(RESELLERS))
        writer.records("plans", (_plan(n) for n in plans), reseller_id)
        subscriptions = range(place, size.subscriptions, len(RESELLERS))
        writer.records(
            "subscriptions", (_subscription(n, size) for n in subscriptions), reseller_id
        )


def _record(kind: str, number: int, attributes: Json) -> Json:
    stamps = {"created_at": "2024-12-01T10:00:00.000+03:00"}
    return {"id": str(number), "type": kind, "attributes": stamps | attributes}


def _reseller(reseller_id: str) -> Json:
    general = {"name": f"Reseller {reseller_id}", "domain": f"r{reseller_id}.example",
               "currency": "EUR"}  # fmt: skip
    return {"id": reseller_id, "type": "resellers", "attributes": {"general": general}}


def _account(number: int) -> Json:
    return _record("accounts", number, {
        "name": f"Client {number}", "status": "active", "email": f"it@client{number}.example",
        "country": "DE", "city": "Leipzig", "custom_attributes": {"inn": str(number)},
        "updated_at": "2025-12-01T10:00:00.000+03:00",
    })  # fmt: skip


def _plan(number: int) -> Json:
    is_azure = number < len(RESELLERS)
    return _record("plans", number, {
        "name": "Azure Plan" if is_azure else f"Microsoft 365, plan {number}", "status": "active",
        "billing_type": "payg_external" if is_azure else "csp_monthly", "currency": "EUR",
        "public": True, "updated_at": "2025-12-01T10:00:00.000+03:00",
    })  # fmt: skip


def _subscription(number: int, size: Size) -> Json:
    return _record("subscriptions", number, {
        "plan_id": _of_same_reseller(number, 0, 1 if number < size.consuming else 100),
        "account_id": _account_of(number, size), "name": f"Subscription {number}",
        "status": "active", "trial": False, "start_date": "2024-12-01",
        "ability": {"stop": True, "renew": False, "adjust": True},
        "updated_at": "2025-12-01T10:00:00.000+03:00",
    })  # fmt: skip


def _of_same_reseller(number: int, first: int, count: int) -> int:
    """Return one of `count` ids of the reseller that a number belongs to, from the `first` on."""
    place = number // len(RESELLERS) % max(count, 1)
    return (first + place) * len(RESELLERS) + number % len(RESELLERS)


def _account_of(subscription: int, size: Size) -> int:
    return _of_same_reseller(subscription, 0, size.subscriptions // 10 // len(RESELLERS))


def _subscription_of(number: int, size: Size) -> int:
    """Return a subscription that is charged by charges."""
    first = size.consuming // len(RESELLERS) + 1
    return _of_same_reseller(number, first, size.subscriptions // len(RESELLERS) - first)


def _order(number: int, size: Size, *, is_changed: bool = False) -> Json:
    subscription = _subscription_of(number, size)
    return _record("orders", number, {
        "document_id": f"RN{number:07}", "status": "completed", "type": "ProlongOrder",
        "account_id": _account_of(subscription, size), "subscription_id": subscription,
        "total": number % 900 + 0.5 + is_changed, "currency_code": "EUR",
        "updated_at": CHANGED_AT if is_changed else "2026-05-01T10:00:00.000+03:00",
    })  # fmt: skip


def _charge(number: int, size: Size, *, is_changed: bool = False) -> Json:
    month = MONTHS[-1 - number * len(MONTHS) // size.charges]
    # One more of it, so that the figures of a charge that changed follow from each other as well.
    quantity, price = number % 25 + 1 + is_changed, number % 400 + 0.5
    is_closed = number < size.reseller_charges
    changed_at = CHANGED_AT if is_changed else f"{month}T10:00:00.000+03:00"
    return _record("charges", number, {
        "subscription_id": _subscription_of(number, size),
        "subscription_resource_id": number % 9_000,
        "subscription_resource_name": "Microsoft 365 Business Premium", "plan_resource_id": 3,
        "resource_id": 3, "quantity": quantity, "operate_from": str(month),
        "operate_to": str(add_months(month, 1) - timedelta(days=1)), "duration": 1.0,
        "description": f"Recurring fee, Microsoft 365 Business Premium, {month:%m.%Y}",
        "unit_price": price, "amount": price * quantity,
        "status": "closed" if is_closed else "blocked", "type": "Charge::Recurring",
        "close_date": str(add_months(month, 1)), "discount_amount": "1.5",
        "amount_in_plan_currency": price * quantity, "plan_currency": "EUR",
        "taxes_total": 0.0, "updated_at": changed_at,
    })  # fmt: skip


def _reseller_charge(number: int, size: Size, *, is_changed: bool = False) -> Json:
    attributes = _charge(number, size, is_changed=is_changed)["attributes"]
    amount = attributes["amount"]
    return _record("reseller_charges", number, attributes | {
        "charge_id": number, "amount": str(amount), "exchange_rate": "1.0",
        "discount_amount": "1.5", "total": str(amount - 1.5),
    })  # fmt: skip


def _write_consumption(
    writer: Writer,
    size: Size,
    months: tuple[date, ...],
    *,
    only: int | None = None,
    is_changed: bool = False,
) -> None:
    """Write what each consuming subscription used, three months on a page."""
    per_month = max(size.consumption // (size.consuming * len(MONTHS)), 1)
    ordered = sorted(months)
    for subscription in range(only or size.consuming):
        for place in range(0, len(ordered), 3):
            window = ordered[place : place + 3]
            items = [
                _item(subscription, month, number, is_changed=is_changed)
                for month in window
                for number in range(per_month)
            ]
            period = Period.of_months(window[0], window[-1])
            body = {"subscription": {"id": str(subscription), "items": items}}
            writer.write(
                "consumption", body, RESELLERS[subscription % len(RESELLERS)],
                subscription_id=str(subscription), period=period,
            )  # fmt: skip


def _item(subscription: int, month: date, number: int, *, is_changed: bool) -> Json:
    day = month + timedelta(days=number % 28)
    quantity = number % 24 + 1
    return {
        "billed_day": str(day), "operate_day": str(day), "category": "Virtual Machines",
        "description": f"D{number % 40} v5, EU West", "tags": ["env: production"],
        "unit_price": "0.096", "duration": f"{quantity}.0", "discount_amount": "0.0",
        "total": f"{(quantity * 96 + is_changed) / 1000:.3f}", "taxes_total": "0.0",
        "resource_name": f"D{number % 40} v5", "resource_group": f"rg-{subscription % 5}",
        "currency": "EUR", "unit": "1 Hour",
    }  # fmt: skip
