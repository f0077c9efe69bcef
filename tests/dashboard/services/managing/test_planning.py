"""What is chosen in the dialog of an operation, read against what there is to choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dashboard.services.managing.amounts import change_limits
from dashboard.services.managing.checks import action_of
from dashboard.services.managing.conditions import MAY_REDUCE, Action
from dashboard.services.managing.forms import price_untold
from dashboard.services.managing.planning import (
    plan_cancellation,
    plan_change,
    plan_deletion,
    plan_renewal,
    plan_stop,
    plan_switch,
)
from dashboard.services.reading import Origin, Reading
from dashboard.services.subscription_screen import SubscriptionScreen
from domain.details import HeldResource, OrderDetails, SubscribedPlan, SubscriptionDetails
from domain.management import Cancellation, Change, Deletion, Renewal, Stop, Switch
from domain.offer import Offer, OfferPeriod, OfferResource
from domain.statuses import BillingType

NOW = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)
ONE = Decimal(1)


def resource(key: str, name: str, **more: Any) -> OfferResource:
    given: dict[str, Any] = {
        "unit": "pcs.", "is_primary": False, "is_measured": False, "included": 0, "minimum": 0,
        "maximum": 100, "setup_fee": Decimal(0), "recurring_fee": Decimal(2),
        "renewal_fee": Decimal(0), "consumption_fee": Decimal(0), "template": "Mail",
    }  # fmt: skip
    return OfferResource(key, name, **{**given, **more})


def period(key: str, months: int | None, *, is_trial: bool = False) -> OfferPeriod:
    return OfferPeriod(key, "", months, is_trial, Decimal(0), Decimal(0), Decimal(0))


def offer(plan_id: str, *resources: OfferResource, periods: Any = None, **more: Any) -> Offer:
    given: dict[str, Any] = {"billing_type": BillingType.MONTHLY, "billing_code": "csp_monthly"}
    return Offer(
        plan_id, f"Plan {plan_id}", None, None, "p", "Product", None, "EUR",
        service_term_id=None, periods=periods or (period("y", 12), period("m", 1)),
        resources=resources, **{**given, **more},
    )  # fmt: skip


OWN = offer("1", resource("a", "Mailbox", is_primary=True), resource("b", "Archive"))


def held(key: str, name: str, count: int, **more: Any) -> HeldResource:
    given: dict[str, Any] = {
        "included_quantity": Decimal(0), "additional_quantity": Decimal(count),
        "minimum_quantity": ONE, "maximum_quantity": Decimal(100),
        "recurring_fee_amount": Decimal(2),
    }  # fmt: skip
    return HeldResource(f"r{key}", key, name, **{**given, **more})


def order(order_id: str, kind: str, status: str = "waiting_for_provisioning") -> OrderDetails:
    return OrderDetails(
        order_id, "s1", kind, status, None, None, date(2026, 4, 1), None, None, None
    )


def screen(*resources: HeldResource, orders: Any = (), **more: Any) -> SubscriptionScreen:
    subscription = SubscriptionDetails(
        "s1", "a1", "1", "Mail", "active", is_trial=False, started_on=date(2026, 1, 1),
        expires_on=date(2027, 1, 1), is_auto_renewed=False, updated_at=None, plan_period_id="y",
        abilities={"decrease_resources_change_order": True},
    )  # fmt: skip
    return SubscriptionScreen(
        subscription=replace(subscription, **more),
        account_name="Ромашка",
        plan=SubscribedPlan("1", "Plan 1", "csp_monthly", "EUR", "p"),
        is_offered=True,
        resources=resources or (held("a", "Mailbox", 12), held("b", "Archive", 3)),
        orders=tuple(orders),
        information=None,
        has_costs=False,
        reading=Reading(Origin.LIVE, NOW),
    )


def test_only_amounts_that_differ_are_asked_for() -> None:
    """OP-29."""
    same = plan_change(screen(), {"amount:a": "12", "amount:b": "3"})
    more = plan_change(screen(), {"amount:a": " 15 ", "amount:b": "3", "amount:x": "9"})

    assert same.request is None
    assert more.request == Change({"a": 15})
    assert more.problems == {}


def test_one_wrong_amount_stops_all_of_them() -> None:
    """MSG-6."""
    planned = plan_change(screen(), {"amount:a": "101", "amount:b": "4"})

    assert planned.request is None
    assert planned.problems == {"amount:a": "Enter a whole number from 1 to 100."}


def test_less_than_is_in_use_or_allowed_is_not_possible() -> None:
    """OP-33: what the vendor says is assigned, and what a commitment keeps."""
    used = screen(held("a", "Mailbox", 12, used_quantity=Decimal(9)))
    bound = screen(held("a", "Mailbox", 12), abilities={})

    assert plan_change(used, {"amount:a": "9"}).request == Change({"a": 9})
    assert plan_change(used, {"amount:a": "8"}).problems == {
        "amount:a": "Enter a whole number from 9 to 100."
    }
    assert plan_change(bound, {"amount:a": "11"}).request is None
    assert plan_change(bound, {"amount:a": "13"}).request == Change({"a": 13})


def test_what_the_vendor_measures_has_no_amount_to_change() -> None:
    planned = plan_change(screen(held("a", "Mailbox", 12, is_measured=True)), {"amount:a": "13"})

    assert planned.amounts == ()
    assert planned.request is None


def test_a_renewal_repeats_what_there_is_for_a_period_that_ends() -> None:
    """OP-16, OP-20: neither an endless period nor a trial."""
    plan = replace(OWN, periods=(period("e", None), period("t", 1, is_trial=True), *OWN.periods))

    planned = plan_renewal(screen(), {"amount:a": "1"}, plan, with_amounts=False)
    other = plan_renewal(screen(), {"period": "m"}, plan, with_amounts=False)
    wrong = plan_renewal(screen(), {"period": "e"}, plan, with_amounts=False)

    assert planned.request == Renewal("y", {"a": 12, "b": 3})
    assert other.request == Renewal("m", {"a": 12, "b": 3})
    assert wrong.request == Renewal("y", {"a": 12, "b": 3})
    assert plan_renewal(screen(), {}, None, with_amounts=False).request is None


def test_an_amount_that_the_plan_has_no_more_is_said_before_anything_is_confirmed() -> None:
    """OP-16, MSG-6: and what helps."""
    short = screen(replace(held("a", "Mailbox", 12), maximum_quantity=Decimal(5)))

    planned = plan_renewal(short, {}, OWN, with_amounts=False)

    assert planned.request is None
    assert planned.hindrance == (
        "The plan does not offer the present amount any more: Mailbox. Choose another one with"
        " “Change renewal options”."
    )


def test_a_renewal_asks_for_nothing_that_the_plan_was_given_since() -> None:
    """OP-16: it is a plain renewal still."""
    known = screen(held("a", "Mailbox", 12))

    planned = plan_renewal(known, {}, OWN, with_amounts=False)

    assert planned.request == Renewal("y", {"a": 12})
    assert action_of(planned.request, known) is Action.RENEW


@pytest.mark.parametrize(("abilities", "least"), [({}, 12), ({MAY_REDUCE: True}, 7)])
def test_less_than_is_in_use_is_never_asked_for(abilities: dict[str, bool], least: int) -> None:
    """OP-33: the tab, the dialog and the list go by one rule."""
    used = replace(held("5", "Mailbox", 12), used_quantity=Decimal(7))

    assert change_limits(used, abilities).least == least
    (amount,) = plan_change(screen(used, abilities=abilities), {}).amounts
    assert amount.least == least


def test_a_price_that_the_next_load_tells_is_waited_for() -> None:
    """CUR-7: rates of what was ordered since are not known yet."""
    closed = replace(order("7", "sales", "completed"), closed_at=NOW)

    soon = replace(screen(orders=[closed]), loaded_at=NOW - timedelta(minutes=5))
    never = replace(soon, loaded_at=NOW + timedelta(minutes=5))

    assert "The next load tells, in a few minutes." in price_untold(soon)
    assert "Contact support." in price_untold(never)


def test_a_one_time_purchase_is_renewed_for_the_same_period_only() -> None:
    """OP-16."""
    plan = replace(OWN, billing_type=BillingType.NON_RECURRING)

    planned = plan_renewal(screen(), {"period": "m"}, plan, with_amounts=False)

    assert [one.plan_period_id for one in planned.periods] == ["y"]


def test_other_amounts_for_the_next_period_replace_the_renewal_that_waits() -> None:
    """OP-17."""
    orders = [order("7", "renewal"), order("6", "change", "completed")]

    planned = plan_renewal(screen(orders=orders), {"amount:a": "5"}, OWN, with_amounts=True)

    assert planned.request == Renewal("y", {"a": 5, "b": 3}, replaces="7")
    assert [one.order_id for one in planned.ends] == ["7"]


def test_amounts_carry_over_to_a_resource_of_the_same_name() -> None:
    """OP-37: one that is too much has to be lowered first."""
    small = offer("2", resource("x", "Mailbox", is_primary=True, maximum=10))
    wide = offer("3", resource("y", "Mailbox", is_primary=True), resource("z", "Phone", minimum=2))

    too_much = plan_switch(screen(), {"plan": "2"}, OWN, [small, wide], is_on_renewal=False)
    lowered = plan_switch(
        screen(), {"plan": "2", "amount:x": "10"}, OWN, [small, wide], is_on_renewal=False
    )
    fits = plan_switch(screen(), {"plan": "3"}, OWN, [small, wide], is_on_renewal=True)

    assert too_much.request is None
    assert too_much.problems == {"amount:x": "Enter a whole number from 0 to 10."}
    assert lowered.request == Switch("2", "y", {"x": 10})
    assert fits.request == Switch("3", "y", {"y": 12, "z": 2}, is_on_renewal=True)


def test_targets_are_sorted_by_price_and_never_trials() -> None:
    """OP-36."""
    dear = offer("2", resource("x", "Mailbox", is_primary=True, recurring_fee=Decimal(9)))
    cheap = offer("3", resource("y", "Mailbox", is_primary=True, recurring_fee=ONE))
    trial = offer(
        "4", resource("z", "Mailbox", is_primary=True), periods=[period("t", 1, is_trial=True)]
    )

    planned = plan_switch(screen(), {"plan": "4"}, OWN, [dear, trial, cheap], is_on_renewal=False)

    assert [one.plan_id for one in planned.targets] == ["3", "2"]
    assert planned.request is None


def test_a_plan_made_from_something_else_may_lose_data() -> None:
    """OP-38."""
    other = offer("2", resource("x", "Mailbox", is_primary=True, template="Files"))
    same = offer("3", resource("y", "Mailbox", is_primary=True))

    assert plan_switch(screen(), {"plan": "2"}, OWN, [other], is_on_renewal=False).loses_data
    assert not plan_switch(screen(), {"plan": "3"}, OWN, [same], is_on_renewal=False).loses_data


def test_a_stop_ends_what_could_start_it_again() -> None:
    """OP-11."""
    orders = [order("9", "renewal"), order("8", "switch", "waiting_for_payment"),
              order("7", "change", "provisioning"), order("6", "prolong", "completed")]  # fmt: skip

    planned = plan_stop(screen(orders=orders), {"reason": "other", "comment": " Why not "})

    assert planned.request == Stop("other", "Why not")
    assert [one.order_id for one in planned.ends] == ["9", "8"]


@pytest.mark.parametrize("reason", ["", None, "because", "other\0", ["other"]])
def test_a_stop_has_one_of_the_reasons(reason: object) -> None:
    planned = plan_stop(screen(), {"reason": reason, "comment": "Why not"})

    assert planned.request is None
    assert planned.problems == {"reason": "Choose a reason."}


@pytest.mark.parametrize("typed", ["", None, "s2", "S1"])
def test_a_deletion_is_meant_by_its_id(typed: str | None) -> None:
    """OP-43."""
    assert plan_deletion(screen(), {"typed_id": typed}).request is None
    assert plan_deletion(screen(), {"typed_id": " s1 "}).request == Deletion()


def test_only_an_order_that_waits_for_its_day_is_cancelled() -> None:
    orders = [order("9", "prolong"), order("8", "change", "waiting_for_payment"),
              order("7", "renewal")]  # fmt: skip

    assert plan_cancellation(screen(orders=orders), {}).request == Cancellation("7")
    assert plan_cancellation(screen(orders=orders[:2]), {}).request is None
