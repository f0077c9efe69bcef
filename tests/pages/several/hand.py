"""What a hand does with several subscriptions over HTTP, as a browser tells the portal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

from dashboard.bulk_work import BulkWorker
from dashboard.components.several import ids
from dashboard.components.several.part import PLACES
from tests.storefront import Storefront
from tests.web import fire, key_of, show_page, told_by

Json = dict[str, Any]


@dataclass
class Hand:
    """One browser of a manager. `parts` are what the page of a job shows, by its names of them."""

    front: Storefront
    client: FlaskClient
    address: str = ""
    parts: Json = field(default_factory=dict)
    message: str = ""
    page: str = ""

    @property
    def key(self) -> str:
        return self.address.rpartition("/")[2]

    def ask(self, action: str, selection: Json, form: str = "form") -> str:
        """Press an action beside a selection; return where that leads, or what is said."""
        told = self._fire(
            f"{ids.DOOR}.href",
            {"id": ids.DOOR, "property": "href"},
            [_value(ids.ASK, "data", {"action": action, "at": 1})],
            [_value("selection", "data", selection), _value(ids.KEY, "data", form)],
            ids.ASK,
            "data",
        )
        door = told.get("response", {}).get(ids.DOOR)
        self.message = json.dumps(told.get("sideUpdate", {}), ensure_ascii=False)
        self.address = door["href"] if door else ""
        return self.address

    def open(self, search: str = "") -> Hand:
        """Open the page of the job; its parts are what it is drawn with."""
        answer = show_page(self.client, self.address, search)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        drawn = answer.get_json()
        self.page = json.dumps(drawn, ensure_ascii=False)
        self.parts = {
            name: _found(drawn, own_id).get(what) for name, (own_id, what) in PLACES.items()
        }
        self.message = ""
        return self

    def look(self) -> Hand:
        """Have the page ask again, as it does by itself."""
        output = "...".join(f"{own_id}.{what}" for own_id, what in PLACES.values())
        outputs = [{"id": own_id, "property": what} for own_id, what in PLACES.values()]
        told = self._fire(
            f"..{output}..",
            outputs,
            [_value(ids.URL, "search", ""), _value(ids.TICK, "n_intervals", 1),
             _value(ids.TOUCHED, "data", None)],
            [_value(ids.SHOWN, "data", self.parts["shown"])],
            ids.TICK,
            "n_intervals",
        )  # fmt: skip
        for name, (own_id, what) in PLACES.items():
            if what in told["response"].get(own_id, {}):
                self.parts[name] = told["response"][own_id][what]
        return self

    def press(self, what: str, **values: str) -> Hand:
        """Press a button of the page, with what is filled in."""
        own_id = ids.do_id(what)
        places = [(ids.MESSAGE, "children"), (ids.TOUCHED, "data"), (ids.GO, "href")]
        fields = [_value(ids.field_id(name), "value", text) for name, text in values.items()]
        told = self._fire(
            "..{}..".format("...".join(f"{one}.{name}" for one, name in places)),
            [{"id": one, "property": name} for one, name in places],
            [[_value(own_id, "n_clicks", 1)]],
            [fields, _value(ids.SHOWN, "data", self.parts["shown"])],
            own_id,
        )
        response = told.get("response", {})
        self.message = json.dumps(
            [response.get(ids.MESSAGE), told.get("sideUpdate")], ensure_ascii=False
        )
        self.address = response.get(ids.GO, {}).get("href") or self.address
        return self

    def leave(self, subscription_id: str) -> Hand:
        """Press a row's button that leaves it out, or takes it in again."""
        own_id = ids.row_id(subscription_id)
        output = next(key for key in self.front.app.callback_map if key.startswith(
            f"{ids.TOUCHED}.data@"))  # fmt: skip
        self._fire(output, {"id": ids.TOUCHED, "property": output.split(".", 1)[1]},
                   [[_value(own_id, "n_clicks", 1)]],
                   [_value(ids.SHOWN, "data", self.parts["shown"])], own_id)  # fmt: skip
        return self

    def work(self) -> Hand:
        """Let the worker do what there is to do now."""
        worker = BulkWorker(self.front.app.server)
        while worker.take_turn():
            pass
        return self

    @property
    def text(self) -> str:
        return json.dumps(self.parts, ensure_ascii=False)

    def _fire(
        self, output: str, outputs: Any, inputs: Any, state: Any, own_id: Any,
        what: str = "n_clicks",
    ) -> Json:  # fmt: skip
        changed = [f"{key_of(own_id)}.{what}"]
        return told_by(fire(self.client, output, outputs, inputs, state, changed))


def _value(own_id: Any, what: str, value: Any) -> Json:
    return {"id": own_id, "property": what, "value": value}


def _found(drawn: Any, own_id: str) -> Json:
    """Return the properties of a component in what a page is drawn from."""
    if isinstance(drawn, list):
        return next((found for one in drawn if (found := _found(one, own_id))), {})
    if not isinstance(drawn, dict):
        return {}
    if drawn.get("id") == own_id:
        return drawn
    return next((found for one in drawn.values() if (found := _found(one, own_id))), {})
