"""Mails of the portal, over a real mail server (NTF-2, NTF-3, NTF-11, NTF-12)."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from letters.sending import Postman
from mail.server import Server
from settings import Settings
from store.audit import events
from store.database import Store
from store.manager_settings import choose
from store.messages import messages, post
from store.tokens import find_link
from tests.laid import lay_store
from tests.letters.partner import text_of
from tests.mail.servers import HOST, Mailbox, serving
from tests.warehouse_builder import publish

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Server]:
    with serving(mailbox) as port:
        yield Server(HOST, port)


class Office:
    """A store, a warehouse and a postman whose clock can be moved."""

    def __init__(
        self,
        folder: Path,
        server: Server,
        *,
        branding: Mapping[str, Mapping[str, Any]] | None = None,
        **manager: Any,
    ) -> None:
        settings = Settings(
            data_dir=folder,
            portal_url="https://portal.example",
            support_email="help@d.example",
            branding=branding or {},
        )
        lay_store(settings.store_url)
        publish(
            settings.warehouse_dir,
            reseller=[{"reseller_id": "r1", "name": "Alfa", "domain": "alfa.example"}],
            manager=[{"manager_id": "m1", "reseller_id": "r1", **manager}],
        )
        self.store, self.now = Store(settings.store_url), NOW
        self.postman = Postman(settings, self.store, outbox=server, clock=lambda: self.now)

    def post(self, kind: str = "invitation", key: str = "k1", **detail: Any) -> None:
        assert post(self.store, kind, "m1", "r1", key, detail, self.now)

    def states(self) -> list[str]:
        return [each.state for each in messages(self.store, manager_id="m1", reseller_id="r1")]


def token_in(letter: EmailMessage) -> str:
    found = re.search(r"https://portal\.example/set-password/([\w-]+)", text_of(letter))
    assert found
    return found[1]


def test_an_invitation_tells_domain_email_and_a_link(
    tmp_path: Path, server: Server, mailbox: Mailbox
) -> None:
    """ACC-9, NTF-2."""
    office = Office(tmp_path, server)
    office.post()

    assert (office.postman.tick(), office.postman.tick()) == (1, 0)

    (letter,) = mailbox.letters
    assert letter["To"] == "Anna Schmidt <anna@alfa.example>"
    assert letter["From"] == "Reseller Store <noreply@portal.example>"
    assert letter["Content-Language"] == "en"
    assert "Domain name: alfa.example\nEmail: anna@alfa.example" in text_of(letter)
    assert find_link(office.store, token_in(letter), now=NOW) is not None
    assert token_in(letter) in text_of(letter, "html")
    (row,) = messages(office.store, manager_id="m1", reseller_id="r1")
    assert token_in(letter) not in str(vars(row))
    assert letter["Message-ID"] == f"<{row.message_id}@portal.example>"


def test_a_letter_is_in_its_readers_language(
    tmp_path: Path, server: Server, mailbox: Mailbox
) -> None:
    """NTF-11."""
    office = Office(tmp_path, server)
    choose(office.store, manager_id="m1", reseller_id="r1", now=NOW, language="ru")
    office.post("password_changed", changed_at=NOW.isoformat())
    office.postman.tick()

    (letter,) = mailbox.letters
    assert letter["Subject"] == "Reseller Store: пароль изменён"
    assert "20 ноября 2026" in text_of(letter)
    assert "15:00 (UTC+03:00)" in text_of(letter)


def test_a_letter_comes_in_the_name_of_its_readers_partner(
    tmp_path: Path, server: Server, mailbox: Mailbox
) -> None:
    own = {"brand": "Alfa Cloud", "accent": "#7a1fa2", "support_phone": "+49 30 7654321"}
    office = Office(tmp_path, server, branding={"alfa.example": own, "x.example": {"brand": "X"}})
    office.post()
    office.postman.tick()

    (letter,) = mailbox.letters
    assert letter["From"] == "Alfa Cloud <noreply@portal.example>"
    assert letter["Subject"] == "Your access to Alfa Cloud"
    assert letter["Reply-To"] is None
    assert "Support: +49 30 7654321\n" in text_of(letter)
    assert "#7a1fa2" in text_of(letter, "html")
    assert "help@d.example" not in text_of(letter)


def test_what_others_entered_can_not_shape_a_letter(
    tmp_path: Path, server: Server, mailbox: Mailbox
) -> None:
    name = 'Anna"\r\nBcc: eve@evil.example\n\n<script>alert(1)</script>\u202e' + "Ж" * 5000
    office = Office(tmp_path, server, name=name)
    office.post()

    assert office.postman.tick() == 1

    (letter,) = mailbox.letters
    assert mailbox.recipients == ["anna@alfa.example"]
    assert letter["Bcc"] is None
    assert "<script>" not in text_of(letter, "html")
    assert "&lt;script&gt;" in text_of(letter, "html")
    assert "\u202e" not in text_of(letter)
    assert text_of(letter).splitlines()[0].startswith('Hello Anna" Bcc: eve@evil.example <script>')


@pytest.mark.parametrize(
    "manager", [{"status": "inactive"}, {"email": "no address\nRCPT TO:<eve@evil.example>"}]
)
def test_who_is_not_active_or_has_no_address_gets_no_mail(
    tmp_path: Path, server: Server, mailbox: Mailbox, manager: dict[str, str]
) -> None:
    """NTF-12."""
    office = Office(tmp_path, server, **manager)
    office.post()

    assert office.postman.tick() == 0

    assert (mailbox.letters, mailbox.recipients) == ([], [])
    assert office.states() == (["dropped"] if "status" in manager else ["failed"])


def test_a_recipient_refused_for_now_is_tried_again_and_one_refused_for_good_is_not(
    tmp_path: Path, server: Server, mailbox: Mailbox
) -> None:
    office = Office(tmp_path, server)
    office.post()
    mailbox.refusals = ["451 later"]
    assert office.postman.tick() == 0
    assert office.states() == ["waiting"]
    assert office.postman.tick() == 0  # Not due yet.
    office.now += timedelta(seconds=20)
    assert office.postman.tick() == 1
    office.post(key="k2")
    mailbox.refusals = ["550 no such user"]
    assert office.postman.tick() == 0
    assert sorted(office.states()) == ["failed", "sent"]


def test_a_server_that_is_down_or_never_answers_loses_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Server("127.0.0.1", silent.getsockname()[1], timeout=0.2)
        office = Office(tmp_path, slow)
        office.post()
        assert office.postman.tick() == 0
    office.now += timedelta(minutes=1)
    assert office.postman.tick() == 0  # Now nobody listens there.
    (row,) = messages(office.store, manager_id="m1", reseller_id="r1")
    assert (row.state, row.attempts) == ("waiting", 2)


def test_two_postmen_send_one_mail_once(tmp_path: Path, server: Server, mailbox: Mailbox) -> None:
    office = Office(tmp_path, server)
    for number in range(8):
        office.post("password_changed", f"k{number}", changed_at=NOW.isoformat())
    threads = [threading.Thread(target=office.postman.tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mailbox.letters) == 8
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == 8


@pytest.mark.parametrize(("address", "count"), [("anna@alfa.example", 1), ("x@alfa.example", 0)])
def test_who_asked_for_a_new_password_is_looked_up_where_nobody_waits(
    tmp_path: Path, server: Server, mailbox: Mailbox, address: str, count: int
) -> None:
    """ACC-16."""
    office = Office(tmp_path, server)
    typed = {"domain": "Alfa.example", "email": address}
    post(office.store, "reset_asked", "", "", "asked", typed, NOW)

    assert office.postman.tick() == count

    assert len(mailbox.letters) == count
    (asked,) = messages(office.store, manager_id="", reseller_id="")
    assert (asked.state, asked.detail) == ("dropped", {})
    assert [each.action for each in events(office.store, reseller_id="r1")] == [
        "password_reset_asked"
    ] * count
