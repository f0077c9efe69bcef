"""What a vendor tells for using a subscription: the `meta` of its answer.

The description of the API shows neither its place nor its keys, so that any layout is read as
far as it makes sense: labelled values, and instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from domain.details import Fact, Information

FACTS = "attributes"
INSTRUCTIONS = "instructions"
# Where it is not said what is a secret, these words in a name say it.
SECRET = re.compile(r"passw|secret|token|\bkey\b|_key$|\bpin\b|парол|ключ", re.IGNORECASE)


def read_information(meta: Any) -> Information:
    """Return what is told; nothing where nothing is, or where it makes no sense."""
    if not isinstance(meta, dict):
        return Information()
    told = meta[FACTS] if FACTS in meta else {k: v for k, v in meta.items() if k != INSTRUCTIONS}
    instructions = meta.get(INSTRUCTIONS)
    facts = {fact.key: fact for fact in _facts(told)}
    return Information(
        tuple(facts.values()), instructions.strip() if isinstance(instructions, str) else ""
    )


def _facts(told: Any) -> Iterator[Fact]:
    if isinstance(told, dict):
        told = [{"key": key, "value": value} for key, value in told.items()]
    if not isinstance(told, list):
        return
    for one in told:
        if isinstance(one, dict):
            fact = _fact(one)
            if fact is not None:
                yield fact


def _fact(one: dict[str, Any]) -> Fact | None:
    value = one.get("value")
    label = _text(one.get("label")) or _text(one.get("key"))
    if isinstance(value, bool) or not isinstance(value, str | int) or not label:
        return None
    key = _text(one.get("key")) or label
    is_secret = bool(one.get("secret")) or SECRET.search(f"{key} {label}") is not None
    return Fact(key, label, str(value).strip(), is_secret) if str(value).strip() else None


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""
