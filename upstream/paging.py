"""The pages of a collection, several at a time, whatever their links say."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from upstream.transport import Answer

Argument = TypeVar("Argument")
Result = TypeVar("Result")

MOST_REPEATS = 3


def in_order(
    pool: ThreadPoolExecutor,
    call: Callable[[Argument], Result],
    arguments: Iterable[Argument],
    *,
    ahead: int,
) -> Iterator[Result]:
    """Yield what each call returns, in order, with `ahead` of them under way at a time."""
    waiting: deque[Future[Result]] = deque()
    try:
        for argument in arguments:
            waiting.append(pool.submit(call, argument))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@dataclass(slots=True)
class _Progress:
    """What has been read of a collection; tells when reading on makes no sense."""

    seen: set[bytes]
    repeats: int = 0
    broken: int = 0

    def is_news(self, answer: Answer) -> bool:
        """Tell whether a page is worth handing on: a broken one is, one read before is not."""
        if answer.envelope is None:
            self.broken += 1
            return True
        self.broken = 0
        if answer.envelope.digest in self.seen:
            self.repeats += 1
            return False
        self.seen.add(answer.envelope.digest)
        self.repeats = 0
        return True

    @property
    def is_stuck(self) -> bool:
        return self.repeats >= MOST_REPEATS


def iter_pages(
    read_page: Callable[[int], Answer], pool: ThreadPoolExecutor, *, ahead: int
) -> Iterator[Answer]:
    """Yield every page of a collection once, in order.

    Pages up to the one that the first page names as the last are read several at a time; without
    such a name each page is asked for its next one, until none is named or a page is empty. Pages
    that shift while we read repeat records, which does no harm. Pages that go round in a circle
    end the reading, and a broken page says so: what lies behind them is unknown.
    """
    progress = _Progress(seen=set())
    number = 1
    answer = read_page(number)
    progress.is_news(answer)
    yield answer
    last = (answer.envelope and answer.envelope.last_page) or number
    for answer in in_order(pool, read_page, range(2, last + 1), ahead=ahead):
        number += 1
        if progress.is_news(answer):
            yield answer
        if _is_end(answer) or progress.is_stuck:
            break
    while (following := _following(answer, number, progress)) is not None:
        answer, number = read_page(following), following
        if progress.is_news(answer):
            yield answer
    if progress.is_stuck and answer.envelope and answer.envelope.has_links:
        yield Answer(answer.asked, b"", None, None, broken="its pages repeat without an end")


def _is_end(answer: Answer) -> bool:
    return answer.envelope is not None and answer.envelope.is_empty


def _following(answer: Answer, number: int, progress: _Progress) -> int | None:
    """Return the number of the page to read next, or None at the end."""
    if answer.envelope is None:
        # One broken page does not say where the next one is, but most likely it is the next
        # number. Two in a row, and we are guessing.
        return number + 1 if progress.broken < 2 else None
    if answer.envelope.is_empty or progress.is_stuck:
        return None
    if answer.envelope.has_links:
        return answer.envelope.next_page
    return number + 1
