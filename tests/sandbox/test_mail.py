"""Mails about orders: what is written, to whom, in which language (docs/portal.md section 17)."""

from __future__ import annotations

import email
import email.policy
import socket
import time
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from mail.outbox import Folder, Outbox, outbox_of
from mail.server import Server
from sandbox.mail import Post, send_due
from sandbox.messages import MOST_ATTEMPTS, recipients
from sandbox.records import Manager, Message, Order
from sandbox.server import running
from tests.sandbox.buyer import HOSTED, Buyer
from tests.sandbox.managed import body_of, change_of
from tests.sandbox.world import LONG_TERM, World

NCE = "Microsoft 365 Business Basic (NCE, 1 month)"
PORTAL = "https://portal.example"


class Mailbox:
    """What a mail server does with the mails it is sent."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusals: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refusals:
            return self.refusals.pop()
        content = envelope.original_content or b""
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Server]:
    """A real mail server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield Server("127.0.0.1", port)
    controller.stop()


def send(buyer: Buyer, outbox: Outbox) -> int:
    return send_due(buyer.platform, Post(outbox, PORTAL))


def subject_of(letter: EmailMessage) -> str:
    """Return the subject as it is shown; on the way it may be folded."""
    return " ".join(str(letter["Subject"]).split())


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body()
    assert body is not None
    return str(body.get_content())


