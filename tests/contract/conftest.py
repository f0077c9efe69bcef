"""The sandbox's fixtures, for the tests that hold it to the contract."""

from tests.sandbox.buyer import buyer
from tests.sandbox_fixtures import platform, sandbox, seeded_store

__all__ = ["buyer", "platform", "sandbox", "seeded_store"]
