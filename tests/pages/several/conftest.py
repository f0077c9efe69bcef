"""The portal in front of a platform, for the tests of one action for several subscriptions."""

from tests.storefront import front, loaded_front, seeded_store

__all__ = ["front", "loaded_front", "seeded_store"]
