"""Draws resellers: who they are, their company, and whom to ask."""

from __future__ import annotations

from sandbox.api.listings import Shapes, shape_of
from sandbox.api.wire import stamps
from sandbox.books import Books
from sandbox.records import Json, Reseller


def draw_resellers(books: Books, resellers: list[Reseller]) -> Shapes:
    return [
        shape_of("resellers", reseller.reseller_id, _attributes(reseller)) for reseller in resellers
    ]


def _attributes(reseller: Reseller) -> Json:
    return {
        **stamps(reseller),
        "parent_id": None if reseller.parent_id is None else str(reseller.parent_id),
        "general": {
            **stamps(reseller),
            "name": reseller.name,
            "domain": reseller.domain,
            "currency": reseller.currency,
            "manager": None,
        },
        "company": {**stamps(reseller), **reseller.company},
        "contacts": reseller.contacts,  # The keys have dashes, as the platform spells them.
    }
