"""A partner whose managers are written to: a warehouse, a store, and a clock that can be moved."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.services.deadline_lists import DeadlineLists
from dashboard.services.deadlines import Deadlines
from letters.rounds import Round, Writer
from letters.sending import Postman
from mail.outbox import Folder
from settings import Settings, read_settings
from store import models
from store.database import Store
from store.messages import messages
from tests import deadline_rows
from tests.laid import lay_store
from tests.warehouse_builder import publish
from warehouse.connection import Warehouse

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # 15:00 in Moscow.
MOSCOW = ZoneInfo("Europe/Moscow")
RESELLERS = [
    {"reseller_id": "r1", "name": "Alfa", "domain": "alfa.example", "currency": "EUR"},
    {"reseller_id": "r2", "name": "Beta", "domain": "beta.example", "currency": "USD"},
]
MANAGERS = [
    {"manager_id": "m1", "reseller_id": "r1"},
    {"manager_id": "m2", "reseller_id": "r2", "email": "boris@beta.example"},
]


class Partner:
    """By itself: two resellers with an administrator each, and deadlines of every kind at one."""

    def __init__(self, folder: Path, *, tables: dict[str, Sequence[Any]] | None = None,
                 **settings: Any) -> None:  # fmt: skip
        self.settings = Settings(
            data_dir=folder,
            portal_url="https://portal.example",
            service_terms=deadline_rows.TERMS,
            access_levels=read_settings({}).access_levels,
            **settings,
        )
        lay_store(self.settings.store_url)
        tables = {"reseller": RESELLERS, "manager": MANAGERS} | (tables or {})
        self.publish(**deadline_rows.TABLES | tables)
        self.store, self.now = Store(self.settings.store_url), NOW
        for one in tables["manager"]:
            self.let_in(one["manager_id"], one["reseller_id"])
        self.warehouse = Warehouse(self.settings.warehouse_dir)
        self.outbox = folder / "outbox"

    def publish(self, **tables: Sequence[Any]) -> None:
        publish(self.settings.warehouse_dir, **tables)

    def let_in(self, manager_id: str, reseller_id: str = "r1") -> None:
        """Have a manager been in the portal."""
        with self.store.writing() as session:
            session.add(
                models.Credential(manager_id=manager_id, reseller_id=reseller_id,
                                  password_hash="", changed_at=NOW)
            )  # fmt: skip

    def round(self, kind: type[Any], **settings: Any) -> Round:
        """Return a process that has not done anything yet."""
        options = replace(self.settings, **settings)
        writer: Writer = kind(options, self.store)
        return Round(writer, options, self.store, clock=lambda: self.now)

    def posted(self, manager_id: str = "m1", reseller_id: str = "r1") -> list[models.Message]:
        return messages(self.store, manager_id=manager_id, reseller_id=reseller_id)

    def sent(self) -> dict[str, EmailMessage]:
        """Send what waits, and return all that was ever sent, by the address it went to."""
        Postman(self.settings, self.store, outbox=Folder(self.outbox),
                clock=lambda: self.now).tick()  # fmt: skip
        found = {}
        for path in sorted(self.outbox.glob("*.eml")):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            assert isinstance(letter, EmailMessage)
            found[letter["To"].addresses[0].addr_spec] = letter
        return found

    def deadlines(self, reseller_id: str = "r1", currency: str = "EUR") -> Deadlines:
        """Return what the page of deadlines asks."""
        return Deadlines(
            self.warehouse.snapshot().__enter__(),
            DeadlineLists(),
            self.settings.service_terms,
            MOSCOW,
            reseller_id=reseller_id,
            currency=currency,
            now=self.now,
        )


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
