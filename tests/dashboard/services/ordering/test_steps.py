"""Which step of an order can be opened."""

from __future__ import annotations

import pytest

from dashboard.services.ordering.steps import State, Step, progress, read_step

CONFIGURATION, CLIENT, ADDITIONAL, CONFIRMATION = Step


def states(asked: Step, furthest: Step, *, is_short: bool) -> list[str]:
    found = progress(asked, furthest, is_short=is_short)
    return [found.state(step).value for step in Step]


def test_steps_before_the_furthest_are_done() -> None:
    """ORD-1."""
    assert states(CONFIRMATION, CONFIRMATION, is_short=False) == ["done", "done", "done", "current"]
    assert states(CLIENT, CLIENT, is_short=False) == ["done", "current", "next", "next"]


def test_a_step_that_is_passed_over_is_said_to_be() -> None:
    """ORD-2."""
    assert states(CLIENT, CLIENT, is_short=True) == ["done", "current", "skipped", "next"]
    assert states(CONFIRMATION, CONFIRMATION, is_short=True)[2] == "skipped"


def test_no_step_is_shown_before_the_one_in_front_of_it_is_done() -> None:
    assert progress(CONFIRMATION, CLIENT, is_short=False).shown is CLIENT
    assert progress(CONFIGURATION, CONFIRMATION, is_short=False).shown is CONFIGURATION


def test_an_address_of_a_step_that_is_passed_over_leads_beside_it() -> None:
    assert progress(ADDITIONAL, CONFIRMATION, is_short=True).shown is CONFIRMATION
    assert progress(ADDITIONAL, ADDITIONAL, is_short=True).shown is CLIENT


def test_forward_and_back_pass_over_what_is_skipped() -> None:
    short = progress(CLIENT, CLIENT, is_short=True)
    whole = progress(CLIENT, CLIENT, is_short=False)

    assert (short.after(CLIENT), short.before(CONFIRMATION)) == (CONFIRMATION, CLIENT)
    assert (whole.after(CLIENT), whole.before(CONFIRMATION)) == (ADDITIONAL, ADDITIONAL)
    assert (whole.before(CONFIGURATION), whole.after(CONFIRMATION)) == (CONFIGURATION, CONFIRMATION)


def test_only_what_is_done_can_be_opened_again() -> None:
    """ORD-1."""
    found = progress(CONFIRMATION, CONFIRMATION, is_short=True)

    assert [step for step in Step if found.can_open(step)] == [CONFIGURATION, CLIENT, CONFIRMATION]
    assert found.state(CONFIRMATION) is State.CURRENT


@pytest.mark.parametrize("text", [None, "", "0", "5", "-1", "x", "1.5", "٣x"])
def test_an_address_without_a_step_is_the_first(text: str | None) -> None:
    assert read_step(text) is CONFIGURATION


def test_an_address_names_a_step_by_its_number() -> None:
    assert [read_step(str(number)) for number in (1, 2, 3, 4)] == list(Step)
