-- Changes: mirror.quarantine, from stage.quarantine.
-- Rule:    a record leaves when it is read again and understood; of equal ids the last read
--          counts. One that is known with this reason already is not touched.
-- Binds:   $load_id (VARCHAR), $met_at (TIMESTAMP).
-- Answers: how many rows changed.

CREATE OR REPLACE TABLE stage.understood AS
WITH usable AS (
    -- Resellers are on nobody's page.
    SELECT 'resellers' AS collection, '-' AS reseller_id, reseller_id AS record_id, page_number
    FROM stage.reseller
    UNION ALL
    SELECT 'manager_roles', reseller_id, role_id, page_number FROM stage.manager_role
    UNION ALL
    SELECT 'managers', reseller_id, manager_id, page_number FROM stage.manager
    UNION ALL
    SELECT 'categories', reseller_id, category_id, page_number FROM stage.category
    UNION ALL
    SELECT 'products', reseller_id, product_id, page_number FROM stage.product
    UNION ALL
    SELECT 'plans', reseller_id, plan_id, page_number FROM stage.plan
    UNION ALL
    SELECT 'exchange_rates', reseller_id, currency, page_number FROM stage.exchange_rate
    UNION ALL
    SELECT 'accounts', reseller_id, account_id, page_number FROM stage.account
    UNION ALL
    SELECT 'subscriptions', reseller_id, subscription_id, page_number FROM stage.subscription
    UNION ALL
    SELECT 'orders', reseller_id, order_id, page_number FROM stage."order"
)

SELECT usable.collection, usable.reseller_id, usable.record_id, max(page_number) AS page_number
FROM usable
SEMI JOIN (
    FROM mirror.quarantine
    UNION ALL BY NAME
    FROM stage.quarantine
) AS quarantined USING (collection, reseller_id, record_id)
GROUP BY ALL;

DELETE FROM mirror.quarantine AS known
USING stage.understood
WHERE understood.collection = known.collection
    AND understood.reseller_id = known.reseller_id
    AND understood.record_id = known.record_id;

MERGE INTO mirror.quarantine AS known
USING (
    SELECT
        read.collection, read.reseller_id, read.record_id, read.reason, read.record,
        $load_id AS load_id, CAST($met_at AS TIMESTAMP) AS met_at
    FROM stage.quarantine AS read
    LEFT JOIN stage.understood USING (collection, reseller_id, record_id)
    WHERE read.collection NOT IN ('charges', 'reseller_charges', 'consumption', 'expenses')
        AND coalesce(understood.page_number < read.page_number, true)
    QUALIFY row_number() OVER (
        PARTITION BY read.collection, read.reseller_id, read.record_id
        ORDER BY read.page_number DESC
    ) = 1
) AS read
    ON known.collection = read.collection
    AND known.reseller_id = read.reseller_id
    AND known.record_id = read.record_id
WHEN MATCHED AND (known.reason, known.record) <> (read.reason, read.record) THEN UPDATE BY NAME
WHEN NOT MATCHED THEN INSERT BY NAME;

DROP TABLE stage.understood;
