"""Bad records on demand: attributes that answers show instead of the true ones."""

from __future__ import annotations

from typing import Any

Attributes = dict[str, Any]


class Overrides:
    """What a test wants to see in place of what the platform knows."""

    def __init__(self) -> None:
        self._attributes: dict[tuple[str, str], Attributes] = {}

    def set(self, collection: str, record_id: str, attributes: Attributes) -> None:
        self._attributes.setdefault((collection, record_id), {}).update(attributes)

    def clear(self) -> None:
        self._attributes.clear()

    def __bool__(self) -> bool:
        return bool(self._attributes)

    def of(self, collection: str, record_id: str) -> Attributes:
        return self._attributes.get((collection, record_id), {})

    def listed(self) -> list[dict[str, Any]]:
        return [
            {"collection": collection, "id": record_id, "attributes": attributes}
            for (collection, record_id), attributes in self._attributes.items()
        ]
