"""What the vendor tells a client about using a service: credentials and instructions (INFO-1)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.statuses import BillingType, SubscriptionStatus
from sandbox.catalog_records import Plan, Product
from sandbox.records import Account, Json, Subscription
from sandbox.services.google import KEPT_DOMAIN
from sandbox.services.microsoft import TENANT_ID, TENANT_NAME
from sandbox.vendor_records import Service

ENGLISH = "en"
LABELS = {
    "en": {
        TENANT_NAME: "Microsoft Tenant Name", TENANT_ID: "Microsoft Tenant ID",
        "domain_name": "Domain name", "login": "Login", "service_id": "Service number",
        "admin_login": "Administrator login", "admin_password": "Initial password",
    },
    "ru": {
        TENANT_NAME: "Имя тенанта Microsoft", TENANT_ID: "ID тенанта Microsoft",
        "domain_name": "Домен", "login": "Логин", "service_id": "Номер услуги",
        "admin_login": "Логин администратора", "admin_password": "Начальный пароль",
    },
}  # fmt: skip
STEPS = {
    "en": {
        "software": "Keys and downloads are in the {}, under Billing, Your products.",
        "azure": "Sign in to the {} with an account of the tenant.",
        "licences": "Sign in to the {} and assign the licences to the users.",
        "google": "Sign in to the {} and add the users.",
        "hosting": "Sign in to the {}.",
        "eset": "Seats are managed in {}.",
    },
    "ru": {
        "software": "Ключи и загрузки находятся в {}, в разделе «Ваши продукты».",
        "azure": "Войдите в {} с учётной записью тенанта.",
        "licences": "Войдите в {} и назначьте лицензии пользователям.",
        "google": "Войдите в {} и добавьте пользователей.",
        "hosting": "Войдите в {}.",
        "eset": "Управление лицензиями: {}.",
    },
}
MASKED = "admin_password"
MICROSOFT_STEPS = {BillingType.NON_RECURRING: "software", BillingType.PAYG_EXTERNAL: "azure"}
ADMIN_CENTER = ("https://admin.microsoft.com", "Microsoft 365 admin center")
PLACES = {
    "software": ADMIN_CENTER,
    "azure": ("https://portal.azure.com", "Azure portal"),
    "licences": ADMIN_CENTER,
    "google": ("https://admin.google.com", "Google admin console"),
    "hosting": ("https://panel.northerncloud.example", "control panel"),
    "eset": ("https://protecthub.eset.com", "ESET PROTECT Hub"),
}


@dataclass(frozen=True, slots=True)
class Using:
    """A subscription, and what there is to know about it."""

    subscription: Subscription
    plan: Plan
    product: Product
    account: Account
    service: Service | None


def information_of(using: Using, language: str = ENGLISH) -> Json:
    """Return what to tell; nothing before the activation, and once it is deleted (INFO-3)."""
    subscription = using.subscription
    if subscription.start_on is None or subscription.status is SubscriptionStatus.DELETED:
        return {}
    step, values = _told(using)
    if not step:
        return {}
    (url, place), labels = PLACES[step], LABELS[language]
    link = f'<a href="{url}">{place}</a>'
    attributes = [
        {"key": key, "label": labels[key], "value": value, "secret": key == MASKED}
        for key, value in values.items()
    ]
    steps = STEPS[language][step].format(link)
    return {"attributes": attributes, "instructions": f"<p>{steps}</p>"}


def _told(using: Using) -> tuple[str, dict[str, str]]:
    """Return the key of the instructions, and the values by their keys; nothing when silent."""
    known, vendor = using.account.custom_attributes, using.product.vendor
    given = {} if using.service is None else using.service.credentials
    credentials = {"admin_login": given["login"], MASKED: given["password"]} if given else {}
    if vendor == "Microsoft" and TENANT_NAME in known:
        tenant = {TENANT_NAME: known[TENANT_NAME], TENANT_ID: known.get(TENANT_ID, "")}
        return MICROSOFT_STEPS.get(using.plan.billing_type, "licences"), tenant | credentials
    if vendor == "Google" and KEPT_DOMAIN in known:
        return "google", {"domain_name": known[KEPT_DOMAIN]} | credentials
    if vendor == "Northern Cloud":
        number = f"NC-{using.subscription.subscription_id}"
        return "hosting", {"service_id": number, "login": using.account.email}
    if vendor == "ESET":
        return "eset", {"login": using.account.email}
    return "", {}
