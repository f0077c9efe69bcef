"""The customers of a reseller, as far as they are created and changed while ordering (ORD-19)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dashboard.services.journal import Journal
from dashboard.services.outcomes import (
    AccountSaved,
    InProgress,
    NotSent,
    Refused,
    Saved,
    Step,
    Unknown,
)
from dashboard.statuses import account_status
from dashboard.texts import gettext
from domain.account import Account, AccountData, AccountType, Buyer, ExistingAccount, NewAccount
from domain.errors import NotAllowed, NotFound, UnexpectedPayload, UpstreamError
from domain.operation import (
    Operation,
    OperationKind,
    OperationState,
    PlatformIds,
    account_asked,
    asked_account,
    first_key,
)
from domain.statuses import AccountStatus

if TYPE_CHECKING:
    from upstream.actions import UpstreamActions

# What the platform fills in by itself where nothing is given.
FILLED_IN = "client_type"


class Accounts:
    """Reads accounts from the platform and writes them there, for one manager."""

    def __init__(
        self, actions: UpstreamActions, journal: Journal, *, reseller_id: str, can_change: bool
    ) -> None:
        self._actions = actions
        self._journal = journal
        self._reseller_id = reseller_id
        self._can_change = can_change

    def form(self) -> AccountType:
        """Return the platform's form of an account: which fields there are, which are required.

        Raises:
            UpstreamError: the platform can't be reached, or not be understood.
        """
        found = self._actions.fetch_account_types(self._reseller_id)
        if not found:
            raise UnexpectedPayload("the platform knows no sort of accounts")
        return found[0]

    def account(self, account_id: str) -> Account:
        """Return an account as it is at the platform now.

        Raises:
            NotFound: the reseller has no such account.
            UpstreamError: the platform can't be reached, or not be understood.
        """
        # Ids are numbers: anything else might lead to another address.
        is_id = account_id.isascii() and account_id.isdigit()
        found = self._actions.fetch_account(self._reseller_id, account_id) if is_id else None
        if found is None:
            raise NotFound(f"no account {account_id}")
        return found

    def save(self, key: str, buyer: Buyer) -> Saved:
        """Make sure that the buyer is at the platform as entered, under the key of the order.

        It is part of `Orders.place`. Called on its own it lets a vendor be asked about an account
        that is new, or whose data the vendor checks: what was saved so is not saved again by
        `place` under the same key, and a new account is created once however often it is called.

        Raises:
            NotFound: the reseller has no such account.
            NotAllowed: this manager may not create or change clients, and that is asked for.
        """
        self.check_allowed(buyer)
        try:
            if isinstance(buyer, NewAccount):
                return self._save_new(key, buyer.data)
            return self._save_existing(key, buyer)
        except UpstreamError:
            # A read: whatever is sent answers for itself.
            return _not_reached()

    def check_allowed(self, buyer: Buyer) -> None:
        """Raise NotAllowed where a client would be created or changed by who may not (MGR-9)."""
        is_write = isinstance(buyer, NewAccount) or buyer.changes is not None
        if is_write and not self._can_change:
            raise NotAllowed(gettext("You do not have permission for this operation."))

    def _save_new(self, key: str, data: AccountData) -> Saved:
        known = self._journal.find(_key(key))
        if known is None or known.state is not OperationState.ACCEPTED:
            return self._create(key, data)
        if account_asked(known.asked) == data:
            return self._outcome(known)
        # It was created with other values, which have been corrected since.
        return self._save_existing(key, ExistingAccount(known.ids.account_id or "", data))

    def _create(self, key: str, data: AccountData) -> Saved:
        form = self.form()
        asked = asked_account(data.values(), key)
        begun = self._journal.begin(_key(key), OperationKind.CREATE_ACCOUNT, asked)
        if not begun.is_sender:
            return self._outcome(begun.operation)

        def send() -> PlatformIds:
            created = self._actions.create_account(self._reseller_id, data, form)
            return PlatformIds(account_id=created.account_id)

        return self._outcome(self._journal.send(begun.operation, send))

    def _save_existing(self, key: str, buyer: ExistingAccount) -> Saved:
        account = self.account(buyer.account_id)
        if account.status is not AccountStatus.ACTIVE:
            says = gettext(
                "New operations are not possible: client status is %(status)s.",
                status=account_status(account.status).name,
            )
            return Refused(Step.ACCOUNT, says)
        changes = _changes(account.data, buyer.changes or account.data)
        return self._change(key, account, changes) if changes else AccountSaved(account.account_id)

    def _change(self, key: str, account: Account, changes: Mapping[str, str]) -> Saved:
        form = self.form()
        begun = self._journal.begin(
            _key(key, account, changes),
            OperationKind.UPDATE_ACCOUNT,
            asked_account(changes, key, account.account_id),
            account_id=account.account_id,
        )
        if not begun.is_sender:
            return self._outcome(begun.operation)

        def send() -> PlatformIds:
            self._actions.update_account(self._reseller_id, account.account_id, changes, form)
            return PlatformIds(account_id=account.account_id)

        return self._outcome(self._journal.send(begun.operation, send))

    def _outcome(self, operation: Operation) -> Saved:
        if operation.state is OperationState.ACCEPTED:
            return AccountSaved(operation.ids.account_id or "")
        if operation.state is OperationState.REFUSED:
            return Refused(Step.ACCOUNT, operation.message or "", operation.problems)
        if self._journal.is_not_sent(operation):
            return _not_reached()
        if self._journal.is_being_sent(operation):
            return InProgress(Step.ACCOUNT, operation.operation_id)
        return Unknown(Step.ACCOUNT, operation.operation_id)


def _key(key: str, account: Account | None = None, changes: Mapping[str, str] | None = None) -> str:
    """Return the key of what is done to an account for a form, renewed or not.

    The same changes to an account as it was are one operation; once it has changed, they are
    another.
    """
    first = first_key(key)
    if account is None:
        return f"{first}:account"
    about = [account.account_id, account.updated_at, sorted((changes or {}).items())]
    digest = hashlib.sha256(json.dumps(about).encode()).hexdigest()
    return f"{first}:account:{digest[:32]}"


def _changes(before: AccountData, after: AccountData) -> dict[str, str]:
    changes = after.changes_from(before)
    if not changes.get(FILLED_IN):
        changes.pop(FILLED_IN, None)
    return changes


def _not_reached() -> NotSent:
    return NotSent(
        Step.ACCOUNT,
        gettext("The platform can't be reached. The client has not been saved. Try again."),
    )
