"""What a page may ask during this request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g
from flask_login import UserMixin, current_user

from dashboard.platform import LiveReads
from dashboard.services.account_screen import AccountScreen, AccountScreens
from dashboard.services.analytics import Analytics
from dashboard.services.attention import LOOKED_AHEAD, Attention, Known
from dashboard.services.audit import Audit
from dashboard.services.catalog import Catalog
from dashboard.services.company.absences import Absences
from dashboard.services.company.directory import Directory
from dashboard.services.company.managers import Administering, Managers
from dashboard.services.company.outcomes import Outcome as ManagerOutcome
from dashboard.services.cost_screen import CostScreen
from dashboard.services.deadline_lists import DeadlineLists
from dashboard.services.deadlines import Deadlines
from dashboard.services.exports import Exports
from dashboard.services.freshness import Freshness, freshness
from dashboard.services.home import Home
from dashboard.services.invitations import Invitations
from dashboard.services.lists.account_list import AccountList
from dashboard.services.lists.subscription_list import SubscriptionList
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
from dashboard.services.profile import Profile
from dashboard.services.reading import is_id
from dashboard.services.records import Records
from dashboard.services.reports import Reports
from dashboard.services.search import Search, SearchIndexes
from dashboard.services.second_factors import SecondFactors
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.services.subscriptions import Subscriptions
from domain.access import Access, AccessLevels, Part, Reserved, Section
from domain.branding import Branding, Overrides, Picture, branding_for
from domain.deadlines.due import Due
from domain.errors import NotAllowed
from domain.identity_provider import IdentityProvider
from domain.management import Request
from domain.offer import Offer
from domain.periods import add_months, first_of_month, format_month
from domain.pricing.shown_price import ShownPrice
from domain.service_terms import ServiceTerms
from domain.statuses import ManagerRole
from store.attempts import Limit
from store.database import Store
from store.placed import is_placed
from store.sessions import Lifetime
from upstream.actions import UpstreamActions
from upstream.client import UpstreamClient
from warehouse.connection import Snapshot, Warehouse
from warehouse.offers import offer as known_offer

Clock = Callable[[], datetime]
Service = TypeVar("Service")

MONTHS_OF_COSTS = 6  # Of a subscription, or of a client, on its page.


class PortalSettings(Protocol):
    """The settings that the web application uses."""

    @property
    def secret_key(self) -> str: ...
    @property
    def data_dir(self) -> Path: ...
    @property
    def https(self) -> bool: ...
    @property
    def trusted_proxies(self) -> int: ...
    @property
    def sign_in_attempts(self) -> int: ...
    @property
    def sign_in_lock_minutes(self) -> int: ...
    @property
    def session_idle_minutes(self) -> int: ...
    @property
    def session_hours(self) -> int: ...
    @property
    def password_strength(self) -> str: ...
    @property
    def password_days(self) -> int: ...
    @property
    def inactive_days(self) -> int: ...
    @property
    def default_language(self) -> str: ...
    @property
    def platform_time_zone(self) -> str: ...
    @property
    def refresh_minutes(self) -> int: ...
    @property
    def service_terms(self) -> ServiceTerms: ...
    @property
    def access_levels(self) -> AccessLevels: ...
    @property
    def brand(self) -> str: ...
    @property
    def brand_logo(self) -> Picture | None: ...
    @property
    def brand_logo_dark(self) -> Picture | None: ...
    @property
    def brand_icon(self) -> Picture | None: ...
    @property
    def accent(self) -> str: ...
    @property
    def accent_dark(self) -> str: ...
    @property
    def support_email(self) -> str: ...
    @property
    def support_phone(self) -> str: ...
    @property
    def support_url(self) -> str: ...
    @property
    def branding(self) -> Mapping[str, Overrides]: ...
    @property
    def portal_url(self) -> str: ...
    @property
    def oidc_issuer(self) -> str: ...
    @property
    def oidc_client_id(self) -> str: ...
    @property
    def oidc_client_secret(self) -> str: ...
    @property
    def oidc_name(self) -> str: ...
    @property
    def oidc_partners(self) -> Mapping[str, IdentityProvider]: ...


@dataclass(frozen=True, slots=True)
class Portal:
    """What lives as long as the process. `platform` is None where the settings name none."""

    settings: PortalSettings
    warehouse: Warehouse
    store: Store
    clock: Clock
    platform: UpstreamClient | None = None
    live: LiveReads = field(default_factory=lambda: LiveReads(None))
    actions: UpstreamActions | None = None
    search_indexes: SearchIndexes = field(default_factory=SearchIndexes)
    deadline_lists: DeadlineLists[Due] = field(default_factory=DeadlineLists)

    @property
    def session_lifetime(self) -> Lifetime:
        return Lifetime(
            idle=timedelta(minutes=self.settings.session_idle_minutes),
            longest=timedelta(hours=self.settings.session_hours),
        )

    @property
    def sign_in_limit(self) -> Limit:
        return Limit(
            attempts=self.settings.sign_in_attempts,
            lock=timedelta(minutes=self.settings.sign_in_lock_minutes),
        )


@dataclass(frozen=True)
class Viewer(UserMixin):  # type: ignore[misc]
    """The manager who is signed in, and how they read the portal."""

    manager_id: str
    reseller_id: str
    reseller_name: str
    currency: str
    role: ManagerRole
    name: str
    email: str
    locale: str
    theme: str | None
    domain: str = ""
    access: Access = field(default_factory=Access)

    def get_id(self) -> str:
        return self.manager_id


def of_section(
    section: Part,
) -> Callable[[Callable[[Any], Service]], cached_property[Service]]:
    """Make a service that whoever has no access to a section is not given (MGR-9).

    Asking for it raises NoAccess then.
    """

    def guarded(make: Callable[[Any], Service]) -> cached_property[Service]:
        @wraps(make)
        def checked(here: Services) -> Service:
            here.viewer.access.require(section)
            return make(here)

        return cached_property(checked)

    return guarded


class Services:
    """What one request may ask. Each answer of the request comes from one published version."""

    def __init__(self, portal: Portal, viewer: Viewer) -> None:
        self.viewer = viewer
        self.store = portal.store
        self.settings = portal.settings
        self.platform = portal.platform
        self.live = portal.live
        self.now = portal.clock()

    @cached_property
    def branding(self) -> Branding:
        """Whose portal the manager sees, and who helps them."""
        return branding_for(self.settings, self.viewer.domain)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The newest published version, pinned until the request ends."""
        return request_snapshot()

    @property
    def zone(self) -> ZoneInfo:
        """The platform's zone, in which days begin and end."""
        return ZoneInfo(self.settings.platform_time_zone)

    @cached_property
    def today(self) -> date:
        """The platform's day when the published data were read: what "last month" starts from."""
        return self.snapshot.published.as_of.astimezone(self.zone).date()

    @property
    def freshness(self) -> Freshness:
        return freshness(
            self.store,
            self.snapshot.published,
            refresh_every=timedelta(minutes=self.settings.refresh_minutes),
            now=self.now,
        )

    @cached_property
    def invitations(self) -> Invitations:
        """What new managers of this partner are sent a link by, to set their password."""
        return Invitations(self.store, self.viewer.reseller_id, self.viewer.manager_id, self.now)

    @cached_property
    def profile(self) -> Profile:
        """The manager's own: open to everyone."""
        return Profile(
            self.snapshot,
            self.live,
            self.store,
            self.settings.access_levels,
            timedelta(days=self.settings.password_days),
            manager_id=self.viewer.manager_id,
            reseller_id=self.viewer.reseller_id,
            role=self.viewer.role,
            clock=portal().clock,
        )

    @of_section(Section.COMPANY)
    def second_factors(self) -> SecondFactors:
        return SecondFactors(
            self.snapshot,
            self.store,
            reseller_id=self.viewer.reseller_id,
            asked_by=self.viewer.manager_id,
            is_administrator=self.viewer.access.is_administrator,
            now=self.now,
        )

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

    def is_placed(self, order_id: str, account_id: str) -> bool:
        """Tell whether an order for one of the partner's clients was accepted under this id."""
        return is_id(order_id) and is_placed(
            self.store, order_id, account_id=account_id, reseller_id=self.viewer.reseller_id
        )

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

    @of_section(Section.COMPANY)
    def directory(self) -> Directory:
        """Who the partner's managers are."""
        return Directory(self.snapshot, self.live, self.now, reseller_id=self.viewer.reseller_id)

    @of_section(Section.COMPANY)
    def managers(self) -> Managers:
        """What is done with the partner's managers."""
        return self._managers

    @of_section(Section.COMPANY)
    def absences(self) -> Absences:
        """Which of the partner's managers stayed away for too long."""
        viewer = self.viewer
        return Absences(
            self.store,
            viewer.reseller_id,
            viewer.manager_id,
            viewer.access.is_administrator,
            self.settings.inactive_days,
            self.now,
        )

    def change_own(self, key: str, entered: Mapping[str, str]) -> ManagerOutcome:
        """Change the viewer's own name or phone at the platform; `key` is that of the form (PRF-3).

        `entered` has `name`, `phone` or both. What is wrong with them is told by key.
        """
        return self._managers.change(key, self.viewer.manager_id, entered)

    @cached_property
    def _managers(self) -> Managers:
        viewer = self.viewer
        acting = Administering(
            viewer.reseller_id, viewer.manager_id, viewer.access.is_administrator
        )
        levels = self.settings.access_levels
        return Managers(self._actions, self.store, portal().clock, acting, levels)

    @of_section(Reserved.AUDIT)
    def audit(self) -> Audit:
        """What the partner's managers did."""
        levels = self.settings.access_levels.levels
        names = {key: level.name(self.viewer.locale) for key, level in levels.items()}
        return Audit(
            self.store,
            self.snapshot,
            self.zone,
            names,
            reseller_id=self.viewer.reseller_id,
            manager_id=self.viewer.manager_id,
        )

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

    @property
    def _actions(self) -> UpstreamActions:
        actions = portal().actions
        if actions is None:
            raise LookupError("no platform is named")
        return actions

    def _discount(self, plan_id: str, day: date) -> Decimal:
        found = self._actions.fetch_discount(self.viewer.reseller_id, plan_id, day)
        return NO_DISCOUNT if found is None else found.percent

    @of_section(Section.ANALYTICS)
    def reports(self) -> Reports:
        return Reports(self.snapshot, reseller_id=self.viewer.reseller_id)


