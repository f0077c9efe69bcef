"""Microsoft: the customer agreement and the tenant that all its services of an account share."""

from __future__ import annotations

import hashlib
import re
import uuid

from domain.statuses import BillingType
from sandbox.books import Books
from sandbox.records import Account, Json, Subscription
from sandbox.services.attributes import (
    DOMAIN,
    EMAIL,
    NO,
    YES,
    Asked,
    OrderAttribute,
    Verdict,
    choice,
    text_of,
)
from sandbox.services.provoked import REFUSED, TAKEN, UNKNOWN, UNLINKED, word_of
from sandbox.vendor_records import Service

AGREEMENT, IS_NEW = "microsoft_customer_agreement", "is_new_domain"
WITH_SUBDOMAIN, DOMAIN_KEY = "with_subdomain", "customer_domain"
TENANT_NAME, TENANT_ID = "microsoft_tenant_name", "microsoft_tenant_id"
ACCEPTED_ON = "microsoft_agreement_accepted_on"
ACCEPTED_BY = "microsoft_agreement_accepted_by"
SUFFIX = ".onmicrosoft.com"
SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]{0,25}[a-z0-9])?")
AGREEMENT_URL = "https://www.microsoft.com/licensing/docs/customeragreement"
INVITATION_URL = "https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship"
# The upstream reseller may forbid new tenants (MS-7).
NEW_TENANTS = "new_tenants"
# Of what is bought once, only this demands the agreement (MS-3).
DEMANDS_AGREEMENT = {"Reservation"}

# What Microsoft wants to know of its customer (ORD-22), and how it says what is wrong (MS-10).
CUSTOMER_DATA = {
    "country": "country", "city": "city", "street": "street", "zip": "postal code",
    "phone": "phone", "position": "position",
}  # fmt: skip
TENANT_OF = "json_extract(custom_attributes, '$.microsoft_tenant_name') = ? AND account_id <> ?"
PROMISED = (
    "json_extract(given, '$.customer_domain') = ? AND subscription_id IN (SELECT subscription_id "
    "FROM subscription WHERE account_id <> ? AND status IN ('ordered', 'installing'))"
)


def asked(books: Books, about: Asked) -> list[OrderAttribute]:
    """Return what is not known of an account yet (MS-2)."""
    known = about.account.custom_attributes
    fields = []
    if _needs_agreement(about):
        fields.append(
            OrderAttribute(
                AGREEMENT, "The client accepts the Microsoft Customer Agreement", "checkbox",
                hint="First and last name, position and e-mail of the contact go to Microsoft.",
                url=AGREEMENT_URL,
            )
        )  # fmt: skip
    if TENANT_NAME not in known:
        fields += _tenant_fields(_are_new_allowed(books))
    return fields


def check(books: Books, about: Asked, given: Json) -> Verdict:
    """Check the agreement, then the tenant, then the customer; the first failure counts (MS-9)."""
    values: Json = {}
    if _needs_agreement(about):
        if text_of(given, AGREEMENT) != YES:
            return Verdict({AGREEMENT: "The Microsoft Customer Agreement has to be accepted."})
        values[AGREEMENT] = YES
    tenant = about.account.custom_attributes.get(TENANT_NAME)
    if tenant is not None:
        return Verdict(values=values | {DOMAIN_KEY: tenant})
    is_new = text_of(given, IS_NEW, YES if _are_new_allowed(books) else NO)
    found = (_new_tenant if is_new == YES else _existing_tenant)(books, about.account, given)
    if isinstance(found, Verdict):
        return found
    problems = _customer_problems(about.account, found)
    return Verdict(problems) if problems else Verdict(values=values | {IS_NEW: is_new} | found)


def domain_of(given: Json) -> str:
    return text_of(given, DOMAIN_KEY)


def activate(books: Books, subscription: Subscription, service: Service) -> Service:
    """Make or join the tenant; the account keeps its name and id from here on (MS-11)."""
    account = books.get(Account, subscription.account_id)
    known = account.custom_attributes
    if TENANT_NAME in known:
        return service
    domain = service.given[DOMAIN_KEY]
    tenant = {TENANT_NAME: domain, TENANT_ID: str(uuid.uuid5(uuid.NAMESPACE_DNS, domain))}
    books.change(account, custom_attributes=known | tenant)
    if service.given.get(IS_NEW) != YES:
        return service
    secret = hashlib.sha256(f"{domain} {subscription.subscription_id}".encode()).hexdigest()
    login = {"login": f"admin@{domain}", "password": f"Nc-{secret[:4].upper()}!{secret[4:10]}"}
    return books.change(service, credentials=login)


