"""What a page of an order says of itself with every request. Whoever sends it may say anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.services.ordering.steps import Step, read_step
from dashboard.texts import gettext
from domain.errors import BadFilter


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of itself with every request: which order it shows, and how far it is."""

    plan_id: str
    step: Step
    key: str
    shape: str
    fingerprint: str
    total: str
    is_sent: bool
    fields: dict[str, Any]
    told: dict[str, Any]


def read_shown(told: Any) -> Shown:
    """Read what a page says of itself.

    Raises:
        BadFilter: it is not what a page of ours says.
    """
    if not isinstance(told, dict):
        raise _unreadable()
    texts = [told.get(name) for name in ("plan", "key", "shape", "fingerprint", "total")]
    fields_, step = told.get("fields"), told.get("step")
    if not all(isinstance(text, str) for text in texts) or not isinstance(fields_, dict):
        raise _unreadable()
    plan_id, key, shape, fingerprint, total = map(str, texts)
    return Shown(
        plan_id, read_step(str(step)), key, shape, fingerprint, total, told.get("sent") is True,
        fields_, told,
    )  # fmt: skip


def values_of(inputs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the fields hold, by their names.

    Raises:
        BadFilter: they are no fields of ours.
    """
    try:
        return {str(one["id"]["name"]): one.get("value") for one in inputs}
    except (AttributeError, KeyError, TypeError) as error:
        raise _unreadable() from error


def _unreadable() -> BadFilter:
    return BadFilter([gettext("The portal can't read this request. Nothing was changed.")])
