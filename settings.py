"""The only reader of environment variables. Imported by the entry points only."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from branding_files import read_own, read_partners
from domain.access import AccessLevels
from domain.access_file import levels_in
from domain.branding import FIELDS as BRAND_FIELDS
from domain.branding import Picture
from domain.errors import SettingsError
from domain.identity_provider import IdentityProvider, problem_in, providers_in
from domain.notice_times import Weekly, read_days_before, read_time, read_weekly
from domain.service_term_file import terms_in
from domain.service_terms import ServiceTerms
from mail.outbox import EXPECTED as EXPECTED_MAIL_URL
from mail.outbox import outbox_of
from setting_checks import check_host, check_memory, check_numbers, check_store, is_web_address
from setting_files import document, kept_in_files

TERMS_FILE = Path(__file__).with_name("service_terms.toml")
LEVELS_FILE = Path(__file__).with_name("access_levels.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default. README.md says what each one does."""

    platform_url: str = ""
    platform_token: str = ""
    platform_time_zone: str = "Europe/Moscow"
    platform_timeout_seconds: float = 30.0
    platform_attempts: int = 5
    platform_concurrency: int = 4
    platform_page_size: int = 500

    data_dir: Path = Path("var")
    database_url: str = ""
    secret_key: str = ""

    portal_host: str = ""
    portal_port: int = 8050
    sandbox_port: int = 8070
    web_workers: int = 2
    web_threads: int = 4
    https: bool = False
    trusted_proxies: int = 0

    refresh_minutes: int = 10
    watch_seconds: int = 3
    full_load_at: str = "03:30"
    quarantine_percent: float = 5.0
    news_url: str = ""
    news_url_ru: str = ""
    warehouse_keep: int = 3
    raw_keep: int = 5
    several_keep_days: int = 90
    warehouse_threads: int = 1
    warehouse_memory: str = "256MB"
    load_memory: str = "2GB"

    sign_in_attempts: int = 5
    sign_in_lock_minutes: int = 15
    session_idle_minutes: int = 60
    session_hours: int = 12
    password_strength: str = "strong"  # noqa: S105 - a name of rules, not a password
    # 0 switches either off.
    password_days: int = 0
    inactive_days: int = 0
    default_language: str = ""

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    # The setting names a file; this is what it says, by partners' domain.
    oidc_partners: Mapping[str, IdentityProvider] = field(default_factory=dict)

    # These settings name files; this is what they say.
    service_terms: ServiceTerms = field(default_factory=ServiceTerms)
    access_levels: AccessLevels = field(default_factory=AccessLevels)

    brand: str = "Reseller Store"
    # Each names a file; this is what it holds.
    brand_logo: Picture | None = None
    brand_logo_dark: Picture | None = None
    brand_icon: Picture | None = None
    accent: str = ""
    accent_dark: str = ""
    support_email: str = ""
    support_phone: str = ""
    support_url: str = ""
    # What partners have of their own, by domain.
    branding: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    mail_url: str = ""
    mail_from: str = ""
    reminder_days: str = "7,1"
    reminders_at: str = "08:00"
    summary_at: str = "mon 08:00"
    portal_url: str = ""
    log_level: str = "INFO"
    log_format: str = "text"
    metrics_address: str = ""

    @property
    def warehouse_dir(self) -> Path:
        return self.data_dir / "warehouse"

    @property
    def raw_dir(self) -> Path:
        return self.data_dir / "raw"

    @property
    def metrics_dir(self) -> Path:
        """Where the workers of this host count."""
        return self.data_dir / "metrics"

    @property
    def metrics_port(self) -> int | None:
        return int(self.metrics_address.rpartition(":")[2]) if self.metrics_address else None

    @property
    def mail_to(self) -> str:
        return self.mail_url or f"file:{self.data_dir.absolute() / 'outbox'}"

    @property
    def public_url(self) -> str:
        """The address people reach the portal by, as links in mails have it."""
        return self.portal_url.rstrip("/") or f"http://localhost:{self.portal_port}"

    @property
    def sender_address(self) -> str:
        return self.mail_from or f"noreply@{urlsplit(self.public_url).hostname}"

    @property
    def reminded_before(self) -> tuple[int, ...]:
        """How many days before a deadline managers are reminded of it; none for never."""
        return read_days_before(self.reminder_days)

    @property
    def reminded_from(self) -> time:
        return read_time(self.reminders_at)

    @property
    def summarized_at(self) -> Weekly | None:
        return read_weekly(self.summary_at)

    @property
    def store_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'portal.sqlite3'}"


