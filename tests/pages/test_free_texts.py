"""Texts that nobody can type and anybody can send, in every field that takes free text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web import call, csrf_token, show_page

HALF, NUL, LONG = "a\ud800b", "a\0b", "я" * 60_000
# As many as a form may bring.
ACCENTS = "a" + "\u0316\u0301" * 40_000
FAILED = "Something went wrong"
TOO_LARGE = "larger than the portal accepts"
# Each page that reads a text from its address, and by which name.
ADDRESSES = [
    ("/search", "q"), ("/subscriptions", "q"), ("/clients", "q"), ("/clients/a1", "q"),
    ("/clients/a1", "tab"), ("/clients/a1", "placed"), ("/subscriptions/s1", "tab"),
    ("/deadlines", "kind"), ("/audit", "manager"), ("/analytics", "account"),
    ("/analytics/records", "resource"), ("/analytics/reports", "from"), ("/catalog", "account"),
    ("/order", "plan"),
]  # fmt: skip


@pytest.mark.parametrize("text", [HALF, NUL, LONG], ids=["half", "nul", "long"])
@pytest.mark.parametrize(("path", "name"), ADDRESSES)
def test_no_address_breaks_a_page(signed_in: FlaskClient, path: str, name: str, text: str) -> None:
    for told in (f"?{name}={text}", f"?{text}={name}"):
        answer = show_page(signed_in, path, told)

        assert answer.status_code == 200, answer.text
        assert FAILED not in answer.text


@pytest.mark.parametrize(
    "address",
    ["/subscriptions.csv?q=", "/clients.csv?q=", "/deadlines.csv?account=", "/audit.csv?manager=",
     "/analytics/records.csv?resource=", "/subscriptions/several/a", "/clients/a", "/search?q=",
     "/deadlines.ics?token="],
)  # fmt: skip
def test_no_nul_breaks_an_address(signed_in: FlaskClient, address: str) -> None:
    answer = signed_in.get(f"{address}%00b")

    assert answer.status_code in (200, 400, 404)


@pytest.mark.parametrize("text", [HALF, NUL, "я" * 5_000], ids=["half", "nul", "long"])
def test_no_text_breaks_the_search_field(signed_in: FlaskClient, text: str) -> None:
    answer = signed_in.get("/search.json", query_string={"q": text.replace("\ud800", "\ufffd")})

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("field", ["domain", "email", "password"])
@pytest.mark.parametrize("text", [NUL, ACCENTS], ids=["nul", "accents"])
def test_no_text_breaks_signing_in(client: FlaskClient, field: str, text: str) -> None:
    """Nor keeps the portal busy: each of so many accents is looked at for each of the others."""
    form = {"domain": "alfa.example", "email": "anna@alfa.example", "password": "x", field: text}

    answer = client.post("/sign-in", data={"csrf_token": csrf_token(client), **form})

    assert answer.status_code == 400
    if text is ACCENTS:
        assert re.findall(r'aria-describedby="(\w+)-problem"', answer.text) == [field]
        assert "characters at most." in answer.text


@pytest.mark.parametrize("field", ["current", "new"])
def test_no_text_keeps_a_new_password_busy(signed_in: FlaskClient, field: str) -> None:
    form = {"current": "x", "new": "Another-Horse-8", "confirm": "Another-Horse-8", field: ACCENTS}

    answer = signed_in.post("/password", data={"csrf_token": csrf_token(signed_in, "/password"),
                                               **form})  # fmt: skip

    assert answer.status_code == 400
    assert "Enter 256 characters at most." in answer.text


def test_ten_megabytes_are_refused_unread(signed_in: FlaskClient) -> None:
    """Whatever they are for: the sentence stands where the press was."""
    value: dict[str, Any] = {"id": "search-field", "property": "value", "value": "x" * 10_000_000}
    answer = call(signed_in, output="search-field.value",
                  outputs={"id": "search-field", "property": "value"}, inputs=[value])  # fmt: skip

    assert answer.status_code == 413
    assert TOO_LARGE in answer.get_json()["text"]
    token = csrf_token(signed_in, "/password")
    form = {"csrf_token": token, "current": "x" * 10_000_000}
    refused = signed_in.post("/password", data=form)
    assert refused.status_code == 413
    assert TOO_LARGE in refused.text
