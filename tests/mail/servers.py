"""Mail servers for tests: with TLS and passwords, and ones that are slow or lie."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Certificate:
    """A certificate that nobody has signed but itself, with its key in the same file."""

    path: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context


def make_certificate(path: Path, host: str = HOST) -> Certificate:
    """Make a certificate for an IP address, or for a name."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    own: x509.GeneralName = x509.DNSName(host)
    if host[0].isdigit():
        own = x509.IPAddress(ip_address(host))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([own]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(pem) + secret)
    return Certificate(path)


@dataclass
class Mailbox:
    """What a server has taken; `passwords` are those that were sent to it, right or wrong.

    It answers as `answers` say, and to the next recipients with `refusals`, the last one first.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)
    passwords: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)  # To RCPT and DATA.
    refusals: list[str] = field(default_factory=list)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.refusals.pop() if self.refusals else self.answers.get("RCPT", "250 OK")
        if answer.startswith("250"):
            self.recipients.append(address)
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            content = envelope.original_content or b""
            letter = email.message_from_bytes(content, policy=email.policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.was_encrypted.append(session.ssl is not None)
        return answer

    def sign_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str,
                sent: Any) -> AuthResult:  # fmt: skip
        assert isinstance(sent, LoginPassword)
        self.passwords.append(sent.password)
        is_right = sent == LoginPassword(b"portal", b"p@ss/word#1")
        return AuthResult(success=is_right, handled=False)


@contextmanager
def serving(mailbox: Mailbox, **options: Any) -> Iterator[int]:
    """Run a server; return its port. Options are aiosmtpd's."""
    controller = Controller(mailbox, hostname=HOST, port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that talks as it likes with whoever connects, one after the other."""
    with socket.create_server((HOST, 0)) as listener:

        def accept() -> None:
            try:
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        talk(connection)
            except OSError:
                return  # The other side, or the test, is done.

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
