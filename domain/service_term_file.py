"""Service terms and billing days as they are written in a file, such as service_terms.toml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_type_hints

from domain.service_terms import AT_ANY_TIME, DatedTerm, ServiceTerm, ServiceTerms
from domain.setting_reader import SettingReader, Table

KINDS = get_type_hints(ServiceTerm)
# Files that were written before there were these go on being read.
OPTIONAL = {"trial_quantity", "window_restarts_on_renewal", "counts_added_amounts_apart",
            "extended_renewal_days"}  # fmt: skip
# Days before the expiration, of which -1 is at any time.
POINTS = {"manual_renew_point", "manual_switch_point", "delayed_switch_point"}
SECTIONS = {"billing_days", "usual", "terms"}
LAST_BILLING_DAY = 28


def terms_in(document: Table, source: str) -> ServiceTerms:
    """Return what a TOML document says; `source` is the file it came from.

    Raises:
        SettingsError: a value is malformed; the message names the key, what it got and what it
            expects.
    """
    return _Reader("SERVICE_TERMS", source).terms(document)


class _Reader(SettingReader):
    def terms(self, document: Table) -> ServiceTerms:
        self.check_parts(document, SECTIONS)
        usual = self.table("usual", document.get("usual", {}))
        self._check("usual", usual)
        terms = self.table("terms", document.get("terms", {}))
        return ServiceTerms(
            {key: tuple(self._versions(key, usual, found)) for key, found in terms.items()},
            self._billing_days(document),
        )

    def _billing_days(self, document: Table) -> dict[str, int]:
        days = self.table("billing_days", document.get("billing_days", {}))
        for reseller_id, day in days.items():
            if type(day) is not int or not 1 <= day <= LAST_BILLING_DAY:
                expected = f"a day of the month, 1 to {LAST_BILLING_DAY}"
                self.refuse(f"billing_days.{reseller_id}", day, expected)
        return dict(days)

    def _versions(self, key: str, usual: Table, found: object) -> Iterator[DatedTerm]:
        """Yield a term as it was first, and after each change, which keeps what it leaves out."""
        if not isinstance(found, list) or not found:
            self.refuse(f"terms.{key}", found, f"one or more tables [[terms.{key}]]")
        start, known = None, usual
        for number, version in enumerate(found):
            place = f"terms.{key}"
            rules = dict(self.table(place, version))
            start = self._start(f"{place}.from", rules.pop("from", None), start, number)
            self._check(place, rules)
            known = {**known, **rules}
            for name in KINDS.keys() - known.keys() - OPTIONAL:
                self.refuse(f"{place}.{name}", None, _expected(name))
            self._check_points(place, known)
            yield DatedTerm(start, ServiceTerm(**{"trial_quantity": None, **known}))

    def _start(self, place: str, given: object, before: date | None, number: int) -> date | None:
        if given is None and number == 0:
            return None
        # An instant is a date to Python, and not one here.
        if type(given) is not date or (before is not None and given <= before):
            after = f", after {before}" if before else ""
            self.refuse(place, given, f"a date such as 2027-01-01{after}")
        return given

    def _check(self, place: str, rules: Table) -> None:
        for name, value in rules.items():
            if name not in KINDS:
                self.refuse(f"{place}.{name}", value, f"one of {', '.join(KINDS)}")
            if not _is_right(name, value):
                self.refuse(f"{place}.{name}", value, _expected(name))

    def _check_points(self, place: str, rules: Table) -> None:
        """Refuse what the platform does: whoever renews by hand may do so no later (OP-24)."""
        manual, by_itself = rules["manual_renew_point"], rules["auto_renew_point"]
        if manual != AT_ANY_TIME and manual < by_itself:
            expected = f"{AT_ANY_TIME}, or auto_renew_point ({by_itself}) or more"
            self.refuse(f"{place}.manual_renew_point", manual, expected)


def _is_right(name: str, value: object) -> bool:
    if KINDS[name] in (str, bool):
        return type(value) is KINDS[name] and value != ""
    return type(value) is int and value >= _least(name)


def _expected(name: str) -> str:
    if KINDS[name] is str:
        return "a text"
    return "true or false" if KINDS[name] is bool else f"a whole number, {_least(name)} or more"


def _least(name: str) -> int:
    return -1 if name in POINTS else 0
