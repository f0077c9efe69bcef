"""What a manager is told of an order that was sent, or is not what it was."""

from __future__ import annotations

from dashboard import formats
from dashboard.services.ordering.confirmation import unreachable
from dashboard.services.ordering.screen import OrderScreen, Said
from dashboard.services.outcomes import (
    Accepted,
    InProgress,
    NotSent,
    Placed,
    Refused,
    Saved,
    Unknown,
)
from dashboard.texts import gettext


def said_of(saved: Saved | Placed) -> Said:
    """Say what came of something that was sent, where it is not done."""
    match saved:
        case Refused(text=text):
            return Said("bad", text)
        case NotSent():
            return Said("bad", unreachable())
        case Unknown():
            says = gettext(
                "The connection broke before the platform answered. We are checking whether it"
                " was done; it is not sent again meanwhile."
            )
            return Said("warn", says)
        case InProgress():
            return Said("info", gettext("This is being sent at this moment."))
    return Said("info", gettext("Done."))


def placed_before(placed: Accepted) -> Said:
    says = gettext(
        "What you entered here before is order %(order)s, subscription %(subscription)s.",
        order=placed.order_id,
        subscription=placed.subscription_id or formats.NOTHING,
    )
    return Said("info", says)


def changed_text(before: str, screen: OrderScreen) -> str:
    """Say that the price is another one (MSG-8)."""
    shown = screen.confirmation
    total = shown.total if shown else None
    if total is None or before == str(total.amount):
        return gettext("The order has changed meanwhile. Please look at it and confirm again.")
    return gettext(
        "The total has changed from %(before)s to %(after)s %(currency)s. Please confirm again.",
        before=before,
        after=total.rounded().amount,
        currency=total.currency,
    )
