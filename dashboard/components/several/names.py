"""What the actions for several subscriptions, and what comes of each, are called."""

from __future__ import annotations

from dashboard.components.managing.operations import action_name
from dashboard.services.managing.bulk_preview import ACTIONS
from dashboard.statuses import StatusText, Tone
from dashboard.texts import gettext
from domain.bulk import BulkAction, ItemState

TONES = {
    ItemState.UNREAD: Tone.WORKING,
    ItemState.READY: Tone.GOOD,
    ItemState.LEFT_OUT: Tone.QUIET,
    ItemState.WAITING: Tone.WORKING,
    ItemState.DONE: Tone.GOOD,
    ItemState.REFUSED: Tone.BAD,
    ItemState.NOT_AVAILABLE: Tone.WARN,
    ItemState.CHANGED: Tone.WARN,
    ItemState.PRICE_CHANGED: Tone.WARN,
    ItemState.NOT_SENT: Tone.BAD,
    ItemState.FAILED: Tone.BAD,
    ItemState.UNKNOWN: Tone.WAITING,
    ItemState.NOT_BEGUN: Tone.QUIET,
}


def bulk_action_name(action: BulkAction) -> str:
    """Return what is asked of all of them."""
    names = {
        BulkAction.AUTO_RENEW_ON: gettext("Turn auto-renew on"),
        BulkAction.AUTO_RENEW_OFF: gettext("Turn auto-renew off"),
        BulkAction.CHANGE: gettext("Change amount"),
    }
    return names.get(action) or action_name(ACTIONS[action])


def state_name(state: ItemState) -> str:
    return {
        ItemState.UNREAD: gettext("Being looked at"),
        ItemState.READY: gettext("Can be done"),
        ItemState.LEFT_OUT: gettext("Left out"),
        ItemState.WAITING: gettext("Waiting"),
        ItemState.DONE: gettext("Done"),
        ItemState.REFUSED: gettext("Refused"),
        ItemState.NOT_AVAILABLE: gettext("Not possible"),
        ItemState.CHANGED: gettext("Changed since"),
        ItemState.PRICE_CHANGED: gettext("Price changed"),
        ItemState.NOT_SENT: gettext("Not reached"),
        ItemState.FAILED: gettext("Failed"),
        ItemState.UNKNOWN: gettext("Being checked"),
        ItemState.NOT_BEGUN: gettext("Not begun"),
    }[state]


def state_meaning(state: ItemState) -> str:
    """Say what a state means where nothing else says so."""
    return {
        ItemState.DONE: gettext(
            "The platform has accepted it. The subscription's page shows how far it is."
        ),
        ItemState.UNKNOWN: gettext(
            "It was sent, and the answer got lost. We are checking; it is not sent again."
        ),
        ItemState.NOT_BEGUN: gettext("The rest was left out before its turn came."),
    }.get(state, "")


def state_text(state: ItemState) -> StatusText:
    return StatusText(state_name(state), state_meaning(state), TONES[state])
