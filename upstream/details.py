"""One subscription, order or account as the platform answers now, in types.

The records themselves are read by `upstream.parse`; here their text becomes days, instants and
amounts, and what only a page about one thing wants to know is read besides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from domain.abilities import read_abilities
from domain.custom_attributes import read_custom_attributes
from domain.details import (
    AccountDetails,
    HeldResource,
    Information,
    OrderDetails,
    SubscribedPlan,
    SubscriptionDetails,
)
from domain.errors import UnexpectedPayload
from upstream.envelope import decode
from upstream.fields import Text
from upstream.information import read_information
from upstream.parse import parse_page
from upstream.shapes import decoder
from upstream.transport import Answer

Details = TypeVar("Details")
Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TypedSubscription:
    """A subscription with what was told beside it; its plan and what is told of its account are
    None where they were not.
    """

    subscription: SubscriptionDetails
    resources: tuple[HeldResource, ...]
    plan: SubscribedPlan | None
    account_name: str | None
    account_status: str | None
    information: Information


class _Beside(msgspec.Struct):
    """Attributes that no table keeps."""

    reseller_id: Text = None


class _Record(msgspec.Struct):
    id: Text = None
    type: Text = None
    attributes: _Beside = msgspec.field(default_factory=_Beside)
    meta: Any = None


class _Page(msgspec.Struct):
    data: list[_Record] | _Record | None = None
    included: list[_Record] | None = None


class _RawPage(msgspec.Struct):
    included: list[msgspec.Raw] | None = None


_PAGES = decoder(_Page)
_RAW_PAGES = decoder(_RawPage)


def read_subscription(
    answer: Answer, subscription_id: str, reseller_id: str
) -> TypedSubscription | None:
    """Read the one subscription of an answer; None when it says that it is another reseller's.

    Raises:
        UnexpectedPayload: it can't be read, or is not the one that was asked for.
    """
    record = _only(answer, subscription_id)
    if not _belongs_to(record, reseller_id):
        return None
    parsed = _parse("subscriptions", answer.body)
    (subscription,) = parsed["subscription"]
    account = _account(answer.body, str(subscription["account_id"]))
    return TypedSubscription(
        subscription=_typed(
            SubscriptionDetails, {**subscription, "paid_to": subscription["paid_to_on"]}
        ),
        resources=tuple(_typed(HeldResource, row) for row in parsed["subscription_resource"]),
        plan=_plan(answer.body, str(subscription["plan_id"])),
        account_name=_clean(account.get("name")),
        account_status=_clean(account.get("status")),
        information=read_information(record.meta),
    )


def read_orders(answer: Answer, subscription_id: str) -> list[OrderDetails]:
    """Read the orders of a subscription off a page of orders, which may hold others as well.

    One that can't be read is left out.

    Raises:
        UnexpectedPayload: the page itself can't be read.
    """
    _refuse_broken(answer)
    found = _all(OrderDetails, _parse("orders", answer.body)["order"])
    return [order for order in found if order.subscription_id == subscription_id]


def tells_all_orders(answer: Answer, subscription_id: str) -> bool:
    """Tell whether all orders of a subscription are on a page that was asked for by their filter.

    They may not be where there is another page, or where orders of others are on it: the filter is
    not documented, and was passed over then.

    Raises:
        UnexpectedPayload: the page itself can't be read.
    """
    _refuse_broken(answer)
    has_next = answer.envelope is not None and answer.envelope.has_next
    rows = _parse("orders", answer.body)["order"]
    return not has_next and all(row["subscription_id"] == subscription_id for row in rows)


def read_account(answer: Answer, account_id: str, reseller_id: str) -> AccountDetails | None:
    """Read the one account of an answer; None when it says that it is another reseller's.

    Raises:
        UnexpectedPayload: it can't be read, or is not the one that was asked for.
    """
    if not _belongs_to(_only(answer, account_id), reseller_id):
        return None
    (row,) = _parse("accounts", answer.body)["account"]
    custom = read_custom_attributes(row["custom_attributes"])
    return replace(_typed(AccountDetails, row), custom=custom)


def _only(answer: Answer, asked_id: str) -> _Record:
    records = _records(answer)
    if len(records) != 1 or str(records[0].id) != asked_id:
        raise UnexpectedPayload(f"{answer.asked}: not the one that was asked for")
    return records[0]


def _belongs_to(record: _Record, reseller_id: str) -> bool:
    """Tell whether a record may be shown to a reseller; one that does not say whose it is may."""
    said = record.attributes.reseller_id
    return said is None or str(said) == reseller_id


def _records(answer: Answer) -> list[_Record]:
    _refuse_broken(answer)
    try:
        data = decode(_PAGES, answer.body).data
    except msgspec.DecodeError as error:
        raise UnexpectedPayload(f"{answer.asked}: {error}") from error
    if data is None:
        return []
    return data if isinstance(data, list) else [data]


def _refuse_broken(answer: Answer) -> None:
    if answer.broken is not None:
        raise UnexpectedPayload(f"{answer.asked}: {answer.broken}")


def _parse(collection: str, body: bytes) -> dict[str, list[Columns]]:
    parsed = parse_page(collection, body)
    if parsed.quarantined and len(parsed.quarantined) == parsed.count:
        raise UnexpectedPayload(f"{collection}: {parsed.quarantined[0].reason}")
    return {
        table: [dict(zip(rows.columns, row, strict=True)) for row in rows.values]
        for table, rows in parsed.rows.items()
    }


def _plan(body: bytes, plan_id: str) -> SubscribedPlan | None:
    included = _included(body, plan_id, "plans")
    rows = _parse("plans", included)["plan"] if included else []
    return next(iter(_all(SubscribedPlan, rows)), None)


def _account(body: bytes, account_id: str) -> Columns:
    included = _included(body, account_id, "accounts")
    rows = _parse("accounts", included)["account"] if included else []
    return rows[0] if rows else {}


def _included(body: bytes, wanted_id: str, kind: str) -> bytes | None:
    """Return a page with the one record of a kind that an answer includes, if it does."""
    raws = decode(_RAW_PAGES, body).included or []
    for raw, record in zip(raws, decode(_PAGES, body).included or [], strict=True):
        if record.type == kind and str(record.id) == wanted_id:
            return b'{"data":%b}' % bytes(raw)
    return None


def _all(kind: type[Details], rows: Sequence[Columns]) -> list[Details]:
    found = []
    for row in rows:
        try:
            found.append(_typed(kind, row))
        except UnexpectedPayload:
            continue
    return found


def _typed(kind: type[Details], row: Columns) -> Details:
    """Return a row in the types of its class, which takes the columns it has fields for."""
    names = [field.name for field in fields(kind) if field.name in row]  # type: ignore[arg-type]
    try:
        values = {name: _value(name, row[name]) for name in names}
        return msgspec.convert(values, kind, strict=False)
    except ValueError as error:  # msgspec's own errors are ValueErrors too.
        raise UnexpectedPayload(str(error)) from error


def _value(name: str, value: Any) -> Any:
    if name == "abilities":
        return read_abilities(value)
    if name == "manager_id":
        return value  # Empty for nobody, which is not the same as untold.
    text = _clean(value)
    if text is None or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    return _instant(text) if name.endswith("_at") else text


def _clean(value: Any) -> str | None:
    return None if value is None else str(value).strip() or None


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"no UTC offset: {text}")
    return instant.astimezone(UTC)
