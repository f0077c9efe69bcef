"""What sending letters needs to know, by the names of the settings."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Protocol

from domain.access import AccessLevels
from domain.branding import BrandingSettings
from domain.notice_times import Weekly
from domain.service_terms import ServiceTerms


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
    def service_terms(self) -> ServiceTerms: ...
    @property
    def access_levels(self) -> AccessLevels: ...
    @property
    def reminded_before(self) -> tuple[int, ...]: ...
    @property
    def reminded_from(self) -> time: ...
    @property
    def summarized_at(self) -> Weekly | None: ...
    @property
    def default_language(self) -> str: ...
    @property
    def password_days(self) -> int: ...
    @property
    def inactive_days(self) -> int: ...
    @property
    def mail_to(self) -> str: ...
    @property
    def sender_address(self) -> str: ...
    @property
    def public_url(self) -> str: ...
