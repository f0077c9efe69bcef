"""Step 2, drawn: the client, chosen or new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.components.filter_fields import search_labels
from dashboard.components.ordering.fields import (
    Form,
    Option,
    card,
    choice_field,
    labelled,
    select_field,
)
from dashboard.components.page import notice, view_link
from dashboard.services.countries import countries
from dashboard.services.ordering.client import ClientStep
from dashboard.services.ordering.draft import ACCOUNT, CLIENT, DATA, Client, named
from dashboard.statuses import account_status
from dashboard.texts import gettext
from domain.statuses import AccountStatus
from warehouse.buying import BuyingAccount

WIDE = {"name"}


def draw_client(
    step: ClientStep,
    accounts: Sequence[BuyingAccount],
    form: Form,
    locale: str,
    *,
    chosen: str | None,
    same_itn_hrefs: dict[str, str],
    creates_now: bool,
) -> list[Any]:
    """Draw the step; `form` holds what is wrong with its fields, `chosen` is the chosen client.

    `same_itn_hrefs` lead to the order for a client that is known already.
    """
    kinds = [
        {"value": Client.EXISTING.value, "label": _named(gettext("Existing client"))},
        {"value": Client.NEW.value, "label": _named(gettext("New client"))},
    ]
    parts: list[Any] = [choice_field(CLIENT, step.client.value, kinds, side_by_side=True)]
    if step.client is Client.EXISTING:
        parts.append(_chooser(step, accounts, chosen, form))
    drawn: list[Any] = [card(gettext("Client"), *parts)]
    if step.client is Client.NEW or step.known is not None:
        drawn.append(_data(step, locale, form, same_itn_hrefs, creates_now=creates_now))
    return drawn


def account_options(accounts: Sequence[BuyingAccount], step: ClientStep | None) -> list[Option]:
    """Return the clients that can be chosen; those on hold stand there with their status."""
    options = [_option(one) for one in accounts]
    known = step.known.account if step and step.known else None
    if known is None or any(option["value"] == known.account_id for option in options):
        return options
    person = f"{known.data.first_name} {known.data.last_name}".strip()
    chosen = BuyingAccount(known.account_id, known.data.name, known.status, known.data.itn, person,
                           known.data.email)  # fmt: skip
    return [_option(chosen), *options]


def field_labels() -> dict[str, str]:
    """Return what the fields of a client are called, in the order in which they are asked."""
    return {
        "name": gettext("Company name"),
        "itn": gettext("ITN"),
        "first_name": gettext("First name"),
        "last_name": gettext("Last name"),
        "email": gettext("Email"),
        "phone": gettext("Phone"),
        "position": gettext("Position"),
        "country": gettext("Country"),
        "region": gettext("Region"),
        "city": gettext("City"),
        "zip": gettext("Zip code"),
        "street": gettext("Street"),
        "building": gettext("Building"),
    }


def _chooser(
    step: ClientStep,
    accounts: Sequence[BuyingAccount],
    chosen: str | None,
    form: Form,
) -> html.Div:
    chooser = select_field(
        ACCOUNT,
        chosen,
        account_options(accounts, step),
        searchable=True,
        search_order="original",
        placeholder=gettext("Name, ID or ITN"),
        labels=search_labels(),
        maxHeight=320,
    )
    live = step.known.live_subscription_id if step.known else None
    link = (
        dcc.Link(gettext("Subscription %(id)s", id=live), href=f"/subscriptions/{live}")
        if live
        else None
    )
    return labelled(
        ACCOUNT,
        gettext("Find a client"),
        chooser,
        problem=form.problem(ACCOUNT),
        hint=link,
        is_wide=True,
    )


def _data(
    step: ClientStep,
    locale: str,
    form: Form,
    same_itn_hrefs: dict[str, str],
    *,
    creates_now: bool,
) -> html.Section:
    is_new = step.client is Client.NEW
    title = gettext("New client") if is_new else gettext("Data of the client")
    fields = [_field(key, label, step, form, locale) for key, label in field_labels().items()]
    says = _when_saved(is_new=is_new, creates_now=creates_now)
    return card(
        title,
        *_same_itn(step, same_itn_hrefs),
        html.Div(fields, className="order-fields"),
        html.P(says, className="hint"),
    )


def _when_saved(*, is_new: bool, creates_now: bool) -> str:
    if is_new and creates_now:
        return gettext(
            "The vendor checks the data of a client that exists: “Next” creates the client."
            " Nothing is ordered yet."
        )
    if is_new:
        return gettext("The client is created together with the order.")
    if creates_now:
        return gettext("Changes are saved with “Next”, because the vendor checks them.")
    return gettext("Changes are saved to the client together with the order.")


def _field(key: str, label: str, step: ClientStep, form: Form, locale: str) -> html.Div:
    name, value = named(DATA, key), getattr(step.shown, key)
    control: Any
    if key == "country":
        options = [{"value": code, "label": text} for code, text in countries(locale)]
        control = select_field(
            name, value or None, options, placeholder="", labels=search_labels(), clearable=True
        )
    else:
        control = form.text(name, value, inputMode="email" if key == "email" else "text")
    return labelled(
        name,
        label,
        control,
        problem=form.problem(name),
        hint=_hint(key),
        is_required=key in step.required,
        is_wide=key in WIDE,
    )


def _hint(key: str) -> str | None:
    if key == "phone":
        return gettext("With the country code: +49 30 1234567")
    return None


def _same_itn(step: ClientStep, hrefs: dict[str, str]) -> list[html.Div]:
    """Offer to use the client that has the number already (ORD-24)."""
    return [
        notice(
            [
                gettext("%(name)s (%(id)s) has this ITN already.", name=one.name,
                        id=one.account_id),
                " ",
                view_link(gettext("Use this client"), hrefs[one.account_id]),
            ],
            "warn",
        )
        for one in step.same_itn
    ]  # fmt: skip


def _option(one: BuyingAccount) -> Option:
    status = AccountStatus.read(one.status)
    is_active = status is AccountStatus.ACTIVE
    facts = [one.account_id, one.itn, one.contact_name]
    if not is_active:
        facts.append(account_status(one.status).name)
    label = " · ".join(filter(None, [one.name, *facts]))
    return {"value": one.account_id, "label": label, "search": label, "disabled": not is_active}


def _named(text: str) -> html.Span:
    return html.Span(html.Span(text, className="choice-name"), className="choice-text")
