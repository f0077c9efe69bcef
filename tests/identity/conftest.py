"""One provider for all tests, which tells the truth at the beginning of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.identity.asking import NOW
from tests.vouching import Vouching, vouching


@pytest.fixture(scope="package")
def served() -> Iterator[Vouching]:
    with vouching(lambda: NOW) as provider:
        yield provider


@pytest.fixture
def provider(served: Vouching) -> Vouching:
    served.reset()
    return served
