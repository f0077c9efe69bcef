"""Why the platform will not do what it was asked."""

from __future__ import annotations


class Refused(Exception):
    """A request that is understood and not carried out; nothing has been changed."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def forbidden() -> Refused:
    """Return the refusal of an operation that `ability` does not offer."""
    return Refused(403, "This action is forbidden")


def unprocessable(text: str) -> Refused:
    """Return the refusal of a request that breaks a business rule."""
    return Refused(422, text)
