"""Every letter as a manager would get it, written into a folder to be looked at. None is sent.

What a reminder and a summary tell is that of the last load; links that set a password set none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from domain.errors import NotInvited
from domain.message import MessageKind
from letters.kinds import KINDS
from letters.options import LetterOptions
from letters.reminders import Reminders
from letters.rounds import Turn
from letters.summaries import Summaries
from letters.writing import Content, sender_to, write_letter
from store.database import Store
from warehouse.connection import Snapshot, Warehouse
from warehouse.managers import Manager, manager_to_sign_in
from warehouse.resellers import KnownReseller

NO_TOKEN = "AN-EXAMPLE"  # noqa: S105 - in the place of a token


def write_samples(
    options: LetterOptions, domain: str, email: str, *, language: str, folder: Path
) -> Iterator[str]:
    """Write each letter as .eml, .html and .txt; yield a line about each.

    Raises:
        NotInvited: there is no such manager.
        WarehouseNotReady: nothing is loaded yet, so nobody is known.
    """
    now = datetime.now(UTC)
    with Warehouse(options.warehouse_dir).snapshot() as snapshot:
        reader, reseller = _reader(snapshot, domain, email)
        folder.mkdir(parents=True, exist_ok=True)
        for kind, detail in _details(options, snapshot, reseller, now).items():
            if detail is None:
                yield f"{kind}: nothing to tell at present"
                continue
            link = f"{options.public_url}/set-password/{NO_TOKEN}"
            letter = write_letter(
                Content(kind, detail, link if KINDS[kind].link_for else None),
                reader,
                sender_to(reader, options),
                language=language,
                message_id=f"sample-{kind}",
                now=now,
            )
            _write(letter, folder / kind)
            yield f"{kind}: {folder / kind}.html, .txt, .eml"


def _reader(snapshot: Snapshot, domain: str, email: str) -> tuple[Manager, KnownReseller]:
    found = manager_to_sign_in(snapshot, domain=domain, email=email)
    if found is None:
        raise NotInvited(
            f"No manager with the e-mail {email} at a partner of the domain {domain} is in the last"
            " load."
        )
    return found, KnownReseller(found.reseller_id, found.currency)


def _details(
    options: LetterOptions, snapshot: Snapshot, reseller: KnownReseller, now: datetime
) -> dict[str, dict[str, Any] | None]:
    platform_now = max(now, snapshot.published.as_of)
    today = platform_now.astimezone(ZoneInfo(options.platform_time_zone)).date()
    turn = Turn(reseller, today, platform_now, now)
    at = {"happened_at": now.isoformat()}
    with closing(Store(options.store_url)) as store:
        return {
            MessageKind.INVITATION: {},
            MessageKind.PASSWORD_RESET: {},
            MessageKind.PASSWORD_CHANGED: {"changed_at": now.isoformat(), "how": "portal"},
            MessageKind.PASSWORD_EXPIRES: {"expires_on": (today + timedelta(days=7)).isoformat()},
            MessageKind.SECOND_FACTOR_ON: at,
            MessageKind.SECOND_FACTOR_OFF: at,
            MessageKind.SECOND_FACTOR_RESET: at,
            MessageKind.REMINDER: Reminders(options, store).sample(snapshot, turn),
            MessageKind.SUMMARY: Summaries(options, store).sample(snapshot, turn),
        }


def _write(letter: EmailMessage, path: Path) -> None:
    path.with_suffix(".eml").write_bytes(letter.as_bytes())
    for kind, suffix in (("html", ".html"), ("plain", ".txt")):
        body = letter.get_body((kind,))
        if body is not None:
            path.with_suffix(suffix).write_text(body.get_content(), "utf-8")
