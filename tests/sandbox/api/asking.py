"""What the sandbox's API answers to a token."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FIRST, SECOND = 12, 13


class Api:
    """The API as the distributor's token sees it."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self._token = token

    def get(self, path: str, reseller: int = FIRST, token: str | None = None) -> TestResponse:
        address = path if path.startswith("/") else f"/api/v3/resellers/{reseller}/{path}"
        return self._client.get(address, headers={"X-Api-Token": token or self._token})

    def body(self, path: str, reseller: int = FIRST) -> dict[str, Any]:
        response = self.get(path, reseller)
        assert response.status_code == 200, response.text
        found: dict[str, Any] = json.loads(response.text, parse_float=Decimal)
        return found

    def data(self, path: str, reseller: int = FIRST) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.body(path, reseller)["data"]
        return found

    def ids(self, path: str, reseller: int = FIRST) -> list[int]:
        return [int(record["id"]) for record in self.data(path, reseller)]

    def all(self, path: str, reseller: int = FIRST) -> list[dict[str, Any]]:
        mark = "&" if "?" in path else "?"
        body = self.body(f"{path}{mark}page[size]=1000", reseller)
        found = list(body["data"])
        while body["links"]["next"]:
            body = self.body(body["links"]["next"].removeprefix("http://localhost"))
            found += body["data"]
        return found
