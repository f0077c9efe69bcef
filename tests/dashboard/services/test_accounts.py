"""Clients, saved with an order or before it, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.services.outcomes import AccountSaved, NotSent, Refused, Step, Unknown
from domain.account import ExistingAccount, NewAccount
from domain.errors import NotFound
from domain.recognition import GIVE_UP_AFTER
from tests.shop import ENGINE, KEY, NOWHERE, Shop


def test_a_new_client_is_created_once_however_often_it_is_saved(shop: Shop) -> None:
    saved = [shop.orders().accounts.save(KEY, NewAccount(ENGINE)) for _ in range(3)]

    (account,) = shop.accounts()
    assert saved == [AccountSaved(str(account.account_id))] * 3
    assert shop.sent() == ["POST accounts"]


def test_a_new_client_that_is_corrected_is_changed_and_not_created_again(shop: Shop) -> None:
    accounts = shop.orders().accounts
    first = accounts.save(KEY, NewAccount(ENGINE))
    assert isinstance(first, AccountSaved)

    for corrected in (replace(ENGINE, zip="1"), ENGINE, replace(ENGINE, zip="1")):
        assert accounts.save(KEY, NewAccount(corrected)) == first
        assert accounts.account(first.account_id).data.zip == corrected.zip or corrected is ENGINE

    assert len(shop.accounts()) == 1


def test_a_form_that_was_renewed_knows_the_client_it_created(shop: Shop) -> None:
    accounts = shop.orders().accounts

    assert accounts.save(KEY, NewAccount(ENGINE)) == accounts.save(f"{KEY}~2", NewAccount(ENGINE))
    assert shop.sent() == ["POST accounts"]


def test_another_form_creates_another_client_of_the_name(shop: Shop) -> None:
    """CLI-11, ORD-23."""
    accounts = shop.orders().accounts

    accounts.save(KEY, NewAccount(ENGINE))
    accounts.save("another", NewAccount(ENGINE))

    assert len(shop.accounts()) == 2


def test_a_refusal_holds_for_the_form_and_its_values(shop: Shop) -> None:
    accounts = shop.orders().accounts
    wrong = NewAccount(replace(ENGINE, itn="1"))

    refused = accounts.save(KEY, wrong)

    assert refused == Refused(
        Step.ACCOUNT, "ITN must have 5 to 15 digits", {"itn": "ITN must have 5 to 15 digits"}
    )
    assert accounts.save(KEY, wrong) == refused
    assert shop.sent() == ["POST accounts"]
    assert accounts.save(f"{KEY}~2", wrong) == refused
    assert shop.sent() == ["POST accounts"] * 2
    assert isinstance(accounts.save(KEY, NewAccount(ENGINE)), AccountSaved)


def test_changes_are_saved_as_often_as_they_are_made(shop: Shop) -> None:
    """ORD-21."""
    accounts = shop.orders().accounts
    saved = accounts.save(KEY, NewAccount(ENGINE))
    assert isinstance(saved, AccountSaved)
    for code in ("1", "2", "1", "1"):
        shop.buyer.wait(1)
        edited = replace(accounts.account(saved.account_id).data, zip=code)
        assert accounts.save(KEY, ExistingAccount(saved.account_id, edited)) == saved
        assert accounts.account(saved.account_id).data.zip == code

    assert shop.sent() == ["POST accounts"] + [f"PATCH {saved.account_id}"] * 3


def test_a_value_that_is_emptied_is_emptied(shop: Shop) -> None:
    accounts = shop.orders().accounts
    saved = accounts.save(KEY, NewAccount(ENGINE))
    assert isinstance(saved, AccountSaved)

    edited = replace(ENGINE, phone="", client_type="")
    accounts.save(KEY, ExistingAccount(saved.account_id, edited))

    assert accounts.account(saved.account_id).data == replace(edited, client_type="business")


def test_refused_changes_name_the_field(shop: Shop) -> None:
    accounts = shop.orders().accounts
    saved = accounts.save(KEY, NewAccount(ENGINE))
    assert isinstance(saved, AccountSaved)

    refused = accounts.save(KEY, ExistingAccount(saved.account_id, replace(ENGINE, email="x@y")))

    assert isinstance(refused, Refused)
    assert list(refused.fields) == ["email"]


def test_a_client_that_is_not_there_is_not_changed(shop: Shop) -> None:
    """NFR-1."""
    with pytest.raises(NotFound):
        shop.orders().accounts.save(KEY, ExistingAccount("987654321", ENGINE))

    assert shop.sent() == []


def test_a_platform_that_is_down_saves_nothing(shop: Shop) -> None:
    """NFR-8."""
    saved = shop.orders(url=NOWHERE).accounts.save(KEY, NewAccount(ENGINE))

    assert saved == NotSent(
        Step.ACCOUNT,
        "The platform can't be reached. The client has not been saved. Try again.",
    )


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_changes_whose_answer_got_lost_are_not_sent_again(shop: Shop, kind: str) -> None:
    accounts = shop.orders().accounts
    saved = accounts.save(KEY, NewAccount(ENGINE))
    assert isinstance(saved, AccountSaved)
    edited = ExistingAccount(saved.account_id, replace(ENGINE, zip="1"))
    shop.fault(kind, "/accounts/", method="PATCH", times=1)
    shop.buyer.wait(1)

    lost = accounts.save(KEY, edited)

    assert isinstance(lost, Unknown)
    # What is there is there: nothing is left to be sent.
    again = accounts.save(KEY, edited)
    assert again == (saved if kind == "drop_after" else lost)
    assert shop.sent() == ["POST accounts", f"PATCH {saved.account_id}"]

    shop.clock.now += GIVE_UP_AFTER
    assert shop.look_up() == 1
    assert accounts.save(KEY, edited) == saved
    assert accounts.account(saved.account_id).data.zip == "1"


def test_the_form_of_the_platform_says_which_client_types_there_are(shop: Shop) -> None:
    fields = {field.key: field for field in shop.orders().accounts.form().fields}

    assert fields["client_type"].values == ("business", "education", "public_sector")
