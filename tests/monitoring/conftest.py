from __future__ import annotations

from tests.store.conftest import postgresql_url, store, store_url

__all__ = ["postgresql_url", "store", "store_url"]
