"""What the platform says of a manager, in whichever answer."""

from __future__ import annotations

from upstream.fields import Fields, Text


class RoleOfManager(Fields):
    id: Text = None
    name: Text = None


class ManagerAttributes(Fields):
    name: Text = None
    email: Text = None
    phone: Text = None
    status: Text = None
    manager_role: RoleOfManager | None = None
    role: Text = None  # What older platforms send instead of manager_role.

    @property
    def held_role(self) -> RoleOfManager:
        return self.manager_role or RoleOfManager(name=self.role)
