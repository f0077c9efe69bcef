"""Google Workspace: the domain that it is set up for."""

from __future__ import annotations

import hashlib
import re

from sandbox.books import Books
from sandbox.records import Account, Json, Subscription
from sandbox.services.attributes import DOMAIN, EMAIL, Asked, OrderAttribute, Verdict, text_of
from sandbox.services.provoked import TAKEN, word_of
from sandbox.vendor_records import Service

DOMAIN_KEY, EMAIL_KEY, LOGIN_KEY = "domain_name", "customer_alternate_email", "admin_login"
KEPT_DOMAIN = "google_domain"
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
DOMAIN_OF = "json_extract(custom_attributes, '$.google_domain') = ? AND account_id <> ?"


def asked(books: Books, about: Asked) -> list[OrderAttribute]:
    """Return what is asked with the first order of an account (ORD-32)."""
    if KEPT_DOMAIN in about.account.custom_attributes:
        return []
    return [
        OrderAttribute(DOMAIN_KEY, "Domain name", "string", hint="The client's own: example.com"),
        OrderAttribute(EMAIL_KEY, "Alternative e-mail", "email",
                       hint="Outside that domain; Google writes to it before mail works."),
        OrderAttribute(LOGIN_KEY, "Administrator login", "string",
                       hint="The part in front of the domain.", default="admin"),
    ]  # fmt: skip


def check(books: Books, about: Asked, given: Json) -> Verdict:
    kept = about.account.custom_attributes.get(KEPT_DOMAIN)
    if kept is not None:
        return Verdict(values={DOMAIN_KEY: kept})
    domain, email = domain_of(given), text_of(given, EMAIL_KEY)
    login = text_of(given, LOGIN_KEY, "admin").lower()
    problems = {}
    if not DOMAIN.fullmatch(domain):
        problems[DOMAIN_KEY] = "Enter a domain such as example.com."
    elif word_of(domain) == TAKEN or books.find(Account, DOMAIN_OF, domain,
                                                about.account.account_id):  # fmt: skip
        problems[DOMAIN_KEY] = f"The name {domain} is already used. Choose another one."
    if not EMAIL.fullmatch(email):
        problems[EMAIL_KEY] = "Enter an e-mail address."
    elif email.lower().endswith(f"@{domain}"):
        problems[EMAIL_KEY] = f"Enter an address outside {domain}."
    if not LOGIN.fullmatch(login):
        problems[LOGIN_KEY] = "Enter letters, digits, dots and hyphens."
    if problems:
        return Verdict(problems)
    return Verdict(values={DOMAIN_KEY: domain, EMAIL_KEY: email, LOGIN_KEY: login})


def domain_of(given: Json) -> str:
    return text_of(given, DOMAIN_KEY).lower()


def activate(books: Books, subscription: Subscription, service: Service) -> Service:
    """Set the domain up; the account keeps it from here on."""
    account = books.get(Account, subscription.account_id)
    if KEPT_DOMAIN in account.custom_attributes:
        return service
    domain = service.given[DOMAIN_KEY]
    books.change(account, custom_attributes=account.custom_attributes | {KEPT_DOMAIN: domain})
    secret = hashlib.sha256(f"{domain} {subscription.subscription_id}".encode()).hexdigest()
    login = {"login": f"{service.given[LOGIN_KEY]}@{domain}", "password": f"Gw-{secret[:10]}"}
    return books.change(service, credentials=login)


def accept(books: Books, account: Account, service: Service, manager: str) -> Account:
    """Keep nothing: Google's terms are accepted at the first sign-in."""
    return account
