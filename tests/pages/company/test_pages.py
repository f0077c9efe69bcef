"""The company, its managers and support, over HTTP (PRF-1, PRF-2, PRF-6, MGR-1 to MGR-9)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient

from dashboard.components.company import ids
from sandbox.records import Manager, ManagerRole
from store.absence import let_in
from store.second_factors import second_factor
from tests.second_factors import give_second_factor
from tests.storefront import DOMAIN, MANAGER, Storefront
from tests.web import browser_of, call, csrf_token, fire, portal_of, show_page, sign_in

JANA, ELODIE = "jana.albrecht@blaufeld.example", "elodie.martin@blaufeld.example"
DENIED = "You do not have permission for this operation."


def browser(front: Storefront, email: str = JANA) -> FlaskClient:
    return browser_of(front.app, domain=DOMAIN, email=email)


def own_id(front: Storefront, email: str) -> str:
    with front.platform.reading() as books:
        (found,) = books.find(Manager, "email = ?", email)
    return str(found.manager_id)


def role_id(front: Storefront, name: str) -> str:
    with front.platform.reading() as books:
        where = "name = ? AND reseller_id = ?"
        (found,) = books.find(ManagerRole, where, name, front.reseller_id)
    return str(found.role_id)


def create(client: FlaskClient, front: Storefront, key: str = "k1", **values: str) -> Any:
    """Send the form of a new manager as a browser does."""
    entered = {"name": "Ada Byron", "role": role_id(front, "Sales person"), "level": "look",
               "email": "ada@blaufeld.example", "phone": "", **values}  # fmt: skip
    output = next(one for one in front.app.callback_map if ids.GO in one)
    outputs: list[Any] = [
        [{"id": {"type": ids.PROBLEM, "name": name}, "property": "children"} for name in entered],
        {"id": ids.MESSAGE, "property": "children"},
        {"id": ids.GO, "property": "href"},
    ]
    state = [
        [{"id": {"type": ids.FIELD, "name": name}, "property": "value", "value": value}
         for name, value in entered.items()],
        {"id": ids.KEY, "property": "data", "value": key},
    ]  # fmt: skip
    inputs = [{"id": ids.CREATE, "property": "n_clicks", "value": 1}]
    return fire(client, output, outputs, inputs, state, [f"{ids.CREATE}.n_clicks"])


def press(client: FlaskClient, front: Storefront, name: str, prop: str, asked: Any) -> Any:
    """Press Confirm in the dialog that asks about a status."""
    output = next(one for one in front.app.callback_map
                  if ids.DIALOG in one and f"{ids.TOUCHED}.data" in one)  # fmt: skip
    first, second = output.strip(".").split("...")
    outputs = [{"id": one.rpartition(".")[0], "property": one.rpartition(".")[2]}
               for one in (first, second)]  # fmt: skip
    return call(
        client,
        output=output.strip("."),
        outputs=outputs,
        inputs=[{"id": name, "property": prop, "value": 1}],
        state=[{"id": ids.ASKED, "property": "data", "value": asked}],
    )


def act(client: FlaskClient, front: Storefront, button: str, manager_id: str) -> Any:
    """Press a button of a manager's page, whether or not the page shows it."""
    output = next(one for one, kept in front.app.callback_map.items()
                  if kept["inputs"][0]["id"] == button)  # fmt: skip
    return call(
        client,
        output=output,
        outputs={"id": output.rpartition(".")[0], "property": "data"},
        inputs=[{"id": button, "property": "n_clicks", "value": 1}],
        state=[{"id": ids.ABOUT, "property": "data", "value": {"manager": manager_id}}],
    )


def test_the_company_is_shown_and_not_changed(front: Storefront) -> None:
    """PRF-2: changes go through support."""
    client = browser(front, MANAGER)
    page = show_page(client, "/company").text
    for known in ("Blaufeld IT", "Blaufeld IT-Systeme GmbH", "Schanzenstra", "EUR", DOMAIN):
        assert known in page
    assert "contact support" in page
    contacts = show_page(client, "/company", "?tab=contacts").text
    assert "Jana Albrecht" in contacts
    assert "Schanzenstra" not in contacts


