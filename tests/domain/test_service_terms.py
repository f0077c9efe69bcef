"""Which service term is in force, and when a reseller is billed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.service_terms import DatedTerm, ServiceTerm, ServiceTerms

SHORT = ServiceTerm("NCE", 72, 15, False, False, True, None, False, 0, 90, 1, 30, -1, 30, True,
                    False, False)  # fmt: skip
LONG = replace(SHORT, cancellation_hours=168)
TERMS = ServiceTerms(
    {
        "1": (DatedTerm(None, SHORT), DatedTerm(date(2023, 3, 1), LONG)),
        "2": (DatedTerm(date(2024, 1, 1), SHORT),),
    },
    {"14": 15},
)


def test_a_term_changes_on_the_day_its_new_rules_are_from() -> None:
    """MS-17: 72 hours once, 168 later."""
    assert TERMS.term("1", date(2023, 2, 28)) == SHORT
    assert TERMS.term("1", date(2023, 3, 1)) == LONG


def test_nothing_is_known_before_the_first_rules_and_of_other_terms() -> None:
    assert TERMS.term("2", date(2023, 12, 31)) is None
    assert TERMS.term("3", date(2024, 1, 1)) is None
    assert TERMS.term(None, date(2024, 1, 1)) is None
    assert ServiceTerms().term("1", date(2024, 1, 1)) is None


def test_a_reseller_is_billed_on_the_first_unless_the_file_says_otherwise() -> None:
    assert (TERMS.billing_day("14"), TERMS.billing_day("12")) == (15, 1)
