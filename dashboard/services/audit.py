"""What the managers of a reseller did: for its administrators (NFR-3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.audit_changes import ELSEWHERE, MANAGERS, changes_in, ids_in
from dashboard.audit_texts import ACTIONS
from dashboard.audit_view import AuditView, read_view
from dashboard.services.exports import write_csv
from dashboard.texts import gettext
from domain.errors import BadFilter, NotFound
from store.audit import OPERATOR
from store.audit_trail import (
    AuditEntry,
    AuditFilter,
    count_entries,
    page_of_entries,
    stream_entries,
)
from store.bulk_cleanup import own_jobs
from store.database import Store
from warehouse.audit_names import Names, audit_names, manager_names
from warehouse.connection import Snapshot

COLUMNS = (
    "happened_at", "manager_id", "manager", "action", "action_name", "client_id", "client",
    "subscription_id", "subscription", "order_id", "before", "after", "result", "message", "more",
)  # fmt: skip
# Apart in an export, and not once more among the rest.
APART = ELSEWHERE - {"job_key", "operation_id", "session_id", *MANAGERS}


@dataclass(frozen=True, slots=True)
class AuditScreen:
    """A page of entries.

    `managers` are the names of all managers, by id, and `jobs` the keys of the reader's own actions
    for several subscriptions that can still be looked at.
    """

    view: AuditView
    entries: tuple[AuditEntry, ...]
    count: int
    page_count: int
    names: Names
    managers: Mapping[str, str]
    problems: tuple[str, ...]
    jobs: frozenset[str] = frozenset()


class Audit:
    """One reseller's audit."""

    def __init__(
        self,
        store: Store,
        snapshot: Snapshot,
        zone: ZoneInfo,
        level_names: Mapping[str, str],
        *,
        reseller_id: str,
        manager_id: str,
    ) -> None:
        self._store = store
        self._snapshot = snapshot
        self._zone = zone
        self._level_names = level_names
        self._reseller_id = reseller_id
        self._manager_id = manager_id

    def exists(self, query: Mapping[str, str]) -> bool:
        """Tell whether every manager that an address names is the reseller's."""
        return set(read_view(query)[0].manager_ids) <= self._managers().keys()

    def screen(self, query: Mapping[str, str]) -> AuditScreen:
        """Return the page that an address names; one past the end is the last.

        Raises:
            NotFound: it names a manager who is not the reseller's.
        """
        view, problems = read_view(query)
        managers = self._required_managers(view)
        such = view.wanted(self._zone)
        count = count_entries(self._store, such, reseller_id=self._reseller_id)
        page_count = max(1, -(-count // view.size))
        view = replace(view, page=min(view.page, page_count))
        entries = page_of_entries(
            self._store,
            such,
            reseller_id=self._reseller_id,
            offset=(view.page - 1) * view.size,
            limit=view.size,
        )
        names = self._names(entries)
        keys = {entry.detail["job_key"] for entry in entries if entry.detail.get("job_key")}
        jobs = own_jobs(self._store, keys, manager_id=self._manager_id)
        names |= {("access_level", key): name for key, name in self._level_names.items()}
        return AuditScreen(
            view, tuple(entries), count, page_count, names, managers, tuple(problems), jobs
        )

    def lines(self, query: Mapping[str, str]) -> Iterator[str]:
        """Yield the lines of a CSV of every entry that an address means.

        Instants are UTC; `before`, `after` and `more` are JSON, with ids.

        Raises:
            NotFound: it names a manager who is not the reseller's.
            BadFilter: something else in it can't be read.
        """
        view, problems = read_view(query)
        managers = self._required_managers(view)
        if problems:
            raise BadFilter(problems)
        # In the language of this request, which is over when the last lines are written.
        words = {action: str(name) for action, name in ACTIONS.items()}
        return write_csv(COLUMNS, self._rows(view.wanted(self._zone), managers, words))

    def _rows(
        self, such: AuditFilter, managers: Mapping[str, str], words: Mapping[str, str]
    ) -> Iterator[Sequence[Any]]:
        for entries in stream_entries(self._store, such, reseller_id=self._reseller_id):
            names = self._names(entries)
            for entry in entries:
                yield _row(entry, names, managers, words)

    def _names(self, entries: Sequence[AuditEntry]) -> Names:
        ids = (own_id for entry in entries for own_id in ids_in(entry.detail))
        return audit_names(self._snapshot, ids, reseller_id=self._reseller_id)

    def _managers(self) -> dict[str, str]:
        """Return who may have done something: who runs the portal, too."""
        known = manager_names(self._snapshot, reseller_id=self._reseller_id)
        return {**known, OPERATOR: gettext("The portal's operator")}

    def _required_managers(self, view: AuditView) -> dict[str, str]:
        managers = self._managers()
        if not set(view.manager_ids) <= managers.keys():
            raise NotFound(f"no managers {view.manager_ids}")
        return managers


def _row(
    entry: AuditEntry, names: Names, managers: Mapping[str, str], words: Mapping[str, str]
) -> Sequence[Any]:
    detail = entry.detail
    account_id, subscription_id = detail.get("account_id"), detail.get("subscription_id")
    changes = changes_in(detail)
    before = {(one.of or one.key): one.before for one in changes if one.before is not None}
    after = {(one.of or one.key): one.after for one in changes if one.after is not None}
    more = {key: value for key, value in detail.items() if key not in APART}
    return (
        entry.happened_at.astimezone(UTC).isoformat(),
        entry.manager_id,
        managers.get(entry.manager_id),
        entry.action,
        words.get(entry.action),
        account_id,
        account_id and names.get(("account", account_id)),
        subscription_id,
        subscription_id and names.get(("subscription", subscription_id)),
        detail.get("order_id"),
        _json(before),
        _json(after),
        detail.get("state") or detail.get("result") or "done",
        entry.message,
        _json(more),
    )


def _json(values: Mapping[str, Any]) -> str | None:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else None
