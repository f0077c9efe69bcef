"""A draft to merge into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.staging import Bench, open_draft


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A draft of what tests/staging.py knows before."""
    with open_draft(tmp_path) as bench:
        yield bench
