"""Collections on many pages: one that can't be read, and pages that shift while we read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import httpx
import pytest

from etl.summary import Status
from tests.etl.portal import Portal
from tests.etl.test_bad_answers import CHARGES, HTML, always, newer

# The second page of a collection in each of the two styles of paging.
SECOND_PAGES = [r"/12/charges\?.*page%5Bnumber%5D=2&|/12/charges\?.*page%5Bnumber%5D=2$",
                r"/12/products\?.*[?&]page=2(&|$)"]  # fmt: skip


def has_been_asked(loaded: Portal, pattern: str) -> bool:
    return any(re.search(pattern, url) for url in loaded.meddler.requests)


@pytest.mark.parametrize("second_page", SECOND_PAGES, ids=["page[number]", "page"])
def test_a_platform_that_goes_away_after_a_first_page_ends_the_load(
    loaded: Portal, second_page: str
) -> None:
    before, tables = loaded.published, loaded.tables()
    loaded.set(platform_page_size=3)
    newer(loaded)
    loaded.meddler.on(second_page, always(httpx.Response(503)))

    assert loaded.refresh().status is Status.FAILED

    assert has_been_asked(loaded, second_page)
    assert loaded.published == before
    assert loaded.tables() == tables


@pytest.mark.parametrize("second_page", SECOND_PAGES, ids=["page[number]", "page"])
def test_a_second_page_that_stays_broken_is_read_by_the_next_load(
    loaded: Portal, second_page: str
) -> None:
    loaded.set(platform_page_size=3)
    newer(loaded)
    loaded.meddler.on(second_page, always(httpx.Response(200, text=HTML)))
    assert len(loaded.publish().broken_pages) == 1
    assert has_been_asked(loaded, second_page)
    loaded.meddler.forget()
    loaded.set(platform_page_size=100)

    loaded.publish()

    healed = loaded.tables()
    loaded.publish(full=True)
    assert loaded.tables() == healed


def pages_of(loaded: Portal, request: httpx.Request) -> list[dict[str, object]]:
    """Return all records of a collection, as the platform would page through them."""
    answer = loaded.meddler.ask(
        httpx.Request("GET", request.url.copy_set_param("page[size]", "1000")
                      .copy_set_param("page[number]", "1"), headers=request.headers)
    )  # fmt: skip
    return json.loads(answer.content)["data"]


def shifted(loaded: Portal, by: int) -> Callable[[httpx.Request], httpx.Response]:
    """Answer with pages whose records move by some places once the first page was read."""

    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page[number]"])
        size = 20
        records = pages_of(loaded, request)
        start = max((number - 1) * size + (by if number > 1 else 0), 0)
        last = -(-(len(records) - min(by, 0)) // size)
        links = {"next": f"/charges?page[number]={number + 1}" if number < last else None,
                 "last": f"/charges?page[number]={last}"}  # fmt: skip
        body = {"data": records[start : start + size], "links": links}
        return httpx.Response(200, content=json.dumps(body).encode())

    return answer


def test_pages_that_repeat_records_bring_each_in_once(portal: Portal, loaded: Portal) -> None:
    portal.meddler.on(CHARGES, shifted(portal, -3))

    portal.publish()

    assert portal.tables() == loaded.tables()


def test_pages_that_shift_in_a_refresh_lead_to_the_same_as_reading_everything(
    loaded: Portal,
) -> None:
    """What changed since the cursor only grows: charges that change while we read move others to
    later pages, and none to a page that was read."""
    newer(loaded)
    loaded.meddler.on(CHARGES, shifted(loaded, -3))

    loaded.publish()

    assert has_been_asked(loaded, r"/12/charges\?.*page%5Bnumber%5D=2")
    refreshed = loaded.tables()
    loaded.meddler.forget()
    loaded.publish(full=True)
    assert loaded.tables() == refreshed


def test_closed_charges_that_slip_through_are_looked_up_by_what_names_them(
    portal: Portal, loaded: Portal
) -> None:
    """Three charges move from page 2 to page 1 after page 1 was read: no page hands them on."""
    portal.meddler.on(CHARGES, shifted(portal, 3))

    portal.publish()

    assert [url for url in portal.meddler.requests if re.search(r"/charges/\d+$", url)]
    assert portal.tables() == loaded.tables()


def test_open_charges_that_slip_through_are_found_by_comparing(
    portal: Portal, loaded: Portal
) -> None:
    hidden = loaded.ask(
        "SELECT source_id, subscription_id FROM ledger.cost WHERE reseller_id = '12'"
        " AND source = 'charge' AND NOT is_final AND day < '2026-03-18' ORDER BY ALL LIMIT 2"
    )
    names = {charge_id for charge_id, _ in hidden}

    def without(request: httpx.Request) -> httpx.Response:
        records = [one for one in pages_of(portal, request) if one["id"] not in names]
        return httpx.Response(200, content=json.dumps({"data": records, "links": {}}).encode())

    portal.meddler.on(r"/resellers/12/charges\?page", without)

    summary = portal.publish()

    asked = [url for url in portal.meddler.requests if "filter%5Bsubscription_id%5D" in url]
    assert len(asked) == len({subscription_id for _, subscription_id in hidden}) > 0
    assert summary.differences == ()
    assert portal.tables() == loaded.tables()


def test_a_page_that_repeats_for_ever_ends(portal: Portal) -> None:
    def the_same(request: httpx.Request) -> httpx.Response:
        body = {"data": pages_of(portal, request)[:5],
                "links": {"next": request.url.raw_path.decode() + "&page[number]=2"}}  # fmt: skip
        return httpx.Response(200, content=json.dumps(body).encode())

    portal.meddler.on(CHARGES, the_same)

    summary = portal.publish()

    assert "repeat" in summary.broken_pages[0]
