"""Creating and changing managers over HTTP (docs/portal.md MGR-3, MGR-6, MGR-10)."""

from __future__ import annotations

from typing import Any

import pytest

from domain.statuses import ManagerStatus
from sandbox.records import Manager, ManagerRole
from tests.sandbox.buyer import Buyer, data_of
from tests.sandbox.test_accounts import problems_of

NEW = {"name": " Ada Byron ", "email": "Ada@Blaufeld.example", "password": "Correct-Horse-7"}
JANA, TOBIAS = "jana.albrecht@blaufeld.example", "tobias.kraemer@blaufeld.example"


def body(**attributes: Any) -> dict[str, Any]:
    return {"data": {"attributes": attributes}}


def role(buyer: Buyer, name: str, reseller_id: int = 12) -> int:
    with buyer.platform.reading() as books:
        (found,) = books.find(ManagerRole, "name = ? AND reseller_id = ?", name, reseller_id)
    return found.role_id


def known(buyer: Buyer, email: str) -> Manager:
    with buyer.platform.reading() as books:
        (found,) = books.find(Manager, "email = ?", email)
    return found


def test_a_manager_is_made_of_what_is_given(buyer: Buyer) -> None:
    seller = role(buyer, "Sales person")
    made = buyer.post("managers", body(**NEW, phone="+49 221 98765", manager_role_id=seller))
    attributes = data_of(made)["attributes"]

    assert made.status_code == 201
    assert attributes == buyer.read(f"managers/{data_of(made)['id']}")
    assert (attributes["name"], attributes["phone"]) == ("Ada Byron", "+4922198765")
    assert (attributes["status"], attributes["manager_role"]["name"]) == ("active", "Sales person")
    assert attributes["created_at"] == attributes["updated_at"]


def test_everything_that_is_wrong_is_named(buyer: Buyer) -> None:
    wrong = {"name": " ", "email": "ada", "password": "short", "phone": "12"}
    foreign = role(buyer, "Marketing", 13)

    assert problems_of(buyer.post("managers", body(**wrong, manager_role_id=foreign))) == {
        "name": "Name can't be blank",
        "email": "Email is invalid",
        "password": "Password is too short (minimum is 8)",
        "phone": "Phone must be +, the country code, the area code and the number",
        "manager_role_id": "There is no such role",
    }


@pytest.mark.parametrize("email", [TOBIAS, TOBIAS.upper(), f" {TOBIAS} "])
def test_an_email_is_anybodys_once(buyer: Buyer, email: str) -> None:
    refused = buyer.post("managers", body(**{**NEW, "email": email}))

    assert problems_of(refused) == {"email": "Email has already been taken"}


def test_a_manager_is_changed_but_for_the_email(buyer: Buyer) -> None:
    before = known(buyer, TOBIAS)
    buyer.wait()
    values = {"name": "T. K.", "phone": "", "status": "inactive", "email": "x@y.example"}
    changed = buyer.send("PATCH", f"managers/{before.manager_id}", body(**values))

    after = known(buyer, TOBIAS)
    assert changed.status_code == 200
    assert (after.name, after.phone, after.status) == ("T. K.", None, ManagerStatus.INACTIVE)
    assert (after.role_id, after.created_at) == (before.role_id, before.created_at)
    assert after.updated_at > before.updated_at


def test_the_last_administrator_stays(buyer: Buyer) -> None:
    jana = known(buyer, JANA)
    address = f"managers/{jana.manager_id}"
    kept = {"status": "The last active System administrator can't be deactivated"}

    assert problems_of(buyer.send("PATCH", address, body(status="inactive"))) == kept
    seller = str(role(buyer, "Sales person"))
    assert problems_of(buyer.send("PATCH", address, body(manager_role_id=seller))) == kept
    buyer.post("managers", body(**NEW, manager_role_id=jana.role_id))
    assert buyer.send("PATCH", address, body(status="inactive")).status_code == 200


def test_another_resellers_manager_is_not_found(buyer: Buyer) -> None:
    foreign = known(buyer, "priya.nair@harbourvale.example")

    answer = buyer.send("PATCH", f"managers/{foreign.manager_id}", body(name="X"))
    assert answer.status_code == 404
    assert known(buyer, foreign.email).name == foreign.name
