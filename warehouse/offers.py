"""What a plan is ordered by: its periods, resources and prices, and the rate into other money."""

from __future__ import annotations

from decimal import Decimal

from domain.money import round_half_up
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.statuses import BillingType
from warehouse.connection import Snapshot

RATE_PLACES = 6


def offer(snapshot: Snapshot, plan_id: str, *, reseller_id: str) -> Offer | None:
    """Return a plan as it can be ordered; None when it may not be ordered now (CAT-13).

    Periods and resources are the public ones, in the platform's order. A plan with trial periods
    only may be ordered; one without any period may not.

    Source: queries/offer.sql, queries/offer_period.sql, queries/offer_resource.sql
    """
    binds = {"plan_id": plan_id, "reseller_id": reseller_id}
    plans = snapshot.rows("offer", **binds)
    periods = tuple(OfferPeriod(*row) for row in snapshot.rows("offer_period", **binds))
    if not plans or not periods:
        return None
    *named, billing_code, service_term_id = plans[0]
    resources = tuple(OfferResource(*row) for row in snapshot.rows("offer_resource", **binds))
    kind = BillingType.read(billing_code)
    columns = (*named, kind, billing_code, service_term_id, periods, resources)
    return Offer(*columns)


def exchange_rate(snapshot: Snapshot, currency: str, *, reseller_id: str) -> Decimal | None:
    """Return what one unit of a currency costs a reseller now, in the reseller's currency.

    It has at most six places, as on charges; 1 for the reseller's own currency, and None where no
    rate is known, which blocks ordering (CUR-7).

    Source: queries/exchange_rate.sql
    """
    rows = snapshot.rows("exchange_rate", currency=currency, reseller_id=reseller_id)
    if not rows:
        return None
    rate, unit_quantity = rows[0]
    return round_half_up(rate / unit_quantity, RATE_PLACES)


def charged_rates(snapshot: Snapshot, currency: str, *, reseller_id: str) -> list[Decimal]:
    """Return the rates at which charges of a reseller in a currency were closed, the last first.

    Source: queries/charged_rate.sql
    """
    rows = snapshot.rows("charged_rate", currency=currency, reseller_id=reseller_id)
    return [rate for (rate,) in rows]
