"""What can be taken along: costs and records, lists, and the report of closed charges."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, request, send_file
from flask.typing import ResponseReturnValue

from dashboard import deadline_exports, formats
from dashboard.addresses import read_query
from dashboard.context import keep_pinned, services
from dashboard.progress import stream_file
from dashboard.security import request_id
from dashboard.services.cost_scope import CostScope
from dashboard.services.lists import exports as lists
from dashboard.services.lists.workbook import Column, write_workbook
from dashboard.services.managing.bulk_export import bulk_csv
from dashboard.services.managing.bulk_screen import required_states
from dashboard.services.reports import file_name, read_period, report_texts
from dashboard.texts import gettext
from domain.errors import BadFilter, NotFound
from domain.periods import Period
from store.audit import Action, record_event

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

downloads = Blueprint("downloads", __name__)


def add_routes(server: Flask) -> None:
    server.register_blueprint(downloads)


@downloads.get("/analytics/costs.csv")
def costs() -> ResponseReturnValue:
    """Every component of a view, with the page's own parameters."""
    here = services()
    scope = here.analytics.scope(_query()).required()
    return _csv("costs", scope, here.exports.costs(scope))


@downloads.get("/analytics/records.csv")
def records() -> ResponseReturnValue:
    """The charges and consumption records behind a view or one of its numbers."""
    here = services()
    scope = here.records.scope(_query()).required()
    return _csv("records", scope, here.exports.records(here.records.filter(scope)))


@downloads.get("/subscriptions.csv")
def subscriptions_csv() -> ResponseReturnValue:
    """Every subscription that a view of the list means, with the page's own parameters."""
    rows = services().subscription_list.every(_query())
    return _list_csv("subscriptions", lists.subscriptions_csv(rows))


@downloads.get("/subscriptions.xlsx")
def subscriptions_xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    cells = lists.subscription_cells(services().subscription_list.every(_query()))
    return _workbook("subscriptions", gettext("Subscriptions"), lists.subscription_columns(), cells)


@downloads.get("/subscriptions/several/<job_key>.csv")
def several_csv(job_key: str) -> ResponseReturnValue:
    """What was found and what came of one action for several subscriptions, as its page shows."""
    bulk = services().bulk
    progress = bulk.progress(job_key)
    if progress is None:
        raise NotFound(f"no job {job_key}")
    rows = bulk.rows(progress.job, states=required_states(_query()), count=None)
    return _list_csv("several", bulk_csv(rows))


@downloads.get("/clients.csv")
def clients_csv() -> ResponseReturnValue:
    """Every client that a view of the list means, with the page's own parameters."""
    here = services()
    return _list_csv("clients", lists.accounts_csv(here.account_list.every(_query()), here.zone))


@downloads.get("/clients.xlsx")
def clients_xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    here = services()
    cells = lists.account_cells(here.account_list.every(_query()), here.zone)
    return _workbook("clients", gettext("Clients"), lists.account_columns(), cells)


@downloads.get("/deadlines.csv")
def deadlines_csv() -> ResponseReturnValue:
    """Every deadline that a view means, with the page's own parameters."""
    found = services().deadlines.all(_query())
    return _list_csv("deadlines", deadline_exports.deadlines_csv(found))


@downloads.get("/deadlines.xlsx")
def deadlines_xlsx() -> ResponseReturnValue:
    """The same as a workbook."""
    here = services()
    cells = deadline_exports.deadline_cells(here.deadlines.all(_query()), here.zone)
    return _workbook("deadlines", gettext("Deadlines"), deadline_exports.deadline_columns(), cells)


@downloads.get("/audit.csv")
def audit_csv() -> ResponseReturnValue:
    """Every entry of the audit that a view means, with the page's own parameters."""
    return _list_csv("audit", services().audit.lines(_query()))


@downloads.get("/reports/charges.xlsx")
def charges() -> ResponseReturnValue:
    """The report of the charges closed from one day to another, both included."""
    here = services()
    period = _report_period()
    name = file_name(here.viewer.reseller_name, period)
    return _send_xlsx(name, partial(here.reports.write, period, texts=report_texts()))


@downloads.get("/reports/charges/progress")
def charges_with_progress() -> ResponseReturnValue:
    """The same report for assets/js/reports.js: how far it is, a line each, and then the file."""
    here = services()
    period = _report_period()
    name = file_name(here.viewer.reseller_name, period)
    write = partial(here.reports.write, period, texts=report_texts())
    pieces = stream_file(write, name, _folder(), code=request_id())
    return keep_pinned(Response(pieces, mimetype="application/octet-stream"))


def nothing_closed(period: Period) -> str:
    return gettext(
        "No charge was closed from %(first)s to %(last)s, so there is nothing to report.",
        first=formats.day(period.start),
        last=formats.day(period.last_day),
    )


def _query() -> dict[str, str]:
    return read_query(dict(request.args.lists()))


def _report_period() -> Period:
    here = services()
    period = read_period(_query(), here.today)
    if not here.reports.total(period).charge_count:
        raise BadFilter([nothing_closed(period)])
    _audit("report", {"from": str(period.start), "to": str(period.last_day)})
    return period


def _workbook(
    kind: str, sheet: str, columns: Sequence[Column], cells: Iterator[Sequence[Any]]
) -> Response:
    _audit(kind, {"query": request.query_string.decode("utf-8", "replace")})
    name = f"{kind}_{services().today}.xlsx"
    return _send_xlsx(
        name, lambda path: write_workbook(path, sheet=sheet, columns=columns, rows=cells)
    )


def _send_xlsx(name: str, write: Callable[[Path], None]) -> Response:
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        path = Path(folder) / "written.xlsx"
        write(path)
        file = path.open("rb")
    # The open file outlives its name; it is closed, and gone, when the answer is sent.
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def _list_csv(kind: str, lines: Iterator[str]) -> Response:
    _audit(kind, {"query": request.query_string.decode("utf-8", "replace")})
    return _send_csv(f"{kind}_{services().today}.csv", lines)


def _csv(kind: str, scope: CostScope, lines: Iterator[str]) -> Response:
    view = scope.view
    name = f"{kind}_{view.first_month:%Y-%m}_{view.last_month:%Y-%m}.csv"
    _audit(kind, {"query": request.query_string.decode("utf-8", "replace")})
    return _send_csv(name, lines)


def _send_csv(name: str, lines: Iterator[str]) -> Response:
    return keep_pinned(
        Response(
            lines,
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    )


def _audit(kind: str, detail: dict[str, str]) -> None:
    here = services()
    record_event(
        here.store,
        Action.DOWNLOADED,
        manager_id=here.viewer.manager_id,
        reseller_id=here.viewer.reseller_id,
        now=here.now,
        detail={"kind": kind, **detail},
    )


def _folder() -> Path:
    folder = services().settings.data_dir / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
