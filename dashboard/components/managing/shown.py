"""What the dialog of an operation remembers of what it shows: it comes back with every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from dashboard.components.managing.form import shape_of
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm
from domain.errors import NotFound
from domain.money import Money
from domain.pricing.shown_price import ShownPrice

AMOUNTS = ("total", "due", "released", "monthly_after")
DAYS = ("later_on", "until")


@dataclass(frozen=True, slots=True)
class Shown:
    """A form in a browser. `key` is that of the form: what is sent with it is sent once.

    `seen` tells the subscription as it was shown, `price` what was to be confirmed. `fields` are
    the values that the price was told for.
    """

    key: str
    action: Action
    subscription_id: str
    seen: str = ""
    shape: str = ""
    price: ShownPrice | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_sent: bool = False

    @classmethod
    def asked(cls, asked: Mapping[str, Any]) -> Shown:
        """Return a new form, as a button asks for it.

        Raises:
            NotFound: there is no such operation.
        """
        try:
            action = Action(str(asked.get("action")))
        except ValueError as error:
            raise NotFound(f"no operation {asked.get('action')}") from error
        return cls(str(uuid4()), action, str(asked.get("subscription") or ""))

    def of(
        self, form: OperationForm, values: Mapping[str, Any], *, key: str = ""
    ) -> dict[str, Any]:
        """Return what is to be remembered of a form as it is drawn."""
        return {
            "key": key or self.key,
            "action": str(self.action),
            "subscription": self.subscription_id,
            "seen": form.seen,
            "shape": shape_of(form),
            "price": _told(form.price),
            "fields": dict(values),
            "sent": False,
        }

    def sent(self) -> dict[str, Any]:
        """Return what is to be remembered of a form whose answer is waited for."""
        return {
            "key": self.key, "action": str(self.action), "subscription": self.subscription_id,
            "seen": self.seen, "shape": self.shape, "fields": dict(self.fields), "sent": True,
            "price": _told(self.price),
        }  # fmt: skip


def read_shown(told: Any) -> Shown | None:
    """Read what a browser sends back; None where that is nothing that we drew."""
    try:
        return Shown(
            key=str(told["key"]),
            action=Action(told["action"]),
            subscription_id=str(told["subscription"]),
            seen=str(told["seen"]),
            shape=str(told["shape"]),
            price=_price(told["price"]),
            fields=dict(told["fields"]),
            is_sent=bool(told["sent"]),
        )
    except (KeyError, TypeError, ValueError, IndexError, InvalidOperation):
        return None


def _told(price: ShownPrice | None) -> dict[str, Any] | None:
    if price is None:
        return None
    return {
        "currency": price.total.currency,
        **{name: str(getattr(price, name).amount) for name in AMOUNTS},
        **{name: _written(getattr(price, name)) for name in DAYS},
    }


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _price(told: Any) -> ShownPrice | None:
    if told is None:
        return None
    total, due, released, monthly_after = (
        Money(Decimal(told[name]), str(told["currency"])) for name in AMOUNTS
    )
    later_on, until = (date.fromisoformat(told[name]) if told[name] else None for name in DAYS)
    return ShownPrice(total, due, released, later_on, until, monthly_after)


def values_of(states: Any) -> dict[str, Any]:
    """Return the values of fields by their names."""
    return {
        one["id"]["name"]: one.get("value")
        for one in states
        if isinstance(one, Mapping) and isinstance(one.get("id"), Mapping)
    }
