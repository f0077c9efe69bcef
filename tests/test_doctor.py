"""What the doctor says of policies (ACC-20)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from doctor import examine
from settings import Settings


@pytest.mark.parametrize(
    ("given", "is_well", "found"),
    [
        ({}, True, "passwords may get old, nobody is shut out"),
        (
            {"password_days": 90},
            False,
            "passwords are changed after 90 days, nobody is shut out",
        ),
        (
            {"password_days": 90, "inactive_days": 30, "mail_url": "smtp://127.0.0.1:9"},
            True,
            "passwords are changed after 90 days, who stays away for 30 days is shut out",
        ),
    ],
)
def test_who_is_to_be_told_of_an_old_password_needs_mail(
    tmp_path: Path, given: dict[str, Any], is_well: bool, found: str
) -> None:
    findings = {one.subject: one for one in examine(Settings(data_dir=tmp_path, **given))}

    assert (findings["Sign-in"].is_well, findings["Sign-in"].found) == (is_well, found)
    assert is_well or "MAIL_URL" in findings["Sign-in"].remedy
