"""Codes of an app (TOTP, RFC 6238), recovery codes, and how the secret behind them is kept.

A secret is encrypted with a key made from SECRET_KEY. When that changes, the secret can't be read
any more; recovery codes, of which only digests are kept, still work.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_PURPOSE = b"reseller-store second factor"
STEP_SECONDS = 30
DRIFT = 1  # A phone's clock may be a step early or late.
DIGITS = 6
RECOVERY_CODES = 10
# Without letters that look like digits, or like each other.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LONGEST_LABEL = 48
GROUPS, GROUP_LENGTH = 4, 4  # Some 79 bits: a digest of one gives nothing away.


class Cipher:
    """Encrypts what only this portal is to read again."""

    def __init__(self, secret_key: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=KEY_PURPOSE)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived.derive(secret_key.encode())))

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted: str) -> str | None:
        """Return the text; None where it was altered, or encrypted with another key."""
        try:
            return self._fernet.decrypt(encrypted.encode()).decode()
        except (InvalidToken, ValueError):
            return None


def new_secret() -> str:
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step whose code this is, at most one away from now; None for any other code."""
    given = "".join(code.split())
    if not (len(given) == DIGITS and given.isascii() and given.isdigit()):
        return None
    app = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    this = int(now.timestamp()) // STEP_SECONDS
    fitting = [
        step
        for step in range(this - DRIFT, this + DRIFT + 1)
        if hmac.compare_digest(app.generate_otp(step), given)
    ]
    return max(fitting, default=None)


def new_recovery_codes() -> list[str]:
    """Return ten codes for when the app is lost; each works once."""
    return [
        "-".join(
            "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
        )
        for _ in range(RECOVERY_CODES)
    ]


def recovery_digest(manager_id: str, code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    plain = "".join(char for char in code.lower() if char.isalnum())
    return hashlib.sha256(f"{manager_id}\0{plain}".encode()).hexdigest()


def qr_code(secret: str, *, account: str, issuer: str) -> str:
    """Return the picture that an app reads a secret from, as SVG to stand in a page.

    Names are cut: the more stands in a picture, the finer it is, and the fewer phones can read it.
    """
    address = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).provisioning_uri(
        name=account[:LONGEST_LABEL], issuer_name=issuer[:LONGEST_LABEL]
    )
    picture: str = segno.make(address, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=3, omitsize=True, svgclass="qr", lineclass=None
    )
    return picture


def grouped(secret: str) -> str:
    """Write a secret as one copies it by hand: in groups of four."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
