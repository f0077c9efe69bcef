"""What the upstream reseller allows under its plans, and when: service terms, as they are dated.

The platform's API names a plan's service term and says nothing of what is in it, nor on which day
of the month a reseller is billed. Both are kept in a file beside the settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

FIRST_OF_MONTH = 1
AT_ANY_TIME = -1


@dataclass(frozen=True, slots=True)
class ServiceTerm:
    """What a service term allows from a day on. Points are days before the expiration.

    A point of -1 is at any time. `cancellation_hours` are those after an activation within which
    a subscription may still be deleted; 0 where there is no such window. What is added later has
    such a window of its own where a vendor counts added amounts apart. A renewal carried out within
    `extended_renewal_days` before a billing day pays for the billing period after it as well.
    """

    name: str
    cancellation_hours: int
    delayed_order_days: int
    is_singleton: bool  # one live subscription per account
    is_auto_renew_locked: bool
    is_auto_renewed: bool  # what an order proposes
    trial_quantity: int | None  # of the primary resource; None: it may be chosen
    is_trial_changeable: bool
    grace_days: int
    storage_days: int  # between a stop and the deletion
    auto_renew_point: int
    manual_renew_point: int
    manual_switch_point: int
    delayed_switch_point: int
    is_stop_allowed: bool
    stop_needs_approval: bool
    deletion_needs_approval: bool
    window_restarts_on_renewal: bool = True
    counts_added_amounts_apart: bool = False
    extended_renewal_days: int = 0

    def window_end(self, begun_at: datetime) -> datetime | None:
        """Return up to when what began at an instant can be given back; None where it never can.

        It ends exactly so many hours later, whatever clocks are turned meanwhile.
        """
        if not self.cancellation_hours:
            return None
        return begun_at.astimezone(UTC) + timedelta(hours=self.cancellation_hours)


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """A service term as it is from a day on; `None` is from ever."""

    start_on: date | None
    term: ServiceTerm


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    """Every service term that is known, and the days resellers are billed on.

    `dated` holds the versions of each term by its id at the platform, the oldest first.
    """

    dated: Mapping[str, tuple[DatedTerm, ...]] = field(default_factory=dict)
    billing_days: Mapping[str, int] = field(default_factory=dict)

    def term(self, service_term_id: str | None, day: date) -> ServiceTerm | None:
        """Return the term in force on a day; None where nothing is known of it."""
        versions = self.dated.get(service_term_id or "", ())
        in_force = [one.term for one in versions if one.start_on is None or one.start_on <= day]
        return in_force[-1] if in_force else None

    def billing_day(self, reseller_id: str) -> int:
        """Return the day of the month on which a reseller's billing periods begin, 1 to 28."""
        return self.billing_days.get(reseller_id, FIRST_OF_MONTH)
