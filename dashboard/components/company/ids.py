"""The ids of what the pages of managers change by themselves."""

from __future__ import annotations

PART = "managers-part"
ABOUT = "managers-about"
STATUS = "manager-status"

DIALOG = "manager-dialog"
TITLE = "manager-dialog-title"
SAYS = "manager-dialog-says"
CONFIRM = "manager-dialog-confirm"
CLOSE = "manager-dialog-close"
ASKED = "manager-dialog-asked"

LEVEL = "manager-level"
SAVE_LEVEL = "manager-level-save"
INVITE = "manager-invite"
RESET_FACTOR = "manager-reset-factor"
LET_IN = "manager-let-in"

FIELD = "manager-field"
PROBLEM = "manager-problem"
LEVEL_ROW = "manager-level-row"
KEY = "manager-form-key"
CREATE = "manager-create"
MESSAGE = "manager-form-message"
GO = "manager-form-go"
TOUCHED = "managers-touched"
