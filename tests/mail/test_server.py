"""Handing mails to a server: encrypted, signed in, in time; and what is not taken."""

from __future__ import annotations

import socket
import time
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from domain.errors import MailRefused, MailUnavailable
from mail.outbox import outbox_of
from mail.server import LONGEST_SECONDS, Server
from store.messages import CLAIM_LASTS
from tests.mail.servers import HOST, Certificate, Mailbox, free_port, make_certificate, serving
from tests.mail.servers import talking as talking_server

PASSWORD = "p@ss/word#1"
SIGNED_IN = f"portal:{quote(PASSWORD, safe='')}@"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """Trust the server, as an installation with a certificate authority of its own does."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
    return certificate


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def letter() -> EmailMessage:
    written = EmailMessage()
    written["From"], written["To"] = "noreply@portal.example", "anna@alfa.example"
    written["Subject"], written["Message-ID"] = "Привет", "<id1@portal.example>"
    written.set_content("Text\n.\nmore\n")
    return written


def test_smtps_with_a_password(trusted: Certificate, mailbox: Mailbox) -> None:
    options = {"ssl_context": trusted.context, "auth_require_tls": False}
    with serving(mailbox, authenticator=mailbox.sign_in, **options) as port:
        outbox = outbox_of(f"smtps://{SIGNED_IN}{HOST}:{port}")
        outbox.check()
        outbox.send(letter())

    assert [each["Subject"] for each in mailbox.letters] == ["Привет"]
    assert mailbox.letters[0].get_content().replace("\r\n", "\n") == "Text\n.\nmore\n"
    assert mailbox.passwords == [PASSWORD.encode()] * 2


def test_starttls_with_a_password(trusted: Certificate, mailbox: Mailbox) -> None:
    with serving(
        mailbox, tls_context=trusted.context, authenticator=mailbox.sign_in, auth_required=True
    ) as port:
        outbox_of(f"smtp://{SIGNED_IN}{HOST}:{port}").send(letter())

    assert mailbox.was_encrypted == [True]
    assert mailbox.passwords == [PASSWORD.encode()]


def test_a_wrong_password_is_for_the_operator_to_mend(
    trusted: Certificate, mailbox: Mailbox
) -> None:
    with serving(
        mailbox, tls_context=trusted.context, authenticator=mailbox.sign_in, auth_required=True
    ) as port:
        outbox = outbox_of(f"smtp://portal:wrong@{HOST}:{port}")
        with pytest.raises(MailUnavailable, match="535") as raised:
            outbox.send(letter())

    assert "wrong" not in str(raised.value)
    assert mailbox.letters == []


def test_without_a_password_any_certificate_encrypts(
    certificate: Certificate, mailbox: Mailbox
) -> None:
    with serving(mailbox, tls_context=certificate.context) as port:
        outbox_of(f"smtp://{HOST}:{port}").send(letter())

    assert mailbox.was_encrypted == [True]


def test_a_password_is_sent_only_to_whom_it_is_for(
    certificate: Certificate, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the open, not to a server that nobody vouches for, not to one of another name."""
    other = make_certificate(tmp_path / "other.pem", "mail.example")
    with (
        serving(mailbox, authenticator=mailbox.sign_in, auth_require_tls=False) as open_port,
        serving(mailbox, authenticator=mailbox.sign_in, tls_context=certificate.context) as unknown,
        serving(mailbox, authenticator=mailbox.sign_in, ssl_context=other.context,
                auth_require_tls=False) as another,
    ):  # fmt: skip
        with pytest.raises(MailUnavailable, match="no STARTTLS"):
            outbox_of(f"smtp://{SIGNED_IN}{HOST}:{open_port}").send(letter())
        with pytest.raises(MailUnavailable, match="certificate verify failed"):
            outbox_of(f"smtp://{SIGNED_IN}{HOST}:{unknown}").send(letter())
        monkeypatch.setenv("SSL_CERT_FILE", str(other.path))
        with pytest.raises(MailUnavailable, match="certificate verify failed"):
            outbox_of(f"smtps://{SIGNED_IN}{HOST}:{another}").send(letter())

    assert (mailbox.passwords, mailbox.letters) == ([], [])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": "451 greylisted"}, MailUnavailable),
        ({"RCPT": "550 no such user <anna@alfa.example>"}, MailRefused),
        ({"RCPT": "554 5.7.1 relay access denied"}, MailUnavailable),
        ({"RCPT": "550 5.1.1 no such user"}, MailRefused),
        ({"DATA": "452 mailbox is full"}, MailUnavailable),
        ({"DATA": "554 looks like spam"}, MailRefused),
    ],
)
def test_what_is_refused_for_now_may_be_tried_again_and_for_good_may_not(
    answers: dict[str, str], expected: type[Exception], mailbox: Mailbox
) -> None:
    mailbox.answers = answers
    with serving(mailbox) as port, pytest.raises(expected) as raised:
        outbox_of(f"smtp://{HOST}:{port}").send(letter())

    assert type(raised.value) is expected


def byte_by_byte(connection: socket.socket) -> None:
    """Begin an answer that has no end: each byte comes well within the limit of one answer."""
    connection.sendall(b"220-")
    while True:
        time.sleep(0.02)
        connection.sendall(b"x")


def greeting_forever(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"220-welcome\r\n")
        time.sleep(0.02)


def silent_after_greeting(connection: socket.socket) -> None:
    connection.sendall(b"220 welcome\r\n")
    while connection.recv(100):
        pass


@pytest.mark.parametrize("talk", [byte_by_byte, greeting_forever, silent_after_greeting])
@pytest.mark.parametrize("act", ["send", "check"])
def test_a_whole_conversation_has_a_limit(talk: object, act: str) -> None:
    with talking_server(talk) as port:  # type: ignore[arg-type]
        server = Server(HOST, port, timeout=30, longest=0.3)
        begun = time.monotonic()
        with pytest.raises(MailUnavailable, match=r"it took longer than 0\.3 seconds"):
            server.send(letter()) if act == "send" else server.check()

    assert time.monotonic() - begun < 5


def test_the_limit_holds_under_tls_too(trusted: Certificate) -> None:
    def talk(connection: socket.socket) -> None:
        with trusted.context.wrap_socket(connection, server_side=True) as encrypted:
            byte_by_byte(encrypted)

    with talking_server(talk) as port:
        server = Server(HOST, port, is_tls=True, timeout=30, longest=0.5)
        with pytest.raises(MailUnavailable, match="it took longer than"):
            server.send(letter())


def test_nobody_else_takes_a_mail_while_it_is_being_sent() -> None:
    assert CLAIM_LASTS.total_seconds() > 2 * LONGEST_SECONDS


@pytest.mark.parametrize(
    "talk",
    [
        lambda connection: connection.sendall(b"\xff\xfe\x00garbage\r\n" * 5),
        lambda connection: connection.sendall(b"554 go away\r\n"),
        lambda connection: connection.sendall(b"220 " + b"x" * 100_000),
        lambda connection: None,
    ],
)
def test_whatever_answers_there_the_mail_is_kept(talk: object) -> None:
    with talking_server(talk) as port:  # type: ignore[arg-type]
        with pytest.raises(MailUnavailable):
            Server(HOST, port, timeout=2).send(letter())
        with pytest.raises(MailUnavailable):
            Server(HOST, port, timeout=2).check()


def test_where_nobody_listens_the_mail_is_kept() -> None:
    with pytest.raises(MailUnavailable, match="refused"):
        Server(HOST, free_port()).send(letter())
