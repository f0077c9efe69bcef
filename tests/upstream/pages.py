"""Pages as the platform would send them, and the rows they are read into."""

from __future__ import annotations

import json
from typing import Any

from upstream.parse import Parsed, parse_page

Json = dict[str, Any]


def page(*records: Json, **members: Any) -> bytes:
    return json.dumps({"data": list(records), **members}).encode()


def rows(parsed: Parsed, table: str) -> list[Json]:
    found = parsed.rows[table]
    return [dict(zip(found.columns, values, strict=True)) for values in found.values]


def the_row(collection: str, table: str, body: bytes) -> Json:
    (row,) = rows(parse_page(collection, body), table)
    return row


def record(attributes: Json, **members: Any) -> Json:
    return {"id": "1", "type": "any", "attributes": attributes, **members}


def charge(**attributes: Any) -> Json:
    return record({"amount": "1.0", "status": "closed", "type": "Charge::Setup", **attributes})


def subscription(**members: Any) -> Json:
    return record(
        {
            "plan_id": 9, "account_id": 8, "name": "E3", "trial": True, "status": "active",
            "start_date": "2025-03-01", "expiration_date": None, "plan_period_id": 5,
            "payment_model": "prepay",
            "renewal_settings": {"autorenew": True, "disable_autorenew": False,
                                 "autorenew_period_id": 6, "autorenew_point": 0,
                                 "manual_renew_point": -1},
            "ability": {"stop": True, "renew": False},
            "created_at": "2025-02-28T00:00:00.000+03:00",
            "updated_at": "2025-03-01T00:00:00.000+03:00",
        },
        **members,
    )  # fmt: skip
