"""What there is to see: each page, and each state of one that looks different.

A scene brings a page that its own manager is signed in to into the state that its name says. It
finds its way by ids and classes: texts are in the language of the pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from playwright.sync_api import Page

from sandbox.catalog_records import Plan
from sandbox.records import Account, Reseller, Subscription
from screenshots.stage import ADMIN, DOMAIN, NEWCOMER, PASSWORD, READER, Stage
from store.tokens import Purpose, new_token

Act = Callable[[Page, Stage], object]
Record = TypeVar("Record")

TROUBLE = "/sign-in/oidc/trouble"  # With an identity provider.
ORDERED = "Hosted Exchange Standard"
SHOWN = "Microsoft 365 E3 (NCE, 1 month)"


@dataclass(frozen=True, slots=True)
class Scene:
    """A page in one of its states. `page` is its module in `pages`, None for one without a script;
    `who` is signed in, None where nobody is.
    """

    name: str
    page: str | None
    act: Act
    who: str | None = ADMIN


def at(address: str) -> Act:
    return lambda page, stage: page.goto(address)


def owned(stage: Stage, kind: type[Record], where: str) -> Record:
    """Return the first of the partner's records of a kind, by what the platform keeps of them."""
    with stage.platform.reading() as books:
        (reseller,) = books.find(Reseller, "domain = ?", DOMAIN)
        return books.find(kind, f"reseller_id = ? AND {where}", reseller.reseller_id)[0]


def plan(stage: Stage, name: str) -> Plan:
    return owned(stage, Plan, f"name = '{name}' AND status = 'active'")


def account(stage: Stage) -> int:
    """Return the client with the most subscriptions."""
    bought = "(SELECT count(*) FROM subscription WHERE account_id = account.account_id)"
    return owned(stage, Account, f"status = 'active' ORDER BY {bought} DESC").account_id


def subscription(stage: Stage, where: str) -> int:
    return owned(stage, Subscription, f"{where} ORDER BY subscription_id").subscription_id


MONTHLY = (
    "status = 'active' AND NOT is_trial AND end_on IS NOT NULL"
    " AND plan_id IN (SELECT plan_id FROM plan WHERE billing_type = 'csp_monthly')"
)
CONSUMED = (
    "status = 'active' AND plan_id IN"
    " (SELECT plan_id FROM plan WHERE billing_type = 'payg_external')"
)


def at_subscription(where: str, query: str = "") -> Act:
    return lambda page, stage: page.goto(f"/subscriptions/{subscription(stage, where)}{query}")


def asked(action: str) -> Act:
    """Open the dialog of an operation from a subscription's page."""

    def act(page: Page, stage: Stage) -> None:
        at_subscription(MONTHLY)(page, stage)
        open_dialog(page, action)

    return act


def open_dialog(page: Page, action: str) -> None:
    page.locator(f"button[data-operation='{action}']:not([disabled]):visible").first.click()
    page.wait_for_selector(".modal.show #operation-confirm")


def asked_to_change(page: Page, stage: Stage) -> None:
    at_subscription(MONTHLY)(page, stage)
    amount = page.locator("input[id*='managed-amount']").first
    amount.fill(str(int(amount.input_value()) + 3))
    open_dialog(page, "change")


def at_product(page: Page, stage: Stage) -> None:
    page.goto(f"/products/{plan(stage, SHOWN).product_id}")


def at_category(page: Page, stage: Stage) -> None:
    page.goto("/catalog")
    page.locator("#content a[href^='/catalog/']").first.click()
    page.wait_for_url("**/catalog/*")


def configured(page: Page, stage: Stage) -> None:
    number = plan(stage, ORDERED).plan_id
    page.goto(f"/order?plan={number}&account={account(stage)}")
    page.wait_for_selector("#order-receipt")


def at_client_step(page: Page, stage: Stage) -> None:
    configured(page, stage)
    page.get_by_role("radio").first.check()
    page.locator("#order-next:not([disabled])").click()
    page.wait_for_selector(".steps li:nth-child(2).current")


def at_confirmation(page: Page, stage: Stage) -> None:
    at_client_step(page, stage)
    page.locator("#order-next:not([disabled])").click()
    page.wait_for_selector(".steps li:nth-child(4).current")


def selected(page: Page, stage: Stage) -> None:
    page.goto("/subscriptions?sort=-activation&size=10")
    for number in (0, 2, 3):
        page.locator(".select-row").nth(number).click()


def previewed(page: Page, stage: Stage) -> None:
    selected(page, stage)
    page.locator("""button[id*='"several-ask"'][id*='"stop"']""").first.click()
    page.wait_for_url("**/subscriptions/several/*")
    page.wait_for_selector(".several-table .status.good")


def failed(page: Page, stage: Stage) -> None:
    """Lose the answer to a view."""
    page.goto("/analytics")
    page.wait_for_selector(".headline")
    page.route("**/_dash-update-component*", lambda route: route.abort())
    page.locator(".switch a:not([aria-current])").first.click()
    page.wait_for_selector(".failure:not([hidden])")


