"""Writes to managers whose password is about to be too old (ACC-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.message import MessageKind
from letters.options import LetterOptions
from store.credentials import passwords_set_within
from store.database import Store
from store.messages import post

LONGEST_NOTICE = timedelta(days=7)


class PasswordReminder:
    """Has each manager written to once for each password; the `etl` process calls it every hour."""

    def __init__(
        self,
        options: LetterOptions,
        store: Store,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._lasts = timedelta(days=options.password_days)
        self._zone = ZoneInfo(options.platform_time_zone)
        self._store = store
        self._clock = clock

    def tick(self) -> int:
        """Return how many managers are to be written to that were not before.

        A password that is too old already is asked for at the next sign-in, and in no mail.
        """
        if not self._lasts:
            return 0
        now = self._clock()
        oldest = now - self._lasts
        return sum(
            self._post(manager_id, reseller_id, set_at, now)
            for manager_id, reseller_id, set_at in passwords_set_within(
                self._store, oldest, oldest + notice(self._lasts)
            )
        )

    def _post(self, manager_id: str, reseller_id: str, set_at: datetime, now: datetime) -> bool:
        kind = MessageKind.PASSWORD_EXPIRES
        key = f"{kind}/{manager_id}/{set_at.isoformat()}"
        last_day = (set_at + self._lasts).astimezone(self._zone).date()
        detail = {"expires_on": last_day.isoformat()}
        return post(self._store, kind, manager_id, reseller_id, key, detail, now)


def notice(lasts: timedelta) -> timedelta:
    """Return how long before its end a password's owner is told: never in its first half."""
    return min(LONGEST_NOTICE, lasts / 2)
