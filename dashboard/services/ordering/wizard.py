"""An order from its first step to its end, for one manager.

Every view is made from what has been entered and kept, and from what the platform says now; so
it is the same after a reload, after "back", and after signing in again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from dashboard.services import outcomes
from dashboard.services.ordering.confirmation import sales_order, told_by
from dashboard.services.ordering.draft import DATA, Checked, Values, fields_of, named, unkept
from dashboard.services.ordering.drafts import Drafts
from dashboard.services.ordering.screen import OrderScreen, Said
from dashboard.services.ordering.sentences import changed_text, placed_before, said_of
from dashboard.services.ordering.steps import Step, read_step
from dashboard.services.ordering.view import Sources, View
from dashboard.services.outcomes import (
    Accepted,
    AccountSaved,
    InProgress,
    NotSent,
    Placed,
    Refused,
    Saved,
    Unknown,
)
from dashboard.texts import gettext
from domain.account import NewAccount
from domain.errors import NotFound, UpstreamError
from warehouse.buying import BuyingAccount, buying_accounts

# Which step of the wizard an outcome leads back to.
BACK_TO = {
    outcomes.Step.CONFIGURATION: Step.CONFIGURATION,
    outcomes.Step.ACCOUNT: Step.CLIENT,
    outcomes.Step.VALIDATION: Step.ADDITIONAL,
    outcomes.Step.ORDER: Step.CONFIRMATION,
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a manager saw and confirmed: `total` is the text of the amount that was shown."""

    key: str
    fingerprint: str
    total: str
    is_agreed: bool


