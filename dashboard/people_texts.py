"""What roles and statuses of managers are called."""

from __future__ import annotations

from dashboard.texts import gettext, pgettext
from domain.statuses import ManagerRole, ManagerStatus


def role_text(role: ManagerRole) -> str | None:
    """Return a role in the reader's language; None for one that is not known here."""
    names = {
        ManagerRole.SYSTEM_ADMINISTRATOR: gettext("System administrator"),
        ManagerRole.SALES_PERSON: gettext("Sales person"),
        ManagerRole.MARKETING: gettext("Marketing"),
        ManagerRole.PRODUCT_OWNER: gettext("Product owner"),
    }
    return names.get(role)


def status_text(status: ManagerStatus) -> str | None:
    """Return a status in the reader's language; None for one that is not known here."""
    names = {
        ManagerStatus.ACTIVE: pgettext("manager", "Active"),
        ManagerStatus.INACTIVE: pgettext("manager", "Inactive"),
    }
    return names.get(status)
