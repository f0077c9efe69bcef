"""What sending letters needs to know, by the names of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from domain.branding import BrandingSettings


class LetterOptions(BrandingSettings, Protocol):
    """The settings that letters are written and sent by; `settings.Settings` has them all.

    Whose name they carry, domain.branding says.
    """

    @property
    def store_url(self) -> str: ...
    @property
    def warehouse_dir(self) -> Path: ...
    @property
    def platform_time_zone(self) -> str: ...
    @property
    def default_language(self) -> str: ...
    @property
    def password_days(self) -> int: ...
    @property
    def mail_to(self) -> str: ...
    @property
    def sender_address(self) -> str: ...
    @property
    def public_url(self) -> str: ...
