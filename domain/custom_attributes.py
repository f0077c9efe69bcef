"""What is known of an account beyond the fields that every account has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

# By our names. The mirror keeps what was sent, so that both it and a live answer are read here.
KEYS: Mapping[str, str] = MappingProxyType(
    {
        "itn": "inn",
        "position": "position",
        "tenant_name": "microsoft_tenant_name",
        "tenant_id": "microsoft_tenant_id",
        "client_type": "client_type",
        "agreement_accepted_on": "microsoft_agreement_accepted_on",
        "agreement_accepted_by": "microsoft_agreement_accepted_by",
    }
)


@dataclass(frozen=True, slots=True)
class CustomAttributes:
    """The values we know of; None where nothing is said of one. The days are as they were sent."""

    itn: str | None = None
    position: str | None = None
    tenant_name: str | None = None
    tenant_id: str | None = None
    client_type: str | None = None
    agreement_accepted_on: str | None = None
    agreement_accepted_by: str | None = None


def read_custom_attributes(text: str | None) -> CustomAttributes:
    """Return the values we know of.

    The text is a JSON object of values by key, or a list of objects with `key` and `value`, in
    `data` or not. Anything else says nothing.
    """
    try:
        sent = json.loads(text or "{}")
    except ValueError:
        sent = {}
    values = _by_key(sent)
    return CustomAttributes(**{name: _text(values.get(key)) for name, key in KEYS.items()})


def _by_key(sent: Any) -> dict[str, Any]:
    if isinstance(sent, dict) and isinstance(sent.get("data"), list):
        sent = sent["data"]
    if isinstance(sent, list):
        pairs = [one for one in sent if isinstance(one, dict)]
        return {str(one.get("key")): one.get("value") for one in pairs}
    return sent if isinstance(sent, dict) else {}


def _text(value: Any) -> str | None:
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    return str(value).strip() or None
