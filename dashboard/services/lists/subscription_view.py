"""What the address of a list of subscriptions says: the URL is the view (SUB-4 to SUB-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dashboard.query_reader import USUAL_SIZE, QueryReader
from dashboard.query_writer import write_query
from dashboard.services.lists.reading import (
    both_ways,
    one_of,
    read_days,
    read_known,
    read_text,
)
from domain.listing import Slice, SubscriptionFilter, words_of
from domain.statuses import SubscriptionStatus

SORTED_BY = ("id", "name", "client", "activation", "expiration")
OF_ACCOUNT = tuple(key for key in SORTED_BY if key != "client")
OF_ACCOUNT_PAGE = ("tab", "placed")  # What an address says to the page that the list is on.
USUAL_SORT = "-id"  # The newest first.
STATUSES = tuple(str(one) for one in SubscriptionStatus if one != SubscriptionStatus.UNKNOWN)
ON, OFF = "on", "off"
TRIAL, PAID = "trial", "paid"

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """A view of the list. Both days of a period are included; what is empty is no limit."""

    text: str = ""
    statuses: Texts = ()
    account_ids: Texts = ()
    product_ids: Texts = ()
    plan_ids: Texts = ()
    billing_types: Texts = ()
    auto_renew: str = ""
    kind: str = ""
    expires_from: date | None = None
    expires_to: date | None = None
    activated_from: date | None = None
    activated_to: date | None = None
    sort: str = ""
    page: int = 1
    size: int = USUAL_SIZE

    @property
    def wanted(self) -> SubscriptionFilter:
        """What the subscriptions have to be like."""
        return SubscriptionFilter(
            text=self.text or None,
            statuses=words_of(self.statuses),
            account_ids=words_of(self.account_ids),
            product_ids=words_of(self.product_ids),
            plan_ids=words_of(self.plan_ids),
            billing_types=words_of(self.billing_types),
            is_auto_renewed={ON: True, OFF: False}.get(self.auto_renew),
            is_trial={TRIAL: True, PAID: False}.get(self.kind),
            expires_from=self.expires_from,
            expires_until=self.expires_to and self.expires_to + timedelta(days=1),
            started_from=self.activated_from,
            started_until=self.activated_to and self.activated_to + timedelta(days=1),
        )

    @property
    def order(self) -> str:
        return self.sort or USUAL_SORT

    @property
    def slice(self) -> Slice:
        return Slice(self.order, (self.page - 1) * self.size, self.size)

    @property
    def unfiltered(self) -> SubscriptionView:
        """The same list, in the same order, without its filters."""
        return SubscriptionView(sort=self.sort, size=self.size)

    @property
    def is_filtered(self) -> bool:
        return self.wanted != SubscriptionFilter()


def read_subscription_view(
    query: Mapping[str, str], *, of_account: bool = False
) -> tuple[SubscriptionView, list[str]]:
    """Read an address, and say in a sentence each what could not be read.

    `of_account` says that the list is one client's, which leaves nothing to say of clients.
    """
    reader = QueryReader(query)
    if of_account:
        for key in OF_ACCOUNT_PAGE:
            reader.text(key)
    first, last = read_days(reader, "expires")
    activated_first, activated_last = read_days(reader, "activated")
    view = SubscriptionView(
        text=read_text(reader),
        statuses=read_known(reader, "status", STATUSES),
        account_ids=() if of_account else reader.texts("client"),
        product_ids=reader.texts("product"),
        plan_ids=reader.texts("plan"),
        billing_types=reader.texts("billing"),
        auto_renew=reader.choice("auto_renew", one_of(ON, OFF), ""),
        kind=reader.choice("kind", one_of(TRIAL, PAID), ""),
        expires_from=first,
        expires_to=last,
        activated_from=activated_first,
        activated_to=activated_last,
        sort=reader.sort(both_ways(*(OF_ACCOUNT if of_account else SORTED_BY))),
        page=reader.page(),
        size=reader.size(),
    )
    return view, reader.finish()


def write_subscription_view(view: SubscriptionView, **changes: Any) -> str:
    """Return the query string of a view, `?` included; what is at its default is left out."""
    view = replace(view, **changes)
    fields: dict[str, object] = {
        "q": view.text,
        "status": ",".join(view.statuses),
        "client": ",".join(view.account_ids),
        "product": ",".join(view.product_ids),
        "plan": ",".join(view.plan_ids),
        "billing": ",".join(view.billing_types),
        "auto_renew": view.auto_renew,
        "kind": view.kind,
        "expires_from": view.expires_from,
        "expires_to": view.expires_to,
        "activated_from": view.activated_from,
        "activated_to": view.activated_to,
        "sort": view.sort if view.sort != USUAL_SORT else None,
    }
    return write_query(fields, view)
