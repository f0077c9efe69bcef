"""Why the platform will not do what it was asked."""

from __future__ import annotations

from collections.abc import Mapping

# The sentences of the API description; what exactly is wrong stands beside them.
SERVICE_UNAVAILABLE = "Order for the selected service is not available"
ACCOUNT_RESTRICTED = (
    "Order for the selected account is not available due to restrictions imposed on the account "
    "or reseller"
)
INVALID_AMOUNT = "There are ordered invalid amount of resources"
SAME_AMOUNT = "To change the quantity of resource id, specify a value other than already ordered"
NO_DOWNGRADE = "Resources downgrade are not allowed"
CHANGE_UNAVAILABLE = "Order could not be created: resource change {resource_id} is not available"
CHANGE_LIMITED = CHANGE_UNAVAILABLE + ". You can change up to {available}"
RESOURCE_UNAVAILABLE = "The resource id is not available for ordering in plan"
RESOURCE_REQUIRED = "The resource id must be ordered"
PERIOD_UNAVAILABLE = "The period id is not available for ordering in plan"
CAN_NOT_SWITCH = "Can not switch to plan with id"
SAME_AUTO_RENEWAL = "You are trying to change the current Auto-renew value to the same value"


class Refused(Exception):
    """A request that is understood and not carried out; nothing has been changed.

    `title` is the documented sentence, where there is one; `pointer` is the member of the body
    that is meant.
    """

    def __init__(
        self, status: int, text: str, *, title: str | None = None, pointer: str | None = None
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.title = title or text
        self.pointer = pointer


class Invalid(Exception):
    """Values that can't be accepted: what is wrong with each, by its place in `attributes`."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


def forbidden() -> Refused:
    """Return the refusal of an operation that `ability` does not offer."""
    return Refused(403, "This action is forbidden")


def unprocessable(text: str, *, title: str | None = None, pointer: str | None = None) -> Refused:
    """Return the refusal of a request that breaks a business rule."""
    return Refused(422, text, title=title, pointer=pointer)
