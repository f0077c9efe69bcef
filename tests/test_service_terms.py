"""What the file of service terms says, and what a malformed one says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from domain.errors import SettingsError
from domain.service_terms import ServiceTerms
from sandbox.platform import Platform
from sandbox.records import Reseller
from sandbox.seeding.terms import TERMS
from settings import read_settings
from tests.sandbox_fixtures import platform, seeded_store  # noqa: F401 - fixtures

TODAY = date(2026, 11, 23)
# The stand-in has Microsoft's rules built in, and proposes no auto-renewal.
OURS_ALONE = {"trial_quantity", "is_auto_renewed", "window_restarts_on_renewal",
              "counts_added_amounts_apart"}  # fmt: skip
SAME = {"cancellation_hours": "deletion_window_hours"}

USUAL = """
[usual]
cancellation_hours = 0
delayed_order_days = 15
is_singleton = false
is_auto_renew_locked = false
is_auto_renewed = true
is_trial_changeable = false
grace_days = 7
storage_days = 30
auto_renew_point = 7
manual_renew_point = 30
manual_switch_point = -1
delayed_switch_point = 30
is_stop_allowed = true
stop_needs_approval = false
deletion_needs_approval = false
"""


def file_of(folder: Path, text: str) -> Path:
    path = folder / "terms.toml"
    path.write_text(text, "utf-8")
    return path


def terms_of(folder: Path, text: str) -> ServiceTerms:
    return read_settings({"SERVICE_TERMS": str(file_of(folder, text))}).service_terms


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
def test_the_file_says_what_the_sandbox_does(term: object) -> None:
    assert isinstance(term, type(TERMS[0]))

    ours = read_settings({}).service_terms.term(str(term.term_id), TODAY)

    assert ours is not None
    said = {name: getattr(ours, name) for name in ours.__slots__ if name not in OURS_ALONE}
    assert said == {name: getattr(term, SAME.get(name, name)) for name in said}


def test_the_file_knows_the_sandboxes_terms_and_no_others() -> None:
    assert set(read_settings({}).service_terms.dated) == {str(term.term_id) for term in TERMS}


def test_the_file_knows_when_the_sandboxes_resellers_are_billed(
    platform: Platform,  # noqa: F811 - the fixture
) -> None:
    terms = read_settings({}).service_terms
    with platform.reading() as books:
        resellers = books.find(Reseller)

    said = {one.name: terms.billing_day(str(one.reseller_id)) for one in resellers}

    assert said == {one.name: one.billing_day for one in resellers}
    assert said["Harbour & Vale"] == 15


def test_a_trial_of_microsofts_is_for_25() -> None:
    """MS-13, MS-15."""
    terms = read_settings({}).service_terms

    amounts = {key: terms.term(key, TODAY).trial_quantity for key in terms.dated}  # type: ignore[union-attr]

    assert {key for key, amount in amounts.items() if amount == 25} == {"2", "5"}
    assert set(amounts.values()) == {25, None}


def test_microsofts_new_commerce_counts_what_is_added_apart() -> None:
    """MS-17."""
    terms = read_settings({}).service_terms

    apart = {
        key
        for key in terms.dated
        if (term := terms.term(key, TODAY)) and term.counts_added_amounts_apart
    }

    assert apart == {"1"}


def test_a_file_that_says_nothing_of_windows_has_the_usual_ones(tmp_path: Path) -> None:
    """OP-42: a renewal opens the window anew unless the term says otherwise."""
    silent = terms_of(tmp_path, USUAL + TERM).term("5", TODAY)
    told = terms_of(tmp_path, USUAL + TERM + "window_restarts_on_renewal = false").term("5", TODAY)

    assert silent is not None
    assert told is not None
    assert (silent.window_restarts_on_renewal, told.window_restarts_on_renewal) == (True, False)
    assert not silent.counts_added_amounts_apart


def test_a_change_is_in_force_from_its_day_and_keeps_what_it_leaves_out(tmp_path: Path) -> None:
    """MS-17."""
    text = f"""{USUAL}
[[terms.1]]
name = "NCE"
cancellation_hours = 72
grace_days = 0

