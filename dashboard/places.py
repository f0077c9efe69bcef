"""Where the pages about one thing are, for whatever names it (NAV-4)."""

from __future__ import annotations

from urllib.parse import quote


def subscription_page(subscription_id: str) -> str:
    return f"/subscriptions/{quote(subscription_id, safe='')}"


def account_page(account_id: str) -> str:
    return f"/clients/{quote(account_id, safe='')}"


def several_page(job_key: str) -> str:
    return f"/subscriptions/several/{quote(job_key, safe='')}"


def orders_page(subscription_id: str) -> str:
    """Return where the orders of a subscription are."""
    return f"{subscription_page(subscription_id)}?tab=history"


COMPANY = "/company"
MANAGERS = f"{COMPANY}/managers"


def manager_page(manager_id: str) -> str:
    return f"{MANAGERS}/{quote(manager_id, safe='')}"


def manager_password_page(manager_id: str) -> str:
    """Return where an administrator gives a manager a password."""
    return f"{manager_page(manager_id)}/password"
