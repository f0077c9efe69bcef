"""What is asked of the platform while somebody orders: writes that are sent once."""

from __future__ import annotations


class UpstreamActions:
    """The platform's API as far as it buys something."""
