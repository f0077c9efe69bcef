"""Who looks at the portal."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask_login import UserMixin

from domain.access import Access
from domain.statuses import ManagerRole


@dataclass(frozen=True)
class Viewer(UserMixin):  # type: ignore[misc]
    """The manager who is signed in, and how they read the portal."""

    manager_id: str
    reseller_id: str
    reseller_name: str
    currency: str
    role: ManagerRole
    name: str
    email: str
    locale: str
    theme: str | None
    domain: str = ""
    access: Access = field(default_factory=Access)

    def get_id(self) -> str:
        return self.manager_id
