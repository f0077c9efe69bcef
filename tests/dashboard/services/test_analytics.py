from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboard.services import analytics as module
from dashboard.services.analytics import Analytics
from domain.cost import Detail, Level
from domain.errors import BadFilter, NotFound
from domain.money import Money
from warehouse.connection import Snapshot

WINTER = {"from": "2026-01", "to": "2026-02"}
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


def test_a_view_opens_with_the_six_last_complete_months(analytics: Analytics) -> None:
    """ANL-8, ANL-16."""
    screen = analytics.screen({})

    assert (screen.starts[0], screen.starts[-1]) == (date(2025, 9, 1), FEBRUARY)
    assert screen.total == Money(Decimal("40.800001"), "EUR")
    assert sum(screen.totals) == screen.total.amount
    assert [component.name for component in screen.components] == ["Alfa Trade", "Beta"]


def test_amounts_stand_in_the_order_of_the_months(analytics: Analytics) -> None:
    alfa, beta = analytics.screen(WINTER).components

    assert alfa.amounts == (Decimal("10.10"), Decimal("20.20"))
    assert beta.amounts == (Decimal("10.500001"), Decimal(0))


def test_two_months_and_their_growth_follow_the_filters_not_the_period(
    analytics: Analytics,
) -> None:
    """ANL-19, ANL-20: January 10.10, February 20.20."""
    screen = analytics.screen({"from": "2025-01", "to": "2025-02", "account": "a1"})

    assert (screen.previous.month, screen.previous.cost.amount) == (JANUARY, Decimal("10.10"))
    assert (screen.last.month, screen.last.cost.amount) == (FEBRUARY, Decimal("20.20"))
    assert screen.growth == Decimal("100.0")


def test_drilling_goes_from_client_to_subscription_to_category_to_resource(
    analytics: Analytics,
) -> None:
    """ANL-14."""
    beta = analytics.screen(WINTER).components[1]
    assert beta.inside is not None
    assert beta.inside.account_ids == ("a2", "a3")

    by_subscription = analytics.screen({**WINTER, "account": "a2,a3"})
    assert by_subscription.scope.level is Level.SUBSCRIPTION
    (azure,) = by_subscription.components
    assert azure.inside is not None
    assert azure.inside.subscription_ids == ("s2",)

    by_category = analytics.screen({**WINTER, "account": "a2,a3", "subscription": "s2"})
    assert [one.name for one in by_category.components] == ["Setup", "Compute", "Storage"]
    assert [one.name for one in by_category.trail] == ["All clients", "Beta", "Azure plan"]

    by_resource = analytics.screen({**WINTER, "subscription": "s2", "category": "Compute"})
    (machine,) = by_resource.components
    assert (machine.name, machine.inside, machine.records.resource) == ("D2 v5", None, "D2 v5")


def test_a_name_shared_by_several_offers_each_of_them(analytics: Analytics) -> None:
    """ANL-14."""
    beta = analytics.screen(WINTER).components[1]

    assert [(member.id, member.amount) for member in beta.members] == [
        ("a3", Decimal(7)),
        ("a2", Decimal("3.500001")),
    ]
    assert [member.inside.account_ids for member in beta.members] == [("a3",), ("a2",)]


def test_others_do_not_drill(analytics: Analytics, monkeypatch: pytest.MonkeyPatch) -> None:
    """ANL-12, ANL-14."""
    monkeypatch.setattr(module, "TOP", 1)
    *_, others = analytics.screen(WINTER).components

    assert (others.is_others, others.inside, others.total) == (True, None, Decimal("10.500001"))
    assert others.records.others == (JANUARY, FEBRUARY)


def test_a_period_with_open_records_is_preliminary(analytics: Analytics) -> None:
    """ANL-18."""
    assert analytics.screen({"from": "2026-01", "to": "2026-01"}).is_preliminary
    assert not analytics.screen({"from": "2026-02", "to": "2026-02"}).is_preliminary


def test_refunds_and_discounts_are_totalled(analytics: Analytics) -> None:
    screen = analytics.screen({**WINTER, "measure": "net"})

    assert (screen.refund, screen.discount) == (Decimal("-1.5"), Decimal("0.10"))
    assert screen.total.amount == Decimal("40.700001")


def test_days_are_for_pay_as_you_go_subscriptions(analytics: Analytics) -> None:
    """ANL-9."""
    january = {"from": "2026-01", "to": "2026-01", "detail": "day"}

    azure = analytics.screen({**january, "subscription": "s2"})
    assert (azure.view.detail, len(azure.starts)) == (Detail.DAY, 31)

    office = analytics.screen({**january, "subscription": "s1"})
    assert office.view.detail is Detail.MONTH
    assert office.scope.problems == ("Days can be shown for one pay-as-you-go subscription only.",)


def test_leaving_days_leaves_their_months_too(analytics: Analytics) -> None:
    """ANL-9. What days may span is no period of months: a single open one would be shown."""
    screen = analytics.screen({"subscription": "s2", "detail": "day"})
    assert screen.scope.can_show_days

    (top, *_) = screen.trail

    assert (top.view.detail, top.view.period.month_count()) == (Detail.MONTH, 6)


def test_a_month_without_data_is_empty_and_says_so(analytics: Analytics) -> None:
    """ANL-24."""
    screen = analytics.screen({"from": "2025-01", "to": "2025-02"})

    assert (screen.components, screen.total.amount, screen.totals) == ((), Decimal(0), ())


@pytest.mark.parametrize(
    "query",
    [
        {"account": "a9"},
        {"account": "a1,a9"},
        {"account": "nobody"},
        {"subscription": "s9"},
        {"account": "a1", "subscription": "s2"},
    ],
)
def test_what_is_not_the_resellers_is_not_found(
    analytics: Analytics, query: dict[str, str]
) -> None:
    """NFR-1: another reseller's id and one that nobody has are answered alike."""
    screen = analytics.screen(query)

    assert screen.scope.is_missing
    assert len(screen.scope.problems) == 1
    assert "Foreign" not in str(screen)
    with pytest.raises(NotFound):
        screen.scope.required()


@pytest.mark.parametrize(
    "query",
    [
        {"category": "Compute"},
        {"subscription": "s2", "category": "Weather"},
        {"from": "yesterday"},
    ],
)
def test_an_export_shows_nothing_else_than_what_was_asked_for(
    analytics: Analytics, query: dict[str, str]
) -> None:
    with pytest.raises(BadFilter):
        analytics.scope(query).required()


def test_another_reseller_sees_its_own(snapshot: Snapshot) -> None:
    other = Analytics(snapshot, reseller_id="r2", currency="USD", today=date(2026, 3, 20))

    assert [one.name for one in other.screen(WINTER).components] == ["Foreign"]
    assert [one.name for one in other.accounts(other.screen(WINTER).view.period)] == ["Foreign"]
