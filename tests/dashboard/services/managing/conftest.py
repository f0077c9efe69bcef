"""Subscriptions of the seeded platform, managed over HTTP."""

from __future__ import annotations

from tests.desk import desk

__all__ = ["desk"]
