"""The four steps of an order: which are done, which is shown, which is passed over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Step(IntEnum):
    """The steps, as they are numbered in an address (ORD-1)."""

    CONFIGURATION = 1
    CLIENT = 2
    ADDITIONAL = 3
    CONFIRMATION = 4


class State(StrEnum):
    """How a step stands."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Progress:
    """The steps of one order. `furthest` is the last that can be opened now.

    `is_short` tells that the vendor wants to know nothing: step 3 is passed over (ORD-2).
    """

    shown: Step
    furthest: Step
    is_short: bool

    def state(self, step: Step) -> State:
        if step is self.shown:
            return State.CURRENT
        if step is Step.ADDITIONAL and self.is_short:
            return State.SKIPPED
        return State.DONE if step < self.furthest else State.NEXT

    def can_open(self, step: Step) -> bool:
        return step <= self.furthest and self.state(step) is not State.SKIPPED

    def after(self, step: Step) -> Step:
        following = Step(min(step + 1, Step.CONFIRMATION))
        if following is Step.ADDITIONAL and self.is_short:
            return Step.CONFIRMATION
        return following

    def before(self, step: Step) -> Step:
        previous = Step(max(step - 1, Step.CONFIGURATION))
        if previous is Step.ADDITIONAL and self.is_short:
            return Step.CLIENT
        return previous


def progress(asked: Step, furthest: Step, *, is_short: bool) -> Progress:
    """Return the progress with the step that is asked for, or the furthest that can be opened."""
    shown = min(asked, furthest)
    if shown is Step.ADDITIONAL and is_short:
        shown = Step.CONFIRMATION if furthest is Step.CONFIRMATION else Step.CLIENT
    return Progress(shown, furthest, is_short)


def read_step(text: str | None) -> Step:
    """Read the step of an address; what is none is the first."""
    try:
        return Step(int(text or ""))
    except ValueError:
        return Step.CONFIGURATION
