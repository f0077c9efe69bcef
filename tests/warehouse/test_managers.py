from __future__ import annotations

from pathlib import Path

import pytest

from domain.statuses import ManagerRole, ManagerStatus
from tests.warehouse_builder import make_warehouse
from warehouse.connection import Warehouse
from warehouse.managers import Manager, manager, manager_to_sign_in, managers_to_sign_in

ANNA = Manager(
    manager_id="m1",
    reseller_id="r1",
    name="Anna Schmidt",
    email="anna@alfa.example",
    status=ManagerStatus.ACTIVE,
    role=ManagerRole.SYSTEM_ADMINISTRATOR,
    reseller_name="Alfa",
    currency="EUR",
    domain="alfa.example",
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return make_warehouse(
        tmp_path,
        reseller=[{}, {"reseller_id": "r2", "domain": "beta.example", "currency": "USD"}],
        manager=[
            {"manager_id": "m1"},
            {"manager_id": "m2", "reseller_id": "r2", "status": "inactive"},
            {"manager_id": "m3", "reseller_id": "r2", "email": "bo@b.example", "status": "new"},
        ],
    )


def test_the_domain_decides_which_of_two_people_with_one_email(warehouse: Warehouse) -> None:
    """ACC-2."""
    with warehouse.snapshot() as snapshot:
        found = manager_to_sign_in(snapshot, domain="alfa.example", email="anna@alfa.example")
        other = manager_to_sign_in(snapshot, domain="beta.example", email="anna@alfa.example")

    assert found == ANNA
    assert other is not None
    assert (other.manager_id, other.currency, other.is_active) == ("m2", "USD", False)


def test_case_and_spaces_do_not_matter(warehouse: Warehouse) -> None:
    """ACC-5."""
    with warehouse.snapshot() as snapshot:
        found = manager_to_sign_in(snapshot, domain=" Alfa.Example", email="ANNA@alfa.example ")

    assert found == ANNA


@pytest.mark.parametrize(
    ("domain", "email"),
    [("alfa.example", "bo@b.example"), ("gamma.example", "anna@alfa.example"), ("", "")],
)
def test_nobody_is_found_at_another_domain(warehouse: Warehouse, domain: str, email: str) -> None:
    with warehouse.snapshot() as snapshot:
        assert manager_to_sign_in(snapshot, domain=domain, email=email) is None


def test_an_email_is_found_at_every_reseller(warehouse: Warehouse) -> None:
    """Before a provider's word says which of them it is."""
    with warehouse.snapshot() as snapshot:
        found = managers_to_sign_in(snapshot, email="ANNA@alfa.example ")

        assert [(one.manager_id, one.domain) for one in found] == [
            ("m1", "alfa.example"),
            ("m2", "beta.example"),
        ]
        assert found[0] == ANNA
        assert managers_to_sign_in(snapshot, email="") == []


def test_a_manager_belongs_to_one_reseller(warehouse: Warehouse) -> None:
    with warehouse.snapshot() as snapshot:
        assert manager(snapshot, "m1", reseller_id="r1") == ANNA
        assert manager(snapshot, "m1", reseller_id="r2") is None
        assert manager(snapshot, "m9", reseller_id="r1") is None


def test_a_status_never_seen_before_is_not_active(warehouse: Warehouse) -> None:
    with warehouse.snapshot() as snapshot:
        found = manager(snapshot, "m3", reseller_id="r2")

    assert found is not None
    assert not found.is_active


@pytest.mark.parametrize("known", ["альфа.рф", "xn--80aa6ayb0b.xn--p1ai"])
def test_a_domain_beyond_ascii_is_found_however_it_is_written(tmp_path: Path, known: str) -> None:
    """ACC-5: browsers copy the other way than they show."""
    reseller, manager_ = {"domain": known}, {"manager_id": "m1"}
    warehouse = make_warehouse(tmp_path, reseller=[reseller], manager=[manager_])

    with warehouse.snapshot() as snapshot:
        for typed in ("Альфа.рф", "XN--80AA6AYB0B.xn--p1ai"):
            found = manager_to_sign_in(snapshot, domain=typed, email="anna@alfa.example")
            assert found is not None, typed
        assert manager_to_sign_in(snapshot, domain="альфа.su", email="anna@alfa.example") is None
