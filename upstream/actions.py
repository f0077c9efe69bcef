"""What is done at the platform: writes, each sent once, with the reads that ordering needs.

`upstream.writing` says what each of them raises.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping

from domain.account import Account, AccountData, AccountType
from domain.manager import ManagerDetails, NewManager
from domain.order import PlacedOrder, SalesOrder, Validation
from upstream.account_answers import read_accounts
from upstream.bodies import (
    account_body,
    manager_body,
    new_account_body,
    new_manager_body,
    sales_order_body,
    validation_body,
)
from upstream.buying import path_of
from upstream.manager_answers import read_managers
from upstream.managing import ManagingWrites
from upstream.order_answers import read_orders, read_validation


class UpstreamActions(ManagingWrites):
    """The platform's API as far as something is done there."""

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

    def create_manager(self, reseller_id: str, new: NewManager) -> ManagerDetails:
        """Create a manager, who is active at once. Source: createManager.

        The platform wants a password. It is made up here and told to nobody: managers set the one
        they sign in with in the portal.
        """
        body = new_manager_body(new, secrets.token_urlsafe(24) + "aA1!")
        return self._write("POST", path_of(reseller_id, "managers"), body, read_managers)

    def update_manager(
        self, reseller_id: str, manager_id: str, values: Mapping[str, str]
    ) -> ManagerDetails:
        """Write a manager's name, phone or status anew. Source: updateManager."""
        path = path_of(reseller_id, "managers", manager_id)
        return self._write("PATCH", path, manager_body(values), read_managers)

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