KEYS = tuple(one.name.upper() for one in fields(Settings))
# <KEY>_FILE may name a file that holds one of these: what starts processes shows their environment.
IN_FILES = ("DATABASE_URL", "MAIL_URL", "OIDC_CLIENT_SECRET", "PLATFORM_TOKEN", "SECRET_KEY")
LEAST_SECRET = 32
TIME_OF_DAY = re.compile(r"([01]?[0-9]|2[0-3]):[0-5]?[0-9]")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MOST_DAYS = 3650


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a value is malformed; the message names the key, what it got and what it
            expects.
    """
    given = {key.lower(): environment[key] for key in KEYS if environment.get(key)}
    given |= kept_in_files(environment, IN_FILES, _wrong)
    terms_file = Path(given.pop("service_terms", TERMS_FILE))
    partners_file = given.pop("branding", None)
    oidc_file = given.pop("oidc_partners", None)
    own_brand = {name: given.pop(name) for name in BRAND_FIELDS if name in given}
    levels_file = Path(given.pop("access_levels", LEVELS_FILE))
    for name, text in given.items():
        _check_type(name, text)
    settings = msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    _check_values(settings)
    return replace(
        settings,
        branding=read_partners(Path(partners_file), _wrong) if partners_file else {},
        oidc_partners=_oidc_partners(Path(oidc_file)) if oidc_file else {},
        **read_own(own_brand, _wrong),
        service_terms=terms_in(document("service_terms", terms_file, _wrong), str(terms_file)),
        access_levels=levels_in(document("access_levels", levels_file, _wrong), str(levels_file)),
    )


def session_secret(settings: Settings) -> str:
    """Return SECRET_KEY, or the secret kept in DATA_DIR, which is made on first use.

    Raises:
        SettingsError: DATA_DIR can't be written, or what is kept there can't be read.
    """
    if settings.secret_key:
        return settings.secret_key
    try:
        return _own_secret(settings.data_dir / "secret_key")
    except OSError as error:
        expected = f"a folder of our own ({error.filename}: {error.strerror})"
        raise _wrong("data_dir", str(settings.data_dir), expected) from None


def _own_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret


def _oidc_partners(path: Path) -> dict[str, IdentityProvider]:
    return providers_in(document("oidc_partners", path, _wrong), str(path))


def _path(kind: type, value: object) -> object:
    return kind(value)


def _check_type(name: str, text: str) -> None:
    (setting,) = (one for one in fields(Settings) if one.name == name)
    kind = type(setting.default)
    try:
        msgspec.convert(text, kind, strict=False, dec_hook=_path)
    except msgspec.ValidationError:
        expected = {int: "a whole number", float: "a number", bool: "true or false"}[kind]
        raise _wrong(name, text, expected) from None


def _check_values(settings: Settings) -> None:
    for name in ("platform_attempts", "platform_concurrency", "platform_page_size", "web_workers",
                 "web_threads", "refresh_minutes", "warehouse_keep", "raw_keep",
                 "several_keep_days", "warehouse_threads", "sign_in_attempts",
                 "sign_in_lock_minutes", "session_idle_minutes", "session_hours"):  # fmt: skip
        if getattr(settings, name) < 1:
            raise _wrong(name, getattr(settings, name), "1 or more")
    for name in ("portal_port", "sandbox_port"):
        if not 0 < getattr(settings, name) < 65536:
            raise _wrong(name, getattr(settings, name), "a port, 1 to 65535")
    if settings.watch_seconds < 0:
        raise _wrong("watch_seconds", settings.watch_seconds, "0 or more; 0 watches nothing")
    if settings.several_keep_days > MOST_DAYS:
        expected = f"1 to {MOST_DAYS}"
        raise _wrong("several_keep_days", settings.several_keep_days, expected)
    for name in ("password_days", "inactive_days"):
        if not 0 <= getattr(settings, name) <= MOST_DAYS:
            expected = f"0 to {MOST_DAYS}; 0 switches it off"
            raise _wrong(name, getattr(settings, name), expected)
    for name in ("platform_url", "news_url", "news_url_ru"):
        address = getattr(settings, name)
        if address and not is_web_address(address):
            raise _wrong(name, address, "an address that starts with http")
    check_host(settings, _wrong)
    check_numbers(settings, _wrong)
    check_memory(settings, _wrong)
    check_store(settings, _wrong)
    _check_token(settings)
    if settings.secret_key and len(settings.secret_key) < LEAST_SECRET:
        # The value itself is a secret: it is not repeated in the message.
        raise _wrong("secret_key", f"{len(settings.secret_key)} characters", "32 or more")
    _check_mail(settings)
    _check_watching(settings)
    if problem := problem_in(settings):
        raise _wrong(*problem)
    if settings.password_strength not in ("weak", "good", "strong"):
        raise _wrong("password_strength", settings.password_strength, "weak, good or strong")
    if settings.default_language not in ("", "en", "ru"):
        raise _wrong("default_language", settings.default_language, "en or ru")
    try:
        ZoneInfo(settings.platform_time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise _wrong("platform_time_zone", settings.platform_time_zone,
                     "a time zone such as Europe/Moscow") from None  # fmt: skip
    if not TIME_OF_DAY.fullmatch(settings.full_load_at):
        raise _wrong("full_load_at", settings.full_load_at, "a time of day such as 03:30")


def _check_token(settings: Settings) -> None:
    """The platform's address and the token go together. The token is not repeated in a message."""
    token = settings.platform_token
    if settings.platform_url and not token:
        raise _wrong("platform_token", token, "the token for PLATFORM_URL")
    if token and not settings.platform_url:
        raise _wrong("platform_url", "", "the address that PLATFORM_TOKEN is for")
    if not (token.isascii() and token.isprintable()):
        raise _wrong("platform_token", f"{len(token)} characters", "printable ASCII characters")


