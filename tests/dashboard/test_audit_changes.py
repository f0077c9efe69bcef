"""What an entry of the audit tells of before and after."""

from __future__ import annotations

from dashboard.audit_changes import Change, changes_in, facts_in, ids_in

CHANGED_AMOUNTS = {
    "operation_id": "x",
    "state": "accepted",
    "subscription_id": "s1",
    "account_id": None,
    "request": {"quantities": {"7": 15, "8": 2}},
    "before": {"status": "active", "plan_id": "p1", "quantities": {"7": 12, "8": 2, "9": 1}},
}


def test_a_change_tells_the_status_and_what_becomes_another() -> None:
    assert changes_in(CHANGED_AMOUNTS) == [
        Change("status", "active", None),
        Change("quantities", 12, 15, of="7"),
    ]
    assert facts_in(CHANGED_AMOUNTS) == {}
    assert set(ids_in(CHANGED_AMOUNTS)) == {"s1", "p1", "7", "8", "9"}


def test_auto_renewal_is_told_beside_what_it_was() -> None:
    detail = {
        "request": {"is_on": True, "plan_period_id": None},
        "before": {"is_auto_renewed": False, "plan_period_id": "5"},
    }

    assert changes_in(detail) == [Change("is_auto_renewed", False, True)]


def test_an_order_has_no_before() -> None:
    detail = {"account_id": "a1", "plan_id": "p1", "quantities": {"7": 3}, "provisioning_on": None}

    assert changes_in(detail) == [
        Change("plan_id", None, "p1"),
        Change("quantities", None, 3, of="7"),
    ]


def test_an_event_of_the_portal_tells_both_sides_and_the_rest() -> None:
    detail = {
        "of_manager_id": "m2",
        "before": {"access_level": "sales", "language": "en"},
        "after": {"access_level": "reader", "language": "en"},
        "address": "10.0.0.1",
    }

    assert changes_in(detail) == [Change("access_level", "sales", "reader")]
    assert facts_in(detail) == {"address": "10.0.0.1"}


def test_one_value_is_an_access_level() -> None:
    assert changes_in({"manager": "m1", "before": None, "after": "reader"}) == [
        Change("access_level", None, "reader")
    ]


def test_what_is_no_object_is_passed_over() -> None:
    assert changes_in({"before": "gone", "request": None}) == []
    assert list(ids_in({"before": 7, "quantities": []})) == []
