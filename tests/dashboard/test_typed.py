"""What is typed, and what a browser makes of it (NFR-2): never a failure, never half a letter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from flask_babel import Babel

from dashboard import typed

UNREADABLE = "It has signs that can't be kept or sent. Type it anew."


@pytest.fixture
def server() -> Flask:
    server = Flask("typed")
    Babel(server)
    typed.install(server)
    server.post("/told", endpoint="told")(lambda: [request.get_json()])
    server.route("/asked", endpoint="asked", methods=["GET", "POST"])(lambda: "read")
    return server


@pytest.fixture
def client(server: Flask) -> FlaskClient:
    return server.test_client()


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (r'"a\ud800b"', "a\ufffdb"),
        (r'"\uDC00"', "\ufffd"),
        (r'"\ude00\ud83d"', "\ufffd\ufffd"),  # Halves in the wrong order are none of one letter.
        (r'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (r'"a\u0000b"', "a\ufffdb"),
        (r'"\\ud800"', r"\ud800"),
        (r'{"\ud800": ["\udfff", 1, null, true, 1.5]}', {"\ufffd": ["\ufffd", 1, None, True, 1.5]}),
    ],
)
def test_json_has_no_halves_of_letters(client: FlaskClient, sent: str, read: Any) -> None:
    answer = client.post("/told", data=sent, content_type="application/json")

    assert json.loads(answer.data) == [read]


def test_nul_is_refused_wherever_it_stands(client: FlaskClient) -> None:
    assert client.post("/asked", data={"name": "a\0b"}).status_code == 400
    assert client.get("/asked%00").status_code == 400
    assert client.post("/asked?q=1", data={"name": "a\nb"}).status_code == 200


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ушли в отпуск 👨\u200d👩\u200d👧 «да»\u00a0— 100\u00a0%", None),
        ("a" * 10, None),
        ("a" * 90, "Enter 80 characters at most."),
        *((f"a{sign}b", UNREADABLE) for sign in ("\ud800", "\udfff", "\0", "\x1b", "\ufffd")),
    ],
)
def test_a_field_refuses_what_cant_be_kept(server: Flask, text: str, problem: str | None) -> None:
    with server.test_request_context():
        assert typed.text_problem(text, 80) == problem


def test_a_text_of_several_lines_is_made_one() -> None:
    assert typed.one_line(" a\r\n b\u2028\tc\u00a0 ") == "a b c"
    assert typed.one_line(None) == ""
