"""Orders between tabs, clients and answers that come late: nothing is mixed up, nothing is lost."""

from __future__ import annotations

import httpx
import pytest

from dashboard.services.ordering.steps import Step
from dashboard.services.ordering.wizard import Confirmed
from dashboard.services.outcomes import Accepted, Refused, Unknown
from sandbox.records import Account
from tests.pages.ordering.wizard import (
    ADDITIONAL,
    CLIENT,
    CONFIGURATION,
    CONFIRMATION,
    NEW_CLIENT,
    WHOLE_CLIENT,
    Manager,
    answers,
    ready,
)
from tests.storefront import Storefront


def account_of(front: Storefront, account_id: int) -> Account:
    return next(one for one in front.accounts() if one.account_id == account_id)


def test_a_second_new_client_is_another_one(front: Storefront, buyer: Manager) -> None:
    """Not the first one with other data, who may have bought something meanwhile."""
    buyer.configure()
    assert buyer.fill_in(WHOLE_CLIENT).step is ADDITIONAL
    first = front.accounts()[-1]

    screen = buyer.fill_in({**WHOLE_CLIENT, "data:name": "Zweite", "data:itn": "7707083894"})

    assert screen.step is ADDITIONAL
    assert [one.name for one in front.accounts()[-2:]] == ["ООО «Ромашка»", "Zweite"]
    assert account_of(front, first.account_id) == first


def test_data_changed_after_a_check_are_checked_again(front: Storefront, buyer: Manager) -> None:
    """ORD-31, MS-10: also once they are saved at the platform."""
    buyer.configure()
    buyer.fill_in(WHOLE_CLIENT)
    buyer.go_on(ADDITIONAL, answers("romashka"))
    front.wait(seconds=30)
    assert buyer.look_again().step is CONFIRMATION

    changed = buyer.go_on(CLIENT, {"client": "existing", "data:email": "new@romashka.example"})

    assert changed.step is ADDITIONAL
    assert buyer.open(step=4).step is ADDITIONAL


def test_what_the_vendor_refused_is_not_said_of_what_was_mended(
    front: Storefront, buyer: Manager
) -> None:
    """MS-10."""
    buyer.configure()
    buyer.fill_in(WHOLE_CLIENT)
    buyer.go_on(ADDITIONAL, answers("refused"))
    front.wait(seconds=30)
    assert "data:zip" in buyer.look_again().problems

    mended = buyer.go_on(CLIENT, {"client": "existing", "data:zip": "119019"})

    assert (mended.step, dict(mended.problems)) == (ADDITIONAL, {})


def test_what_nobody_edited_does_not_undo_what_others_correct(
    front: Storefront, manager: Manager
) -> None:
    """The step sends all its fields, whoever merely passes it."""
    manager.configure()
    account = front.account()
    shown = manager.choose(account)
    assert shown.client
    fields = {f"data:{key}": text for key, text in shown.client.shown.values().items()}
    manager.go_on(CLIENT, {"client": "existing", "account": str(account.account_id), **fields})
    front.correct(account, email="corrected@new.example")

    placed = manager.submit(manager.open(step=4))

    assert isinstance(placed, Accepted)
    assert account_of(front, account.account_id).email == "corrected@new.example"


def test_an_old_refusal_does_not_free_an_order_under_way(
    front: Storefront, manager: Manager
) -> None:
    """Another tab still asks about a form that was refused long ago."""
    refused_screen = ready(manager)
    front.meddler.on("sales_order", lambda _: httpx.Response(422, json={"errors": []}))
    assert isinstance(manager.submit(refused_screen), Refused)
    front.meddler.forget()
    orders = len(front.orders())
    again = manager.open(step=4)
    front.meddler.on("sales_order", front.lose_answer)
    assert isinstance(manager.submit(again), Unknown)
    front.meddler.forget()

    with manager.wizard() as wizard:  # The other tab.
        wizard.outcome(manager.plan_id, refused_screen.draft.key)
    now = manager.open(step=4)

    assert isinstance(now.placed, Unknown)
    assert now.draft.key == again.draft.key
    assert len(front.orders()) == orders + 1


