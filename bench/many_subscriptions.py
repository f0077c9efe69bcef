"""A published warehouse of one reseller with many subscriptions, made by DuckDB itself.

They are a year long each, bought on every day of the last year; a seventh are stopped or trials.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warehouse.publish import Draft

PER_ACCOUNT = 10
PLANS = 200
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

MIRROR = f"""
    INSERT INTO mirror.reseller BY NAME
    SELECT 'r1' AS reseller_id, 'Alfa' AS name, 'alfa.example' AS domain, 'EUR' AS currency;

    INSERT INTO mirror.exchange_rate BY NAME
    SELECT 'r1' AS reseller_id, 'USD' AS currency, 1 AS unit_quantity, 0.8637 AS rate;

    INSERT INTO mirror.account BY NAME
    SELECT
        CAST(number AS VARCHAR) AS account_id, 'r1' AS reseller_id, 'Client ' || number AS name,
        'active' AS status
    FROM range($count // {PER_ACCOUNT}) AS made (number);

    INSERT INTO mirror.plan BY NAME
    SELECT
        CAST(number AS VARCHAR) AS plan_id, 'r1' AS reseller_id, 'Plan ' || number AS name,
        'active' AS status, '1' AS service_term_id, 'USD' AS currency,
        CASE number % 3
            WHEN 0 THEN 'csp_annual' WHEN 1 THEN 'monthly_commitment_interval'
            ELSE 'csp_monthly'
        END AS billing_type
    FROM range({PLANS}) AS made (number);

    INSERT INTO mirror.plan_period BY NAME
    SELECT
        plan_id AS plan_period_id, plan_id, 'r1' AS reseller_id, 1 AS duration,
        'year' AS duration_unit, 1.5 AS recurring_fee_amount
    FROM mirror.plan;

    INSERT INTO mirror.plan_resource BY NAME
    SELECT
        plan_id AS plan_resource_id, plan_id, 'r1' AS reseller_id, 'License' AS name,
        10.35 + CAST(plan_id AS INTEGER) / 10 AS recurring_fee_amount
    FROM mirror.plan;

    INSERT INTO mirror.subscription BY NAME
    SELECT
        CAST(number AS VARCHAR) AS subscription_id, 'r1' AS reseller_id,
        CAST(number // {PER_ACCOUNT} AS VARCHAR) AS account_id,
        CAST(number % {PLANS} AS VARCHAR) AS plan_id,
        CAST(number % {PLANS} AS VARCHAR) AS plan_period_id,
        'Subscription ' || number AS name,
        if(number % 13 = 0, 'stopped', 'active') AS status,
        number % 17 = 0 AS is_trial,
        DATE '2026-11-22' - CAST(number % 365 AS INTEGER) AS started_on,
        DATE '2027-11-22' - CAST(number % 365 AS INTEGER) AS expires_on,
        number % 2 = 0 AS is_auto_renewed,
        7 AS auto_renew_point_days,
        30 AS manual_renew_point_days,
        TIMESTAMP '2026-11-20 12:00:00' - to_days(CAST(number % 40 AS INTEGER)) AS updated_at
    FROM range($count) AS made (number);

    INSERT INTO mirror.subscription_resource BY NAME
    SELECT
        subscription_id AS resource_id, subscription_id, 'r1' AS reseller_id,
        plan_id AS plan_resource_id, 'License' AS name,
        1 + CAST(subscription_id AS INTEGER) % 40 AS additional_quantity
    FROM mirror.subscription;

    INSERT INTO mirror.order BY NAME
    SELECT
        subscription_id AS order_id, 'r1' AS reseller_id, account_id, subscription_id,
        'sales' AS order_type, 'completed' AS status, 'EUR' AS currency,
        CAST(started_on AS TIMESTAMP) AS created_at,
        CAST(started_on AS TIMESTAMP) + INTERVAL 1 MINUTE AS closed_at
    FROM mirror.subscription;
"""

LEDGER = """
    INSERT INTO ledger.charge BY NAME
    SELECT
        subscription_id || '-' || month AS charge_id, 'r1' AS reseller_id, account_id,
        subscription_id, 'recurring' AS charge_type, 'blocked' AS status,
        'License' AS resource_name, 5 AS quantity,
        CAST(started_on + to_months(month) AS DATE) AS period_start_on,
        CAST(started_on + to_months(month + 1) AS DATE) - 1 AS period_last_on,
        51.75 AS gross_amount, CAST(started_on AS TIMESTAMP) AS created_at
    FROM mirror.subscription
    CROSS JOIN range(12) AS made (month)
    ORDER BY period_start_on
"""


def publish_many_subscriptions(folder: Path, count: int) -> None:
    """Publish a warehouse with this many subscriptions."""
    with Draft(folder, "bench", memory="8GB") as draft:
        for statement in MIRROR.split(";\n"):
            binds = {"count": count} if "$count" in statement else None
            draft.connection.execute(statement, binds)
        draft.connection.execute(LEDGER)
        draft.publish(("mirror", "ledger"), as_of=NOW, published_at=NOW, keep=1)
