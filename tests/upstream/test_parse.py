"""How a page is taken apart, whatever it holds: what is read, and what is set aside."""

from __future__ import annotations

import json

import pytest

from domain.errors import UnexpectedPayload
from tests.upstream.pages import charge, page, record, rows, subscription, the_row
from upstream.parse import changed_at, parse_page, set_aside


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("closed", "closed"),
        (" Waiting for refund ", "waiting_for_refund"),
        ("Frozen By Auditors", "frozen_by_auditors"),
    ],
)
def test_statuses_are_kept_as_one_word_known_or_not(sent: str, kept: str) -> None:
    assert the_row("charges", "charge", page(charge(status=sent)))["status"] == kept


@pytest.mark.parametrize(
    ("collection", "body"),
    [
        ("charges", b'{"data": null}'),
        ("charges", b'{"data": []}'),
        ("subscriptions", b'{"data": []}'),
        ("exchange_rates", b'{"data": null}'),
        ("consumption", b'{"subscription": {"id": "7", "items": []}}'),
        ("consumption", b'{"subscription": {"id": "7", "items": null}}'),
        ("expenses", b'{"expenses": []}'),
    ],
)
def test_a_page_without_records_gives_no_rows(collection: str, body: bytes) -> None:
    parsed = parse_page(collection, body)

    assert parsed.count == 0
    assert not any(found.values for found in parsed.rows.values())


@pytest.mark.parametrize(
    "collection", ["charges", "subscriptions", "exchange_rates", "consumption", "expenses"]
)
@pytest.mark.parametrize(
    "body", [b"", b"null", b"{}", b'{"error": "later"}', b'{"subscription": {"id": "7"}}']
)
def test_a_page_that_does_not_say_what_it_holds_is_not_a_page(collection: str, body: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        parse_page(collection, body)


def test_data_may_be_one_object_or_a_list_of_one() -> None:
    one = json.dumps({"data": charge()}).encode()

    assert rows(parse_page("charges", one), "charge") == rows(
        parse_page("charges", page(charge())), "charge"
    )


def test_a_record_that_is_not_what_it_should_be_does_not_hide_its_neighbours() -> None:
    body = page(charge(), {"id": "2", "attributes": "none"}, {**charge(), "id": "3"})

    parsed = parse_page("charges", body)

    assert [row["charge_id"] for row in rows(parsed, "charge")] == ["1", "3"]
    assert parsed.rows["charge"].positions == [0, 2]
    assert parsed.count == 3
    (quarantined,) = parsed.quarantined
    assert quarantined.record_id == "2"
    assert "attributes" in quarantined.reason
    assert json.loads(quarantined.record) == {"data": [{"id": "2", "attributes": "none"}]}


def test_a_record_without_an_id_is_told_by_a_digest_of_its_text() -> None:
    parsed = parse_page("charges", page({"attributes": "none"}, {"attributes": "others"}))

    first, second = (one.record_id for one in parsed.quarantined)
    assert len(first) == len(second) == 16
    assert first != second


def test_a_record_that_is_not_utf_8_does_not_hide_its_neighbours() -> None:
    body = b'{"data": [{"id": 1, "attributes": {"name": "Alfa"}}, {"id": 2, "attributes": %b}]}' % (
        b'{"name": "\xcf\xf0"}'
    )

    parsed = parse_page("accounts", body)

    assert [row["account_id"] for row in rows(parsed, "account")] == [1]
    (quarantined,) = parsed.quarantined
    assert (quarantined.record_id, quarantined.reason) == ("2", "not UTF-8")
    assert json.loads(quarantined.record)["data"][0]["attributes"] == {"name": "\ufffd\ufffd"}


def test_a_page_of_lists_in_lists_without_end_is_not_what_the_api_promises() -> None:
    with pytest.raises(UnexpectedPayload, match="nested too deeply"):
        parse_page("charges", b'{"data": %b}' % (b"[" * 100_000 + b"]" * 100_000))


def test_a_page_of_something_else_is_not_what_the_api_promises() -> None:
    with pytest.raises(UnexpectedPayload):
        parse_page("charges", b'{"data": "later"}')


def test_a_record_that_can_be_read_but_not_used_is_set_aside_as_it_was_sent() -> None:
    body = b'{"data": [{"id": 1}, {"id": 2, "attributes": {"amount":  0.10}}]}'

    (quarantined,) = set_aside("charges", body, {1: "gross_amount is odd"})

    assert quarantined.record_id == "2"
    assert quarantined.reason == "gross_amount is odd"
    assert quarantined.record == '{"data":[{"id": 2, "attributes": {"amount":  0.10}}]}'


def test_what_was_set_aside_is_a_page_that_can_be_read_again() -> None:
    body = page(charge(amount="0.10"))
    (quarantined,) = set_aside("charges", body, {0: "odd"})

    assert rows(parse_page("charges", quarantined.record.encode()), "charge") == rows(
        parse_page("charges", body), "charge"
    )


def test_when_records_changed_is_told_in_the_order_of_their_page() -> None:
    body = page(
        subscription(),
        record({"updated_at": "2024-01-01T00:00:00+00:00"}),
    )

    assert changed_at("subscriptions", body) == (
        "2025-03-01T00:00:00.000+03:00", "2024-01-01T00:00:00+00:00",
    )  # fmt: skip


def test_an_id_of_zero_is_an_id() -> None:
    link = {"account": {"data": {"id": "8"}}, "subscription": {"data": {"id": "7"}}}
    body = page(record({"account_id": 0, "subscription_id": 0}, relationships=link))

    row = the_row("orders", "order", body)

    assert (row["account_id"], row["subscription_id"]) == (0, 0)
