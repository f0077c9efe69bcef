"""A published warehouse of any size, made by DuckDB itself: 24 months of one large reseller.

The number of accounts and subscriptions is the same at every size: more rows mean more
consumption records a day, as they do when a reseller's clients use more.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warehouse.publish import Draft

ACCOUNTS = 2_000
SUBSCRIPTIONS = 10_000
MONTHS = 24
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

MIRROR = f"""
    INSERT INTO mirror.reseller BY NAME
    SELECT 'r1' AS reseller_id, 'Alfa' AS name, 'alfa.example' AS domain, 'EUR' AS currency;

    INSERT INTO mirror.manager BY NAME
    SELECT
        'm1' AS manager_id, 'r1' AS reseller_id, 'Anna' AS name, 'anna@alfa.example' AS email,
        'active' AS status, '1' AS role_id, 'System administrator' AS role_name;

    INSERT INTO mirror.account BY NAME
    SELECT
        'a' || number AS account_id, 'r1' AS reseller_id, 'Client ' || number AS name,
        'active' AS status
    FROM range({ACCOUNTS}) AS made (number);

    INSERT INTO mirror.subscription BY NAME
    SELECT
        's' || number AS subscription_id, 'r1' AS reseller_id,
        'a' || (number % {ACCOUNTS}) AS account_id, 'p1' AS plan_id,
        'Subscription ' || number AS name, 'active' AS status, false AS is_trial
    FROM range({SUBSCRIPTIONS}) AS made (number);

    INSERT INTO mirror.plan BY NAME
    SELECT
        'p1' AS plan_id, 'r1' AS reseller_id, 'Azure Plan' AS name, 'active' AS status,
        'payg_external' AS billing_type, 'EUR' AS currency;
"""

# Amounts grow towards the first subscriptions, so that there are large clients and small ones.
COST = f"""
    INSERT INTO ledger.cost BY NAME
    SELECT
        'r1' AS reseller_id,
        CAST(date_trunc('month', day) AS DATE) AS month,
        day,
        'a' || (subscription % {ACCOUNTS}) AS account_id,
        's' || subscription AS subscription_id,
        'Category ' || (number % 4) AS category,
        'Resource ' || (number % 12) AS resource,
        CAST((hash(number) % 100000) / 1000.0 / (1 + subscription % 97) AS DECIMAL(18, 6))
            AS gross_amount,
        CAST(0 AS DECIMAL(18, 6)) AS discount_amount,
        gross_amount AS net_amount,
        'EUR' AS currency,
        true AS is_final,
        'consumption' AS source,
        CAST(number AS VARCHAR) AS source_id
    FROM (
        SELECT
            number,
            number * 7919 % {SUBSCRIPTIONS} AS subscription,
            DATE '2024-11-01' + CAST(number * 720 // $rows AS INTEGER) AS day
        FROM range($rows) AS made (number)
    )
"""

ROLL_UP = """
    INSERT INTO ledger.cost_by_month BY NAME
    SELECT
        reseller_id, month, account_id, subscription_id, category, resource, currency,
        sum(gross_amount) AS gross_amount, sum(discount_amount) AS discount_amount,
        sum(net_amount) AS net_amount, CAST(0 AS DECIMAL(18, 6)) AS refund_amount,
        count(*) AS record_count, 0 AS open_count
    FROM ledger.cost
    GROUP BY ALL
    ORDER BY reseller_id, month, account_id, subscription_id
"""


def publish_big_ledger(folder: Path, rows: int) -> None:
    """Publish a warehouse with this many cost rows, sorted by reseller and time as loads do."""
    with Draft(folder, "bench", memory="8GB") as draft:
        draft.connection.execute(MIRROR)
        draft.connection.execute(COST, {"rows": rows})
        draft.connection.execute(ROLL_UP)
        draft.publish(("mirror", "ledger"), as_of=NOW, published_at=NOW, keep=1)
