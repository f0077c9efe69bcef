"""Says what is another one of what a form said that an operation costs (MSG-8)."""

from __future__ import annotations

from dashboard import formats
from dashboard.services.managing.outcomes import PriceChanged
from dashboard.texts import gettext
from domain.money import Money
from domain.pricing.shown_price import ShownPrice


def what_changed(changed: PriceChanged, locale: str) -> str:
    """Write it in a sentence."""
    old, new = (one and one.rounded() for one in (changed.old, changed.new))
    if _total(old) != _total(new):
        return gettext(
            "The total has changed from %(old)s to %(new)s.",
            old=_written(_total(old), locale),
            new=_written(_total(new), locale),
        )
    if old is not None and new is not None and old.released != new.released:
        return gettext(
            "What comes back has changed from %(old)s to %(new)s.",
            old=_written(old.released, locale),
            new=_written(new.released, locale),
        )
    if old is not None and new is not None and old.monthly_after != new.monthly_after:
        return gettext(
            "What each full month costs has changed from %(old)s to %(new)s.",
            old=_written(old.monthly_after, locale),
            new=_written(new.monthly_after, locale),
        )
    return gettext("The total is the same, but when it is charged, or for how long, has changed.")


def _total(shown: ShownPrice | None) -> Money | None:
    return None if shown is None else shown.total


def _written(amount: Money | None, locale: str) -> str:
    return formats.NOTHING if amount is None else formats.money(amount, locale)
