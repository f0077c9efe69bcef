"""What the bodies of all orders have in common: amounts, promo codes, and who asks."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from domain.statuses import ManagerStatus
from sandbox.api.access import asker, reach
from sandbox.api.bodies import Key, Quantity
from sandbox.books import Books
from sandbox.records import Manager
from sandbox.refusals import unprocessable


class OrderedResource(Struct, frozen=True):
    plan_resource_id: Key
    quantity: Quantity


def totals_named(resources: Iterable[OrderedResource]) -> dict[int, int]:
    """Return total amounts by plan resource id.

    Raises:
        Refused: a resource is named twice.
    """
    return named_once((resource.plan_resource_id, resource.quantity) for resource in resources)


def named_once(amounts: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return amounts by their keys.

    Raises:
        Refused: a key is there twice.
    """
    given = list(amounts)
    found = dict(given)
    if len(found) < len(given):
        raise unprocessable("A resource is named twice", pointer="/data/attributes/resources")
    return found


def check_promo_code(code: str | None) -> None:
    """Make sure that no promo code is given: there are none.

    Raises:
        Refused: one is.
    """
    if code:
        raise unprocessable("There is no such promo code", pointer="/data/attributes/promo_code")


def author_of(books: Books, reseller_id: int, manager_id: int | None) -> Manager:
    """Return who asks: the manager named, or the one whose token this is.

    Raises:
        Refused: the one named is not an active manager of the reseller.
    """
    if manager_id is None:
        return asker()
    where = "manager_id = ? AND status = ?"
    found = books.find(Manager, where, manager_id, ManagerStatus.ACTIVE)
    if not found or found[0].reseller_id not in (reseller_id, *reach()):
        raise unprocessable("There is no such active manager",
                            pointer="/data/attributes/manager_id")  # fmt: skip
    return found[0]
