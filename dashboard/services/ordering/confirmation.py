"""Step 4 of an order: the price that is confirmed, and what stands against it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from dashboard.services.ordering.client import ClientStep
from dashboard.services.ordering.configuration import Configuration
from dashboard.services.ordering.draft import OrderDraft
from dashboard.services.ordering.prices import NO_DISCOUNT, Offered, Prices
from dashboard.texts import gettext
from domain.errors import PortalError, UpstreamError, UpstreamRejected
from domain.money import Money
from domain.order import SalesOrder
from domain.pricing.quote import Quote

BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What exactly is confirmed: `fingerprint` is another once any of it is.

    `blocked` says why it can't be confirmed now (ORD-36); then there may be no price either.
    """

    quote: Quote | None
    rate: Decimal | None
    discount_percent: Decimal
    fingerprint: str
    blocked: tuple[str, ...] = ()

    @property
    def total(self) -> Money | None:
        return self.quote.order.total if self.quote else None


def confirmation(
    offered: Offered, draft: OrderDraft, chosen: Configuration, client: ClientStep, prices: Prices
) -> Confirmation:
    """Price an order in the partner's currency, by what the platform says at this moment."""
    try:
        rate, discount = prices.rate(offered.offer.currency), prices.discount(offered)
    except UpstreamError as error:
        return _blocked(told_by(error))
    if not offered.is_live:
        return _blocked(unreachable())
    if rate is None:
        says = gettext(
            "There is no exchange rate for %(currency)s, so this plan can't be ordered now."
            " Contact support.",
            currency=offered.offer.currency,
        )
        return _blocked(says)
    quote = prices.in_partner_currency(offered, chosen, rate, discount)
    if quote is None:
        says = gettext("The portal can't tell what this plan will cost. Contact support.")
        return _blocked(says)
    return Confirmation(quote, rate, discount, _fingerprint(draft, chosen, client, quote))


def sales_order(draft: OrderDraft, chosen: Configuration) -> SalesOrder:
    """Return the order that a complete draft asks for.

    Raises:
        ValueError: no period is chosen.
    """
    if chosen.period is None:
        raise ValueError("no period is chosen")
    return SalesOrder(
        plan_id=draft.plan_id,
        plan_period_id=chosen.period.plan_period_id,
        quantities=chosen.quantities,
        provisioning_on=chosen.start_on if chosen.is_delayed else None,
        is_auto_renewed=chosen.is_auto_renewed,
        async_task_id=draft.checked.task_id if draft.checked else None,
    )


def told_by(error: PortalError) -> str:
    """Return what to say of a platform that refuses, in its own words, or does not answer."""
    return error.text if isinstance(error, UpstreamRejected) else unreachable()


def unreachable() -> str:
    return gettext(
        "The platform can't be reached now. Nothing has been sent, and what you entered is kept:"
        " try again in a minute."
    )


def _blocked(reason: str) -> Confirmation:
    return Confirmation(None, None, NO_DISCOUNT, "", (reason,))


def _fingerprint(draft: OrderDraft, chosen: Configuration, client: ClientStep, quote: Quote) -> str:
    """Return what an order is told by: what is entered, and what it comes to."""
    about = [
        draft.fingerprint(),
        sales_order(draft, chosen),
        client.data,
        quote.order,
        quote.at_once,
        quote.next_charge,
        quote.monthly_after,
        quote.money,
        quote.until,
    ]
    return hashlib.sha256(BETWEEN.join(map(repr, about)).encode()).hexdigest()
