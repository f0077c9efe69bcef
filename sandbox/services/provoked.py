"""Names that bring outcomes about on demand: the first word of a domain, up to a dot or hyphen."""

from __future__ import annotations

from datetime import timedelta

# What the validation of a domain comes to.
TAKEN = "taken"
UNKNOWN = "unknown"
UNLINKED = "unlinked"
REFUSED = "refused"
BROKEN = "broken"
ENDLESS = "endless"
SLOW = "slow"

# How the provisioning of what was validated goes.
FAILING = "failing"
REVIEW = "review"

SLOW_SECONDS = 90
REVIEW_TIME = timedelta(days=3)


def word_of(domain: str) -> str:
    """Return the word of a domain that may bring something about: of "taken-2.com", "taken"."""
    return domain.strip().lower().partition(".")[0].partition("-")[0]