def _check_watching(settings: Settings) -> None:
    """Check what logs and metrics are given as."""
    if settings.log_level not in LOG_LEVELS:
        raise _wrong("log_level", settings.log_level, f"one of {', '.join(LOG_LEVELS)}")
    if settings.log_format not in ("text", "json"):
        raise _wrong("log_format", settings.log_format, "text or json")
    if not settings.metrics_address:
        return
    host, _, port = settings.metrics_address.rpartition(":")
    is_port = port.isascii() and port.isdigit() and 0 < int(port) < 65536
    if not (host and is_port and host.isprintable() and not set(host) & set(" /@")):
        raise _wrong("metrics_address", settings.metrics_address, "<host>:<port>")
    if int(port) == settings.portal_port:
        expected = "another port than PORTAL_PORT: everyone who reaches the portal reaches that"
        raise _wrong("metrics_address", settings.metrics_address, expected)


def _check_mail(settings: Settings) -> None:
    try:
        outbox_of(settings.mail_to)
    except ValueError:
        # It may hold a password, which is not repeated.
        shown = re.sub("//.*@", "//...@", settings.mail_url)
        raise _wrong("mail_url", shown, EXPECTED_MAIL_URL) from None
    for name, read, expected in (
        ("reminder_days", read_days_before, "days between commas such as 7,1; or off"),
        ("reminders_at", read_time, "a time of day such as 08:00"),
        ("summary_at", read_weekly, "a day of the week and a time such as mon 08:00; or off"),
    ):
        try:
            read(getattr(settings, name))
        except ValueError:
            raise _wrong(name, getattr(settings, name), expected) from None
    if settings.mail_from and not _is_email(settings.mail_from):
        raise _wrong("mail_from", settings.mail_from, "an e-mail address such as noreply@x.example")
    if settings.portal_url and not _is_portal_url(settings.portal_url):
        expected = "an address such as https://portal.example.com, without a query"
        raise _wrong("portal_url", settings.portal_url, expected)


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


def _wrong(name: str, got: object, expected: str) -> SettingsError:
    return SettingsError(f"{name.upper()} is {got!r}; expected {expected}")