def services() -> Services:
    """Return what the signed-in manager may ask; the guard has made sure that there is one."""
    if "services" not in g:
        viewer = current_user._get_current_object()
        if not isinstance(viewer, Viewer):
            raise LookupError("nobody is signed in")
        g.services = Services(portal(), viewer)
    return cast(Services, g.services)


def portal() -> Portal:
    return cast(Portal, current_app.extensions["portal"])


def request_snapshot() -> Snapshot:
    """Pin the newest published version for the rest of this request.

    Raises:
        WarehouseNotReady: no load has published one yet.
    """
    if "snapshot" not in g:
        pinned = ExitStack()
        g.snapshot = pinned.enter_context(portal().warehouse.snapshot())
        g.pinned = pinned
    return cast(Snapshot, g.snapshot)


def keep_pinned(response: Response) -> Response:
    """Keep this request's version pinned until its answer is sent, which may take a while."""
    pinned: ExitStack | None = g.pop("pinned", None)
    if pinned is not None:
        response.call_on_close(pinned.close)
    return response


def install(server: Flask, portal_: Portal) -> None:
    server.extensions["portal"] = portal_
    server.teardown_appcontext(_release)


def utc_now() -> datetime:
    return datetime.now(UTC)


def _release(_: BaseException | None) -> None:
    pinned: ExitStack | None = g.pop("pinned", None)
    if pinned is not None:
        pinned.close()
