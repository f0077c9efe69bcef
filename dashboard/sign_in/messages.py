"""What a person who is locked out is told (MSG-2)."""

from __future__ import annotations

import math
from datetime import datetime

from flask_babel import ngettext


def locked_message(locked_until: datetime, now: datetime) -> str:
    message: str = ngettext(
        "Too many attempts. Try again in %(num)s minute.",
        "Too many attempts. Try again in %(num)s minutes.",
        math.ceil(seconds_until(locked_until, now) / 60),
    )
    return message


def seconds_until(instant: datetime, now: datetime) -> int:
    return max(1, math.ceil((instant - now).total_seconds()))