def test_the_manager_who_ordered_is_written_to_when_it_is_active(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-4: with the login and the password of a new tenant."""
    account_id = buyer.new_account("Žofie & Söhne")
    order = buyer.buy_microsoft(buyer.plan(NCE), account_id, "engine")
    assert send(buyer, server) == 0
    buyer.wait()

    assert (send(buyer, server), send(buyer, server)) == (1, 0)

    key = order["attributes"]["subscription_id"]
    (letter,) = mailbox.letters
    assert letter["To"] == "Tobias Krämer <tobias.kraemer@blaufeld.example>"
    assert letter["From"] == "Northern Cloud Distribution <noreply@northerncloud.example>"
    assert subject_of(letter) == f"Subscription {key} is active: {NCE}"
    assert letter["Content-Language"] == "en"
    assert text_of(letter).splitlines()[:12] == [
        "Hello Tobias Krämer,",
        "",
        "the subscription you ordered is active.",
        "",
        f"Subscription: {key} {NCE}",
        f"Client: {account_id} Žofie & Söhne",
        f"Plan: {NCE}",
        f"Order: {order['attributes']['document_id']}, {NCE}, 1 month, License: 3",
        "Activation date: 18.03.2026",
        "Expiration date: 18.04.2026",
        "Microsoft Tenant Name: engine.onmicrosoft.com",
        "Microsoft Tenant ID: 885e5919-12bd-5e66-b1e7-7ff180ea94ac",
    ]
    assert "Administrator login: admin@engine.onmicrosoft.com" in text_of(letter)
    assert "Initial password: Nc-" in text_of(letter)
    assert "Microsoft 365 admin center (https://admin.microsoft.com)" in text_of(letter)
    assert f"In the portal: {PORTAL}/subscriptions/{key}" in text_of(letter)


def test_the_manager_who_ordered_is_written_to_when_it_failed(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-5, ORD-41: order, reason, support; and no credentials (NTF-11)."""
    order = buyer.buy_microsoft(buyer.plan(NCE), buyer.new_account(), "failing")
    buyer.wait()
    send(buyer, server)

    (letter,) = mailbox.letters
    assert subject_of(letter) == f"Order {order['attributes']['document_id']} has failed: {NCE}"
    assert "Reason: The vendor could not set the service up" in text_of(letter)
    support = "Support: Northern Cloud Distribution, info@northerncloud.example, +3726001000"
    assert support in text_of(letter)
    assert "password" not in text_of(letter)


def test_a_manager_is_written_in_their_language(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-11."""
    with buyer.platform.reading() as books:
        (manager,) = books.find(Manager, "email = 'tobias.kraemer@blaufeld.example'")
    path = f"managers/{manager.manager_id}"
    assert buyer.steer(path, {"language": "ru"}).status_code == 200
    assert buyer.steer(path, {"language": "de"}).status_code == 422
    assert buyer.steer("managers/1", {"language": "ru"}).status_code == 422
    account_id = buyer.new_account()
    good = buyer.buy_microsoft(buyer.plan(NCE), account_id, "engine")
    buyer.wait()
    buyer.steer("vendor", {"operation": "sales", "failure": "No capacity"})
    bad = buyer.buy(buyer.plan("Cloud Backup by GB"), account_id)
    buyer.wait()
    send(buyer, server)

    by_subject = {subject_of(letter): letter for letter in mailbox.letters}
    key = good["attributes"]["subscription_id"]
    active = by_subject[f"Подписка {key} активна: {NCE}"]
    assert active["Content-Language"] == "ru"
    assert "Начальный пароль: Nc-" in text_of(active)
    assert "Войдите в Microsoft 365 admin center (https://admin.microsoft.com)" in text_of(active)
    failed = by_subject[f"Заказ {bad['attributes']['document_id']} не выполнен: Cloud Backup by GB"]
    assert "Причина: No capacity" in text_of(failed)


def test_an_endless_subscription_has_no_expiration_date(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    buyer.wait()
    send(buyer, server)

    assert "Expiration date: Endless" in text_of(mailbox.letters[0])


def letter_about(mailbox: Mailbox, words: str) -> str:
    """Return the text of the one letter whose subject has these words."""
    (letter,) = [each for each in mailbox.letters if words in subject_of(each)]
    return text_of(letter)


def test_a_manager_is_told_of_what_was_changed(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-9: old → new."""
    subscription = buyer.able("adjust", "status = 'active' AND NOT is_trial")
    buyer.post("change_order", change_of(buyer, subscription, 2, manager_id=303))
    buyer.wait()
    send(buyer, server)

    told = letter_about(mailbox, f"Subscription {subscription.subscription_id} has other amounts")
    assert " → " in told


def test_the_manager_who_had_it_deleted_is_told(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-9."""
    subscription = buyer.able("destroy", "plan_id NOT IN (SELECT plan_id FROM plan JOIN term "
                              "USING (term_id) WHERE deletion_needs_approval)")  # fmt: skip
    path = f"subscriptions/{subscription.subscription_id}/delete_operation"
    assert buyer.post(path, body_of(manager_id=303)).status_code == 200
    buyer.wait()
    send(buyer, server)

    (letter,) = [each for each in mailbox.letters if "is deleted" in subject_of(each)]
    with buyer.platform.reading() as books:
        assert books.get(Manager, 303).email in letter["To"]


def test_what_the_platform_stops_is_told_with_its_deadline(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-8; what a manager stops is no news to them."""
    held, stopped = (
        buyer.able("stop", f"status = 'active' AND name LIKE '{name}%'")
        for name in ("Virtual Server", "Hosted Exchange")
    )
    body = body_of(reason="pause", comment="Until May")
    buyer.post(f"subscriptions/{stopped.subscription_id}/stop_operation", body)
    buyer.steer(f"subscriptions/{held.subscription_id}", {"vendor_status": "suspended"})
    buyer.wait()
    send(buyer, server)

    told = letter_about(mailbox, "has been stopped")
    assert f"Subscription: {held.subscription_id}" in told
    assert "Reason: the vendor has suspended it" in told
    assert "Will be deleted on: 17.05.2026" in told  # 60 days after 18 March


def test_managers_are_reminded_and_told_how_it_went(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-6 to NTF-8, NTF-10: in a month everything comes about once."""
    buyer.platform.advance(timedelta(days=31))
    send(buyer, server)

    subjects = [subject_of(letter) for letter in mailbox.letters]
    for words in ("expires soon", "Trial", "is renewed", "has been stopped", "will be deleted"):
        assert any(words in subject for subject in subjects), words
    renewed = next(each for each in mailbox.letters if "is renewed" in subject_of(each))
    assert "Amount: " in text_of(renewed)


def test_what_is_not_renewed_in_time_is_written_about_once(world: World) -> None:
    """NTF-8: as it expires, and as it is stopped when the days of grace are over."""
    world.buy(world.plan(LONG_TERM, months=1, grace_days=5), 1)

    world.until(date(2025, 9, 26))

    kinds = [message.kind for message in world.books.find(Message)]
    assert kinds == ["activated", "graced", "stopped"]


def test_a_renewal_that_fails_is_told_with_the_reason(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-7: the platform's own orders, too."""
    subscription = buyer.able("change_resources_renewal_order", "is_auto_renewed")
    key = subscription.subscription_id
    buyer.steer("vendor", {"operation": "renewal", "subscription_id": key, "failure": "No tenant"})
    buyer.platform.advance(timedelta(days=32))
    send(buyer, server)

    told = letter_about(mailbox, f"Subscription {key} could not be renewed")
    assert "Reason: No tenant" in told


def test_administrators_are_written_to_once_the_manager_has_left(buyer: Buyer) -> None:
    """NTF-12."""
    order = buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    with buyer.platform.writing() as books:
        manager = books.get(Manager, order["attributes"]["manager_id"])
        books.change(manager, status="inactive")
        placed = books.get(Order, int(order["id"]))
        message = Message(1, "failed", placed.order_id, 0, None, None, books.now)
        assert [each.email for each in recipients(books, message, placed)] == [
            "jana.albrecht@blaufeld.example"
        ]


def test_a_mail_that_is_refused_is_sent_later(
    buyer: Buyer, server: Server, mailbox: Mailbox
) -> None:
    """NTF-11: the order is completed all the same."""
    order = buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    buyer.wait()
    mailbox.refusals = ["451 Try again later", "451 Try again later"]

    assert [send(buyer, server), send(buyer, server)] == [0, 0]
    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"
    assert len(mailbox.refusals) == 1  # The second attempt was not due yet.
    buyer.wait(0.2)
    assert send(buyer, server) == 0
    buyer.wait(0.2)
    assert send(buyer, server) == 0
    buyer.wait(0.2)
    assert send(buyer, server) == 1
    assert len(mailbox.letters) == 1


def test_a_server_that_is_away_is_not_tried_for_ever(buyer: Buyer, server: Server) -> None:
    away = Server("127.0.0.1", 1)
    buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    buyer.wait()

    for _ in range(MOST_ATTEMPTS):
        assert send(buyer, away) == 0
        buyer.platform.advance(timedelta(hours=1))

    with buyer.platform.reading() as books:
        (message,) = books.find(Message, "kind = 'activated' AND sent_at IS NULL AND attempts > 0")
        assert (message.attempts, message.due_at) == (MOST_ATTEMPTS, None)


def test_mails_lie_in_a_folder_as_files(buyer: Buyer, tmp_path: Path) -> None:
    folder = outbox_of(f"file:{tmp_path / 'outbox'}")
    buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    buyer.wait()

    assert send(buyer, folder) == 1

    (path,) = (tmp_path / "outbox").iterdir()
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert path.suffix == ".eml"
    assert subject_of(letter).endswith(f"is active: {HOSTED}")


@pytest.mark.parametrize(
    ("url", "outbox"),
    [
        ("file:var/outbox", Folder(Path("var/outbox"))),
        ("file:/tmp/mail", Folder(Path("/tmp/mail"))),
        ("file:///tmp/mail", Folder(Path("/tmp/mail"))),
        ("smtp://mail.example:2525", Server("mail.example", 2525)),
    ],
)
def test_the_setting_says_where_mails_go(url: str, outbox: Any) -> None:
    assert outbox_of(url) == outbox


@pytest.mark.parametrize("url", ["", "file:", "smtp://mail.example", "smtp://:25", "http://x:25"])
def test_other_places_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not file:"):
        outbox_of(url)


def test_the_history_is_not_written_about(buyer: Buyer, tmp_path: Path) -> None:
    assert send(buyer, Folder(tmp_path / "outbox")) == 0


def test_a_served_platform_sends_by_itself(buyer: Buyer, server: Server, mailbox: Mailbox) -> None:
    buyer.buy(buyer.plan(HOSTED), buyer.new_account())
    buyer.wait()

    with running(buyer.platform, post=Post(server, PORTAL)):
        deadline = time.monotonic() + 10
        while not mailbox.letters and time.monotonic() < deadline:
            time.sleep(0.05)

    assert len(mailbox.letters) == 1
