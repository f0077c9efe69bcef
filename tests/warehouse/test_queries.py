"""Rules that every question in warehouse/queries/ keeps."""

from __future__ import annotations

import re

import pytest

from warehouse.sql import names, query

TABLE = re.compile(r"\b(?:FROM|JOIN)\s+((?:mirror|ledger)\.\w+)(?:\s+AS\s+(\w+))?", re.IGNORECASE)

# Nobody is signed in yet when the first is asked: it finds out whose manager it is. The last is
# what goes through all resellers, one after the other.
ASKED_FOR_NOBODY = {
    "manager_to_sign_in": {"mirror.manager"},
    "every_reseller": {"mirror.reseller"},
}


def statement(name: str) -> str:
    lines = query(name).splitlines()
    return "\n".join(line.partition("--")[0] for line in lines)


def reads(sql: str) -> list[tuple[str, str, str]]:
    """Return every table a question reads: its table, its name there, and what is said of it.

    That is all up to the next table that is read FROM; of a JOIN, up to the next table.
    """
    found = list(TABLE.finditer(sql))
    starts = [match.start() for match in found] + [len(sql)]
    selects = [match.start() for match in found if match[0].upper().startswith("FROM")]
    read = []
    for match in found:
        ends = selects if match.start() in selects else starts
        end = min((one for one in ends if one > match.start()), default=len(sql))
        read.append((match[1], match[2] or match[1].rpartition(".")[2], sql[match.start() : end]))
    return read


def is_limited(name: str, said: str) -> bool:
    """Tell whether a table is limited to the reseller, by itself or by one it is joined to."""
    limits = [
        rf"\b{name}\.reseller_id\s*=\s*(\$reseller_id\b|(?!{name}\.)\w+\.reseller_id\b)",
        rf"\b(?!{name}\.)\w+\.reseller_id\s*=\s*{name}\.reseller_id\b",
    ]
    if said.upper().startswith("FROM"):
        limits.append(r"(?<![.\w])reseller_id\s*=\s*\$reseller_id\b")
    else:
        limits.append(r"\bUSING\s*\([^)]*\breseller_id\b")
    return any(re.search(limit, said) for limit in limits)


@pytest.mark.parametrize("name", names("queries"))
def test_every_table_a_question_reads_is_limited_to_the_reseller(name: str) -> None:
    read = reads(statement(name))

    assert read, f"{name} reads no table"
    unlimited = {table for table, alias, said in read if not is_limited(alias, said)}
    assert unlimited == ASKED_FOR_NOBODY.get(name, set())
    if not unlimited:
        assert "$reseller_id" in statement(name)


def test_a_table_limited_twice_does_not_make_up_for_another() -> None:
    read = reads(
        "SELECT * FROM ledger.cost JOIN mirror.account ON account.account_id = cost.account_id"
        " WHERE cost.reseller_id = $reseller_id AND (true OR cost.reseller_id = $reseller_id)"
    )

    assert [is_limited(alias, said) for _, alias, said in read] == [True, False]


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


def condition(name: str) -> list[str]:
    """Return the words of the first WHERE of a question, up to what follows it."""
    after = statement(name).partition("WHERE")[2]
    return re.split(r"\n *ORDER BY", after)[0].split()


def test_a_number_and_its_records_are_chosen_alike() -> None:
    """What a number opens sums to it: the two conditions are one, written in two files."""
    assert condition("cost_record") == condition("cost_record_total")
    assert "$other_than" in condition("cost_record")
