"""What follows from an order as far as it is entered: how far it has got, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from dashboard.services.ordering.additional import Additional, additional
from dashboard.services.ordering.checking import look_at
from dashboard.services.ordering.client import ClientStep, KnownClient, client_step
from dashboard.services.ordering.configuration import Configuration, configuration
from dashboard.services.ordering.confirmation import (
    Confirmation,
    confirmation,
    told_by,
    unreachable,
)
from dashboard.services.ordering.draft import ACCOUNT, DATA, EXTRA, Client, OrderDraft, named
from dashboard.services.ordering.prices import Offered, Prices
from dashboard.services.ordering.screen import OrderScreen, Said
from dashboard.services.ordering.steps import Progress, Step, progress
from dashboard.services.orders import Orders
from dashboard.texts import gettext
from domain.account import ACCOUNT_KEYS
from domain.errors import NotFound, UpstreamError
from domain.order import OrderField, Validation, ValidationStatus
from warehouse.buying import BuyingAccount, buying_accounts, live_subscriptions
from warehouse.connection import Snapshot


@dataclass(frozen=True, slots=True)
class Sources:
    """What a view is made from besides the draft."""

    snapshot: Snapshot
    orders: Orders
    prices: Prices
    reseller_id: str
    now: datetime


class View:
    """An order as it stands; each part is worked out when it is first looked at.

    Parts that ask the platform raise `UpstreamError` when it can't be reached.
    """

    def __init__(
        self,
        sources: Sources,
        offered: Offered,
        draft: OrderDraft,
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        self._sources = sources
        self.offered = offered
        self.draft = draft
        self._secrets = secrets or {}
        self._not_read: str | None = None  # Why the chosen client could not be read.

    def pruned(self) -> View:
        """Return the view of the draft with only those data of the client that were edited.

        What merely stood in a field would later undo what somebody else corrects meanwhile.
        """
        if self.known_client is None:
            return self
        draft = self.draft.with_edits_of(self.known_client.account.data.values())
        view = View(self._sources, self.offered, draft, self._secrets)
        view.known_client = self.known_client
        return view

    @cached_property
    def configuration(self) -> Configuration:
        offered = self.offered
        return configuration(offered.offer, self.draft, offered.term, offered.today)

    @cached_property
    def client(self) -> ClientStep:
        step = client_step(self.draft, self.known_client, self.offered.offer)
        if self._not_read is not None:
            return replace(step, problems={ACCOUNT: self._not_read})
        refused = {
            named(DATA, key): text for key, text in self._errors.items() if key in ACCOUNT_KEYS
        }
        return replace(step, problems={**step.problems, **refused}, same_itn=self._same_itn(step))

    @cached_property
    def additional(self) -> Additional:
        """What the vendor asks, with its explanations."""
        asked = additional(self._questions, self.draft.extra, self._secrets)
        return asked.explained(self._errors)

    @cached_property
    def validation(self) -> Validation | None:
        """The vendor's view of what is entered now; None when it was not asked about that."""
        checked = self.draft.checked
        if checked is None or checked.fingerprint != self.draft.fingerprint():
            return None
        try:
            return look_at(self._sources.orders, checked, self._sources.now)
        except NotFound:
            return None

    @property
    def is_checking(self) -> bool:
        return self.validation is not None and self.validation.is_running

    @cached_property
    def confirmation(self) -> Confirmation:
        return confirmation(
            self.offered, self.draft, self.configuration, self.client, self._sources.prices
        )

    def furthest(self, asked: Step) -> Step:
        """Return the last step that can be opened, no further than the one that is asked for."""
        if asked is Step.CONFIGURATION or self.configuration.problems:
            return Step.CONFIGURATION
        if asked is Step.CLIENT or self.client.problems:
            return Step.CLIENT
        if not self.offered.offer.asks_vendor:
            return asked
        if self.draft.client is Client.NEW:
            return Step.CLIENT  # It has to exist before its vendor can be asked.
        if asked is Step.ADDITIONAL or not self._questions:
            return asked
        is_valid = self.validation is not None and self.validation.is_valid
        return asked if is_valid and not self.is_checking else Step.ADDITIONAL

    def screen(
        self, asked: Step, *, is_strict: bool = False, said: tuple[Said, ...] = ()
    ) -> OrderScreen:
        """Return the view at a step, or at the one before it that is not done.

        Fields that are merely empty are found fault with when it is strict, or was to go further.
        """
        steps = self._progress(asked)
        step = steps.shown
        is_strict = is_strict or step < asked
        screen = OrderScreen(
            offered=self.offered,
            draft=self.draft,
            progress=steps,
            configuration=self.configuration,
            quote=self._sources.prices.in_plan_currency(self.offered, self.configuration),
            problems=self._shown_problems(step, is_strict=is_strict),
            said=(*self._notes(step), *said),
        )
        match step:
            case Step.CLIENT:
                return replace(screen, client=self.client)
            case Step.ADDITIONAL:
                return replace(
                    screen, client=self.client, additional=self.additional,
                    is_checking=self.is_checking,
                )  # fmt: skip
            case Step.CONFIRMATION:
                extra = None if steps.is_short else self.additional
                return replace(
                    screen, client=self.client, additional=extra, confirmation=self.confirmation
                )
        return screen

    def _progress(self, asked: Step) -> Progress:
        furthest = self.furthest(asked)
        is_short = not self.offered.offer.asks_vendor
        if not is_short and furthest >= Step.ADDITIONAL:
            is_short = not self._questions
            if is_short:
                asked, furthest = Step.CONFIRMATION, Step.CONFIRMATION
        elif is_short and furthest is Step.ADDITIONAL:
            asked, furthest = Step.CONFIRMATION, Step.CONFIRMATION
        return progress(asked, furthest, is_short=is_short)

    def _shown_problems(self, step: Step, *, is_strict: bool) -> Mapping[str, str]:
        match step:
            case Step.CONFIGURATION:
                found = dict(self.configuration.problems)
                entered = {one.name for one in self.configuration.fields}
            case Step.CLIENT:
                found = dict(self.client.problems)
                entered = {named(DATA, key) for key, text in self.client.shown.values().items()
                           if text}  # fmt: skip
                entered |= {ACCOUNT} if self.draft.account_id else set()
            case Step.ADDITIONAL:
                found = self.additional.problems
                entered = {one.name for one in self.additional.fields if one.value}
                entered |= {named(EXTRA, key) for key in self._errors}
            case _:
                return {}
        return found if is_strict else {name: found[name] for name in found if name in entered}

    def _notes(self, step: Step) -> tuple[Said, ...]:
        notes = []
        if not self.offered.is_live:
            says = gettext(
                "The platform can't be reached now: prices are those of the last load. An order"
                " can be prepared, but not sent."
            )
            notes.append(Said("warn", says))
        if step is Step.ADDITIONAL and self.validation is not None:
            if self.validation.status is ValidationStatus.FAILED:
                says = gettext("The check could not be carried out: %(reason)s Press “Next” to"
                               " try again.", reason=self.validation.failure)  # fmt: skip
                notes.append(Said("bad", says))
        if step is Step.CLIENT and any(key in ACCOUNT_KEYS for key in self._errors):
            says = gettext("The vendor refuses the data of the client.")
            notes.append(Said("bad", says))
        return tuple(notes)

    @property
    def _errors(self) -> Mapping[str, str]:
        """The vendor's explanations of what is wrong with what is entered now."""
        try:
            found = self.validation
        except UpstreamError:
            return {}
        is_refused = found is not None and not found.is_running and not found.is_valid
        return found.errors if found is not None and is_refused else {}

    @cached_property
    def known_client(self) -> KnownClient | None:
        """The chosen client as it is at the platform now; None when there is none."""
        account_id = self.draft.account_id
        if self.draft.client is Client.NEW or account_id is None:
            return None
        if not self.offered.is_live:
            self._not_read = unreachable()
            return None
        try:
            account = self._sources.orders.accounts.account(account_id)
        except NotFound:
            return None
        except UpstreamError as error:
            self._not_read = told_by(error)
            return None
        return KnownClient(account, self._live_subscription(account_id))

    def _live_subscription(self, account_id: str) -> str | None:
        """Return a client's subscription to the plan where it may have only one (ORD-25)."""
        term = self.offered.term
        if term is None or not term.is_singleton:
            return None
        found = live_subscriptions(
            self._sources.snapshot,
            account_id=account_id,
            plan_id=self.draft.plan_id,
            reseller_id=self._sources.reseller_id,
        )
        return found[0] if found else None

    def _same_itn(self, step: ClientStep) -> tuple[BuyingAccount, ...]:
        itn, known = step.data.itn, step.known
        if not itn or (known is not None and known.account.data.itn == itn):
            return ()
        found = buying_accounts(
            self._sources.snapshot, itn=itn, reseller_id=self._sources.reseller_id
        )
        return tuple(one for one in found if one.account_id != self.draft.account_id)

    @cached_property
    def _questions(self) -> tuple[OrderField, ...]:
        """What the vendor wants to know of the chosen client (ORD-28)."""
        if not self.offered.offer.asks_vendor or self.draft.account_id is None:
            return ()
        return self._sources.orders.fields(
            self.draft.plan_id, self.draft.account_id, self.configuration.ordered
        )
