"""Writes a letter: the texts of its kind in its reader's language, as plain text and as HTML.

Both come from one template, letters/templates/<kind>.jinja, which is made of parts: a paragraph, a
list of facts, a button. What they look like as text and as HTML stands in parts.text.jinja and
parts.html.jinja, and what is made of those in parts.jinja. templates/README.md says what a template
can use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from email_validator import EmailNotValidError, validate_email
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.branding import Branding, branding_for
from domain.errors import MailRefused
from letters.amounts import growth_text, money_text
from letters.deadline_lines import ADVICE, KIND_NAMES, days_between
from letters.kinds import KINDS
from letters.look import Look, look_of
from letters.options import LetterOptions
from letters.plain import isolated, one_line, plain_values, shortened
from letters.texts import texts_of
from warehouse.managers import Manager

TEMPLATES = Path(__file__).parent / "templates"
TEXT, HTML = "text", "html"
LONGEST_NAME = 100  # In a header.
EMPTY_LINES = re.compile(r"\n\s*\n\s*\n+")


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose name is written, from which address, and where the letters' links lead."""

    branding: Branding
    address: str
    portal_url: str
    zone: ZoneInfo


def sender_to(reader: Manager, options: LetterOptions) -> Sender:
    """Return in whose name a manager is written to: their partner's, or the operator's."""
    return Sender(
        branding_for(options, reader.domain),
        options.sender_address,
        options.public_url,
        ZoneInfo(options.platform_time_zone),
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter tells. `link` is the one its reader sets a password by, where there is one."""

    kind: str
    detail: Mapping[str, Any]
    link: str | None = None


def write_letter(
    content: Content,
    reader: Manager,
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
    branding = sender.branding
    title = shortened(one_line(branding.brand), LONGEST_NAME)
    rendered = partial(_rendered, content, reader, sender, language, now)
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = one_line(texts_of(language).gettext(KINDS[content.kind].subject)
                                 % {"brand": title})  # fmt: skip
    letter["From"] = Address(title, addr_spec=sender.address)
    letter["To"] = _address_of(reader)
    if branding.support_email:
        letter["Reply-To"] = branding.support_email
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{message_id}@{sender.address.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(rendered(TEXT))
    letter.add_alternative(rendered(HTML), subtype="html")
    letter["Content-Language"] = language  # Set before, it would go with the first alternative.
    return letter


def _address_of(reader: Manager) -> Address:
    try:
        checked = validate_email(one_line(reader.email), check_deliverability=False)
    except EmailNotValidError as error:
        raise MailRefused("the manager's e-mail is no address") from error
    name = shortened(one_line(reader.name), LONGEST_NAME)
    return Address(name, addr_spec=checked.ascii_email or checked.normalized)


def _rendered(
    content: Content, reader: Manager, sender: Sender, language: str, now: datetime, form: str
) -> str:
    found = environment(form, language, sender.zone, look_of(sender.branding))
    values = _values(content, reader, sender, NAMED[form])
    values["today"] = now.astimezone(sender.zone).date()
    written = found.get_template(f"{content.kind}.jinja").render(values)
    return EMPTY_LINES.sub("\n\n", written).strip() + "\n"


def _values(
    content: Content, reader: Manager, sender: Sender, named: Callable[[str], str]
) -> dict[str, Any]:
    manager = plain_values(asdict(reader))
    for name in ("name", "reseller_name"):
        manager[name] = named(shortened(manager[name], LONGEST_NAME))
    title = shortened(one_line(sender.branding.brand), LONGEST_NAME)
    return {
        "title": title,
        "brand": named(title),
        "support": _ways_to_support(sender.branding),
        "portal_url": sender.portal_url,
        "portal_host": urlsplit(sender.portal_url).netloc,
        "manager": manager,
        "detail": plain_values(content.detail),
        "link_to_set": content.link,
    }


def _ways_to_support(branding: Branding) -> list[dict[str, str]]:
    phone = "".join(sign for sign in branding.support_phone if sign.isdigit() or sign == "+")
    ways = (
        (branding.support_email, f"mailto:{branding.support_email}"),
        (branding.support_phone, f"tel:{phone}"),
        (branding.support_url, branding.support_url),
    )
    return [{"text": one_line(text), "address": address} for text, address in ways if text]


def _in_html(name: str) -> Markup:
    """Return a name that does not turn the direction of what stands beside it."""
    return Markup("<bdi>{}</bdi>").format(name)


NAMED: Mapping[str, Callable[[str], str]] = {TEXT: isolated, HTML: _in_html}


@lru_cache(maxsize=64)
def environment(form: str, language: str, zone: ZoneInfo, look: Look) -> Environment:
    """Return what templates are read with. Text is not escaped, HTML is."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=form == HTML,  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
    )
    found.install_gettext_translations(texts_of(language), newstyle=True)  # type: ignore[attr-defined]
    found.globals.update(
        language=language, frame=f"frame.{form}.jinja", look=look, isolated=NAMED[form],
        kind_names=KIND_NAMES, advice=ADVICE, days_between=days_between,
    )  # fmt: skip
    found.filters.update(
        day=lambda text: _day(text, language),
        instant=lambda text: _instant(text, language, zone),
        month=lambda text: format_date(date.fromisoformat(text), "LLLL y", locale=language),
        money=lambda kept: money_text(kept, language),
        growth=lambda percent: growth_text(percent, language),
    )
    for name in (f"parts.{form}.jinja", "parts.jinja"):
        parts = vars(found.get_template(name).module)
        found.globals.update({name: part for name, part in parts.items() if callable(part)})
    return found


def _day(text: str, language: str) -> str:
    return str(format_date(date.fromisoformat(text), "long", locale=language))


def _instant(text: str, language: str, zone: ZoneInfo) -> str:
    """Return when something happened, in the platform's zone, with the zone's offset."""
    local = datetime.fromisoformat(text).astimezone(zone)
    day = format_date(local, "long", locale=language)
    offset = f"{local:%z}"
    return f"{day}, {format_time(local, 'short', locale=language)} (UTC{offset[:3]}:{offset[3:]})"
