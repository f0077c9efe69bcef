"""The deadlines over HTTP: the list, and the nearest ones beside what they are of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import PAGES, ROUTES
from dashboard.deadline_view import choose
from tests.pages.deadlines.drawn import plain, text_of
from tests.web import make_app, show_page, sign_in


@pytest.mark.parametrize("address", ["/deadlines", "/deadlines.csv", "/deadlines.xlsx"])
def test_someone_signed_out_is_sent_to_sign_in(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=/deadlines")


@pytest.mark.parametrize("address", ["/deadlines", "/deadlines.csv", "/deadlines.xlsx"])
def test_a_client_of_another_reseller_is_not_found(signed_in: FlaskClient, address: str) -> None:
    """NFR-1."""
    for account in ("a9", "a1,a9", "nobody"):
        answer = signed_in.get(f"{address}?account={account}")
        assert answer.status_code == 404
        assert "Foreign" not in answer.get_data(as_text=True)


def test_a_reseller_sees_its_own(signed_in: FlaskClient, other_reseller: FlaskClient) -> None:
    """P-3."""
    assert "Foreign" not in text_of(show_page(signed_in, "/deadlines"))
    others = text_of(show_page(other_reseller, "/deadlines"))
    assert "Foreign" in others
    assert "Alfa Trade" not in others


def test_the_page_says_when_what_and_how_much(signed_in: FlaskClient) -> None:
    drawn = plain(show_page(signed_in, "/deadlines", "?within=7"))

    # The window of the 14th ends on the 21st at 12:00:40 in Moscow.
    for said in ("in 21 hours", "21.11.2026 12:00", "End of cancellation", "1,180.00",
                 "in 4 days", "24.11.2026 10:31", "3 × License", "354.00", "Tomorrow",
                 "/subscriptions/s1", "/clients/a1"):  # fmt: skip
        assert said in drawn
    assert "Waiting order" not in re.sub(r'"label":"[^"]*"', "", drawn)


def test_groups_stand_over_a_list_by_date_and_not_over_one_by_money(
    signed_in: FlaskClient,
) -> None:
    by_day = text_of(show_page(signed_in, "/deadlines"))
    by_money = text_of(show_page(signed_in, "/deadlines", "?sort=-money"))

    for name in ("Tomorrow", "Next week", "Later this month", "December 2026"):
        assert name in by_day
        assert name not in by_money
    assert by_money.index("1,180.00") < by_money.index("744.00") < by_money.index("432.00")


def test_the_nearest_stand_beside_their_subscription(signed_in: FlaskClient) -> None:
    drawn = plain(show_page(signed_in, "/subscriptions/s1"))

    aside = drawn[drawn.index("Next deadlines") :]
    for said in ("in 21 hours · 21.11.2026 12:00", "End of cancellation", "1,180.00 EUR",
                 "in 4 days · 24.11.2026 10:31", "354.00 EUR"):  # fmt: skip
        assert said in aside
    # By date, those from which something becomes possible among them.
    days = [day[::-1] for day in re.findall(r"· (\d\d)\.(\d\d)\.(\d{4})", aside)]
    assert len(days) == 4
    assert days == sorted(days)
    assert "Switching on renewal" in aside


def test_the_nearest_stands_in_the_list_with_its_money(signed_in: FlaskClient) -> None:
    drawn = plain(show_page(signed_in, "/subscriptions"))

    for said in ("21.11.2026 12:00", "1,180.00 EUR", "24.11.2026", "432.00 EUR",
                 "End of the trial"):  # fmt: skip
        assert said in drawn


def test_what_has_no_deadline_says_so(signed_in: FlaskClient) -> None:
    drawn = text_of(show_page(signed_in, "/subscriptions/s8"))

    assert "Next deadline" in drawn
    assert "There is none." in drawn


def test_a_bad_address_is_told_and_shows_the_usual(signed_in: FlaskClient) -> None:
    drawn = text_of(show_page(signed_in, "/deadlines", "?within=soon&kind=tea&size=7"))

    assert drawn.count("is not a value of") == 3
    assert "1,180.00" in drawn


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?kind=switch_point", "Nothing fits these filters"),
        ("?within=7&account=a2&kind=trial_end", "Nothing fits these filters"),
    ],
)
def test_nothing_found_says_why(signed_in: FlaskClient, search: str, said: str) -> None:
    """NAV-10."""
    assert said in text_of(show_page(signed_in, "/deadlines", search))


def test_a_reseller_without_deadlines_is_told_what_would_be_here(tmp_path: Path) -> None:
    app = make_app(tmp_path, pages=PAGES, routes=ROUTES)
    client = app.server.test_client()
    sign_in(client)

    assert "Nothing is due in this time" in text_of(show_page(client, "/deadlines"))
    assert "No deadlines" in text_of(show_page(client, "/deadlines", "?within=all"))


def test_a_filter_changes_the_address_and_keeps_the_rest() -> None:
    query = {"within": "90", "sort": "-money", "page": "3"}

    assert choose(query, "renewal", "") == "?kind=renewal&within=90&sort=-money"
    assert choose(query, "all", "a1") == "?account=a1&within=90&sort=-money"
    # Fields that are drawn anew tell the values they were drawn with.
    assert choose(query, "all", "") is None
    assert choose({"kind": "renewal", "account": "a1"}, "renewal", "a1") is None
