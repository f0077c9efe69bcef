"""What an order that buys time makes: sales, renewal, switch, prolong, and added amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.statuses import BillingType, ChargeType
from sandbox.charging.agreement import Agreement, Slice, bought_until, slices
from sandbox.charging.lines import THE_PLAN, Line, Wanted, one_time, recurring
from sandbox.charging.rules import Span


@dataclass(frozen=True, slots=True)
class Bought:
    """Lines, and the day up to which they buy time; None where no time is bought ahead."""

    lines: tuple[Line, ...]
    paid_end_on: date | None


def opened(
    agreement: Agreement,
    wanted: Iterable[Wanted],
    fee: ChargeType = ChargeType.SETUP,
    *,
    until: date | None = None,
) -> Bought:
    """Charge the start of a plan period: one-time fees, then the first recurring ones (BIL-3).

    `fee` is the one-time fee: setup for sales and switches, renewal for renewals. Time is bought
    as far ahead as the billing type does, or up to the day `until`.
    """
    is_sale = fee is ChargeType.SETUP
    start = agreement.first_paid_day if is_sale else agreement.start_on
    if start > agreement.start_on:
        return Bought((), start)
    amounts = _charged_for(agreement, wanted)
    fees = tuple(_fees(agreement, amounts, fee))
    if agreement.billing_type is BillingType.NON_RECURRING:
        return Bought(fees, agreement.end_on)
    bought = prolonged(agreement, amounts, start, until)
    return Bought(fees + bought.lines, bought.paid_end_on)


def prolonged(
    agreement: Agreement, wanted: Iterable[Wanted], start: date, until: date | None = None
) -> Bought:
    """Charge the use from a day on, as far ahead as the billing type does, or up to a day.

    With the first month after a free start come the one-time fees: the start itself costs nothing.
    """
    end = until or bought_until(agreement, start)
    if end is None:
        return Bought((), None)
    amounts = _charged_for(agreement, wanted)
    fees: tuple[Line, ...] = ()
    if start == agreement.first_paid_day > agreement.start_on:
        fees = tuple(_fees(replace(agreement, start_on=start), amounts, ChargeType.SETUP))
    return Bought((*fees, *_recurring(amounts, list(slices(agreement, start, end)))), end)


def left(agreement: Agreement, wanted: Iterable[Wanted], start: date) -> tuple[Line, ...]:
    """Charge what is not paid yet of a plan period that ends, billing period by billing period.

    Where the next one is renewed at once, nobody orders these days any more.
    """
    if agreement.rules.span is not Span.BILLING_PERIOD or agreement.end_on is None:
        return ()
    cut = list(slices(agreement, start, agreement.end_on))
    return tuple(_recurring(_charged_for(agreement, wanted), cut))


def added(agreement: Agreement, more: Iterable[Wanted], day: date, paid_end: date) -> list[Line]:
    """Charge amounts added on a day, up to the end of the time that is paid already.

    Where each month is paid in its turn, the month that runs is paid when the order completes.
    """
    amounts = list(more)
    cut = list(slices(agreement, day, paid_end))
    if agreement.rules.span is Span.MONTHS_IN_TURN and cut:
        cut[0] = replace(cut[0], close_on=day)
    from_today = replace(agreement, start_on=day)
    return [*_fees(from_today, amounts, ChargeType.SETUP), *_recurring(amounts, cut)]


def beyond(wanted: Iterable[Wanted], charged: Mapping[int | None, int]) -> list[Wanted]:
    """Leave of new totals what is above the month's highest amount so far (OP-35).

    `charged` holds that amount by plan resource id.
    """
    found = []
    for amount in wanted:
        more = amount.quantity - charged.get(amount.item.plan_resource_id, 0)
        if more > 0:
            found.append(replace(amount, quantity=more))
    return found


def _charged_for(agreement: Agreement, wanted: Iterable[Wanted]) -> list[Wanted]:
    has_plan_fees = agreement.rules.has_plan_fees
    return [amount for amount in wanted if has_plan_fees or amount.item != THE_PLAN]


def _fees(agreement: Agreement, wanted: list[Wanted], kind: ChargeType) -> Iterator[Line]:
    if not agreement.rules.has_setup_fees:
        return
    covers_period = agreement.billing_type is BillingType.NON_RECURRING
    for amount in wanted:
        fee = amount.setup_fee if kind is ChargeType.SETUP else amount.renewal_fee
        if fee and amount.quantity:
            end = agreement.end_on if covers_period else None
            yield one_time(kind, amount.item, amount.quantity, fee, agreement.start_on, end)


def _recurring(wanted: Iterable[Wanted], cut: list[Slice]) -> Iterator[Line]:
    for amount in wanted:
        if amount.quantity and amount.recurring_fee:
            for part in cut:
                yield recurring(
                    amount.item,
                    amount.quantity,
                    amount.recurring_fee,
                    (part.start_on, part.end_on),
                    part.months,
                    part.status,
                    part.close_on,
                )
