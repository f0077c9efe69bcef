"""Step 3 of an order, with the vendor that asks most."""

from __future__ import annotations

from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.outcomes import Accepted
from tests.pages.ordering.wizard import (
    ADDITIONAL,
    CLIENT,
    CONFIRMATION,
    WHOLE_ADDRESS,
    WHOLE_CLIENT,
    Manager,
    answers,
)
from tests.storefront import Storefront


def at_questions(buyer: Manager) -> OrderScreen:
    buyer.configure()
    screen = buyer.fill_in(WHOLE_CLIENT)
    assert screen.step is ADDITIONAL, (screen.problems, screen.said)
    return screen


def test_a_new_client_is_made_before_its_vendor_is_asked(front: Storefront, buyer: Manager) -> None:
    """docs/decisions/orders-are-drafts.md; once, however often "Next" is pressed."""
    accounts = len(front.accounts())
    at_questions(buyer)
    buyer.go_on(CLIENT, {})

    assert len(front.accounts()) == accounts + 1
    assert buyer.open(step=2).draft.account_id == str(front.accounts()[-1].account_id)


def test_what_is_valid_leads_to_the_confirmation_and_is_ordered(
    front: Storefront, buyer: Manager
) -> None:
    """ORD-29, MS-5."""
    at_questions(buyer)
    waiting = buyer.go_on(ADDITIONAL, answers("romashka"))
    assert waiting.is_checking
    front.wait(seconds=30)

    screen = buyer.look_again()

    assert screen.step is CONFIRMATION
    assert isinstance(buyer.submit(screen), Accepted)


def test_what_the_vendor_finds_wrong_stands_at_its_field(front: Storefront, buyer: Manager) -> None:
    """ORD-30, MSG-11."""
    at_questions(buyer)
    buyer.go_on(ADDITIONAL, answers("taken"))
    front.wait(seconds=30)

    screen = buyer.look_again()

    assert screen.step is ADDITIONAL
    assert "already used" in screen.problems["extra:customer_domain"]
    other = buyer.change(ADDITIONAL, answers("romashka"))
    assert other.problems == {}


def test_data_that_the_vendor_refuses_lead_back_to_the_client(
    front: Storefront, buyer: Manager
) -> None:
    """MS-10."""
    at_questions(buyer)
    buyer.go_on(ADDITIONAL, answers("refused"))
    front.wait(seconds=30)

    screen = buyer.look_again()

    assert screen.step is CLIENT
    assert "postal code" in screen.problems["data:zip"]


def test_a_check_that_fails_can_be_repeated(front: Storefront, buyer: Manager) -> None:
    """ORD-30."""
    at_questions(buyer)
    buyer.go_on(ADDITIONAL, answers("broken"))
    front.wait(seconds=30)

    failed = buyer.look_again()
    again = buyer.go_on(ADDITIONAL, answers("broken"))

    assert failed.step is ADDITIONAL
    assert failed.said[-1].text.startswith("The check could not be carried out")
    assert again.is_checking


def test_a_check_without_end_ends_after_two_minutes(front: Storefront, buyer: Manager) -> None:
    """ORD-30."""
    at_questions(buyer)
    buyer.go_on(ADDITIONAL, answers("endless"))
    front.wait(minutes=1)
    assert buyer.look_again().is_checking
    front.wait(minutes=2)

    screen = buyer.look_again()

    assert not screen.is_checking
    assert "within two minutes" in screen.said[-1].text


def test_a_changed_amount_has_to_be_checked_again(front: Storefront, buyer: Manager) -> None:
    """ORD-31."""
    at_questions(buyer)
    buyer.go_on(ADDITIONAL, answers("romashka"))
    front.wait(seconds=30)
    assert buyer.look_again().step is CONFIRMATION

    buyer.configure(quantity=7)

    assert buyer.open(step=4).step is ADDITIONAL


def test_a_client_that_has_answered_is_not_asked_again(front: Storefront, buyer: Manager) -> None:
    """ORD-28, MS-2."""
    known = front.account("json_extract(custom_attributes, '$.microsoft_tenant_name') IS NOT "
                          "NULL AND json_extract(custom_attributes, "
                          "'$.microsoft_agreement_accepted_on') IS NOT NULL AND status = "
                          "'active'")  # fmt: skip
    buyer.configure()

    screen = buyer.choose(known)

    assert screen.step in (CONFIRMATION, CLIENT)
    if screen.step is CLIENT:  # Microsoft wants an address that this client may not have.
        assert set(screen.problems) <= {f"data:{key}" for key in WHOLE_ADDRESS} | {"account"}
