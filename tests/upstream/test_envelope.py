from __future__ import annotations

import pytest

from domain.errors import UnexpectedPayload
from upstream.envelope import Member, read_envelope

LINKS = (
    b'"links": {"self": "s", "next": "https://proxy.example/charges?page%5Bnumber%5D=3&x=1",'
    b' "last": "/charges?page[size]=50&page[number]=7"}'
)


def test_the_links_name_the_next_page_and_the_last() -> None:
    envelope = read_envelope(b'{"data": [{"id": 1}], ' + LINKS + b"}")

    assert (envelope.next_page, envelope.last_page, envelope.has_links) == (3, 7, True)
    assert not envelope.is_empty


def test_customer_store_links_are_read_as_well() -> None:
    body = b'{"data": [1], "links": {"next": "/products?page=2&per_page=50", "last": null}}'

    assert read_envelope(body).next_page == 2
    assert read_envelope(body).last_page is None


@pytest.mark.parametrize(
    ("body", "member"),
    [
        (b'{"data": []}', Member.DATA),
        (b'{"data": [ ]}', Member.DATA),
        (b'{"data": null}', Member.DATA),
        (b'{"expenses": []}', Member.EXPENSES),
        (b'{"subscription": {"id": "7", "items": []}}', Member.SUBSCRIPTION_ITEMS),
        (b'{"subscription": {"id": "7", "items": null}}', Member.SUBSCRIPTION_ITEMS),
    ],
)
def test_an_answer_that_says_it_has_no_records_is_empty(body: bytes, member: Member) -> None:
    assert read_envelope(body, member).is_empty


@pytest.mark.parametrize("member", [one for one in Member if one is not Member.WHOLE])
@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"null", b"{}", b'{"error": "temporarily unavailable"}', b'{"items": []}',
     b'{"subscription": null}', b'{"subscription": {"id": "7"}}', b'{"meta": {"data": []}}'],
)  # fmt: skip
def test_an_answer_that_says_nothing_of_records_is_not_empty_but_broken(
    body: bytes, member: Member
) -> None:
    with pytest.raises(UnexpectedPayload):
        read_envelope(body, member)


@pytest.mark.parametrize("body", [b"{}", b'{"account_types": []}'])
def test_an_answer_may_be_the_record_itself(body: bytes) -> None:
    assert not read_envelope(body, Member.WHOLE).is_empty


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"<html></html>"])
def test_an_answer_that_is_the_record_is_an_object(body: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        read_envelope(body, Member.WHOLE)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(UnexpectedPayload, match=r"no subscription\.items in the answer"):
        read_envelope(b'{"data": []}', Member.SUBSCRIPTION_ITEMS)


@pytest.mark.parametrize("data", [b'{"id": "1"}', b"{}", b"[{}]"])
def test_one_object_is_not_empty(data: bytes) -> None:
    assert not read_envelope(b'{"data": %b}' % data).is_empty


@pytest.mark.parametrize(
    "body", [b"<html></html>", b'{"data": [1, 2', b'"text"', b"[1]", b'{"data": [1]} more']
)
def test_anything_but_a_json_object_is_not_what_the_api_promises(body: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        read_envelope(body)


def test_nan_and_infinity_are_read_though_json_has_no_such_words() -> None:
    body = b'{"data": [{"id": 1, "amount": NaN}, {"id": 2, "amount": -Infinity}]}'

    assert not read_envelope(body).is_empty


def test_lists_in_lists_without_end_are_not_what_the_api_promises() -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    for body in (b'{"data": %b}' % deep, b'{"data": %b, "x": NaN}' % deep):
        with pytest.raises(UnexpectedPayload, match="nested too deeply"):
            read_envelope(body)


def test_links_that_are_not_utf_8_are_not_what_the_api_promises() -> None:
    with pytest.raises(UnexpectedPayload, match="not UTF-8"):
        read_envelope(b'{"data": [], "links": {"next": "\xcf\xf0"}}')


def test_pages_of_the_same_records_have_the_same_digest() -> None:
    one = read_envelope(b'{"data": [1, 2], "links": {"self": "?page=1"}}')
    again = read_envelope(b'{"links": {"self": "?page=2"}, "data": [1, 2]}')
    other = read_envelope(b'{"data": [1, 3]}')

    assert one.digest == again.digest != other.digest
