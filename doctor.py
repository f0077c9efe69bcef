"""`reseller-store doctor`: checks what the portal needs, and says what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import IdentityError, MailUnavailable, StoreUnavailable, WarehouseNotReady
from domain.identity_provider import IdentityProvider, callback_address, providers_of
from identity.exchange import Line
from identity.metadata import read_keys, read_metadata
from mail.outbox import outbox_of
from settings import Settings
from store.database import Store, known_migrations, require_newest
from store.messages import outbox_state
from warehouse.connection import Warehouse

PLATFORM_SECONDS = 10
LATE_MAIL = timedelta(minutes=15)
ANY_HOST = ("0.0.0.0", "[::]", "*")  # noqa: S104 - what is told of, not bound to


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do when it is not well."""

    subject: str
    is_well: bool
    found: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at one thing after the other."""
    looks: tuple[Callable[[Settings], Finding], ...] = (
        _data_dir,
        _store,
        _platform,
        _warehouse,
        _https,
        _mail,
        _outbox,
        _secret,
        _metrics,
        _sign_in,
    )
    for look in looks:
        yield look(settings)
    for provider in providers_of(settings).values():
        yield _identity(settings, provider)


def _data_dir(settings: Settings) -> Finding:
    folder = settings.data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
        free = os.statvfs(folder)
    except OSError as error:
        return Finding("DATA_DIR", False, f"{folder}: {error.strerror}", "Make it writable.")
    gigabytes = free.f_bavail * free.f_frsize / 1e9
    return Finding(
        "DATA_DIR",
        gigabytes > 1,
        f"{folder}, {gigabytes:.1f} GB free",
        "Free some space: a load needs room for a second copy of the warehouse.",
    )


def _store(settings: Settings) -> Finding:
    kind = settings.store_url.partition(":")[0]
    try:
        require_newest(settings.store_url)
    except StoreUnavailable as error:
        remedy = "Check DATABASE_URL, and that the database is up and not read-only."
        return Finding("Portal store", False, f"{kind}: {error}", remedy)
    return Finding("Portal store", True, f"{kind}, at migration {known_migrations()[0]}")


def _platform(settings: Settings) -> Finding:
    if not settings.platform_url or not settings.platform_token:
        remedy = "Set PLATFORM_URL and PLATFORM_TOKEN."
        return Finding("Platform", False, "no address or no token", remedy)
    address = f"{settings.platform_url.rstrip('/')}/api/v3/customer_store/resellers"
    media = "application/vnd.api+json"
    headers = {
        "X-Api-Token": settings.platform_token,
        "Accept": media,
        "Content-Type": media,
    }
    try:
        answer = httpx.get(address, headers=headers, timeout=PLATFORM_SECONDS)
    except httpx.HTTPError as error:
        found = f"{settings.platform_url}: {error}"
        return Finding("Platform", False, found, "Check PLATFORM_URL and the network.")
    remedies = {401: "Check PLATFORM_TOKEN.", 403: "Give the token's manager the right to read."}
    return Finding(
        "Platform",
        answer.status_code == 200,
        f"{settings.platform_url} answers {answer.status_code}",
        remedies.get(answer.status_code, "Ask the operator of the platform."),
    )


def _warehouse(settings: Settings) -> Finding:
    try:
        with Warehouse(settings.warehouse_dir).snapshot() as snapshot:
            published = snapshot.published
    except WarehouseNotReady as error:
        remedy = "Run `reseller-store refresh`, or start the etl process."
        return Finding("Warehouse", False, str(error), remedy)
    found = f"{published.ledger}, as of {published.as_of:%Y-%m-%d %H:%M} UTC"
    return Finding("Warehouse", True, found)


def _https(settings: Settings) -> Finding:
    is_set = settings.https or settings.trusted_proxies > 0
    return Finding(
        "TLS",
        True,
        "behind TLS" if is_set else "none: the portal listens on this machine only",
    )


def _mail(settings: Settings) -> Finding:
    # Without what may be a password.
    place = settings.mail_to.rpartition("@")[2] if "@" in settings.mail_to else settings.mail_to
    try:
        outbox_of(settings.mail_to).check()
    except MailUnavailable as error:
        return Finding("Mail", False, f"{place}: {error}", "Check MAIL_URL and the mail server.")
    return Finding("Mail", True, f"{place}, links lead to {settings.public_url}")


def _outbox(settings: Settings) -> Finding:
    """Look at mails that wait: whoever is written to would not tell."""
    now = datetime.now(UTC)
    try:
        with closing(Store(settings.store_url)) as store:
            found = outbox_state(store, now=now)
    except (SQLAlchemyError, StoreUnavailable):
        return Finding("Outbox", False, "the portal store can't be read", "See Portal store.")
    is_late = found.waiting_since is not None and now - found.waiting_since > LATE_MAIL
    told = f"{found.waiting_count} mails wait"
    if found.waiting_since:
        told += f", the oldest since {found.waiting_since:%Y-%m-%d %H:%M} UTC"
    if found.problem:
        told += f" ({found.problem})"
    return Finding(
        "Outbox",
        not (is_late or found.failed_count),
        f"{told}; {found.failed_count} were given up of late",
        "See Mail above, whether the etl process runs, and its log; docs/mail.md says more.",
    )


def _secret(settings: Settings) -> Finding:
    """Several hosts share a store on PostgreSQL, and must sign with one secret."""
    is_shared = not settings.store_url.startswith("sqlite")
    if settings.secret_key:
        return Finding("SECRET_KEY", True, "is set")
    found = f"made once in {settings.data_dir.absolute()}"
    remedy = "Set SECRET_KEY to the same on every host: each would refuse the others' forms."
    return Finding("SECRET_KEY", not is_shared, found, remedy)


def _metrics(settings: Settings) -> Finding:
    if not settings.metrics_address:
        return Finding("Metrics", True, "none are told")
    host = settings.metrics_address.rpartition(":")[0]
    reach = " on every network: let only your monitoring reach it" if host in ANY_HOST else ""
    return Finding("Metrics", True, f"at {settings.metrics_address}{reach}")


def _sign_in(settings: Settings) -> Finding:
    days, away = settings.password_days, settings.inactive_days
    password = f"passwords are changed after {days} days" if days else "passwords may get old"
    absent = f"who stays away for {away} days is shut out" if away else "nobody is shut out"
    is_told = not days or not settings.mail_to.startswith("file:")
    remedy = "Set MAIL_URL to a mail server: managers are to be told before PASSWORD_DAYS are up."
    return Finding("Sign-in", is_told, f"{password}, {absent}", remedy)


def _identity(settings: Settings, provider: IdentityProvider) -> Finding:
    subject = f"OIDC of {provider.domain}" if provider.domain else "OIDC"
    try:
        line = Line()
        count = len(read_keys(line, read_metadata(line, provider.issuer)).keys)
    except IdentityError as error:
        remedy = "Check the issuer, its provider and the network: docs/sign-in.md."
        return Finding(subject, False, f"{provider.issuer}: {error}", remedy)
    back = callback_address(settings.public_url, provider.domain)
    return Finding(subject, True, f"{provider.issuer}, {count} keys; it has to know {back}")
