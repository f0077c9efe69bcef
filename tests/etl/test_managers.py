"""Managers created or changed in the portal: followed, and found out about (MGR-4, ACC-4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.manager import ManagerDetails, NewManager, Role
from domain.operation import OperationState
from etl.summary import Status
from sandbox.records import Manager, ManagerRole
from store import models
from store.access_levels import assigned_level
from tests.etl.orders import RESELLER, Seller
from tests.etl.portal import Portal
from tests.etl.watching import A_WHILE, looks

EMAIL = "Ada.Byron@blaufeld.example"


@pytest.fixture
def seller(quiet: Portal) -> Seller:
    return Seller(quiet)


@pytest.fixture
def ada(quiet: Portal) -> NewManager:
    with quiet.platform.reading() as books:
        where = "name = 'Sales person' AND reseller_id = ?"
        (role,) = books.find(ManagerRole, where, int(RESELLER))
    return NewManager(
        "Ada Byron", EMAIL, "+442071234567", Role(str(role.role_id), role.name), "look"
    )


def tobias(seller: Seller) -> ManagerDetails:
    found = seller.actions.find_managers(RESELLER)
    return next(one for one in found if one.email.startswith("tobias"))


def known(portal: Portal, email: str = EMAIL) -> list[tuple[str, ...]]:
    return portal.ask(
        "SELECT name, status, role_name FROM mirror.manager"
        f" WHERE email = '{email.lower()}' AND reseller_id = '{RESELLER}'"
    )


def invited(portal: Portal) -> list[str]:
    with portal.store.reading() as session:
        rows = session.scalars(select(models.Message).where(models.Message.kind == "invitation"))
        return [row.manager_id for row in rows]


def managers_called(portal: Portal, email: str) -> list[Manager]:
    with portal.platform.reading() as books:
        return books.find(Manager, "email = ?", email)


def test_a_new_manager_is_known_at_the_next_look(
    quiet: Portal, seller: Seller, ada: NewManager
) -> None:
    """So that they can sign in within seconds."""
    seller.create_manager(ada)

    assert looks(quiet.watcher()).status is Status.PUBLISHED

    assert known(quiet) == [("Ada Byron", "active", "Sales person")]


def test_once_all_is_known_nothing_more_is_asked(
    quiet: Portal, seller: Seller, ada: NewManager
) -> None:
    seller.create_manager(ada)
    watcher = quiet.watcher()
    looks(watcher)
    quiet.meddler.forget()
    quiet.platform.advance(A_WHILE)

    assert watcher.tick() is None
    assert quiet.meddler.requests == []


def test_a_changed_manager_is_known_at_the_next_look(quiet: Portal, seller: Seller) -> None:
    own = tobias(seller)
    quiet.platform.advance(timedelta(minutes=1))
    seller.change_manager(own, status="inactive")

    assert looks(quiet.watcher()).status is Status.PUBLISHED
    assert known(quiet, own.email) == [("Tobias Krämer", "inactive", "Sales person")]


def test_a_manager_whose_answer_got_lost_is_found_welcomed_once_and_never_created_again(
    quiet: Portal, seller: Seller, ada: NewManager
) -> None:
    """The level is given with it: the one of the role may show more."""
    seller.loses("/managers$")
    operation = seller.create_manager(ada)
    assert operation.state is OperationState.UNKNOWN
    quiet.meddler.forget()

    watcher = quiet.watcher()
    watcher.tick()
    quiet.platform.advance(A_WHILE)
    watcher.tick()

    assert seller.known(operation).state is OperationState.ACCEPTED
    (created,) = managers_called(quiet, EMAIL)
    own_id = str(created.manager_id)
    assert invited(quiet) == [own_id]
    assert assigned_level(quiet.store, manager_id=own_id, reseller_id=RESELLER) == "look"
    assert known(quiet) == [("Ada Byron", "active", "Sales person")]


def test_a_manager_who_never_arrived_is_not_sent_after_a_while(
    quiet: Portal, seller: Seller, ada: NewManager
) -> None:
    seller.loses("/managers$", arrives=False)
    operation = seller.create_manager(ada)
    quiet.meddler.forget()
    watcher = quiet.watcher()
    watcher.tick()
    assert seller.known(operation).state is OperationState.UNKNOWN
    quiet.platform.advance(timedelta(minutes=6))
    watcher.tick()

    assert seller.known(operation).state is OperationState.NOT_SENT
    assert managers_called(quiet, EMAIL) == []
    assert invited(quiet) == []


def test_a_manager_of_old_with_that_email_is_not_taken_for_the_new_one(
    quiet: Portal, seller: Seller, ada: NewManager
) -> None:
    own = tobias(seller)
    again = NewManager("T. K.", own.email.upper(), "", ada.role, "everything")
    seller.loses("/managers$", arrives=False)
    operation = seller.create_manager(again)
    quiet.meddler.forget()

    quiet.watcher().tick()

    assert seller.known(operation).state is OperationState.UNKNOWN
    assert invited(quiet) == []


@pytest.mark.parametrize("arrives", [True, False])
def test_a_deactivation_whose_answer_got_lost_is_found_out_about(
    quiet: Portal, seller: Seller, arrives: bool
) -> None:
    own = tobias(seller)
    seller.loses(f"/managers/{own.manager_id}$", arrives=arrives)
    operation = seller.change_manager(own, status="inactive")
    quiet.meddler.forget()
    quiet.platform.advance(timedelta(minutes=6))

    quiet.watcher().tick()

    settled = OperationState.ACCEPTED if arrives else OperationState.NOT_SENT
    assert seller.known(operation).state is settled
