"""One's own name and phone, changed at the platform (PRF-3)."""

from __future__ import annotations

import html
import json
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient

from dashboard.components import own_details as ids
from domain.errors import BadFilter
from sandbox.records import Manager
from store.audit import events
from tests.pages.company.test_services import JANA
from tests.storefront import DOMAIN, MANAGER, Storefront
from tests.web import show_frame, show_page, sign_in

SAVED = "Your name and phone are saved."


def save(
    client: FlaskClient, front: Storefront, name: str, phone: str, key: str = "k1"
) -> dict[str, Any]:
    """Press Save as a browser does; return what it says, and the problem at each field."""
    values = {ids.NAME: name, ids.PHONE: phone}
    output = next(one for one in front.app.callback_map if ids.MESSAGE in one)
    cookie = client.get_cookie("_csrf_token")
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": output,
            "outputs": [
                [{"id": {"type": ids.KINDS.problem, "name": each}, "property": "children"}
                 for each in values],
                {"id": ids.MESSAGE, "property": "children"},
                {"id": ids.KEY, "property": "data"},
            ],
            "inputs": [
                {"id": ids.SAVE, "property": "n_clicks", "value": 1},
                [{"id": {"type": ids.KINDS.field, "name": each}, "property": "n_submit"}
                 for each in values],
            ],
            "state": [
                [{"id": {"type": ids.KINDS.field, "name": each}, "property": "value", "value": text}
                 for each, text in values.items()],
                {"id": ids.KEY, "property": "data", "value": key},
            ],
            "changedPropIds": [f"{ids.SAVE}.n_clicks"],
        },
        headers={"X-CSRFToken": cookie.value if cookie else ""},
    )  # fmt: skip
    assert answer.status_code == 200
    said = answer.get_json()
    problems = {json.loads(own_id)["name"]: one["children"]
                for own_id, one in said["response"].items()
                if own_id.startswith("{") and one.get("children")}  # fmt: skip
    return {"text": html.unescape(answer.text), "problems": problems,
            "is_kept": ids.KEY in said["response"]}  # fmt: skip


def own(front: Storefront) -> Manager:
    with front.platform.reading() as books:
        (found,) = books.find(Manager, "email = ?", MANAGER)
    return found


def test_name_and_phone_are_kept_at_the_platform(front: Storefront) -> None:
    """Whatever one's access level: the company's pages may be hidden."""
    front.assign("look")
    client = front.client()
    page = show_page(client, "/profile").text
    assert "Tobias Kr" in page
    assert ids.SAVE in page

    said = save(client, front, " Tobi <b>Krämer</b> ", "0049 40 123456")

    assert SAVED in said["text"]
    assert said["is_kept"]
    assert (own(front).name, own(front).phone) == ("Tobi <b>Krämer</b>", "+4940123456")
    # At once, though no load has told.
    shown = json.loads(show_page(client, "/profile").text)
    assert "Tobi <b>Krämer</b>" in json.dumps(shown, ensure_ascii=False)
    event = events(front.portal.store, reseller_id=str(front.reseller_id), limit=1)[0]
    assert (event.action, event.manager_id) == ("update_manager", str(own(front).manager_id))
    assert event.detail["person_fields"] == ["name", "phone"]
    assert "Tobi" not in str(event.detail)
    front.settle()
    assert "Tobi <b>Krämer</b>" in show_frame(client)


def test_the_audit_tells_it_in_words(front: Storefront) -> None:
    """NFR-3: of personal data which fields, and no values."""
    save(front.client(), front, "Tobias K.", "")
    jana = front.app.server.test_client()
    sign_in(jana, domain=DOMAIN, email=JANA)
    page = show_page(jana, "/audit", "?action=update_manager").text

    assert "Changed a manager" in page
    assert "Filled in: First and last name" in page
    assert "Tobias K." not in page


def test_markup_in_a_name_is_text_on_pages_without_scripts_too(front: Storefront) -> None:
    """NFR-1: neither the browser nor the templates take it for theirs."""
    name = '{{ 7*7 }} <script src="x"> %(num)s'
    save(front.client(), front, name, "")
    jana = front.app.server.test_client()
    sign_in(jana, domain=DOMAIN, email=JANA)
    page = jana.get(f"/company/managers/{own(front).manager_id}/password")

    assert page.status_code == 200
    assert "{{ 7*7 }} &lt;script src=&#34;x&#34;&gt; %(num)s" in page.text
    assert "<script src=" + '"x"' not in page.text
    (row,) = [line for line in jana.get("/audit.csv").text.splitlines() if "update_manager" in line]
    assert "7*7" not in row.partition("update_manager")[2]


def test_what_is_wrong_stands_at_its_field_and_nothing_is_sent(front: Storefront) -> None:
    client, before = front.client(), own(front)

    said = save(client, front, " ", "12")

    assert said["problems"] == {
        "name": "Fill in this field.",
        "phone": "Enter +, the country code, the area code and the number.",
    }
    assert "Check the marked fields." in said["text"]
    assert not said["is_kept"]
    assert set(save(client, front, "a\nb", "")["problems"]) == {"name"}
    assert set(save(client, front, "x" * 251, "")["problems"]) == {"name"}
    assert own(front) == before


def test_a_second_press_changes_nothing_more(front: Storefront) -> None:
    client = front.client()
    for _ in range(2):
        assert SAVED in save(client, front, "Tobias K.", "")["text"]
    noted = events(front.portal.store, reseller_id=str(front.reseller_id))
    assert [one.action for one in noted].count("update_manager") == 1
    # Other values are another change, even from a form that was left open.
    assert SAVED in save(client, front, "Tobias L.", "")["text"]
    assert own(front).name == "Tobias L."


def test_a_platform_that_is_down_is_said(front: Storefront) -> None:
    client = front.client()
    front.meddler.on("/managers", lambda _: httpx.Response(503))

    page = show_page(client, "/profile").text
    assert "Tobias Kr" in page
    said = save(client, front, "Tobias K.", "")

    assert "The platform can't be reached. Nothing was changed. Try again." in said["text"]
    assert not said["is_kept"]


def test_a_lost_answer_is_looked_up(front: Storefront) -> None:
    client = front.client()

    def lose(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return front.meddler.ask(request)
        return front.lose_answer(request)

    front.meddler.on("/managers", lose)
    said = save(client, front, "Tobias K.", "")
    assert "We are checking what came of it" in said["text"]
    front.wait(minutes=2)
    front.settle()

    assert own(front).name == "Tobias K."
    event = events(front.portal.store, reseller_id=str(front.reseller_id), limit=1)[0]
    assert (event.action, event.detail["state"]) == ("update_manager", "accepted")
    # It is so at the platform by now: nothing more is sent.
    assert SAVED in save(client, front, "Tobias K.", "")["text"]


def test_nobody_changes_anything_else_that_way(front: Storefront) -> None:
    """The status, the role and somebody else's name are not in the form, whatever is sent."""
    before = own(front)
    with front.services() as here:
        for key in ("status", "role", "email", "manager_id"):
            with pytest.raises(BadFilter):
                here.change_own("k9", {key: "x"})
    assert own(front) == before
