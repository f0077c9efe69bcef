"""What the columns of the list of clients show (CLI-2)."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import formats
from dashboard.components.lists.table import Column, Reader
from dashboard.components.status import account_link, status_pill
from dashboard.services.lists.exports import contact_name, local_day
from dashboard.statuses import account_status
from dashboard.texts import gettext
from warehouse.listed import ListedAccount


def _name(row: ListedAccount, _: Reader) -> list[Any]:
    return [
        html.Div(account_link(row.name, row.account_id), className="clip", title=row.name),
        html.Div(
            [
                html.Span(f"ID {row.account_id}", className="sub"),
                status_pill(account_status(row.status)),
            ],
            className="named-below",
        ),
    ]


def _contact(row: ListedAccount, _: Reader) -> list[Any]:
    name = contact_name(row)
    if not (name or row.email):
        return [formats.NOTHING]
    email = html.A(row.email, href=f"mailto:{row.email}", className="sub clip", title=row.email)
    return [html.Div(name, className="clip", title=name), email if row.email else None]


def _created(row: ListedAccount, reader: Reader) -> str:
    return _day(row.created_at, reader)


def _bought(row: ListedAccount, reader: Reader) -> str:
    return _day(row.last_bought_at, reader)


def _count(row: ListedAccount, reader: Reader) -> str:
    return formats.count(row.subscription_count, reader.locale)


def _day(instant: Any, reader: Reader) -> str:
    day = local_day(instant, reader.zone)
    return formats.NOTHING if day is None else formats.day(day)


ACCOUNT_COLUMNS: tuple[Column[ListedAccount], ...] = (
    Column("name", lambda: gettext("Client name"), _name, sort="name", is_fixed=True),
    Column("contact", lambda: gettext("Contact person"), _contact),
    Column("itn", lambda: gettext("ITN"), lambda row, _: row.custom.itn or formats.NOTHING,
           class_name="nowrap"),
    Column("created", lambda: gettext("Creation date"), _created, sort="creation",
           class_name="nowrap"),
    Column("bought", lambda: gettext("Last purchase date"), _bought, sort="purchase",
           class_name="nowrap"),
    Column("type", lambda: gettext("Client type"),
           lambda row, _: row.custom.client_type or formats.NOTHING),
    Column("subscriptions", lambda: gettext("Subscriptions"), _count, is_usual=False,
           class_name="number"),
    Column("tenant", lambda: gettext("Microsoft Tenant Name"),
           lambda row, _: row.custom.tenant_name or formats.NOTHING, is_usual=False),
)  # fmt: skip
