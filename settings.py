"""The only reader of environment variables. Imported by the entry points only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from branding_files import read_own, read_partners
from domain.access import AccessLevels
from domain.access_file import levels_in
from domain.branding import FIELDS as BRAND_FIELDS
from domain.branding import Picture
from domain.identity_provider import IdentityProvider, providers_in
from domain.notice_times import Weekly, read_days_before, read_time, read_weekly
from domain.service_term_file import terms_in
from domain.service_terms import ServiceTerms
from setting_checks import check_values, wrong
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


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process.

    Raises:
        SettingsError: a value is malformed; the message names the key, what it got and what it
            expects.
    """
    given = {key.lower(): environment[key] for key in KEYS if environment.get(key)}
    given |= kept_in_files(environment, IN_FILES, wrong)
    terms_file = Path(given.pop("service_terms", TERMS_FILE))
    partners_file = given.pop("branding", None)
    oidc_file = given.pop("oidc_partners", None)
    own_brand = {name: given.pop(name) for name in BRAND_FIELDS if name in given}
    levels_file = Path(given.pop("access_levels", LEVELS_FILE))
    for name, text in given.items():
        _check_type(name, text)
    settings = msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    check_values(settings)
    return replace(
        settings,
        branding=read_partners(Path(partners_file), wrong) if partners_file else {},
        oidc_partners=_oidc_partners(Path(oidc_file)) if oidc_file else {},
        **read_own(own_brand, wrong),
        service_terms=terms_in(document("service_terms", terms_file, wrong), str(terms_file)),
        access_levels=levels_in(document("access_levels", levels_file, wrong), str(levels_file)),
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
        raise wrong("data_dir", str(settings.data_dir), expected) from None


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
    return providers_in(document("oidc_partners", path, wrong), str(path))


def _path(kind: type, value: object) -> object:
    return kind(value)


def _check_type(name: str, text: str) -> None:
    (setting,) = (one for one in fields(Settings) if one.name == name)
    kind = type(setting.default)
    try:
        msgspec.convert(text, kind, strict=False, dec_hook=_path)
    except msgspec.ValidationError:
        expected = {int: "a whole number", float: "a number", bool: "true or false"}[kind]
        raise wrong(name, text, expected) from None
