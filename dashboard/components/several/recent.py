"""What a manager has asked of several subscriptions lately, above the list of subscriptions."""

from __future__ import annotations

from dash import dcc, html

from dashboard.components.page import notice
from dashboard.components.several.names import bulk_action_name
from dashboard.context import services
from dashboard.places import several_page
from dashboard.texts import gettext
from domain.bulk import BulkJob, Stage


def draw_recent() -> html.Div:
    """Draw the ways back to them, so that none is lost with its page."""
    found = [job for job in services().bulk.recent() if job.stage is not Stage.FINISHED]
    links = [html.Div(dcc.Link(_name(job), href=several_page(job.key))) for job in found]
    return html.Div(notice(links) if links else None)


def _name(job: BulkJob) -> str:
    action, at = bulk_action_name(job.action), services().zone
    begun = f"{job.created_at.astimezone(at):%d.%m.%Y %H:%M}"
    return gettext(
        "Several subscriptions: %(action)s, begun %(instant)s · %(stage)s",
        action=action,
        instant=begun,
        stage=_stage_name(job.stage),
    )


def _stage_name(stage: Stage) -> str:
    return {
        Stage.ASKING: gettext("to be filled in"),
        Stage.PREPARING: gettext("being looked at"),
        Stage.PREPARED: gettext("to be confirmed"),
        Stage.CONFIRMED: gettext("being carried out"),
        Stage.FINISHED: gettext("finished"),
    }[stage]
