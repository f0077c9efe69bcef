"""What an entry of the audit tells: what it was done to, and what was before and after (NFR-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# What something asked of the platform asks for, where it does not stand apart as a request.
ASKED = ("plan_id", "plan_period_id", "quantities", "provisioning_on", "is_auto_renewed")
# Of whom something was done.
MANAGERS = ("of_manager_id", "invited_id", "manager")
# What the other columns tell, and what tells a reader nothing.
ELSEWHERE = frozenset({
    "account_id", "after", "async_task_id", "before", "form", "job_key", "manager_id",
    "operation_id", "order_id", "request", "result", "session_id", "state", "subscription_id",
    *ASKED, *MANAGERS,
})  # fmt: skip
RENAMED = {"is_on": "is_auto_renewed"}
QUANTITIES = "quantities"
LEVEL = "access_level"
# What something was before is told beside what it was asked to be, and its status in any case.
ALWAYS = "status"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was to be changed; `of` is the resource whose amount it is."""

    key: str
    before: Any = None
    after: Any = None
    of: str | None = None


def changes_in(detail: Mapping[str, Any]) -> list[Change]:
    """Return what was before and after, without what stayed as it was."""
    before = _object(detail.get("before"))
    if isinstance(detail.get("after"), str):
        return [Change(LEVEL, detail.get("before"), detail["after"])]
    if "request" in detail:
        after = _without(_object(detail["request"]), "async_task_id")
        before = {key: value for key, value in before.items() if key in {*after, ALWAYS}}
    elif "after" in detail or before:
        after = _object(detail.get("after"))
    else:
        after = {key: detail[key] for key in ASKED if detail.get(key) is not None}
    if "manager" in detail:
        # A word like `active` means another thing of a subscription.
        before, after = _of_manager(before), _of_manager(after)
    return list(_changes(before, after))


def facts_in(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Return what else an entry tells, by key."""
    return {
        key: value
        for key, value in detail.items()
        if key not in ELSEWHERE and value not in (None, "", [], {})
    }


def ids_in(detail: Mapping[str, Any]) -> Iterator[str]:
    """Yield every id that an entry tells of something that has a name."""
    for key in ("account_id", "subscription_id"):
        if detail.get(key):
            yield str(detail[key])
    for part in (detail, *(_object(detail.get(key)) for key in ("before", "after", "request"))):
        for key in ("plan_id", "plan_period_id"):
            if part.get(key):
                yield str(part[key])
        yield from map(str, _object(part.get(QUANTITIES)))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys([*before, *after]):
        was, is_now = before.get(key), after.get(key)
        if key == QUANTITIES:
            yield from _amounts(_object(was), _object(is_now))
        elif was != is_now:
            yield Change(key, was, is_now)


def _amounts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Return the amounts asked for: resources that are left out keep theirs."""
    for own_id, amount in after.items():
        if before.get(own_id) != amount:
            yield Change(QUANTITIES, before.get(own_id), amount, of=str(own_id))


def _of_manager(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"manager_status" if key == ALWAYS else key: one for key, one in values.items()}


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    return {RENAMED.get(str(key), str(key)): one for key, one in value.items()}


def _without(values: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key and value is not None}
