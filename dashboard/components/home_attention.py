"""The line at the top of the main page: what needs attention today, or that nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria
from dashboard.components.icons import icon
from dashboard.services.attention import Need, Needed
from dashboard.texts import gettext, ngettext

# The icon of each, and how it is coloured; its words say it as well.
LOOKS = {
    Need.FAILED: ("exclamation-circle", "bad"),
    Need.UNKNOWN: ("hourglass-split", "warn"),
    Need.OLD_DATA: ("exclamation-triangle", "warn"),
    Need.DEADLINES: ("clock", "warn"),
    Need.STOPPED: ("stop", "quiet"),
    Need.HELD: ("slash-circle", "quiet"),
}


def draw_attention(
    needed: Sequence[Needed], locale: str, zone: ZoneInfo, now: datetime
) -> html.Section:
    """Draw each thing as the way to where it is looked after."""
    if not needed:
        calm = html.P(
            [icon("check-circle"), gettext("Nothing needs your attention today.")],
            className="attention-calm",
        )
        return html.Section(calm, className="attention", **aria(label=_label()))
    drawn = [html.Li(_link(one, locale, zone, now)) for one in needed]
    return html.Section(
        html.Ul(drawn, className="attention-list"), className="attention", **aria(label=_label())
    )


def _label() -> str:
    return gettext("What needs attention")


def _link(one: Needed, locale: str, zone: ZoneInfo, now: datetime) -> dcc.Link:
    icon_name, tone = LOOKS[one.need]
    money = [html.Strong(formats.money(one.money, locale), className="number")] if one.money else []
    since = formats.clock_time(one.since, zone, now) if one.since else ""
    return dcc.Link(
        [icon(icon_name), html.Span(_text(one.need, one.count, since)), *money],
        href=one.href,
        className=f"attention-door {tone}",
    )


def _text(need: Need, count: int, since: str) -> str:
    match need:
        case Need.FAILED:
            return ngettext(
                "%(num)s subscription with a failed operation",
                "%(num)s subscriptions with failed operations",
                count,
            )
        case Need.UNKNOWN:
            return ngettext(
                "%(num)s operation whose outcome is not known yet",
                "%(num)s operations whose outcome is not known yet",
                count,
            )
        case Need.OLD_DATA:
            return gettext("Data could not be loaded: shown as of %(time)s", time=since)
        case Need.DEADLINES:
            return ngettext("%(num)s deadline in 7 days", "%(num)s deadlines in 7 days", count)
        case Need.STOPPED:
            return ngettext(
                "%(num)s subscription stopped: its time is over",
                "%(num)s subscriptions stopped: their time is over",
                count,
            )
        case Need.HELD:
            return ngettext("%(num)s client on hold", "%(num)s clients on hold", count)
