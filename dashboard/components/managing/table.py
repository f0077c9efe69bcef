"""The resources of a subscription, drawn: how much is held, and how much is wanted (OP-28)."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard import formats
from dashboard.components.attributes import aria, data
from dashboard.components.icons import icon
from dashboard.components.managing import ids
from dashboard.components.ordering.fields import dom_id
from dashboard.components.page import empty
from dashboard.components.terms import term
from dashboard.glossary import Term
from dashboard.services.managing.amounts import Amount, AmountLine
from dashboard.texts import gettext


def draw_table(lines: tuple[AmountLine, ...], subscription_id: str, locale: str) -> html.Div:
    """Draw the table; lines that can be changed have a field for the new amount."""
    if not lines:
        nothing = empty("box-seam", gettext("No resources"), gettext("The plan has none to count."))
        return html.Div(nothing)
    is_editable = any(line.amount for line in lines)
    head = html.Tr([_head(name, number) for name, number in _columns(lines, is_editable)])
    places = max(map(_price_places, lines))
    rows = [
        _row(line, subscription_id, locale, places=places, is_editable=is_editable)
        for line in lines
    ]
    table = html.Table(
        [html.Thead(head), html.Tbody(rows)], className="data-table managed-resources"
    )
    label = gettext("Resources")
    return html.Div(table, className="table-scroll", role="region", tabIndex=0, **aria(label=label))


def draw_stepper(field_id: dict[str, Any], amount: Amount, text: str, **more: Any) -> html.Div:
    """Draw an amount with its − and +; assets/js/managing.js turns them."""
    name = gettext("New amount of %(name)s", name=amount.name)
    least = html.Button(
        [icon("dash-lg"), html.Span(gettext("Less: %(name)s", name=amount.name),
                                    className="visually-hidden")],
        type="button", className="btn btn-quiet turns", tabIndex="-1", **data(turns=-1),
    )  # fmt: skip
    most = html.Button(
        [icon("plus-lg"), html.Span(gettext("More: %(name)s", name=amount.name),
                                    className="visually-hidden")],
        type="button", className="btn btn-quiet turns", tabIndex="-1", **data(turns=1),
    )  # fmt: skip
    return html.Div(
        [
            html.Label(name, htmlFor=dom_id(field_id), className="visually-hidden"),
            least,
            dcc.Input(
                id=field_id, value=text, type="text", inputMode="numeric", autoComplete="off",
                maxLength=12, className="form-control", debounce=False, **more,
            ),
            most,
        ],
        className="stepper",
        **data(
            least=amount.least, most="" if amount.most is None else amount.most,
            held=amount.current,
        ),
    )  # fmt: skip


def line_ids(kind: str, line: AmountLine, subscription_id: str) -> dict[str, Any]:
    """Return the id of a part of a line."""
    return {"type": kind, "subscription": subscription_id, "resource": line.key}


def _columns(lines: tuple[AmountLine, ...], is_editable: bool) -> list[tuple[str, bool]]:
    currency = next((line.currency for line in lines if line.currency), None)
    cost = (
        gettext("Cost a month, %(currency)s", currency=currency)
        if currency
        else gettext("Cost a month")
    )
    price = gettext("Unit price, %(currency)s", currency=currency) if currency else (
        gettext("Unit price"))  # fmt: skip
    columns = [
        (gettext("Resource"), False),
        (gettext("Included"), True),
        (gettext("Minimum"), True),
        (gettext("Maximum"), True),
        (gettext("Current amount"), True),
        (gettext("New amount"), False),
        (price, True),
        (cost, True),
    ]
    return [one for one in columns if is_editable or one[0] != gettext("New amount")]


def _head(name: str, is_number: bool) -> html.Th:
    return html.Th(name, scope="col", className="number" if is_number else None)


def _row(
    line: AmountLine, subscription_id: str, locale: str, *, places: int, is_editable: bool
) -> html.Tr:
    held = line.held
    name: list[Any] = [html.Span(held.name)]
    if held.is_primary:
        name += [html.Span(gettext("Primary"), className="pill"), term(Term.PRIMARY)]
    unit = html.Span(held.unit, className="sub") if held.unit else None
    cells = [
        html.Td([html.Div(name, className="resource-name"), unit]),
        _limit(gettext("Included"), formats.NOTHING if held.included_quantity is None
               else formats.quantity(held.included_quantity, locale)),
        _limit(gettext("Minimum"), formats.NOTHING if held.minimum_quantity is None
               else formats.quantity(held.minimum_quantity, locale)),
        _limit(gettext("Maximum"), _most(line, locale)),
        _named(gettext("Current amount"), _current(line, locale), "amount"),
    ]  # fmt: skip
    if is_editable:
        cells.append(_new(line, subscription_id))
    cells += [
        _named(gettext("Unit price"), _price(line, locale, places), "price-cell"),
        html.Td(
            line.cost_text(line.current, locale),
            id=line_ids(ids.COST, line, subscription_id),
            className="number cost-cell",
            **data(name=gettext("Cost a month")),
        ),
    ]
    return html.Tr(cells, className="primary" if held.is_primary else "")


def _new(line: AmountLine, subscription_id: str) -> html.Td:
    if line.amount is None:
        return html.Td(html.Span(line.why_fixed, className="sub"), className="quantity-cell")
    field = line_ids(ids.AMOUNT, line, subscription_id)
    # What is typed stays in the tab while the held amount is the same, however often the page is
    # drawn anew.
    kept = {"persistence": f"{subscription_id} {line.current}", "persistence_type": "session"}
    problem = html.Div(
        id=line_ids(ids.PROBLEM, line, subscription_id),
        className="problem",
        **data(problem_of=dom_id(field)),
    )
    return html.Td(
        [draw_stepper(field, line.amount, str(line.current), **kept), problem],
        className="quantity-cell",
    )


def _price_places(line: AmountLine) -> int:
    return 0 if line.price is None else formats.price_places(line.price, line.currency or "")


def _price(line: AmountLine, locale: str, places: int) -> Any:
    charged_for = html.Span(line.charged_for, className="sub")
    if line.is_free:
        return charged_for
    if line.price is None:
        return formats.NOTHING
    price = formats.unit_price(line.price, line.currency or "", locale, places=places)
    return [price, charged_for]


def _limit(name: str, value: str) -> html.Td:
    return _named(name, value, "limit-cell")


def _named(name: str, value: Any, class_name: str) -> html.Td:
    """Draw a cell that says its column's name where the table is a list of cards."""
    return html.Td(value, className=f"number {class_name}", **data(name=name))


def _current(line: AmountLine, locale: str) -> str:
    if line.held.is_measured and line.held.quantity is None:
        return gettext("measured by the vendor")
    if line.held.quantity is None:
        return formats.NOTHING
    return formats.quantity(line.held.quantity, locale)


def _most(line: AmountLine, locale: str) -> str:
    if line.held.maximum_quantity is None:
        return formats.NOTHING if line.held.is_measured else gettext("no limit")
    return formats.quantity(line.held.maximum_quantity, locale)
