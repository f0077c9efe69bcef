"""Who is told what a load is doing."""

from __future__ import annotations


class Progress:
    """Told what a load does; this one keeps it to itself.

    Whoever wants a load to end raises from `step` or `page`.
    """

    def expect(self, steps: int) -> None:
        """Learn how many steps there are to come."""

    def step(self, text: str) -> None:
        """Learn what is being done now."""

    def page(self) -> None:
        """Learn that one more page was read."""
