"""What managers order and change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from dashboard.context.base import of_section
from dashboard.context.looking import Looking
from dashboard.context.portal import portal
from dashboard.services.managing.amounts import AmountLine, amount_lines
from dashboard.services.managing.bulk import Bulk
from dashboard.services.managing.controls import Controls, controls_of
from dashboard.services.managing.forms import OperationForms
from dashboard.services.managing.forms import Sources as FormSources
from dashboard.services.managing.operations import Acting, Managing
from dashboard.services.managing.price_check import price_of
from dashboard.services.managing.prices import OperationPrices
from dashboard.services.managing.questions import Asked
from dashboard.services.managing.targets import switch_targets
from dashboard.services.managing.vendor_checks import VendorChecks
from dashboard.services.ordering.drafts import Drafts
from dashboard.services.ordering.prices import NO_DISCOUNT, Partner, Prices
from dashboard.services.ordering.view import Sources
from dashboard.services.ordering.wizard import Wizard
from dashboard.services.orders import Orders
from dashboard.services.reading import is_id
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.access import Section
from domain.errors import NotAllowed
from domain.management import Request
from domain.offer import Offer
from domain.pricing.shown_price import ShownPrice
from store.placed import is_placed
from warehouse.offers import offer as known_offer


class OrderingAndManaging(Looking):
    """What managers order, and what they change of subscriptions."""

    def is_placed(self, order_id: str, account_id: str) -> bool:
        """Tell whether an order for one of the partner's clients was accepted under this id."""
        return is_id(order_id) and is_placed(
            self.store, order_id, account_id=account_id, reseller_id=self.viewer.reseller_id
        )

    @property
    def is_connected(self) -> bool:
        """Tell whether there is a platform to order at."""
        return portal().actions is not None

    @property
    def can_order(self) -> bool:
        """Tell whether this manager may order."""
        return self.viewer.access.may_order

    @property
    def can_manage(self) -> bool:
        """Tell whether this manager may change what subscriptions are."""
        return self.viewer.access.may_change(Section.SUBSCRIPTIONS)

    @of_section(Section.CATALOG)
    def orders(self) -> Orders:
        return self._orders(may_act=self.can_order)

    def _orders(self, *, may_act: bool) -> Orders:
        return Orders(
            self._actions,
            self.store,
            portal().clock,
            reseller_id=self.viewer.reseller_id,
            manager_id=self.viewer.manager_id,
            can_order=may_act,
            can_change_accounts=self.viewer.access.may_change(Section.CLIENTS),
        )

    @of_section(Section.SUBSCRIPTIONS)
    def managing(self) -> Managing:
        return Managing(
            self.subscriptions,
            portal().actions,
            self.store,
            portal().clock,
            self._acting,
            terms=self.settings.service_terms,
            zone=self.zone,
            price_of=self._price_of,
        )

    @of_section(Section.SUBSCRIPTIONS)
    def bulk(self) -> Bulk:
        """One action for several subscriptions at once."""
        return Bulk(
            self.store, portal().clock, self.managing, self._acting, language=self.viewer.locale
        )

    @property
    def _acting(self) -> Acting:
        return Acting(self.viewer.reseller_id, self.viewer.manager_id, self.can_manage)

    def _price_of(self, screen: SubscriptionScreen, request: Request) -> ShownPrice | None:
        return price_of(self.operation_prices, screen, request)

    @of_section(Section.SUBSCRIPTIONS)
    def operation_prices(self) -> OperationPrices:
        return OperationPrices(
            self.snapshot, self.live, self._discount, self.settings.service_terms, self._partner
        )

    @property
    def _partner(self) -> Partner:
        return Partner(self.viewer.reseller_id, self.viewer.currency, self.zone)

    def controls(self, screen: SubscriptionScreen) -> Controls | None:
        """Return what may be done on a subscription's page; None for who may only look (OP-8)."""
        if not (self.can_manage and self.is_connected):
            return None
        offer = self._offer(screen.subscription.plan_id)
        return controls_of(screen, self.managing.available(screen), offer)

    def resource_lines(
        self, screen: SubscriptionScreen, controls: Controls | None
    ) -> tuple[AmountLine, ...]:
        """Return a subscription's resources with their prices, whoever looks at them."""
        if controls is not None:
            return controls.lines
        return amount_lines(screen, self._offer(screen.subscription.plan_id), can_change=False)

    @of_section(Section.SUBSCRIPTIONS)
    def operation_forms(self) -> OperationForms:
        return OperationForms(
            FormSources(
                self.subscriptions.screen,
                self.managing.available,
                self._offer,
                self._switch_targets,
                self._asked,
                self.operation_prices,
                self.settings.service_terms,
                self.zone,
            )
        )

    def _offer(self, plan_id: str) -> Offer | None:
        return known_offer(self.snapshot, plan_id, reseller_id=self.viewer.reseller_id)

    def _asked(self, offer: Offer, account_id: str, quantities: Mapping[str, int]) -> Asked:
        return self.vendor_checks.asked(offer, account_id, quantities)

    @of_section(Section.SUBSCRIPTIONS)
    def vendor_checks(self) -> VendorChecks:
        """What vendors want to know with a switch, and what they say of it."""
        return VendorChecks(self._orders(may_act=self.can_manage), self.now)

    def _switch_targets(self, plan_id: str, is_on_renewal: bool) -> list[Offer]:
        return switch_targets(
            self.snapshot, self.live, plan_id, is_on_renewal=is_on_renewal,
            reseller_id=self.viewer.reseller_id,
        )  # fmt: skip

    @of_section(Section.CATALOG)
    def wizard(self) -> Wizard:
        if not self.can_order:
            raise NotAllowed("this manager may not order")
        prices = Prices(
            self.snapshot,
            self.live,
            self._discount,
            self.settings.service_terms,
            self._partner,
            now=self.now,
        )
        sources = Sources(self.snapshot, self.orders, prices, self.viewer.reseller_id, self.now)
        return Wizard(Drafts(self.store, self.viewer.manager_id, self.now), sources)

    def _discount(self, plan_id: str, day: date) -> Decimal:
        found = self._actions.fetch_discount(self.viewer.reseller_id, plan_id, day)
        return NO_DISCOUNT if found is None else found.percent