class Wizard:
    """Leads one manager through orders of plans."""

    def __init__(self, drafts: Drafts, sources: Sources) -> None:
        self._drafts = drafts
        self._sources = sources

    def open(self, plan_id: str, query: Mapping[str, str]) -> OrderScreen:
        """Return the view that an address asks for, or the furthest one that can be opened.

        Raises:
            Withdrawn: the plan can't be ordered.
        """
        offered = self._sources.prices.offered(plan_id)
        draft = self._drafts.read(plan_id)
        said: tuple[Said, ...] = ()
        placed = self._sources.orders.outcome(draft.key)
        if isinstance(placed, Accepted | Refused):  # It has come to light meanwhile.
            self._ended(plan_id, draft.key, placed)
            draft = self._drafts.read(plan_id)
            said = (placed_before(placed) if isinstance(placed, Accepted) else said_of(placed),)
        draft = self._drafts.change(draft, draft.asked_for(query, offered.offer))
        view = View(self._sources, offered, draft)
        return self._screen(view, read_step(query.get("step")), said=said)

    def change(self, plan_id: str, step: Step, values: Values) -> OrderScreen:
        """Keep what the fields hold now, and return what follows from it."""
        return self._screen(self._changed(plan_id, step, values), step)

    def go_on(self, plan_id: str, step: Step, values: Values) -> OrderScreen:
        """Leave a step: return the next one, or the same with everything that is wrong with it.

        Raises:
            NotAllowed: it would send something, and this manager may not.
            Withdrawn: the plan can't be ordered any more.
        """
        view = self._changed(plan_id, step, values)
        screen = self._screen(view, step, is_strict=True)
        if screen.step is not step or screen.problems or screen.is_checking:
            return screen
        if any(one.kind == "bad" for one in screen.said) and step is Step.CLIENT:
            return screen
        if step is Step.CLIENT and screen.offered.offer.asks_vendor:
            return self._save_client(view)
        if step is Step.ADDITIONAL:
            return self._have_checked(view)
        return self._screen(view, screen.progress.after(step), is_strict=True)

    def look_again(self, plan_id: str) -> OrderScreen:
        """Return step 3 while the vendor looks at it, then what follows from what it says."""
        view = self._view(plan_id)
        return self._screen(view, Step.CONFIRMATION)

    def submit(self, plan_id: str, confirmed: Confirmed) -> OrderScreen | Placed:
        """Place the order that was confirmed, once; return what came of it, or why it was not sent.

        However often it is called with one key, the platform is sent one order.

        Raises:
            NotAllowed: this manager may not order.
            Withdrawn: the plan can't be ordered any more.
        """
        before = self._sources.orders.outcome(confirmed.key)
        if before is not None and not isinstance(before, Refused | NotSent):
            return self._ended(plan_id, confirmed.key, before)
        view = self._view(plan_id)
        screen = self._screen(view, Step.CONFIRMATION)
        if screen.step is not Step.CONFIRMATION:
            return screen
        against = self._against(screen, confirmed)
        if against is not None:
            return replace(screen, said=(*screen.said, against))
        buyer = view.client.buyer
        if buyer is None:
            return screen
        placed = self._sources.orders.place(
            confirmed.key, buyer, sales_order(view.draft, view.configuration)
        )
        if isinstance(placed, Unknown | InProgress) and placed.step is outcomes.Step.ACCOUNT:
            # Nothing is ordered before it is known what became of the client.
            return replace(screen, said=(*screen.said, said_of(placed)))
        return self._ended(plan_id, confirmed.key, placed)

    def outcome(self, plan_id: str, key: str) -> Placed | None:
        """Return what came of an order that was sent; None when none was sent under this key."""
        placed = self._sources.orders.outcome(key)
        return None if placed is None else self._ended(plan_id, key, placed)

    def refused(
        self, plan_id: str, placed: Refused | NotSent, *, was_looked_for: bool = False
    ) -> OrderScreen:
        """Return the step that a refusal leads back to, with what it says.

        `was_looked_for` tells that it may have been done, and was not found at the platform.
        """
        view = self._view(plan_id)
        said = said_of(placed)
        if was_looked_for and isinstance(placed, NotSent):
            said = Said("warn", gettext("The order was not placed. Confirm it again to place it."))
        if isinstance(placed, Refused) and placed.step is outcomes.Step.VALIDATION:
            draft = self._drafts.keep(replace(view.draft, checked=None))
            view = View(self._sources, view.offered, draft)
        screen = self._screen(view, BACK_TO[placed.step], said=(said,))
        if isinstance(placed, NotSent):
            return screen
        problems = {named(DATA, key): text for key, text in placed.fields.items()}
        return replace(screen, problems={**screen.problems, **problems})

    def forget(self, plan_id: str) -> None:
        """Drop what was entered for a plan, unless it was sent and is being looked for."""
        key = self._drafts.read(plan_id).key
        if not isinstance(self._sources.orders.outcome(key), Unknown | InProgress):
            self._drafts.forget(plan_id)

    def find_accounts(self, text: str | None, chosen: str | None = None) -> list[BuyingAccount]:
        """Return clients by a part of their name, number or ITN; the chosen one stays among them.

        At most `warehouse.buying.SHOWN`, and one more.
        """
        find = partial(
            buying_accounts, self._sources.snapshot, reseller_id=self._sources.reseller_id
        )
        found = find(text=text or None)
        if chosen and all(one.account_id != chosen for one in found):
            found = [*find(account_id=chosen), *found]
        return found

    def _against(self, screen: OrderScreen, confirmed: Confirmed) -> Said | None:
        """Say why what was confirmed can't be sent as it was (ORD-35, ORD-36)."""
        shown = screen.confirmation
        if shown is None or shown.blocked:
            return Said("bad", shown.blocked[0]) if shown else None
        if screen.draft.key != confirmed.key:
            says = gettext(
                "This order was changed in another tab or sent from it. Look at it again."
            )
            return Said("warn", says)
        if not confirmed.is_agreed:
            return Said("bad", gettext("Confirm the order and its terms first."))
        if shown.fingerprint != confirmed.fingerprint:
            return Said("warn", changed_text(confirmed.total, screen))
        return None

    def _ended(self, plan_id: str, key: str, placed: Placed) -> Placed:
        """Forget what was entered once it is an order; let it be sent anew once it was refused."""
        if isinstance(placed, Accepted):
            if self._drafts.read(plan_id).key == key:
                self._drafts.forget(plan_id)
        elif isinstance(placed, Refused):
            self._drafts.renew(plan_id, key)
        return placed

    def _save_client(self, view: View) -> OrderScreen:
        """Bring the client to the platform as it is entered: the vendor is asked about it next."""
        buyer = view.client.buyer
        if buyer is None:
            return self._screen(view, Step.CLIENT, is_strict=True)
        if not isinstance(buyer, NewAccount) and buyer.changes is None:
            return self._screen(view, Step.ADDITIONAL)
        saved = self._sources.orders.accounts.save(view.draft.key, buyer)
        if isinstance(saved, AccountSaved):
            draft = self._drafts.keep(view.draft.saved_as(saved.account_id))
            return self._screen(View(self._sources, view.offered, draft), Step.ADDITIONAL)
        return self._not_saved(view, saved)

    def _not_saved(self, view: View, saved: Saved) -> OrderScreen:
        screen = self._screen(view, Step.CLIENT, is_strict=True, said=(said_of(saved),))
        if not isinstance(saved, Refused):
            return screen
        self._drafts.renew(view.draft.plan_id, view.draft.key)
        problems = {named(DATA, key): text for key, text in saved.fields.items()}
        return replace(screen, problems={**screen.problems, **problems})

    def _have_checked(self, view: View) -> OrderScreen:
        """Send the data to the vendor, unless it has looked at the very same already (ORD-29)."""
        known = view.validation
        if known is not None and known.is_valid:
            return self._screen(view, Step.CONFIRMATION)
        draft = view.draft
        try:
            begun = self._sources.orders.validate(
                draft.plan_id,
                draft.account_id or "",
                view.configuration.ordered,
                view.additional.values,
            )
        except (UpstreamError, NotFound) as error:
            said = Said("bad", told_by(error))
            return self._screen(view, Step.ADDITIONAL, is_strict=True, said=(said,))
        checked = Checked(begun.async_task_id, draft.fingerprint(), self._sources.now.isoformat())
        kept = self._drafts.keep(replace(draft, checked=checked))
        return self._screen(View(self._sources, view.offered, kept), Step.CONFIRMATION)

    def _screen(
        self, view: View, asked: Step, *, is_strict: bool = False, said: tuple[Said, ...] = ()
    ) -> OrderScreen:
        try:
            screen = view.screen(asked, is_strict=is_strict, said=said)
        except (UpstreamError, NotFound) as error:
            # What was entered is kept; the step before needs the platform less.
            told = (*said, Said("bad", told_by(error)))
            screen = view.screen(min(asked, Step.CLIENT), is_strict=is_strict, said=told)
        placed = self._sources.orders.outcome(view.draft.key)
        return replace(screen, placed=placed if isinstance(placed, Unknown | InProgress) else None)

    def _changed(self, plan_id: str, step: Step, values: Values) -> View:
        """Keep what the fields hold, and nothing that is no field of this order."""
        offered = self._sources.prices.offered(plan_id)
        before = self._drafts.read(plan_id)
        view = View(
            self._sources, offered, before.changed(fields_of(offered.offer, values)), unkept(values)
        )
        if step is Step.CLIENT:
            view = view.pruned()
        view.draft = self._drafts.change(before, view.draft)
        return view

    def _view(self, plan_id: str) -> View:
        offered = self._sources.prices.offered(plan_id)
        return View(self._sources, offered, self._drafts.read(plan_id))
