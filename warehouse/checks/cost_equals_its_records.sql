-- Rule:    every charge and consumption record that costs something is a row of ledger.cost, with
--          its amounts to the last digit, and every row of ledger.cost is one, once (ANL-21). That
--          of a charge is final when the charge is closed, and only then (ANL-18).
-- Finds:   the months of resellers where one side has what the other has not, or has otherwise.
-- Needs:   stage.checked_charge, stage.checked_reseller_charge, stage.checked_consumption,
--          stage.checked_cost.
-- A row is a digest of 64 bits, and a side the sum of its digests: to hold the rows against each
-- other, millions with millions, takes many times the time and the memory.
-- Built otherwise than merges/cost.sql on purpose: what is excluded is taken off, not left out.

WITH charged AS (
    SELECT
        charge_id,
        sum(gross_amount) - coalesce(sum(gross_amount) FILTER (is_not_owed), 0) AS gross_amount,
        sum(discount_amount) - coalesce(sum(discount_amount) FILTER (is_not_owed), 0)
            AS discount_amount,
        sum(net_amount) - coalesce(sum(net_amount) FILTER (is_not_owed), 0) AS net_amount
    FROM (
        SELECT
            charge_id,
            gross_amount,
            discount_amount,
            net_amount,
            list_contains(['new', 'deleted', 'refunded'], status) AS is_not_owed
        FROM stage.checked_reseller_charge
    ) AS reseller_charge
    GROUP BY charge_id
),

record AS (
    SELECT
        'charge' AS source,
        charge.charge_id AS source_id,
        charge.reseller_id,
        charge.account_id,
        charge.subscription_id,
        charge.period_start_on AS day,
        coalesce(charged.gross_amount, charge.gross_amount) AS gross_amount,
        coalesce(charged.discount_amount, charge.discount_amount, 0) AS discount_amount,
        coalesce(charged.net_amount, charge.gross_amount - coalesce(charge.discount_amount, 0))
            AS net_amount,
        charge.status = 'closed' AS is_final,
        list_contains(['new', 'deleted', 'refunded'], charge.status)
            OR (
                charge.charge_type = 'consumption'
                AND coalesce(plan.billing_type = 'payg_external', false)
            ) AS is_not_owed
    FROM stage.checked_charge AS charge
    LEFT JOIN charged
        ON charged.charge_id = CASE WHEN charge.status = 'closed' THEN charge.charge_id END
    LEFT JOIN mirror.plan
        ON plan.plan_id = charge.plan_id AND plan.reseller_id = charge.reseller_id
    UNION ALL
    SELECT
        'consumption',
        consumption_id,
        reseller_id,
        account_id,
        subscription_id,
        consumed_on,
        gross_amount,
        discount_amount,
        gross_amount - discount_amount,
        NULL,
        false
    FROM stage.checked_consumption
),

digested AS (
    SELECT
        reseller_id,
        date_trunc('month', day) AS month,
        CASE WHEN is_not_owed THEN 0 ELSE 1 END AS side,
        hash(
            source, source_id, reseller_id, account_id, subscription_id, day,
            CAST(gross_amount AS DECIMAL(18, 6)),
            CAST(discount_amount AS DECIMAL(18, 6)),
            CAST(net_amount AS DECIMAL(18, 6)),
            is_final
        ) AS digest
    FROM record
    UNION ALL
    SELECT
        reseller_id,
        month,
        -1,
        hash(
            source, source_id, reseller_id, account_id, subscription_id, day,
            gross_amount, discount_amount, net_amount,
            CASE WHEN source = 'charge' THEN is_final END
        )
    FROM stage.checked_cost
)

SELECT reseller_id, month
FROM digested
GROUP BY reseller_id, month
HAVING sum(side) <> 0 OR sum(side * CAST(digest AS HUGEINT)) <> 0
