"""The fields of the pages around a password."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from domain.hosts import readable_host
from store.credentials import LONGEST

LONGEST_ADDRESS, LONGEST_DOMAIN, LONGEST_EMAIL = 2_000, 253, 254


def host_of(text: str | None) -> str:
    """Return the host of a pasted address, or the text itself, in lower case (ACC-5).

    What browsers copy of a name such as альфа.рф is the name again.
    """
    trimmed = (text or "").strip().lower()
    address = trimmed if "//" in trimmed else f"//{trimmed}"
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return trimmed
    return readable_host((host or "").rstrip("."))


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def at_most(count: int) -> Length:
    """Refuse what is longer: what `maxlength` keeps a person from typing, anybody may send."""
    text = lazy_gettext("Enter %(count)s characters at most.", count=count)
    return Length(max=count, message=text)


def _plain(**attributes: Any) -> dict[str, Any]:
    return {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false", **attributes}


class CompanyForm(FlaskForm):  # type: ignore[misc]
    """Whose manager someone is."""

    domain = StringField(
        lazy_gettext("Domain name"),
        filters=[host_of],
        validators=[
            DataRequired(lazy_gettext("Enter the domain name of your company.")),
            at_most(LONGEST_DOMAIN),
        ],
        # A whole address may be pasted, of which its host is kept.
        render_kw=_plain(autocomplete="organization", inputmode="url", maxlength=LONGEST_ADDRESS),
    )


class WhoForm(CompanyForm):
    """Who someone is, as they type it."""

    email = EmailField(
        lazy_gettext("Email"),
        filters=[_trimmed],
        validators=[DataRequired(lazy_gettext("Enter your email.")), at_most(LONGEST_EMAIL)],
        render_kw=_plain(autocomplete="username", maxlength=LONGEST_EMAIL),
    )


class ForgottenForm(WhoForm):
    """ACC-15."""


class SignInForm(WhoForm):
    """ACC-1."""

    password = PasswordField(
        lazy_gettext("Password"),
        validators=[InputRequired(lazy_gettext("Enter your password.")), at_most(LONGEST)],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST},
    )
    next = HiddenField()


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """ACC-10."""

    new = PasswordField(
        lazy_gettext("New password"),
        validators=[InputRequired(lazy_gettext("Enter a new password.")), at_most(LONGEST)],
        render_kw={"autocomplete": "new-password", "maxlength": LONGEST},
    )
    confirm = PasswordField(
        lazy_gettext("Confirm your new password"),
        validators=[EqualTo("new", lazy_gettext("The two passwords differ."))],
        render_kw={"autocomplete": "new-password", "maxlength": LONGEST},
    )


class PasswordForm(NewPasswordForm):
    """PRF-4."""

    current = PasswordField(
        lazy_gettext("Current password"),
        validators=[InputRequired(lazy_gettext("Enter your current password.")), at_most(LONGEST)],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST},
    )
