"""A manager with the order's steps open, as the tests of orders walk through them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dashboard.services.ordering.draft import Values
from dashboard.services.ordering.screen import OrderScreen
from dashboard.services.ordering.steps import Step
from dashboard.services.ordering.wizard import Confirmed, Wizard
from dashboard.services.outcomes import Placed
from domain.statuses import ManagerRole
from sandbox.catalog_records import Plan
from sandbox.records import Account
from tests.storefront import Storefront

CONFIGURATION, CLIENT, ADDITIONAL, CONFIRMATION = Step
HOSTED = "Hosted Exchange Standard"
MICROSOFT = "Microsoft 365 Business Basic"
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


def ready(manager: Manager) -> OrderScreen:
    """Return the confirmation of a plain order for a known client."""
    manager.configure()
    screen = manager.choose(manager.front.account())
    assert screen.step is CONFIRMATION, screen.problems
    return screen


def answers(name: str) -> dict[str, Any]:
    """Return what Microsoft asks about a client, with a new domain of that name."""
    return {"extra:microsoft_customer_agreement": ["1"], "extra:is_new_domain": "1",
            "extra:customer_domain": name}  # fmt: skip
