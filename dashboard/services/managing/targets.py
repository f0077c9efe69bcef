"""The plans that a subscription can be switched to (OP-36)."""

from __future__ import annotations

from dashboard.platform import LiveReads
from domain.offer import Offer
from upstream.offers import read_plan_ids
from warehouse.connection import Snapshot
from warehouse.offers import offer


def switch_targets(
    snapshot: Snapshot, live: LiveReads, plan_id: str, *, is_on_renewal: bool, reseller_id: str
) -> list[Offer]:
    """Return the plans that the platform names, as far as the reseller may order them.

    Raises:
        UpstreamError: the platform can't be reached, or does not tell.
    """
    (answer,) = live.ask(
        lambda client: client.fetch_switchable_plans(
            reseller_id, plan_id, is_on_renewal=is_on_renewal
        )
    )
    found = (offer(snapshot, own_id, reseller_id=reseller_id) for own_id in read_plan_ids(answer))
    return [one for one in found if one is not None]
