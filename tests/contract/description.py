"""The API description, and how an exchange is held to it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

CONTRACT = yaml.safe_load(
    (Path(__file__).parents[2] / "upstream" / "contract.yaml").read_text("utf-8")
)
METHODS = ("get", "post", "patch")
ERRORS = {"$ref": "#/components/schemas/Errors"}
JSON_API = "application/vnd.api+json"


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    whole = {**schema, "components": CONTRACT["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker(["date"]))


def operations(method: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the path and the description of every operation of a method, by its id."""
    return {
        each[method]["operationId"]: (path, each[method])
        for path, each in CONTRACT["paths"].items()
        if method in each
    }


def check_exchange(method: str, address: str, body: Any, response: TestResponse) -> None:
    """Hold what was sent and what was answered to the description.

    A body that breaks it may have been sent, but not accepted. A refusal is JSON:API errors.
    """
    operation = _operation(method, urlsplit(address).path)
    status = response.status_code
    if status >= 400:
        assert _problems(validator(ERRORS), _read(response)) == []
        assert response.content_type == JSON_API
        return
    described = operation["responses"][str(status)]
    if body is not None:
        (wanted,) = operation["requestBody"]["content"].values()
        sent = json.loads(body) if isinstance(body, bytes) else body
        assert _problems(validator(wanted["schema"]), sent) == []
    if "content" not in described:
        assert response.data == b""
        return
    ((content_type, content),) = described["content"].items()
    assert response.content_type == content_type
    assert _problems(validator(content["schema"]), _read(response)) == []


def _operation(method: str, path: str) -> dict[str, Any]:
    for pattern, each in CONTRACT["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path) and method.lower() in each:
            found: dict[str, Any] = each[method.lower()]
            return found
    raise AssertionError(f"{method} {path} is not described")


def _read(response: TestResponse) -> Any:
    return json.loads(response.text, parse_float=Decimal)


def _problems(checks: Draft202012Validator, body: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in checks.iter_errors(body)]
