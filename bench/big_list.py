"""A published mirror of one large reseller with any number of subscriptions, made by DuckDB itself.

Each has a plan's primary resource, another one, and two orders; a client has 25 of them. Names are
in Latin and Cyrillic, most of them several times over, as they are where people name things.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from warehouse.publish import Draft

PLANS = 200
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
        CAST(number AS VARCHAR) AS account_id, 'r1' AS reseller_id,
        ['Ромашка ', 'Alfa Trade ', 'Ёлка ', 'zeta '][1 + number % 4] || hash(number) % 500 AS name,
        'active' AS status, 'Anna' AS first_name, number || '@client.example' AS email,
        '{{"inn": "' || number || '", "client_type": "Business"}}' AS custom_attributes,
        TIMESTAMP '2024-01-01' + INTERVAL (number) HOUR AS created_at
    FROM range($subscriptions // 25) AS made (number);

    INSERT INTO mirror.product BY NAME
    SELECT
        'p' || number AS product_id, 'r1' AS reseller_id, 'Product ' || number AS name,
        true AS is_public
    FROM range({PLANS} // 5) AS made (number);

    INSERT INTO mirror.plan BY NAME
    SELECT
        CAST(number AS VARCHAR) AS plan_id, 'r1' AS reseller_id, 'p' || (number // 5) AS product_id,
        'Plan ' || number AS name, 'active' AS status,
        ['csp_monthly', 'csp_annual', 'payg_external'][1 + number % 3] AS billing_type,
        'EUR' AS currency
    FROM range({PLANS}) AS made (number);

    INSERT INTO mirror.plan_resource BY NAME
    SELECT
        number || '-' || place AS plan_resource_id, CAST(number AS VARCHAR) AS plan_id,
        'r1' AS reseller_id, 'License' AS name, 'pc.' AS unit, place = 0 AS is_primary
    FROM range({PLANS}) AS made (number), range(2) AS placed (place);

    INSERT INTO mirror.subscription BY NAME
    SELECT
        CAST(number AS VARCHAR) AS subscription_id, 'r1' AS reseller_id,
        CAST(number % ($subscriptions // 25) AS VARCHAR) AS account_id,
        CAST(hash(number) % {PLANS} AS VARCHAR) AS plan_id,
        ['Microsoft 365 E3 ', 'azure plan ', 'Подписка ', 'Teams '][1 + number % 4]
            || hash(number) % 2000 AS name,
        CASE
            WHEN number % 10 = 0 THEN 'deleted' WHEN number % 11 = 0 THEN 'stopped' ELSE 'active'
        END AS status,
        number % 20 = 0 AS is_trial,
        DATE '2024-01-01' + CAST(number % 700 AS INTEGER) AS started_on,
        CASE WHEN number % 5 > 0 THEN DATE '2026-06-01' + CAST(number % 900 AS INTEGER) END
            AS expires_on,
        number % 2 = 0 AS is_auto_renewed,
        '{{"change": true, "renew": false, "stop": true}}' AS abilities,
        TIMESTAMP '2024-01-01' + INTERVAL (number) MINUTE AS created_at,
        created_at AS updated_at
    FROM range($subscriptions) AS made (number);

    INSERT INTO mirror.subscription_resource BY NAME
    SELECT
        subscription_id || '-' || place AS resource_id, subscription_id, reseller_id,
        plan_id || '-' || place AS plan_resource_id, 'License' AS name,
        0 AS included_quantity, 12 AS additional_quantity
    FROM mirror.subscription, range(2) AS placed (place);

    INSERT INTO mirror.order BY NAME
    SELECT
        subscription_id || '-' || place AS order_id, reseller_id, account_id, subscription_id,
        'sales' AS order_type,
        CASE WHEN place = 1 AND TRY_CAST(subscription_id AS INTEGER) % 50 = 0
            THEN 'waiting_for_provisioning' ELSE 'completed' END AS status,
        created_at
    FROM mirror.subscription, range(2) AS placed (place);
"""


def publish_big_list(folder: Path, subscriptions: int) -> None:
    """Publish a mirror with this many subscriptions."""
    with Draft(folder, "bench", memory="8GB") as draft:
        for statement in MIRROR.split(";\n"):
            binds = {"subscriptions": subscriptions} if "$subscriptions" in statement else {}
            draft.connection.execute(statement, binds)
        draft.publish(("mirror", "ledger"), as_of=NOW, published_at=NOW, keep=1)
