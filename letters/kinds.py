"""Which mails there are. A new one is a line here and a template of its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.message import MessageKind
from store.tokens import Purpose


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mail.

    `subject` is a text to be translated, with the values of templates/README.md in it.
    With `link_for`, the template is given `link`, by which its reader sets a password.
    """

    subject: str
    link_for: Purpose | None = None


def N_(text: str) -> str:
    """Mark a text that is translated where it is used."""
    return text


KINDS: Mapping[str, Kind] = {
    MessageKind.INVITATION: Kind(N_("Your access to %(brand)s"), Purpose.INVITATION),
    MessageKind.PASSWORD_RESET: Kind(N_("Set a new password for %(brand)s"), Purpose.RESET),
    MessageKind.PASSWORD_CHANGED: Kind(N_("Your password for %(brand)s was changed")),
    MessageKind.PASSWORD_EXPIRES: Kind(N_("Your password for %(brand)s runs out soon")),
    MessageKind.SECOND_FACTOR_ON: Kind(N_("A second factor for %(brand)s was switched on")),
    MessageKind.SECOND_FACTOR_OFF: Kind(N_("Your second factor for %(brand)s was switched off")),
    MessageKind.SECOND_FACTOR_RESET: Kind(N_("Your second factor for %(brand)s was reset")),
    MessageKind.REMINDER: Kind(N_("%(brand)s: deadlines that cost money are near")),
    MessageKind.SUMMARY: Kind(N_("%(brand)s: your week")),
}
