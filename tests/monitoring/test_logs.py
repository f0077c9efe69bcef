"""How lines of the log are written, and what they leave out."""

from __future__ import annotations

import json
import logging
import subprocess
import sys

import pytest

from monitoring.logs import json_formatter, text_formatter, without_secrets


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("etl.run", logging.INFO, "run.py", 1, message, args, None)
    made.created = 1_764_590_400.25
    made.__dict__.update(more)
    return made


def test_a_line_is_one_object_in_utc() -> None:
    formatter = json_formatter(lambda: {"request_id": "abc", "manager_id": None})

    line = formatter.format(record("%d rows\nin “all”", 5, rows=5))

    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2025-12-01T12:00:00.250+00:00",
        "level": "INFO",
        "logger": "etl.run",
        "message": "5 rows\nin “all”",
        "rows": 5,
        "request_id": "abc",
    }


def test_a_traceback_is_part_of_its_object() -> None:
    try:
        raise ValueError("broken at /set-password/SECRET")
    except ValueError:
        failed = record("it failed")
        failed.exc_info = sys.exc_info()

    line = json.loads(json_formatter().format(failed))

    assert "ValueError: broken at /set-password/..." in line["exc_info"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /set-password/abc-DEF_1?x=1", "GET /set-password/...?x=1"),
        ("https://x.example/deadlines.ics?token=abc&a=1", "https://x.example/deadlines.ics?token=...&a=1"),
        ("/callback?code=abc&state=d%20e", "/callback?code=...&state=..."),
        ("csrf_token=abc&password=p%26q", "csrf_token=...&password=..."),
        ("status_code=200 and encode=yes, barcode=7", "status_code=200 and encode=yes, barcode=7"),
        ("code of conduct: state of the art", "code of conduct: state of the art"),
    ],
)  # fmt: skip
def test_secrets_of_addresses_are_left_out(text: str, left: str) -> None:
    assert without_secrets(text) == left
    assert text_formatter().format(record(text)).endswith(left)


SCHEDULE = """
import logging, time
from apscheduler.schedulers.background import BackgroundScheduler
from monitoring.logs import set_up_logs

set_up_logs("INFO", "text")
at_once, most = 0, 0

def slow():
    global at_once, most
    at_once += 1
    most = max(most, at_once)
    time.sleep(0.3)
    at_once -= 1

def broken():
    raise LookupError("no such thing")

scheduler = BackgroundScheduler(job_defaults={"coalesce": True, "max_instances": 1})
for job in (slow, broken):
    scheduler.add_job(job, "interval", seconds=0.02)
scheduler.start()
time.sleep(0.5)
scheduler.shutdown()
logging.getLogger("test").info("%d at once", most)
"""


def test_a_job_that_is_due_while_it_runs_is_no_warning() -> None:
    """It is left out; what fails is told still."""
    ended = subprocess.run([sys.executable, "-c", SCHEDULE], capture_output=True, text=True,
                           check=True)  # fmt: skip

    assert "1 at once" in ended.stderr
    assert "LookupError: no such thing" in ended.stderr
    assert "skipped" not in ended.stderr
