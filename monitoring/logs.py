"""How processes log: as text, or as one JSON object a line. Secrets in addresses are left out.

Nothing is to log a secret in the first place. What others log, as gunicorn does with the address of
a request that failed, passes through here.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

JSON, TEXT = "json", "text"
FORMATS = (TEXT, JSON)
TEXT_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# At INFO they write a line for each question to the platform, or for each job that is due.
CHATTY = ("apscheduler", "httpx")
# Warns each time a job is due that runs still, such as mails of a slow server every two seconds:
# it is left out, comes again, and never runs twice at once. What a job fails with is an error.
ANXIOUS = "apscheduler.scheduler"

# Links in mails, and whatever lets someone in or stands for them: calendars, forms, providers.
SECRET_PATH = re.compile(r"(/set-password/)[^\s?#\"'\\]+")
SECRET_VALUE = re.compile(
    r"((?:^|[?&;\s\"'])(?:token|code|state|nonce|password|secret|client_secret|id_token"
    r"|access_token|csrf_token)=)[^&\s\"'\\]+",
    re.IGNORECASE,
)
LEFT_OUT = r"\1..."

About = Callable[[], Mapping[str, Any]]


def set_up_logs(level: str, form: str, about: About = dict) -> None:
    """Log to stderr from now on; `about` tells in each JSON object what is being answered."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(json_formatter(about) if form == JSON else text_formatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(ANXIOUS).setLevel(logging.ERROR)


def text_formatter() -> logging.Formatter:
    return _Text(TEXT_FORMAT)


def json_formatter(about: About = dict) -> logging.Formatter:
    return _Json(about)


def gunicorns_logs(level: str, form: str) -> dict[str, Any]:
    """Return what gunicorn is to log with, as logging's dictionary."""
    factory = json_formatter if form == JSON else text_formatter
    told = {"level": level, "handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": f"{__name__}.{factory.__name__}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "told"}},
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": told,
            # Its lines hold queries; the application writes others (dashboard/answering.py).
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


def without_secrets(text: str) -> str:
    """Return a text without what stands in addresses for a secret."""
    return SECRET_VALUE.sub(LEFT_OUT, SECRET_PATH.sub(LEFT_OUT, text))


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


class _Json(JsonFormatter):
    """Time in UTC, level, logger, message, what is being answered, and what a line adds."""

    def __init__(self, about: About) -> None:
        super().__init__("%(message)s", json_ensure_ascii=False)
        self._about = about

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        written = datetime.fromtimestamp(record.created, UTC)
        log_data["time"] = written.isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        super().add_fields(log_data, record, message_dict)
        for name, value in self._about().items():
            if value is not None:
                log_data.setdefault(name, value)

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
