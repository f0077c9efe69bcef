"""How long lists are read page by page."""

from __future__ import annotations

import pytest

from sandbox.api import paging
from tests.sandbox.api.asking import FIRST, Api


def test_pages_hold_fifty_and_lead_to_each_other(api: Api) -> None:
    first = api.body("charges")
    second = api.body(first["links"]["next"].removeprefix("http://localhost"))
    last = api.body(first["links"]["last"].removeprefix("http://localhost"))

    assert len(first["data"]) == 50
    assert first["links"]["prev"] is None
    assert second["links"]["prev"] == first["links"]["self"] == first["links"]["first"]
    assert last["links"]["next"] is None
    ids = [int(record["id"]) for page in (first, second) for record in page["data"]]
    assert ids == sorted(set(ids))


def test_links_keep_the_filters(api: Api) -> None:
    link = api.body("charges?filter[status]=closed&page[size]=10")["links"]["next"]

    assert "filter%5Bstatus%5D=closed" in link
    assert "page%5Bnumber%5D=2" in link


def test_a_page_holds_only_so_many(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paging.LARGEST_SIZE == 1000
    monkeypatch.setattr(paging, "LARGEST_SIZE", 120)

    assert len(api.data("charges?page[size]=5000")) == 120
    assert "=120" in api.body("charges?page[size]=5000")["links"]["self"]


def test_a_page_beyond_the_end_is_empty(api: Api) -> None:
    body = api.body("managers?page[number]=7")

    assert body["data"] == []
    assert body["links"]["next"] is None


def test_the_customer_store_pages_in_its_own_way(api: Api) -> None:
    base = f"/api/v3/customer_store/resellers/{FIRST}/products"
    body = api.body(f"{base}?per_page=7&page=2")

    assert len(body["data"]) == 7
    assert "per_page=7" in body["links"]["next"]
    assert "page=3" in body["links"]["next"]
    assert api.ids(f"{base}?per_page=7&page=2") == api.ids(f"{base}?per_page=14")[7:]
