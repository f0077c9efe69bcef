"""Whose portal a reader sees: its name, pictures, colour and who helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

from domain.colors import DARK, LIGHT, Shades, readable_in, shades
from domain.hosts import ways_to_write

# What belongs together: who names one of a group has none of it from the operator, whose logo would
# stand beside the partner's name, or whose dark colour beside the partner's light one.
GROUPS = (
    ("brand", "brand_logo", "brand_logo_dark", "brand_icon"),
    ("accent", "accent_dark"),
    ("support_email", "support_phone", "support_url"),
)

Overrides = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo or an icon as it is served."""

    content: bytes
    mimetype: str

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()[:16]


class BrandingSettings(Protocol):
    """The settings of an installation that say whose it is. `branding` is by partners' domain."""

    @property
    def brand(self) -> str: ...
    @property
    def brand_logo(self) -> Picture | None: ...
    @property
    def brand_logo_dark(self) -> Picture | None: ...
    @property
    def brand_icon(self) -> Picture | None: ...
    @property
    def accent(self) -> str: ...
    @property
    def accent_dark(self) -> str: ...
    @property
    def support_email(self) -> str: ...
    @property
    def support_phone(self) -> str: ...
    @property
    def support_url(self) -> str: ...
    @property
    def branding(self) -> Mapping[str, Overrides]: ...


@dataclass(frozen=True, slots=True)
class Branding:
    """What one reader sees. An empty colour is the portal's own; `#rrggbb` otherwise."""

    brand: str
    brand_logo: Picture | None = None
    brand_logo_dark: Picture | None = None
    brand_icon: Picture | None = None
    accent: str = ""
    accent_dark: str = ""
    support_email: str = ""
    support_phone: str = ""
    support_url: str = ""

    @property
    def light_shades(self) -> Shades | None:
        """The states of the colour on light; None where it is the portal's own."""
        return _shades(self.accent, is_dark=False) if self.accent else None

    @property
    def dark_shades(self) -> Shades | None:
        """The same on dark; what no setting says follows from the colour on light."""
        if self.accent_dark:
            return _shades(self.accent_dark, is_dark=True)
        return _shades(self.accent, is_dark=True) if self.accent else None


FIELDS = tuple(one.name for one in fields(Branding))


def branding_for(settings: BrandingSettings, domain: str | None = None) -> Branding:
    """Return what the people of a partner see, by the partner's domain name.

    Without a domain, and for a partner that has nothing of its own, it is the operator's. Pages
    and letters take names, colours and contacts from here, and from nowhere else.
    """
    written = (settings.branding.get(way) for way in ways_to_write(domain or ""))
    own = next(filter(None, written), {})
    given = {name: getattr(settings, name) for name in FIELDS}
    for group in GROUPS:
        if any(name in own for name in group):
            given.update({name: _nothing(name, settings) for name in group})
    return Branding(**{**given, **own})


def _nothing(name: str, settings: BrandingSettings) -> Any:
    if name == "brand":
        return settings.brand
    return "" if isinstance(getattr(settings, name), str) else None


@lru_cache(maxsize=64)
def _shades(accent: str, *, is_dark: bool) -> Shades:
    theme = DARK if is_dark else LIGHT
    return shades(readable_in(accent, theme), theme)
