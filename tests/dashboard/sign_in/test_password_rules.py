from __future__ import annotations

import pytest

from dashboard.sign_in.password_rules import LONGEST, broken_rules


@pytest.mark.parametrize(
    ("password", "weak", "good", "strong"),
    [
        ("horses7", False, False, False),
        ("horseses", False, False, False),
        ("12345678", False, False, False),
        ("horses77", True, False, False),
        ("Horses77", True, True, False),
        ("horses7!", True, True, False),
        ("HORSES7!", True, True, False),
        ("Horses7!", True, True, True),
        ("Лошадка7!", True, True, True),
        ("Horses 77", True, True, False),
        ("Aa1!" * (LONGEST // 4), True, True, True),
        ("Aa1!" * (LONGEST // 4) + "a", False, False, False),
    ],
)
def test_the_three_presets(password: str, weak: bool, good: bool, strong: bool) -> None:
    """ACC-19."""
    kept = [not broken_rules(password, preset) for preset in ("weak", "good", "strong")]

    assert kept == [weak, good, strong]