def suggested(page: Page, stage: Stage) -> None:
    page.goto("/help")
    page.wait_for_selector("h1")
    page.keyboard.press("Control+k")
    page.keyboard.type("micro")
    page.wait_for_selector("[role=option]")


def wrong_password(page: Page, stage: Stage) -> None:
    page.goto("/sign-in")
    page.locator("#domain").fill(DOMAIN)
    page.locator("#email").fill(ADMIN)
    page.locator("#password").fill("wrong")
    page.locator("button[type=submit]").click()
    page.wait_for_selector("[role=alert]")


def asked_for_link(page: Page, stage: Stage) -> None:
    page.goto("/forgot-password")
    page.locator("#domain").fill(DOMAIN)
    page.locator("#email").fill(ADMIN)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("[role=status]")


def a_manager(page: Page, stage: Stage) -> None:
    page.goto(f"/company/managers/{stage.manager(READER)['manager_id']}")


def set_password(page: Page, stage: Stage) -> None:
    now = stage.platform.now()
    token = new_token(stage.portal.store, Purpose.INVITATION, **stage.manager(NEWCOMER),
                      asked_at=now, now=now)  # fmt: skip
    page.goto(f"/set-password/{token}")


def set_up_app(page: Page, stage: Stage) -> None:
    page.goto("/second-factor")
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector(".qr-frame")


SCENES = (
    Scene("sign-in", None, at("/sign-in"), None),
    Scene("sign-in-wrong", None, wrong_password, None),
    Scene("sign-in-doubtful", None, at(f"{TROUBLE}?why=doubtful&code=1f0c33d2"), None),
    Scene("sign-in-several", None, at(f"{TROUBLE}?why=several"), None),
    Scene("forgot-password", None, at("/forgot-password"), None),
    Scene("forgot-password-sent", None, asked_for_link, None),
    Scene("set-password", None, set_password, None),
    Scene("set-password-over", None, at("/set-password/x"), None),
    Scene("main", "home", at("/")),
    Scene("main-new", "home", at("/"), NEWCOMER),
    Scene("search-suggested", "search", suggested),
    Scene("search", "search", at("/search?q=microsoft")),
    Scene("search-nothing", "search", at("/search?q=zzzzqqqq")),
    Scene("catalog", "catalog", at("/catalog")),
    Scene("category", "category", at_category),
    Scene("product", "product", at_product),
    Scene("order-1", "order", configured),
    Scene("order-2", "order", at_client_step),
    Scene("order-4", "order", at_confirmation),
    Scene("subscriptions", "subscriptions", at("/subscriptions")),
    Scene("subscriptions-none", "subscriptions", at("/subscriptions?q=zzzz")),
    Scene("subscriptions-new", "subscriptions", at("/subscriptions"), NEWCOMER),
    Scene("subscriptions-selected", "subscriptions", selected),
    Scene("several", "several", previewed),
    Scene("subscription", "subscription", at_subscription(MONTHLY)),
    Scene("subscription-history", "subscription", at_subscription(MONTHLY, "?tab=history")),
    Scene("subscription-information", "subscription", at_subscription(MONTHLY, "?tab=information")),
    Scene("subscription-costs", "subscription", at_subscription(CONSUMED, "?tab=costs")),
    Scene("dialog-change", "subscription", asked_to_change),
    Scene("dialog-stop", "subscription", asked("stop")),
    Scene("dialog-switch", "subscription", asked("switch")),
    Scene("clients", "accounts", at("/clients")),
    Scene("clients-new", "accounts", at("/clients"), NEWCOMER),
    Scene("client", "account", lambda page, stage: page.goto(f"/clients/{account(stage)}")),
    Scene("deadlines", "deadlines", at("/deadlines")),
    Scene("deadlines-new", "deadlines", at("/deadlines"), NEWCOMER),
    Scene("analytics", "analytics", at("/analytics")),
    Scene("analytics-table", "analytics", at("/analytics?table=1")),
    Scene("analytics-new", "analytics", at("/analytics"), NEWCOMER),
    Scene("records", "records", at("/analytics/records")),
    Scene("reports", "reports", at("/analytics/reports")),
    Scene("quality", "quality", at("/analytics/quality")),
    Scene("company", "company", at("/company")),
    Scene("managers", "company_managers", at("/company/managers")),
    Scene("manager", "company_manager", a_manager),
    Scene("manager-new", "company_new_manager", at("/company/managers/new")),
    Scene("profile", "profile", at("/profile")),
    Scene("support", "support", at("/support")),
    Scene("audit", "audit", at("/audit")),
    Scene("help", "help", at("/help")),
    Scene("help-numbers", "help_numbers", at("/help/numbers")),
    Scene("password", None, at("/password")),
    Scene("second-factor", None, at("/second-factor")),
    Scene("second-factor-app", None, set_up_app),
    Scene("failed", "analytics", failed),
    Scene("no-access", "audit", at("/audit"), READER),
    Scene("not-found", None, at("/nothing/here")),
)
