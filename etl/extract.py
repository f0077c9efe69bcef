"""What a load asks the platform, in which order, and up to where it need not ask again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice, pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from domain.errors import UnexpectedPayload, UpstreamRejected, UpstreamUnavailable
from domain.periods import Period
from etl.progress import Progress
from etl.raw import RawLoad, RawPage
from etl.windows import (
    OVERLAP,
    Consuming,
    closing_window,
    consumption_start,
    consumption_windows,
    expense_windows,
)
from upstream.client import UNAUTHORIZED, ConsumptionWindow, UpstreamClient
from upstream.parse import REPLACEMENT, changed_at
from upstream.transport import Answer

Pages = Iterator[tuple[RawPage, bytes]]
Answers = Iterable[Answer]
Cursors = Mapping[tuple[str, str], datetime]
Argument = TypeVar("Argument")

# So many answers in a row that can't be read are no accident: the platform is not itself.
MOST_BROKEN = 3
# How many things that others name are looked up by their ids in one load.
MOST_PARENTS = 1_000


# What a watch asks for, and how many pages of each collection it reads: a platform that passes over
# what it was asked for would answer with everything, every few seconds.
WATCHED = ("accounts", "subscriptions", "orders")
MOST_WATCHED_PAGES = 5

# What is asked for at once: no further page is ever read.
ON_ONE_PAGE = ("consumption", "expenses", "exchange_rates")


class _Unusable(Answer):
    """Stands for an answer that says clearly why it can't be used: nothing is wrong with the
    platform. It refused, or gave a part where everything was asked for.
    """


class Extraction:
    """The questions of one load. Every answer is kept before it is handed on.

    A collection that the platform refuses to show counts as a broken page, and the rest goes on;
    a platform that can't be reached ends the load.

    `cursors` says up to when each collection of each reseller has been read; one that it does not
    name is read whole. `answered_at` is the platform's time at its first answer.
    """

    def __init__(
        self,
        client: UpstreamClient,
        raw: RawLoad,
        *,
        zone: ZoneInfo,
        today: date,
        cursors: Cursors,
        progress: Progress,
    ) -> None:
        self._client = client
        self._raw = raw
        self._zone = zone
        self._today = today
        self._cursors = cursors
        self._progress = progress
        self._broken_in_row = 0
        self.answered_at: datetime | None = None

    def again(self, records: Iterable[tuple[str, str, str]]) -> Pages:
        """Yield the records that earlier loads could not read, each as a page of its own.

        One that was not UTF-8 would be understood without what was lost of it: it waits until the
        platform shows it again.
        """
        for collection, reseller_id, record in records:
            if REPLACEMENT in record:
                continue
            answer = Answer(f"{collection} set aside", record.encode(), None, None)
            yield self._keep(collection, answer, reseller_id=reseller_id, is_retry=True)

    def resellers(self, answers: Answers) -> Pages:
        """Keep the pages that list the resellers, which came first of all."""
        for answer in answers:
            yield self._keep("resellers", answer)

    def of_reseller(self, reseller_id: str) -> Pages:
        """Yield all that is read by cursor, or whole, for one reseller."""
        for collection, ask in self._questions().items():
            self._progress.step(f"reading {collection} of reseller {reseller_id}")
            yield from self._kept(collection, reseller_id, ask)

    def changes_of(self, reseller_id: str) -> Pages:
        """Yield which of a reseller's accounts, subscriptions and orders changed since they were
        read by their cursors, as far as a few pages tell. What was never read is left out.
        """
        questions = self._questions()
        for collection in WATCHED:
            if (collection, reseller_id) in self._cursors:
                yield from self._kept(collection, reseller_id, _a_few(questions[collection]))

    def managers_of(self, reseller_id: str) -> Pages:
        """Yield a reseller's managers, as far as a few pages tell; no cursor moves with them."""
        yield from self._kept("managers", reseller_id, _a_few(self._client.iter_managers))

    def _questions(self) -> dict[str, Callable[[str], Answers]]:
        client = self._client
        return {
            "manager_roles": client.iter_manager_roles,
            "managers": client.iter_managers,
            "categories": client.iter_categories,
            "products": client.iter_products,
            "exchange_rates": lambda owner: [client.fetch_exchange_rates(owner)],
            "plans": lambda owner: client.iter_plans(
                owner, updated_after=self._since("plans", owner)
            ),
            "accounts": lambda owner: client.iter_accounts(
                owner, updated_after=self._since("accounts", owner)
            ),
            "subscriptions": self._subscriptions,
            "orders": lambda owner: client.iter_orders(
                owner, updated_after=self._since("orders", owner)
            ),
            "charges": lambda owner: client.iter_charges(
                owner, updated_after=self._since("charges", owner)
            ),
            "reseller_charges": self._reseller_charges,
        }

    def parents(
        self,
        collection: str,
        missing: Sequence[tuple[str, str]],
        fetch: Callable[[str, str], Answer | None],
    ) -> Pages:
        """Yield what others name and nobody has told us of, as far as the platform shows it."""
        asked = missing[:MOST_PARENTS]
        answers = self._client.several(lambda key: fetch(*key), asked)
        for (reseller_id, _), answer in zip(asked, answers, strict=True):
            if answer is not None:
                yield self._keep(collection, answer, reseller_id=reseller_id)

    @property
    def consumed_since(self) -> date:
        """The first day whose consumption is read again, of any reseller that it was read of."""
        starts = (
            self._consumption_start(owner)
            for collection, owner in self._cursors
            if collection == "consumption"
        )
        return min(starts, default=date.min)

    def consumption(self, subscriptions: Iterable[Consuming]) -> Pages:
        """Yield what each subscription consumed on the days that are read again."""
        return self.consumption_of(
            (one.reseller_id, one.subscription_id, period)
            for one in subscriptions
            for period in consumption_windows(
                one, self._consumption_start(one.reseller_id), self._today
            )
        )

    def consumption_of(self, windows: Iterable[tuple[str, str, Period]]) -> Pages:
        asked = list(windows)
        answers = self._client.several(
            lambda window: _or_refused(self._client.fetch_consumption, window),
            (ConsumptionWindow(subscription_id, period) for _, subscription_id, period in asked),
        )
        for (reseller_id, subscription_id, period), answer in zip(asked, answers, strict=True):
            yield self._keep(
                "consumption",
                answer,
                reseller_id=reseller_id,
                subscription_id=subscription_id,
                period=period,
            )

    def expenses(self, months: Iterable[tuple[str, date]]) -> Pages:
        """Yield what the platform itself says was spent in some months of resellers."""
        by_reseller: dict[str, list[date]] = {}
        for reseller_id, month in months:
            by_reseller.setdefault(reseller_id, []).append(month)
        for reseller_id, own in by_reseller.items():
            for period in expense_windows(own):
                answer = _or_refused(
                    lambda asked: self._client.fetch_expenses(*asked), (reseller_id, period)
                )
                yield self._keep("expenses", answer, reseller_id=reseller_id, period=period)

    def charges_of(self, subscriptions: Iterable[tuple[str, str]]) -> Pages:
        """Yield all charges of some subscriptions, whenever they changed."""
        for reseller_id, subscription_id in subscriptions:
            ask = partial(self._client.iter_charges_of_subscription, subscription_id)
            yield from self._kept("charges", reseller_id, ask)

    def _kept(self, collection: str, reseller_id: str, ask: Callable[[str], Answers]) -> Pages:
        try:
            for answer in ask(reseller_id):
                yield self._keep(collection, answer, reseller_id=reseller_id)
        except UpstreamRejected as error:
            if error.status == UNAUTHORIZED:
                raise
            refused = _refused(f"{collection} of reseller {reseller_id}", error)
            yield self._keep(collection, refused, reseller_id=reseller_id)

    def _keep(self, collection: str, answer: Answer, **owner: Any) -> tuple[RawPage, bytes]:
        self._progress.page()
        self.answered_at = self.answered_at or answer.answered_at
        if collection in ON_ONE_PAGE and answer.envelope and answer.envelope.has_next:
            cut = "it is the first of several pages, where one was asked for"
            answer = _Unusable(answer.asked, answer.body, answer.answered_at, None, broken=cut)
        page = self._raw.keep(collection, answer, **owner)
        is_broken = answer.broken is not None and not isinstance(answer, _Unusable)
        self._broken_in_row = self._broken_in_row + 1 if is_broken else 0
        if self._broken_in_row >= MOST_BROKEN:
            raise UpstreamUnavailable(
                f"{MOST_BROKEN} answers in a row can't be read; the last: {page.asked}:"
                f" {answer.broken}"
            )
        return page, answer.body

    def _since(self, collection: str, reseller_id: str) -> datetime | None:
        read_until = self._cursors.get((collection, reseller_id))
        return read_until - OVERLAP if read_until else None

    def _consumption_start(self, reseller_id: str) -> date:
        read_until = self._cursors.get(("consumption", reseller_id))
        return consumption_start(read_until, self._today, self._zone)

    def _subscriptions(self, reseller_id: str) -> Answers:
        """Yield subscriptions, the last changed first, until they are older than the cursor."""
        since = self._since("subscriptions", reseller_id)
        for answer in self._client.iter_subscriptions(reseller_id):
            yield answer
            if since is not None and _ends_before(answer, since):
                return

    def _reseller_charges(self, reseller_id: str) -> Answers:
        read_until = self._cursors.get(("reseller_charges", reseller_id))
        closed = closing_window(read_until, self._today, self._zone) if read_until else None
        return self._client.iter_reseller_charges(reseller_id, closed=closed)


def _ends_before(answer: Answer, since: datetime) -> bool:
    """Tell whether whatever follows a page of subscriptions is older than an instant.

    Only a page in the order that was asked for tells: one that is not may be followed by anything.
    """
    if answer.broken is not None:
        return False
    try:
        changed = [
            datetime.fromisoformat(text or "").astimezone(UTC)
            for text in changed_at("subscriptions", answer.body)
        ]
    except (ValueError, UnexpectedPayload):
        return False
    is_in_order = all(later >= earlier for later, earlier in pairwise(changed))
    return bool(changed) and is_in_order and changed[-1] < since


def _a_few(ask: Callable[[str], Answers]) -> Callable[[str], Answers]:
    return lambda reseller_id: islice(ask(reseller_id), MOST_WATCHED_PAGES)


def _or_refused(ask: Callable[[Argument], Answer], argument: Argument) -> Answer:
    """Ask for one thing of many: one that is refused does not end the others."""
    try:
        return ask(argument)
    except UpstreamRejected as error:
        if error.status == UNAUTHORIZED:
            raise
        return _refused(str(argument), error)


def _refused(asked: str, error: UpstreamRejected) -> Answer:
    return _Unusable(asked, b"", None, None, broken=str(error))
