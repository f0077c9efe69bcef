"""Pages that come with their document are drawn in it, whatever is in them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.app import PAGES

AT_ONCE = [page for name in PAGES if (page := import_module(name).PAGE).get("at_once")]
# What stands for the variables of paths, and what is asked for besides.
KNOWN = {"<category_id>": "1"}
QUERIES = ("", "?q=azure&page=2&nonsense=1")


def address(page: dict[str, Any]) -> str:
    path: str = page.get("path") or page["path_template"]
    for variable, value in KNOWN.items():
        path = path.replace(variable, value)
    return path


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("path", [address(page) for page in AT_ONCE])
def test_a_page_comes_with_its_document(
    signed_in: FlaskClient, path: str, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = signed_in.get(path + query)

    assert 'id="first-view"' in answer.text, caplog.text
    assert answer.text.count("<h1") == 1
    assert 'id="brought-page"' in answer.text


def test_most_pages_that_ask_nothing_of_the_platform_do() -> None:
    assert len(AT_ONCE) >= 14
