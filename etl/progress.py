"""Who is told what a load is doing."""

from __future__ import annotations


class Progress:
    """Told what a load does; this one keeps it to itself."""

    def expect(self, steps: int) -> None:
        """Learn how many steps there are to come."""

    def step(self, text: str) -> None:
        """Learn what is being done now."""
