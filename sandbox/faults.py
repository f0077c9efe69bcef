"""Trouble on demand: what is to go wrong with the next requests that match."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from typing import Any

KINDS = ("delay", "status", "cut", "malformed", "drop_before", "drop_after")
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
CUT_LENGTHS = ("right", "wrong")
DEFAULT_MALFORMED = "<html><body><h1>502 Bad Gateway</h1></body></html>"
LONGEST_DELAY = 600


class BadFault(ValueError):
    """A fault that can't be set, with why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble for the requests whose path and query match.

    `value` is read by its kind: seconds for `delay`; a status for `status`, with `retry_after`
    beside it; the text sent for `malformed`; for `cut`, whether Content-Length is `right` or
    `wrong` about what is sent. `times` is how often it happens still; None is until cleared.
    """

    kind: str
    path: str
    method: str | None
    value: Any
    retry_after: float | None
    times: int | None

    def matches(self, method: str, path: str) -> bool:
        return self.method in (None, method) and re.search(self.path, path) is not None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "path": self.path,
            "method": self.method,
            "value": self.value,
            "retry_after": self.retry_after,
            "times": self.times,
        }


class Faults:
    """The faults set, in the order they were set. Safe to use from any thread."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def set(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def listed(self) -> list[Fault]:
        with self._lock:
            return list(self._faults)

    def take(self, method: str, path: str) -> Fault | None:
        """Return what is to happen to a request, and count it as having happened."""
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.matches(method, path):
                    self._count_down(place, fault)
                    return fault
        return None

    def _count_down(self, place: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._faults[place]
        elif fault.times is not None:
            self._faults[place] = replace(fault, times=fault.times - 1)


def parse_fault(body: Any) -> Fault:
    """Read a fault as it is posted.

    Raises:
        BadFault: something about it is wrong; the message is a sentence.
    """
    if not isinstance(body, dict):
        raise BadFault("The body must be a JSON object.")
    unknown = sorted(body.keys() - {"kind", "path", "method", "value", "times"})
    if unknown:
        raise BadFault(f"{unknown[0]} is not a member of a fault.")
    kind = body.get("kind")
    if kind not in KINDS:
        raise BadFault(f"kind must be one of {', '.join(KINDS)}.")
    value, retry_after = _parse_value(kind, body.get("value"))
    return Fault(
        kind=kind,
        path=_parse_path(body.get("path", "")),
        method=_parse_method(body.get("method")),
        value=value,
        retry_after=retry_after,
        times=_parse_times(body.get("times")),
    )


def _parse_path(path: Any) -> str:
    try:
        re.compile(path)
    except (re.error, TypeError) as error:
        raise BadFault("path must be a regular expression.") from error
    return str(path)


def _parse_method(method: Any) -> str | None:
    if method is None:
        return None
    if method not in METHODS:
        raise BadFault(f"method must be one of {', '.join(METHODS)}.")
    return str(method)


def _parse_times(times: Any) -> int | None:
    if times is None:
        return None
    if type(times) is not int or times < 1:
        raise BadFault("times must be a whole number, 1 or more.")
    return times


def _parse_value(kind: str, value: Any) -> tuple[Any, float | None]:
    if kind == "delay":
        if not _is_number(value) or not 0 <= value <= LONGEST_DELAY:
            raise BadFault(f"The value of delay must be seconds, 0 to {LONGEST_DELAY}.")
        return value, None
    if kind == "status":
        return _parse_status(value)
    if kind == "cut":
        if value not in (None, *CUT_LENGTHS):
            raise BadFault(f"The value of cut must be one of {', '.join(CUT_LENGTHS)}.")
        return value or CUT_LENGTHS[0], None
    if kind == "malformed":
        if not isinstance(value, str | None):
            raise BadFault("The value of malformed must be the text to send.")
        return DEFAULT_MALFORMED if value is None else value, None
    if value is not None:
        raise BadFault(f"{kind} takes no value.")
    return None, None


def _parse_status(value: Any) -> tuple[int, float | None]:
    retry_after = None
    if isinstance(value, dict):
        retry_after = value.get("retry_after")
        value = value.get("status")
    if type(value) is not int or not 400 <= value <= 599:
        raise BadFault("The value of status must be a code from 400 to 599.")
    if retry_after is not None and not (_is_number(retry_after) and retry_after >= 0):
        raise BadFault("retry_after must be seconds, 0 or more.")
    return value, retry_after


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
