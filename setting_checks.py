"""What values of settings have to be like, beyond their types."""

from __future__ import annotations

import math
import re
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.errors import SettingsError
from domain.identity_provider import problem_in
from domain.notice_times import read_days_before, read_time, read_weekly
from mail.outbox import EXPECTED as EXPECTED_MAIL_URL
from mail.outbox import outbox_of

if TYPE_CHECKING:
    from settings import Settings

LEAST_SECRET = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MEMORY = re.compile(r"\d+(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
MOST_DAYS = 3650
STORES = ("postgresql://", "postgresql+psycopg://", "sqlite:///")
EXPECTED_STORE = "postgresql://user:password@host/database or sqlite:////a/path"
TIME_OF_DAY = re.compile(r"([01]?[0-9]|2[0-3]):[0-5]?[0-9]")


def wrong(name: str, got: object, expected: str) -> SettingsError:
    return SettingsError(f"{name.upper()} is {got!r}; expected {expected}")


def check_values(settings: Settings) -> None:
    """Raise a SettingsError for the first value that is not as it has to be."""
    for name in ("platform_attempts", "platform_concurrency", "platform_page_size", "web_workers",
                 "web_threads", "refresh_minutes", "warehouse_keep", "raw_keep",
                 "several_keep_days", "warehouse_threads", "sign_in_attempts",
                 "sign_in_lock_minutes", "session_idle_minutes", "session_hours"):  # fmt: skip
        if getattr(settings, name) < 1:
            raise wrong(name, getattr(settings, name), "1 or more")
    for name in ("portal_port", "sandbox_port"):
        if not 0 < getattr(settings, name) < 65536:
            raise wrong(name, getattr(settings, name), "a port, 1 to 65535")
    if settings.watch_seconds < 0:
        raise wrong("watch_seconds", settings.watch_seconds, "0 or more; 0 watches nothing")
    if settings.several_keep_days > MOST_DAYS:
        expected = f"1 to {MOST_DAYS}"
        raise wrong("several_keep_days", settings.several_keep_days, expected)
    for name in ("password_days", "inactive_days"):
        if not 0 <= getattr(settings, name) <= MOST_DAYS:
            expected = f"0 to {MOST_DAYS}; 0 switches it off"
            raise wrong(name, getattr(settings, name), expected)
    for name in ("platform_url", "news_url", "news_url_ru"):
        address = getattr(settings, name)
        if address and not _is_web_address(address):
            raise wrong(name, address, "an address that starts with http")
    _check_host(settings)
    _check_numbers(settings)
    _check_memory(settings)
    _check_store(settings)
    _check_token(settings)
    if settings.secret_key and len(settings.secret_key) < LEAST_SECRET:
        # The value itself is a secret: it is not repeated in the message.
        raise wrong("secret_key", f"{len(settings.secret_key)} characters", "32 or more")
    _check_mail(settings)
    _check_watching(settings)
    if problem := problem_in(settings):
        raise wrong(*problem)
    if settings.password_strength not in ("weak", "good", "strong"):
        raise wrong("password_strength", settings.password_strength, "weak, good or strong")
    if settings.default_language not in ("", "en", "ru"):
        raise wrong("default_language", settings.default_language, "en or ru")
    try:
        ZoneInfo(settings.platform_time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise wrong("platform_time_zone", settings.platform_time_zone,
                     "a time zone such as Europe/Moscow") from None  # fmt: skip
    if not TIME_OF_DAY.fullmatch(settings.full_load_at):
        raise wrong("full_load_at", settings.full_load_at, "a time of day such as 03:30")


def _check_token(settings: Settings) -> None:
    """The platform's address and the token go together. The token is not repeated in a message."""
    token = settings.platform_token
    if settings.platform_url and not token:
        raise wrong("platform_token", token, "the token for PLATFORM_URL")
    if token and not settings.platform_url:
        raise wrong("platform_url", "", "the address that PLATFORM_TOKEN is for")
    if not (token.isascii() and token.isprintable()):
        raise wrong("platform_token", f"{len(token)} characters", "printable ASCII characters")


def _check_watching(settings: Settings) -> None:
    """Check what logs and metrics are given as."""
    if settings.log_level not in LOG_LEVELS:
        raise wrong("log_level", settings.log_level, f"one of {', '.join(LOG_LEVELS)}")
    if settings.log_format not in ("text", "json"):
        raise wrong("log_format", settings.log_format, "text or json")
    if not settings.metrics_address:
        return
    host, _, port = settings.metrics_address.rpartition(":")
    is_port = port.isascii() and port.isdigit() and 0 < int(port) < 65536
    if not (host and is_port and host.isprintable() and not set(host) & set(" /@")):
        raise wrong("metrics_address", settings.metrics_address, "<host>:<port>")
    if int(port) == settings.portal_port:
        expected = "another port than PORTAL_PORT: everyone who reaches the portal reaches that"
        raise wrong("metrics_address", settings.metrics_address, expected)


def _check_mail(settings: Settings) -> None:
    try:
        outbox_of(settings.mail_to)
    except ValueError:
        # It may hold a password, which is not repeated.
        shown = re.sub("//.*@", "//...@", settings.mail_url)
        raise wrong("mail_url", shown, EXPECTED_MAIL_URL) from None
    for name, read, expected in (
        ("reminder_days", read_days_before, "days between commas such as 7,1; or off"),
        ("reminders_at", read_time, "a time of day such as 08:00"),
        ("summary_at", read_weekly, "a day of the week and a time such as mon 08:00; or off"),
    ):
        try:
            read(getattr(settings, name))
        except ValueError:
            raise wrong(name, getattr(settings, name), expected) from None
    if settings.mail_from and not _is_email(settings.mail_from):
        raise wrong("mail_from", settings.mail_from, "an e-mail address such as noreply@x.example")
    if settings.portal_url and not _is_portal_url(settings.portal_url):
        expected = "an address such as https://portal.example.com, without a query"
        raise wrong("portal_url", settings.portal_url, expected)


def _is_email(text: str) -> bool:
    name, _, host = text.rpartition("@")
    is_plain = text.isascii() and text.isprintable() and not set(text) & set(' <>,;:"()[]\\')
    return bool(name and host and "@" not in name and is_plain)


def _is_portal_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    extra = parts.query or parts.fragment or parts.username or parts.path.strip("/")
    return is_whole and not extra and url.isprintable() and " " not in url


def _check_host(settings: Settings) -> None:
    host = settings.portal_host
    if not host:
        return
    try:
        ip_address(host)
    except ValueError:
        raise wrong("portal_host", host, "an IP address of this machine, or 0.0.0.0") from None


def _check_numbers(settings: Settings) -> None:
    seconds, percent = settings.platform_timeout_seconds, settings.quarantine_percent
    if not (math.isfinite(seconds) and seconds > 0):
        raise wrong("platform_timeout_seconds", seconds, "more than 0")
    if not 0 <= percent <= 100:  # Nor is it one that is no number.
        raise wrong("quarantine_percent", percent, "0 to 100")
    if settings.trusted_proxies < 0:
        raise wrong("trusted_proxies", settings.trusted_proxies, "0 or more")


def _check_memory(settings: Settings) -> None:
    for name in ("warehouse_memory", "load_memory"):
        size = getattr(settings, name)
        if not MEMORY.fullmatch(size):
            raise wrong(name, size, "a size of memory such as 512MB or 2GB")


def _check_store(settings: Settings) -> None:
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
        raise wrong("database_url", re.sub("//.*@", "//...@", url), EXPECTED_STORE)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
