"""What a page of deadlines draws, as text."""

from __future__ import annotations

import json
import re

from werkzeug.test import TestResponse


def text_of(answer: TestResponse) -> str:
    """Return what a page draws, its texts one after the other."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return " ".join(re.findall(r'"children":"([^"]*)"', plain(answer)))


def plain(answer: TestResponse) -> str:
    return json.dumps(answer.get_json(), ensure_ascii=False, separators=(",", ":"))
