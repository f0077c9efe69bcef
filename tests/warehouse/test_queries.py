"""Rules that every question in warehouse/queries/ keeps."""

from __future__ import annotations

import re

import pytest

from warehouse.sql import names, query

TABLE = re.compile(r"\b(?:FROM|JOIN)\s+((?:mirror|ledger)\.\w+)(?:\s+AS\s+(\w+))?", re.IGNORECASE)

# Nobody is signed in yet when these are asked: they find out whose manager it is.
ASKED_BEFORE_SIGN_IN = {"manager_to_sign_in": "mirror.reseller"}


def statement(name: str) -> str:
    lines = query(name).splitlines()
    return "\n".join(line.partition("--")[0] for line in lines)


def scopes(sql: str) -> int:
    """Count what limits a table to the reseller, by itself or by the table it is joined to."""
    limits = (
        r"\breseller_id\s*=\s*\$reseller_id\b",
        r"\b(\w+)\.reseller_id\s*=\s*(?!\1)\w+\.reseller_id\b",
        r"\bUSING\s*\([^)]*\breseller_id\b",
    )
    return sum(len(re.findall(limit, sql)) for limit in limits)


@pytest.mark.parametrize("name", names("queries"))
def test_every_table_a_question_reads_is_limited_to_the_reseller(name: str) -> None:
    sql = statement(name)
    tables = TABLE.findall(sql)

    assert tables, f"{name} reads no table"
    allowed = 1 if name in ASKED_BEFORE_SIGN_IN else 0
    assert scopes(sql) >= len(tables) - allowed, f"{name}: {tables}"
    if not allowed:
        assert "$reseller_id" in sql


@pytest.mark.parametrize("name", names("queries"))
def test_every_question_says_what_it_answers(name: str) -> None:
    header = query(name).partition("\n\n")[0]

    for word in ("Question:", "Grain:", "Columns:", "Binds:"):
        assert word in header, f"{name} has no {word}"
    for bind in set(re.findall(r"\$(\w+)", statement(name))):
        assert f"${bind}" in header or "Binds:    as " in header, (
            f"{name}: ${bind} is not described"
        )


@pytest.mark.parametrize("name", names("queries"))
def test_periods_are_half_open(name: str) -> None:
    assert "BETWEEN" not in statement(name).upper()
