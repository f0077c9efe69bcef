"""What is done at the platform: writes, each sent once, with the reads that ordering needs.

What a write raises says what became of it:

- `UpstreamRejected`: the platform refused; its `fields` say which values.
- `UpstreamUnavailable`: it was surely not done.
- `OutcomeUnknown`: it may have been done. It is looked for before anything is sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Self, TypeVar

import httpx

from domain.account import Account, AccountData, AccountType
from domain.errors import OutcomeUnknown, UnexpectedPayload
from domain.order import PlacedOrder, SalesOrder, Validation
from upstream.account_answers import read_accounts
from upstream.answers import only
from upstream.bodies import (
    Body,
    account_body,
    new_account_body,
    sales_order_body,
    validation_body,
)
from upstream.buying import BuyingReads, our_keys, path_of
from upstream.order_answers import read_orders, read_validation
from upstream.sending import Sender
from upstream.transport import Transport

Read = TypeVar("Read")


class UpstreamActions(BuyingReads):
    """The platform's API as far as something is done there."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30.0,
        read_timeout: float = 10.0,
        read_attempts: int = 2,
        concurrency: int = 8,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        reads = Transport(
            base_url,
            token,
            timeout=min(read_timeout, timeout),
            attempts=read_attempts,
            concurrency=concurrency,
            transport=transport,
            sleep=sleep,
        )
        super().__init__(reads)
        self._sender = Sender(
            base_url, token, timeout=timeout, concurrency=concurrency, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._sender.close()
        self._transport.close()

    def create_account(
        self, reseller_id: str, data: AccountData, account_type: AccountType
    ) -> Account:
        """Create an account. Source: createAccount."""
        body = new_account_body(data, account_type)
        return self._write("POST", path_of(reseller_id, "accounts"), body, read_accounts)

    def update_account(
        self,
        reseller_id: str,
        account_id: str,
        values: Mapping[str, str],
        account_type: AccountType,
    ) -> Account:
        """Write some values of an account, by our keys, anew. Source: updateAccount."""
        path = path_of(reseller_id, "accounts", account_id)
        return self._write("PATCH", path, account_body(values, account_type), read_accounts)

    def place_order(self, reseller_id: str, order: SalesOrder) -> PlacedOrder:
        """Place a sales order. Source: createSalesOrder."""
        path = path_of(reseller_id, "sales_order")
        return self._write("POST", path, sales_order_body(order), read_orders)

    def start_validation(
        self,
        reseller_id: str,
        plan_id: str,
        account_id: str,
        plan_resource_ids: Collection[str],
        values: Mapping[str, str],
    ) -> Validation:
        """Have a vendor look at values. Nothing is bought by it: it may be begun again.

        Source: validateOrderAttributes.
        """
        path = path_of(reseller_id, "plans", plan_id, "order_attributes_validation")
        body = validation_body(account_id, plan_resource_ids, values)
        return self._write("POST", path, body, lambda answer: [read_validation(answer)])

    def _write(
        self, method: str, path: str, body: Body, read: Callable[[bytes], list[Read]]
    ) -> Read:
        with our_keys():
            answer = self._sender.send(method, path, body)
        try:
            return only(read(answer))
        except UnexpectedPayload as error:
            raise OutcomeUnknown(f"{method} {path}: {error}") from error
