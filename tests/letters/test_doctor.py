"""What `reseller-store doctor` says of mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from doctor import Finding, examine
from letters.sending import Postman
from mail.server import Server
from settings import Settings
from store.messages import post
from tests.letters.partner import Partner
from tests.mail.servers import HOST, Mailbox, free_port, serving

HOUR = timedelta(hours=1)


@pytest.fixture
def partner(tmp_path: Path) -> Partner:
    return Partner(tmp_path)


def findings(settings: Settings) -> dict[str, Finding]:
    return {one.subject: one for one in examine(settings) if one.subject in ("Mail", "Outbox")}


def test_a_server_that_answers_and_an_empty_outbox_are_well(partner: Partner) -> None:
    with serving(Mailbox()) as port:
        found = findings(replace(partner.settings, mail_url=f"smtp://{HOST}:{port}"))

    assert found["Mail"] == Finding(
        "Mail", True, f"smtp://{HOST}:{port}, links lead to https://portal.example"
    )
    assert found["Outbox"] == Finding(
        "Outbox", True, "0 mails wait; 0 were given up of late", found["Outbox"].remedy
    )


def test_a_server_that_is_down_is_told_without_its_password(partner: Partner) -> None:
    port = free_port()
    found = findings(replace(partner.settings, mail_url=f"smtp://portal:s3cret@{HOST}:{port}"))

    assert not found["Mail"].is_well
    assert f"{HOST}:{port}: " in found["Mail"].found
    assert "s3cret" not in str(found)


def test_a_folder_that_can_not_be_written_is_told(partner: Partner, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    found = findings(replace(partner.settings, mail_url=f"file:{tmp_path / 'file' / 'outbox'}"))

    assert not found["Mail"].is_well


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("451 4.7.1 greylisted", "1 mails wait, the oldest since"),
        ("554 5.7.1 relay access denied", "relay access denied); 0 were given up of late"),
        ("550 5.1.1 no such user", "0 mails wait; 1 were given up of late"),
    ],
)
def test_mails_that_do_not_go_are_told_with_the_reason(
    partner: Partner, answer: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    """One address is refused, or all are: what may be mended is kept, and tried again."""
    begun = datetime.now(UTC) - HOUR
    post(partner.store, "invitation", "m1", "r1", "k1", {}, begun)
    mailbox = Mailbox(answers={"RCPT": answer})
    with serving(mailbox) as port:
        outbox = Server(HOST, port)
        Postman(partner.settings, partner.store, outbox=outbox).tick()
        found = findings(replace(partner.settings, mail_url=f"smtp://{HOST}:{port}"))

    assert told in found["Outbox"].found
    assert not found["Outbox"].is_well
    assert found["Mail"].is_well
    assert "could not be sent" in caplog.text
    assert "anna@" not in caplog.text


def test_an_outbox_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    found = findings(Settings(data_dir=tmp_path / "new"))

    assert not found["Outbox"].is_well
