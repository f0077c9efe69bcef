"""Step 2 of an order: whom it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.services.account_form import REQUIRED, REQUIRED_BY_MICROSOFT, check_account
from dashboard.services.ordering.draft import ACCOUNT, DATA, Client, OrderDraft, named
from dashboard.statuses import account_status
from dashboard.texts import gettext
from domain.account import (
    ACCOUNT_KEYS,
    Account,
    AccountData,
    Buyer,
    ExistingAccount,
    NewAccount,
)
from domain.offer import Offer
from domain.statuses import AccountStatus
from warehouse.buying import BuyingAccount


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client that is chosen, with what stands against an order for it.

    `live_subscription_id` is one to a plan of which a client may have only one (ORD-25).
    """

    account: Account
    live_subscription_id: str | None = None


@dataclass(frozen=True, slots=True)
class ClientStep:
    """What is entered about the client.

    `shown` is as it was typed over what is known, `data` the same as it is sent. `same_itn` are
    other clients with the registration number that was typed (ORD-24).
    """

    client: Client
    known: KnownClient | None
    shown: AccountData
    data: AccountData
    required: frozenset[str]
    problems: Mapping[str, str]
    same_itn: tuple[BuyingAccount, ...] = ()

    @property
    def buyer(self) -> Buyer | None:
        """Whom the order is for; None while that is not chosen."""
        if self.client is Client.NEW:
            return NewAccount(self.data)
        if self.known is None:
            return None
        account = self.known.account
        is_changed = self.data != account.data
        return ExistingAccount(account.account_id, self.data if is_changed else None)


def client_step(draft: OrderDraft, known: KnownClient | None, offer: Offer) -> ClientStep:
    """Return the step as it stands.

    What is known of an existing client and was not touched is not found fault with, except that
    what the plan's vendor requires must be there.
    """
    before = known.account.data if known else AccountData()
    typed = {key: text for key, text in draft.data.items()
             if key in ACCOUNT_KEYS and text != getattr(before, key)}  # fmt: skip
    shown = replace(before, **typed)
    required = REQUIRED_BY_MICROSOFT if offer.is_microsoft else REQUIRED
    checked = check_account(shown, required=required)
    data = replace(before, **{key: getattr(checked.data, key) for key in typed})
    touched = set(typed) if known else set(ACCOUNT_KEYS)
    problems = {
        named(DATA, key): text
        for key, text in checked.problems.items()
        if key in touched or (key in required and not getattr(shown, key))
    }
    if draft.client is Client.EXISTING:
        problems = {ACCOUNT: gettext("Choose a client.")} if known is None else problems
    if known is not None:
        problems |= _against(known)
    return ClientStep(draft.client, known, shown, data, required, problems)


def _against(known: KnownClient) -> dict[str, str]:
    account = known.account
    if account.status is not AccountStatus.ACTIVE:
        says = gettext(
            "New operations are not possible: client status is %(status)s.",
            status=account_status(account.status).name,
        )
        return {ACCOUNT: says}
    if known.live_subscription_id is not None:
        says = gettext(
            "This client has a subscription to this plan already (%(id)s), and may have only one.",
            id=known.live_subscription_id,
        )
        return {ACCOUNT: says}
    return {}
