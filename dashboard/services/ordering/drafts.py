"""One manager's drafts, as they are kept in the portal store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dashboard.services.ordering.draft import Client, OrderDraft
from store.database import Store
from store.drafts import (
    DraftPlace,
    clear_draft,
    get_draft,
    renew_key,
    replace_key,
    save_draft,
)


@dataclass(frozen=True, slots=True)
class Drafts:
    """What a manager has entered, plan by plan."""

    store: Store
    manager_id: str
    now: datetime

    def read(self, plan_id: str) -> OrderDraft:
        """Return what has been entered; a first draft is kept at once, and has its key then."""
        place = self._place(plan_id)
        found = get_draft(self.store, place, now=self.now) or save_draft(
            self.store, place, {}, now=self.now
        )
        return OrderDraft.read(found.key, plan_id, found.data)

    def keep(self, draft: OrderDraft) -> OrderDraft:
        kept = save_draft(self.store, self._place(draft.plan_id), draft.to_keep(), now=self.now)
        return replace(draft, key=kept.key)

    def change(self, before: OrderDraft, after: OrderDraft) -> OrderDraft:
        """Keep a changed draft. One that turns to a new client is another operation from then on,
        and has nothing to do with a client that was created for it before.
        """
        if after == before:
            return before
        kept = self.keep(after)
        if before.client is Client.EXISTING and after.client is Client.NEW:
            replace_key(self.store, self._place(kept.plan_id), key=kept.key, now=self.now)
            return self.read(kept.plan_id)
        return kept

    def renew(self, plan_id: str, key: str) -> None:
        """Let a form that was refused under this key be sent anew."""
        renew_key(self.store, self._place(plan_id), key=key, now=self.now)

    def forget(self, plan_id: str) -> None:
        clear_draft(self.store, self._place(plan_id))

    def _place(self, plan_id: str) -> DraftPlace:
        return DraftPlace(self.manager_id, plan_id)
