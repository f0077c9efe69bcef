-- Changes: ledger.cost: makes the costs of stage.touched_month anew (ANL-21).
-- Rule:    a charge costs what the reseller is charged for it once it is closed, and until then
--          its amount less what is known of its discount; in the month its period starts in. New,
--          deleted and refunded charges cost nothing, neither do such charges of the reseller: a
--          closed charge that has no others costs zero. A subscription whose consumption is
--          recorded by the vendor (payg_external) costs its consumption records, and not the
--          charges of consumption that sum them.
--          A charge is final once closed; consumption once a closed charge covers its day.
-- Needs:   stage.touched_charge, stage.touched_reseller_charge, stage.touched_consumption, and the
--          variable touched_from (touched_month.sql, cost_anew.sql).
-- Answers: how many rows went, and how many came.

DELETE FROM ledger.cost
USING stage.touched_month AS touched
WHERE cost.subscription_id = touched.subscription_id AND cost.month = touched.month;

INSERT INTO ledger.cost BY NAME
WITH owed AS (
    SELECT
        charge.reseller_id,
        CAST(date_trunc('month', charge.period_start_on) AS DATE) AS month,
        charge.period_start_on AS day,
        charge.account_id,
        charge.subscription_id,
        coalesce(charge.resource_name, plan.name, charge.description, charge.charge_type)
            AS resource,
        charge.gross_amount,
        coalesce(charge.discount_amount, 0) AS discount_amount,
        charge.status = 'closed' AS is_closed,
        charge.charge_id
    FROM stage.touched_charge AS charge
    LEFT JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    WHERE charge.status NOT IN ('new', 'deleted', 'refunded')
        AND NOT (
            charge.charge_type = 'consumption'
            AND plan.billing_type IS NOT DISTINCT FROM 'payg_external'
        )
),

reseller_owed AS (
    SELECT
        charge_id,
        CAST(sum(if(is_owed, gross_amount, 0)) AS DECIMAL(18, 6)) AS gross_amount,
        CAST(sum(if(is_owed, discount_amount, 0)) AS DECIMAL(18, 6)) AS discount_amount
    FROM (
        SELECT *, coalesce(status, 'closed') NOT IN ('new', 'deleted', 'refunded') AS is_owed
        FROM stage.touched_reseller_charge
    )
    GROUP BY charge_id
),

closed_day AS (
    SELECT DISTINCT
        subscription_id,
        CAST(unnest(generate_series(
            CAST(period_start_on AS TIMESTAMP), period_last_on, INTERVAL 1 DAY
        )) AS DATE) AS day
    FROM ledger.charge
    WHERE charge_type = 'consumption'
        AND status = 'closed'
        AND period_last_on >= getvariable('touched_from')
),

costing AS (
    SELECT
        owed.reseller_id,
        owed.month,
        owed.day,
        owed.account_id,
        owed.subscription_id,
        CAST(NULL AS VARCHAR) AS category,
        owed.resource,
        coalesce(reseller_owed.gross_amount, owed.gross_amount) AS gross_amount,
        coalesce(reseller_owed.discount_amount, owed.discount_amount) AS discount_amount,
        owed.is_closed AS is_final,
        'charge' AS source,
        owed.charge_id AS source_id
    FROM owed
    -- One equality: with a second condition DuckDB compares every row with every other.
    LEFT JOIN reseller_owed
        ON reseller_owed.charge_id = if(owed.is_closed, owed.charge_id, NULL)
    UNION ALL
    SELECT
        consumption.reseller_id,
        CAST(date_trunc('month', consumption.consumed_on) AS DATE),
        consumption.consumed_on,
        consumption.account_id,
        consumption.subscription_id,
        consumption.category,
        consumption.resource_name AS resource,
        consumption.gross_amount,
        consumption.discount_amount,
        closed_day.day IS NOT NULL AS is_final,
        'consumption' AS source,
        consumption.consumption_id AS source_id
    FROM stage.touched_consumption AS consumption
    LEFT JOIN closed_day
        ON closed_day.subscription_id = consumption.subscription_id
        AND closed_day.day = consumption.consumed_on
)

SELECT
    costing.*,
    CAST(gross_amount - discount_amount AS DECIMAL(18, 6)) AS net_amount,
    reseller.currency
FROM costing
JOIN mirror.reseller USING (reseller_id)
ORDER BY reseller_id, month, day;