def test_every_manager_is_listed_for_every_role(front: Storefront) -> None:
    """MGR-1, MGR-5: with the controls."""
    page = show_page(browser(front, MANAGER), "/company/managers").text
    for known in (JANA, ELODIE, "rolf.decker@blaufeld.example", "Full control", "Sales person",
                  "Inactive", "Add manager", ids.STATUS):  # fmt: skip
        assert known in page
    assert "priya" not in page


def test_a_new_manager_is_at_once_in_the_list(front: Storefront) -> None:
    """MGR-4, MSG-16."""
    client = browser(front)
    assert "Create manager" in show_page(client, "/company/managers/new").text

    answer = create(client, front).json["response"]
    assert answer[ids.GO]["href"] == "/company/managers?created=k1"
    again = create(client, front).json["response"]
    assert again == answer

    page = show_page(client, "/company/managers", "?created=k1").text.replace("\\u002f", "/")
    assert "Manager Ada Byron is created. The invitation is sent to ada@blaufeld.example." in page
    assert page.count(f"/company/managers/{own_id(front, 'ada@blaufeld.example')}") == 1


def test_what_is_wrong_stands_at_its_field(front: Storefront) -> None:
    """MGR-3."""
    client = browser(front)
    answer = create(client, front, name=" ", email=ELODIE.upper(), phone="1").json["response"]

    told = {json.loads(key)["name"]: value["children"]
            for key, value in answer.items() if key.startswith("{")}  # fmt: skip
    assert told["name"] == "Fill in this field."
    assert told["email"] == "A manager of your company has this e-mail already."
    assert told["phone"]
    assert "href" not in answer.get(ids.GO, {})


def test_who_is_no_administrator_fails_with_no_permission(front: Storefront) -> None:
    """MGR-5, MSG-3, E2E-1."""
    client = browser(front, MANAGER)
    assert DENIED in create(client, front).text
    asked = {"manager": own_id(front, ELODIE), "status": "inactive", "key": "k2"}
    assert DENIED in press(client, front, ids.CONFIRM, "n_clicks", asked).text
    password = f"/company/managers/{own_id(front, ELODIE)}/password"
    assert client.get(password).status_code == 403
    with front.platform.reading() as books:
        assert books.find(Manager, "email = 'ada@blaufeld.example'") == []


def test_a_deactivation_is_done_once_confirmed(front: Storefront) -> None:
    client, working = browser(front), browser(front, ELODIE)
    asked = {"manager": own_id(front, ELODIE), "status": "inactive", "key": "k2"}

    answer = press(client, front, ids.CONFIRM, "n_clicks", asked)

    assert "The manager is deactivated." in answer.text
    assert working.get("/").status_code == 302
    own = {**asked, "manager": own_id(front, JANA), "key": "k3"}
    assert "You can't deactivate yourself." in press(
        client, front, ids.CONFIRM, "n_clicks", own
    ).text.replace("\\u0027", "'")


@pytest.mark.parametrize("asked", [None, [], {"status": "gone"}, {"status": "inactive"}])
def test_what_no_browser_sends_does_no_harm(front: Storefront, asked: Any) -> None:
    answer = press(browser(front), front, ids.CONFIRM, "n_clicks", asked)

    assert answer.status_code in (200, 204)
    assert "Code:" not in answer.text


def test_a_manager_has_a_page_of_their_own(front: Storefront) -> None:
    """MGR-7; others' answer 404 (NFR-1)."""
    client = browser(front)
    path = f"/company/managers/{own_id(front, ELODIE)}"
    assert client.get(path).status_code == 200
    page = show_page(client, path).text
    for known in (ELODIE, "Set a new password", "Access level", "Sales"):
        assert known in page
    assert "Resend invitation" not in page
    foreign = f"/company/managers/{own_id(front, 'priya.nair@harbourvale.example')}"
    for address in (foreign, "/company/managers/0", "/company/managers/x%2F..%2F1"):
        assert client.get(address).status_code == 404, address
        assert "There is no such page" in show_page(client, address).text
    assert client.get(f"{foreign}/password").status_code == 404


