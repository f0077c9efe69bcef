"""A plan's price, and the one thing to do about it: order it, or try it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from dash import dcc, html

from dashboard import formats
from dashboard.components.icons import icon
from dashboard.context import Services
from dashboard.services.catalog import Buyer
from dashboard.texts import gettext, ngettext
from domain.money import Money
from warehouse.catalog import Charged, OfferedPlan

ORDER = "/order"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads of plans, and for whom they buy, where that is known already."""

    locale: str
    currency: str
    support_email: str
    can_order: bool
    buyer: Buyer | None = None

    @property
    def account_id(self) -> str | None:
        return None if self.buyer is None else self.buyer.account_id


def reader_of(here: Services, account: str) -> Reader:
    """Return who asks; `account` is what the address says of whom is bought for."""
    return Reader(
        here.viewer.locale,
        here.viewer.currency,
        here.branding.support_email,
        here.can_order,
        here.catalog.buyer(account) if account and here.can_order else None,
    )


def price_text(plan: OfferedPlan, locale: str) -> str:
    """Write what a plan costs from, and for what (CAT-9)."""
    price = formats.unit_money(Money(plan.price_amount, plan.currency), locale)
    match plan.charged:
        case Charged.CONSUMPTION:
            return gettext("%(price)s, pay for consumption", price=price)
        case Charged.TRIAL:
            return gettext("%(price)s, free trial", price=price)
        case Charged.ONCE:
            return gettext("from %(price)s, once", price=price)
        case Charged.PERIOD:
            return gettext("from %(price)s / %(length)s", price=price, length=_length(plan))
        case _:
            return gettext("from %(price)s / month", price=price)


def offer_action(
    plan: OfferedPlan, reader: Reader, *, has_rate: bool
) -> dcc.Link | html.Div | None:
    """Draw what there is to do about a plan; nothing for a manager who may not order (MGR-9)."""
    if not reader.can_order:
        return None
    return _order_link(plan, reader.account_id) if has_rate else _no_rate_note(plan, reader)


def _order_link(plan: OfferedPlan, account_id: str | None) -> dcc.Link:
    """Draw the button that begins an order, with the trial chosen where there is one (CAT-12)."""
    word = gettext("Try") if plan.has_trial else gettext("Order")
    return dcc.Link(
        [word, html.Span(f" {plan.name}", className="visually-hidden")],
        href=order_address(plan, account_id),
        className="btn btn-primary",
    )


def _no_rate_note(plan: OfferedPlan, reader: Reader) -> html.Div:
    """Say why a plan can't be ordered that has no rate into the partner's currency (CUR-7)."""
    text = gettext(
        "There is no rate from %(currency)s to %(partner)s, so this can't be ordered now. Please"
        " contact support.",
        currency=plan.currency,
        partner=reader.currency,
    )
    support = reader.support_email
    link = html.A(support, href=f"mailto:{support}") if support else None
    return html.Div(
        [icon("exclamation-triangle"), html.Div([text, " ", link])], className="no-rate"
    )


def order_address(plan: OfferedPlan, account_id: str | None = None) -> str:
    return with_query(
        ORDER, plan=plan.plan_id, trial="1" if plan.has_trial else None, account=account_id
    )


def with_query(address: str, **values: str | None) -> str:
    """Return an address with those values that there are."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{address}?{query}" if query else address


def _length(plan: OfferedPlan) -> str:
    """Write how long a period is that is paid at once; one without an end is paid by the month."""
    count = plan.duration or 1
    if plan.duration_unit == "year":
        return gettext("year") if count == 1 else ngettext("%(num)s year", "%(num)s years", count)
    return gettext("month") if count == 1 else ngettext("%(num)s month", "%(num)s months", count)
