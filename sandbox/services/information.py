"""What the vendor tells a client about using a service: credentials and instructions (INFO-1)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.statuses import BillingType, SubscriptionStatus
from sandbox.catalog_records import Plan, Product
from sandbox.records import Account, Json, Service, Subscription
from sandbox.services.google import ADMIN_CONSOLE_URL, KEPT_DOMAIN
from sandbox.services.microsoft import ADMIN_CENTER_URL, TENANT_ID, TENANT_NAME

PANEL_URL = "https://panel.northerncloud.example"
ESET_URL = "https://protecthub.eset.com"


@dataclass(frozen=True, slots=True)
class Using:
    """A subscription, and what there is to know about it."""

    subscription: Subscription
    plan: Plan
    product: Product
    account: Account
    service: Service | None


def information_of(using: Using) -> Json:
    """Return what to tell; nothing before the activation, and once it is deleted (INFO-3)."""
    subscription = using.subscription
    if subscription.start_on is None or subscription.status is SubscriptionStatus.DELETED:
        return {}
    known = using.account.custom_attributes
    if using.product.vendor == "Microsoft" and TENANT_NAME in known:
        told = [
            _told(TENANT_NAME, "Microsoft Tenant Name", known[TENANT_NAME]),
            _told(TENANT_ID, "Microsoft Tenant ID", known.get(TENANT_ID, "")),
        ]
        return {"attributes": told + _credentials(using), "instructions": _microsoft(using)}
    if using.product.vendor == "Google" and KEPT_DOMAIN in known:
        told = [_told("domain_name", "Domain name", known[KEPT_DOMAIN])]
        steps = f"Sign in to the {_link(ADMIN_CONSOLE_URL, 'admin console')} and add the users."
        return {"attributes": told + _credentials(using), "instructions": f"<p>{steps}</p>"}
    return _others(using)


def _microsoft(using: Using) -> str:
    center = _link(ADMIN_CENTER_URL, "Microsoft 365 admin center")
    if using.plan.billing_type is BillingType.NON_RECURRING:
        return f"<p>Keys and downloads are in the {center}, under Billing, Your products.</p>"
    if using.plan.billing_type is BillingType.PAYG_EXTERNAL:
        portal = _link("https://portal.azure.com", "Azure portal")
        return f"<p>Sign in to the {portal} with an account of the tenant.</p>"
    return f"<p>Sign in to the {center} and assign the licences to the users.</p>"


def _others(using: Using) -> Json:
    login = _told("login", "Login", using.account.email)
    number = _told("service_id", "Service number", f"NC-{using.subscription.subscription_id}")
    if using.product.vendor == "Northern Cloud":
        steps = f"<p>Sign in to the {_link(PANEL_URL, 'control panel')}.</p>"
        return {"attributes": [number, login], "instructions": steps}
    if using.product.vendor == "ESET":
        steps = f"<p>Seats are managed in {_link(ESET_URL, 'ESET PROTECT Hub')}.</p>"
        return {"attributes": [login], "instructions": steps}
    return {}


def _credentials(using: Using) -> list[Json]:
    given = {} if using.service is None else using.service.credentials
    if not given:
        return []
    return [
        _told("admin_login", "Administrator login", given["login"]),
        _told("admin_password", "Initial password", given["password"], is_secret=True),
    ]


def _told(key: str, label: str, value: str, *, is_secret: bool = False) -> Json:
    return {"key": key, "label": label, "value": value, "secret": is_secret}


def _link(url: str, text: str) -> str:
    return f'<a href="{url}">{text}</a>'
