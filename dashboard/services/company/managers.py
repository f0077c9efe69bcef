"""Managers added and changed by others, or by themselves (MGR-3 to MGR-10, PRF-3).

What changes something at the platform is written into the journal first and sent once, like
everything else that does (docs/decisions/orders-are-sent-once.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.services.company.last_administrator import hindrance_to_leaving, last_administrator
from dashboard.services.company.manager_form import check_changes, taken_problem
from dashboard.services.company.outcomes import Outcome, Refused, Saved, Unsettled, not_reached
from dashboard.services.invitations import Invitations
from dashboard.services.journal import Journal
from dashboard.services.reading import is_number
from dashboard.texts import gettext
from domain.access import AccessLevels
from domain.errors import BadFilter, NotAllowed, NotFound, UpstreamError
from domain.manager import (
    ManagerDetails,
    NewManager,
    asked_changes,
    asked_new_manager,
    is_last_administrator,
    same_email,
)
from domain.operation import Operation, OperationKind, OperationState, PlatformIds
from domain.statuses import ManagerStatus
from store.access_levels import assign_level
from store.credentials import has_password
from store.database import Store
from store.newcomers import welcome
from store.passwords import replace_password
from store.sessions import EndReason, end_other_sessions

if TYPE_CHECKING:
    from dashboard.context import Clock
    from upstream.actions import UpstreamActions

# What a manager may change of their own.
OWN = frozenset({"name", "phone"})


@dataclass(frozen=True, slots=True)
class Administering:
    """Who does it, and whether they are a System administrator."""

    reseller_id: str
    manager_id: str
    is_administrator: bool


class Managers:
    """Adds and changes the managers of one reseller, for one of them.

    Whatever only administrators may do raises NotAllowed for anybody else (MGR-5, MSG-3).
    """

    def __init__(
        self,
        actions: UpstreamActions,
        store: Store,
        clock: Clock,
        acting: Administering,
        levels: AccessLevels,
    ) -> None:
        self._actions = actions
        self._store = store
        self._clock = clock
        self._acting = acting
        self._levels = levels
        self._journal = Journal(
            store,
            clock,
            actions.platform_time,
            reseller_id=acting.reseller_id,
            manager_id=acting.manager_id,
        )

    def check_allowed(self) -> None:
        """Raise NotAllowed for who may change no manager but themself."""
        if not self._acting.is_administrator:
            raise NotAllowed(gettext("You do not have permission for this operation."))

    def create(self, key: str, new: NewManager) -> Outcome:
        """Add a manager and invite them, once however often the form of this key is sent.

        Raises:
            NotAllowed: whoever asks is no System administrator.
        """
        self.check_allowed()
        begun = self._journal.begin(key, OperationKind.CREATE_MANAGER, asked_new_manager(new))
        if not begun.is_sender:
            return self._outcome(self._journal.await_sender(begun.operation))

        def send() -> PlatformIds:
            created = self._actions.create_manager(self._acting.reseller_id, new)
            # Before it is written down as done: whoever dies in between leaves it to be looked up,
            # and the manager is welcomed then.
            welcome(self._store, begun.operation, created.manager_id, now=self._clock())
            return PlatformIds()

        return self._outcome(self._journal.send(begun.operation, send))

    def created(self, key: str) -> tuple[Outcome, str, str] | None:
        """Return what came of a form that added a manager, with their name and e-mail; None when it
        was never sent. While it is being sent its outcome is waited for a little.
        """
        found = self._journal.find(key)
        if found is None or found.kind != OperationKind.CREATE_MANAGER:
            return None
        told, outcome = found.asked["data"], self._outcome(self._journal.await_sender(found))
        return outcome, str(told["name"]), str(told["email"])

    def set_status(self, key: str, manager_id: str, status: ManagerStatus) -> Outcome:
        """Activate or deactivate a manager, whose sessions end then (MGR-6, ACC-4).

        Raises:
            NotAllowed: whoever asks is no System administrator.
            NotFound: the reseller has no such manager.
        """
        self.check_allowed()
        try:
            managers = self._actions.find_managers(self._acting.reseller_id)
        except UpstreamError:
            return not_reached()
        manager = _of(managers, manager_id)
        if status is ManagerStatus.INACTIVE:
            if manager_id == self._acting.manager_id:
                return Refused(gettext("You can't deactivate yourself."))
            if is_last_administrator(manager, managers):
                return Refused(last_administrator())
        if manager.status is status:
            self._shut_out(manager_id, status)
            return Saved("")
        return self._change(key, manager, {"status": status.value})

    def change(self, key: str, manager_id: str, entered: Mapping[str, str]) -> Outcome:
        """Change a manager's name or phone: one's own, or another's by an administrator (PRF-3).

        Values that can't be used are told by key; nothing is sent then.

        Raises:
            NotAllowed: it is neither.
            NotFound: the reseller has no such manager.
        """
        if manager_id != self._acting.manager_id:
            self.check_allowed()
        if not entered.keys() <= OWN:
            raise BadFilter([gettext("Nothing else can be changed.")])
        values, problems = check_changes(entered)
        if problems:
            return Refused(gettext("Check the marked fields."), problems)
        try:
            found = is_number(manager_id) and self._actions.fetch_manager(
                self._acting.reseller_id, manager_id
            )
        except UpstreamError:
            return not_reached()
        manager = _of([found] if found else [], manager_id)
        changes = {key: value for key, value in values.items() if value != getattr(manager, key)}
        return self._change(key, manager, changes) if changes else Saved("")

    def resend(self, manager: ManagerDetails, invitations: Invitations) -> Outcome:
        """Invite somebody again who has no password yet (MGR-8). One mail a minute goes at most.

        Raises:
            NotAllowed: whoever asks is no System administrator.
        """
        self.check_allowed()
        if not manager.is_active:
            return Refused(gettext("Activate the manager first."))
        whose = {"manager_id": manager.manager_id, "reseller_id": self._acting.reseller_id}
        if has_password(self._store, **whose):
            return Refused(gettext("This manager has set a password already."))
        invitations.send(manager.manager_id)
        return Saved("")

    def set_password(self, manager: ManagerDetails, password: str) -> None:
        """Give another manager a password, which keeps to the rules (MGR-7). Their sessions end.

        Raises:
            NotAllowed: whoever asks is no System administrator, or it is their own.
        """
        self.check_allowed()
        if manager.manager_id == self._acting.manager_id:
            raise NotAllowed("one's own password is changed with the one before")
        replace_password(
            self._store,
            manager_id=manager.manager_id,
            reseller_id=self._acting.reseller_id,
            password=password,
            now=self._clock(),
            set_by=self._acting.manager_id,
        )

    def assign(self, manager: ManagerDetails, level: str) -> Outcome:
        """Give a manager another access level, from their next request on (MGR-9).

        Raises:
            NotAllowed: whoever asks is no System administrator.
        """
        self.check_allowed()
        if manager.is_administrator:
            return Refused(gettext("System administrators always have full control."))
        if level not in self._levels.levels:
            return Refused(gettext("Choose an access level from the list."))
        assign_level(
            self._store,
            level,
            manager_id=manager.manager_id,
            reseller_id=self._acting.reseller_id,
            by=self._acting.manager_id,
            now=self._clock(),
        )
        return Saved("")

    def _change(self, key: str, manager: ManagerDetails, changes: Mapping[str, str]) -> Outcome:
        asked = asked_changes(manager, changes)
        begun = self._journal.begin(key, OperationKind.UPDATE_MANAGER, asked)
        if not begun.is_sender:
            return self._outcome(self._journal.await_sender(begun.operation))
        if changes.get("status") == ManagerStatus.INACTIVE and (
            hindrance := hindrance_to_leaving(self._store, self._actions, manager, begun.operation)
        ):
            self._journal.give_up(begun.operation)
            return hindrance

        def send() -> PlatformIds:
            own_id = manager.manager_id
            self._actions.update_manager(self._acting.reseller_id, own_id, changes)
            if "status" in changes:
                self._shut_out(own_id, ManagerStatus(changes["status"]))
            return PlatformIds()

        return self._outcome(self._journal.send(begun.operation, send))

    def _shut_out(self, manager_id: str, status: ManagerStatus) -> None:
        """End what is open of who is deactivated, at once: the next load would be too late."""
        if status is ManagerStatus.INACTIVE:
            end_other_sessions(
                self._store,
                manager_id=manager_id,
                kept_token=None,
                reason=EndReason.NOT_ACTIVE,
                now=self._clock(),
            )

    def _outcome(self, operation: Operation) -> Outcome:
        if operation.state is OperationState.ACCEPTED:
            return Saved(operation.operation_id)
        if operation.state is OperationState.REFUSED:
            return Refused(operation.message or "", self._fields(operation))
        if self._journal.is_not_sent(operation):
            return not_reached()
        return Unsettled(operation.operation_id)

    def _fields(self, operation: Operation) -> dict[str, str]:
        """Return which values the platform refused, by the fields of our form."""
        renamed = {"manager_role_id": "role"}
        fields = {renamed.get(key, key): text for key, text in operation.problems.items()}
        if "email" in fields and operation.kind == OperationKind.CREATE_MANAGER:
            email = str(operation.asked["data"]["email"])
            if self._is_taken(email):
                fields["email"] = taken_problem()
        return fields

    def _is_taken(self, email: str) -> bool:
        try:
            known = self._actions.find_managers(self._acting.reseller_id)
        except UpstreamError:
            return False
        return same_email(known, email) is not None


def _of(managers: list[ManagerDetails], manager_id: str) -> ManagerDetails:
    found = next((one for one in managers if one.manager_id == manager_id), None)
    if found is None:
        raise NotFound(f"no manager {manager_id}")
    return found
