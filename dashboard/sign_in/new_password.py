"""Asking for a new password, on whichever page: the rules that are shown are those that hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.context import portal
from dashboard.sign_in.forms import NewPasswordForm, PasswordForm
from dashboard.sign_in.password_rules import EXAMPLE, PRESETS, problem_of
from dashboard.texts import gettext


def rules_shown() -> dict[str, Any]:
    """Return what a page that asks for a new password tells of it, for its template."""
    return {"rules": PRESETS[portal().settings.password_strength], "example": EXAMPLE}


def is_good(
    form: NewPasswordForm | PasswordForm, *, is_the_same: Callable[[str], bool] | None = None
) -> bool:
    """Tell whether the new password may be taken; the form says why not, otherwise.

    `is_the_same` tells whether a password is the current one, where that matters.
    """
    problem = problem_of(form.new.data, portal().settings.password_strength)
    if problem is None and is_the_same is not None and is_the_same(form.new.data):
        problem = gettext("The new password is the same as the current one.")
    if problem:
        form.new.errors = [problem]
    return problem is None
