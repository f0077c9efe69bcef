"""The sandbox's fixtures, for its own tests."""

from tests.sandbox_fixtures import platform, sandbox, seeded_store

__all__ = ["platform", "sandbox", "seeded_store"]
