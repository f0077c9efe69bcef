"""What values of settings have to be like, beyond their types."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from domain.errors import SettingsError

Tell = Callable[[str, object, str], SettingsError]
MEMORY = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
STORES = ("postgresql://", "postgresql+psycopg://", "sqlite:///")
EXPECTED_STORE = "postgresql://user:password@host/database or sqlite:////a/path"


class Checked(Protocol):
    """The settings that are looked at here."""

    @property
    def portal_host(self) -> str: ...
    @property
    def platform_timeout_seconds(self) -> float: ...
    @property
    def quarantine_percent(self) -> float: ...
    @property
    def trusted_proxies(self) -> int: ...
    @property
    def warehouse_memory(self) -> str: ...
    @property
    def load_memory(self) -> str: ...
    @property
    def database_url(self) -> str: ...


def check_host(settings: Checked, tell: Tell) -> None:
    host = settings.portal_host
    if not host:
        return
    try:
        ip_address(host)
    except ValueError:
        raise tell("portal_host", host, "an IP address of this machine, or 0.0.0.0") from None


def check_numbers(settings: Checked, tell: Tell) -> None:
    seconds, percent = settings.platform_timeout_seconds, settings.quarantine_percent
    if not (math.isfinite(seconds) and seconds > 0):
        raise tell("platform_timeout_seconds", seconds, "more than 0")
    if not 0 <= percent <= 100:  # Nor is it one that is no number.
        raise tell("quarantine_percent", percent, "0 to 100")
    if settings.trusted_proxies < 0:
        raise tell("trusted_proxies", settings.trusted_proxies, "0 or more")


def check_memory(settings: Checked, tell: Tell) -> None:
    for name in ("warehouse_memory", "load_memory"):
        size = getattr(settings, name)
        if not MEMORY.fullmatch(size):
            raise tell(name, size, "a size of memory such as 512MB or 2GB")


def check_store(settings: Checked, tell: Tell) -> None:
    """Check the store's address, whose password is not repeated."""
    url = settings.database_url
    if not url:
        return
    try:
        parts = urlsplit(url)
        is_well = url.startswith(STORES) and parts.port != 0 and len(parts.path) > 1
    except ValueError:
        is_well = False
    if not is_well:
        raise tell("database_url", re.sub("//.*@", "//...@", url), EXPECTED_STORE)


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
