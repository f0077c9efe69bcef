"""What one action would do to each of several subscriptions: its money, or why it can't be done.

It is worked out by the forms that the dialog of a single operation shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.services.managing.amounts import Amount, changeable
from dashboard.services.managing.bulk_given import TARGET, read_target
from dashboard.services.managing.checks import against
from dashboard.services.managing.conditions import Action
from dashboard.services.managing.forms import OperationForm, OperationForms, price_untold
from dashboard.services.managing.planning import AMOUNT, TYPED_ID, named
from dashboard.services.managing.reasons import not_offered
from dashboard.services.subscription_screen import SubscriptionScreen
from dashboard.texts import gettext
from domain.bulk import BulkAction, BulkItem, BulkJob, BulkPreview, ItemState
from domain.bulk_money import BulkMoney, Sums
from domain.errors import NotFound, UpstreamError
from domain.management import AutoRenewal, Request
from domain.money import Money
from domain.pricing.operation_quote import OperationQuote

ACTIONS = {
    BulkAction.RENEW: Action.RENEW,
    BulkAction.AUTO_RENEW_ON: Action.AUTO_RENEW,
    BulkAction.AUTO_RENEW_OFF: Action.AUTO_RENEW,
    BulkAction.STOP: Action.STOP,
    BulkAction.ACTIVATE: Action.ACTIVATE,
    BulkAction.CHANGE: Action.CHANGE,
    BulkAction.DELETE: Action.DELETE,
}
AUTO_RENEWALS = {
    BulkAction.AUTO_RENEW_ON: AutoRenewal(True),
    BulkAction.AUTO_RENEW_OFF: AutoRenewal(False),
}


def preview_one(forms: OperationForms, job: BulkJob, subscription_id: str) -> BulkPreview | None:
    """Return what a job would do to one subscription; None where the platform does not say now."""
    item = BulkItem(subscription_id)
    try:
        screen = forms.screen(subscription_id)
    except NotFound:
        text = gettext("There is no such subscription.")
        return BulkPreview(item, ItemState.NOT_AVAILABLE, text)
    except UpstreamError:
        return None
    if not screen.reading.is_live:
        return None
    form = forms.form_of(ACTIONS[job.action], screen, _values(job, screen))
    return None if form.is_price_unreachable else _preview(job, form)


def _values(job: BulkJob, screen: SubscriptionScreen) -> Mapping[str, str]:
    """Return what a form is filled in with."""
    if job.action is BulkAction.DELETE:
        return {TYPED_ID: screen.subscription.subscription_id}
    primary = _primary(screen) if job.action is BulkAction.CHANGE else None
    if primary is None:
        return {}
    return {named(AMOUNT, primary.key): str(_wanted(job, primary))}


def _wanted(job: BulkJob, primary: Amount) -> int:
    change = read_target(job.given)
    if change is None:
        raise ValueError(f"nothing is filled in for {TARGET}")
    return change.of(primary.current)


def _preview(job: BulkJob, form: OperationForm) -> BulkPreview:
    request = AUTO_RENEWALS.get(job.action, form.planned.request)
    problem = _problem(job, form, request)
    own = form.screen.subscription
    return BulkPreview(
        BulkItem(own.subscription_id, request, form.seen, form.price),
        ItemState.NOT_AVAILABLE if problem else ItemState.READY,
        problem,
        own.name,
        form.screen.account_name,
        _money(form.quote) if form.quote is not None and not problem else None,
    )


def _problem(job: BulkJob, form: OperationForm, request: Request | None) -> str | None:
    """Return why it can't be done, else None."""
    if not form.availability.is_available:
        return form.availability.reason or not_offered()
    if form.is_price_lacking:
        return price_untold(form.screen, form.untold)
    if job.action is BulkAction.STOP:
        return None  # Why it is stopped is said once for all, when it is confirmed.
    if request is None:
        return _not_planned(job, form)
    refused = against(request, form.screen)
    return refused.text if refused else None


def _not_planned(job: BulkJob, form: OperationForm) -> str:
    problems = form.planned.problems
    if form.planned.hindrance:
        return form.planned.hindrance
    if problems:
        return next(iter(problems.values()))
    if job.action is not BulkAction.CHANGE:
        return not_offered()
    if _primary(form.screen) is None:
        return gettext("It has no amount that could be changed.")
    return gettext("It has this amount already.")


def _primary(screen: SubscriptionScreen) -> Amount | None:
    return next((one for one in changeable(screen) if one.is_primary), None)


def _money(quote: OperationQuote) -> BulkMoney:
    nothing = Money.zero(quote.currency)
    primary = next((one for one in quote.amounts if one.is_primary), None)
    is_changed = primary is not None and primary.before != primary.after
    return BulkMoney(
        Sums(
            now=quote.now,
            later=quote.at_once.total if quote.is_delayed else nothing,
            refund=quote.refund,
            released=quote.released.total,
            monthly_before=quote.monthly_before or nothing,
            monthly_after=quote.monthly_after or nothing,
        ),
        later_on=quote.effective_on if quote.is_delayed else quote.released_on,
        before=primary.before if primary and is_changed else None,
        after=primary.after if primary and is_changed else None,
        until=quote.until if quote.order is not None else None,
    )
