"""One plan and the exchange rates as the platform answers now, in types.

Which plans, periods and resources may be ordered is the same here as in
warehouse/queries/offer*.sql.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.errors import UnexpectedPayload
from domain.money import round_half_up
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.statuses import BillingType
from upstream.parse import parse_page
from upstream.transport import Answer

MONTHS = {"month": 1, "year": 12}
ENDLESS = "unlimited"
RATE_PLACES = 6

Columns = Mapping[str, Any]


def read_offer(answer: Answer, known: Offer) -> Offer | None:
    """Read a plan as it can be ordered now; None when it can't be any more (CAT-13).

    What the plan's own answer does not tell, its product, is as it was `known`.

    Raises:
        UnexpectedPayload: it can't be read.
    """
    tables = _read("plans", answer)
    plan = _only(answer, tables, known.plan_id)
    periods = [row for row in tables["plan_period"] if row["is_public"] is not False]
    resources = [row for row in tables["plan_resource"] if row["is_public"] is not False]
    is_offered = plan["status"] == "active" and plan["is_public"] is not False
    offer = _with_terms(known, plan, periods, resources)
    return offer if is_offered and offer.currency and offer.periods else None


def read_held_plan(answer: Answer, plan_id: str) -> Offer:
    """Read the plan of a subscription, be it offered still or not; its product is not told.

    Raises:
        UnexpectedPayload: it can't be read, or has no prices.
    """
    tables = _read("plans", answer)
    plan = _only(answer, tables, plan_id)
    known = Offer(plan_id, "", None, None, "", "", None, "", BillingType.UNKNOWN, "", None, (), ())
    offer = _with_terms(known, plan, tables["plan_period"], tables["plan_resource"])
    if not offer.currency:
        raise UnexpectedPayload(f"{answer.asked}: its prices have no currency")
    return offer


def _only(answer: Answer, tables: dict[str, list[Columns]], plan_id: str) -> Columns:
    plans = [row for row in tables["plan"] if _text(row["plan_id"]) == plan_id]
    if len(plans) != 1:
        raise UnexpectedPayload(f"{answer.asked}: not the one that was asked for")
    return plans[0]


def _with_terms(
    known: Offer, plan: Columns, periods: Sequence[Columns], resources: Sequence[Columns]
) -> Offer:
    in_order = sorted(resources, key=lambda row: _number(row["plan_resource_id"]))
    billing_code = _text(plan["billing_type"])
    return replace(
        known,
        name=_text(plan["name"]) or known.name,
        sku=_text(plan["sku"]) or None,
        currency=_text(plan["currency"]),
        billing_type=BillingType.read(billing_code),
        billing_code=billing_code,
        service_term_id=_text(plan["service_term_id"]) or None,
        periods=tuple(_period(row) for row in _in_order(periods) if _is_length(row)),
        resources=tuple(_resource(row) for row in in_order),
    )


def read_plan_ids(answer: Answer) -> list[str]:
    """Return the ids of a page of plans, in its order.

    Raises:
        UnexpectedPayload: the plans can't be read.
    """
    return [_text(row["plan_id"]) for row in _read("plans", answer)["plan"]]


def read_rate(answer: Answer, currency: str) -> Decimal | None:
    """Return what one unit of a currency costs in the reseller's; None where no rate is set.

    Raises:
        UnexpectedPayload: the rates can't be read.
    """
    for row in _read("exchange_rates", answer)["exchange_rate"]:
        if _text(row["currency"]) == currency:
            rate, units = _amount(row["rate"]), _amount(row["unit_quantity"])
            return round_half_up(rate / units, RATE_PLACES) if rate > 0 and units > 0 else None
    return None


def _read(collection: str, answer: Answer) -> dict[str, list[Columns]]:
    if answer.broken is not None:
        raise UnexpectedPayload(f"{answer.asked}: {answer.broken}")
    parsed = parse_page(collection, answer.body)
    if parsed.quarantined:
        raise UnexpectedPayload(f"{answer.asked}: {parsed.quarantined[0].reason}")
    return {
        table: [dict(zip(rows.columns, row, strict=True)) for row in rows.values]
        for table, rows in parsed.rows.items()
    }


def _is_length(row: Columns) -> bool:
    if row["duration_unit"] == ENDLESS:
        return True
    return row["duration_unit"] in MONTHS and _number(row["duration"]) > 0


def _in_order(rows: Sequence[Columns]) -> list[Columns]:
    return sorted(
        rows,
        key=lambda row: (
            row["position"] is None,
            _number(row["position"]),
            _number(row["plan_period_id"]),
        ),
    )


def _period(row: Columns) -> OfferPeriod:
    unit = MONTHS.get(row["duration_unit"])
    return OfferPeriod(
        plan_period_id=_text(row["plan_period_id"]),
        name=_text(row["name"]),
        months=None if unit is None else unit * _number(row["duration"]),
        is_trial=bool(row["is_trial"]),
        setup_fee=_amount(row["setup_fee_amount"]),
        recurring_fee=_amount(row["recurring_fee_amount"]),
        renewal_fee=_amount(row["renewal_fee_amount"]),
    )


def _resource(row: Columns) -> OfferResource:
    most = row["maximum_quantity"]
    return OfferResource(
        plan_resource_id=_text(row["plan_resource_id"]),
        name=_text(row["name"]),
        unit=_text(row["unit"]) or None,
        is_primary=bool(row["is_primary"]),
        is_measured=bool(row["is_measured"]),
        included=_number(row["included_quantity"]),
        minimum=_number(row["minimum_quantity"]),
        maximum=None if most is None else _number(most),
        setup_fee=_amount(row["setup_fee_amount"]),
        recurring_fee=_amount(row["recurring_fee_amount"]),
        renewal_fee=_amount(row["renewal_fee_amount"]),
        consumption_fee=_amount(row["overuse_fee_amount"]),
        template=_text(row["template"]) or None,
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _number(value: Any) -> int:
    """Read a whole number; what is missing counts as 0, and an id that is none as well."""
    try:
        return int(Decimal(_text(value) or 0))
    except (InvalidOperation, ValueError):
        return 0


def _amount(value: Any) -> Decimal:
    try:
        amount = Decimal(_text(value) or 0)
    except InvalidOperation as error:
        raise UnexpectedPayload(f"not an amount: {value!r}") from error
    if not amount.is_finite():
        raise UnexpectedPayload(f"not an amount: {value!r}")
    return amount
