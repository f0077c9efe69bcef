"""Step 2: whom an order is for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.services.ordering.client import KnownClient, client_step
from dashboard.services.ordering.draft import Client, OrderDraft
from domain.account import Account, AccountData, ExistingAccount, NewAccount
from domain.statuses import AccountStatus
from tests.dashboard.services.ordering.offers import LICENSE, plan

EMPTY = OrderDraft("key", "9")
NEW = replace(EMPTY, client=Client.NEW)
CHOSEN = replace(EMPTY, account_id="40")
ADA = AccountData(
    name="Engine Ltd", itn="12345678", first_name="Ada", last_name="Byron",
    email="ada@engine.example", phone="+44 20 7123 4567",
)  # fmt: skip
TYPED = {key: value for key, value in ADA.values().items() if value and key != "phone"}
ENGINE = KnownClient(Account("40", AccountStatus.ACTIVE, ADA, "1", None, None))
MICROSOFT = plan(resources=(replace(LICENSE, template="Office365"),))


def test_a_client_has_to_be_chosen() -> None:
    assert client_step(EMPTY, None, plan()).problems == {"account": "Choose a client."}


def test_a_chosen_client_is_ordered_for_as_it_is() -> None:
    step = client_step(CHOSEN, ENGINE, plan())

    assert (step.shown, dict(step.problems)) == (ADA, {})
    assert step.buyer == ExistingAccount("40", None)


def test_what_is_typed_over_is_a_change() -> None:
    """ORD-21."""
    edited = replace(CHOSEN, data={"email": "countess@engine.example", "name": "Engine Ltd"})

    step = client_step(edited, ENGINE, plan())

    assert step.buyer == ExistingAccount("40", replace(ADA, email="countess@engine.example"))


def test_what_nobody_touched_is_not_made_uniform() -> None:
    """Else every order would change the spelling of the client's phone number."""
    step = client_step(replace(CHOSEN, data={"phone": ADA.phone}), ENGINE, plan())

    assert step.buyer == ExistingAccount("40", None)


def test_what_nobody_touched_is_not_found_fault_with() -> None:
    old = replace(ADA, itn="unknown", country="XX")
    known = KnownClient(Account("40", AccountStatus.ACTIVE, old, "1", None, None))

    assert client_step(CHOSEN, known, plan()).problems == {}


def test_microsoft_needs_more_of_every_client() -> None:
    """ORD-22."""
    step = client_step(CHOSEN, ENGINE, MICROSOFT)

    assert set(step.problems) == {
        "data:country", "data:city", "data:street", "data:zip", "data:position",
    }  # fmt: skip


def test_a_new_client_needs_little() -> None:
    """ORD-22."""
    assert set(client_step(NEW, None, plan()).problems) == {
        "data:name", "data:itn", "data:first_name", "data:last_name", "data:email",
    }  # fmt: skip
    step = client_step(replace(NEW, data=TYPED), None, plan())
    assert dict(step.problems) == {}
    assert step.buyer == NewAccount(replace(ADA, phone=""))


@pytest.mark.parametrize(
    ("key", "value"),
    [("email", "ada@"), ("phone", "12345"), ("itn", "12-34"), ("country", "ZZ")],
)
def test_a_value_that_can_not_be_used_is_named(key: str, value: str) -> None:
    """ORD-23."""
    step = client_step(replace(NEW, data={**TYPED, key: value}), None, plan())

    assert set(step.problems) == {f"data:{key}"}
    assert getattr(step.shown, key) == value


def test_a_name_of_any_alphabet_and_with_markup_is_kept_as_it_is() -> None:
    data = {**TYPED, "name": 'ООО "Ромашка" <b>&amp;</b>'}

    step = client_step(replace(NEW, data=data), None, plan())

    assert isinstance(step.buyer, NewAccount)
    assert step.buyer.data.name == 'ООО "Ромашка" <b>&amp;</b>'


@pytest.mark.parametrize(
    "status",
    [AccountStatus.ADMINISTRATIVE_HOLD, AccountStatus.FINANCIAL_HOLD, AccountStatus.DELETED,
     AccountStatus.UNKNOWN],
)  # fmt: skip
def test_a_client_that_is_not_active_can_not_be_ordered_for(status: AccountStatus) -> None:
    """ORD-5, MSG-10."""
    known = KnownClient(replace(ENGINE.account, status=status))

    problem = client_step(CHOSEN, known, plan()).problems["account"]

    assert problem.startswith("New operations are not possible: client status is")


def test_a_client_that_may_have_one_subscription_has_it_named() -> None:
    """ORD-25."""
    problem = client_step(CHOSEN, replace(ENGINE, live_subscription_id="3007"), plan())

    assert "3007" in problem.problems["account"]


def test_fields_that_are_none_are_passed_over() -> None:
    step = client_step(replace(NEW, data={**TYPED, "status": "deleted"}), None, plan())

    assert dict(step.problems) == {}