def test_an_administrator_sets_a_password(front: Storefront) -> None:
    """MGR-7: by the rules of ACC-10."""
    client = browser(front)
    path = f"/company/managers/{own_id(front, ELODIE)}/password"

    def send(new: str) -> Any:
        token = csrf_token(client, path)
        return client.post(path, data={"csrf_token": token, "new": new, "confirm": new})

    assert send("short").status_code == 400
    assert send("Cedar-Bridge-42").status_code == 400
    assert send("Battery-Staple-9").status_code == 303
    assert client.post(path, data={"new": "Battery-Staple-9"}).status_code == 400
    given = {"domain": DOMAIN, "email": ELODIE, "password": "Battery-Staple-9"}
    assert sign_in(front.app.server.test_client(), **given).status_code == 303
    assert client.get(f"/company/managers/{own_id(front, JANA)}/password").status_code == 404


def test_a_second_factor_is_reset_for_another_and_by_an_administrator(front: Storefront) -> None:
    """One's own takes the password and a code: a session that somebody else found has neither."""
    jana, tobias = own_id(front, JANA), own_id(front, MANAGER)
    administrator, seller = browser(front), browser(front, MANAGER)
    for manager_id in (jana, tobias):
        give_second_factor(front.app, manager_id, str(front.reseller_id))

    def has_factor(manager_id: str) -> bool:
        whose = {"manager_id": manager_id, "reseller_id": str(front.reseller_id)}
        return second_factor(portal_of(front.app).store, **whose) is not None

    assert DENIED in act(seller, front, ids.RESET_FACTOR, jana).text
    assert DENIED in act(administrator, front, ids.RESET_FACTOR, jana).text
    assert has_factor(jana)
    assert (
        "Reset the second factor" not in show_page(administrator, f"/company/managers/{jana}").text
    )
    page = show_page(administrator, f"/company/managers/{tobias}")
    assert "Reset the second factor" in page.text
    reset = act(administrator, front, ids.RESET_FACTOR, tobias)
    assert "The second factor is reset." in reset.text
    assert not has_factor(tobias)


def test_an_administrator_lets_in_who_stayed_away(front: Storefront) -> None:
    """ACC-20."""
    here = portal_of(front.app)
    settings = replace(front.portal.options, inactive_days=30)
    front.app.server.extensions["portal"] = replace(here, settings=settings)
    elodie = f"/company/managers/{own_id(front, ELODIE)}"
    client = browser(front)
    assert "Long absence" not in show_page(client, elodie).text
    front.wait(days=30)
    absent = front.app.server.test_client()
    given = {"domain": DOMAIN, "email": ELODIE}
    assert "absent" in sign_in(absent, **given).location
    let_in(here.store, manager_id=own_id(front, JANA), reseller_id=str(front.reseller_id),
           by="operator", now=front.platform.now())  # fmt: skip
    client = browser(front)
    assert "Long absence" in show_page(client, elodie).text
    # Whoever was never let in since: the four others who are active, and not Jana.
    assert show_page(client, "/company/managers").text.count("Long absence") == 4

    answer = act(client, front, ids.LET_IN, own_id(front, ELODIE))

    assert "They can sign in again." in answer.text
    assert "Long absence" not in show_page(client, elodie).text
    assert sign_in(absent, **given).location == "/"
    audit = show_page(client, "/audit", "?action=let_in").text
    assert "Let a manager in after a long absence" in audit
    assert "lodie Martin" in audit
    assert "Was not let in after a long absence" in show_page(client, "/audit").text


def test_the_list_is_as_last_loaded_while_the_platform_is_down(front: Storefront) -> None:
    client = browser(front)
    front.meddler.on("/managers", lambda _: httpx.Response(503))
    page = show_page(client, "/company/managers").text

    assert "This is what the last load knew" in page
    assert ELODIE in page


def test_support_knows_who_asks_and_about_what(front: Storefront) -> None:
    """PRF-6."""
    front.portal.set(support_email="help@northerncloud.example")
    client = browser(front, MANAGER)
    page = show_page(client, "/support", "?subscription=3007101").text
    assert "Support" in page
    strange = show_page(client, "/support", "?subscription=<b>").text
    assert "<b>" not in strange.replace("\\u003c", "<")
