"""Every number agrees with the platform's, from its API to the screen, the CSV and the report."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import threading
from collections import defaultdict
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from typing import Any

import httpx
import openpyxl
import psutil
import pytest

from tests.end_to_end.conftest import Demo

pytestmark = pytest.mark.slow

MEGABYTE = 1024**2
Sums = dict[tuple[str, str], Decimal]


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def last_two_years(demo: Demo) -> tuple[str, str]:
    now = datetime.fromisoformat(demo.platform("/_sandbox/clock")["now"])
    return f"{now - timedelta(days=690):%Y-%m}", f"{now:%Y-%m}"


def our_sums(client: httpx.Client, first: str, last: str) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for row in rows(client.get(f"/analytics/costs.csv?from={first}&to={last}")):
        sums[row["period"], row["account_id"]] += Decimal(row["gross"])
    return dict(sums)


def platforms_sums(demo: Demo, reseller_id: str, first: str, last: str) -> Sums:
    sums: Sums = defaultdict(Decimal)
    path = f"/api/v3/resellers/{reseller_id}/reseller_analytics"
    for expense in demo.platform(path, date_from="2020-01-01", date_to="2040-12-31")["expenses"]:
        if first <= expense["period"] <= last:
            sums[expense["period"], str(expense["account_id"])] += Decimal(expense["total"])
    return {key: total for key, total in sums.items() if total}


def platforms_closed_charges(demo: Demo, reseller_id: str, first: date, last: date) -> Any:
    path = f"/api/v3/resellers/{reseller_id}/reseller_charges"
    number, charges = 1, []
    while True:
        page = demo.platform(
            path, date_from=first, date_to=last, **{"page[size]": 500, "page[number]": number}
        )
        charges += page["data"]
        if not page["links"].get("next"):
            return {
                str(each["attributes"]["charge_id"]): Decimal(each["attributes"]["total"])
                for each in charges
            }
        number += 1


def reported(client: httpx.Client, first: date, last: date) -> dict[str, Decimal]:
    answer = client.get(f"/reports/charges.xlsx?from={first}&to={last}")
    assert answer.status_code == 200, answer.text
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return {
        str(int(row[0])): Decimal(str(row[16]))
        for row in sheet.iter_rows(min_row=2, values_only=True)
    }


def assert_all_agrees(demo: Demo) -> None:
    first, last = last_two_years(demo)
    month_before = date.fromisoformat(f"{last}-01") - timedelta(days=1)
    for who in demo.first_of_each_reseller():
        with demo.sign_in(who) as client:
            ours = our_sums(client, first, last)
            assert ours == platforms_sums(demo, who["reseller_id"], first, last)
            records = rows(client.get(f"/analytics/records.csv?from={first}&to={last}"))
            assert sum(Decimal(row["gross"]) for row in records) == sum(ours.values())
            days = (month_before.replace(day=1), month_before)
            charges = platforms_closed_charges(demo, who["reseller_id"], *days)
            assert reported(client, *days) == charges


def web_and_etl(demo: Demo) -> list[psutil.Process]:
    children = psutil.Process(demo.process.pid).children(recursive=True)
    parts = [
        each for each in children
        if any(word in " ".join(each.cmdline()) for word in ("gunicorn", "etl.clock"))
    ]  # fmt: skip
    assert len(parts) >= 4
    return parts


def answer_by_both(demo: Demo) -> None:
    """Have both workers answer: each question has a connection of its own, so either may get it.

    A page that is drawn leaves the blocks that it read with its worker; see the test after this.
    """
    with demo.sign_in(demo.sign_ins[0], "/profile") as client:
        for _ in range(10):
            costs = httpx.get(f"{demo.portal_url}/analytics/costs.csv", cookies=client.cookies)
            assert costs.status_code == 200


def test_web_and_etl_together_are_small(demo: Demo) -> None:
    """Two workers that have answered, and the load process idle: under 600 MB."""
    answer_by_both(demo)

    assert sum(each.memory_info().rss for each in web_and_etl(demo)) < 600 * MEGABYTE


def test_all_agrees_at_the_start_and_after_two_months_more(demo: Demo) -> None:
    assert_all_agrees(demo)

    for _ in range(3):
        httpx.post(
            f"{demo.platform_url}/_sandbox/clock", json={"advance_hours": 20 * 24}, timeout=60
        ).raise_for_status()
    load = demo.command("refresh")
    summary = json.loads(load.stdout.splitlines()[-1])

    assert (load.returncode, summary["status"]) == (0, "published"), load.stdout + load.stderr
    assert (summary["quarantined"], summary["differences"]) == (0, 0)
    assert summary["rows"]["charges"] > 0
    assert_all_agrees(demo)


def test_there_are_managers_to_sign_in_as_for_three_resellers(demo: Demo) -> None:
    by_reseller: dict[str, list[str]] = defaultdict(list)
    for each in demo.sign_ins:
        by_reseller[each["reseller_id"]].append(each["role"])

    assert len(by_reseller) == 3
    for roles in by_reseller.values():
        assert len(roles) >= 2
        assert "System administrator" in roles


def test_one_reseller_sees_nothing_of_another(demo: Demo) -> None:
    """NFR-1."""
    mine, other, *_ = demo.first_of_each_reseller()
    with demo.sign_in(mine) as client, demo.sign_in(other) as stranger:
        (row, *_) = rows(client.get("/analytics/records.csv"))
        for query in (f"account={row['account_id']}", f"subscription={row['subscription_id']}"):
            assert client.get(f"/analytics?{query}").status_code == 200
            for address in ("/analytics", "/analytics/costs.csv", "/analytics/records.csv"):
                assert stranger.get(f"{address}?{query}").status_code == 404


def test_a_killed_worker_is_replaced_and_its_neighbour_serves_on(demo: Demo) -> None:
    """No signed-in manager notices more than the one answer that was under way."""
    children = psutil.Process(demo.process.pid).children(recursive=True)
    masters = {each.pid for each in children if "gunicorn" in " ".join(each.cmdline())}
    workers = [each for each in children if each.ppid() in masters]
    assert len(workers) == 2
    failures: list[str] = []

    def look(headers: dict[str, str]) -> None:
        for _ in range(20):
            # Not by httpx, which leaves a socket open when its other end is killed.
            with closing(HTTPConnection(demo.portal_url.removeprefix("http://"))) as portal:
                try:
                    portal.request("GET", "/analytics/costs.csv", headers=headers)
                    with portal.getresponse() as answer:
                        answer.read()
                        failures.extend(["status"] if answer.status != 200 else [])
                except (OSError, HTTPException):
                    failures.append("broken")

    with demo.sign_in(demo.sign_ins[0]) as client:
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        threads = [threading.Thread(target=look, args=({"Cookie": cookies},)) for _ in range(4)]
        for thread in threads:
            thread.start()
        os.kill(workers[0].pid, signal.SIGKILL)
        for thread in threads:
            thread.join()

        assert failures.count("status") == 0
        assert len(failures) <= 4  # What that worker's four threads were answering.
        assert client.get("/analytics").status_code == 200


def test_what_was_worked_with_stays_within_bounds(demo: Demo) -> None:
    """After reports and exports of every reseller each worker keeps what it read: under 600 MB
    nevertheless, libraries that processes share counted once (PSS).
    """
    answer_by_both(demo)

    assert sum(each.memory_full_info().pss for each in web_and_etl(demo)) < 600 * MEGABYTE


def test_the_doctor_finds_all_well(demo: Demo) -> None:
    examined = demo.command("doctor")

    assert examined.returncode == 0, examined.stdout
    assert "BAD" not in examined.stdout
