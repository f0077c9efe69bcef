"""A company's own sign-in (OpenID Connect): who vouches for managers, and what they say of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from domain.errors import SettingsError

CALLBACK = "/sign-in/oidc/callback"
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
NEEDED = ("issuer", "client_id", "client_secret")
KEYS = (*NEEDED, "name")
EXPECTED_ISSUER = "an address that starts with https://, without a query (http:// on this machine)"


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """One that the operator has registered the portal with.

    That of a partner vouches for the managers of its `domain` and for nobody else. The operator's
    own has no domain, and vouches for anyone.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for. `is_two_factor` says that they showed more than a password."""

    email: str | None
    is_verified: bool
    is_two_factor: bool


class IdentitySettings(Protocol):
    """The settings that name identity providers. `oidc_partners` is by partners' domain."""

    @property
    def oidc_issuer(self) -> str: ...
    @property
    def oidc_client_id(self) -> str: ...
    @property
    def oidc_client_secret(self) -> str: ...
    @property
    def oidc_name(self) -> str: ...
    @property
    def oidc_partners(self) -> Mapping[str, IdentityProvider]: ...


def providers_of(settings: IdentitySettings) -> dict[str, IdentityProvider]:
    """Return every provider by domain; the operator's own by an empty one."""
    found = dict(settings.oidc_partners)
    if settings.oidc_issuer:
        found[""] = IdentityProvider(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret,
            settings.oidc_name,
        )
    return found


def callback_address(portal_url: str, domain: str) -> str:
    """Return where the provider of a domain sends people back to.

    Each has its own: a provider that hands out what belongs to another's is found out by it.
    """
    return f"{portal_url.rstrip('/')}{CALLBACK}" + (f"/{quote(domain)}" if domain else "")


def problem_in(settings: IdentitySettings) -> tuple[str, str, str] | None:
    """Return the setting that is wrong, what it got and what is expected; None when all is well.

    The three that tell the portal to a provider go together. The secret is not repeated.
    """
    given = {f"oidc_{key}": getattr(settings, f"oidc_{key}") for key in NEEDED}
    missing = [name for name, value in given.items() if not value]
    if missing and (settings.oidc_name or len(missing) < len(given)):
        return missing[0], "", "a value, as other OIDC settings have one"
    issuer = settings.oidc_issuer
    if issuer and not is_safe_address(issuer, issuer):
        return "oidc_issuer", issuer, EXPECTED_ISSUER
    return None


def providers_in(document: Mapping[str, Any], source: str) -> dict[str, IdentityProvider]:
    """Return what a TOML document says, by domain in lower case; `source` is the file it came from.

    Raises:
        SettingsError: a value is malformed; the message names the key, what it got and what it
            expects. It does not repeat a secret.
    """
    return {
        domain.strip().lower(): _provider(domain, table, source)
        for domain, table in document.items()
    }


def _provider(domain: str, table: object, source: str) -> IdentityProvider:
    if not isinstance(table, dict):
        raise SettingsError(f"{source}: {domain} is not a table; expected [{domain!r}]")

    def wrong(key: str, expected: str) -> SettingsError:
        got = "" if key == "client_secret" else f" is {table.get(key)!r}"
        return SettingsError(f"{source}: {domain}: {key}{got}; expected {expected}")

    for key in table:
        if key not in KEYS:
            raise wrong(key, f"one of {', '.join(KEYS)}")
    for key in (*NEEDED, *table):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise wrong(key, "a text")
    if not is_safe_address(table["issuer"], table["issuer"]):
        raise wrong("issuer", EXPECTED_ISSUER)
    return IdentityProvider(**table, domain=domain.strip().lower())


def is_safe_address(url: str, issuer: str) -> bool:
    """Tell whether what is sent to an address of a provider can be read by nobody else.

    Without TLS only a provider on this machine is spoken to, to try things.
    """
    try:
        parts, home = urlsplit(url), urlsplit(issuer)
        is_whole = bool(parts.hostname) and parts.port != 0 and parts.username is None
    except ValueError:
        return False
    is_local = {parts.hostname, home.hostname} <= {*THIS_MACHINE}
    is_secret = parts.scheme == "https" or (parts.scheme == "http" and is_local)
    is_plain = url.isprintable() and not any(sign in url for sign in ' "<>\\')
    is_address = not parts.fragment and (url != issuer or not parts.query)
    return is_whole and is_secret and is_plain and is_address
