"""Who may do what (MGR-9)."""

from __future__ import annotations

import pytest

from domain.access import EVERYONE, Access, AccessLevel, AccessLevels, Mode, Section
from domain.errors import NoAccess
from domain.statuses import ManagerRole
from settings import read_settings

SHOP = {Section.CATALOG: Mode.FULL, Section.CLIENTS: Mode.READ}
LEVELS = AccessLevels(
    {
        "shop": AccessLevel("shop", {"en": "Shop", "ru": "Магазин"}, SHOP),
        "look": AccessLevel("look", {"en": "Look"}, dict.fromkeys(Section, Mode.READ)),
    },
    {"Sales person": "shop"},
    "look",
)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (ManagerRole.SYSTEM_ADMINISTRATOR, True),
        (ManagerRole.SALES_PERSON, True),
        (ManagerRole.MARKETING, False),
        (ManagerRole.PRODUCT_OWNER, False),
        (ManagerRole.UNKNOWN, False),
    ],
)
def test_who_sells_may_order_and_others_may_look(role: ManagerRole, may: bool) -> None:
    """The levels that roles have when nobody assigned any."""
    access = read_settings({}).access_levels.access(role, None)

    assert access.may_order is may
    assert access.may_change(Section.SUBSCRIPTIONS) is may
    assert all(map(access.may_see, Section))


@pytest.mark.parametrize("assigned", [None, "look", "gone"])
def test_an_administrator_has_full_control_whatever_is_assigned(assigned: str | None) -> None:
    access = LEVELS.access(ManagerRole.SYSTEM_ADMINISTRATOR, assigned)

    assert all(map(access.may_change, Section))
    assert LEVELS.level(ManagerRole.SYSTEM_ADMINISTRATOR, assigned) is None


def test_an_assigned_level_counts_before_the_roles() -> None:
    assert LEVELS.access(ManagerRole.SALES_PERSON, None).may_order
    assert not LEVELS.access(ManagerRole.SALES_PERSON, "look").may_order
    assert LEVELS.access(ManagerRole.UNKNOWN, None).may_see(Section.ANALYTICS)


def test_a_level_that_is_not_there_any_more_shows_nothing() -> None:
    """A file that lost a level must not open what the level had closed."""
    access = LEVELS.access(ManagerRole.SALES_PERSON, "gone")

    assert not any(map(access.may_see, Section))
    assert access.may_see(EVERYONE)


def test_what_a_level_does_not_name_is_hidden() -> None:
    access = LEVELS.access(ManagerRole.SALES_PERSON, "shop")

    access.require(Section.CLIENTS)
    access.require(EVERYONE)
    with pytest.raises(NoAccess):
        access.require(Section.COMPANY)


def test_who_orders_sees_clients() -> None:
    assert Access(SHOP).may_order
    assert not Access({Section.CATALOG: Mode.FULL}).may_order


def test_a_level_is_named_in_the_readers_language() -> None:
    assert LEVELS.levels["shop"].name("ru") == "Магазин"
    assert LEVELS.levels["look"].name("ru") == "Look"
