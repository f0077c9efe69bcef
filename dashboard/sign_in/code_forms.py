"""The fields that ask for a code of a second factor."""

from __future__ import annotations

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from dashboard.sign_in.forms import at_most
from store.credentials import LONGEST

LONGEST_CODE = 64
MISSING = lazy_gettext("Enter a code.")
TOO_LONG = Length(max=LONGEST_CODE, message=lazy_gettext("This code is not right."))
NUMERIC = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": LONGEST_CODE}
WORDY = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false",
         "maxlength": LONGEST_CODE}  # fmt: skip


class CodeForm(FlaskForm):  # type: ignore[misc]
    """ACC-21: between the password and the session."""

    code = StringField(
        lazy_gettext("Code"), validators=[InputRequired(MISSING), TOO_LONG], render_kw=NUMERIC
    )


class RecoveryForm(FlaskForm):  # type: ignore[misc]
    """The same with a recovery code, which has letters."""

    code = StringField(
        lazy_gettext("Recovery code"),
        validators=[InputRequired(MISSING), TOO_LONG],
        render_kw=WORDY,
    )


def _password() -> PasswordField:
    return PasswordField(
        lazy_gettext("Current password"),
        validators=[InputRequired(lazy_gettext("Enter your current password.")), at_most(LONGEST)],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST},
    )


class BeginForm(FlaskForm):  # type: ignore[misc]
    """Before an app is set up."""

    password = _password()


class SwitchOnForm(CodeForm):
    """The first code of an app; `setup` is what the page before handed out."""

    setup = HiddenField()


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """Before a second factor is switched off, or gets new recovery codes."""

    password = _password()
    code = StringField(
        lazy_gettext("Code of the app, or a recovery code"),
        validators=[InputRequired(MISSING), TOO_LONG],
        render_kw=WORDY | {"autocomplete": "one-time-code"},
    )
