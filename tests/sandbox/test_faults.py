"""Trouble on demand, and the routes that steer the stand-in (docs/portal.md NFR-9)."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sandbox.faults import KINDS, BadFault, Faults, parse_fault
from sandbox.faulty import ConnectionBroken
from tests.sandbox_fixtures import RunningSandbox

CHARGES = "/api/v3/resellers/12/charges?page[size]=5"
MANAGERS = "/api/v3/resellers/12/managers"


@pytest.fixture
def http(sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    headers = {"X-Api-Token": sandbox.token}
    with httpx.Client(base_url=sandbox.url, headers=headers, timeout=10) as client:
        yield client


def set_fault(http: httpx.Client, kind: str, value: Any = None, **more: Any) -> None:
    body = {"path": "/charges", "kind": kind, "times": 1, **more}
    if value is not None:
        body["value"] = value
    assert http.post("/_sandbox/faults", json=body).status_code == 201


def test_a_delay_holds_the_answer_back(http: httpx.Client) -> None:
    set_fault(http, "delay", 0.3)

    began = time.monotonic()
    assert http.get(CHARGES).status_code == 200
    assert time.monotonic() - began >= 0.3


def test_a_status_is_answered_in_place_of_the_truth(http: httpx.Client) -> None:
    set_fault(http, "status", {"status": 429, "retry_after": 2})

    response = http.get(CHARGES)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "2")
    assert http.get(CHARGES).status_code == 200


def test_half_a_body_with_the_right_length_is_not_json(http: httpx.Client) -> None:
    set_fault(http, "cut", "right")

    response = http.get(CHARGES)

    assert int(response.headers["Content-Length"]) == len(response.content)
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_half_a_body_with_the_wrong_length_breaks_the_connection(http: httpx.Client) -> None:
    set_fault(http, "cut", "wrong")

    with pytest.raises(httpx.RemoteProtocolError):
        http.get(CHARGES)


def test_something_else_than_json_is_sent(http: httpx.Client) -> None:
    set_fault(http, "malformed")
    assert http.get(CHARGES).text.startswith("<html>")

    set_fault(http, "malformed", '{"data": [')
    assert http.get(CHARGES).text == '{"data": ['


def test_the_connection_is_dropped_without_carrying_the_request_out(
    http: httpx.Client, sandbox: RunningSandbox
) -> None:
    set_fault(http, "drop_before")

    with pytest.raises(httpx.RemoteProtocolError):
        http.get(CHARGES)
    assert sandbox.platform.log.since(0)[-1]["status"] is None


def test_the_connection_is_dropped_after_carrying_the_request_out(http: httpx.Client) -> None:
    set_fault(http, "drop_after")

    with pytest.raises(httpx.RemoteProtocolError):
        http.get(CHARGES)
    assert http.get(CHARGES).status_code == 200


def test_a_fault_concerns_what_it_names_and_happens_as_often_as_it_says(
    http: httpx.Client,
) -> None:
    set_fault(http, "status", 503, times=2, method="GET", path=r"/charges\?page")

    found = [http.get(path).status_code for path in (MANAGERS, CHARGES, CHARGES, CHARGES)]

    assert found == [200, 503, 503, 200]


def test_a_fault_without_a_number_stays_until_it_is_cleared(http: httpx.Client) -> None:
    set_fault(http, "status", 500, times=None)
    assert [http.get(CHARGES).status_code for _ in range(3)] == [500, 500, 500]
    assert [fault["kind"] for fault in http.get("/_sandbox/faults").json()["faults"]] == ["status"]

    assert http.delete("/_sandbox/faults").status_code == 204

    assert http.get(CHARGES).status_code == 200
    assert http.get("/_sandbox/faults").json() == {"faults": []}


def test_faults_are_used_up_in_the_order_they_were_set() -> None:
    faults = Faults()
    for status in (500, 503):
        faults.set(parse_fault({"kind": "status", "value": status, "times": 1}))

    taken = [faults.take("GET", "/x") for _ in range(3)]

    assert [fault and fault.value for fault in taken] == [500, 503, None]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (None, "The body must be a JSON object."),
        ([], "The body must be a JSON object."),
        ({}, "kind must be one of"),
        ({"kind": "flood"}, "kind must be one of"),
        ({"kind": "status", "value": 500, "patth": "/x"}, "patth is not a member of a fault."),
        ({"kind": "status", "value": 500, "path": "("}, "path must be a regular expression."),
        ({"kind": "status", "value": 500, "path": 5}, "path must be a regular expression."),
        ({"kind": "status", "value": 500, "method": "get"}, "method must be one of"),
        ({"kind": "status", "value": 500, "times": 0}, "times must be a whole number"),
        ({"kind": "status", "value": 500, "times": True}, "times must be a whole number"),
        ({"kind": "status", "value": 200}, "a code from 400 to 599"),
        ({"kind": "status"}, "a code from 400 to 599"),
        ({"kind": "status", "value": {"status": 429, "retry_after": -1}}, "retry_after must be"),
        ({"kind": "delay"}, "must be seconds"),
        ({"kind": "delay", "value": -1}, "must be seconds"),
        ({"kind": "delay", "value": True}, "must be seconds"),
        ({"kind": "cut", "value": "long"}, "must be one of right, wrong"),
        ({"kind": "malformed", "value": 5}, "must be the text to send"),
        ({"kind": "drop_before", "value": 1}, "takes no value"),
    ],
)
def test_a_bad_fault_is_refused_with_a_sentence(body: Any, sentence: str) -> None:
    with pytest.raises(BadFault, match=sentence):
        parse_fault(body)


def test_a_bad_request_to_steer_is_answered_with_422(http: httpx.Client) -> None:
    for method, path, body in (
        ("POST", "/_sandbox/faults", {"kind": "flood"}),
        ("POST", "/_sandbox/clock", {"advance_hours": "a day"}),
        ("POST", "/_sandbox/clock", {"advance_hours": -1}),
        ("POST", "/_sandbox/clock", {}),
        ("POST", "/_sandbox/records", {"collection": "charges", "id": "1"}),
        ("POST", "/_sandbox/records", {"collection": "charges", "id": [], "attributes": {}}),
        ("GET", "/_sandbox/log?since=yesterday", None),
    ):
        response = http.request(method, path, json=body)
        assert response.status_code == 422, (path, body)
        assert response.json()["error"].endswith(".")


def test_steering_needs_no_token_and_is_not_logged(
    http: httpx.Client, sandbox: RunningSandbox
) -> None:
    response = httpx.get(f"{sandbox.url}/_sandbox/clock")
    http.get(MANAGERS)

    assert response.json().keys() == {"now"}
    (entry,) = http.get("/_sandbox/log").json()["requests"]
    assert entry["path"] == MANAGERS
    assert (entry["method"], entry["status"]) == ("GET", 200)
    assert sandbox.token not in http.get("/_sandbox/log").text


def test_the_log_shows_queries_as_they_are_meant_and_no_tokens(
    http: httpx.Client, sandbox: RunningSandbox
) -> None:
    http.get(f"{MANAGERS}?page%5Bsize%5D=5&api_token={sandbox.token}")

    (entry,) = sandbox.platform.log.since(0)
    assert entry["path"] == f"{MANAGERS}?page[size]=5&api_token=…"


def test_the_log_can_be_read_on_from_a_number(http: httpx.Client) -> None:
    for _ in range(3):
        http.get(MANAGERS)
    first = http.get("/_sandbox/log").json()["requests"][0]["number"]

    later = http.get(f"/_sandbox/log?since={first}").json()["requests"]

    assert [entry["number"] for entry in later] == [first + 1, first + 2]


def test_records_are_set_and_cleared_over_http(http: httpx.Client) -> None:
    charge = http.get(CHARGES).json()["data"][0]
    record = {"collection": "charges", "id": charge["id"], "attributes": {"amount": None}}

    assert http.post("/_sandbox/records", json=record).status_code == 201
    assert http.get(CHARGES).json()["data"][0]["attributes"]["amount"] is None
    assert http.get("/_sandbox/records").json() == {"records": [record]}
    assert http.delete("/_sandbox/records").status_code == 204
    assert http.get(CHARGES).json()["data"][0] == charge


def test_one_connection_serves_many_requests(http: httpx.Client, sandbox: RunningSandbox) -> None:
    host, port = sandbox.url.removeprefix("http://").split(":")
    request = f"GET {MANAGERS} HTTP/1.1\r\nHost: x\r\nX-Api-Token: {sandbox.token}\r\n\r\n"
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        answers = b""
        for _ in range(3):
            connection.sendall(request.encode())
            length = len(answers)
            while answers.count(b'"last"') <= answers[:length].count(b'"last"'):
                answers += connection.recv(65536)

    assert answers.count(b"HTTP/1.1 200 OK") == 3


def test_every_kind_of_fault_is_known() -> None:
    assert {"drop_before", "drop_after"} <= set(KINDS)
    assert issubclass(ConnectionBroken, ConnectionResetError)
