"""What a page of sign-in says."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

WRONG = "Domain, email or password is incorrect."


def message(answer: TestResponse) -> str:
    found = re.search(r'role="alert">([^<]*)<', answer.text)
    return found[1] if found else ""


def value(answer: TestResponse, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', answer.text)
    assert found, f"no field {name}"
    return found[1]
