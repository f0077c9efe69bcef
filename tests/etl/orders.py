"""Orders as a portal places them: written into the journal, sent, and answered, or not."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from domain.account import AccountData
from domain.errors import OutcomeUnknown
from domain.management import Request
from domain.manager import ManagerDetails, NewManager, asked_changes, asked_new_manager
from domain.operation import (
    Operation,
    OperationKind,
    OperationState,
    PlatformIds,
    asked_account,
    asked_order,
)
from domain.order import SalesOrder
from domain.request_record import asked_request, kind_of
from sandbox.catalog_records import Plan
from sandbox.offers import periods_of
from store.journal_rows import Answer
from store.operations import Asking, begin, find_operation, mark_sent, record_answer
from tests.etl.portal import Portal
from tests.sandbox.buyer import HOSTED, totals_of
from upstream.actions import UpstreamActions

RESELLER, MANAGER, FORM = "12", "302", "form"
CLIENT = AccountData(
    name="Engine Ltd", itn="12345678", client_type="business", first_name="Ada",
    last_name="Byron", email="ada@engine.example",
)  # fmt: skip


class Seller:
    """A manager of the first reseller. The journal's clock is the platform's."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.actions = UpstreamActions(
            portal.options.platform_url,
            portal.token,
            transport=portal.meddler,
            sleep=lambda _: None,
        )

    def create_account(self, data: AccountData = CLIENT) -> Operation:
        (form,) = self.actions.fetch_account_types(RESELLER)

        def send() -> PlatformIds:
            return PlatformIds(self.actions.create_account(RESELLER, data, form).account_id)

        return self._journaled(
            OperationKind.CREATE_ACCOUNT, asked_account(data.values(), FORM), send
        )

    def rename_account(self, account_id: str, name: str) -> Operation:
        (form,) = self.actions.fetch_account_types(RESELLER)

        def send() -> PlatformIds:
            self.actions.update_account(RESELLER, account_id, {"name": name}, form)
            return PlatformIds(account_id)

        asked = asked_account({"name": name}, FORM, account_id)
        return self._journaled(OperationKind.UPDATE_ACCOUNT, asked, send, account_id)

    def create_manager(self, new: NewManager) -> Operation:
        def send() -> PlatformIds:
            self.actions.create_manager(RESELLER, new)
            return PlatformIds()

        return self._journaled(OperationKind.CREATE_MANAGER, asked_new_manager(new), send)

    def change_manager(self, before: ManagerDetails, **changes: str) -> Operation:
        def send() -> PlatformIds:
            self.actions.update_manager(RESELLER, before.manager_id, changes)
            return PlatformIds()

        asked = asked_changes(before, changes)
        return self._journaled(OperationKind.UPDATE_MANAGER, asked, send)

    def buy(self, account_id: str, quantity: int = 3, **more: Any) -> Operation:
        order = self.order(account_id, quantity, **more)

        def send() -> PlatformIds:
            placed = self.actions.place_order(RESELLER, order)
            return PlatformIds(placed.account_id, placed.order_id, placed.subscription_id)

        return self._journaled(OperationKind.SALES_ORDER, asked_order(order), send, account_id)

    def manage(
        self, request: Request, account_id: str, subscription_id: str, send: Callable[[], object]
    ) -> Operation:
        """Ask for something of a subscription, by a call of the platform's API."""
        ids = PlatformIds(account_id, None, subscription_id)

        def sends() -> PlatformIds:
            send()
            return ids

        asked = asked_request(subscription_id, request)
        return self._journaled(kind_of(request), asked, sends, account_id, subscription_id)

    def order(self, account_id: str, quantity: int = 3, **more: Any) -> SalesOrder:
        """Return an order of a plan that no vendor asks anything for."""
        with self._portal.platform.reading() as books:
            plan, *_ = books.find(Plan, "name LIKE ? AND reseller_id = ?", f"{HOSTED}%", RESELLER)
            period = next(one for one in periods_of(books, plan.plan_id) if not one.is_trial)
            totals = totals_of(books, plan, quantity)
        return SalesOrder(
            plan_id=str(plan.plan_id),
            plan_period_id=str(period.plan_period_id),
            quantities={str(key): total for key, total in totals.items()},
            **more,
        ).placed_for(account_id, MANAGER)

    def known(self, operation: Operation) -> Operation:
        """Return an operation as it is now."""
        found = find_operation(self._portal.store, operation.key, manager_id=MANAGER)
        assert found is not None
        return found

    def loses(self, what: str, *, arrives: bool = True) -> None:
        """Let the answers to one kind of request get lost, and the requests too unless they are
        to arrive.
        """

        def lose(request: httpx.Request) -> httpx.Response:
            if arrives:
                assert self._portal.meddler.ask(request).is_success
            raise httpx.ReadError("the connection broke", request=request)

        self._portal.meddler.on(what, lose)

    def _journaled(
        self,
        kind: OperationKind,
        asked: Mapping[str, Any],
        send: Callable[[], PlatformIds],
        account_id: str | None = None,
        subscription_id: str | None = None,
    ) -> Operation:
        store, now = self._portal.store, self._portal.platform.now()
        ids = PlatformIds(account_id, None, subscription_id)
        asking = Asking(uuid.uuid4().hex, RESELLER, MANAGER, kind, asked, ids)
        begun = begin(store, asking, now=now).operation
        assert mark_sent(store, begun, now=now, platform_at=now)
        try:
            answer = Answer(OperationState.ACCEPTED, send())
        except OutcomeUnknown:
            answer = Answer(OperationState.UNKNOWN)
        return record_answer(store, begun, answer, now=now)
