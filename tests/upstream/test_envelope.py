from __future__ import annotations

import pytest

from domain.errors import UnexpectedPayload
from upstream.envelope import read_envelope

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


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b'{"data": []}', b'{"data": null}'])
def test_an_answer_without_records_is_empty(body: bytes) -> None:
    assert read_envelope(body).is_empty


def test_one_object_is_not_empty() -> None:
    assert not read_envelope(b'{"data": {"id": "1"}}').is_empty


@pytest.mark.parametrize(
    "body", [b"<html></html>", b'{"data": [1, 2', b'"text"', b"[1]", b'{"data": [1]} more']
)
def test_anything_but_a_json_object_is_not_what_the_api_promises(body: bytes) -> None:
    with pytest.raises(UnexpectedPayload):
        read_envelope(body)


def test_nan_and_infinity_are_read_though_json_has_no_such_words() -> None:
    body = b'{"data": [{"id": 1, "amount": NaN}, {"id": 2, "amount": -Infinity}]}'

    assert not read_envelope(body).is_empty


def test_pages_of_the_same_records_have_the_same_digest() -> None:
    one = read_envelope(b'{"data": [1, 2], "links": {"self": "?page=1"}}')
    again = read_envelope(b'{"links": {"self": "?page=2"}, "data": [1, 2]}')
    other = read_envelope(b'{"data": [1, 3]}')

    assert one.digest == again.digest != other.digest