def test_what_is_being_looked_for_can_not_be_forgotten(front: Storefront, manager: Manager) -> None:
    screen = ready(manager)
    front.meddler.on("sales_order", front.lose_answer)
    manager.submit(screen)

    with manager.wizard() as wizard:
        wizard.forget(manager.plan_id)

    assert isinstance(manager.open(step=4).placed, Unknown)


def test_an_order_that_came_to_light_is_told_and_the_draft_is_new(
    front: Storefront, manager: Manager
) -> None:
    """It was settled while nobody looked."""
    screen = ready(manager)
    front.meddler.on("sales_order", front.lose_answer)
    manager.submit(screen)
    front.meddler.forget()
    front.wait(minutes=1)
    front.settle()

    anew = manager.open(step=4)

    order = front.orders()[-1]
    assert anew.step is CONFIGURATION
    assert anew.draft.key != screen.draft.key
    assert str(order.order_id) in anew.said[0].text


def test_a_client_whose_creation_is_unknown_holds_the_order_back(
    front: Storefront, manager: Manager
) -> None:
    """Nothing is ordered before it is known, and the manager is told the truth."""
    manager.configure()
    screen = manager.fill_in(NEW_CLIENT)
    accounts, orders = len(front.accounts()), len(front.orders())
    front.meddler.on(r"/accounts$", lambda request: front.lose_answer(request)
                     if request.method == "POST" else None)  # fmt: skip

    first = manager.submit(screen)
    second = manager.submit(screen)

    for answer in (first, second):
        assert not isinstance(answer, Accepted)
        assert "checking whether it was done" in answer.said[-1].text  # type: ignore[union-attr]
    assert (len(front.accounts()), len(front.orders())) == (accounts + 1, orders)


@pytest.mark.parametrize("status", [500, 404, 403])
@pytest.mark.parametrize("path", ["async_tasks", "order_attributes"])
def test_trouble_at_the_vendors_questions_leaves_every_step_open(
    front: Storefront, buyer: Manager, path: str, status: int
) -> None:
    buyer.configure()
    buyer.fill_in(WHOLE_CLIENT)
    buyer.go_on(ADDITIONAL, answers("romashka"))
    front.meddler.on(path, lambda _: httpx.Response(status))

    for step in Step:
        screen = buyer.open(step=int(step))
        assert screen.step <= step


def test_a_refusal_is_told_in_the_platforms_own_words(front: Storefront, buyer: Manager) -> None:
    """ORD-36: and not as an outage."""
    buyer.configure()
    says = {"errors": [{"title": "The product is restricted for this account"}]}
    front.meddler.on("order_attributes", lambda _: httpx.Response(422, json=says))

    screen = buyer.fill_in(WHOLE_CLIENT)

    assert any("restricted for this account" in one.text for one in screen.said)


def test_fields_that_the_order_can_not_have_are_not_kept(manager: Manager) -> None:
    flood = {f"quantity:{number}": "x" * 250 for number in range(100)}

    manager.change(CONFIGURATION, {**flood, "data:status": "deleted", "provisioning": "now"})

    kept = manager.open().draft
    assert set(kept.quantities) <= {one.resource.plan_resource_id
                                    for one in manager.open().configuration.fields}  # fmt: skip
    assert dict(kept.data) == {}


def test_a_known_clients_other_itn_is_warned_about_as_well(
    front: Storefront, manager: Manager
) -> None:
    """ORD-24."""
    manager.configure()
    account, other = front.accounts()[0], front.accounts()[1]
    manager.choose(account)

    screen = manager.change(CLIENT, {"data:itn": other.custom_attributes["inn"]})

    assert screen.client
    assert str(other.account_id) in {one.account_id for one in screen.client.same_itn}


def test_another_managers_key_and_key_of_nobody_order_nothing(
    front: Storefront, manager: Manager
) -> None:
    """Security: the key comes back with the form."""
    screen = ready(manager)
    assert screen.confirmation
    orders = len(front.orders())

    with manager.wizard() as wizard:
        answer = wizard.submit(
            manager.plan_id, Confirmed("stolen", screen.confirmation.fingerprint, "", True)
        )

    assert not isinstance(answer, Accepted)
    assert len(front.orders()) == orders