def accept(books: Books, account: Account, service: Service, manager: str) -> Account:
    """Keep the acceptance of the agreement, which comes with the order (DATA-7)."""
    if service.given.get(AGREEMENT) != YES:
        return account
    accepted = {ACCEPTED_ON: books.today.isoformat(), ACCEPTED_BY: manager}
    return books.change(account, custom_attributes=account.custom_attributes | accepted)


def _needs_agreement(about: Asked) -> bool:
    if ACCEPTED_ON in about.account.custom_attributes:
        return False
    is_bought_once = about.plan.billing_type is BillingType.NON_RECURRING
    return not is_bought_once or any(r.name in DEMANDS_AGREEMENT for r in about.resources)


def _are_new_allowed(books: Books) -> bool:
    return books.setting(NEW_TENANTS) != NO


def _tenant_fields(are_new_allowed: bool) -> list[OrderAttribute]:
    add = choice(NO, "Add existing Microsoft Tenant Name")
    new = choice(YES, "Create new Microsoft Tenant Name")
    return [
        OrderAttribute(
            IS_NEW, "Microsoft Tenant Name", "list",
            values=(new, add) if are_new_allowed else (add,),
            default=YES if are_new_allowed else NO,
        ),
        OrderAttribute(
            WITH_SUBDOMAIN, "Domain of the existing tenant", "list", is_required=False,
            values=(choice(YES, "With subdomain"), choice(NO, "Without subdomain")),
            default=YES,
            hint="The client's administrator accepts the invitation first.",
            url=INVITATION_URL,
        ),
        OrderAttribute(
            DOMAIN_KEY, "Domain", "string",
            hint=f"Letters, digits and hyphens in front of {SUFFIX}; without a subdomain, the "
            "client's own domain.",
        ),
    ]  # fmt: skip


def _new_tenant(books: Books, account: Account, given: Json) -> Json | Verdict:
    if not _are_new_allowed(books):
        return Verdict({IS_NEW: "New tenants are not possible. Add the client's tenant."})
    domain = _with_suffix(domain_of(given))
    if domain is None:
        return Verdict({DOMAIN_KEY: "Enter letters, digits and hyphens, 27 at most."})
    key = account.account_id
    is_taken = books.count(Account, TENANT_OF, domain, key) + books.count(
        Service, PROMISED, domain, key
    )
    if is_taken or word_of(domain) == TAKEN:
        return Verdict({DOMAIN_KEY: f"The name {domain} is already used. Choose another one."})
    return {DOMAIN_KEY: domain}


def _existing_tenant(books: Books, account: Account, given: Json) -> Json | Verdict:
    with_subdomain = text_of(given, WITH_SUBDOMAIN, YES)
    if with_subdomain == YES:
        domain = _with_suffix(domain_of(given))
    else:
        own = domain_of(given).lower()
        domain = own if DOMAIN.fullmatch(own) and not own.endswith(SUFFIX) else None
    if domain is None:
        return Verdict({DOMAIN_KEY: "Enter the domain of the client's tenant."})
    if word_of(domain) == UNKNOWN:
        return Verdict({DOMAIN_KEY: f"Microsoft knows no tenant {domain}."})
    if word_of(domain) == UNLINKED:
        missing = (
            f"Microsoft has not confirmed the relationship with {domain}. "
            "Ask the client to accept the invitation."
        )
        return Verdict({DOMAIN_KEY: missing})
    return {WITH_SUBDOMAIN: with_subdomain, DOMAIN_KEY: domain}


def _with_suffix(name: str) -> str | None:
    """Return the whole name of a tenant; None when the part in front is not one."""
    name = name.lower().removesuffix(SUFFIX)
    return f"{name}{SUFFIX}" if SUBDOMAIN.fullmatch(name) else None


def _customer_problems(account: Account, tenant: Json) -> dict[str, str]:
    known = {**account.address, "phone": account.phone, **account.custom_attributes}
    missing = {
        key: f"Microsoft needs the client's {label}."
        for key, label in CUSTOMER_DATA.items()
        if not known.get(key)
    }
    if word_of(tenant[DOMAIN_KEY]) == REFUSED:
        return {"zip": "Microsoft refuses the client's postal code: it is not one of the country."}
    if not EMAIL.fullmatch(account.email):
        missing["email"] = "Microsoft refuses the client's e-mail address."
    return missing
