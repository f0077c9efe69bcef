"""Writes a letter: the texts of its kind in its reader's language, as plain text and as HTML.

Both come from one template, letters/templates/<kind>.jinja, which is made of parts: a paragraph, a
list of facts, a button. What they look like as text and as HTML stands in parts.text.jinja and
parts.html.jinja; templates/README.md says what a template can use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from email_validator import EmailNotValidError, validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.errors import MailRefused
from letters.kinds import KINDS
from letters.plain import one_line, plain_values, shortened
from letters.texts import texts_of
from warehouse.addressees import Addressee

TEMPLATES = Path(__file__).parent / "templates"
TEXT, HTML = "text", "html"
LONGEST_NAME = 100  # In a header.
EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and where the letters' links lead. `support` may be empty."""

    brand: str
    address: str
    support: str
    portal_url: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter tells. `link` is the one its reader sets a password by, where there is one."""

    kind: str
    detail: Mapping[str, Any]
    link: str | None = None


def write_letter(
    content: Content,
    reader: Addressee,
    sender: Sender,
    *,
    language: str,
    message_id: str,
    now: datetime,
) -> EmailMessage:
    """Return a letter, ready to be sent.

    Raises:
        MailRefused: the reader's e-mail is no address.
    """
    values = _values(content, reader, sender)
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = one_line(texts_of(language).gettext(KINDS[content.kind].subject) % values)
    letter["From"] = Address(shortened(one_line(sender.brand), LONGEST_NAME),
                             addr_spec=sender.address)  # fmt: skip
    letter["To"] = _address_of(reader)
    if sender.support:
        letter["Reply-To"] = sender.support
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{message_id}@{sender.address.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(_rendered(TEXT, content.kind, language, sender.zone, values))
    letter.add_alternative(
        _rendered(HTML, content.kind, language, sender.zone, values), subtype="html"
    )
    letter["Content-Language"] = language  # Set before, it would go with the first alternative.
    return letter


def _address_of(reader: Addressee) -> Address:
    try:
        checked = validate_email(one_line(reader.email), check_deliverability=False)
    except EmailNotValidError as error:
        raise MailRefused("the manager's e-mail is no address") from error
    name = shortened(one_line(reader.name), LONGEST_NAME)
    return Address(name, addr_spec=checked.ascii_email or checked.normalized)


def _values(content: Content, reader: Addressee, sender: Sender) -> dict[str, Any]:
    return {
        "brand": one_line(sender.brand),
        "support": sender.support,
        "portal_url": sender.portal_url,
        "portal_host": urlsplit(sender.portal_url).netloc,
        "manager": plain_values(asdict(reader)),
        "detail": plain_values(content.detail),
        "link": content.link,
    }


def _rendered(
    form: str, kind: str, language: str, zone: ZoneInfo, values: Mapping[str, Any]
) -> str:
    written = environment(form, language, zone).get_template(f"{kind}.jinja").render(values)
    return EMPTY_LINES.sub("\n\n", written).strip() + "\n"


@cache
def environment(form: str, language: str, zone: ZoneInfo) -> Environment:
    """Return what templates are read with. Text is not escaped, HTML is."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=form == HTML,  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_translations(texts_of(language), newstyle=True)  # type: ignore[attr-defined]
    found.globals.update(language=language, frame=f"frame.{form}.jinja")
    found.filters["day"] = lambda text: _day(text, language)
    found.filters["instant"] = lambda text: _instant(text, language, zone)
    parts = found.get_template(f"parts.{form}.jinja").module
    found.globals.update({name: part for name, part in vars(parts).items() if callable(part)})
    return found


def _day(text: str, language: str) -> str:
    return str(format_date(date.fromisoformat(text), "long", locale=language))


def _instant(text: str, language: str, zone: ZoneInfo) -> str:
    """Return when something happened, in the platform's zone, with the zone's offset."""
    local = datetime.fromisoformat(text).astimezone(zone)
    day = format_date(local, "long", locale=language)
    offset = f"{local:%z}"
    return f"{day}, {format_time(local, 'short', locale=language)} (UTC{offset[:3]}:{offset[3:]})"
