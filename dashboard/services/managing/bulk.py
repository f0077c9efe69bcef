"""One action for several subscriptions at once: asked for here, worked off in the background.

Asking is quick however many there are: they are written down, and a worker (`dashboard.bulk_work`)
carries them out one after another. Whoever asks again by the same form gets the same job.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.services.journal import KEY
from dashboard.services.managing.operations import Acting, Managing
from dashboard.services.managing.outcomes import (
    Changed,
    Done,
    InProgress,
    NotAvailable,
    NotSent,
    Outcome,
    PriceChanged,
    Refused,
    Unknown,
)
from dashboard.services.managing.reasons import no_right
from dashboard.texts import gettext, ngettext
from domain.bulk import BulkItem, BulkJob, BulkProgress, BulkResult, ItemState
from domain.errors import BadFilter, NotAllowed, NotFound
from store.bulk import (
    add_job,
    find_job,
    leave_out_rest,
    new_job_id,
    progress_of,
    results_of,
)
from store.database import Store

if TYPE_CHECKING:
    from dashboard.context import Clock

MOST = 10_000
LONGEST_KEY = 100  # The operations' keys are longer by a subscription's id.


class Bulk:
    """Takes jobs and tells how far they are, for one manager."""

    def __init__(
        self, store: Store, clock: Clock, managing: Managing, acting: Acting, *, language: str
    ) -> None:
        self._store = store
        self._clock = clock
        self._managing = managing
        self._acting = acting
        self._language = language

    def start(self, key: str, items: Sequence[BulkItem]) -> BulkProgress:
        """Write down what a form asks of several subscriptions, each of which once, and return how
        far it is: asked again, it is not begun again.

        Raises:
            NotAllowed: this manager may not do it.
            BadFilter: there are too many, none, or the key is none.
        """
        if not self._acting.may_act:
            raise NotAllowed(no_right())
        once = {item.subscription_id: item for item in items}
        _check(key, len(once))
        job = BulkJob(
            new_job_id(),
            key,
            self._acting.reseller_id,
            self._acting.manager_id,
            self._language,
            self._clock(),
        )
        return progress_of(self._store, add_job(self._store, job, list(once.values())))

    def progress(self, key: str) -> BulkProgress | None:
        """Return how far a job is; None when there is none of this key."""
        job = self._job(key)
        return None if job is None else progress_of(self._store, job)

    def results(
        self, key: str, *, states: Sequence[ItemState] = (), start: int = 0, count: int = 50
    ) -> list[BulkResult]:
        """Return what came of it for each subscription, in the order asked, a page of them.

        What was in doubt when it was sent is told as it is known now.
        """
        job = self._job(key)
        if job is None:
            return []
        found = results_of(self._store, job, states=states, start=start, count=count)
        return [self._as_known_now(job, result) for result in found]

    def stop(self, key: str) -> int:
        """Leave out what is not sent yet; return of how many subscriptions that is."""
        job = self._job(key)
        return 0 if job is None else leave_out_rest(self._store, job)

    def _job(self, key: str) -> BulkJob | None:
        found = find_job(self._store, key, manager_id=self._acting.manager_id)
        is_ours = found is not None and found.reseller_id == self._acting.reseller_id
        return found if is_ours else None

    def _as_known_now(self, job: BulkJob, result: BulkResult) -> BulkResult:
        if result.state is not ItemState.UNKNOWN:
            return result
        outcome = self._managing.outcome(job.key_of(result.subscription_id))
        return result if outcome is None else result_of(result.subscription_id, outcome)


def carry_out_one(managing: Managing, job: BulkJob, item: BulkItem) -> BulkResult:
    """Carry out what a job asks of one subscription, and say what came of it."""
    own_id = item.subscription_id
    try:
        outcome = managing.carry_out(
            job.key_of(own_id), own_id, item.seen, item.request, shown_total=item.shown_total
        )
    except NotFound:
        return BulkResult(
            own_id, ItemState.NOT_AVAILABLE, gettext("There is no such subscription.")
        )
    except NotAllowed as error:
        return BulkResult(own_id, ItemState.NOT_AVAILABLE, str(error))
    return result_of(own_id, outcome)


def result_of(subscription_id: str, outcome: Outcome) -> BulkResult:
    """Return what an outcome is to be told as."""
    match outcome:
        case Done(order_id=order_id):
            return BulkResult(subscription_id, ItemState.DONE, order_id=order_id)
        case Refused(text=text):
            return BulkResult(subscription_id, ItemState.REFUSED, text)
        case NotAvailable(text=text):
            return BulkResult(subscription_id, ItemState.NOT_AVAILABLE, text)
        case Changed(text=text):
            return BulkResult(subscription_id, ItemState.CHANGED, text)
        case PriceChanged():
            says = gettext("It costs something else than was shown. Look at it again.")
            return BulkResult(subscription_id, ItemState.PRICE_CHANGED, says)
        case NotSent(text=text):
            return BulkResult(subscription_id, ItemState.NOT_SENT, text)
        case Unknown() | InProgress():
            return BulkResult(subscription_id, ItemState.UNKNOWN)


def _check(key: str, count: int) -> None:
    if not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        raise BadFilter([gettext("The form has no key. Open it again.")])
    if not count:
        raise BadFilter([gettext("No subscription is selected.")])
    if count > MOST:
        says = ngettext(
            "Select at most %(num)s subscription.", "Select at most %(num)s subscriptions.", MOST
        )
        raise BadFilter([says])
