"""What managers look at."""

from __future__ import annotations

from functools import cached_property

from dashboard.context.base import Base, of_section
from dashboard.context.portal import portal
from dashboard.services.account_screen import AccountScreen, AccountScreens
from dashboard.services.analytics import Analytics
from dashboard.services.attention import LOOKED_AHEAD, Attention, Known
from dashboard.services.catalog import Catalog
from dashboard.services.cost_screen import CostScreen
from dashboard.services.deadlines import Deadlines
from dashboard.services.exports import Exports
from dashboard.services.home import Home
from dashboard.services.lists.account_list import AccountList
from dashboard.services.lists.subscription_list import SubscriptionList
from dashboard.services.records import Records
from dashboard.services.reports import Reports
from dashboard.services.search import Search
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.services.subscriptions import Subscriptions
from domain.access import Section
from domain.periods import add_months, first_of_month, format_month

MONTHS_OF_COSTS = 6  # Of a subscription, or of a client, on its page.


class Looking(Base):
    """What managers look at: the catalog, subscriptions, clients and costs."""

    @of_section(Section.ANALYTICS)
    def analytics(self) -> Analytics:
        return Analytics(
            self.snapshot,
            reseller_id=self.viewer.reseller_id,
            currency=self.viewer.currency,
            today=self.today,
        )

    @of_section(Section.ANALYTICS)
    def records(self) -> Records:
        return Records(self.snapshot, self.analytics, reseller_id=self.viewer.reseller_id)

    @of_section(Section.ANALYTICS)
    def exports(self) -> Exports:
        return Exports(self.snapshot, reseller_id=self.viewer.reseller_id)

    @of_section(Section.CATALOG)
    def catalog(self) -> Catalog:
        return Catalog(self.snapshot, reseller_id=self.viewer.reseller_id)

    @cached_property
    def search(self) -> Search:
        return Search(
            self.snapshot,
            portal().search_indexes,
            reseller_id=self.viewer.reseller_id,
            locale=self.viewer.locale,
            access=self.viewer.access,
        )

    @of_section(Section.SUBSCRIPTIONS)
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self.snapshot, self.live, reseller_id=self.viewer.reseller_id)

    @of_section(Section.SUBSCRIPTIONS)
    def subscription_list(self) -> SubscriptionList:
        return SubscriptionList(self.snapshot, reseller_id=self.viewer.reseller_id)

    @cached_property
    def attention(self) -> Attention:
        """What needs attention, in the sections that the manager may see."""
        known = Known(
            self.today,
            self.now,
            soon=lambda: self.deadlines.soon(LOOKED_AHEAD, most=0),
            fresh=lambda: self.freshness,
        )
        return Attention(
            self.snapshot,
            self.store,
            self.viewer.access,
            known,
            reseller_id=self.viewer.reseller_id,
        )

    @cached_property
    def home(self) -> Home:
        return Home(
            self.snapshot,
            self.store,
            reseller_id=self.viewer.reseller_id,
            today=self.today,
            language=self.viewer.locale,
        )

    @of_section(Section.CLIENTS)
    def account_list(self) -> AccountList:
        return AccountList(self.snapshot, self.zone, reseller_id=self.viewer.reseller_id)

    @of_section(Section.CLIENTS)
    def account_screens(self) -> AccountScreens:
        return AccountScreens(self.snapshot, self.live, reseller_id=self.viewer.reseller_id)

    @of_section(Section.SUBSCRIPTIONS)
    def deadlines(self) -> Deadlines:
        return Deadlines(
            self.snapshot,
            portal().deadline_lists,
            self.settings.service_terms,
            self.zone,
            reseller_id=self.viewer.reseller_id,
            currency=self.viewer.currency,
            # A platform whose clock is ahead, as a test's may be, has data from later than now.
            now=max(self.now, self.snapshot.published.as_of),
        )

    def subscription_costs(self, screen: SubscriptionScreen) -> CostScreen | None:
        """Return what a subscription cost in the last months; None where no load knows it yet, and
        for who has no access to costs.
        """
        is_known = screen.has_costs
        return self._last_costs(is_known, subscription=screen.subscription.subscription_id)

    def account_costs(self, screen: AccountScreen) -> CostScreen | None:
        """Return the same of a client, subscription by subscription."""
        return self._last_costs(screen.has_costs, account=screen.account.account_id)

    def _last_costs(self, is_known: bool, **whose: str) -> CostScreen | None:
        if not (is_known and self.viewer.access.may_see(Section.ANALYTICS)):
            return None
        this_month = first_of_month(self.today)
        first_month = add_months(this_month, 1 - MONTHS_OF_COSTS)
        months = {"from": format_month(first_month), "to": format_month(this_month)}
        return self.analytics.screen(whose | months)

    @of_section(Section.ANALYTICS)
    def reports(self) -> Reports:
        return Reports(self.snapshot, reseller_id=self.viewer.reseller_id)
