"""What is done to a subscription without an order: auto-renew, stop, activate, delete."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, Response, request
from msgspec import Meta, Struct
from werkzeug.exceptions import NotFound

from sandbox import operations
from sandbox.api.access import writing
from sandbox.api.bodies import Document, Key, read_body
from sandbox.api.ordering import author_of
from sandbox.api.subscription_shapes import draw_subscriptions
from sandbox.api.wire import answer, done
from sandbox.books import Books
from sandbox.managing import renew_automatically
from sandbox.records import Subscription

URL_PREFIX = "/api/v3/resellers/<int:reseller_id>/subscriptions/<int:subscription_id>"
blueprint = Blueprint("operations", __name__, url_prefix=URL_PREFIX)

Said = Annotated[str, Meta(min_length=1, max_length=500)]


class AutoRenewal(Struct, frozen=True):
    """The documented member, and one that the description is silent about."""

    autorenew: bool

    autorenew_period_id: Key | None = None


class Asked(Struct, frozen=True):
    """Who asks; the description is silent about it."""

    manager_id: Key | None = None


class Stop(Struct, frozen=True):
    reason: Said
    comment: Said

    manager_id: Key | None = None


@blueprint.patch("")
def changed_subscription(reseller_id: int, subscription_id: int) -> Response:
    asked = read_body(Document[AutoRenewal]).data.attributes
    with writing() as books:
        subscription = renew_automatically(
            books,
            _subscription(books, reseller_id, subscription_id),
            asked.autorenew,
            asked.autorenew_period_id,
        )
        (shape,) = draw_subscriptions(books, [subscription])
        return answer({"data": shape})


@blueprint.post("/stop_operation")
def stop_operation(reseller_id: int, subscription_id: int) -> Response:
    asked = read_body(Document[Stop]).data.attributes
    return _requested(reseller_id, subscription_id, "stop", asked.manager_id,
                      reason=asked.reason, comment=asked.comment)  # fmt: skip


@blueprint.post("/activate_operation")
def activate_operation(reseller_id: int, subscription_id: int) -> Response:
    return _requested(reseller_id, subscription_id, "activate", _who_asks())


@blueprint.post("/delete_operation")
def delete_operation(reseller_id: int, subscription_id: int) -> Response:
    return _requested(reseller_id, subscription_id, "delete", _who_asks())


def _who_asks() -> int | None:
    """Return the manager that is named; no body has to be sent."""
    if not request.get_data():
        return None
    return read_body(Document[Asked]).data.attributes.manager_id


def _requested(
    reseller_id: int, subscription_id: int, operation: str, manager_id: int | None, **said: str
) -> Response:
    with writing() as books:
        subscription = _subscription(books, reseller_id, subscription_id)
        author = author_of(books, reseller_id, manager_id)
        operations.request(books, subscription, operation, manager_id=author.manager_id, **said)
        return done()


def _subscription(books: Books, reseller_id: int, subscription_id: int) -> Subscription:
    where = "subscription_id = ? AND reseller_id = ?"
    found = books.find(Subscription, where, subscription_id, reseller_id)
    if not found:
        raise NotFound
    return found[0]
