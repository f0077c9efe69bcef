"""How a person goes to a company's own provider and comes back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web import FixedClock, is_signed_in

CLOCK = FixedClock()
THING = "/things/7?month=2026-10"
BORIS = {"manager_id": "m3", "reseller_id": "r1", "email": "boris@alfa.example"}
CLARA = {"manager_id": "m4", "reseller_id": "r1", "email": "clara@alfa.example",
         "status": "inactive"}  # fmt: skip
DORA = {"manager_id": "m5", "reseller_id": "r2", "email": "dora@beta.example"}
CONFIGURATION = "/.well-known/openid-configuration"


def set_out(client: FlaskClient, address: str = "/sign-in/oidc") -> str:
    """Go where the button leads, and show the provider who one is; return what it leads back to."""
    there = client.get(address)
    assert there.status_code == 303, there.text
    back = httpx.get(there.location, verify=False)
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return f"{parts.path}?{parts.query}"


def go(client: FlaskClient, address: str = "/sign-in/oidc") -> TestResponse:
    return client.get(set_out(client, address))


def why(client: FlaskClient, answer: TestResponse) -> tuple[str, int, str]:
    """Follow an answer to its page: return the reason, the status and the title of that page."""
    assert answer.status_code == 303
    assert not is_signed_in(client)
    parts = urlsplit(answer.location)
    assert parts.path == "/sign-in/oidc/trouble", answer.location
    page = client.get(answer.location)
    titles = re.findall("<h1>([^<]*)</h1>", page.text)
    return parse_qs(parts.query)["why"][0], page.status_code, titles[0]
