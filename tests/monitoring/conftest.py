from __future__ import annotations

from tests.store.conftest import postgresql_url, store

__all__ = ["postgresql_url", "store"]
