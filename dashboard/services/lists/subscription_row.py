"""A subscription of a list, with what may be done with it now (SUB-8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.services.managing.availability import Action, Availability, available
from dashboard.services.managing.facts import Facts
from domain.details import SubscriptionDetails
from domain.service_terms import ServiceTerms
from warehouse.listed import ListedSubscription


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A row; `available` says of every action whether it is offered, and else why not."""

    listed: ListedSubscription
    available: Mapping[Action, Availability]

    @property
    def own(self) -> SubscriptionDetails:
        return self.listed.subscription


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where rows are looked at: when, and with which terms and rights.

    `busy` are subscriptions that an operation is under way for that is not settled.
    """

    now: datetime
    zone: ZoneInfo
    terms: ServiceTerms
    may_act: bool
    busy: frozenset[str] = frozenset()

    def row(self, listed: ListedSubscription) -> SubscriptionRow:
        """Return a row as it is seen from here, by what the mirror knows."""
        abilities = listed.subscription.abilities
        return SubscriptionRow(listed, available(abilities, self._facts(listed)))

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
            unfinished=(listed.unfinished,) if listed.unfinished else (),
            is_busy=own.subscription_id in self.busy,
            may_act=self.may_act,
        )
