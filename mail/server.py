"""Hands mails to a mail server (SMTP)."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

from domain.errors import MailError, MailRefused, MailUnavailable
from mail.limited import Limited, LimitedTls, TimeLimit

TIMEOUT_SECONDS = 30.0  # For one answer.
LONGEST_SECONDS = 120.0  # For all of a mail: a server may answer byte by byte, and never be done.
PERMANENT = 500  # What a server answers from here on is not to be sent again (RFC 5321, 4.2.1).
# The server's own rules, such as whom it passes mails on for (RFC 3463, 3.8): where it refuses all
# mails something is not set up right, and whoever runs it may mend that.
OF_THE_SENDER = "5.7."


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server.

    With `is_tls` it speaks TLS from the first byte. Otherwise STARTTLS is used where the server
    offers it, and insisted on where there is a password to protect: then the server's certificate
    has to be right, too. Without a password nobody is known to be there anyway, and a mail that
    somebody could read on the way is encrypted against those who only listen.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    timeout: float = TIMEOUT_SECONDS
    longest: float = LONGEST_SECONDS

    def send(self, letter: EmailMessage) -> None:
        try:
            with self._connected() as server:
                server.send_message(letter)
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors.
            raise _translated(error) from error

    def check(self) -> None:
        try:
            with self._connected() as server:
                server.noop()
        except (OSError, ValueError) as error:
            raise MailUnavailable(str(_translated(error))) from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        limit = TimeLimit(self.longest)
        try:
            with closing(self._connect(limit)) as server:
                self._secure(server)
                if self.user:
                    server.login(self.user, self.password)
                yield server
                # A mail that was taken is sent, whatever the server says to the farewell.
                with suppress(OSError):
                    server.quit()
        except (OSError, ValueError) as error:
            if limit.is_over:
                raise TimeoutError(f"it took longer than {self.longest:g} seconds") from error
            raise
        finally:
            limit.cancel()

    def _connect(self, limit: TimeLimit) -> smtplib.SMTP:
        if self.is_tls:
            trusted = ssl.create_default_context()
            return LimitedTls(limit, self.host, self.port, timeout=self.timeout, context=trusted)
        return Limited(limit, self.host, self.port, timeout=self.timeout)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.is_tls:
            return
        if server.has_extn("starttls"):
            server.starttls(context=self._context())
            server.ehlo()
        elif self.user:
            raise smtplib.SMTPNotSupportedError("no STARTTLS, and a password to be sent")

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not self.user:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _translated(error: Exception) -> MailError:
    """Say what went wrong, without the address that it is about."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _answered(code, text, is_of_the_mail=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        # Of the installation and not of this mail: whoever runs it may mend it.
        return _answered(error.smtp_code, error.smtp_error, is_of_the_mail=False)
    if isinstance(error, smtplib.SMTPResponseException):
        is_of_the_mail = isinstance(error, smtplib.SMTPDataError)
        return _answered(error.smtp_code, error.smtp_error, is_of_the_mail=is_of_the_mail)
    # A certificate that is not right is a ValueError as well as an OSError.
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return MailRefused(f"it can't be written as a mail: {error}")
    return MailUnavailable(str(error) or type(error).__name__)


def _answered(code: int, text: bytes | str, *, is_of_the_mail: bool) -> MailError:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    is_final = is_of_the_mail and code >= PERMANENT and not said.startswith(OF_THE_SENDER)
    return (MailRefused if is_final else MailUnavailable)(f"{code} {said}")