[[terms.1]]
from = 2027-01-01
cancellation_hours = 168
"""

    terms = terms_of(tmp_path, text)

    before, after = (terms.term("1", date(*day)) for day in [(2026, 12, 31), (2027, 1, 1)])
    assert before is not None
    assert after is not None
    assert (before.cancellation_hours, after.cancellation_hours) == (72, 168)
    assert (after.name, after.grace_days, after.storage_days) == ("NCE", 0, 30)
    assert after.is_auto_renewed


def test_when_renewals_are_extended_has_its_days_and_may_change(tmp_path: Path) -> None:
    """OP-26: a file that says nothing of it has none."""
    more = "\n[[terms.5]]\nfrom = 2027-01-01\nextended_renewal_days = 5\n"
    terms = terms_of(tmp_path, USUAL + TERM + more)

    days = [terms.term("5", date(*day)) for day in [(2026, 12, 31), (2027, 1, 1)]]

    assert [one.extended_renewal_days for one in days if one] == [0, 5]


def test_a_file_may_be_empty(tmp_path: Path) -> None:
    terms = terms_of(tmp_path, "")

    assert terms.term("1", TODAY) is None
    assert terms.billing_day("14") == 1


TERM = '[[terms.5]]\nname = "Legacy"\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (USUAL + TERM + 'grace_days = "7"', "terms.5.grace_days in .* is '7'; expected a whole "
         "number, 0 or more"),
        (USUAL + TERM + "grace_days = -1", "terms.5.grace_days in .* is -1; expected"),
        (USUAL + TERM + "manual_renew_point = -2", "manual_renew_point in .* is -2; .*-1 or more"),
        (USUAL + TERM + "manual_renew_point = 6",
         r"manual_renew_point in .* is 6; expected -1, or auto_renew_point \(7\) or more"),
        (USUAL + TERM + "extended_renewal_days = -1", "extended_renewal_days in .* is -1; expect"),
        (USUAL + TERM + "is_singleton = 1", "terms.5.is_singleton in .* is 1; expected true or"),
        (USUAL + TERM + "trial_quantity = true", "terms.5.trial_quantity in .* is True; expected"),
        (USUAL + TERM + "counts_added_amounts_apart = 1",
         "terms.5.counts_added_amounts_apart in .* is 1; expected true or false"),
        (USUAL + TERM + "graze_days = 7", "terms.5.graze_days in .* is 7; expected one of name, "),
        (USUAL + "[[terms.5]]\ngrace_days = 7", "terms.5.name in .* is missing; expected a text"),
        (USUAL + '[[terms.5]]\nname = ""', "terms.5.name in .* is ''; expected a text"),
        (USUAL + '[terms.5]\nname = "Legacy"', r"terms.5 in .*; expected one or more tables \[\["),
        (TERM, "terms.5.[a-z_]+ in .* is missing; expected"),
        (USUAL + TERM + "[[terms.5]]\ngrace_days = 1", "terms.5.from in .* is missing; expected a"),
        (USUAL + TERM + "from = 2027-01-02\n[[terms.5]]\nfrom = 2027-01-02",
         "terms.5.from in .*; expected a date such as 2027-01-01, after 2027-01-02"),
        (USUAL + TERM + 'from = "2027-01-01"', "terms.5.from in .* is '2027-01-01'; expected a"),
        ("[usual]\ngrace_days = false", "usual.grace_days in .* is False; expected a whole"),
        ("[billing_days]\n14 = 29", "billing_days.14 in .* is 29; expected a day of the month, 1"),
        ("[billing_days]\n14 = true", "billing_days.14 in .* is True; expected a day"),
        ("billing_days = 15", "billing_days in .* is 15; expected a table"),
        ("[term]\n", "term in .*; expected one of billing_days, terms, usual"),
        ("name = ", "SERVICE_TERMS is .*terms.toml'; expected a file of TOML .Invalid value"),
    ],
)  # fmt: skip
def test_a_malformed_file_says_what_it_got_and_expects(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(SettingsError, match=problem):
        terms_of(tmp_path, text)


def test_a_file_that_is_not_there_stops_the_process(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"

    with pytest.raises(SettingsError, match=r"SERVICE_TERMS is .*none\.toml'; expected"):
        read_settings({"SERVICE_TERMS": str(missing)})
