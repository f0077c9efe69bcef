"""What the main page shows besides costs: the subscriptions to see first, and news."""

from __future__ import annotations

from datetime import date, timedelta

from domain.listing import Slice, SubscriptionFilter
from domain.periods import Period
from store.database import Store
from store.news import News, latest_news
from warehouse.connection import Snapshot
from warehouse.listed import ListedSubscription, expiring_subscriptions, listed_subscriptions

MOST_ROWS = 5  # HOME-9
MOST_NEWS = 6
WINDOW = timedelta(days=30)  # HOME-11, before and after today.


class Home:
    """Answers what the main page asks for one reseller. `today` is the platform's day."""

    def __init__(
        self, snapshot: Snapshot, store: Store, *, reseller_id: str, today: date, language: str
    ) -> None:
        self._snapshot = snapshot
        self._store = store
        self._reseller_id = reseller_id
        self._today = today
        self._language = language

    def expiring(self) -> list[ListedSubscription]:
        """Return what is about to expire or did of late, the nearest to today first."""
        period = Period(self._today - WINDOW, self._today + WINDOW + timedelta(days=1))
        return expiring_subscriptions(
            self._snapshot, self._today, period, most=MOST_ROWS, reseller_id=self._reseller_id
        )

    def recent(self) -> list[ListedSubscription]:
        """Return what was ordered last, without what is deleted (HOME-12)."""
        newest = Slice("-id", 0, MOST_ROWS)
        return listed_subscriptions(
            self._snapshot, SubscriptionFilter(), newest, reseller_id=self._reseller_id
        )[0]

    def news(self) -> list[News]:
        """Return the operator's newest items in the reader's language (HOME-2)."""
        return latest_news(self._store, language=self._language, most=MOST_NEWS)
