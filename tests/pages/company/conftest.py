from __future__ import annotations

from tests.storefront import front, loaded_front, seeded_store

__all__ = ["front", "loaded_front", "seeded_store"]
