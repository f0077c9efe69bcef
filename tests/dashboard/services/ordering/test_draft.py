"""What is kept of an order that is not sent yet."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard.services.account_form import LONGEST_VALUE
from dashboard.services.ordering.draft import (
    LONGEST,
    LONGEST_KEPT,
    Checked,
    Client,
    OrderDraft,
)
from tests.dashboard.services.ordering.offers import ENDLESS, MONTH, TRIAL, plan

EMPTY = OrderDraft("key", "9")
CHECKED = Checked("task", "print", "2026-08-20T10:00:00+00:00")


def test_what_is_kept_reads_back_as_it_was() -> None:
    draft = OrderDraft(
        "key", "9", period_id="p1", quantities={"7": "abc"}, provisioning_on="2026-08-25",
        is_auto_renewed=False, client=Client.NEW, data={"name": "ООО «Ромашка» <b>"},
        extra={"domain": "x"}, checked=CHECKED, followed="40",
    )  # fmt: skip

    kept = json.loads(json.dumps(draft.to_keep()))

    assert OrderDraft.read("key", "9", kept) == draft


def test_nothing_kept_is_an_empty_draft() -> None:
    assert OrderDraft.read("key", "9", {}) == EMPTY


def test_fields_are_kept_as_they_were_typed() -> None:
    """ORD-11: what is out of range is kept, so that it can be mended."""
    draft = EMPTY.changed(
        {"period": "p1", "quantity:7": " 1 000 000 ", "quantity:8": None, "auto-renew": ["1"],
         "provisioning": "2026-08-25"}
    )  # fmt: skip

    assert draft.period_id == "p1"
    assert draft.quantities == {"7": "1 000 000", "8": ""}
    assert draft.is_auto_renewed is True
    assert draft.provisioning_on == "2026-08-25"


def test_fields_nobody_offered_are_passed_over() -> None:
    assert EMPTY.changed({"key": "stolen", "checked": "x", "": "y", "admin:1": "z"}) == EMPTY


def test_a_text_without_end_is_cut() -> None:
    draft = EMPTY.changed({"client": "new"}).changed({"data:name": "x" * 10_000})

    assert len(draft.data["name"]) == LONGEST_KEPT
    assert LONGEST_KEPT > max(LONGEST, LONGEST_VALUE), "what was cut would seem to be whole"


def test_another_client_does_not_get_the_data_of_the_one_before() -> None:
    """ORD-21: at the moment of choosing, the fields still hold what belongs to the other."""
    first = replace(EMPTY, account_id="40", data={"phone": "+491"}, checked=CHECKED)

    second = first.changed({"client": "existing", "account": "41", "data:phone": "+491"})

    assert (second.account_id, dict(second.data), second.checked) == ("41", {}, None)


def test_a_new_client_starts_empty() -> None:
    first = replace(EMPTY, account_id="40", data={"phone": "+491"})

    new = first.changed({"client": "new", "account": "40", "data:phone": "+491"})

    assert (new.client, new.account_id, dict(new.data)) == (Client.NEW, None, {})


def test_the_same_client_keeps_its_data() -> None:
    first = replace(EMPTY, account_id="40", data={"phone": "+491"})

    again = first.changed({"client": "existing", "account": "40", "data:phone": "+492"})

    assert dict(again.data) == {"phone": "+492"}


@pytest.mark.parametrize(
    "values",
    [{"period": "p12"}, {"quantity:7": "4"}, {"account": "41"}, {"extra:domain": "other"},
     {"data:zip": "1"}],
)  # fmt: skip
def test_whatever_a_validation_was_about_invalidates_it(values: dict[str, str]) -> None:
    """ORD-31."""
    draft = replace(EMPTY, period_id="p1", account_id="40", extra={"domain": "x"})

    assert draft.changed(values).fingerprint() != draft.fingerprint()


def test_the_start_of_an_order_does_not_concern_the_vendor() -> None:
    """ORD-31."""
    draft = replace(EMPTY, period_id="p1")

    assert draft.changed({"provisioning": "2026-08-25"}).fingerprint() == draft.fingerprint()


def test_an_address_names_a_client_once() -> None:
    """ORD-26: who was chosen afterwards stays chosen when the page is opened again."""
    followed = EMPTY.asked_for({"account": "40"}, plan())
    chosen = followed.changed({"client": "existing", "account": "41"})

    assert followed.account_id == "40"
    assert chosen.asked_for({"account": "40"}, plan()).account_id == "41"
    assert chosen.asked_for({"account": "42"}, plan()).account_id == "42"


def test_try_chooses_the_trial() -> None:
    """CAT-12."""
    offer = plan(periods=(MONTH, TRIAL))

    assert EMPTY.asked_for({"trial": "1"}, offer).period_id == "pt"
    assert EMPTY.asked_for({}, offer).period_id is None
    assert EMPTY.asked_for({"trial": "1"}, plan(periods=(ENDLESS,))).period_id is None
    assert replace(EMPTY, period_id="p1").asked_for({"trial": "1"}, offer).period_id == "p1"


def test_a_client_that_was_saved_is_an_existing_one() -> None:
    draft = replace(EMPTY, client=Client.NEW, data={"name": "New"}, extra={"domain": "x"})

    saved = draft.saved_as("77")

    assert (saved.client, saved.account_id, dict(saved.data)) == (Client.EXISTING, "77", {})
    assert dict(saved.extra) == {"domain": "x"}
