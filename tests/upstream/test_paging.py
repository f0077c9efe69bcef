from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import UpstreamUnavailable
from upstream.envelope import Envelope
from upstream.paging import in_order, iter_pages
from upstream.transport import Answer


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def page(
    records: str, *, next: int | None = None, last: int | None = None, links: bool = True
) -> Answer:
    envelope = Envelope(records.encode(), not records, links, next, last)
    return Answer(f"GET {records}", records.encode(), None, envelope)


def broken(name: str) -> Answer:
    return Answer(f"GET {name}", b"<html>", None, None, broken="not JSON")


class Collection:
    """Pages by number, and which of them were asked for."""

    def __init__(self, pages: dict[int, Answer] | Callable[[int], Answer]) -> None:
        self.pages = pages
        self.asked: list[int] = []
        self.lock = threading.Lock()

    def __call__(self, number: int) -> Answer:
        with self.lock:
            self.asked.append(number)
        if callable(self.pages):
            return self.pages(number)
        return self.pages.get(number, page(""))


def read(collection: Collection, pool: ThreadPoolExecutor) -> list[str]:
    pages = iter_pages(collection, pool, ahead=3)
    return [answer.broken or answer.body.decode() for answer in pages]


def test_pages_up_to_the_named_last_one_come_in_order(pool: ThreadPoolExecutor) -> None:
    collection = Collection({n: page(f"p{n}", last=9) for n in range(1, 10)})

    assert read(collection, pool) == [f"p{n}" for n in range(1, 10)]
    assert sorted(collection.asked) == list(range(1, 10))


def test_several_pages_are_asked_for_at_a_time(pool: ThreadPoolExecutor) -> None:
    together = threading.Barrier(3, timeout=10)

    def ask(number: int) -> Answer:
        if number in (2, 3, 4):
            together.wait()  # Nobody gets further until all three are here.
        return page(f"p{number}", last=4)

    assert read(Collection(ask), pool) == ["p1", "p2", "p3", "p4"]


def test_pages_without_a_named_last_one_are_followed(pool: ThreadPoolExecutor) -> None:
    collection = Collection({1: page("a", next=2), 2: page("b", next=5), 5: page("c", next=None)})

    assert read(collection, pool) == ["a", "b", "c"]
    assert collection.asked == [1, 2, 5]


def test_pages_without_links_end_with_an_empty_one(pool: ThreadPoolExecutor) -> None:
    collection = Collection({n: page(f"p{n}", links=False) for n in (1, 2, 3)})

    assert read(collection, pool) == ["p1", "p2", "p3", ""]


def test_an_answer_that_is_not_paged_is_read_once(pool: ThreadPoolExecutor) -> None:
    collection = Collection(lambda number: page("all of it", links=False))

    assert read(collection, pool) == ["all of it"]
    assert len(collection.asked) <= 4


def test_a_page_that_repeats_while_we_read_is_handed_on_once(pool: ThreadPoolExecutor) -> None:
    collection = Collection({1: page("a", last=3), 2: page("a", last=3), 3: page("b", last=3)})

    assert read(collection, pool) == ["a", "b"]


def test_a_collection_that_grows_while_we_read_is_read_to_its_new_end(
    pool: ThreadPoolExecutor,
) -> None:
    collection = Collection(
        {
            1: page("a", next=2, last=2),
            2: page("b", next=3, last=3),
            3: page("c", next=None, last=3),
        }
    )

    assert read(collection, pool) == ["a", "b", "c"]


def test_a_collection_that_shrinks_while_we_read_ends_at_its_first_empty_page(
    pool: ThreadPoolExecutor,
) -> None:
    collection = Collection({1: page("a", last=1_000_000), 2: page("b", last=2)})

    assert read(collection, pool) == ["a", "b", ""]
    assert len(collection.asked) < 10


def test_pages_that_go_round_in_a_circle_end_the_reading_and_say_so(
    pool: ThreadPoolExecutor,
) -> None:
    collection = Collection(lambda number: page("ab"[number % 2], next=number % 2 + 1))

    assert read(collection, pool) == ["b", "a", "its pages repeat without an end"]
    assert len(collection.asked) < 10


def test_a_page_that_names_itself_as_the_next_ends_the_reading(pool: ThreadPoolExecutor) -> None:
    collection = Collection({1: page("a", next=1)})

    assert read(collection, pool) == ["a", "its pages repeat without an end"]


def test_pages_behind_a_broken_one_are_read(pool: ThreadPoolExecutor) -> None:
    collection = Collection({1: page("a", last=3), 2: broken("b"), 3: page("c", last=3)})

    assert read(collection, pool) == ["a", "not JSON", "c"]


def test_a_broken_first_page_does_not_hide_the_second(pool: ThreadPoolExecutor) -> None:
    collection = Collection({1: broken("a"), 2: page("b", next=3), 3: page("c")})

    assert read(collection, pool) == ["not JSON", "b", "c"]


def test_two_broken_pages_in_a_row_without_a_known_end_are_the_end(
    pool: ThreadPoolExecutor,
) -> None:
    collection = Collection(lambda number: broken(str(number)))

    assert read(collection, pool) == ["not JSON", "not JSON"]


def test_a_reader_that_stops_early_cancels_what_nobody_waits_for(
    pool: ThreadPoolExecutor,
) -> None:
    collection = Collection(lambda number: page(f"p{number}", last=1_000))

    pages = iter_pages(collection, pool, ahead=3)
    assert next(pages).body == b"p1"
    assert next(pages).body == b"p2"
    pages.close()

    assert len(collection.asked) <= 5


@pytest.mark.parametrize(
    "first",
    [page("a", last=3), page("a", next=2), page("a", links=False)],
    ids=["last page named", "next page named", "no links"],
)
def test_a_platform_that_goes_away_after_the_first_page_ends_the_reading(
    pool: ThreadPoolExecutor, first: Answer
) -> None:
    def ask(number: int) -> Answer:
        if number == 1:
            return first
        raise UpstreamUnavailable(f"page {number}: 503")

    pages = iter_pages(Collection(ask), pool, ahead=3)

    assert next(pages).body == b"a"
    with pytest.raises(UpstreamUnavailable, match="page 2"):
        next(pages)


def test_what_a_call_raises_is_raised_in_its_turn(pool: ThreadPoolExecutor) -> None:
    def half(number: int) -> int:
        if number == 3:
            raise ValueError("odd")
        return number // 2

    results = in_order(pool, half, [2, 4, 3, 8], ahead=2)

    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ValueError, match="odd"):
        next(results)
