"""The sandbox's fixtures, for the tests that hold it to the contract."""

from tests.contract.acting import actions, form, transport
from tests.sandbox.buyer import buyer
from tests.sandbox_fixtures import platform, sandbox, seeded_store

__all__ = ["actions", "buyer", "form", "platform", "sandbox", "seeded_store", "transport"]
