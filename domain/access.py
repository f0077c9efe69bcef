"""What a manager may do, by the role they have (MGR-9).

The platform's API names roles and says nothing of access levels. A role that is not known may
look, and change nothing.
"""

from __future__ import annotations

from domain.statuses import ManagerRole

# Who may order and whatever else changes something at the platform.
ORDERING_ROLES = frozenset({ManagerRole.SYSTEM_ADMINISTRATOR, ManagerRole.SALES_PERSON})


def may_order(role: ManagerRole) -> bool:
    return role in ORDERING_ROLES
