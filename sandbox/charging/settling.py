"""What becomes of charges that run when amounts are reduced, or use stops or ends (BIL-8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.statuses import ChargeStatus, ChargeType
from sandbox.charging.agreement import Agreement
from sandbox.charging.lines import Item, Line, recurring
from sandbox.charging.rules import Reduction, Stop
from sandbox.months import month_count
from sandbox.records import Charge

BLOCKED = ChargeStatus.BLOCKED
OPENED = ChargeStatus.OPENED
CLOSED = ChargeStatus.CLOSED
DELETED = ChargeStatus.DELETED


@dataclass(frozen=True, slots=True)
class Part:
    """A line that takes the place of a charge, or of a part of it, at the charge's own rate."""

    of: Charge
    line: Line


@dataclass(slots=True)
class Settlement:
    """What is to be done with the charges of a subscription.

    `statuses` are the new ones of charges as they stand, by charge id; `parts` are new charges.
    """

    statuses: dict[int, ChargeStatus] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def release(self, charge: Charge, status: ChargeStatus = DELETED) -> None:
        self.statuses[charge.charge_id] = status

    def add(
        self, charge: Charge, start: date, end: date, status: ChargeStatus, *, quantity: int,
        anchor: int, close_on: date,
    ) -> None:  # fmt: skip
        """Put a part of a charge in its place; nothing for no days or no amount."""
        if start < end and quantity:
            months = month_count(start, end, anchor)
            line = recurring(_item(charge), quantity, charge.unit_price, (start, end), months,
                             status, close_on)  # fmt: skip
            self.parts.append(Part(charge, line))


def reduced(
    agreement: Agreement,
    charges: Iterable[Charge],
    targets: Mapping[int | None, int],
    day: date,
    *,
    is_closed_refunded: bool = False,
) -> Settlement:
    """Lower the amounts charged from a day on; `targets` holds the new ones by plan resource id.

    Of several charges for the same time the oldest keeps its amount first. Each that loses
    some is deleted, its used part closed, and the rest of the time charged for what remains.
    What a closed one loses comes back by a closed negative charge, or not at all.
    """
    settlement = Settlement()
    if agreement.rules.reduction is Reduction.NEXT_PERIOD:
        return settlement
    groups: dict[tuple[int | None, date], list[tuple[Charge, int]]] = defaultdict(list)
    for charge, quantity in _lasting(list(charges), day):
        if charge.plan_resource_id in targets:
            groups[charge.plan_resource_id, charge.end_on].append((charge, quantity))
    for (plan_resource_id, _), group in groups.items():
        left = targets[plan_resource_id]
        for charge, quantity in sorted(group, key=lambda one: one[0].charge_id):
            kept = min(quantity, left)
            left -= kept
            if kept < quantity and charge.status is not CLOSED:
                _lower(settlement, agreement, charge, kept, day)
            elif kept < quantity and is_closed_refunded:
                _give_back(settlement, agreement, charge, quantity - kept, day)
    return settlement


def stopped(agreement: Agreement, charges: Iterable[Charge], day: date) -> Settlement:
    """Split what runs on the day of a stop; the rest waits for the day it would have closed.

    By then it is due if the subscription is active again, and released otherwise (OP-12).
    """
    settlement = Settlement()
    if agreement.rules.stop is Stop.SPLIT:
        for charge in _running(charges, day):
            if charge.start_on < day:
                settlement.release(charge)
                _use(settlement, agreement, charge, day)
                settlement.add(charge, day, charge.end_on, charge.status, anchor=agreement.anchor,
                               quantity=charge.quantity, close_on=_close_on(charge))  # fmt: skip
    return settlement


def ended(
    agreement: Agreement,
    charges: Iterable[Charge],
    day: date,
    *,
    is_refunded: bool,
    unused: ChargeStatus = DELETED,
) -> Settlement:
    """Settle everything when a plan is left: by a switch, or by deletion (BIL-11, OP-39).

    The used part closes. With a refund the unused part gets the status `unused`; without one
    the month that runs closes in full, and only later ones are released.
    """
    settlement = Settlement()
    for charge in _running(charges, day):
        if charge.start_on >= day:
            settlement.release(charge, unused if is_refunded else DELETED)
        elif not is_refunded:
            settlement.release(charge, CLOSED)
        else:
            settlement.release(charge)
            _use(settlement, agreement, charge, day)
            if unused is not DELETED:
                settlement.add(charge, day, charge.end_on, unused, anchor=agreement.anchor,
                               quantity=charge.quantity, close_on=day)  # fmt: skip
    return settlement


def refunded(agreement: Agreement, charges: Iterable[Charge], day: date) -> Settlement:
    """Give back the unused part of closed charges, by closed negative ones (BIL-8).

    What has been given back before is to be among the charges: it is not given back again.
    """
    settlement = Settlement()
    for charge, quantity in _lasting(list(charges), day):
        if charge.status is CLOSED:
            _give_back(settlement, agreement, charge, quantity, day)
    return settlement


def is_released(agreement: Agreement, charge: Charge, stopped_on: date | None) -> bool:
    """Tell whether a charge that is due is let go: its time began after a stop that lasts."""
    splits = agreement.rules.stop is Stop.SPLIT
    return splits and stopped_on is not None and charge.start_on >= stopped_on


def _running(charges: Iterable[Charge], day: date) -> list[Charge]:
    return [
        charge
        for charge in charges
        if charge.status in (BLOCKED, OPENED)
        and charge.kind is ChargeType.RECURRING
        and charge.end_on > day
    ]


def _lasting(charges: list[Charge], day: date) -> Iterator[tuple[Charge, int]]:
    """Yield recurring charges for time to come, with what of each has not been given back."""
    given_back: dict[int | None, int] = defaultdict(int)
    for charge in charges:
        given_back[charge.refund_of_id] -= charge.quantity
    for charge in charges:
        is_charged = charge.status in (BLOCKED, OPENED, CLOSED) and charge.refund_of_id is None
        if is_charged and charge.kind is ChargeType.RECURRING and charge.end_on > day:
            yield charge, charge.quantity - given_back.get(charge.charge_id, 0)


def _give_back(
    settlement: Settlement, agreement: Agreement, charge: Charge, quantity: int, day: date
) -> None:
    settlement.add(charge, max(charge.start_on, day), charge.end_on, CLOSED, close_on=day,
                   anchor=agreement.anchor, quantity=-quantity)  # fmt: skip


def _lower(
    settlement: Settlement, agreement: Agreement, charge: Charge, kept: int, day: date
) -> None:
    settlement.release(charge)
    _use(settlement, agreement, charge, day)
    settlement.add(charge, max(charge.start_on, day), charge.end_on, charge.status, quantity=kept,
                   anchor=agreement.anchor, close_on=_close_on(charge))  # fmt: skip


def _use(settlement: Settlement, agreement: Agreement, charge: Charge, day: date) -> None:
    settlement.add(charge, charge.start_on, day, CLOSED, quantity=charge.quantity,
                   anchor=agreement.anchor, close_on=day)  # fmt: skip


def _close_on(charge: Charge) -> date:
    return charge.close_on or charge.end_on


def _item(charge: Charge) -> Item:
    return Item(charge.resource_id, charge.plan_resource_id, charge.resource_name)
