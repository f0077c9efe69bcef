"""Somebody has to be left who can administer a company (MGR-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.services.company.outcomes import Outcome, Refused, not_reached
from dashboard.texts import gettext
from domain.errors import UpstreamError
from domain.manager import ManagerDetails, is_last_administrator
from domain.operation import Operation
from store.database import Store
from store.deactivations import being_deactivated

if TYPE_CHECKING:
    from upstream.actions import UpstreamActions


def last_administrator() -> str:
    return gettext(
        "This is the last active System administrator. Add or activate another one first."
    )


def hindrance_to_leaving(
    store: Store, actions: UpstreamActions, manager: ManagerDetails, operation: Operation
) -> Outcome | None:
    """Return what keeps a manager from being deactivated, once that is written down; None where
    nothing does.

    Two who deactivate each other at the same moment both see two administrators before. Each has
    written down what it is about to do by the time it looks here, so that at least one sees the
    other; where both do, neither is deactivated.
    """
    if not manager.is_administrator:
        return None
    reseller_id = operation.reseller_id
    # In this order: what is settled in between, the platform knows by then.
    leaving = being_deactivated(store, reseller_id=reseller_id, but=operation.operation_id)
    try:
        managers = actions.find_managers(reseller_id)
    except UpstreamError:
        return not_reached()
    staying = (one for one in managers if one.manager_id not in leaving)
    return Refused(last_administrator()) if is_last_administrator(manager, staying) else None
