"""How a process begins that loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOADS = """
import sys
from etl.lean import begin_lean
begin_lean()
import duckdb
import pyarrow as pa
rows = pa.table({"amount": pa.array(["1.10", None], pa.string())})
with duckdb.connect() as connection:
    found = connection.from_arrow(rows).fetchall()
    assert connection.execute("SELECT $one + 1", {"one": 1}).fetchall() == [(2,)]
assert found == [("1.10",), (None,)], found
print("pandas" in sys.modules)
"""


@pytest.mark.slow
def test_a_process_that_loads_does_without_pandas() -> None:
    """Arrow would import it for the first array, DuckDB for the first value that is bound."""
    started = subprocess.run(
        [sys.executable, "-c", LOADS], capture_output=True, text=True, check=False
    )

    assert started.returncode == 0, started.stderr
    assert started.stdout == "False\n"
