"""Has a vendor look at what a switch says of a client, before anything is ordered (ORD-29)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dashboard.services.managing.questions import Asked, Questions, ordered
from dashboard.services.ordering.checking import is_late, look_at
from dashboard.services.ordering.draft import Checked
from dashboard.services.orders import Orders
from dashboard.texts import gettext
from domain.errors import NotFound, UpstreamError
from domain.management import Switch
from domain.offer import Offer
from domain.order import Validation, ValidationStatus


class VendorChecks:
    """Asks vendors, for one manager."""

    def __init__(self, orders: Orders, now: datetime) -> None:
        self._orders = orders
        self._now = now

    def asked(self, offer: Offer, account_id: str, quantities: Mapping[str, int]) -> Asked:
        """Return what the vendor of a plan wants to know of an account more than it does.

        Raises:
            NotFound: the reseller has no such account.
            UpstreamError: the platform can't be reached, or not be understood.
        """
        fields = self._orders.fields(offer.plan_id, account_id, ordered(quantities))
        if not fields:
            return Asked()
        return Asked(fields, self._orders.accounts.account(account_id).data)

    def begin(self, account_id: str, request: Switch, questions: Questions) -> Checked:
        """Send the answers to the vendor.

        Raises:
            NotFound: the reseller has no such account or plan.
            NotAllowed: this manager may not order.
            UpstreamError: the platform can't be reached, or did not take the answers.
        """
        begun = self._orders.validate(
            request.plan_id,
            account_id,
            ordered(request.quantities),
            questions.additional.values,
        )
        return Checked(begun.async_task_id, questions.fingerprint(request), self._now.isoformat())

    def look(self, checked: Checked) -> Validation:
        """Return how far the vendor is. While the platform does not answer nobody knows; after
        two minutes it has failed.
        """
        try:
            return look_at(self._orders, checked, self._now)
        except NotFound:
            return _failed(checked, gettext("The platform does not know the check any more."))
        except UpstreamError:
            if is_late(checked, self._now):
                says = gettext("The platform does not answer at the moment.")
                return _failed(checked, says)
            return Validation(checked.task_id, ValidationStatus.RUNNING)


def _failed(checked: Checked, says: str) -> Validation:
    return Validation(checked.task_id, ValidationStatus.FAILED, failure=says)
