"""What a malformed setting says."""

from __future__ import annotations

import pytest

from domain.errors import SettingsError
from settings import read_settings


@pytest.mark.parametrize("name", ["RAW_KEEP", "WAREHOUSE_KEEP", "REFRESH_MINUTES"])
@pytest.mark.parametrize("value", ["0", "-1"])
def test_what_has_to_be_at_least_one_says_so(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is {value}; expected 1 or more"):
        read_settings({name: value})
