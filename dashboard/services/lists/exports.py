"""What can be taken along of a list: every row that fits, with the same filter and order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from typing import Any

from dashboard.billing_types import billing_type_name
from dashboard.services.exports import write_csv
from dashboard.services.lists.workbook import Column, Kind
from dashboard.statuses import account_status, subscription_status
from dashboard.texts import gettext
from warehouse.listed import ListedAccount, ListedSubscription

SUBSCRIPTION_COLUMNS = (
    "subscription_id", "subscription", "status", "client_id", "client", "plan_id", "plan",
    "product_id", "product", "billing_type", "trial", "activation_date", "expiration_date",
    "auto_renew", "amount", "unit", "unit_price", "currency",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "client_id", "client", "status", "client_type", "contact", "email", "itn", "created",
    "last_purchase", "subscriptions", "microsoft_tenant_name", "microsoft_tenant_id",
)  # fmt: skip

Values = tuple[Any, ...]


def subscriptions_csv(rows: Iterable[ListedSubscription]) -> Iterator[str]:
    """Yield the lines of subscriptions; statuses and billing types are the platform's words."""
    return write_csv(SUBSCRIPTION_COLUMNS, map(_subscription, rows))


def accounts_csv(rows: Iterable[ListedAccount], zone: tzinfo) -> Iterator[str]:
    """Yield the lines of clients; days are those of a zone."""
    return write_csv(ACCOUNT_COLUMNS, (_account(row, zone) for row in rows))


def subscription_columns() -> tuple[Column, ...]:
    """Return the columns of a workbook of subscriptions, in the words of this request's reader."""
    return (
        Column(gettext("Subscription ID"), 14, Kind.ID),
        Column(gettext("Subscription name"), 40),
        Column(gettext("Status"), 18),
        Column(gettext("Client ID"), 12, Kind.ID),
        Column(gettext("Client"), 32),
        Column(gettext("Plan ID"), 10, Kind.ID),
        Column(gettext("Plan"), 36),
        Column(gettext("Product ID"), 10, Kind.ID),
        Column(gettext("Product"), 28),
        Column(gettext("Billing type"), 24),
        Column(gettext("Trial"), 8),
        Column(gettext("Activation date"), 14, Kind.DAY),
        Column(gettext("Expiration date"), 14, Kind.DAY),
        Column(gettext("Auto-renew"), 12),
        Column(gettext("Amount"), 10, Kind.QUANTITY),
        Column(gettext("Unit"), 10),
        Column(gettext("Unit price a month"), 14, Kind.PRICE),
        Column(gettext("Plan currency"), 10),
    )


def subscription_cells(rows: Iterable[ListedSubscription]) -> Iterator[Values]:
    """Yield the cells of a workbook of subscriptions, in its reader's words."""
    for row in rows:
        values = dict(zip(SUBSCRIPTION_COLUMNS, _subscription(row), strict=True))
        code = values["billing_type"]
        values |= {
            "status": subscription_status(row.subscription.status).name,
            "billing_type": code and billing_type_name(code),
            "trial": _yes_or_no(values["trial"]),
            "auto_renew": _yes_or_no(values["auto_renew"]),
        }
        yield tuple(values.values())


def account_columns() -> tuple[Column, ...]:
    """Return the columns of a workbook of clients, in the words of this request's reader."""
    return (
        Column(gettext("Client ID"), 12, Kind.ID),
        Column(gettext("Client"), 36),
        Column(gettext("Status"), 18),
        Column(gettext("Client type"), 16),
        Column(gettext("Contact person"), 28),
        Column(gettext("Email"), 30),
        Column(gettext("ITN"), 16),
        Column(gettext("Creation date"), 14, Kind.DAY),
        Column(gettext("Last purchase date"), 14, Kind.DAY),
        Column(gettext("Subscriptions"), 12, Kind.QUANTITY),
        Column(gettext("Microsoft Tenant Name"), 32),
        Column(gettext("Microsoft Tenant ID"), 38),
    )


def account_cells(rows: Iterable[ListedAccount], zone: tzinfo) -> Iterator[Values]:
    """Yield the cells of a workbook of clients, in its reader's words."""
    for row in rows:
        own_id, name, _, *rest = _account(row, zone)
        yield own_id, name, account_status(row.status).name, *rest


def contact_name(account: ListedAccount) -> str:
    return " ".join(filter(None, [account.first_name, account.last_name]))


def local_day(instant: Any, zone: tzinfo) -> date | None:
    """Return the day of an instant in a zone."""
    return None if instant is None else instant.astimezone(zone).date()


def _subscription(row: ListedSubscription) -> Values:
    own, plan, primary = row.subscription, row.plan, row.primary
    of_plan = (plan.name, plan.product_id) if plan else (None, None)
    return (
        own.subscription_id,
        own.name,
        own.status,
        own.account_id,
        row.account_name,
        own.plan_id,
        of_plan[0],
        of_plan[1],
        row.product_name,
        plan.billing_type if plan else None,
        own.is_trial,
        own.started_on,
        own.expires_on,
        own.is_auto_renewed,
        primary.quantity if primary else None,
        primary.unit if primary else None,
        primary.recurring_fee_amount if primary else None,
        plan.currency if plan else None,
    )


def _account(row: ListedAccount, zone: tzinfo) -> Values:
    return (
        row.account_id,
        row.name,
        row.status,
        row.custom.client_type,
        contact_name(row),
        row.email,
        row.custom.itn,
        local_day(row.created_at, zone),
        local_day(row.last_bought_at, zone),
        row.subscription_count,
        row.custom.tenant_name,
        row.custom.tenant_id,
    )


def _yes_or_no(value: bool | None) -> str | None:
    if value is None:
        return None
    return gettext("yes") if value else gettext("no")
