"""What the platform says when it refuses, where it is better said in the reader's own words."""

from __future__ import annotations

from dashboard.texts import gettext

# Of a sentence of the API's description (upstream/contract.yaml); the rest of it may differ.
RESTRICTED = "not available due to restrictions imposed on the account"


def refusal_text(said: str | None) -> str:
    """Return what to tell of a refusal: MSG-9, or the platform's own words."""
    if said and RESTRICTED in said:
        return gettext(
            "This product cannot be ordered for this client because of a restriction. Contact"
            " support."
        )
    return said or ""
