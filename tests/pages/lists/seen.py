"""What a list shows, read from the answers that a browser draws."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient

from tests.web import call, show_page


def page_of(client: FlaskClient, address: str, search: str = "") -> Any:
    """Return what a page draws, as components."""
    answer = show_page(client, address, search)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["response"]["_pages_content"]["children"]


def parts(drawn: Any, **properties: Any) -> Iterator[dict[str, Any]]:
    """Yield the properties of every component with these."""
    if isinstance(drawn, list):
        for one in drawn:
            yield from parts(one, **properties)
    elif isinstance(drawn, dict) and "props" in drawn:
        props = drawn["props"]
        if all(props.get(name) == value for name, value in properties.items()):
            yield props
        yield from parts(props.get("children"), **properties)


def openers(drawn: Any) -> Iterator[dict[str, Any]]:
    """Yield the properties of every button that opens the dialog for a subscription."""
    return (one for one in parts(drawn) if {"data-operation", "data-subscription"} <= set(one))


def text_in(drawn: Any) -> str:
    """Return the texts of components, a space between."""
    if isinstance(drawn, list):
        return " ".join(filter(None, map(text_in, drawn)))
    if isinstance(drawn, dict):
        return text_in(drawn.get("props", {}).get("children"))
    return "" if drawn is None or isinstance(drawn, bool) else str(drawn)


def rows_of(drawn: Any) -> list[str]:
    """Return the ids that the rows of a list are about, from the links in their first cells."""
    found = []
    for body in parts(drawn):
        if "data-name" in body and "name-cell" in (body.get("className") or ""):
            link = next(one for one in parts(body["children"]) if "href" in one)
            found.append(link["href"].rsplit("/", 1)[1])
    return found


def heads_of(drawn: Any) -> list[str]:
    heads = [" ".join(text_in(one["children"]).split()) for one in parts(drawn, scope="col")]
    return [one for one in heads if one]  # What selects all has no text.


def chips_of(drawn: Any) -> list[str]:
    return [chip["children"][0]["props"]["children"] for chip in parts(drawn, className="pill")]


def redraw(
    client: FlaskClient,
    name: str,
    *,
    search: str = "",
    checked: list[str] | None = None,
    trigger: str = "url",
    shown: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Ask for a list again, as the browser does; `trigger` says why: url, columns or tick."""
    places = {
        "url": (f"{name}-url", "search", search),
        "columns": (f"{name}-columns", "value", checked or []),
        "tick": (f"{name}-tick", "n_intervals", 1),
    }
    outputs = [
        {"id": f"{name}-content", "property": "children"},
        {"id": f"{name}-said", "property": "children"},
        {"id": f"{name}-tick", "property": "disabled"},
        {"id": f"{name}-shown", "property": "data"},
    ]
    kept = shown or {"about": {}, "asked": None, "digest": "", "sentence": "", "view": "?"}
    answer = call(
        client,
        output="...".join(f"{one['id']}.{one['property']}" for one in outputs),
        outputs=outputs,
        inputs=[
            *(
                {"id": own_id, "property": part, "value": value}
                for own_id, part, value in places.values()
            ),
            {"id": "operation-done", "property": "data", "value": None},
        ],
        state=[{"id": f"{name}-shown", "property": "data", "value": kept}],
        changed=[f"{places[trigger][0]}.{places[trigger][1]}"],
    )
    assert answer.status_code in (200, 204), answer.get_data(as_text=True)
    if answer.status_code == 204:
        return {}
    response: dict[str, Any] = json.loads(answer.get_data(as_text=True))["response"]
    return response
