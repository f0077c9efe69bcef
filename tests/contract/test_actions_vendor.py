"""What vendors ask for with an order, as the stand-in for the platform tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.account import AccountType
from domain.order import FieldType, ValidationStatus
from tests.contract.acting import DATA, MICROSOFT, RESELLER, order_of, resources_of
from tests.sandbox.buyer import HOSTED, Buyer
from upstream.actions import UpstreamActions


def test_what_the_vendor_asks_for_is_validated(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """ORD-27, ORD-29, ORD-30, MS-3, MS-4."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(MICROSOFT), account.account_id)
    ids = (RESELLER, asked.plan_id, account.account_id, resources_of(asked))

    fields = {field.key: field for field in actions.fetch_order_fields(*ids)}

    assert fields["microsoft_customer_agreement"].type is FieldType.CHECKBOX
    assert fields["microsoft_customer_agreement"].url is not None
    assert [one.value for one in fields["is_new_domain"].values] == ["1", "0"]
    assert fields["is_new_domain"].default == "1"
    assert fields["customer_domain"].type is FieldType.TEXT
    assert fields["customer_domain"].is_required

    values = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": "taken"}
    started = actions.start_validation(*ids, values)
    assert started.is_running
    buyer.wait()
    refused = actions.fetch_validation(RESELLER, started.async_task_id)
    assert refused is not None
    assert (refused.status, refused.is_valid) == (ValidationStatus.COMPLETED, False)
    assert list(refused.errors) == ["customer_domain"]

    started = actions.start_validation(*ids, {**values, "customer_domain": "engine"})
    buyer.wait()
    valid = actions.fetch_validation(RESELLER, started.async_task_id)
    assert valid is not None
    assert (valid.is_valid, valid.errors) == (True, {})

    placed = actions.place_order(RESELLER, replace(asked, async_task_id=valid.async_task_id))
    assert placed.account_id == account.account_id


@pytest.mark.parametrize(
    ("domain", "key"), [("refused", "zip"), ("broken", None), ("endless", None)]
)
def test_a_validation_tells_how_it_ends(
    actions: UpstreamActions, buyer: Buyer, form: AccountType, domain: str, key: str | None
) -> None:
    """ORD-30, MS-10."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(MICROSOFT), account.account_id)
    values = {"microsoft_customer_agreement": "1", "is_new_domain": "1", "customer_domain": domain}

    started = actions.start_validation(
        RESELLER, asked.plan_id, account.account_id, resources_of(asked), values
    )
    buyer.wait()
    ended = actions.fetch_validation(RESELLER, started.async_task_id)

    assert ended is not None
    assert ended.is_running == (domain == "endless")
    assert (ended.status is ValidationStatus.FAILED) == (domain == "broken")
    assert bool(ended.failure) == (domain == "broken")
    assert list(ended.errors) == ([key] if key else [])


def test_where_nothing_is_asked_there_are_no_fields(
    actions: UpstreamActions, buyer: Buyer, form: AccountType
) -> None:
    """ORD-2."""
    account = actions.create_account(RESELLER, DATA, form)
    asked = order_of(buyer, buyer.plan(HOSTED), account.account_id)

    assert (
        actions.fetch_order_fields(RESELLER, asked.plan_id, account.account_id, resources_of(asked))
        == []
    )
    assert actions.fetch_validation(RESELLER, "0e1cbb20-5b8e-4bd5-a8f8-4d7a2d0f0c33") is None
