"""What the audit calls what was done, what it was done with, and what came of it (NFR-3).

Whoever adds an action to store/audit.py or a kind of operation gives it its words here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext

from dashboard import formats
from dashboard.i18n import LANGUAGES
from dashboard.people_texts import role_text, status_text
from dashboard.statuses import StatusText, Tone, readable, subscription_status
from dashboard.stop_reasons import STOP_REASONS
from dashboard.texts import gettext, pgettext
from domain.operation import OperationKind, OperationState
from domain.statuses import ManagerRole, ManagerStatus
from store.audit import Action
from warehouse.audit_names import Names

# Said in the reader's language once they are asked for.
ACTIONS: dict[str, Any] = {
    OperationKind.SALES_ORDER: lazy_gettext("Ordered a subscription"),
    OperationKind.CREATE_ACCOUNT: lazy_gettext("Created a client"),
    OperationKind.UPDATE_ACCOUNT: lazy_gettext("Changed a client"),
    OperationKind.CREATE_MANAGER: lazy_gettext("Added a manager"),
    OperationKind.UPDATE_MANAGER: lazy_gettext("Changed a manager"),
    OperationKind.CHANGE_ORDER: lazy_gettext("Changed amounts"),
    OperationKind.RENEWAL_ORDER: lazy_gettext("Renewed a subscription"),
    OperationKind.SWITCH_ORDER: lazy_gettext("Switched a plan"),
    OperationKind.AUTO_RENEW: lazy_gettext("Changed auto-renewal"),
    OperationKind.STOP: lazy_gettext("Stopped a subscription"),
    OperationKind.ACTIVATE: lazy_gettext("Activated a subscription"),
    OperationKind.DELETE: lazy_gettext("Deleted a subscription"),
    OperationKind.CANCEL_ORDER: lazy_gettext("Cancelled an order"),
    Action.SEVERAL_CONFIRMED: lazy_gettext("Confirmed an action for several subscriptions"),
    Action.SECRET_SHOWN: lazy_gettext("Looked at a secret of a subscription"),
    Action.DOWNLOADED: lazy_gettext("Downloaded data"),
    Action.FEED_CREATED: lazy_gettext("Created a calendar address"),
    Action.FEED_ENDED: lazy_gettext("Ended a calendar address"),
    Action.SIGNED_IN: lazy_gettext("Signed in"),
    Action.SIGNED_OUT: lazy_gettext("Signed out"),
    Action.SIGN_IN_LOCKED: lazy_gettext("Sign-in was locked after failed attempts"),
    Action.ABSENT_REFUSED: lazy_gettext("Was not let in after a long absence"),
    Action.LET_IN: lazy_gettext("Let a manager in after a long absence"),
    Action.SESSION_ENDED: lazy_gettext("Ended a session"),
    Action.OTHER_SESSIONS_ENDED: lazy_gettext("Ended the other sessions"),
    Action.PASSWORD_CHANGED: lazy_gettext("Changed the password"),
    Action.PASSWORD_RESET_ASKED: lazy_gettext("Asked for a link to set a password"),
    Action.INVITED: lazy_gettext("Invited a manager"),
    Action.ACCESS_LEVEL_ASSIGNED: lazy_gettext("Assigned an access level"),
    Action.SECOND_FACTOR_ON: lazy_gettext("Switched the second factor on"),
    Action.SECOND_FACTOR_OFF: lazy_gettext("Switched the second factor off"),
    Action.SECOND_FACTOR_RESET: lazy_gettext("Reset a second factor"),
    Action.SECOND_STEP_LOCKED: lazy_gettext("Codes were locked after failed attempts"),
    Action.RECOVERY_CODE_USED: lazy_gettext("Used a recovery code"),
    Action.RECOVERY_CODES_MADE: lazy_gettext("Made new recovery codes"),
    Action.SETTINGS_CHOSEN: lazy_gettext("Chose settings of their own"),
}
REFUSED = frozenset({Action.SIGN_IN_LOCKED, Action.SECOND_STEP_LOCKED, Action.ABSENT_REFUSED})

_KEYS: dict[str, Any] = {
    "plan_id": lazy_gettext("Plan"),
    "plan_period_id": lazy_gettext("Period"),
    "provisioning_on": lazy_gettext("Provisioning date"),
    "expires_on": lazy_gettext("Expiration date"),
    "is_auto_renewed": lazy_gettext("Auto-renew"),
    "is_on_renewal": lazy_gettext("On renewal"),
    "replaces": lazy_gettext("Replaces order"),
    "status": lazy_gettext("Status"),
    "manager_status": lazy_gettext("Status"),
    "reason": lazy_gettext("Reason"),
    "kind": lazy_gettext("Kind"),
    "query": lazy_gettext("Filters"),
    "from": lazy_gettext("From"),
    "to": lazy_gettext("To"),
    "key": lazy_gettext("Name"),
    "fields": lazy_gettext("Filled in"),
    "person_fields": lazy_gettext("Filled in"),
    "subscription_count": lazy_gettext("Subscriptions"),
    "address": lazy_gettext("Address"),
    "by": lazy_gettext("By"),
    "count": lazy_gettext("Count"),
    "code": lazy_gettext("Code"),
    "left": lazy_gettext("Left"),
    "session_id": lazy_gettext("Session"),
    "role": lazy_gettext("Role"),
    "access_level": lazy_gettext("Access level"),
    "language": lazy_gettext("Language"),
    "is_reminded": lazy_gettext("Reminders"),
    "is_summarized": lazy_gettext("Weekly summary"),
}

_WORDS: dict[str, Any] = {
    "link": lazy_gettext("A mailed link"),
    "password": lazy_gettext("The password"),
    "openid": lazy_gettext("The company's own sign-in"),
    "app": lazy_gettext("Of the app"),
    "recovery": lazy_gettext("A recovery code"),
    # What is downloaded.
    "costs": lazy_gettext("Costs"),
    "records": lazy_gettext("Charges and consumption"),
    "subscriptions": lazy_gettext("Subscriptions"),
    "several": lazy_gettext("Several subscriptions"),
    "clients": lazy_gettext("Clients"),
    "deadlines": lazy_gettext("Deadlines"),
    "report": lazy_gettext("Report of charges"),
    "audit": lazy_gettext("Audit"),
    # What is asked of several subscriptions.
    "renew": lazy_gettext("Renew"),
    "auto_renew_on": lazy_gettext("Auto-renew on"),
    "auto_renew_off": lazy_gettext("Auto-renew off"),
    "stop": lazy_gettext("Stop"),
    "activate": lazy_gettext("Activate"),
    "change": lazy_gettext("Change amounts"),
    "delete": lazy_gettext("Delete"),
    **STOP_REASONS,
    # Why a password is changed.
    "too_old": lazy_gettext("It was too old"),
    # What is known of a client.
    "name": lazy_gettext("Company name"),
    "itn": lazy_gettext("ITN"),
    "client_type": lazy_gettext("Client type"),
    "first_name": lazy_gettext("First name"),
    "last_name": lazy_gettext("Last name"),
    "email": lazy_gettext("Email"),
    "phone": lazy_gettext("Phone"),
    "position": lazy_gettext("Position"),
    "country": lazy_gettext("Country"),
    "region": lazy_gettext("Region"),
    "city": lazy_gettext("City"),
    "zip": lazy_gettext("Zip code"),
    "street": lazy_gettext("Street"),
    "building": lazy_gettext("Building"),
    "comment": lazy_gettext("Comment"),
}


def action_name(action: str) -> str:
    """Return what an action is called; one of another release by its own word."""
    return str(ACTIONS.get(action) or readable(action))


def key_name(key: str) -> str:
    return str(_KEYS.get(key) or readable(key)) if key else ""


def value_text(key: str, value: Any, names: Names) -> str:
    """Write a value as a reader reads it; ids of plans and periods by what they are called."""
    match value:
        case None | "":
            return formats.NOTHING
        case bool():
            return gettext("yes") if value else gettext("no")
        case int():
            return formats.whole(value)
        case Mapping():
            parts = (f"{key_name(name)}: {value_text(name, one, names)}"
                     for name, one in value.items())  # fmt: skip
            return "; ".join(parts) or formats.NOTHING
        case list() | tuple():
            return ", ".join(value_text(key, one, names) for one in value) or formats.NOTHING
    return _word(key, str(value), names)


def _word(key: str, text: str, names: Names) -> str:
    if key in ("plan_id", "plan_period_id"):
        return names.get((key.removesuffix("_id"), text), f"ID {text}")
    if key == "access_level":
        return names.get((key, text), text)
    if key == "status":
        return subscription_status(text).name
    if key == "manager_status":
        return status_text(ManagerStatus.read(text)) or readable(text)
    if key == "role":
        return role_text(ManagerRole.read(text)) or text
    if key == "language":
        return LANGUAGES.get(text, text)
    if key == "person_fields" and text == "name":
        return gettext("First and last name")
    if key in ("by", "code", "fields", "person_fields", "reason", "kind"):
        return str(_WORDS.get(text) or readable(text))
    return _day(text) if key.endswith("_on") or key in ("from", "to") else text


def _day(text: str) -> str:
    try:
        return formats.day(date.fromisoformat(text))
    except ValueError:
        return text


def result_of(action: str, detail: Mapping[str, Any]) -> StatusText:
    """Return what came of an action."""
    state = detail.get("state") or detail.get("result")
    texts: dict[str, tuple[str, Tone]] = {
        OperationState.SENDING: (gettext("Being sent"), Tone.WORKING),
        OperationState.ACCEPTED: (pgettext("operation", "Accepted"), Tone.GOOD),
        OperationState.REFUSED: (pgettext("operation", "Refused"), Tone.BAD),
        OperationState.UNKNOWN: (gettext("Not known yet"), Tone.WAITING),
        OperationState.NOT_SENT: (pgettext("operation", "Not sent"), Tone.WARN),
    }
    usual = OperationState.REFUSED if action in REFUSED else None
    name, tone = texts.get(state or usual or "", (gettext("Done"), Tone.GOOD))
    return StatusText(name, "", tone)
