"""What the columns of a list of subscriptions show (SUB-2, SUB-7, SUB-8).

A column is one entry of `SUBSCRIPTION_COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard import formats
from dashboard.billing_types import billing_type_name, billing_type_tip
from dashboard.components.lists.quick_actions import draw_amount, draw_quick_actions
from dashboard.components.lists.table import Column, Reader
from dashboard.components.status import (
    account_link,
    auto_renew,
    status_pill,
    subscription_link,
    trial_label,
)
from dashboard.components.terms import explained
from dashboard.deadline_texts import exact_when, kind_name, sentence
from dashboard.glossary import status_entry
from dashboard.services.lists.subscription_row import SubscriptionRow
from dashboard.statuses import subscription_status
from dashboard.texts import gettext
from domain.statuses import SubscriptionStatus

# What is not understood from the word alone (SUB-7).
EXPLAINED = frozenset(
    {
        SubscriptionStatus.GRACED,
        SubscriptionStatus.WAITING_FOR_MANUAL_APPROVE,
        SubscriptionStatus.INSTALLATION_FAILED,
        SubscriptionStatus.ACTIVATION_FAILED,
        SubscriptionStatus.RENEWING_FAILED,
        SubscriptionStatus.UPDATING_FAILED,
        SubscriptionStatus.SWITCHING_FAILED,
        SubscriptionStatus.STOPPING_FAILED,
        SubscriptionStatus.DELETION_FAILED,
    }
)


def _name(row: SubscriptionRow, _: Reader) -> list[Any]:
    own = row.own
    return [
        html.Div(
            [
                html.Span(
                    subscription_link(own.name or own.subscription_id, own.subscription_id),
                    className="clip",
                    title=own.name,
                ),
                trial_label() if own.is_trial else None,
            ],
            className="named",
        ),
        html.Div(
            [html.Span(f"ID {own.subscription_id}", className="sub"), _status(row)],
            className="named-below",
        ),
    ]


def _status(row: SubscriptionRow) -> html.Div:
    status = subscription_status(row.own.status)
    mark = explained(status_entry(row.own.status)) if row.own.kind in EXPLAINED else None
    return html.Div([status_pill(status), mark], className="status-told")


def _client(row: SubscriptionRow, _: Reader) -> list[Any]:
    own_id = row.own.account_id
    name = row.listed.account_name or own_id
    return [
        html.Div(account_link(name, own_id), className="clip", title=name),
        html.Span(f"ID {own_id}", className="sub"),
    ]


def _activation(row: SubscriptionRow, _: Reader) -> str:
    return formats.day(row.own.started_on) if row.own.started_on else formats.NOTHING


def _expiration(row: SubscriptionRow, _: Reader) -> list[Any]:
    if row.own.expires_on is None:
        return [gettext("Endless") if row.own.started_on else formats.NOTHING]
    return [formats.day(row.own.expires_on), auto_renew(row.own)]


def _billing_type(row: SubscriptionRow, _: Reader) -> Any:
    plan = row.listed.plan
    if plan is None:
        return formats.NOTHING
    return html.Span(
        billing_type_name(plan.billing_type), title=billing_type_tip(plan.billing_type) or None
    )


def _deadline(row: SubscriptionRow, reader: Reader) -> Any:
    due = row.deadline
    if due is None:
        return formats.NOTHING
    money, kind = due.deadline.stake.money, kind_name(due.deadline.kind)
    below = kind if money is None else [
        html.Strong(formats.money(money, reader.locale), className="number"),
        html.Span(kind, className="visually-hidden"),
    ]  # fmt: skip
    return html.Div(
        [exact_when(due.deadline, reader.zone), html.Span(below, className="sub")],
        title=f"{kind}. {sentence(due.deadline)}",
        className="nowrap",
    )


SUBSCRIPTION_COLUMNS: tuple[Column[SubscriptionRow], ...] = (
    Column("name", lambda: gettext("Subscription name"), _name, sort="name",
           also_sort=("id", lambda: "ID"), is_fixed=True),
    Column("client", lambda: gettext("Client"), _client, sort="client"),
    Column("activation", lambda: gettext("Activation date"), _activation, sort="activation",
           is_usual=False, class_name="nowrap"),
    Column("expiration", lambda: gettext("Expiration date"), _expiration, sort="expiration",
           class_name="nowrap"),
    Column("billing", lambda: gettext("Billing type"), _billing_type, is_usual=False),
    Column("deadline", lambda: gettext("Next deadline"), _deadline),
    Column("amount", lambda: gettext("Amount"), draw_amount, class_name="number"),
    Column("actions", lambda: gettext("Quick actions"), draw_quick_actions,
           class_name="number"),
)  # fmt: skip
# The page of a client says whose they are.
OF_ACCOUNT: Sequence[Column[SubscriptionRow]] = tuple(
    column for column in SUBSCRIPTION_COLUMNS if column.key != "client"
)
