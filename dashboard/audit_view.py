"""What the address of the audit says: the URL is the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.audit_texts import ACTIONS
from dashboard.query_reader import USUAL_SIZE, QueryReader
from dashboard.query_writer import write_query
from dashboard.services.lists.reading import read_days, read_known
from store.audit_trail import AuditFilter

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """Which entries are meant. Both days are included; what is empty limits nothing."""

    manager_ids: Texts = ()
    actions: Texts = ()
    first: date | None = None
    last: date | None = None
    page: int = 1
    size: int = USUAL_SIZE

    @property
    def is_filtered(self) -> bool:
        return bool(self.manager_ids or self.actions or self.first or self.last)

    def wanted(self, zone: ZoneInfo) -> AuditFilter:
        """Return what the entries have to be like; days begin in the platform's zone."""
        after = self.last and self.last + timedelta(days=1)
        return AuditFilter(
            self.manager_ids, self.actions, _begin(self.first, zone), _begin(after, zone)
        )


def read_view(query: Mapping[str, str]) -> tuple[AuditView, list[str]]:
    """Return what an address says, and a sentence for each thing in it that can't be read."""
    reader = QueryReader(query)
    first, last = read_days(reader, "day")
    view = AuditView(
        manager_ids=reader.texts("manager"),
        actions=read_known(reader, "action", tuple(ACTIONS)),
        first=first,
        last=last,
        page=reader.page(),
        size=reader.size(),
    )
    return view, reader.finish()


def write_view(view: AuditView, **changes: Any) -> str:
    """Return the query string of a view, `?` included; what is at its default is left out."""
    view = replace(view, **changes)
    fields: dict[str, object] = {
        "manager": ",".join(view.manager_ids),
        "action": ",".join(view.actions),
        "day_from": view.first,
        "day_to": view.last,
    }
    return write_query(fields, view)


def choose(
    query: Mapping[str, str],
    manager: str | None,
    action: str | None,
    first: str | None,
    last: str | None,
) -> str | None:
    """Return the query with other filters; None where the fields say what it says already.

    Fields that are drawn anew tell their values, too.
    """
    view, _ = read_view(query)
    fields = {"manager": manager, "action": action, "day_from": first, "day_to": last}
    chosen, _ = read_view({key: value for key, value in fields.items() if value})
    chosen = replace(chosen, size=view.size)
    return None if chosen == replace(view, page=1) else write_view(chosen)


def _begin(day: date | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant at which a day begins."""
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)
