"""An order from its first step to its end, against the real platform of the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx
import pytest

from dashboard.services.ordering.draft import Values
from dashboard.services.ordering.prices import Withdrawn
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.ordering.steps import Step
from dashboard.services.ordering.wizard import Confirmed, Wizard
from dashboard.services.outcomes import Accepted, NotSent, Placed, Refused, Unknown
from domain.errors import NotAllowed
from domain.statuses import ManagerRole
from sandbox.catalog_records import Plan
from sandbox.records import Account
from tests.storefront import Storefront

CONFIGURATION, CLIENT, ADDITIONAL, CONFIRMATION = Step
HOSTED = "Hosted Exchange Standard"
NEW_CLIENT = {
    "data:name": "ООО «Ромашка»", "data:itn": "7707083893",
    "data:first_name": "Анна", "data:last_name": "Ц'вет", "data:email": "anna@romashka.example",
    "data:country": "RU",
}  # fmt: skip


WHOLE_ADDRESS = {
    "country": "RU", "city": "Москва", "street": "Тверская", "zip": "125009",
    "phone": "+74951234567", "position": "Директор",
}  # fmt: skip
WHOLE_CLIENT = {**NEW_CLIENT, **{f"data:{key}": value for key, value in WHOLE_ADDRESS.items()}}


class Manager:
    """A manager with the wizard open on a plan; each step is a request of its own."""

    def __init__(self, front: Storefront, plan: Plan) -> None:
        self.front = front
        self.plan_id = str(plan.plan_id)
        self.role = ManagerRole.SALES_PERSON

    @contextmanager
    def wizard(self) -> Iterator[Wizard]:
        with self.front.services(self.role) as services:
            yield services.wizard

    def open(self, **query: Any) -> OrderScreen:
        with self.wizard() as wizard:
            return wizard.open(self.plan_id, {key: str(value) for key, value in query.items()})

    def change(self, step: Step, values: Values) -> OrderScreen:
        with self.wizard() as wizard:
            return wizard.change(self.plan_id, step, values)

    def go_on(self, step: Step, values: Values | None = None) -> OrderScreen:
        with self.wizard() as wizard:
            return wizard.go_on(self.plan_id, step, values or {})

    def look_again(self) -> OrderScreen:
        with self.wizard() as wizard:
            return wizard.look_again(self.plan_id)

    def configure(self, quantity: int = 3) -> OrderScreen:
        """Choose the first paid period, and an amount of everything."""
        plan = self.front.plan_of(self.plan_id)
        period = next(one for one in self.front.periods(plan) if not one.is_trial)
        amounts = {
            f"quantity:{one.plan_resource_id}": str(max(one.minimum, one.included, quantity))
            for one in self.front.resources(plan)
            if not one.is_measured
        }
        return self.go_on(CONFIGURATION, {"period": str(period.plan_period_id), **amounts})

    def choose(self, account: Account) -> OrderScreen:
        return self.go_on(CLIENT, {"client": "existing", "account": str(account.account_id)})

    def fill_in(self, values: Values) -> OrderScreen:
        """Fill in a new client."""
        self.change(CLIENT, {"client": "new"})
        return self.go_on(CLIENT, {"client": "new", **values})

    def submit(self, screen: OrderScreen, *, is_agreed: bool = True) -> OrderScreen | Placed:
        shown = screen.confirmation
        assert shown is not None
        total = str(shown.total.amount) if shown.total else ""
        confirmed = Confirmed(screen.draft.key, shown.fingerprint, total, is_agreed)
        with self.wizard() as wizard:
            return wizard.submit(self.plan_id, confirmed)


@pytest.fixture
def manager(front: Storefront) -> Manager:
    return Manager(front, front.plan(HOSTED))


def ready(manager: Manager) -> OrderScreen:
    """Return the confirmation of a plain order for a known client."""
    manager.configure()
    screen = manager.choose(manager.front.account())
    assert screen.step is CONFIRMATION, screen.problems
    return screen


def test_a_plain_plan_for_a_known_client_is_three_steps(
    front: Storefront, manager: Manager
) -> None:
    """ORD-1, ORD-2, ORD-37."""
    before = front.orders()

    placed = manager.submit(ready(manager))

    assert isinstance(placed, Accepted)
    (order,) = [one for one in front.orders() if one not in before]
    assert (placed.order_id, placed.subscription_id) == (
        str(order.order_id), str(order.subscription_id),
    )  # fmt: skip
    assert order.account_id == front.account().account_id


def test_what_was_confirmed_is_what_is_charged(front: Storefront, manager: Manager) -> None:
    """ORD-33, to the last digit."""
    screen = ready(manager)
    assert screen.confirmation
    assert screen.confirmation.quote
    promised = screen.confirmation.quote

    manager.submit(screen)

    order = front.orders()[-1]
    charged = [(one.plan_amount, one.amount, one.start_on, one.end_on)
               for one in front.charges(order)]  # fmt: skip
    assert charged == [
        (line.plan_amount.amount, line.amount.amount, line.start_on, line.end_on)
        for line in promised.lines
    ]
    assert order.total == promised.order.total.amount


def test_a_draft_is_gone_once_it_is_an_order(manager: Manager) -> None:
    screen = ready(manager)
    manager.submit(screen)

    anew = manager.open(step=4)

    assert anew.step is CONFIGURATION
    assert anew.draft.key != screen.draft.key


def test_everything_is_there_after_a_reload(manager: Manager) -> None:
    """ORD-1, ORD-6."""
    screen = ready(manager)

    again = manager.open(step=4)

    assert again.step is CONFIRMATION
    assert again.draft == screen.draft
    assert manager.open(step=1).configuration.quantities == screen.configuration.quantities


def test_a_step_further_than_what_is_filled_in_is_not_opened(manager: Manager) -> None:
    assert manager.open(step=4).step is CONFIGURATION
    manager.configure()
    assert manager.open(step=4).step is CLIENT


def test_nothing_is_sent_before_it_is_confirmed(front: Storefront, manager: Manager) -> None:
    """ORD-6: a new client neither, where no vendor has to be asked about it."""
    accounts, orders = len(front.accounts()), len(front.orders())
    manager.configure()
    screen = manager.fill_in(NEW_CLIENT)

    assert screen.step is CONFIRMATION

    assert (len(front.accounts()), len(front.orders())) == (accounts, orders)


def test_a_new_client_comes_with_its_order(front: Storefront, manager: Manager) -> None:
    """ORD-22, with a name of any alphabet."""
    accounts = len(front.accounts())
    manager.configure()
    screen = manager.fill_in(NEW_CLIENT)
    assert screen.step is CONFIRMATION, screen.problems

    placed = manager.submit(screen)

    assert isinstance(placed, Accepted)
    assert len(front.accounts()) == accounts + 1
    made = front.accounts()[-1]
    assert (made.name, made.account_id) == ("ООО «Ромашка»", int(placed.account_id))


def test_what_is_missing_is_said_when_the_step_is_left(manager: Manager) -> None:
    """ORD-22."""
    manager.configure()

    shown = manager.change(CLIENT, {"client": "new"})
    left = manager.go_on(CLIENT, {"client": "new"})

    assert shown.problems == {}
    assert set(left.problems) == {
        "data:name", "data:itn", "data:first_name", "data:last_name", "data:email",
    }  # fmt: skip


@pytest.mark.parametrize("amount", ["0", "-5", "2.5", "1000000", "many"])
def test_an_amount_that_is_not_possible_keeps_the_step(manager: Manager, amount: str) -> None:
    """ORD-11, ORD-18."""
    manager.configure()
    name = next(one.name for one in manager.open(step=1).configuration.fields
                if one.amounts.most is not None)  # fmt: skip

    screen = manager.go_on(CONFIGURATION, {name: amount})

    assert screen.step is CONFIGURATION
    assert screen.problems[name].startswith("Enter a whole number")


def test_one_form_is_one_order_however_often_it_is_sent(
    front: Storefront, manager: Manager
) -> None:
    """ORD-38."""
    screen = ready(manager)
    orders = len(front.orders())

    first = manager.submit(screen)
    second = manager.submit(screen)

    assert len(front.orders()) == orders + 1
    assert isinstance(first, Accepted)
    assert second == first


def test_what_was_not_agreed_to_is_not_sent(front: Storefront, manager: Manager) -> None:
    """ORD-34."""
    screen = ready(manager)
    orders = len(front.orders())

    answer = manager.submit(screen, is_agreed=False)

    assert isinstance(answer, OrderScreen)
    assert answer.said[-1].text == "Confirm the order and its terms first."
    assert len(front.orders()) == orders


def test_what_changed_in_another_tab_is_confirmed_anew(front: Storefront, manager: Manager) -> None:
    screen = ready(manager)
    orders = len(front.orders())
    field = screen.configuration.fields[0]
    manager.change(CONFIGURATION, {field.name: str((field.quantity or 0) + 1)})

    answer = manager.submit(screen)

    assert isinstance(answer, OrderScreen)
    assert answer.said[-1].kind == "warn"
    assert len(front.orders()) == orders
    assert isinstance(manager.submit(answer), Accepted)


def test_a_price_that_changed_meanwhile_is_confirmed_anew(
    front: Storefront, manager: Manager
) -> None:
    """ORD-35, MSG-8."""
    screen = ready(manager)
    assert screen.confirmation
    assert screen.confirmation.total
    before = screen.confirmation.total.amount
    front.raise_prices(front.plan(HOSTED), Decimal("1.50"))

    answer = manager.submit(screen)

    assert isinstance(answer, OrderScreen)
    assert answer.said[-1].text.startswith(f"The total has changed from {before} to ")
    assert answer.confirmation
    assert answer.confirmation.total
    assert answer.confirmation.total.amount > before
    assert isinstance(manager.submit(answer), Accepted)


def test_a_plan_that_is_withdrawn_meanwhile_can_not_be_ordered(
    front: Storefront, manager: Manager
) -> None:
    """CAT-13, ORD-35: the load has not told yet."""
    screen = ready(manager)
    orders = len(front.orders())
    front.withdraw(front.plan(HOSTED))

    with pytest.raises(Withdrawn):
        manager.submit(screen)
    with pytest.raises(Withdrawn):
        manager.open()
    assert len(front.orders()) == orders


def test_a_client_that_was_put_on_hold_meanwhile_is_not_ordered_for(
    front: Storefront, manager: Manager
) -> None:
    """ORD-5, ORD-35."""
    screen = ready(manager)
    orders = len(front.orders())
    front.hold(front.account())

    answer = manager.submit(screen)

    assert isinstance(answer, OrderScreen)
    assert answer.step is CLIENT
    assert "Administrative hold" in answer.problems["account"]
    assert len(front.orders()) == orders


def test_another_partners_client_is_no_client(front: Storefront, manager: Manager) -> None:
    """Security: its id may stand in the address, or come with the form."""
    foreign = front.foreign_account()
    manager.configure()

    asked = manager.open(account=foreign.account_id, step=4)
    chosen = manager.choose(foreign)

    for screen in (asked, chosen):
        assert screen.step is CLIENT
        assert screen.problems == {"account": "Choose a client."}
        assert screen.client
        assert screen.client.known is None


def test_who_may_only_look_sends_nothing(front: Storefront, manager: Manager) -> None:
    """MGR-9: the service is called directly, past the page that does not offer it."""
    screen = ready(manager)
    orders, accounts = len(front.orders()), len(front.accounts())
    manager.role = ManagerRole.MARKETING

    with pytest.raises(NotAllowed):
        manager.submit(screen)
    microsoft = Manager(front, front.plan("Microsoft 365 Business Basic"))
    microsoft.configure()
    microsoft.role = ManagerRole.MARKETING
    with pytest.raises(NotAllowed):
        microsoft.fill_in(WHOLE_CLIENT)

    assert (len(front.orders()), len(front.accounts())) == (orders, accounts)


def test_another_partners_plan_is_no_plan(front: Storefront) -> None:
    with pytest.raises(Withdrawn):
        Manager(front, front.foreign_plan()).open()


def test_without_the_platform_an_order_can_be_prepared_and_is_kept(
    front: Storefront, manager: Manager
) -> None:
    """Design 10: nothing is sent, and nothing is lost."""
    screen = ready(manager)
    orders = len(front.orders())
    front.meddler.on(".", lambda _: httpx.Response(503))

    first = manager.open(step=1)
    answer = manager.submit(screen)

    assert first.configuration.quantities == screen.configuration.quantities
    assert any("can't be reached" in one.text for one in first.said)
    assert isinstance(answer, OrderScreen | NotSent)
    front.meddler.forget()
    assert len(front.orders()) == orders
    assert manager.open(step=1).draft == screen.draft


def test_an_order_whose_answer_is_lost_is_not_sent_again(
    front: Storefront, manager: Manager
) -> None:
    """Design 6: it may have been placed."""
    screen = ready(manager)
    orders = len(front.orders())
    front.meddler.on("sales_order", front.lose_answer)

    first = manager.submit(screen)
    second = manager.submit(screen)

    assert isinstance(first, Unknown)
    assert isinstance(second, Unknown)
    assert len(front.orders()) == orders + 1


def test_a_client_that_the_platform_refuses_is_mended_where_it_is_wrong(
    front: Storefront, manager: Manager
) -> None:
    """ORD-23: which characters a name may have, the platform alone knows."""
    accounts, orders = len(front.accounts()), len(front.orders())
    manager.configure()
    screen = manager.fill_in({**NEW_CLIENT, "data:name": "Ромашка <b>"})

    refused = manager.submit(screen)
    assert isinstance(refused, Refused)
    with manager.wizard() as wizard:
        back = wizard.refused(manager.plan_id, refused)

    assert back.step is CLIENT
    assert "special characters" in back.problems["data:name"]
    assert back.client
    assert back.client.shown.name == "Ромашка <b>"
    assert (len(front.accounts()), len(front.orders())) == (accounts, orders)
    mended = manager.go_on(CLIENT, {"data:name": "Ромашка"})
    assert isinstance(manager.submit(mended), Accepted)


class TestMicrosoft:
    """Step 3, with the vendor that asks most."""

    @pytest.fixture
    def manager(self, front: Storefront) -> Manager:
        return Manager(front, front.plan("Microsoft 365 Business Basic"))

    def answers(self, name: str) -> dict[str, Any]:
        return {
            "extra:microsoft_customer_agreement": ["1"], "extra:is_new_domain": "1",
            "extra:customer_domain": name,
        }  # fmt: skip

    def at_questions(self, manager: Manager) -> OrderScreen:
        manager.configure()
        screen = manager.fill_in(WHOLE_CLIENT)
        assert screen.step is ADDITIONAL, (screen.problems, screen.said)
        return screen

    def test_a_new_client_is_made_before_its_vendor_is_asked(
        self, front: Storefront, manager: Manager
    ) -> None:
        """docs/decisions/orders-are-drafts.md; once, however often "Next" is pressed."""
        accounts = len(front.accounts())
        self.at_questions(manager)
        manager.go_on(CLIENT, {})

        assert len(front.accounts()) == accounts + 1
        assert manager.open(step=2).draft.account_id == str(front.accounts()[-1].account_id)

    def test_what_is_valid_leads_to_the_confirmation_and_is_ordered(
        self, front: Storefront, manager: Manager
    ) -> None:
        """ORD-29, MS-5."""
        self.at_questions(manager)
        waiting = manager.go_on(ADDITIONAL, self.answers("romashka"))
        assert waiting.is_checking
        front.wait(seconds=30)

        screen = manager.look_again()

        assert screen.step is CONFIRMATION
        assert isinstance(manager.submit(screen), Accepted)

    def test_what_the_vendor_finds_wrong_stands_at_its_field(
        self, front: Storefront, manager: Manager
    ) -> None:
        """ORD-30, MSG-11."""
        self.at_questions(manager)
        manager.go_on(ADDITIONAL, self.answers("taken"))
        front.wait(seconds=30)

        screen = manager.look_again()

        assert screen.step is ADDITIONAL
        assert "already used" in screen.problems["extra:customer_domain"]
        other = manager.change(ADDITIONAL, self.answers("romashka"))
        assert other.problems == {}

    def test_data_that_the_vendor_refuses_lead_back_to_the_client(
        self, front: Storefront, manager: Manager
    ) -> None:
        """MS-10."""
        self.at_questions(manager)
        manager.go_on(ADDITIONAL, self.answers("refused"))
        front.wait(seconds=30)

        screen = manager.look_again()

        assert screen.step is CLIENT
        assert "postal code" in screen.problems["data:zip"]

    def test_a_check_that_fails_can_be_repeated(self, front: Storefront, manager: Manager) -> None:
        """ORD-30."""
        self.at_questions(manager)
        manager.go_on(ADDITIONAL, self.answers("broken"))
        front.wait(seconds=30)

        failed = manager.look_again()
        again = manager.go_on(ADDITIONAL, self.answers("broken"))

        assert failed.step is ADDITIONAL
        assert failed.said[-1].text.startswith("The check could not be carried out")
        assert again.is_checking

    def test_a_check_without_end_ends_after_two_minutes(
        self, front: Storefront, manager: Manager
    ) -> None:
        """ORD-30."""
        self.at_questions(manager)
        manager.go_on(ADDITIONAL, self.answers("endless"))
        front.wait(minutes=1)
        assert manager.look_again().is_checking
        front.wait(minutes=2)

        screen = manager.look_again()

        assert not screen.is_checking
        assert "within two minutes" in screen.said[-1].text

    def test_a_changed_amount_has_to_be_checked_again(
        self, front: Storefront, manager: Manager
    ) -> None:
        """ORD-31."""
        self.at_questions(manager)
        manager.go_on(ADDITIONAL, self.answers("romashka"))
        front.wait(seconds=30)
        assert manager.look_again().step is CONFIRMATION

        manager.configure(quantity=7)

        assert manager.open(step=4).step is ADDITIONAL

    def test_a_client_that_has_answered_is_not_asked_again(
        self, front: Storefront, manager: Manager
    ) -> None:
        """ORD-28, MS-2."""
        known = front.account("json_extract(custom_attributes, '$.microsoft_tenant_name') IS NOT "
                              "NULL AND json_extract(custom_attributes, "
                              "'$.microsoft_agreement_accepted_on') IS NOT NULL AND status = "
                              "'active'")  # fmt: skip
        manager.configure()

        screen = manager.choose(known)

        assert screen.step in (CONFIRMATION, CLIENT)
        if screen.step is CLIENT:  # Microsoft wants an address that this client may not have.
            assert set(screen.problems) <= {f"data:{key}" for key in WHOLE_ADDRESS} | {"account"}
