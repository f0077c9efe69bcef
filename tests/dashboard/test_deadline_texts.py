"""What is said of a deadline."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel

from dashboard.deadline_texts import sentence
from domain.deadlines.deadline import Deadline, DeadlineKind, Outcome, Remedy, Stake
from domain.money import Money


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("stake", "said"),
    [
        (Stake(eur("61.00")), "What is not used yet comes back no more: it is owed."),
        (
            Stake(eur("61.00"), later=eur("31.00")),
            "What is not used yet comes back no more: it is owed. 30.00 EUR would come back now;"
            " 31.00 EUR are still to be paid, up to the end of the period.",
        ),
    ],
)
def test_what_is_owed_is_told_in_its_parts(stake: Stake, said: str) -> None:
    app = Flask(__name__)
    Babel(app)
    deadline = Deadline("s1", "a1", DeadlineKind.CANCELLATION, date(2026, 11, 20), Outcome.OWED,
                        Remedy.DELETE, stake)  # fmt: skip

    with app.test_request_context():
        assert sentence(deadline).replace("\xa0", " ") == said
