"""What is filled in once for all subscriptions: another amount before, why or how many after."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.components.ordering.fields import dom_id
from dashboard.components.page import notice
from dashboard.components.several import ids
from dashboard.services.managing.bulk_given import HOW, TARGET, TYPED_COUNT, How
from dashboard.services.managing.bulk_screen import BulkScreen
from dashboard.services.managing.planning import COMMENT, LONGEST_COMMENT, REASON
from dashboard.stop_reasons import reason_options
from dashboard.texts import gettext, ngettext
from domain.bulk import BulkAction, BulkJob, ItemState, Stage


def draw_asked(job: BulkJob) -> list[Any]:
    """Draw what has to be filled in before anything can be priced."""
    if job.action is not BulkAction.CHANGE:
        return []
    how = dbc.Select(
        id=ids.field_id(HOW),
        options=[
            {"value": How.SET, "label": gettext("Set it to")},
            {"value": How.ADD, "label": gettext("Add")},
            {"value": How.TAKE, "label": gettext("Take away")},
        ],
        value=job.given.get(HOW, How.SET),
    )
    amount = dcc.Input(
        id=ids.field_id(TARGET), value=job.given.get(TARGET, ""), type="text",
        inputMode="numeric", autoComplete="off", maxLength=9, className="form-control number",
    )  # fmt: skip
    show = html.Button(
        gettext("Show what it costs"), id=ids.do_id(ids.PREPARE), type="button",
        className="btn btn-primary",
    )  # fmt: skip
    fields = [
        _labelled(HOW, gettext("The amount of the primary resource"), how),
        _labelled(TARGET, gettext("Amount"), amount),
        show,
    ]
    return [html.Div(fields, className="several-fields")]


def draw_confirm(job: BulkJob) -> list[Any]:
    """Draw what is to be read, and filled in, before all of it is confirmed."""
    takes = job.action in (BulkAction.STOP, BulkAction.DELETE)
    confirm = "btn btn-danger" if takes else "btn btn-primary"
    button = html.Button(
        html.Span("", id=ids.CONFIRM_TEXT), id=ids.do_id(ids.CONFIRM), type="button",
        className=confirm,
    )  # fmt: skip
    return [*_meaning(job.action), html.Div([*_fields(job.action), button],
                                            className="several-fields")]  # fmt: skip


def confirm_text(screen: BulkScreen) -> str:
    """Return what the button says that confirms."""
    count = screen.progress.count(ItemState.READY)
    texts = {
        BulkAction.STOP: lambda: ngettext("Stop %(num)s subscription",
                                          "Stop %(num)s subscriptions", count),
        BulkAction.DELETE: lambda: ngettext("Delete %(num)s subscription for good",
                                            "Delete %(num)s subscriptions for good", count),
    }  # fmt: skip
    usual = lambda: ngettext("Confirm for %(num)s subscription",  # noqa: E731
                             "Confirm for %(num)s subscriptions", count)  # fmt: skip
    return texts.get(screen.job.action, usual)()


def is_confirmable(screen: BulkScreen) -> bool:
    return screen.job.stage is Stage.PREPARED and screen.progress.count(ItemState.READY) > 0


def _meaning(action: BulkAction) -> list[html.Div]:
    """Say what it means for the clients (OP-10, OP-43)."""
    if action is BulkAction.STOP:
        said = [
            gettext("The services become unavailable to the clients."),
            gettext(
                "After some time in the Stopped status, which each subscription's page tells, a"
                " subscription and all its data are deleted and cannot be restored."
            ),
        ]
        return [notice([html.Div(one) for one in said], "warn")]
    if action is BulkAction.DELETE:
        text = gettext("The subscriptions and their data will be deleted permanently.")
        return [notice(text, "bad")]
    if action is BulkAction.ACTIVATE:
        return [html.Div(gettext("The services become available to the clients again."))]
    return []


def _fields(action: BulkAction) -> list[html.Div]:
    if action is BulkAction.STOP:
        reason = dbc.Select(
            id=ids.field_id(REASON), options=reason_options(), value="",
            placeholder=gettext("Choose a reason"),
        )  # fmt: skip
        return [
            _labelled(REASON, gettext("Reason"), reason),
            _labelled(COMMENT, gettext("Comment"), _text(COMMENT, LONGEST_COMMENT)),
        ]
    if action is BulkAction.DELETE:
        label = gettext("Type how many subscriptions are deleted")
        return [_labelled(TYPED_COUNT, label, _text(TYPED_COUNT, 9))]
    return []


def _text(name: str, longest: int) -> dcc.Input:
    return dcc.Input(
        id=ids.field_id(name), value="", type="text", autoComplete="off", maxLength=longest,
        className="form-control",
    )  # fmt: skip


def _labelled(name: str, label: str, control: Any) -> html.Div:
    caption = html.Label(label, htmlFor=dom_id(ids.field_id(name)), className="field-label")
    return html.Div([caption, control], className="field")
