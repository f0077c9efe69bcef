"""A subscription of a list, with what may be done with it now (SUB-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.services.managing.availability import Action, Availability, available
from dashboard.services.managing.facts import Facts
from domain.deadlines.due import Due
from domain.details import SubscriptionDetails
from domain.service_terms import ServiceTerms
from warehouse.listed import ListedSubscription


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A row; `available` says of every action whether it is offered, and else why not.

    `deadline` is the nearest it has, None where it has none.
    """

    listed: ListedSubscription
    available: Mapping[Action, Availability]
    deadline: Due | None = None

    @property
    def own(self) -> SubscriptionDetails:
        return self.listed.subscription


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where rows are looked at: when, and with which terms and rights.

    `busy` are subscriptions that an operation is under way for that is not settled; `deadlines`
    the nearest ones by the id of their subscription.
    """

    now: datetime
    zone: ZoneInfo
    terms: ServiceTerms
    may_act: bool
    busy: frozenset[str] = frozenset()
    deadlines: Mapping[str, Due] = field(default_factory=dict)

    def row(self, listed: ListedSubscription) -> SubscriptionRow:
        """Return a row as it is seen from here, by what the mirror knows."""
        abilities = listed.subscription.abilities
        deadline = self.deadlines.get(listed.subscription.subscription_id)
        return SubscriptionRow(listed, available(abilities, self._facts(listed)), deadline)

    def _facts(self, listed: ListedSubscription) -> Facts:
        own, plan = listed.subscription, listed.plan
        today = self.now.astimezone(self.zone).date()
        return Facts(
            status=own.status,
            now=self.now,
            zone=self.zone,
            billing_type=plan.billing_type if plan else "",
            is_trial=own.is_trial,
            started_on=own.started_on,
            expires_on=own.expires_on,
            is_auto_renew_locked=own.is_auto_renew_locked,
            renew_point_days=own.manual_renew_point_days,
            plan_status=plan.status if plan else None,
            account_status=listed.account_status,
            term=self.terms.term(plan.service_term_id, today) if plan else None,
            blocking=(listed.unfinished,) if listed.unfinished else (),
            is_busy=own.subscription_id in self.busy,
            may_act=self.may_act,
        )
