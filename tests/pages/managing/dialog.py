"""The dialog of operations over HTTP: a browser sends back what it was sent, as Dash does."""

from __future__ import annotations

import json
from typing import Any

from dash import Dash
from flask.testing import FlaskClient

from dashboard.components.managing import ids
from tests.web import fire, key_of, show_page, text_of, told_by

Json = dict[str, Any]


class Dialog:
    """One open page with its dialog. `parts` are what the dialog shows, by the ids of its parts."""

    def __init__(self, app: Dash, client: FlaskClient) -> None:
        self.app = app
        self.client = client
        self.parts: Json = {}
        self.values: Json = {}
        self.said: Json = {}
        self.aside: Json = {}

    def open(self, action: str, subscription_id: Any, **asked: Any) -> Dialog:
        """Press a button that opens the dialog."""
        self.aside = {}
        self.parts |= {f"{ids.CHECKED}.data": None, f"{ids.BODY}.disabled": False}
        told = {"action": action, "subscription": str(subscription_id), "amount": "", **asked}
        self.parts[f"{ids.DIALOG}.is_open"] = True  # The browser opens it by itself, empty.
        self._fire(ids.ASKED, [_value(ids.ASKED, "data", told)], [])
        return self

    def choose(self, **values: Any) -> Dialog:
        """Choose values that the price depends on; those of amounts go by `amount_ID`."""
        self.values |= {_name(name): value for name, value in values.items()}
        self._fire(_pattern(ids.FIELD), [self._fields(ids.FIELD, self.values)],
                   [self._fields(ids.SAID, self.said), self._shown()])  # fmt: skip
        return self

    def say(self, **values: Any) -> Dialog:
        """Fill in what the price does not depend on."""
        self.said |= values
        return self

    def confirm(self) -> Dialog:
        self.aside = {}
        self._fire(ids.CONFIRM, [_value(ids.CONFIRM, "n_clicks", 1)], self._state())
        return self

    def look(self) -> Dialog:
        is_open = _value(ids.DIALOG, "is_open", self.is_open)
        inputs = [_value(ids.POLL, "n_intervals", 1), _value(ids.ASKED, "data", None)]
        self._fire(ids.POLL, inputs, [*self._state(), is_open])
        return self

    def close(self) -> Dialog:
        """Press "Cancel", or Escape: the browser does it alone."""
        self.parts[f"{ids.DIALOG}.is_open"] = False
        return self

    @property
    def text(self) -> str:
        """Everything that stands in the dialog, and what was said beside it."""
        return json.dumps([self.parts, self.aside], ensure_ascii=False)

    @property
    def is_open(self) -> bool:
        return bool(self.parts.get(f"{ids.DIALOG}.is_open"))

    @property
    def is_held(self) -> bool:
        return bool(self.parts.get(f"{ids.CONFIRM}.disabled"))

    @property
    def shown(self) -> Json:
        told: Json = self.parts[f"{ids.SHOWN}.data"]
        return told

    @property
    def is_locked(self) -> bool:
        return bool(self.parts.get(f"{ids.BODY}.disabled"))

    @property
    def is_followed(self) -> bool:
        """Tell whether the dialog asks again by itself."""
        return not self.parts.get(f"{ids.POLL}.disabled")

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with which field."""
        found = {
            json.loads(place.rpartition(".")[0])["name"]: text
            for place, text in self.parts.items()
            if place.startswith("{") and ids.FIELD_PROBLEM in place
        }
        return {name: text for name, text in found.items() if text}

    def _state(self) -> list[Any]:
        checked = _value(ids.CHECKED, "data", self.parts.get(f"{ids.CHECKED}.data"))
        return [self._fields(ids.FIELD, self.values), self._fields(ids.SAID, self.said),
                self._shown(), checked]  # fmt: skip

    def _shown(self) -> Json:
        return _value(ids.SHOWN, "data", self.parts.get(f"{ids.SHOWN}.data"))

    def _fields(self, kind: str, values: Json) -> list[Json]:
        return [_value({"type": kind, "name": name}, "value", value)
                for name, value in values.items()]  # fmt: skip

    def _fire(self, input_id: str, inputs: list[Any], state: list[Any]) -> None:
        key = next(
            key
            for key, one in self.app.callback_map.items()
            if one["inputs"][0]["id"] == input_id and ids.SHOWN in key
        )
        places = [place.rsplit(".", 1) for place in key[2:-2].split("...")]
        outputs = [
            self._problems(what) if own_id.startswith("{") else {"id": own_id, "property": what}
            for own_id, what in places
        ]
        triggered = inputs[0][0] if isinstance(inputs[0], list) and inputs[0] else inputs[0]
        changed = [f"{key_of(triggered['id'])}.{triggered['property']}"] if triggered else []
        self._take(told_by(fire(self.client, key, outputs, inputs, state, changed)))

    def _problems(self, what: str) -> list[Json]:
        names = [*self.values, *self.said]
        return [{"id": {"type": ids.FIELD_PROBLEM, "name": name}, "property": what}
                for name in names]  # fmt: skip

    def _take(self, told: Json) -> None:
        response = told.get("response") or {}
        for place, values in response.items():
            for what, value in values.items():
                self.parts[f"{place}.{what.split('@')[0]}"] = value
        for place, values in (told.get("sideUpdate") or {}).items():
            self.aside |= {f"{place}.{what}": value for what, value in values.items()}
        if any(what.startswith("children") for what in response.get(ids.BODY, ())):
            body = self.parts[f"{ids.BODY}.children"]
            self.values, self.said = held(body, ids.FIELD), held(body, ids.SAID)


def held(drawn: Any, kind: str) -> Json:
    """Return the values of the fields of a kind that stand in something drawn, by their names."""
    found: Json = {}
    if isinstance(drawn, list):
        for one in drawn:
            found |= held(one, kind)
    elif isinstance(drawn, dict):
        own_id = drawn.get("id")
        if isinstance(own_id, dict) and own_id.get("type") == kind:
            found[own_id["name"]] = drawn.get("value")
        for value in drawn.values():
            if isinstance(value, dict | list):
                found |= held(value, kind)
    return found


def page_text(client: FlaskClient, subscription_id: Any, search: str = "") -> str:
    return text_of(show_page(client, f"/subscriptions/{subscription_id}", search))


def _value(own_id: Any, what: str, value: Any) -> Json:
    return {"id": own_id, "property": what, "value": value}


def _pattern(kind: str) -> str:
    return json.dumps({"name": ["ALL"], "type": kind}, separators=(",", ":"))


def _name(name: str) -> str:
    return name.replace("amount_", "amount:")
