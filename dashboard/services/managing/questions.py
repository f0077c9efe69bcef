"""What the vendor of a plan to switch to wants to know of the client (OP-36, ORD-27)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.services.ordering.additional import Additional, additional
from dashboard.services.ordering.draft import answers, unkept
from domain.account import AccountData
from domain.management import Switch
from domain.order import OrderField


@dataclass(frozen=True, slots=True)
class Asked:
    """A vendor's questions, and the client that they are about."""

    fields: tuple[OrderField, ...] = ()
    client: AccountData = field(default_factory=AccountData)


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that are open, with what is answered; parts of `client` go to Microsoft."""

    additional: Additional
    client: AccountData

    @property
    def choices(self) -> dict[str, str]:
        """The answers that other questions may depend on, by the names of their fields."""
        return {one.name: one.value for one in self.additional.fields if one.asked.values}

    @property
    def shown_problems(self) -> dict[str, str]:
        """What is wrong while there is still something to be filled in: only with what is."""
        filled = {one.name for one in self.additional.fields if one.value}
        return {name: text for name, text in self.additional.problems.items() if name in filled}

    def fingerprint(self, request: Switch) -> str:
        """Return what a validation is about: once it changes the vendor is asked anew (ORD-31)."""
        about = [
            request.plan_id,
            request.plan_period_id,
            sorted(request.quantities.items()),
            sorted(self.additional.values.items()),
        ]
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()


def read_questions(asked: Asked, values: Mapping[str, Any]) -> Questions | None:
    """Return the questions with what is typed; None where nothing is asked."""
    if not asked.fields:
        return None
    return Questions(additional(asked.fields, answers(values), unkept(values)), asked.client)


def ordered(quantities: Mapping[str, int]) -> list[str]:
    """Return the resources of which there is to be something: a vendor asks by them."""
    return [key for key, quantity in quantities.items() if quantity]
