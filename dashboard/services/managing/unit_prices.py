"""What a unit of a held resource is charged at, and when (OP-28, BIL-12)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dashboard import formats
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.details import HeldResource
from domain.offer import Offer
from domain.statuses import BillingType

CONSUMED = (BillingType.PAYG, BillingType.PAYG_EXTERNAL)


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of a unit, None where it is not known; `fee` is what it costs each month."""

    price: Decimal | None
    charged_for: str
    fee: Decimal | None = None


def unit_price(screen: SubscriptionScreen, held: HeldResource, offer: Offer | None) -> UnitPrice:
    """Return the price of a unit: what is held tells only the monthly one, the offer the others."""
    if screen.subscription.is_trial:
        return UnitPrice(None, _free(screen), Decimal(0))
    resources = offer.resources if offer else ()
    key = held.plan_resource_id
    offered = next((one for one in resources if one.plan_resource_id == key), None)
    billing = screen.plan.kind if screen.plan else BillingType.UNKNOWN
    if held.is_measured or billing in CONSUMED:
        # No price at all is one that the vendor tells only with what was used.
        fee = offered.consumption_fee if offered else None
        return UnitPrice(fee or None, gettext("for each consumed"))
    if billing is BillingType.NON_RECURRING:
        return UnitPrice(offered.setup_fee if offered else None, gettext("once"))
    fee = held.recurring_fee_amount
    return UnitPrice(fee, gettext("a month"), fee)


def _free(screen: SubscriptionScreen) -> str:
    ends_on = screen.subscription.expires_on
    return gettext("free until %(day)s", day=formats.day(ends_on)) if ends_on else gettext("free")
