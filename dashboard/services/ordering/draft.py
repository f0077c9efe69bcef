"""What a manager has entered of an order so far, as it was typed: what is wrong is kept too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain.account import ACCOUNT_KEYS
from domain.offer import Offer

PERIOD, PROVISIONING, AUTO_RENEW = "period", "provisioning", "auto-renew"
CLIENT, ACCOUNT = "client", "account"
QUANTITY, DATA, EXTRA = "quantity", "data", "extra"
UNKEPT = "unkept"  # Answers that are shown to nobody, and kept nowhere.
BETWEEN = ":"
YES, NO = "1", "0"
TRIAL = "trial"
LONGEST = 300  # What can be ordered with; a field that holds more says so.
LONGEST_KEPT = 2_000  # Cut, it is longer than any field may be still: nothing is lost unseen.
MOST_VALUES = 200
LONGEST_KEY = 100

Values = Mapping[str, Any]


class Client(StrEnum):
    """Whom the order is for (ORD-19)."""

    EXISTING = "existing"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Checked:
    """A validation that the vendor was asked for: of which input, and since when (ISO instant)."""

    task_id: str
    fingerprint: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """One manager's order of one plan before it is placed; texts as they were typed.

    `key` names the order that this draft becomes, and no other. `data` is about a new client, or
    the changed data of the chosen one; `extra` is for the vendor. `followed` is the client that
    an address has named and that has been taken over from it.
    """

    key: str
    plan_id: str
    period_id: str | None = None
    quantities: Mapping[str, str] = field(default_factory=dict)
    provisioning_on: str = ""
    is_auto_renewed: bool | None = None
    client: Client = Client.EXISTING
    account_id: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    checked: Checked | None = None
    followed: str | None = None

    @classmethod
    def read(cls, key: str, plan_id: str, kept: Values) -> OrderDraft:
        """Read what the store has kept."""
        checked = kept.get("checked")
        known = {name: kept[name] for name in _KEPT if name in kept}
        return cls(
            key=key,
            plan_id=plan_id,
            **{**known, "client": Client(known.get("client", Client.EXISTING))},
            checked=Checked(**checked) if checked else None,
        )

    def to_keep(self) -> dict[str, Any]:
        kept = {name: value for name, value in asdict(self).items() if name in _KEPT}
        return {**kept, "checked": asdict(self.checked) if self.checked else None}

    def changed(self, values: Values) -> OrderDraft:
        """Return the draft with what the fields of a step hold now; unknown ones are passed over.

        When another client is chosen, the fields still hold the data of the one before.
        """
        texts = {name: _text(value) for name, value in list(values.items())[:MOST_VALUES]
                 if len(name) <= LONGEST_KEY}  # fmt: skip
        draft = self._for_client(texts.get(CLIENT, ""))
        if draft.client is Client.EXISTING and ACCOUNT in texts:
            draft = draft.for_account(texts[ACCOUNT] or None)
        is_same = draft.client is self.client and draft.account_id == self.account_id
        for name, text in texts.items():
            if is_same or not name.startswith((f"{DATA}{BETWEEN}", f"{EXTRA}{BETWEEN}")):
                draft = draft._with(name, text)
        return draft

    def asked_for(self, query: Mapping[str, str], offer: Offer) -> OrderDraft:
        """Return the draft with what an address asks for, once: a client, or the trial (CAT-12).

        What was chosen afterwards is not undone when the page is opened again.
        """
        draft = self
        account_id = query.get(ACCOUNT)
        if account_id and account_id != draft.followed:
            draft = replace(draft.for_account(account_id), followed=account_id)
        trial = next((one for one in offer.periods if one.is_trial), None)
        if query.get(TRIAL) == YES and trial is not None and draft.period_id is None:
            draft = replace(draft, period_id=trial.plan_period_id)
        return draft

    def saved_as(self, account_id: str) -> OrderDraft:
        """Return the draft once its client is at the platform as it was entered.

        Whatever the vendor has checked, it checked before that.
        """
        return replace(self, client=Client.EXISTING, account_id=account_id, data={}, checked=None)

    def with_edits_of(self, known: Mapping[str, str]) -> OrderDraft:
        """Return the draft with only those data of its client that are not as they are known."""
        edited = {key: text for key, text in self.data.items() if known.get(key) != text}
        return self if edited == self.data else replace(self, data=edited)

    def for_account(self, account_id: str | None) -> OrderDraft:
        if account_id == self.account_id and self.client is Client.EXISTING:
            return self
        return replace(self, client=Client.EXISTING, account_id=account_id, data={}, extra={},
                       checked=None)  # fmt: skip

    def fingerprint(self) -> str:
        """Return what a validation is about: once it changes the vendor is asked anew (ORD-31)."""
        about = [
            self.plan_id,
            self.period_id,
            sorted(self.quantities.items()),
            self.client,
            self.account_id,
            sorted(self.data.items()),
            sorted(self.extra.items()),
        ]
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()

    def _with(self, name: str, text: str) -> OrderDraft:
        kind, _, key = name.partition(BETWEEN)
        match kind:
            case "period":
                return replace(self, period_id=text or None)
            case "provisioning":
                return replace(self, provisioning_on=text)
            case "auto-renew":
                return replace(self, is_auto_renewed=text == YES)
            case "quantity":
                return replace(self, quantities={**self.quantities, key: text})
            case "data":
                return replace(self, data={**self.data, key: text})
            case "extra":
                return replace(self, extra={**self.extra, key: text})
        return self

    def _for_client(self, text: str) -> OrderDraft:
        if text not in set(Client) or text == self.client:
            return self
        return replace(self, client=Client(text), account_id=None, data={}, extra={}, checked=None)


_KEPT = (
    "period_id", "quantities", "provisioning_on", "is_auto_renewed", "client", "account_id",
    "data", "extra", "followed",
)  # fmt: skip


def fields_of(offer: Offer, values: Values) -> Values:
    """Leave of what was sent the values of fields that an order of the plan can have."""
    resources = {named(QUANTITY, one.plan_resource_id) for one in offer.resources}
    data = {named(DATA, key) for key in ACCOUNT_KEYS}
    known = resources | data | {PERIOD, PROVISIONING, AUTO_RENEW, CLIENT, ACCOUNT}
    return {
        name: value
        for name, value in values.items()
        if name in known or name.startswith(named(EXTRA, ""))
    }


def answers(values: Values) -> dict[str, str]:
    """Return the answers to what the vendor wants to know, by the keys of their questions."""
    start = named(EXTRA, "")
    return {
        name.removeprefix(start): _text(value)
        for name, value in values.items()
        if name.startswith(start)
    }


def unkept(values: Values) -> dict[str, str]:
    """Return the answers that no draft keeps, by the keys of their questions."""
    start = named(UNKEPT, "")
    return {
        name.removeprefix(start): str(value or "")
        for name, value in values.items()
        if name.startswith(start)
    }


def named(kind: str, key: str) -> str:
    """Return the name of the field for one of many: `quantity:7`."""
    return f"{kind}{BETWEEN}{key}"


def _text(value: Any) -> str:
    """Return what a field holds as text; a list of choices is a flag."""
    if isinstance(value, list | bool):
        return YES if value else NO
    return "" if value is None else str(value).strip()[:LONGEST_KEPT]
