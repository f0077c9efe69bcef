"""What comes back from a page: anything may."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.services.ordering.shown import read_shown, values_of
from dashboard.services.ordering.steps import Step
from domain.errors import BadFilter

TOLD = {"plan": "9", "step": 2, "key": "k", "shape": "s", "fingerprint": "", "total": "",
        "sent": False, "fields": {"client": "new"}}  # fmt: skip


def test_what_a_page_says_is_read() -> None:
    shown = read_shown(TOLD)

    assert (shown.plan_id, shown.step, shown.key) == ("9", Step.CLIENT, "k")
    assert (shown.is_sent, shown.fields) == (False, {"client": "new"})


@pytest.mark.parametrize(
    "told",
    [None, [], "x", {}, {**TOLD, "plan": None}, {**TOLD, "key": {}}, {**TOLD, "fields": None},
     {**TOLD, "total": 1}],
)  # fmt: skip
def test_anything_else_is_refused(told: Any) -> None:
    with pytest.raises(BadFilter):
        read_shown(told)


@pytest.mark.parametrize("step", [None, {}, "x", 99, -1])
def test_a_step_that_is_none_is_the_first(step: Any) -> None:
    assert read_shown({**TOLD, "step": step}).step is Step.CONFIGURATION


def test_fields_are_told_by_their_names() -> None:
    told = [{"id": {"type": "order-field", "name": "client"}, "value": "new"},
            {"id": {"type": "order-field", "name": "account"}}]  # fmt: skip

    assert values_of(told) == {"client": "new", "account": None}


@pytest.mark.parametrize("told", [[{}], [{"id": "x"}], ["x"], [{"id": None}]])
def test_what_are_no_fields_is_refused(told: Any) -> None:
    with pytest.raises(BadFilter):
        values_of(told)
