from __future__ import annotations

import pytest

from dashboard.sign_in.forms import host_of


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("alfa.example", "alfa.example"),
        ("  Alfa.Example ", "alfa.example"),
        ("https://alfa.example", "alfa.example"),
        ("https://alfa.example:8443/sign-in?next=/#top", "alfa.example"),
        ("alfa.example/analytics", "alfa.example"),
        ("//alfa.example/", "alfa.example"),
        ("https://anna@alfa.example/", "alfa.example"),
        ("alfa.example.", "alfa.example"),
        ("альфа.рф", "альфа.рф"),
        ("alfa", "alfa"),
        ("http://[::1", "http://[::1"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_pasted_address_keeps_its_host(typed: str | None, host: str) -> None:
    """ACC-5."""
    assert host_of(typed) == host
