"""Auto-renew as Microsoft has it, kept equal to the platform's (OP-27, MS-19).

Every morning both are compared: what was changed at Microsoft since the last time is taken over,
what was changed here Microsoft is told. With a renewal it is told at once.
"""

from __future__ import annotations

from sandbox.books import Books
from sandbox.due import plan_next_run
from sandbox.instants import instant_of
from sandbox.months import ONE_DAY
from sandbox.offers import periods_of, plan_of, renewal_period_of
from sandbox.records import Subscription
from sandbox.services.vendors import MICROSOFT, TEMPLATES, vendor_of
from sandbox.tables import to_plain
from sandbox.vendor_records import VendorRenewal

TASK, EVERYONE = "vendor_renewals", 0
HOUR = 7

# Every word that is put into these statements is ours.
FOLLOWED = (
    "end_on IS NOT NULL AND status IN ('active', 'graced', 'delivered', 'stopped') AND plan_id IN "
    "(SELECT plan_id FROM plan_resource WHERE template IN (SELECT value FROM json_each(?)))"
)
ADD_NEW = (
    "INSERT INTO vendor_renewal SELECT subscription_id, is_auto_renewed, is_auto_renewed "  # noqa: S608
    f"FROM subscription WHERE {FOLLOWED} "
    "AND subscription_id NOT IN (SELECT subscription_id FROM vendor_renewal)"
)
DIFFERENT = (
    f"{FOLLOWED} AND EXISTS (SELECT 1 FROM vendor_renewal AS told "  # noqa: S608
    "WHERE told.subscription_id = subscription.subscription_id "
    "AND NOT (told.is_on = subscription.is_auto_renewed AND told.was_on = told.is_on)) "
    "ORDER BY subscription_id"
)


def schedule(books: Books) -> None:
    """Have both compared from tomorrow morning on."""
    books.schedule(TASK, EVERYONE, instant_of(books.today + ONE_DAY, HOUR))


def schedule_missing(books: Books) -> None:
    """Have both compared in a store of an older version, which knows nothing of it."""
    sql = "SELECT 1 FROM task WHERE kind = ?"
    if books.connection.execute(sql, [TASK]).fetchone() is None:
        schedule(books)


def run(books: Books, subject_id: int) -> None:
    """Compare both for every subscription, and make them equal."""
    templates = [name for name, vendor in TEMPLATES.items() if vendor == MICROSOFT]
    books.connection.execute(ADD_NEW, [to_plain(templates)])
    for subscription in books.find(Subscription, DIFFERENT, templates):
        _make_equal(books, subscription)
    schedule(books)


def tell(books: Books, subscription: Subscription) -> None:
    """Have Microsoft set what is set here, as with a renewal."""
    if vendor_of(books, plan_of(books, subscription.plan_id)) == MICROSOFT:
        is_on = subscription.is_auto_renewed
        _write(books, subscription, is_on=is_on, was_on=is_on)


def set_at_vendor(books: Books, subscription: Subscription, is_on: bool) -> None:
    """Have somebody set auto-renew at Microsoft itself.

    Raises:
        ValueError: it is no subscription of Microsoft's.
    """
    if vendor_of(books, plan_of(books, subscription.plan_id)) != MICROSOFT:
        raise ValueError("It is no subscription of Microsoft's.")
    found = _told(books, subscription)
    was_on = found.was_on if found else subscription.is_auto_renewed
    _write(books, subscription, is_on=is_on, was_on=was_on)


def at_vendor(books: Books, subscription: Subscription) -> bool | None:
    """Return how auto-renew is set at Microsoft; None where that has been told nothing yet."""
    found = _told(books, subscription)
    return found.is_on if found else None


def _make_equal(books: Books, subscription: Subscription) -> None:
    told = _told(books, subscription)
    is_on = subscription.is_auto_renewed
    if told is not None and _is_taken_over(books, subscription, told):
        is_on = told.is_on
        plan_next_run(books, books.change(subscription, is_auto_renewed=is_on))
    _write(books, subscription, is_on=is_on, was_on=is_on)


def _is_taken_over(books: Books, subscription: Subscription, told: VendorRenewal) -> bool:
    """Tell whether Microsoft's setting is another one since, and may be set here."""
    is_changed_there_only = told.is_on != told.was_on == subscription.is_auto_renewed
    periods = periods_of(books, subscription.plan_id)
    is_possible = renewal_period_of(subscription, periods) is not None
    return is_changed_there_only and is_possible and not subscription.is_auto_renew_locked


def _told(books: Books, subscription: Subscription) -> VendorRenewal | None:
    found = books.find(VendorRenewal, "subscription_id = ?", subscription.subscription_id)
    return found[0] if found else None


def _write(books: Books, subscription: Subscription, *, is_on: bool, was_on: bool) -> None:
    known = _told(books, subscription)
    if known is None:
        books.add(VendorRenewal(subscription.subscription_id, is_on, was_on))
    else:
        books.change(known, is_on=is_on, was_on=was_on)
