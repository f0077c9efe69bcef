"""Every exception we raise on purpose.

PortalError
├── SettingsError            a setting is missing or malformed; the process does not start
├── UpstreamError            the platform's API
│   ├── UpstreamUnavailable    no answer, or "try later"; a read may be tried again
│   ├── UpstreamRejected       it answered, and the answer is no
│   ├── OutcomeUnknown         something was sent, and it may have been done
│   └── UnexpectedPayload      it answered something its description does not promise
├── WarehouseError           what we know
│   ├── WarehouseNotReady      no load has published anything yet
│   └── ChecksFailed           a load would have published rows that break a rule
├── LoadError                a load
│   ├── LoadInProgress         another load holds the lease
│   └── TooManyQuarantined     so many unreadable records that publishing would mislead
├── StoreUnavailable         the portal store can't be used, or is not what this version needs
├── BackupError              a backup of the portal store
│   ├── BackupUnusable         a file is damaged, newer than the portal, or no backup at all
│   └── StoreInUse             what is to be replaced holds something, or is at work
├── NewsUnreadable           a feed of news does not answer, or is broken
├── IdentityError            a company's own sign-in
│   ├── IdentityUnavailable    its provider does not answer now; it may be tried again
│   ├── IdentityRefused        the provider answers no
│   └── IdentityUntrusted      it answered what must not be believed
├── MailError                a mail to a manager
│   ├── NotInvited             who is to be invited can't sign in
│   ├── MailUnavailable        it could not be sent now; it may be tried again
│   └── MailRefused            it is not taken, and would not be if it were sent again
└── QuestionError            what a signed-in person asked for
    ├── BadFilter              an address or form holds a value that can't be read
    ├── NotFound               no such thing for this reseller
    ├── NotAllowed             there is, but this manager may not do that
    │   └── NoAccess             it is of a section that is hidden from this manager
    └── DraftChanged           what a form was filled in from has changed meanwhile
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


class PortalError(Exception):
    """The root of the tree."""


class SettingsError(PortalError):
    """A setting is missing or malformed."""


class UpstreamError(PortalError):
    """Something about the platform's API."""


class UpstreamUnavailable(UpstreamError):
    """The platform did not answer, or asked to come back later."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UpstreamRejected(UpstreamError):
    """The platform refused the request. `answered_at` is its own time, where it told it.

    `fields` says by key which values it refused, where it pointed at them.
    """

    def __init__(
        self,
        status: int,
        text: str,
        answered_at: datetime | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status
        self.text = text
        self.answered_at = answered_at
        self.fields = fields or {}


class OutcomeUnknown(UpstreamError):
    """Something was sent and no answer came that can be read. It may have been done.

    Sending it again could do it twice, so it is looked for first.
    """


class CantBeAsked(UpstreamError):
    """What is asked for can't be written as the platform wants it: nothing was sent."""


class UnexpectedPayload(UpstreamError):
    """The platform answered something that its description does not promise."""


class WarehouseError(PortalError):
    """Something about the warehouse."""


class WarehouseNotReady(WarehouseError):
    """No load has published a warehouse yet."""


class ChecksFailed(WarehouseError):
    """Rows about to be published break a rule."""

    def __init__(self, broken: dict[str, int]) -> None:
        super().__init__(", ".join(f"{rule}: {count} rows" for rule, count in broken.items()))
        self.broken = broken


class LoadError(PortalError):
    """Something about a load."""


class LoadInProgress(LoadError):
    """Another load is running."""

    def __init__(self, holder: str, expires_at: datetime) -> None:
        super().__init__(f"held by {holder} until {expires_at:%Y-%m-%d %H:%M:%S} UTC")
        self.holder = holder
        self.expires_at = expires_at


class TooManyQuarantined(LoadError):
    """Too many records could not be read."""


class StoreUnavailable(PortalError):
    """The portal store can't be reached, read or written, or needs to be migrated first."""


class BackupError(PortalError):
    """Something about a backup of the portal store."""


class BackupUnusable(BackupError):
    """A file is damaged, newer than this portal, or no backup at all."""


class StoreInUse(BackupError):
    """The store that is to be replaced holds something, or somebody is at work with it."""


class NewsUnreadable(PortalError):
    """A feed of the operator's news does not answer, or is not what a feed is."""


class IdentityError(PortalError):
    """Something about a company's own sign-in. No message holds a token or a person's data."""


class IdentityUnavailable(IdentityError):
    """The identity provider does not answer in time, or asks to come back later."""


class IdentityRefused(IdentityError):
    """The identity provider takes no code from the portal; `error` is its word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(f"it refuses: {error}")
        self.error = error


class IdentityUntrusted(IdentityError):
    """The identity provider answered what it must not, or somebody did in its place."""


class MailError(PortalError):
    """Something about a mail to a manager."""


class NotInvited(MailError):
    """Who is to be invited is not known, or not active."""


class MailUnavailable(MailError):
    """A mail could not be sent now. It may be tried again."""


class MailRefused(MailError):
    """A mail is not taken, and would not be if it were sent again."""


class QuestionError(PortalError):
    """Something about what a signed-in person asked for."""


class BadFilter(QuestionError):
    """A filter holds a value that can't be read.

    `problems` holds one sentence per value, ready to be shown.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class NotFound(QuestionError):
    """No such thing, or it is another reseller's: the answer is the same."""


class NotAllowed(QuestionError):
    """A manager may not do this."""


class NoAccess(NotAllowed):
    """A section is hidden from a manager (NAV-5); `is_reserved` where no access level shows it."""

    def __init__(self, message: str, *, is_reserved: bool = False) -> None:
        super().__init__(message)
        self.is_reserved = is_reserved


class DraftChanged(QuestionError):
    """A draft is not what the form was filled in from: it was changed in another tab."""
