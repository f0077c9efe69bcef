"""Hosts with letters beyond ASCII (ACC-5)."""

from __future__ import annotations

import pytest

from domain.hosts import encoded_host, readable_host

WAYS = {"альфа.рф": "xn--80aa6ayb0b.xn--p1ai", "bücher.example": "xn--bcher-kva.example"}


@pytest.mark.parametrize(("readable", "encoded"), WAYS.items())
def test_a_name_is_written_in_two_ways(readable: str, encoded: str) -> None:
    assert readable_host(encoded.upper()) == readable_host(readable.upper()) == readable
    assert encoded_host(readable) == encoded


@pytest.mark.parametrize(
    "host", ["alfa.example", "xn--.example", "xn--a", "xn--80aa6ayb0bя.рф", "", "a" * 64 + "я.рф"]
)
def test_what_is_no_such_name_stays_as_it_is(host: str) -> None:
    assert readable_host(host) == host
    assert encoded_host(host) == host


@pytest.mark.parametrize(
    "host", ["ａlfa.example", "straße.example", "ﬁrm.example", "alfa。example"]
)
def test_what_is_merely_alike_is_no_other_name(host: str) -> None:
    """Each way to write a domain that lets one in would be counted by itself (ACC-7)."""
    assert encoded_host(readable_host(host)) == host


def test_a_host_without_end_is_not_looked_into() -> None:
    assert readable_host("xn--" + "a" * 500_000).endswith("a")
    assert len(encoded_host("я" * 500_000)) == 500_000
