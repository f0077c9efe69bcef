"""The ids that the parts of one action for several subscriptions find each other by."""

from __future__ import annotations

from typing import Any

# Beside what is selected in a list: what is asked of it, the form's key, the way on.
ASK = "several-ask"
KEY = "several-key"
DOOR = "several-door"

# The page: its address, what it consists of, what it remembers.
URL = "several-url"
GO = "several-go"
SUMMARY = "several-summary"
TABLE = "several-table"
ASKED = "several-asked"
CONFIRM_BOX = "several-confirm-box"
CONFIRM_TEXT = "several-confirm-text"
MESSAGE = "several-message"
SAID = "several-said"
TICK = "several-tick"
SHOWN = "several-shown"
TOUCHED = "several-touched"

# A button of the page, one of a row, and a field.
DO = "several-do"
ROW = "several-row"
FIELD = "several-field"

CONFIRM, PREPARE, STOP, AGAIN = "confirm", "prepare", "stop", "again"


def do_id(what: str) -> dict[str, Any]:
    return {"type": DO, "what": what}


def row_id(subscription_id: str) -> dict[str, Any]:
    """Return the id of the button that leaves one out, and takes it in again.

    It is the same for both, so that the keyboard stays where it is.
    """
    return {"type": ROW, "subscription": subscription_id}


def field_id(name: str) -> dict[str, Any]:
    return {"type": FIELD, "name": name}
