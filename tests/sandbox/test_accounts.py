"""Creating and changing accounts over HTTP (docs/portal.md ORD-19…24, CLI-3, CLI-11)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.records import Account, Manager
from tests.sandbox.buyer import COMPLETE, CUSTOM, Buyer, data_of, error_of

ACCOUNT = {"account_type_id": 1, "primary_name": "Engine Ltd", **COMPLETE}


def body(custom: dict[str, str] = CUSTOM, **attributes: Any) -> dict[str, Any]:
    listed = [{"key": key, "value": value} for key, value in custom.items()]
    return {"data": {"attributes": {**attributes, "custom_attributes": {"data": listed}}}}


def problems_of(response: Any) -> dict[str, str]:
    assert response.status_code == 422, response.text
    errors = json.loads(response.text)["errors"]
    return {
        error["source"]["pointer"].removeprefix("/data/attributes/"): error["detail"]
        for error in errors
    }


def test_an_account_is_made_of_what_is_given(buyer: Buyer) -> None:
    made = buyer.post("accounts", body(**ACCOUNT, account_class_key="education"))
    attributes = data_of(made)["attributes"]

    assert made.status_code == 201
    assert attributes == buyer.read(f"accounts/{data_of(made)['id']}")
    assert {key: attributes[key] for key in ACCOUNT} == ACCOUNT
    assert attributes["name"] == "Engine Ltd"
    assert attributes["status"] == "active"
    assert attributes["account_class_id"] == 2
    assert attributes["custom_attributes"] == {**CUSTOM, "client_type": "Education"}
    assert attributes["created_at"] == attributes["updated_at"]


def test_a_new_account_can_buy_at_once(buyer: Buyer) -> None:
    """E2E-2, by the API alone."""
    account_id = buyer.new_account()
    plan = buyer.plan("Microsoft 365 Business Basic (NCE, 1 month)")
    order = buyer.buy_microsoft(plan, account_id, "engine", quantity=12)
    buyer.wait()

    assert buyer.read(f"orders/{order['id']}")["status"] == "completed"
    known = buyer.read(f"accounts/{account_id}")["custom_attributes"]
    assert known["microsoft_tenant_name"] == "engine.onmicrosoft.com"


def test_the_form_says_what_is_asked(buyer: Buyer) -> None:
    (organization,) = json.loads(buyer.get("account_attributes").text)["account_types"]
    fields = {field["key"]: field for field in organization["attributes"]}

    assert organization["id"] == 1
    required = [key for key, field in fields.items() if not field["optional"]]
    assert required == ["primary_name", "inn", "first_name", "last_name", "email"]
    assert [key for key, field in fields.items() if field["is_custom_attribute"]] == [
        "inn", "position",
    ]  # fmt: skip
    classes = fields["account_class_key"]
    assert classes["available_values"] == ["business", "education", "public_sector"]
    with buyer.platform.reading() as books:
        names = [books.get(Manager, key).name for key in fields["manager_id"]["available_values"]]
    assert names == ["Tobias Krämer", "Élodie Martin"]


def test_everything_that_is_missing_is_named(buyer: Buyer) -> None:
    assert problems_of(buyer.post("accounts", body({}, account_type_id=1, email=" "))) == {
        "primary_name": "Company name is required",
        "custom_attributes/inn": "ITN is required",
        "first_name": "First name is required",
        "last_name": "Last name is required",
        "email": "E-mail is required",
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("primary_name", "Engine <b>"), ("primary_name", "engine.com"),
        ("primary_name", "Two\nlines"), ("email", "ada"), ("email", "ada@engine"),
        ("email", "ada@engine.example, bob@engine.example"), ("phone", "12345678"),
        ("phone", "+49"), ("phone", "+49 30 phone"), ("country", "UK"), ("country", "gb"),
        ("account_class_key", "vip"), ("manager_id", 1), ("zip", "x" * 501), ("zip", 12345),
        ("zip", None),
    ],
)  # fmt: skip
def test_bad_values_are_refused_where_they_stand(key: str, value: Any, buyer: Buyer) -> None:
    """ORD-23."""
    with buyer.platform.reading() as books:
        before = books.count(Account)
    made = buyer.post("accounts", body(**{**ACCOUNT, key: value}))
    changed = buyer.send("PATCH", "accounts/40118", body({}, account_type_id=1, **{key: value}))

    assert list(problems_of(made)) == list(problems_of(changed)) == [key]
    with buyer.platform.reading() as books:
        assert books.count(Account) == before


@pytest.mark.parametrize(
    ("country", "inn", "is_good"),
    [
        ("RU", "7707083893", True), ("RU", "770708389312", True), ("RU", "77070838931", False),
        ("BY", "100582333", True), ("BY", "1005823330", False), ("DE", "12345", True),
        ("DE", "1234", False), ("DE", "DE12345678", False), ("", "123456789012345", True),
        ("DE", "١٢٣٤٥٦٧٨", False),
    ],
)  # fmt: skip
def test_registration_numbers_have_the_length_of_their_country(
    country: str, inn: str, is_good: bool, buyer: Buyer
) -> None:
    response = buyer.post("accounts", body({"inn": inn}, **{**ACCOUNT, "country": country}))

    assert (response.status_code == 201) == is_good
    if not is_good:
        assert list(problems_of(response)) == ["custom_attributes/inn"]


@pytest.mark.parametrize("name", ["Žofie & Sons, s.r.o.", 'ООО "Ромашка"', "sp. z o.o. (Łódź)"])
def test_names_of_companies_are_taken_as_they_are(name: str, buyer: Buyer) -> None:
    made = buyer.post("accounts", body(**{**ACCOUNT, "primary_name": name}))

    assert data_of(made)["attributes"]["name"] == name


def test_two_accounts_may_have_one_number_and_one_name(buyer: Buyer) -> None:
    """ORD-24, CLI-11: the portal warns, and finds the other one by its number."""
    inn = {"inn": "98765432"}
    keys = [data_of(buyer.post("accounts", body(inn, **ACCOUNT)))["id"] for _ in range(2)]

    found = json.loads(buyer.get("accounts?filter[inn]=98765432").text)["data"]
    assert [account["id"] for account in found] == keys


def test_a_phone_is_kept_without_what_separates_its_digits(buyer: Buyer) -> None:
    made = buyer.post("accounts", body(**{**ACCOUNT, "phone": "0049 (221) 98-76.54"}))

    assert data_of(made)["attributes"]["phone"] == "0049221987654"


def test_only_what_is_given_changes(buyer: Buyer) -> None:
    """ORD-21."""
    account_id = buyer.new_account()
    path = f"accounts/{account_id}"
    before = buyer.read(path)
    with buyer.platform.reading() as books:
        (sales,) = books.find(Manager, "email = 'elodie.martin@blaufeld.example'")
    buyer.wait()
    changes = {"city": "Paris", "country": "FR", "middle_name": "", "manager_id": sales.manager_id}

    response = buyer.send("PATCH", path, body({"position": "CTO"}, account_type_id=1, **changes))

    after = data_of(response)["attributes"]
    assert response.status_code == 200
    assert after == buyer.read(path)
    assert after["updated_at"] > before["updated_at"]
    assert after["custom_attributes"] == before["custom_attributes"] | {"position": "CTO"}
    left = {*changes, "updated_at", "custom_attributes"}
    assert {key: after[key] for key in changes} == changes
    assert {k: v for k, v in after.items() if k not in left} == {
        k: v for k, v in before.items() if k not in left
    }


def test_a_new_country_asks_for_its_own_length_of_the_number(buyer: Buyer) -> None:
    account_id = buyer.new_account()

    response = buyer.send("PATCH", f"accounts/{account_id}",
                          body({}, account_type_id=1, country="RU"))  # fmt: skip

    assert problems_of(response) == {"custom_attributes/inn": "ITN must have 10 or 12 digits"}


@pytest.mark.parametrize("key", ["microsoft_tenant_name", "email", "client_type", ""])
def test_custom_attributes_are_those_of_the_form(key: str, buyer: Buyer) -> None:
    response = buyer.post("accounts", body({**CUSTOM, key: "x"}, **ACCOUNT))

    assert list(problems_of(response)) == [f"custom_attributes/{key}"]


def test_what_is_not_there_is_not_changed(buyer: Buyer) -> None:
    account = body({}, account_type_id=1, city="Paris")
    with buyer.platform.reading() as books:
        other = books.find(Account, "reseller_id = 13")[0].account_id

    assert buyer.send("PATCH", "accounts/1", account).status_code == 404
    assert buyer.send("PATCH", f"accounts/{other}", account).status_code == 404
    response = buyer.post("accounts", body(**{**ACCOUNT, "account_type_id": 2}))
    assert error_of(response)["source"]["pointer"] == "/data/attributes/account_type_id"


def test_a_deleted_account_stays_as_it_is(buyer: Buyer) -> None:
    account_id = buyer.new_account()
    buyer.steer(f"accounts/{account_id}", {"status": "deleted"})

    response = buyer.send("PATCH", f"accounts/{account_id}", body({}, account_type_id=1, city="X"))

    assert error_of(response)["title"] == "The account is deleted"


def test_members_of_no_consequence_are_passed_over(buyer: Buyer) -> None:
    more = {"owner_id": 5, "new_owner": {"email": "x"}, "agreement_terms_conditions": True,
            "colour": "blue"}  # fmt: skip

    assert buyer.post("accounts", body(**ACCOUNT, **more)).status_code == 201
