"""What is done about managers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from dashboard.context.base import Base, of_section
from dashboard.context.portal import portal
from dashboard.services.audit import Audit
from dashboard.services.company.absences import Absences
from dashboard.services.company.directory import Directory
from dashboard.services.company.managers import Administering, Managers
from dashboard.services.company.outcomes import Outcome as ManagerOutcome
from dashboard.services.invitations import Invitations
from dashboard.services.profile import Profile
from dashboard.services.second_factors import SecondFactors
from domain.access import Reserved, Section


class People(Base):
    """The company, its managers, and what a manager has of their own."""

    @cached_property
    def invitations(self) -> Invitations:
        """What new managers of this partner are sent a link by, to set their password."""
        return Invitations(self.store, self.viewer.reseller_id, self.viewer.manager_id, self.now)

    @cached_property
    def profile(self) -> Profile:
        """The manager's own: open to everyone."""
        return Profile(
            self.snapshot,
            self.live,
            self.store,
            self.settings.access_levels,
            timedelta(days=self.settings.password_days),
            manager_id=self.viewer.manager_id,
            reseller_id=self.viewer.reseller_id,
            role=self.viewer.role,
            clock=portal().clock,
        )

    @of_section(Section.COMPANY)
    def second_factors(self) -> SecondFactors:
        return SecondFactors(
            self.snapshot,
            self.store,
            reseller_id=self.viewer.reseller_id,
            asked_by=self.viewer.manager_id,
            is_administrator=self.viewer.access.is_administrator,
            now=self.now,
        )

    @of_section(Section.COMPANY)
    def directory(self) -> Directory:
        """Who the partner's managers are."""
        return Directory(self.snapshot, self.live, self.now, reseller_id=self.viewer.reseller_id)

    @of_section(Section.COMPANY)
    def managers(self) -> Managers:
        """What is done with the partner's managers."""
        return self._managers

    @of_section(Section.COMPANY)
    def absences(self) -> Absences:
        """Which of the partner's managers stayed away for too long."""
        viewer = self.viewer
        return Absences(
            self.store,
            viewer.reseller_id,
            viewer.manager_id,
            viewer.access.is_administrator,
            self.settings.inactive_days,
            self.now,
        )

    def change_own(self, key: str, entered: Mapping[str, str]) -> ManagerOutcome:
        """Change the viewer's own name or phone at the platform; `key` is that of the form (PRF-3).

        `entered` has `name`, `phone` or both. What is wrong with them is told by key.
        """
        return self._managers.change(key, self.viewer.manager_id, entered)

    @cached_property
    def _managers(self) -> Managers:
        viewer = self.viewer
        acting = Administering(
            viewer.reseller_id, viewer.manager_id, viewer.access.is_administrator
        )
        levels = self.settings.access_levels
        return Managers(self._actions, self.store, portal().clock, acting, levels)

    @of_section(Reserved.AUDIT)
    def audit(self) -> Audit:
        """What the partner's managers did."""
        levels = self.settings.access_levels.levels
        names = {key: level.name(self.viewer.locale) for key, level in levels.items()}
        return Audit(
            self.store,
            self.snapshot,
            self.zone,
            names,
            reseller_id=self.viewer.reseller_id,
            manager_id=self.viewer.manager_id,
        )
